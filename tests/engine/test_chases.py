"""Customers who wait and ask where things stand: when, where, and what that does."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, YES, at, ends, entries, live, queues, scripted, statuses, tickets, work

HALF, HOUR = 1800.0, 3600.0


def desk_that_is_asked(
    *times: str,
    writers: Any,
    callers: Any = 1,
    chase: dict[str, Any] | None = None,
    phone: dict[str, Any] | None = None,
    days: int = 1,
    **more: Any,
) -> Scenario:
    """Emails of 600 s, expected within 1 h, with writers; callers answer the phone, on which customers may ask."""
    return desk(
        {"email": recorded(*times), "phone": steady(0)},
        600,
        {"writers": writers, "callers": callers},
        kinds={"email": "async"},
        skills={"writers": ["email"], "callers": ["phone"]},
        days=days,
        patience=always(60.0),
        world__chase={"waking": None, "expects": "1h", "work": always(150.0)} | (chase or {}),
        policy__channels={"email": {"kind": "async"}, "phone": phone or live("always")},
        **more,
    )


FROM_NOON = {"12:00": 1}
BY_PHONE = {"channels": {"phone": 1.0}}


def test_who_was_promised_nothing_asks_some_time_after_what_they_expect_has_lapsed() -> None:
    log = scripted(desk_that_is_asked("09:00:00", writers=FROM_NOON), chase=HALF)
    # The question waits in the same queue, behind the ticket itself; the answer at 12:10 has made it pointless.
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(12), at(12, 10)),
        (0, "CHASE", "ANSWERED", at(10, 30), at(12, 10), at(12, 12, 30)),
    ]
    assert log.contacts["ticket"].tolist() == [0, 0]
    assert tickets(log) == [(0, 0, "email", "FIRST", -1, at(9), at(12, 10))]
    assert statuses(log) == [("NEW", at(9)), ("IN_SERVICE", at(12)), ("SOLVED", at(12, 10))]
    assert work(log) == [
        (0, 0, 0, "DONE", "NONE", at(12), at(12, 10)),
        (0, 1, 0, "ASIDE", "NONE", at(12, 10), at(12, 12, 30)),
    ]
    assert ends(log) == [("RESOLVED", at(12, 10), at(12, 10))]


def test_who_is_answered_before_they_would_ask_does_not() -> None:
    log = scripted(desk_that_is_asked("09:00:00", writers={"10:15": 1}), chase=HALF)
    assert [row[1] for row in entries(log)] == ["FIRST"]


def test_a_question_by_phone_is_answered_at_once_and_gives_a_new_promise() -> None:
    scenario = desk_that_is_asked("09:00:00", writers=FROM_NOON, chase=BY_PHONE, policy__follow_up={"promise": "1h"})
    log = scripted(scenario, chase=[HALF, 600.0, HALF], timeframe=[YES] * 3, kept=[NO] * 9)
    # Expected until 10:00, asked at 10:30, promised at 10:32:30 for 11:32:30, asked at 11:42:30, promised for 12:45.
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(12), at(12, 10)),
        (0, "CHASE", "ANSWERED", at(10, 30), at(10, 30), at(10, 32, 30)),
        (0, "CHASE", "ANSWERED", at(11, 42, 30), at(11, 42, 30), at(11, 45)),
    ]
    assert queues(log) == ["email/any", "phone/any", "phone/any"]
    assert [row[2:] for row in work(log)] == [
        (1, "ASIDE", "NONE", at(10, 30), at(10, 32, 30)),
        (1, "ASIDE", "NONE", at(11, 42, 30), at(11, 45)),
        (0, "DONE", "NONE", at(12), at(12, 10)),
    ]


def test_without_a_new_timeframe_they_ask_again_at_the_same_hazard() -> None:
    scenario = desk_that_is_asked("09:00:00", writers=FROM_NOON, chase=BY_PHONE)
    log = scripted(scenario, chase=[HALF, 600.0, 900.0, HOUR], timeframe=[NO] * 9)
    assert [row[3] for row in entries(log)] == [at(9), at(10, 30), at(10, 42, 30), at(11)]


def test_a_question_that_is_not_answered_gives_no_promise() -> None:
    # The line is closed at 10:30 and open at 10:50, but the only agent is on a chase of somebody else until 10:52:30,
    # and the customer has 60 s: gone at 10:51. At 11:21 they are answered.
    scenario = desk_that_is_asked(
        *("09:00:00", "09:00:00"), writers=FROM_NOON, chase=BY_PHONE, phone=live("08:00-10:15,10:45-18:00")
    )
    log = scripted(scenario, chase=[[HALF, 1200.0, HALF, HOUR], [HALF + 1200, 9999.0, 0, 0]], timeframe=YES)
    assert entries(log)[1:4] == [
        (0, "CHASE", "CLOSED", at(10, 30), None, at(10, 30)),
        (0, "CHASE", "ANSWERED", at(10, 50), at(10, 50), at(10, 52, 30)),
        (1, "FIRST", "ANSWERED", at(9), at(12, 10), at(12, 20)),
    ]
    assert entries(log)[4] == (1, "CHASE", "ABANDONED", at(10, 50), None, at(10, 51))


def test_who_would_ask_at_night_asks_in_the_morning() -> None:
    chase = {"waking": "08:00-22:00", **BY_PHONE}
    scenario = desk_that_is_asked("04:00:00", "20:00:00", "22:30:00", writers=0, days=2, chase=chase)
    # Lapsed at 05:00, 10 min of waking time: 08:10. Lapsed at 21:00, 90 min: 60 until 22:00 and 30 from 08:00. Lapsed
    # at 23:30, 10 min: 08:10 on the next day.
    log = scripted(scenario, chase=[[600.0, 9e9], [5400.0, 9e9], [600.0, 9e9]], timeframe=NO)
    assert [(row[0], row[3]) for row in entries(log) if row[1] == "CHASE"] == [
        (0, at(8, 10)),
        (1, at(32, 30)),
        (2, at(32, 10)),
    ]


def test_questions_stop_when_an_agent_takes_the_ticket_and_start_anew_when_it_is_pending() -> None:
    resolution = {"solved": 1 - 1e-9, "wrong": 0, "pending_customer": 0, "pending_third_party": 0.5}
    scenario = desk_that_is_asked(
        "09:00:00",
        writers={"10:15": 1},
        chase=BY_PHONE | {"expects_pending": "2h"},
        world__resolution=resolution,
        world__replies={"third_party": always(5 * HOUR)},
        policy__follow_up={"tell": 0.5},
    )
    pending = [YES, NO]
    # Taken at 10:15, on hold from 10:25 to 15:25. Told without a timeframe, the customer expects it within 2 h; told
    # nothing, within 1 h, as ever.
    told = scripted(scenario, pending=pending, chase=[HALF, HALF, 9 * HOUR], told=YES, timeframe=[NO] * 9)
    assert [(row[1], row[3]) for row in entries(told)] == [
        ("FIRST", at(9)),
        ("CHASE", at(12, 55)),
        ("NEXT_TOUCH", at(15, 25)),
    ]
    untold = scripted(scenario, pending=pending, chase=[HALF, HALF, 9 * HOUR], told=NO, timeframe=[NO] * 9)
    assert [row[3] for row in entries(untold)] == [at(9), at(11, 55), at(15, 25)]
    assert statuses(untold) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(10, 15)),
        ("ON_HOLD", at(10, 25)),
        ("OPEN", at(15, 25)),
        ("IN_SERVICE", at(15, 25)),
        ("SOLVED", at(15, 35)),
    ]


def test_nobody_asks_while_it_is_their_own_turn() -> None:
    resolution = {"solved": 1 - 1e-9, "wrong": 0, "pending_customer": 0.5, "pending_third_party": 0}
    scenario = desk_that_is_asked(
        "09:00:00",
        writers=1,
        chase=BY_PHONE,
        world__resolution=resolution,
        world__replies={"customer": always(9 * HOUR)},
    )
    log = scripted(scenario, pending=[YES, NO], chase=[60.0] * 9)
    assert [row[1] for row in entries(log)] == ["FIRST", "REPLY"]


def test_a_question_in_a_chat_is_one_of_several() -> None:
    scenario = desk(
        {"email": recorded("09:00:00"), "chat": recorded("10:30:00")},
        {"email": 600, "chat": 150},
        {"writers": FROM_NOON, "chatters": 1},
        kinds={"email": "async", "chat": "chat"},
        skills={"writers": ["email"], "chatters": ["chat"]},
        world__chase={"waking": None, "expects": "1h", "work": always(150.0), "channels": {"chat": 1.0}},
        policy__teams={"writers": {"skills": {"email": 1}}, "chatters": {"skills": {"chat": 1}, "chats": 2}},
    )
    log = scripted(scenario, chase=[HALF, 9 * HOUR], timeframe=[NO] * 9)
    # Two chats of 150 s at once: 202.5 s.
    assert entries(log)[1:] == [
        (0, "CHASE", "ANSWERED", at(10, 30), at(10, 30), at(10, 33, 22.5)),
        (1, "FIRST", "ANSWERED", at(10, 30), at(10, 30), at(10, 33, 22.5)),
    ]
