"""Chance about people: it belongs to a place, a date and an incarnation, and to nobody else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.log import Duty
from sim.scenario import Scenario
from sim.streams import Stream
from sim.units import DAY_S
from sim.workload import roster
from sim.workload.lives import LifeDraws, absence_uniforms, life_draws, speeds
from sim.workload.places import places
from sim.world.learning import Learning
from tests.desks import MONDAY, desk, exponential, recorded


def team_of(agents: int = 3, days: int = 40, date: str = MONDAY, **more: Any) -> Scenario:
    shift = {"team": "team", "agents": agents, "hours": "08:00-16:00", "days": "daily"}
    return desk(
        {"phone": recorded("09:00:00", date=date)},
        60,
        {"team": None},
        days=days,
        calendar__start=date,
        policy__shifts={"early": shift},
        world__people={"absence": 0.2},
        **more,
    )


def drawn(scenario: Scenario, agent_cv: float = 0.12, seed: int = 7, replication: int = 0) -> LifeDraws:
    learning = Learning()
    lag = type(learning.at_start).from_mapping(exponential(45 * DAY_S))
    return life_draws(scenario, seed, replication, agent_cv, lag, learning.at_start)


def test_one_more_agent_changes_nobody_elses_draws() -> None:
    few, more = drawn(team_of(3)), drawn(team_of(4))
    for name in LifeDraws._fields:
        mine, theirs = getattr(few, name), getattr(more, name)
        assert len(theirs) == len(mine) + 1
        assert np.array_equal(mine, theirs[:3])


def test_a_longer_horizon_only_adds_days() -> None:
    short, long = drawn(team_of(days=40)), drawn(team_of(days=1200))
    assert np.array_equal(short.u_absent, long.u_absent[:, :40])
    assert np.array_equal(short.u_quit, long.u_quit[:, :40])
    assert np.array_equal(short.speed, long.speed)
    assert np.array_equal(short.tenure_days, long.tenure_days)


def test_a_later_start_meets_the_same_chance_on_the_same_dates() -> None:
    first = drawn(team_of(days=40))
    later = drawn(team_of(days=12, date="2026-02-02"))
    assert np.array_equal(first.u_quit[:, 28:], later.u_quit)
    assert np.array_equal(first.u_absent[:, 28:], later.u_absent)


def test_absence_is_drawn_with_the_rosters_own_uniforms() -> None:
    scenario = team_of()
    plan = roster(scenario, 7, 0)
    away = np.zeros((3, 40), dtype=bool)
    absent = plan.duty == Duty.ABSENT
    away[plan.agent[absent], (plan.since[absent] // DAY_S).astype(int)] = True
    assert away.any()
    assert np.array_equal(drawn(scenario).u_absent < 0.2, away)


def test_places_are_the_rosters_agents_in_their_order() -> None:
    rows = [{"agent": name, "date": "2026-01-05", "start": "09:00", "end": "17:00"} for name in ("Ana", "Bo", "Ana")]
    rows[2]["date"] = "2026-01-06"
    scenario = desk(
        {"phone": recorded("09:00:00")},
        60,
        {"crowd": 2, "named": None, "seats": None},
        days=3,
        policy__shifts={
            "late": {"team": "seats", "agents": 2, "hours": "10:00-18:00"},
            "early": {"team": "seats", "agents": 1, "hours": "08:00-16:00"},
        },
        policy__roster={"named": {"rows": rows}},
    )
    found = places(scenario)
    assert tuple(place.name for place in found) == roster(scenario, 1, 0).names
    assert [place.person for place in found] == [False, False, True, True, True, True, True]
    assert len({(place.stream, place.seat) for place in found}) == len(found)


def test_purposes_places_and_replications_do_not_share_draws() -> None:
    scenario = team_of(2)
    one, other = drawn(scenario), drawn(scenario, replication=1)
    rows = [*one.u_absent, *one.u_quit, *other.u_absent, *other.u_quit]
    assert len({row.tobytes() for row in rows}) == len(rows)
    correlations = np.corrcoef(rows)[np.triu_indices(len(rows), 1)]
    assert np.abs(correlations).max() < 0.6  # 40 days: standard error 0.16, 28 pairs


def test_a_date_reads_the_cell_of_its_block() -> None:
    scenario = team_of(1, days=3)
    first = scenario.calendar.start.toordinal()
    block = Stream(7, 0, "people/team/early").uniforms(first >> 9, 0, "quit", 512)
    assert drawn(scenario).u_quit[0].tolist() == block[first & 511 : (first & 511) + 3].tolist()


def test_people_differ_around_a_mean_of_one() -> None:
    factors = drawn(team_of(400, days=1)).speed
    log_sd = np.sqrt(np.log1p(0.12**2))
    assert factors.mean() == pytest.approx(1.0, abs=4 * 0.12 / np.sqrt(factors.size))
    assert np.log(factors).std() == pytest.approx(log_sd, rel=0.04)
    assert np.all(speeds(np.array([[0.1, 0.9]]), 0.0) == 1.0)


def test_uniforms_of_nobody_are_an_empty_table() -> None:
    assert absence_uniforms(1, 0, [], 700_000, 5).shape == (0, 5)
