"""Days on which the rate and the staff change, against the infinite-server mean and the transient chain."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine import simulate
from sim.log import Log
from sim.scenario import Scenario
from sim.theory import infinite_server_mean, lognormal_service, transient_queue
from tests.desks import desk, exponential, law

Floats = NDArray[np.float64]

HOUR = 3600.0
HOURLY = [10, 8, 6, 5, 5, 8, 20, 45, 70, 80, 85, 80, 70, 75, 80, 78, 70, 55, 40, 35, 30, 25, 20, 15]
EDGES = np.arange(25) * HOUR


def day(talk: object, agents: object, patience: object = None, **changes: object) -> Scenario:
    profile = {f"{hour:02d}:00": rate for hour, rate in enumerate(HOURLY)}
    arrivals = {"source": "profile", "per_week": sum(HOURLY) * 7, "profile": profile, "busyness": None}
    return desk({"phone": arrivals}, talk, agents, patience=patience, **changes)  # type: ignore[arg-type]


def number_present(log: Log, at: Floats, until: str) -> Floats:
    """Contacts that have entered and whose ``until`` has not come, at each instant."""
    entered = np.sort(log.contacts["entered_at"])
    ended = log.contacts[until]
    gone = np.sort(ended[~np.isnan(ended)])
    return (np.searchsorted(entered, at, "right") - np.searchsorted(gone, at, "right")).astype(float)


def furthest(samples: list[Floats], exact: Floats) -> float:
    """The largest |mean - exact| in standard errors."""
    table = np.stack(samples)
    error = table.std(axis=0, ddof=1) / len(table) ** 0.5
    assert (error < 0.03 * np.maximum(exact, 1.0)).all()
    return float(np.max(np.abs(table.mean(axis=0) - exact) / error))


@pytest.mark.slow
def test_with_agents_for_all_the_number_busy_is_that_of_the_infinite_server_queue() -> None:
    scenario = day(law("lognormal", mean="15min", cv=1.2), 100)
    at = np.arange(1, 24) * HOUR
    exact = infinite_server_mean(at, EDGES, np.array(HOURLY) / HOUR, lognormal_service(900.0, 1.2))
    samples = [number_present(simulate(scenario, 11, replication), at, "ended_at") for replication in range(1500)]
    assert furthest(samples, exact) < 3.7  # the largest of 23


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["finish", "hand_over"])
def test_a_day_of_changing_staff_follows_the_transient_chain(rule: str) -> None:
    """Abandonments by hour, and the number present at each hour's end, under both rules for a falling number."""
    agents = [2, 1, 1, 1, 1, 2, 3, 6, 9, 9, 11, 9, 8, 9, 10, 9, 8, 7, 5, 4, 4, 3, 3, 2]
    mean, patience = 480.0, 240.0 if rule == "finish" else np.inf
    if rule == "hand_over":
        agents = [count + 2 for count in agents]
    scenario = day(
        exponential(mean),
        {"team": {f"{hour:02d}:00": heads for hour, heads in enumerate(agents)}},
        exponential(patience) if np.isfinite(patience) else None,
        policy__end_of_shift={"rule": rule, "set_up": "0s"},
    )
    exact = transient_queue(
        EDGES,
        np.array(HOURLY) / HOUR,
        agents,
        mean,
        patience,
        rule="exhaustive" if rule == "finish" else "preemptive",
    )
    waiting, given_up = [], []
    just_before = EDGES[1:] - 1e-3
    for replication in range(1500):
        log = simulate(scenario, 13, replication)
        waiting.append(number_present(log, just_before, "ended_at"))
        left = log.contacts["ended_at"][np.isnan(log.contacts["answered_at"])]
        given_up.append(np.histogram(left, EDGES)[0].astype(float))
    assert furthest(waiting, exact.end_in_system) < 3.7  # the largest of 24
    if np.isfinite(patience):
        total = np.sum(given_up, axis=1)
        error = total.std(ddof=1) / len(total) ** 0.5
        assert abs(total.mean() - exact.abandoned.sum()) < 3.5 * error < 0.1 * exact.abandoned.sum()
