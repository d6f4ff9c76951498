"""A desk whose every parameter is known, simulated and then written down as a recorded history."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.calibrate.history import History
from sim.engine import simulate
from sim.log import Duty, Log, Outcome
from sim.scenario import Scenario
from tests.calibrate.histories import history_of

KNOWN: dict[str, Any] = {
    "title": "known",
    "calendar": {"start": "2024-01-01", "days": 21, "interval": "30min", "at_end": "drain"},
    "world": {
        "arrivals": {
            "phone": {
                "source": "profile",
                "per_week": 2500,
                "profile": {"mon-fri": {"08:00": 3, "10:00": 5, "16:00": 4, "18:00": 0}},
                "busyness": 200,
            }
        },
        "effort": {"phone": {"talk": {"law": "lognormal", "mean": "200s", "cv": 1.0}}},
        "patience": {"phone": {"law": {"law": "exponential", "mean": "240s"}}},
    },
    "policy": {
        "channels": {"phone": {"kind": "live", "open": {"mon-fri": "08:00-18:00"}}},
        "teams": {"front": {"skills": {"phone": 1.0}}},
        "shifts": {
            "day": {
                "team": "front",
                "agents": 4,
                "hours": "08:00-18:00",
                "pauses": {
                    f"at_{hour}": {"after": f"{hour * 60}min", "lasts": "12min", "stagger": "48min"}
                    for hour in range(10)
                },
            }
        },
        "targets": {"phone": {"share": 0.8, "within": "20s"}},
    },
}
"""Four agents from eight to six; each is off queue for 12 minutes of every hour, no two at once."""


class Recorded(NamedTuple):
    """What a call record would show of the known desk, and what it hides."""

    history: History
    log: Log
    hours_paid: float
    hours_away: float


@lru_cache(maxsize=4)
def recorded(pauses: bool = True, agents: int = 4, seed: int = 5, days: int = 21) -> Recorded:
    """One replication of the known desk as a history; without pauses everybody is there all day."""
    changes: dict[str, Any] = {"policy.shifts.day.agents": agents, "calendar.days": days}
    if not pauses:
        changes["policy.shifts.day.pauses"] = {}
    log = simulate(Scenario.from_mapping(KNOWN).with_values(changes), seed, 0)
    outcome = np.asarray(log.contacts["outcome"])
    rows = (outcome == Outcome.ANSWERED) | (outcome == Outcome.ABANDONED)
    gone = outcome[rows] == Outcome.ABANDONED
    entered = np.asarray(log.contacts["entered_at"], dtype=float)[rows]
    left = np.where(gone, log.contacts["ended_at"][rows], log.contacts["answered_at"][rows]).astype(float)
    agent = np.full(int(np.asarray(log.contacts["issue"]).max()) + 1, -1)
    agent[np.asarray(log.touches["issue"])] = np.asarray(log.touches["agent"])
    end = np.asarray(log.contacts["ended_at"], dtype=float)[rows]
    history = history_of(
        entered,
        wait_s=left - entered,
        handle_s=np.where(gone, np.nan, end - left),
        outcome=np.where(gone, "abandoned", "answered"),
        agent=agent[np.asarray(log.contacts["issue"])[rows]],
        n_days=days,
        first_date=dt.date(2024, 1, 1),
    )
    spent = (np.asarray(log.duty["until"], dtype=float) - np.asarray(log.duty["since"], dtype=float)) / 3600.0
    away = np.asarray(log.duty["duty"]) == Duty.BREAK
    return Recorded(history, log, float(spent.sum()), float(spent[away].sum()))
