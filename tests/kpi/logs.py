"""Logs written by hand, and random ones that obey the same rules, for the tests of KPIs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.clock.grid import array_on_grid
from sim.log import AGENTS, CONTACTS, DUTY, ISSUES, TOUCHES, Cause, Duty, Log, Outcome, Table, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S, HOUR_S

NAN = float("nan")
PHONE, EMAIL = 0, 1
FRONT, BACK = 0, 1

EMPTY_WEEK: dict[str, Any] = {"source": "profile", "per_week": 100, "profile": 1}


def desk(**changes: Any) -> Scenario:
    """A phone (80 % in 20 s) and an email desk (90 % in 4 opening hours), two teams, Monday and Tuesday."""
    mapping: dict[str, Any] = {
        "calendar": {"start": "2026-01-05", "days": 2, "interval": "30min"},
        "world": {
            "arrivals": {"phone": EMPTY_WEEK, "email": EMPTY_WEEK},
            "effort": {"phone": {}, "email": {}},
            "patience": {"phone": {}},
            "prices": {"currency": "GBP"},
        },
        "policy": {
            "channels": {
                "phone": {"kind": "live", "open": "08:00-20:00"},
                "email": {"kind": "async", "open": {"mon-fri": "08:00-18:00"}},
            },
            "teams": {
                "front": {"skills": {"phone": 1.0}, "wage_per_h": 20.0, "overtime_factor": 1.5},
                "back": {"skills": {"email": 1.0}, "wage_per_h": 30.0, "overtime_factor": 2.0},
            },
            "heads": {"front": {"on_queue": 1, "paid_share": 0.8}},
            "shifts": {"early": {"team": "back", "agents": 1, "hours": "08:00-16:00"}},
            "targets": {
                "phone": {"share": 0.8, "within": "20s"},
                "email": {"share": 0.9, "within": "4h", "clock": "business"},
            },
        },
    }
    scenario = Scenario.from_mapping(mapping)
    return scenario.with_values(changes) if changes else scenario


def at(hour: int, minute: int = 0, second: float = 0.0, day: int = 0) -> float:
    """Seconds since midnight of the first date."""
    return day * DAY_S + hour * HOUR_S + minute * 60.0 + second


def contact(
    outcome: Outcome,
    entered: float,
    answered: float = NAN,
    ended: float = NAN,
    *,
    issue: int,
    attempt: int = 0,
    queue: int = PHONE,
    cause: Cause = Cause.FIRST,
) -> tuple[Any, ...]:
    """A row of contacts, with the instants first."""
    return (issue, attempt, queue, cause, outcome, entered, answered, ended)


def touch(
    agent: int,
    started: float,
    ended: float,
    talk: float = 0.0,
    hold: float = 0.0,
    after_call: float = 0.0,
    *,
    queue: int = PHONE,
    end: TouchEnd = TouchEnd.DONE,
) -> tuple[Any, ...]:
    """A row of touches."""
    return (0, 0, agent, queue, end, started, talk, hold, after_call, ended)


def log(
    contacts: Sequence[tuple[Any, ...]] = (),
    touches: Sequence[tuple[Any, ...]] = (),
    duty: Sequence[tuple[Any, ...]] = (),
    *,
    agents: Sequence[tuple[int, int]] = ((0, FRONT), (1, BACK)),
    starts_at: float = 0.0,
    ends_at: float = 2 * DAY_S,
) -> Log:
    """A log of the desk above; duty rows are (agent, duty, paid, since, until)."""
    return Log(
        issues=columns(ISSUES, ()),
        contacts=columns(CONTACTS, sorted(contacts, key=lambda row: row[:2])),
        touches=columns(TOUCHES, touches),
        duty=columns(DUTY, duty),
        agents=columns(AGENTS, agents),
        channels=("phone", "email"),
        topics=("any",),
        queues=("phone/any", "email/any"),
        queue_channel=(PHONE, EMAIL),
        teams=("front", "back"),
        starts_at=starts_at,
        ends_at=ends_at,
    )


def columns(table: Table, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows as typed columns."""
    return {
        column.name: np.array([row[index] for row in rows], dtype=column.dtype)
        for index, column in enumerate(table.columns)
    }


def random_log(seed: int, n_contacts: int, n_agents: int, drained: bool = False) -> Log:
    """Contacts of every outcome and agents who work one touch after another inside their duty; instants on the grid."""
    rng = np.random.default_rng(seed)
    end = 2 * DAY_S
    log_end = end + (2 * HOUR_S if drained else 0.0)
    contacts = []
    for issue in range(n_contacts):
        queue = int(rng.integers(2))
        entered = _instant(rng.uniform(0, end))
        waited = _instant(rng.choice([0.0, 5.0, 20.0, rng.exponential(60.0), rng.exponential(HOUR_S * 3)]))
        served = _instant(rng.exponential(400.0))
        live = [Outcome.ANSWERED] * 5 + [Outcome.ABANDONED, Outcome.DISCONNECTED, Outcome.BLOCKED, Outcome.CLOSED]
        outcome = live[int(rng.integers(len(live)))] if queue == PHONE else Outcome.ANSWERED
        cause = Cause.BACKLOG if rng.uniform() < 0.1 and outcome is Outcome.ANSWERED else Cause.FIRST
        entered -= DAY_S * 3 if cause is Cause.BACKLOG else 0.0
        waited += DAY_S * 3 if cause is Cause.BACKLOG else 0.0
        answered, ended = entered + waited, entered + waited + served
        if outcome in (Outcome.BLOCKED, Outcome.CLOSED):
            answered, ended = NAN, entered
        elif outcome in (Outcome.ABANDONED, Outcome.DISCONNECTED):
            answered, ended = NAN, entered + waited
            if ended > log_end:
                outcome, ended = Outcome.WAITING, NAN
        elif answered >= log_end:
            outcome, answered, ended = Outcome.WAITING, NAN, NAN
        elif ended >= log_end:
            outcome, ended = Outcome.IN_SERVICE, NAN
        contacts.append(contact(outcome, entered, answered, ended, issue=issue, queue=queue, cause=cause))
        if outcome is Outcome.ABANDONED and ended + 60 < end and rng.uniform() < 0.5:
            again = (Outcome.ANSWERED, ended + 60, ended + 70, ended + 100)
            if again[-1] < log_end:
                contacts.append(contact(*again, issue=issue, attempt=1, cause=Cause.REDIAL))
    touches, duty = [], []
    for agent in range(n_agents):
        clock = _instant(rng.uniform(0, HOUR_S * 10))
        for kind in (Duty.ON_QUEUE, Duty.FINISHING, Duty.MEETING, Duty.ON_QUEUE, Duty.OVERTIME):
            until = min(_instant(clock + rng.exponential(HOUR_S * 6)), log_end)
            duty.append((agent, kind, int(rng.integers(2)), clock, until))
            while kind is not Duty.MEETING and clock < until:
                begin = _instant(clock + rng.exponential(300.0))
                stop = _instant(begin + rng.exponential(900.0))
                if stop > until:
                    break
                touches.append(touch(agent, begin, stop, stop - begin, queue=int(rng.integers(2))))
                clock = stop
            clock = until
    return log(contacts, touches, duty, agents=[(agent, agent % 2) for agent in range(n_agents)], ends_at=log_end)


def _instant(seconds: float) -> float:
    return float(array_on_grid(np.array([seconds]))[0])
