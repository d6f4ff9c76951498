"""The words for a difference, at and around their boundaries."""

import math

import pytest

from sim.study.paired import Difference
from sim.study.precision import MOST, replications_for
from sim.study.verdict import matters, verdict


def found(low: float, high: float, *, spread: float = 1.0, n: int = 20) -> Difference:
    centre = (low + high) / 2
    return Difference(1.0 + centre, 1.0, centre, low, high, low, high, spread, 0.5, n)


@pytest.mark.parametrize(
    ("low", "high", "better", "words"),
    [
        (-1.0, 1.0, "higher", "no difference that matters"),  # just fits
        (0.2, 1.0, "higher", "no difference that matters"),  # surely more, and surely too little to matter
        (0.0, 0.0, "higher", "no difference that matters"),
        (0.2, 1.0001, "higher", "better"),
        (0.2, 1.0001, "lower", "worse"),
        (0.2, 1.0001, None, "higher"),
        (-1.0001, -0.2, "higher", "worse"),
        (-1.0001, -0.2, "lower", "better"),
        (-1.0001, -0.2, None, "lower"),
        (5.0, 6.0, "higher", "better"),
        (0.0, 1.0001, "higher", "cannot tell yet"),  # 0 is still possible
        (-1.0001, 0.0, "higher", "cannot tell yet"),
        (-1.0001, 1.0, "higher", "cannot tell yet"),
        (-3.0, 5.0, None, "cannot tell yet"),
    ],
)
def test_the_words_follow_the_adjusted_interval_and_the_difference_that_matters(
    low: float, high: float, better: str | None, words: str
) -> None:
    said = verdict(found(low, high), 1.0, better)
    assert said.words.partition(" (")[0] == words
    assert (said.more_replications == 0) == (words != "cannot tell yet")


def test_where_nothing_is_too_small_to_matter_only_an_exact_zero_is_no_difference() -> None:
    assert verdict(found(0.0, 0.0), 0.0, "higher").words == "no difference that matters"
    assert verdict(found(-1e-9, 1e-9), 0.0, "higher").words.startswith("cannot tell yet")


def test_the_replications_that_would_tell_are_enough_and_one_fewer_is_not() -> None:
    """Difference 2, spread 10, delta 1: 0 is outside once the half-width is at most 2."""
    said = verdict(found(-2.7, 6.7, spread=10.0, n=20), 1.0, "higher")
    needed = replications_for(10.0, 2.0)
    assert said.more_replications == needed - 20
    assert said.words == f"cannot tell yet ({needed - 20} more replications would)"
    assert replications_for(10.0, 2.0, 1 - 0.05 / 3) > needed  # and more where three variants are compared
    close = verdict(found(-4.65, 4.75, spread=10.0, n=20), 1.0, "higher")  # 0.05: inside +-1 from a half-width of 0.95
    assert close.more_replications == replications_for(10.0, 0.95) - 20


def test_one_more_is_singular_and_a_hopeless_case_is_said_to_be_one() -> None:
    nearly = verdict(found(-0.1, 4.1, spread=0.1, n=20), 0.5, "higher")
    assert nearly.words == "cannot tell yet (1 more replication would)"
    hopeless = verdict(found(-1.0, 1.0, spread=10.0), 0.0, "higher")
    assert hopeless == ("cannot tell yet (too close for any number of replications)", -1)
    assert replications_for(10.0, 1e-9) == MOST + 1


def test_without_an_interval_more_replications_are_asked_for_and_without_a_value_nothing_is_said() -> None:
    nan = math.nan
    single = Difference(2.0, 1.0, 1.0, nan, nan, nan, nan, nan, nan, 1)
    assert verdict(single, 0.1, "higher") == ("cannot tell yet (9 more replications would)", 9)
    assert verdict(single._replace(difference=nan), 0.1, "higher").words == "not measured"


def test_what_matters_is_as_given_or_the_declared_default() -> None:
    assert matters("wait", "s", 100.0, {"wait": 3.0}) == 3.0
    assert matters("wait", "s", 100.0, {}) == 5.0
    assert matters("wait", "s", 4.0, {}) == 1.0
    assert matters("abandonment", "share", 0.1, {}) == 0.005
    assert matters("service_level", "share", 0.8, {}) == 0.01
    assert matters("staff_cost", "EUR", 5000.0, {}) == 50.0
    assert matters("backlog", "contacts", math.nan, {}) == 0.0
