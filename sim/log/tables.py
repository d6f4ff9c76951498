"""The tables of the log, declared once: every column with its type, unit and meaning, every table with its sort key.

Instants are seconds since midnight of the first date; NaN is "did not happen (yet)". Indices count from 0 in the
order in which the scenario names things; -1 is "none". Any KPI can be recomputed from these tables and the scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Outcome(IntEnum):
    """How a contact ended."""

    WAITING = 0
    """still in the queue at the end"""
    IN_SERVICE = 1
    """with an agent at the end"""
    ANSWERED = 2
    ABANDONED = 3
    """gave up waiting (a balking customer waits 0 s)"""
    BLOCKED = 4
    """busy tone: no line was free"""
    CLOSED = 5
    """came outside opening hours"""
    DISCONNECTED = 6
    """cut off in the queue at closing"""


class TouchEnd(IntEnum):
    """How a piece of an agent's work ended."""

    OPEN = 0
    DONE = 1
    HANDED_OVER = 2
    """live work given to whoever is next, at the end of a shift"""
    PUT_BACK = 3
    """asynchronous work returned to its queue with what was left of it"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, NumPy type, unit and meaning."""

    name: str
    dtype: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, its columns, and the columns that sort it."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


ISSUES = Table(
    "issues",
    "one customer's need",
    (
        Column("issue", "int64", "", "number of the issue, in order of arrival"),
        Column("key", "uint64", "", "who it is: the same number is the same customer in every scenario"),
        Column("channel", "int16", "", "channel of the first contact"),
        Column("topic", "int16", "", "what it is about"),
        Column("queue", "int16", "", "queue of the first contact"),
        Column("arrived_at", "float64", "s", "first contact (before 0 for a backlog)"),
        Column("cause", "int8", "Cause", "FIRST or BACKLOG"),
    ),
    ("issue",),
)

CONTACTS = Table(
    "contacts",
    "one attempt of a customer to be helped",
    (
        Column("issue", "int64", "", "the issue"),
        Column("attempt", "int32", "", "0 for the first contact of the issue"),
        Column("queue", "int16", "", "the queue"),
        Column("cause", "int8", "Cause", "why it happened"),
        Column("outcome", "int8", "Outcome", "how it ended"),
        Column("entered_at", "float64", "s", "it came (before 0 for a backlog)"),
        Column("answered_at", "float64", "s", "an agent first took it; NaN if none did"),
        Column("ended_at", "float64", "s", "the customer left, or the reply was sent; NaN if still open"),
    ),
    ("issue", "attempt"),
)

TOUCHES = Table(
    "touches",
    "one stretch of an agent's work on a contact",
    (
        Column("issue", "int64", "", "the issue"),
        Column("attempt", "int32", "", "the contact"),
        Column("agent", "int32", "", "who works"),
        Column("queue", "int16", "", "from which queue"),
        Column("end", "int8", "TouchEnd", "how it ended"),
        Column("started_at", "float64", "s", "the agent took it"),
        Column("talk_s", "float64", "s", "talking or writing done in this touch"),
        Column("hold_s", "float64", "s", "customer on hold"),
        Column("after_call_s", "float64", "s", "after-call work"),
        Column("ended_at", "float64", "s", "the agent was free again; NaN if still at it"),
    ),
    ("started_at", "agent"),
)

DUTY = Table(
    "duty",
    "one stretch of an agent's day",
    (
        Column("agent", "int32", "", "who"),
        Column("duty", "int8", "Duty", "what they are there for"),
        Column("paid", "int8", "", "1 if the stretch is paid"),
        Column("since", "float64", "s", "start"),
        Column("until", "float64", "s", "end (the end of the horizon if still going on)"),
    ),
    ("agent", "since"),
)

AGENTS = Table(
    "agents",
    "one agent",
    (
        Column("agent", "int32", "", "number of the agent"),
        Column("team", "int16", "", "team"),
    ),
    ("agent",),
)

TABLES = (ISSUES, CONTACTS, TOUCHES, DUTY, AGENTS)

Columns = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Log:
    """What happened: the tables, the names behind their indices, and the span that was simulated."""

    issues: Columns
    contacts: Columns
    touches: Columns
    duty: Columns
    agents: Columns
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    queues: tuple[str, ...]
    """``channel/topic``"""
    queue_channel: tuple[int, ...]
    teams: tuple[str, ...]
    agent_names: tuple[str, ...] = field(default=(), repr=False)
    starts_at: float = 0.0
    """Seconds: when the simulation began."""
    ends_at: float = 0.0
    """Seconds: when it ended (past the horizon where it was drained)."""
