"""What micro-days share: shifts of one agent, and a log as rows that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.clock.grid import on_grid
from sim.engine import lower, simulate
from sim.engine import play as carry_out
from sim.log import Cause, Duty, End, Log, Outcome, Result, Status, TouchEnd
from sim.scenario import Scenario

SOLVES = {"solved": 1 - 1e-9, "wrong": 0.0, "pending_customer": 0.0, "pending_third_party": 0.0, "returns": 0.0}
"""A resolution by which every touch solves the matter; changed by what a test is about."""

YES, NO = 0.0, 1.0 - 2.0**-53
"""Uniforms that fall below every share above 0, and above every share below 1."""


def at(hour: float, minute: float = 0, second: float = 0) -> float:
    """Seconds since midnight of the first date, on the grid of time."""
    return on_grid(hour * 3600.0 + minute * 60.0 + second)


def play(scenario: Scenario) -> Log:
    """The first replication of seed 1."""
    return simulate(scenario, 1, 0)


def scripted(scenario: Scenario, belong: Sequence[str] | None = None, **draws: Any) -> Log:
    """The same, with some draws put in by hand: the first of every issue, its first few, or such a row for each issue.

    Uniforms decide (``YES``, ``NO``), durations are in seconds. A name that the scenario has no use for is an error.
    ``belong`` is the queue that each issue belongs to.
    """
    plan, names = lower(scenario, 1, 0)
    n_issues = len(plan.issues.queue)
    if belong is not None:
        queue = np.array([names.queues.index(name) for name in belong], dtype=np.int32)
        topic = plan.queues.topic[queue].astype(np.int16)
        plan = plan._replace(issues=plan.issues._replace(queue=queue, topic=topic))
    for name, value in draws.items():
        pooled = getattr(plan.pools, name).size > 0
        if not pooled and not getattr(plan.draws, name).size:
            raise ValueError(f"the scenario draws no {name}")
        rows = np.array(np.broadcast_to(value, (n_issues, np.atleast_1d(value).shape[-1])), dtype=float)
        if rows.shape[1] > 1 and not pooled:
            raise ValueError(f"{name} is drawn once")
        plan = plan._replace(draws=plan.draws._replace(**{name: rows}))
    return carry_out(plan, names)


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


def entries(log: Log) -> list[tuple[int, str, str, float | None, float | None, float | None]]:
    """(issue, cause, outcome, entered, answered, ended) of every contact."""
    table = log.contacts
    return [
        (int(issue), Cause(int(cause)).name, Outcome(int(outcome)).name, *map(_moment, times))
        for issue, cause, outcome, *times in zip(
            *(table[name] for name in ("issue", "cause", "outcome", "entered_at", "answered_at", "ended_at")),
            strict=True,
        )
    ]


def queues(log: Log) -> list[str]:
    """The queue of every contact."""
    return [log.queues[int(queue)] for queue in log.contacts["queue"]]


def work(log: Log) -> list[tuple[int, int, int, str, str, float | None, float | None]]:
    """(issue, contact, agent, end, result, started, ended) of every touch."""
    table = log.touches
    return [
        (int(issue), int(contact), int(agent), TouchEnd(int(end)).name, Result(int(result)).name, *map(_moment, times))
        for issue, contact, agent, end, result, *times in zip(
            *(table[name] for name in ("issue", "contact", "agent", "end", "result", "started_at", "ended_at")),
            strict=True,
        )
    ]


def tickets(log: Log) -> list[tuple[int, int, str, str, int, float | None, float | None]]:
    """(issue, ticket, channel, cause, follows, opened, replied) of every ticket."""
    table = log.tickets
    return [
        (
            *(int(number) for number in (issue, ticket)),
            log.channels[int(channel)],
            Cause(int(cause)).name,
            int(follows),
            *map(_moment, times),
        )
        for issue, ticket, channel, cause, follows, *times in zip(
            *(table[name] for name in ("issue", "ticket", "channel", "cause", "follows", "opened_at", "replied_at")),
            strict=True,
        )
    ]


def statuses(log: Log, issue: int = 0, ticket: int = 0) -> list[tuple[str, float]]:
    """(status, since) of a ticket's life, with ``urgent`` before the status while it is treated as such."""
    table = log.statuses
    mine = (table["issue"] == issue) & (table["ticket"] == ticket)
    return [
        (("urgent " if urgent else "") + Status(int(status)).name, float(since))
        for status, urgent, since in zip(*(table[name][mine] for name in ("status", "urgent", "since")), strict=True)
    ]


def ends(log: Log) -> list[tuple[str, float | None, float | None]]:
    """(end, ended, first solved) of every issue."""
    table = log.issues
    return [
        (End(int(end)).name, *map(_moment, times))
        for end, *times in zip(*(table[name] for name in ("end", "ended_at", "solved_at")), strict=True)
    ]


def _moment(at: Any) -> float | None:
    return None if np.isnan(at) else float(at)
