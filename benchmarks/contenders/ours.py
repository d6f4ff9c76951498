"""Our whole engine: a scenario in, a log out, as one replication of a study does it."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.case import DAY_S, Case, Figures
from sim.engine import simulate
from sim.log import Log, Outcome
from sim.scenario import Scenario


def scenario_of(case: Case) -> Scenario:
    """One channel, one team, round the clock; a span of whole minutes but not days begins late on the first day."""
    days = math.ceil(case.horizon_s / DAY_S)
    begins_min = round((days * DAY_S - case.horizon_s) / 60)
    per_week = case.arrivals_per_s * 7 * DAY_S
    return Scenario.from_mapping(
        {
            "calendar": {"start_at": f"{begins_min // 60:02}:{begins_min % 60:02}", "days": days},
            "world": {
                "arrivals": {"phone": {"source": "profile", "per_week": per_week, "profile": 1, "busyness": None}},
                "effort": {"phone": {"talk": _exponential(case.mean_handle_s)}},
                "patience": {"phone": {"law": _exponential(case.mean_patience_s)}},
            },
            "policy": {
                "channels": {"phone": {"kind": "live"}},
                "teams": {"team": {"skills": {"phone": 1.0}}},
                "heads": {"team": {"on_queue": case.n_agents}},
            },
        }
    )


def _exponential(mean_s: float) -> dict[str, str]:
    return {"law": "exponential", "mean": f"{mean_s!r}s"}


def play(case: Case, seed: int) -> Log:
    return simulate(scenario_of(case), seed, 0)


def figures(log: Log) -> Figures:
    contacts = log.contacts
    outcome = contacts["outcome"]
    ended = outcome != Outcome.WAITING
    left_queue_at = np.where(outcome == Outcome.ABANDONED, contacts["ended_at"], contacts["answered_at"])
    return Figures(
        contacts=int(ended.sum()),
        p_abandon=float((outcome[ended] == Outcome.ABANDONED).mean()),
        mean_wait_s=float((left_queue_at - contacts["entered_at"])[ended].mean()),
    )
