"""Rosters: stretches of shifts, planned shrinkage that rotates, rosters of persons, heads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.log import Duty
from sim.scenario import Scenario
from sim.workload import RosterPlan, expected_heads, planned_paid_hours, roster
from tests.desks import desk, recorded

H = 3600.0


def shift_desk(days: int = 1, people: Any = None, start: Any = None, end: Any = None, **shift: Any) -> Scenario:
    return desk(
        {"phone": recorded("09:00:00")},
        60,
        {"team": None},
        days=days,
        policy__shifts={"early": {"team": "team", "agents": 1, "hours": "08:00-16:00", "days": "daily", **shift}},
        world__people=people or {},
        start=start or {},
        policy__end_of_shift=end or {},
    )


def stretches(plan: RosterPlan, agent: int = 0) -> list[tuple[str, float, float, int]]:
    mine = plan.agent == agent
    return [
        (Duty(int(duty)).name, since / H, until / H, int(paid))
        for duty, since, until, paid in zip(
            plan.duty[mine], plan.since[mine], plan.until[mine], plan.paid[mine], strict=True
        )
    ]


def test_pauses_are_cut_into_the_shift_and_staggered_over_the_seats() -> None:
    scenario = shift_desk(
        agents=4,
        pauses={
            "lunch": {"at": "12:00", "lasts": "30min", "paid": False, "stagger": "2h"},
            "huddle": {"after": "0s", "lasts": "15min", "kind": "meeting"},
        },
    )
    plan = roster(scenario, 1, 0)
    assert stretches(plan, 0) == [
        ("MEETING", 8.0, 8.25, 1),
        ("ON_QUEUE", 8.25, 12.0, 1),
        ("BREAK", 12.0, 12.5, 0),
        ("ON_QUEUE", 12.5, 16.0, 1),
    ]
    assert [row[1] for agent in range(4) for row in stretches(plan, agent) if row[0] == "BREAK"] == [12, 12.5, 13, 13.5]


@pytest.mark.parametrize(("agents", "share"), [(10, 0.1), (7, 0.15), (20, 0.3), (1, 0.25)])
def test_planned_shrinkage_takes_its_share_of_every_block_and_every_agent(agents: int, share: float) -> None:
    plan = roster(shift_desk(days=20, agents=agents, off_queue=share), 1, 0)
    off = plan.duty == Duty.OFF_QUEUE
    seconds = plan.until - plan.since
    assert seconds[off].sum() / seconds.sum() == pytest.approx(share, abs=0.5 / (agents * 16))
    by_agent = np.bincount(plan.agent[off], seconds[off], minlength=agents) / (20 * 8 * H)
    assert np.abs(by_agent - share).max() < 0.02
    middles = (np.arange(16) + 0.5) * 1800 + 8 * H
    away = [int(((plan.since <= at) & (plan.until > at) & off).sum()) for at in middles]
    assert max(away) - min(away) <= 1


def test_a_night_shift_belongs_to_the_day_it_starts_on_and_begins_before_the_horizon() -> None:
    plan = roster(shift_desk(days=2, hours="22:00-06:00"), 1, 0)
    assert stretches(plan) == [("ON_QUEUE", 0.0, 6.0, 1), ("ON_QUEUE", 22.0, 30.0, 1), ("ON_QUEUE", 46.0, 48.0, 1)]


def test_holidays_and_other_weekdays_have_no_shift() -> None:
    scenario = shift_desk(days=7).with_values(
        {"calendar.holidays": ["2026-01-07"], "policy.shifts.early.days": "mon-fri"}
    )
    assert [row[1] // 24 for row in stretches(roster(scenario, 1, 0))] == [0, 1, 3, 4]


def test_three_are_sick_today_only() -> None:
    plan = roster(shift_desk(days=2, agents=5, start={"missing": {"team": 3}}), 1, 0)
    assert [[row[0] for row in stretches(plan, agent)] for agent in range(5)] == [
        ["ON_QUEUE", "ON_QUEUE"],
        ["ON_QUEUE", "ON_QUEUE"],
        ["ABSENT", "ON_QUEUE"],
        ["ABSENT", "ON_QUEUE"],
        ["ABSENT", "ON_QUEUE"],
    ]


def test_absence_and_lateness_have_the_stated_frequency() -> None:
    plan = roster(shift_desk(days=400, agents=10, people={"absence": 0.06, "lateness": 0.15}), 1, 0)
    whole = (plan.duty == Duty.ABSENT) & (plan.until - plan.since == 8 * H)
    late = (plan.duty == Duty.ABSENT) & (plan.until - plan.since < 8 * H)
    n = 4000
    assert abs(whole.sum() / n - 0.06) < 4 * (0.06 * 0.94 / n) ** 0.5
    assert abs(late.sum() / (n - whole.sum()) - 0.15) < 4 * (0.15 * 0.85 / n) ** 0.5
    lateness = (plan.until - plan.since)[late]
    assert abs(lateness.mean() - 240) < 4 * 240 / len(lateness) ** 0.5


def test_a_roster_of_persons_is_read_row_by_row() -> None:
    rows = [
        {"agent": "Ann", "date": "2026-01-05", "start": "08:00", "end": "12:00"},
        {"agent": "Ann", "date": "2026-01-05", "start": "13:00", "end": "16:00"},
        {"agent": "Ann", "date": "2026-01-05", "start": "10:00", "end": "10:15", "activity": "break"},
        {"agent": "Bob", "date": "2026-01-06", "hours": "09:00-17:00", "activity": "training"},
    ]
    scenario = desk(
        {"phone": recorded("09:00:00")}, 60, {"team": None}, days=2, policy__roster={"team": {"rows": rows}}
    )
    plan = roster(scenario, 1, 0)
    assert plan.names == ("Ann", "Bob")
    assert stretches(plan, 0) == [
        ("ON_QUEUE", 8.0, 10.0, 1),
        ("BREAK", 10.0, 10.25, 1),
        ("ON_QUEUE", 10.25, 12.0, 1),
        ("ON_QUEUE", 13.0, 16.0, 1),
    ]
    assert stretches(plan, 1) == [("TRAINING", 33.0, 41.0, 1)]


def test_heads_are_multiplied_rounded_and_topped_up_only_where_somebody_is_planned() -> None:
    scenario = desk({"phone": recorded("09:00:00")}, 60, {"team": {"08:00": 5, "12:00": 8, "20:00": 0}})
    changed = scenario.with_values({"policy.heads.team.times": 1.1, "policy.heads.team.plus": 1})
    plan = roster(changed, 1, 0)
    assert (plan.heads_at / H).tolist() == [0, 8, 12, 20]
    assert plan.heads.tolist() == [0, 7, 10, 0]
    heads = expected_heads(changed)["team"]
    assert [float(heads[2 * hour]) for hour in (7, 8, 12, 20)] == [0, 7, 10, 0]


def test_expected_heads_are_the_mean_of_many_rosters() -> None:
    scenario = shift_desk(
        days=1, agents=6, off_queue=0.2, pauses={"lunch": {"at": "12:00", "lasts": "30min"}}, people={"absence": 0.1}
    )
    expected = expected_heads(scenario)["team"]
    counts = np.zeros(48)
    edges = np.arange(49) * 1800.0
    for replication in range(400):
        plan = roster(scenario, 3, replication)
        on = plan.duty == Duty.ON_QUEUE
        since, until = np.clip(edges, 0, None)[:-1], edges[1:]
        overlap = np.minimum(plan.until[on][:, None], until) - np.maximum(plan.since[on][:, None], since)
        counts += np.maximum(overlap, 0).sum(axis=0) / 1800
    assert np.abs(counts / 400 - expected).max() < 4 * (6 * 0.1 * 0.9 / 400) ** 0.5


def test_expected_heads_of_two_years_are_those_of_a_day_and_nobody_is_there_at_night() -> None:
    lunch = {"lunch": {"after": "3h30min", "lasts": "30min", "paid": False, "stagger": "1h30min"}}
    heads = expected_heads(shift_desk(days=728, agents=21, pauses=lunch))["team"].reshape(728, 48)
    there = heads[0]
    assert there.max() == 21
    assert (heads == there).all()
    assert heads.min() == 0


def test_planned_paid_hours_count_paid_breaks_and_the_absent_and_no_unpaid_ones() -> None:
    pauses = {
        "lunch": {"at": "12:00", "lasts": "30min", "paid": False},
        "tea": {"at": "15:00", "lasts": "15min", "paid": True},
    }
    scenario = shift_desk(days=1, agents=6, off_queue=0.2, pauses=pauses, people={"absence": 0.1, "lateness": 0.1})
    assert planned_paid_hours(scenario) == {"team": 6 * 7.5}


def test_planned_paid_hours_of_heads_are_their_time_on_queue_over_the_paid_share() -> None:
    scenario = desk({"phone": recorded("09:00:00")}, 60, {"team": {"08:00": 5, "12:00": 8, "20:00": 0}})
    assert planned_paid_hours(scenario) == {"team": 5 * 4 + 8 * 8}
    assert planned_paid_hours(scenario.with_values({"policy.heads.team.paid_share": 0.7}))["team"] == pytest.approx(
        120.0
    )
