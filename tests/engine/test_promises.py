"""Promises: acknowledged, kept by a notice that makes a new one, or not kept; and nothing after the answer."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, entries, queues, scripted, statuses, tickets, work

HOUR = 3600.0


def on_hold(follow_up: dict[str, Any] | None = None, agents: Any = 2, hours: float = 5.0, **more: Any) -> Scenario:
    """An email at 09:00 waits for a third party from 09:10 on; a promise is for 1 h, a notice takes 75 s."""
    return desk(
        {"email": recorded("09:00:00"), "phone": steady(0)},
        600,
        agents,
        kinds={"email": "async"},
        world__resolution=SOLVES | {"pending_third_party": 0.5},
        world__replies={"third_party": always(hours * HOUR)},
        world__chase={"waking": None, "work": always(150.0), "channels": {"phone": 1.0}},
        policy__follow_up={"promise": "1h", "notice": always(75.0)} | (follow_up or {}),
        **more,
    )


SAID: dict[str, Any] = {"pending": [YES, NO], "told": YES, "timeframe": [YES] * 9}


def test_a_promise_kept_is_a_notice_that_makes_a_new_one() -> None:
    log = scripted(on_hold(hours=3.5), **SAID, kept=[YES] * 9)
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "NOTICE", "ANSWERED", at(10, 10), at(10, 10), at(10, 11, 15)),
        (0, "NOTICE", "ANSWERED", at(11, 11, 15), at(11, 11, 15), at(11, 12, 30)),
        (0, "NOTICE", "ANSWERED", at(12, 12, 30), at(12, 12, 30), at(12, 13, 45)),
        (0, "NEXT_TOUCH", "ANSWERED", at(12, 40), at(12, 40), at(12, 50)),
    ]
    assert queues(log) == ["email/any"] * 5
    assert [row[3] for row in work(log)] == ["ON_HOLD", "ASIDE", "ASIDE", "ASIDE", "DONE"]
    # A notice is no reply and no change of status.
    assert tickets(log)[0][5:] == (at(9), at(9, 10))
    assert statuses(log)[2:4] == [("ON_HOLD", at(9, 10)), ("OPEN", at(12, 40))]


def test_a_promise_that_is_not_kept_is_followed_by_a_question() -> None:
    log = scripted(on_hold(), **SAID, kept=[NO] * 9, chase=[1800.0, 9 * HOUR])
    assert entries(log)[1:] == [
        (0, "CHASE", "ANSWERED", at(10, 40), at(10, 40), at(10, 42, 30)),
        (0, "NEXT_TOUCH", "ANSWERED", at(14, 10), at(14, 10), at(14, 20)),
    ]


def test_a_notice_that_waits_in_a_queue_does_not_keep_customers_from_asking() -> None:
    # Only one agent, on a call from 10:00 to 10:30. The notice is due at 10:10 and waits; the customer asks at 10:20
    # and waits on the line, and is served after the notice, which was first in its queue.
    scenario = on_hold(agents=1).with_values(
        {"world.arrivals.phone": recorded("10:00:00"), "world.effort.phone.talk.value": "1800s"}
    )
    log = scripted(scenario, **SAID, kept=[YES, YES] + [NO] * 9, chase=[600.0, 9 * HOUR, 9 * HOUR])
    assert entries(log)[:5] == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "NOTICE", "ANSWERED", at(10, 10), at(10, 30), at(10, 31, 15)),
        (0, "CHASE", "ANSWERED", at(10, 20), at(10, 31, 15), at(10, 33, 45)),
        (0, "NEXT_TOUCH", "ANSWERED", at(14, 10), at(14, 10), at(14, 20)),
        (1, "FIRST", "ANSWERED", at(10), at(10), at(10, 30)),
    ]


def test_an_acknowledgement_promises_a_time_and_the_desk_may_miss_it() -> None:
    scenario = desk(
        {"email": recorded("09:00:00")},
        600,
        {"team": {"12:00": 1}},
        kinds={"email": "async"},
        world__chase={"waking": None, "expects": "10min"},
        policy__follow_up={"acknowledge": True, "promise": "2h"},
    )
    log = scripted(scenario, kept=NO, chase=[1800.0, 9 * HOUR])
    assert [(row[1], row[3]) for row in entries(log)] == [("FIRST", at(9)), ("CHASE", at(11, 30))]
    # Kept, it is a notice; but nobody is there to write it before noon.
    log = scripted(scenario, kept=YES, chase=[1800.0, 9 * HOUR])
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(12), at(12, 10)),
        (0, "NOTICE", "ANSWERED", at(11), at(12, 10), at(12, 11, 15)),
        (0, "CHASE", "ANSWERED", at(11, 30), at(12, 11, 15), at(12, 13, 45)),
    ]


def test_a_promise_runs_on_when_the_ticket_comes_back_to_a_queue() -> None:
    # Back from the third party at 09:40; nobody is there until 12:00. The promise of 09:10 lapses at 10:10.
    scenario = on_hold({"kept": 0.0}, agents={"team": {"09:00": 1, "09:10": 0, "12:00": 1}}, hours=0.5)
    log = scripted(scenario, **SAID, chase=[600.0, 9 * HOUR])
    assert [(row[1], row[3], row[4]) for row in entries(log)] == [
        ("FIRST", at(9), at(9)),
        ("NEXT_TOUCH", at(9, 40), at(12)),
        ("CHASE", at(10, 20), at(12, 10)),
    ]


def test_promises_differ_by_channel() -> None:
    log = scripted(on_hold({"promise_on": {"email": "2h"}}, hours=3.0), **SAID, kept=[YES] * 9)
    assert [row[3] for row in entries(log) if row[1] == "NOTICE"] == [at(11, 10)]


def test_a_notice_that_is_put_back_at_a_pause_goes_on_after_it_and_promises_then() -> None:
    pauses = {"tea": {"at": "10:10:45", "lasts": "15min"}}
    shifts = {"day": {"team": "team", "agents": 1, "hours": "08:00-18:00", "days": "daily", "pauses": pauses}}
    scenario = on_hold(agents={"team": None}, hours=3.5, policy__shifts=shifts)
    log = scripted(scenario, **SAID, kept=[YES] * 9)
    assert entries(log)[1:3] == [
        (0, "NOTICE", "ANSWERED", at(10, 10), at(10, 10), at(10, 26, 15)),
        (0, "NOTICE", "ANSWERED", at(11, 26, 15), at(11, 26, 15), at(11, 27, 30)),
    ]
    assert [row[3] for row in work(log)][:4] == ["ON_HOLD", "PUT_BACK", "ASIDE", "ASIDE"]
    assert [status for status, _ in statuses(log)][2:4] == ["ON_HOLD", "OPEN"]
