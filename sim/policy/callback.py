"""Callbacks offered to those who would have to wait long."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting


class Callback(Settings):
    """A customer who accepts leaves the line, keeps their place, and is called when it is their turn."""

    offer_above: Duration = setting(300.0, unit="s", ge=0, meaning="offered when the estimated wait is longer")
    tries: int = setting(3, ge=1, le=20, meaning="calls before the desk gives up")
    gap: Duration = setting(1200.0, unit="s", gt=0, meaning="time between two calls")
    dial: Duration = setting(20.0, unit="s", ge=0, meaning="an agent's time for a call that nobody picks up")


def estimated_wait(ahead: int, agents: int, mean_work_s: float) -> float:
    """Expected wait in seconds of who comes now: (ahead + 1) mean work / agents; infinity without agents.

    The exact mean in M/M/n if all agents are busy and nobody gives up.
    """
    return (ahead + 1) * mean_work_s / agents if agents > 0 else float("inf")
