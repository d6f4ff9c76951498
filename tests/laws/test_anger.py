"""Anger is one uniform a need: it moves no customer and no draw, and whoever waits longer is angry if not calm yet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import lower, simulate
from sim.kpi import KPIS, measure
from sim.log import TABLES, Cause, Log
from sim.scenario import Scenario
from sim.world.anger import p_angry
from tests.desks import desk, exponential, steady
from tests.laws.test_common_chance import lively, lowered, plain, purposes_of, same_draws, waiting, who_comes

ANGER: dict[str, Any] = {"world.anger.share": 0.3}
FIRST: dict[str, Any] = {"policy.sentiment.then": "priority", "policy.routing.urgent_first": True}
SENIORS: dict[str, Any] = {"policy.sentiment.then": "senior"}
NEW = ("angry", "flagged")


def played(scenario: Scenario) -> Log:
    return simulate(scenario, 3, 1)


def assert_same(one: Log, other: Log, *, without: tuple[str, ...] = NEW) -> None:
    """Bit for bit, but for columns left out; queues by their name."""
    for table in TABLES:
        for name in set(table.names) - set(without):
            first, second = getattr(one, table.name)[name], getattr(other, table.name)[name]
            if name == "queue":
                first, second = np.array(one.queues)[first], np.array(other.queues)[second]
            assert np.array_equal(first, second, equal_nan=first.dtype.kind == "f"), (table.name, name)


@pytest.mark.parametrize("make", [lively, plain, waiting])
def test_anger_that_makes_no_work_changes_nothing_but_its_own_columns(make: Any) -> None:
    without, with_it = played(make()), played(make(**ANGER))
    assert_same(without, with_it)
    assert set(without.contacts["angry"].tolist()) == {-1}
    assert set(with_it.contacts["angry"].tolist()) == {-1, 0, 1}


def test_a_detector_that_flags_nobody_differs_by_nothing() -> None:
    blind = {"policy.sentiment": {"sensitivity": 0.0, "specificity": 1.0}, "policy.routing.urgent_first": True}
    assert_same(
        played(lively(**ANGER, **{"policy.routing.urgent_first": True})),
        played(lively(**ANGER, **blind)),
        without=("flagged",),
    )


@pytest.mark.parametrize("switch", [FIRST, SENIORS, FIRST | {"policy.sentiment.channels": ["phone"]}])
@pytest.mark.parametrize("make", [lively, plain, waiting])
def test_switching_detection_on_moves_no_customer_and_no_draw(make: Any, switch: dict[str, Any]) -> None:
    before, after = lowered(make(**ANGER)), lowered(make(**ANGER, **switch))
    assert who_comes(before) == who_comes(after)
    assert set(same_draws(before, after)) == purposes_of(before[0])
    assert purposes_of(after[0]) - purposes_of(before[0]) == {"sentiment"}


def test_a_world_with_anger_has_one_purpose_more_and_moves_none_of_the_others() -> None:
    before, after = lowered(lively()), lowered(lively(**ANGER))
    assert who_comes(before) == who_comes(after)
    assert set(same_draws(before, after)) == purposes_of(before[0])
    assert purposes_of(after[0]) - purposes_of(before[0]) == {"anger"}


def moods(scenario: Scenario) -> dict[tuple[int, int], tuple[float, int]]:
    """(issue, contact) -> (wait, angry) of all that an agent took."""
    table = played(scenario).contacts
    wait = table["answered_at"] - table["entered_at"]
    return {
        (int(issue), int(contact)): (float(waited), int(angry))
        for issue, contact, waited, angry in zip(table["issue"], table["contact"], wait, table["angry"], strict=True)
        if angry >= 0
    }


def test_who_is_angry_with_many_agents_is_angry_with_few_as_everybody_waits_longer() -> None:
    def phone(agents: int) -> Scenario:
        return desk(
            {"phone": steady(30.0)}, exponential(240.0), agents, days=3, world__anger={"share": 0.2, "waiting": 1.0}
        )

    many, few = moods(phone(4)), moods(phone(3))
    assert many.keys() == few.keys()
    assert all(many[key][0] <= few[key][0] for key in many)
    grown = [(many[key][1], few[key][1]) for key in many]
    assert all(before <= after for before, after in grown)
    assert sum(before < after for before, after in grown) > 20


def test_two_contacts_with_one_wait_agree_and_each_agrees_with_the_rule() -> None:
    scenario = lively(**ANGER | {"world.anger.after_failure": 1.0, "world.anger.after_broken_promise": 1.0})
    plan, _ = lower(scenario, 3, 1)
    log, anger = played(scenario), scenario.world.anger
    assert anger is not None
    contacts = log.contacts
    met = (contacts["angry"] >= 0) & (contacts["cause"] != Cause.TRANSFER)
    expects = np.array([60.0, 50.0, 14400.0])[np.array(log.queue_channel)[contacts["queue"][met]]]
    waited = (contacts["answered_at"] - contacts["entered_at"])[met]
    p = [p_angry(0.3, w, x, anger.waiting, False, 1.0, False, 1.0) for w, x in zip(waited, expects, strict=True)]
    u = plan.draws.anger[contacts["issue"][met], 0]
    assert ((u < p) == (contacts["angry"][met] == 1)).all()
    assert met.sum() > 800


def test_what_went_wrong_before_only_adds_to_the_angry() -> None:
    def angry(factor: float) -> set[tuple[int, int]]:
        change = {"world.anger.after_failure": factor, "world.anger.after_broken_promise": factor}
        found = moods(lively(**ANGER | change, **{"policy.follow_up.kept": 0.2}))
        return {key for key, (_, mood) in found.items() if mood}

    calm, upset = angry(1.0), angry(4.0)
    assert calm < upset


@given(
    st.floats(0, 1), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(1, 1e5), st.floats(0, 5), st.booleans(),
    st.floats(1, 10), st.booleans(), st.floats(1, 10),
)  # fmt: skip
def test_the_rule_is_a_probability_and_monotone_in_all_that_makes_angry(
    share: float, one: float, other: float, expects: float, w: float, failed: bool, f: float, broken: bool, b: float
) -> None:
    short, long = sorted((one, other))
    low = p_angry(share, short, expects, w, False, f, False, b)
    high = p_angry(share, long, expects, w, failed, f, broken, b)
    assert 0.0 <= low <= high * (1 + 1e-12)
    assert high <= 1.0
    assert p_angry(share, 0.0, expects, w, False, f, False, b) == pytest.approx(share)


def test_a_desk_without_anger_has_no_rows_about_it_and_one_with_it_has_all() -> None:
    def scopes(scenario: Scenario) -> set[str]:
        return {KPIS[kpi].scope for kpi in measure(played(scenario), scenario).kpis["kpi"]}

    about = {"anger", "team_anger", "flags"}
    assert scopes(lively()) & about == set()
    assert scopes(lively(**ANGER)) & about == {"anger", "team_anger"}
    assert scopes(lively(**ANGER, **FIRST)) & about == about


def test_behind_a_bot_that_keeps_the_calm_topics_more_of_those_who_are_left_are_angry() -> None:
    topics = {"simple": {"share": 2}, "bill": {}}
    base = desk(
        {"chat": steady(60.0)}, exponential(60.0), 40, kinds={"chat": "chat"}, days=4,
        world__topics=topics, world__anger={"share": 0.1, "share_on": {"bill": 0.4}},
    )  # fmt: skip
    bot = {"policy.chatbot": {"chat": {"contains_on": {"simple": 0.9, "bill": 0.1}}}, "world.bot.solved": 1.0}
    without, behind = (measure(played(one), one) for one in (base, base.with_values(bot)))
    assert without.value("angry_first") == pytest.approx(0.2, abs=0.03)
    left = (2 * (1 - 0.8 * 0.9), 1 - 0.8 * 0.1)
    assert behind.value("angry_first") == pytest.approx((0.1 * left[0] + 0.4 * left[1]) / sum(left), abs=0.03)
