"""Who is there: the sick of the first day, night shifts of a roster, stop-new, heads at the start."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.log import Duty
from sim.scenario import Scenario
from sim.workload import RosterPlan, expected_heads, roster
from tests.desks import always, desk, recorded

H = 3600.0


def stretches(plan: RosterPlan, agent: int = 0) -> list[tuple[str, float, float]]:
    mine = plan.agent == agent
    return [
        (Duty(int(duty)).name, since / H, until / H)
        for duty, since, until in zip(plan.duty[mine], plan.since[mine], plan.until[mine], strict=True)
    ]


def staffed(days: int = 1, *, date: str = "2026-01-05", **more: Any) -> Scenario:
    return desk({"phone": recorded("09:00:00", date=date)}, 60, {"team": None}, days=days, calendar__start=date, **more)


def shift(hours: str, agents: int, days: str = "daily") -> dict[str, Any]:
    return {"team": "team", "agents": agents, "hours": hours, "days": days}


def absent(scenario: Scenario) -> list[int]:
    plan = roster(scenario, 1, 0)
    return sorted(set(plan.agent[plan.duty == Duty.ABSENT].tolist()))


def test_more_sick_than_work_today_leaves_nobody_of_todays() -> None:
    shifts = {"week": shift("08:00-16:00", 5, "mon-fri"), "saturday": shift("08:00-16:00", 2, "sat")}
    saturday = staffed(date="2026-01-10", policy__shifts=shifts, start__missing={"team": 3})
    assert absent(saturday) == [5, 6]


@pytest.mark.parametrize(("start_at", "sick"), [("00:00", [3, 4, 5]), ("11:00", [0, 1, 5]), ("15:00", [3, 4, 5])])
def test_the_sick_are_those_who_would_be_there_at_the_start_then_those_who_come_later(
    start_at: str, sick: list[int]
) -> None:
    shifts = {"early": shift("06:00-14:00", 2), "short": shift("06:00-10:00", 1), "late": shift("14:00-22:00", 3)}
    scenario = staffed(policy__shifts=shifts, start__missing={"team": 3}, calendar__start_at=start_at)
    assert absent(scenario) == sick


def test_at_the_change_of_shifts_those_who_come_may_be_sick_and_not_those_who_go() -> None:
    shifts = {"early": shift("06:00-14:00", 2), "late": shift("14:00-22:00", 3)}
    scenario = staffed(policy__shifts=shifts, start__missing={"team": 4}, calendar__start_at="14:00")
    assert absent(scenario) == [2, 3, 4]


def rows(*entries: tuple[str, str, str] | tuple[str, str, str, str]) -> dict[str, Any]:
    names = ("agent", "date", "hours", "activity")
    return {"team": {"rows": [dict(zip(names, entry, strict=False)) for entry in entries]}}


def test_the_sick_of_a_roster_are_those_with_work_at_the_start() -> None:
    table = rows(
        ("Ann", "2026-01-05", "08:00-16:00"),
        ("Bob", "2026-01-05", "08:00-16:00"),
        ("Cid", "2026-01-05", "06:00-10:00"),
        ("Dan", "2026-01-06", "08:00-16:00"),
        ("Eve", "2026-01-05", "10:00-12:00", "training"),
    )
    scenario = staffed(policy__roster=table, start__missing={"team": 1}, calendar__start_at="11:00")
    assert absent(scenario) == [1]
    assert absent(scenario.with_values({"start.missing.team": 4})) == [0, 1]


def test_a_pause_after_midnight_may_stand_under_the_date_of_the_night_shift_or_under_its_own() -> None:
    def night(date: str, hours: str) -> list[tuple[str, float, float]]:
        table = rows(("Ann", "2026-01-05", "22:00-06:00"), ("Ann", date, hours, "break"))
        return stretches(roster(staffed(2, policy__roster=table), 1, 0))

    assert night("2026-01-06", "02:00-02:30") == [("ON_QUEUE", 22, 26), ("BREAK", 26, 26.5), ("ON_QUEUE", 26.5, 30)]
    assert night("2026-01-05", "23:00-23:30") == [("ON_QUEUE", 22, 23), ("BREAK", 23, 23.5), ("ON_QUEUE", 23.5, 30)]
    assert night("2026-01-06", "08:00-09:00") == [("ON_QUEUE", 22, 30), ("BREAK", 32, 33)]


def test_a_night_shift_of_the_day_before_reaches_into_the_first_day() -> None:
    table = rows(("Ann", "2026-01-04", "22:00-06:00"), ("Ann", "2026-01-05", "22:00-06:00"))
    plan = roster(staffed(1, policy__roster=table), 1, 0)
    assert stretches(plan) == [("ON_QUEUE", 0, 6), ("ON_QUEUE", 22, 24)]


def test_a_holiday_empties_a_roster_and_heads_but_not_the_night_shift_that_began_before() -> None:
    table = rows(("Ann", "2026-01-05", "22:00-06:00"), ("Ann", "2026-01-06", "08:00-16:00"))
    scenario = staffed(2, policy__roster=table, calendar__holidays=["2026-01-06"])
    assert stretches(roster(scenario, 1, 0)) == [("ON_QUEUE", 22, 30)]
    heads = desk({"phone": recorded("09:00:00")}, 60, {"team": {"08:00": 3, "20:00": 2}}, days=3)
    plan = roster(heads.with_values({"calendar.holidays": ["2026-01-06"]}), 1, 0)
    assert (plan.heads_at / H).tolist() == [0, 8, 20, 24, 56, 68]
    assert plan.heads.tolist() == [0, 3, 2, 0, 3, 2]


def test_whoever_is_absent_in_the_roster_is_absent_whatever_stands_first() -> None:
    table = rows(("Ann", "2026-01-05", "10:00-12:00", "absent"), ("Ann", "2026-01-05", "08:00-16:00"))
    plan = roster(staffed(1, policy__roster=table), 1, 0)
    assert stretches(plan) == [("ON_QUEUE", 8, 10), ("ABSENT", 10, 12), ("ON_QUEUE", 12, 16)]


def test_stopping_new_work_holds_for_shifts_and_rosters_at_the_end_of_the_day_and_no_earlier_than_its_work() -> None:
    table = rows(("Ann", "2026-01-05", "08:00-12:00"), ("Ann", "2026-01-05", "13:00-16:00"))
    end = {"rule": "stop_new", "stop_before": "30min"}
    plan = roster(staffed(1, policy__roster=table, policy__end_of_shift=end), 1, 0)
    assert stretches(plan) == [("ON_QUEUE", 8, 12), ("ON_QUEUE", 13, 15.5), ("OFF_QUEUE", 15.5, 16)]
    whole = {"rule": "stop_new", "stop_before": "1d"}
    shifts = {"early": shift("08:00-10:00", 1)}
    assert stretches(roster(staffed(1, policy__shifts=shifts, policy__end_of_shift=whole), 1, 0)) == [
        ("OFF_QUEUE", 8, 10)
    ]


def test_lateness_that_outlasts_a_stretch_goes_on_in_the_next() -> None:
    shifts = {"early": {**shift("08:00-10:00", 1), "pauses": {"huddle": {"after": "0s", "lasts": "15min"}}}}
    late = {"lateness": 1.0, "late_by": always(1800.0)}
    plan = roster(staffed(1, policy__shifts=shifts, world__people=late), 1, 0)
    assert stretches(plan) == [("ABSENT", 8, 8.5), ("ON_QUEUE", 8.5, 10)]
    never = roster(staffed(1, policy__shifts=shifts, world__people={**late, "late_by": always(1e5)}), 1, 0)
    assert stretches(never) == [("ABSENT", 8, 10)]


def test_a_pause_after_midnight_lies_in_the_night_shift() -> None:
    shifts = {"night": {**shift("22:00-06:00", 1), "pauses": {"meal": {"at": "02:00", "lasts": "30min"}}}}
    plan = roster(staffed(2, policy__shifts=shifts), 1, 0)
    assert stretches(plan)[:5] == [
        ("ON_QUEUE", 0, 2),
        ("BREAK", 2, 2.5),
        ("ON_QUEUE", 2.5, 6),
        ("ON_QUEUE", 22, 26),
        ("BREAK", 26, 26.5),
    ]


def test_heads_at_the_start_are_those_of_that_time_less_the_missing_of_the_first_day() -> None:
    heads = desk(
        {"phone": recorded("12:00:00")},
        60,
        {"team": {"00:00": 1, "08:00": 5, "20:00": 2}},
        days=2,
        calendar__start_at="11:00",
        start__missing={"team": 3},
    )
    plan = roster(heads, 1, 0)
    assert (plan.heads_at / H).tolist() == [11, 20, 24, 32, 44]
    assert plan.heads.tolist() == [2, 0, 1, 5, 2]
    expected = expected_heads(heads)["team"]
    assert [float(expected[2 * hour]) for hour in (10, 11, 21, 25, 33)] == [0, 2, 0, 1, 5]


def test_planned_shrinkage_of_a_day_does_not_depend_on_where_the_horizon_begins() -> None:
    shifts = {"early": {**shift("08:00-16:00", 4), "off_queue": 0.15}}
    long, short = (
        roster(staffed(days, date=date, policy__shifts=shifts), 1, 0)
        for days, date in ((3, "2026-01-05"), (1, "2026-01-07"))
    )
    third = long.since >= 2 * 86400
    assert np.array_equal(long.since[third] - 2 * 86400, short.since)
    assert np.array_equal(long.duty[third], short.duty)


def test_touching_work_of_different_pay_stays_apart() -> None:
    pause = {"lasts": "30min", "paid": False}
    shifts = {
        "early": {
            **shift("08:00-10:00", 1),
            "pauses": {"one": {"at": "09:00", **pause}, "two": {"at": "09:30", "lasts": "30min"}},
        }
    }
    plan = roster(staffed(1, policy__shifts=shifts), 1, 0)
    assert plan.paid.tolist() == [1, 0, 1]
    assert stretches(plan) == [("ON_QUEUE", 8, 9), ("BREAK", 9, 9.5), ("BREAK", 9.5, 10)]
