"""What micro-days share: shifts of one agent, and a log as rows that can be read."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine import simulate
from sim.log import Duty, Log, Outcome, TouchEnd
from sim.scenario import Scenario


def at(hour: int, minute: int = 0, second: int = 0) -> float:
    """Seconds since midnight of the first date."""
    return hour * 3600.0 + minute * 60.0 + second


def play(scenario: Scenario) -> Log:
    """The first replication of seed 1."""
    return simulate(scenario, 1, 0)


def shift(hours: str, agents: int = 1, team: str = "team", **more: Any) -> dict[str, Any]:
    """A shift on every day of the week."""
    return {"team": team, "agents": agents, "hours": hours, "days": "daily", **more}


def live(hours: str, **more: Any) -> dict[str, Any]:
    """A live channel with opening hours."""
    return {"kind": "live", "open": hours, **more}


def contacts(log: Log) -> list[tuple[str, float, float | None, float | None]]:
    """(outcome, entered, answered, ended) of every contact, None for what did not happen."""
    table = log.contacts
    return [
        (Outcome(int(outcome)).name, float(entered), *(None if np.isnan(t) else float(t) for t in (answered, ended)))
        for outcome, entered, answered, ended in zip(
            table["outcome"], table["entered_at"], table["answered_at"], table["ended_at"], strict=True
        )
    ]


def outcomes(log: Log) -> list[str]:
    """The outcome of every contact."""
    return [row[0] for row in contacts(log)]


def touches(log: Log) -> list[tuple[int, int, str, float, float | None]]:
    """(issue, agent, end, started, ended) of every touch."""
    table = log.touches
    return [
        (int(issue), int(agent), TouchEnd(int(end)).name, float(started), None if np.isnan(ended) else float(ended))
        for issue, agent, end, started, ended in zip(
            table["issue"], table["agent"], table["end"], table["started_at"], table["ended_at"], strict=True
        )
    ]


def duties(log: Log) -> list[tuple[int, str, float, float]]:
    """(agent, duty, since, until) of every stretch."""
    table = log.duty
    return [
        (int(agent), Duty(int(duty)).name, float(since), float(until))
        for agent, duty, since, until in zip(table["agent"], table["duty"], table["since"], table["until"], strict=True)
    ]
