"""People: with every coefficient at zero nothing changes, bit for bit; one more agent changes nobody else's luck."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.engine import lower, simulate
from sim.log import TABLES, Log
from sim.scenario import Scenario
from sim.settings import Typed, load
from tests.laws.test_bots import lively

WITHOUT_EFFECT: dict[str, Any] = {
    "world.learning": {
        "novice": 1.0,
        "agent_cv": 0.0,
        "novice_quality": 1.0,
        "best_per_h": 0.0,
        "untrained_novice": 0.0,
        "untrained_quality": 0.0,
    },
    "world.fatigue": {"rise": 0.0, "angry": 0.0},
    "world.exhaustion": {"gain": 0.0},
    "world.strain": {
        "rush": 0.0,
        "slower_tired": 0.0,
        "slower_exhausted": 0.0,
        "solves_tired": 0.0,
        "solves_exhausted": 0.0,
        "wrong_tired": 0.0,
    },
    "world.departures": {"absence": 0.0, "quits": 0.0},
    "policy.development": {"hours": 0.0},
}


@cache
def support_desk() -> Scenario:
    """Two weeks of the reference desk, whose agents are persons in shifts."""
    return load(Typed(("scenario=support_desk",))).request.scenario.with_values({"calendar.days": 14})


@pytest.mark.parametrize("make", [lively, support_desk])
def test_people_without_any_effect_are_bit_for_bit_the_desk_without_people(make: Any) -> None:
    without = make()
    one, other = simulate(without, 1, 0), simulate(without.with_values(WITHOUT_EFFECT), 1, 0)
    assert not len(one.people["agent"])
    assert len(other.people["agent"]) == len(other.agents["agent"]) * without.calendar.days
    for table in TABLES:
        for name in table.names if table.name != "people" else ():
            first, second = getattr(one, table.name)[name], getattr(other, table.name)[name]
            assert np.array_equal(first, second, equal_nan=first.dtype.kind == "f"), (table.name, name)


def test_one_more_agent_changes_nobody_elses_draws() -> None:
    desk = support_desk().with_values({"world.departures": {}, "world.learning": {}})
    more = desk.with_values({"policy.shifts.callers_early.agents": 10})
    plans = [lower(each, 1, 0) for each in (desk, more)]
    new = [name for name in plans[1][1].agents if name not in plans[0][1].agents]
    assert new == ["callers/callers_early/10"]
    place = [plans[1][1].agents.index(name) for name in plans[0][1].agents]
    for one, other in zip(plans[0][0].chances, plans[1][0].chances, strict=True):
        np.testing.assert_array_equal(one, other[place])


def places(log: Log, column: str) -> np.ndarray:
    """A column of the table of people, (agents, days)."""
    return np.asarray(log.people[column]).reshape(len(log.agents["agent"]), -1)


def test_who_is_worn_out_at_the_end_of_a_day_is_so_in_the_morning_of_the_next() -> None:
    on = {name: {} for name in ("world.learning", "world.fatigue", "world.exhaustion", "world.strain")}
    log = simulate(support_desk().with_values(on), 1, 0)
    exhaustion = places(log, "exhaustion")
    assert (exhaustion[:, 0] == 0.0).all()
    assert exhaustion[:, -1].max() > 0.01
    rested = (places(log, "on_queue_s")[:, :-1] == 0.0) & (exhaustion[:, :-1] > 0.0)
    assert rested.any()
    np.testing.assert_allclose(exhaustion[:, 1:][rested], exhaustion[:, :-1][rested] * 0.95, rtol=1e-12)
