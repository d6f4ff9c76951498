"""Deterministic micro-days, asserted event by event."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.log import Cause, Log, Outcome
from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import at, contacts, duties, play, touches

H = 3600.0


def test_one_agent_serves_in_order_and_the_impatient_leave() -> None:
    log = play(desk({"phone": recorded("09:00:00", "09:01:00", "09:02:00")}, 180, 1, patience=always(90.0)))
    assert contacts(log) == [
        ("ANSWERED", at(9), at(9), at(9, 3)),
        ("ABANDONED", at(9, 1), None, at(9, 2, 30)),
        ("ANSWERED", at(9, 2), at(9, 3), at(9, 6)),
    ]
    assert touches(log) == [(0, 0, "DONE", at(9), at(9, 3)), (2, 0, "DONE", at(9, 3), at(9, 6))]
    assert duties(log) == [(0, "ON_QUEUE", 0.0, 24 * H)]


def test_a_customer_whose_patience_ends_just_as_an_agent_frees_is_served() -> None:
    log = play(desk({"phone": recorded("09:00:00", "09:01:00")}, 180, 1, patience=always(120.0)))
    assert contacts(log)[1] == ("ANSWERED", at(9, 1), at(9, 3), at(9, 6))


def test_a_call_that_comes_just_as_an_agent_frees_does_not_overtake_the_one_who_waits() -> None:
    log = play(desk({"phone": recorded("09:00:00", "09:01:00", "09:03:00")}, 180, 1))
    assert [row[2] for row in contacts(log)] == [at(9), at(9, 3), at(9, 6)]


def test_hold_and_after_call_work_keep_the_agent_but_only_hold_keeps_the_customer() -> None:
    effort = {"talk": always(100.0), "hold": always(20.0), "after_call": always(30.0)}
    log = play(desk({"phone": recorded("09:00:00", "09:00:01")}, {"phone": effort}, 1))
    assert contacts(log) == [
        ("ANSWERED", at(9), at(9), at(9, 2)),
        ("ANSWERED", at(9, 0, 1), at(9, 2, 30), at(9, 4, 30)),
    ]
    assert touches(log)[0] == (0, 0, "DONE", at(9), at(9, 2, 30))
    assert [float(log.touches[name][0]) for name in ("talk_s", "hold_s", "after_call_s")] == [100.0, 20.0, 30.0]


def test_a_proficient_agent_is_faster_and_a_busy_hour_slower() -> None:
    log = play(
        desk(
            {"phone": recorded("09:00:00", "10:00:00")},
            {"phone": {"talk": always(100.0), "by_time": {"00:00": 1, "10:00": 1.5}}},
            1,
            policy__teams={"team": {"skills": {"phone": 2.0}}},
        )
    )
    assert [row[3] for row in contacts(log)] == [at(9, 0, 50), at(10, 1, 15)]


def test_balking_customers_leave_at_once_only_if_nobody_is_free() -> None:
    patience = {"phone": {"law": None, "balk": 0.999999}}
    log = play(desk({"phone": recorded("09:00:00", "09:00:10")}, 60, 1, patience=patience))
    assert contacts(log) == [
        ("ANSWERED", at(9), at(9), at(9, 1)),
        ("ABANDONED", at(9, 0, 10), None, at(9, 0, 10)),
    ]


def test_callers_beyond_the_lines_hear_a_busy_tone_and_after_call_work_holds_no_line() -> None:
    effort = {"talk": always(60.0), "after_call": always(60.0)}
    log = play(
        desk(
            {"phone": recorded("09:00:00", "09:00:10", "09:00:20", "09:01:30")},
            {"phone": effort},
            1,
            policy__channels={"phone": {"kind": "live", "lines": 2}},
        )
    )
    assert [row[0] for row in contacts(log)] == ["ANSWERED", "ANSWERED", "BLOCKED", "ANSWERED"]
    assert contacts(log)[3][2] == at(9, 4)


def test_an_abandoned_caller_redials_after_the_delay_until_served() -> None:
    log = play(
        desk(
            {"phone": recorded("09:00:00", "09:00:10")},
            300,
            1,
            patience=always(60.0),
            world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(120.0)}},
        )
    )
    assert [(row[0], row[1]) for row in contacts(log)] == [
        ("ANSWERED", at(9)),
        ("ABANDONED", at(9, 0, 10)),
        ("ABANDONED", at(9, 3, 10)),
        ("ANSWERED", at(9, 6, 10)),
    ]
    assert log.contacts["contact"].tolist() == [0, 0, 1, 2]
    assert log.contacts["cause"].tolist() == [Cause.FIRST, Cause.FIRST, Cause.REDIAL, Cause.REDIAL]


def test_a_fourth_attempt_draws_from_the_pool_and_still_ends() -> None:
    log = play(
        desk(
            {"phone": recorded("09:00:00", "09:00:10")},
            3000,
            1,
            patience=always(60.0),
            world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(120.0)}},
        )
    )
    second = log.contacts["issue"] == 1
    assert log.contacts["outcome"][second].tolist() == [Outcome.ABANDONED] * 17 + [Outcome.ANSWERED]
    assert np.diff(log.contacts["entered_at"][second]).tolist() == [180.0] * 17


def open_nine_to_ten(closing: str, **more: Any) -> Scenario:
    return desk(
        {"phone": recorded("08:59:59", "09:58:00", "09:59:00", "10:00:00")},
        180,
        {"team": {"08:00": 1, "10:00": 0}},
        policy__channels={"phone": {"kind": "live", "open": "09:00-10:00", "closing": closing}},
        **more,
    )


def test_serving_out_at_closing_keeps_the_busy_agent_until_the_queue_is_empty() -> None:
    log = play(open_nine_to_ten("serve_out"))
    assert contacts(log) == [
        ("CLOSED", at(8, 59, 59), None, at(8, 59, 59)),
        ("ANSWERED", at(9, 58), at(9, 58), at(10, 1)),
        ("ANSWERED", at(9, 59), at(10, 1), at(10, 4)),
        ("CLOSED", at(10), None, at(10)),
    ]
    assert duties(log) == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 4))]


def test_disconnecting_at_closing_cuts_off_the_queue_but_not_the_call_in_hand() -> None:
    log = play(open_nine_to_ten("disconnect"))
    assert contacts(log)[1:3] == [
        ("ANSWERED", at(9, 58), at(9, 58), at(10, 1)),
        ("DISCONNECTED", at(9, 59), None, at(10)),
    ]


def test_an_agent_who_frees_exactly_at_the_end_of_the_shift_takes_nothing_new() -> None:
    scenario = desk(
        {"phone": recorded("09:57:00", "09:59:00")},
        180,
        {"team": None},
        policy__shifts={"early": {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily"}},
    )
    assert contacts(play(scenario)) == [
        ("ANSWERED", at(9, 57), at(9, 57), at(10)),
        ("WAITING", at(9, 59), None, None),
    ]


def test_the_finish_rule_ends_a_call_in_overtime() -> None:
    scenario = desk(
        {"phone": recorded("09:59:00")},
        180,
        {"team": None},
        policy__shifts={"early": {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily"}},
    )
    log = play(scenario)
    assert contacts(log) == [("ANSWERED", at(9, 59), at(9, 59), at(10, 2))]
    assert duties(log) == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 2))]


def test_the_stop_new_rule_takes_nothing_in_the_last_minutes() -> None:
    scenario = desk(
        {"phone": recorded("09:52:00", "09:56:00")},
        180,
        {"team": None},
        policy__shifts={"early": {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily"}},
        policy__end_of_shift={"rule": "stop_new", "stop_before": "5min"},
    )
    log = play(scenario)
    assert [row[0] for row in contacts(log)] == ["ANSWERED", "WAITING"]
    assert duties(log) == [(0, "ON_QUEUE", at(8), at(9, 55)), (0, "OFF_QUEUE", at(9, 55), at(10))]


def test_the_hand_over_rule_gives_the_call_to_a_free_colleague_with_set_up_time() -> None:
    shift = {"team": "team", "agents": 1, "days": "daily"}
    scenario = desk(
        {"phone": recorded("09:00:00", "09:59:00")},
        {"phone": {"talk": {"law": "empirical", "values": [180.0, 180.0]}}},
        {"team": None},
        policy__shifts={"early": {**shift, "hours": "08:00-10:00"}, "late": {**shift, "hours": "09:30-12:00"}},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
        policy__routing={"next_agent": "least_occupied"},
    )
    log = play(scenario)
    assert touches(log) == [
        (0, 0, "DONE", at(9), at(9, 3)),
        (1, 1, "DONE", at(9, 59), at(10, 2)),
    ]
    only_early = scenario.with_values({"policy.routing.next_agent": "longest_idle"})
    assert touches(play(only_early)) == [
        (0, 0, "DONE", at(9), at(9, 3)),
        (1, 0, "HANDED_OVER", at(9, 59), at(10)),
        (1, 1, "DONE", at(10), at(10, 2, 30)),
    ]


def test_email_in_hand_goes_back_at_the_end_of_the_shift_and_is_finished_the_next_day() -> None:
    scenario = desk(
        {"email": recorded("09:50:00")},
        1800,
        {"team": None},
        kinds={"email": "async"},
        days=2,
        policy__shifts={"early": {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily"}},
    )
    log = play(scenario)
    assert touches(log) == [
        (0, 0, "PUT_BACK", at(9, 50), at(10)),
        (0, 0, "DONE", at(32), at(32, 20)),
    ]
    assert contacts(log) == [("ANSWERED", at(9, 50), at(9, 50), at(32, 20))]


def test_a_call_runs_into_the_break_and_email_makes_way_for_it() -> None:
    pauses = {"coffee": {"at": "09:00", "lasts": "15min"}}
    shift = {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily", "pauses": pauses}
    call = play(desk({"phone": recorded("08:59:00")}, 180, {"team": None}, policy__shifts={"early": shift}))
    assert duties(call) == [
        (0, "ON_QUEUE", at(8), at(9)),
        (0, "FINISHING", at(9), at(9, 2)),
        (0, "BREAK", at(9, 2), at(9, 15)),
        (0, "ON_QUEUE", at(9, 15), at(10)),
    ]
    email = play(
        desk(
            {"email": recorded("08:59:00")},
            180,
            {"team": None},
            kinds={"email": "async"},
            policy__shifts={"early": shift},
        )
    )
    assert touches(email) == [(0, 0, "PUT_BACK", at(8, 59), at(9)), (0, 0, "DONE", at(9, 15), at(9, 17))]


def test_when_heads_fall_the_highest_numbered_idle_agent_leaves_first() -> None:
    log = play(desk({"phone": recorded("09:59:00")}, 180, {"team": {"08:00": 3, "10:00": 1}}))
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(24)),
        (1, "ON_QUEUE", at(8), at(10)),
        (2, "ON_QUEUE", at(8), at(10)),
    ]


def test_when_heads_fall_and_all_are_busy_the_highest_numbered_finishes_in_overtime() -> None:
    log = play(desk({"phone": recorded("09:59:00", "09:59:10")}, 180, {"team": {"08:00": 2, "10:00": 1}}))
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(24)),
        (1, "ON_QUEUE", at(8), at(10)),
        (1, "OVERTIME", at(10), at(10, 2, 10)),
    ]


def test_at_the_end_what_is_open_stays_open_or_is_drained() -> None:
    scenario = desk({"phone": recorded("23:59:00", "23:59:30")}, 180, 1)
    assert contacts(play(scenario)) == [
        ("IN_SERVICE", at(23, 59), at(23, 59), None),
        ("WAITING", at(23, 59, 30), None, None),
    ]
    drained = play(scenario.with_values({"calendar.at_end": "drain"}))
    assert contacts(drained)[1] == ("ANSWERED", at(23, 59, 30), at(24, 2), at(24, 5))
    assert drained.ends_at == at(24, 5)


def test_it_is_eleven_three_wait_and_one_is_sick() -> None:
    scenario = desk(
        {"phone": recorded("10:00:00", "11:30:00")},
        600,
        2,
        calendar__start_at="11:00",
        start__backlog={"phone": {"contacts": 3, "oldest": "3min"}},
        start__missing={"team": 1},
    )
    log = play(scenario)
    assert contacts(log) == [
        ("ANSWERED", at(10, 57), at(11), at(11, 10)),
        ("ANSWERED", at(10, 58), at(11, 10), at(11, 20)),
        ("ANSWERED", at(10, 59), at(11, 20), at(11, 30)),
        ("ANSWERED", at(11, 30), at(11, 30), at(11, 40)),
    ]
    assert log.contacts["cause"].tolist() == [Cause.BACKLOG] * 3 + [Cause.FIRST]


def test_absence_takes_whole_days_and_lateness_their_beginning() -> None:
    def shift_desk(**people: Any) -> Log:
        return play(
            desk(
                {"phone": recorded("09:00:00")},
                60,
                {"team": None},
                policy__shifts={"early": {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily"}},
                world__people=people,
            )
        )

    assert duties(shift_desk(absence=1.0)) == [(0, "ABSENT", at(8), at(10))]
    late = shift_desk(lateness=1.0, late_by=always(300.0))
    assert duties(late) == [(0, "ABSENT", at(8), at(8, 5)), (0, "ON_QUEUE", at(8, 5), at(10))]
