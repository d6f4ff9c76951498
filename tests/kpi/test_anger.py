"""KPIs of anger and its detection, from a log written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.kpi import measure
from sim.log import Cause, Duty, Outcome, TouchEnd
from sim.scenario import Scenario
from tests.kpi.logs import BACK, CHAT, EMAIL, FRONT, PHONE, at, contact, desk, log, touch


def scenario(**changes: Any) -> Scenario:
    """The desk of hand-written logs, where customers may be angry, and calls and emails are read."""
    base = {
        "world.anger": {},
        "policy.sentiment": {"channels": ["phone", "email"], "price_per_contact": 0.5},
        "policy.routing.urgent_first": True,
    }
    return desk(**(base | changes))


def call(number: int, wait_s: float, angry: int, flagged: int, queue: int = PHONE, day: int = 0, part: int = 0,
         cause: Cause = Cause.FIRST, agent: int = FRONT) -> tuple[Any, Any]:  # fmt: skip
    """A contact that came at nine, and the touch of 300 s that answered it."""
    came = at(9, day=day) + 1000.0 * part
    taken = came + wait_s
    return (
        contact(Outcome.ANSWERED, came, taken, taken + 300, issue=number, contact=part, queue=queue, cause=cause,
                angry=angry, flagged=flagged),
        touch(agent, taken, taken + 300, 300, issue=number, contact=part, queue=queue),
    )  # fmt: skip


PAIRS = [
    call(0, 10.0, 1, 1),
    call(1, 20.0, 0, 1),
    call(2, 60.0, 1, 0),
    call(3, 30.0, 0, 0, day=1),
    call(3, 90.0, 1, 1, part=1, cause=Cause.RECONTACT, day=1),
    call(4, 0.0, 1, 0, queue=EMAIL, agent=BACK),
    call(4, 500.0, -1, -1, queue=EMAIL, part=1, cause=Cause.NEXT_TOUCH, agent=BACK),
    call(5, 40.0, 0, -1, queue=CHAT),
]
GAVE_UP = contact(Outcome.ABANDONED, at(10), ended=at(10) + 30, issue=6, flagged=1)
AGAIN = touch(BACK, at(11), at(11, 5), 300, issue=2, end=TouchEnd.DONE)
"""The angry call of issue 2 was handed over to a colleague."""
DUTIES = [
    (FRONT, Duty.ON_QUEUE, 1, at(8), at(12)),
    (FRONT, Duty.ON_QUEUE, 1, at(13), at(17)),
    (FRONT, Duty.MEETING, 1, at(8, day=1), at(9, day=1)),
    (FRONT, Duty.ON_QUEUE, 1, at(9, day=1), at(17, day=1)),
    (BACK, Duty.ON_QUEUE, 1, at(8), at(8, day=1)),
]
LOG = log([*(pair[0] for pair in PAIRS), GAVE_UP], [*(pair[1] for pair in PAIRS), AGAIN], DUTIES)


@pytest.mark.parametrize(
    ("kpi", "channel", "value"),
    [
        ("angry_share", "", 4 / 7),
        ("angry_share", "phone", 3 / 5),
        ("angry_share", "email", 1.0),
        ("angry_share", "chat", 0.0),
        ("angry_touches", "", 5 / 8),
        ("angry_touches", "phone", 4 / 6),
        ("angry_touches", "email", 1.0),
        ("angry_first", "", 3 / 6),
        ("angry_first", "phone", 2 / 4),
        ("wait_angry", "phone", (10 + 60 + 90) / 3),
        ("wait_calm", "phone", (20 + 30) / 2),
        ("wait_angry", "", (10 + 60 + 90 + 0) / 4),
        ("flagged_share", "phone", 4 / 6),
        ("flagged_share", "", 4 / 7),
        ("angry_flagged", "phone", 2 / 3),
        ("calm_flagged", "phone", 1 / 2),
        ("flags_right", "phone", 2 / 3),
        ("wait_flagged", "phone", (10 + 20 + 90) / 3),
        ("wait_unflagged", "phone", (60 + 30) / 2),
        ("sentiment_cost", "phone", 3.0),
        ("sentiment_cost", "", 3.5),
    ],
)
def test_every_figure_by_hand(kpi: str, channel: str, value: float) -> None:
    assert measure(LOG, scenario()).value(kpi, channel) == pytest.approx(value)


def test_angry_contacts_per_agent_and_day_count_each_agent_who_had_one_and_each_day_on_queue() -> None:
    measured = measure(LOG, scenario())
    assert measured.value("angry_per_day", team="front") == 3 / 2
    assert measured.value("angry_per_day", team="back") == 2 / 2
    assert measured.value("angry_per_day") == 5 / 4


def test_where_nobody_looks_there_are_no_flags_and_where_nobody_is_angry_nothing_at_all() -> None:
    kpis = set(measure(LOG, scenario()).kpis["kpi"])
    read = measure(LOG, scenario()).kpis
    assert "chat" not in read["channel"][read["kpi"] == "flagged_share"]
    blind = set(measure(LOG, scenario(**{"policy.sentiment": None})).kpis["kpi"])
    assert kpis - blind == {
        *("flagged_share", "angry_flagged", "calm_flagged", "flags_right", "wait_flagged", "wait_unflagged"),
        "sentiment_cost",
    }
    calm = set(measure(LOG, scenario(**{"policy.sentiment": None, "world.anger": None})).kpis["kpi"])
    assert blind - calm == {
        "angry_share", "angry_touches", "angry_first", "wait_angry", "wait_calm", "angry_per_day"
    }  # fmt: skip


def test_the_price_of_reading_is_part_of_the_desks_cost_and_of_no_teams() -> None:
    free = scenario(**{"policy.sentiment.price_per_contact": 0.0})
    with_price, without = measure(LOG, scenario()), measure(LOG, free)
    weeks = 2 / 7
    assert with_price.value("cost_per_week") - without.value("cost_per_week") == pytest.approx(3.5 / weeks)
    assert with_price.value("cost_per_week", team="front") == without.value("cost_per_week", team="front")


def test_what_came_in_the_warm_up_does_not_count() -> None:
    measured = measure(LOG, scenario(), warm_up_s=at(0, day=1))
    assert measured.value("angry_share", "phone") == 1 / 2
    assert measured.value("angry_per_day", team="front") == 1.0
    assert measured.value("sentiment_cost") == 1.0


def test_an_empty_log_has_every_row_and_no_value() -> None:
    empty = measure(log([], [], []), scenario())
    rows = [kpi in ("angry_share", "angry_per_day", "flagged_share") for kpi in empty.kpis["kpi"]]
    assert empty.kpis["den"][rows].sum() == 0
    assert sum(rows) == 4 + 3 + 3
