"""Handing a call over at the end of a shift: to a colleague, to nobody, with lines, in the middle of a hold."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import (
    SOLVES,
    at,
    contacts,
    duties,
    live,
    outcomes,
    play,
    shift,
    statuses,
    tickets,
    touches,
    work,
)


def handing_over(*times: str, effort: Any = 180, late: str = "10:00-12:00", **more: Any) -> Scenario:
    return desk(
        {"phone": recorded(*times)},
        effort,
        {"team": None},
        policy__shifts={"early": shift("08:00-10:00"), "late": shift(late)},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
        **more,
    )


def test_who_comes_on_duty_at_that_instant_takes_over() -> None:
    log = play(handing_over("09:59:00"))
    assert touches(log) == [(0, 0, "HANDED_OVER", at(9, 59), at(10)), (0, 1, "DONE", at(10), at(10, 2, 30))]
    assert duties(log) == [(0, "ON_QUEUE", at(8), at(10)), (1, "ON_QUEUE", at(10), at(12))]
    assert contacts(log) == [("ANSWERED", at(9, 59), at(9, 59), at(10, 2, 30))]


def test_if_no_colleague_is_on_duty_the_agent_finishes_in_overtime() -> None:
    log = play(handing_over("09:59:00", late="10:01-12:00"))
    assert touches(log) == [(0, 0, "DONE", at(9, 59), at(10, 2))]
    assert duties(log)[:2] == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 2))]


def test_a_colleague_without_the_skill_is_nobody() -> None:
    scenario = desk(
        {"phone": recorded("09:59:00"), "chat": recorded("10:30:00")},
        180,
        {"callers": None, "chatters": 1},
        skills={"callers": ["phone"], "chatters": ["chat"]},
        policy__shifts={"early": shift("08:00-10:00", team="callers")},
        policy__end_of_shift={"rule": "hand_over"},
    )
    assert [row[:3] for row in touches(play(scenario))] == [(0, 0, "DONE"), (1, 1, "DONE")]


def test_a_call_waits_at_the_head_for_a_busy_colleague_keeps_its_line_and_does_not_give_up() -> None:
    log = play(
        handing_over(
            *("09:40:00", "09:45:00", "09:46:00", "09:47:00", "10:01:00", "10:01:10", "10:01:20"),
            effort={"phone": {"talk": always(660.0)}},
            late="09:45-12:00",
            patience=always(960.0),
            policy__channels={"phone": live("08:00-12:00", lines=4)},
        )
    )
    # Issue 2 is cut at 10:00 with two minutes left. Its patience would have ended at 10:02; agent 1 is free at 10:07.
    assert sorted(touches(log))[2:5] == [
        (2, 0, "HANDED_OVER", at(9, 51), at(10)),
        (2, 1, "DONE", at(10, 7), at(10, 9, 30)),
        (3, 1, "DONE", at(9, 56), at(10, 7)),
    ]
    assert outcomes(log)[4:] == ["ANSWERED", "ABANDONED", "BLOCKED"]


def test_a_handover_in_the_middle_of_a_hold_leaves_the_rest_of_the_hold() -> None:
    effort = {"phone": {"talk": always(40.0), "hold": always(100.0), "after_call": always(20.0)}}
    log = play(handing_over("09:59:00", effort=effort))
    assert touches(log) == [(0, 0, "HANDED_OVER", at(9, 59), at(10)), (0, 1, "DONE", at(10), at(10, 2, 10))]
    # 140 s of talk and hold, 60 s done, 30 s set-up: the second agent talks 110 s and wraps up in 20 s.
    assert [log.touches[name].tolist() for name in ("talk_s", "hold_s", "after_call_s")] == [
        [60.0, 110.0],
        [0.0, 0.0],
        [0.0, 20.0],
    ]
    assert contacts(log)[0][3] == at(10, 1, 50)


def test_after_call_work_is_finished_in_overtime_and_not_handed_over() -> None:
    effort = {"phone": {"talk": always(30.0), "after_call": always(60.0)}}
    log = play(handing_over("09:59:00", effort=effort))
    assert touches(log) == [(0, 0, "DONE", at(9, 59), at(10, 0, 30))]


def test_email_put_back_costs_no_set_up_time() -> None:
    scenario = desk(
        {"email": recorded("09:50:00")},
        1800,
        {"team": None},
        kinds={"email": "async"},
        policy__shifts={"early": shift("08:00-10:00"), "late": shift("10:00-12:00")},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
    )
    assert touches(play(scenario))[1] == (0, 1, "DONE", at(10), at(10, 20))


def test_when_heads_fall_the_call_of_the_highest_number_goes_to_who_stays() -> None:
    scenario = desk(
        {"phone": recorded("09:50:30", "09:55:00")},
        600,
        {"team": {"08:00": 2, "10:00": 1}},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
    )
    assert touches(play(scenario)) == [
        (0, 0, "DONE", at(9, 50, 30), at(10, 0, 30)),
        (1, 1, "HANDED_OVER", at(9, 55), at(10)),
        (1, 0, "DONE", at(10, 0, 30), at(10, 6)),
    ]


def test_a_ticket_handed_over_is_open_until_the_colleague_takes_it_and_solved_once() -> None:
    log = play(handing_over("09:59:00", world__resolution=SOLVES))
    assert statuses(log) == [
        ("NEW", at(9, 59)),
        ("IN_SERVICE", at(9, 59)),
        ("OPEN", at(10)),
        ("IN_SERVICE", at(10)),
        ("SOLVED", at(10, 2, 30)),
    ]
    assert [row[3:5] for row in work(log)] == [("HANDED_OVER", "NONE"), ("DONE", "RESOLVED")]
    assert tickets(log) == [(0, 0, "phone", "FIRST", -1, at(9, 59), at(9, 59))]
