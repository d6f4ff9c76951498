import math
import re

import pytest

from sim.theory import why_different

CASES = {
    "busyness": ({"busyness_variance": 0.02}, "varies by 14% around its mean"),
    "overload": ({"load_ratios": [0.9, 1.2, 1.0]}, r"2 of 3 intervals have .* \(highest load 120%\)"),
    "service": ({"service_cv": 1.3}, r"vary more than the formula assumes \(standard deviation 1.30 times the mean"),
    "patience": ({"patience_cv": 0.5}, r"Patience is not exponential \(standard deviation 0.50 times the mean"),
    "balking": ({"p_balk": 0.025}, "2.5% of customers leave at once"),
    "skills": ({"n_queues": 3}, "3 queues share agents"),
    "redial": ({"p_redial": 0.55}, "55% of those who give up call again"),
    "staff changes": ({"staff_changes_within_intervals": 4}, "changes 4 times within an interval"),
    "lag": ({"mean_handle_s": 420.0}, "takes 47% of an interval"),
}


def test_the_formulas_own_world_gives_no_reason():
    assert why_different() == ()
    assert why_different(load_ratios=[0.5, 0.99], service_cv=1.05, patience_cv=0.95, mean_handle_s=150.0) == ()


@pytest.mark.parametrize("name", CASES)
def test_a_reason_is_given_only_where_its_input_says_so(name):
    given, text = CASES[name]
    (reason,) = why_different(**given)
    assert reason.name == name
    assert pytest.approx(reason.evidence) == {
        "busyness": math.sqrt(0.02), "overload": 2, "service": 1.3, "patience": 0.5, "balking": 0.025,
        "skills": 3, "redial": 0.55, "staff changes": 4, "lag": 420 / 900,
    }[name]  # fmt: skip
    assert re.search(text, reason.text)


def test_all_reasons_come_together_in_a_fixed_order():
    everything = {}
    for given, _ in CASES.values():
        everything |= given
    assert [reason.name for reason in why_different(**everything)] == list(CASES)


def test_one_overloaded_interval_and_one_change_are_said_in_the_singular():
    over, change = why_different(load_ratios=[math.inf], staff_changes_within_intervals=1)
    assert over.text.startswith("1 of 1 intervals has at least as much work")
    assert "highest load without limit, no agents" in over.text
    assert "changes 1 time within" in change.text


def test_regular_handle_times_are_said_to_shorten_waits():
    (reason,) = why_different(service_cv=0.3)
    assert "vary less" in reason.text
    assert "usually shorter" in reason.text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"busyness_variance": -0.1}, "busyness_variance must be a finite number of at least 0, got -0.1"),
        ({"p_redial": 1.5}, "p_redial must lie between 0 and 1, got 1.5"),
        ({"n_queues": 0}, "n_queues must be a whole number of at least 1, got 0"),
        ({"interval_s": 0.0}, "interval_s must be a finite number above 0, got 0.0"),
    ],
)
def test_a_wrong_input_is_named(given, message):
    with pytest.raises(ValueError, match=message):
        why_different(**given)
