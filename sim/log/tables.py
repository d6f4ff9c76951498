"""The tables of the log, declared once: every column with its type, unit and meaning, every table with its sort key.

Instants are seconds since midnight of the first date; NaN is "did not happen (yet)". Indices count from 0 in the
order in which the scenario names things; -1 is "none". Any KPI can be recomputed from these tables and the scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


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
        Column("queue", "int16", "", "queue that it belongs to"),
        Column("urgent", "int8", "", "1 if it is urgent"),
        Column(
            "arrived_at", "float64", "s", "first contact, or look at self-service before it (before 0 for a backlog)"
        ),
        Column("cause", "int8", "Cause", "FIRST or BACKLOG"),
        Column("end", "int8", "End", "how it ended"),
        Column(
            "ended_at", "float64", "s", "it ended: for RESOLVED and SILENT the last time it was solved; NaN if open"
        ),
        Column("solved_at", "float64", "s", "first time that the desk called it solved; NaN if never"),
    ),
    ("issue",),
)

CONTACTS = Table(
    "contacts",
    "one entry into a queue: a customer comes, or the desk has work to do for one",
    (
        Column("issue", "int64", "", "the issue"),
        Column("contact", "int32", "", "number within the issue, 0 for the first"),
        Column("ticket", "int16", "", "the ticket it belongs to; -1 for none (yet)"),
        Column("queue", "int16", "", "the queue"),
        Column("cause", "int8", "Cause", "why it happened"),
        Column("outcome", "int8", "Outcome", "how it ended"),
        Column("entered_at", "float64", "s", "it came (before 0 for a backlog)"),
        Column("answered_at", "float64", "s", "an agent first took it; NaN if none did"),
        Column("ended_at", "float64", "s", "the customer left, or the reply was sent; NaN if still open"),
        Column(
            "angry",
            "int8",
            "",
            "1 if the customer was angry when an agent first took it, 0 if not; -1 if no agent did, if it is the "
            "desk's own work (NEXT_TOUCH, NOTICE, and what of it is passed on), or if nobody is ever angry",
        ),
        Column("flagged", "int8", "", "1 if the customer seemed angry when they came, 0 if not; -1 if nobody looked"),
    ),
    ("issue", "contact"),
)

TICKETS = Table(
    "tickets",
    "one case: opened by a message, or by the agent who takes a live contact (then the wait before counts too)",
    (
        Column("issue", "int64", "", "the issue"),
        Column("ticket", "int16", "", "number within the issue, 0 for the first"),
        Column("channel", "int16", "", "channel it was opened on"),
        Column("cause", "int8", "Cause", "cause of the contact that opened it"),
        Column("follows", "int16", "", "the closed ticket that it is linked to; -1 for none"),
        Column("opened_at", "float64", "s", "the contact that opened it came (before 0 for a backlog)"),
        Column(
            "replied_at",
            "float64",
            "s",
            "first word of a human on the matter: live, an agent picked up; async, the first reply was sent (passing "
            "it on, and answers to chases, are none); NaN if not yet",
        ),
    ),
    ("issue", "ticket"),
)

STATUSES = Table(
    "statuses",
    "a ticket's status from an instant on",
    (
        Column("issue", "int64", "", "the issue"),
        Column("ticket", "int16", "", "the ticket"),
        Column("status", "int8", "Status", "the status"),
        Column("urgent", "int8", "", "1 if it is treated as urgent from here on"),
        Column("since", "float64", "s", "from when"),
    ),
    ("issue", "ticket", "since"),
)

TOUCHES = Table(
    "touches",
    "one stretch of an agent's work on a contact",
    (
        Column("issue", "int64", "", "the issue"),
        Column("contact", "int32", "", "the contact"),
        Column("agent", "int32", "", "who works"),
        Column("queue", "int16", "", "from which queue"),
        Column("end", "int8", "TouchEnd", "how it ended"),
        Column("result", "int8", "Result", "what it did to the matter"),
        Column("started_at", "float64", "s", "the agent took it"),
        Column("talk_s", "float64", "s", "talking or writing in this touch (chat: as the customer sees it)"),
        Column("hold_s", "float64", "s", "customer on hold"),
        Column("after_call_s", "float64", "s", "after-call work"),
        Column("agent_s", "float64", "s", "the agent's time that it cost: with k chats at once, 1/k of each second"),
        Column(
            "empathy",
            "float64",
            "logit",
            "what the agent's fatigue and exhaustion took off the log-odds of a satisfied customer at the end of the "
            "talk; 0 where nobody tires, and where it did not come to that end",
        ),
        Column("ended_at", "float64", "s", "the agent was free again; NaN if still at it"),
    ),
    ("started_at", "agent"),
)

SESSIONS = Table(
    "sessions",
    "one session with a bot, or one look at self-service (which takes no time), before the first contact",
    (
        Column("issue", "int64", "", "the issue"),
        Column("channel", "int16", "", "the channel in front of which it stands"),
        Column("topic", "int16", "", "what it is about"),
        Column("end", "int8", "SessionEnd", "how it ended"),
        Column("solved", "int8", "", "1 if the matter was solved in truth"),
        Column("began_at", "float64", "s", "it began"),
        Column("ended_at", "float64", "s", "it ended; NaN if still going on"),
        Column("kind", "int8", "SessionKind", "a bot, or which kind of self-service"),
    ),
    ("issue", "kind"),
)

CONCESSIONS = Table(
    "concessions",
    "one refund or the like, given or refused",
    (
        Column("issue", "int64", "", "the issue"),
        Column("contact", "int32", "", "the contact on which it was decided, or asked for"),
        Column("agent", "int32", "", "the agent who served the customer"),
        Column("grant", "int8", "Grant", "how it came to be"),
        Column("needed", "float64", "currency", "amount that the matter called for; 0 if none"),
        Column("granted", "float64", "currency", "amount that was given"),
        Column("at", "float64", "s", "when it was decided"),
    ),
    ("issue", "contact", "grant"),
)

SUPERVISION = Table(
    "supervision",
    "one thing that a supervisor was asked to do",
    (
        Column("issue", "int64", "", "the issue; -1 for other duties"),
        Column("contact", "int32", "", "the contact whose agent asks; the number of the duty"),
        Column("request", "int8", "Request", "what it is"),
        Column("end", "int8", "RequestEnd", "how it ended"),
        Column("agent", "int32", "", "the supervisor; -1 if none took it"),
        Column("asked_at", "float64", "s", "it was asked for, or fell due"),
        Column("taken_at", "float64", "s", "a supervisor began; NaN if none did"),
        Column("ended_at", "float64", "s", "it was decided, done or withdrawn; NaN if not yet"),
        Column("released_at", "float64", "s", "the supervisor was free again; NaN if not yet, or none took it"),
    ),
    ("asked_at", "request", "issue", "contact"),
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

PEOPLE = Table(
    "people",
    "one agent's place on one day, whoever sits there",
    (
        Column("agent", "int32", "", "number of the agent"),
        Column("day", "int32", "", "day of the horizon, from 0"),
        Column("stage", "int8", "Stage", "at work, on notice, vacant, found, or in training"),
        Column("incarnation", "int16", "", "how many have left the place before"),
        Column("absent", "int8", "", "1 if absent that day"),
        Column("tenure_days", "float64", "days", "since the first day on queue"),
        Column("exhaustion", "float64", "", "in the morning, from 0 to 1"),
        Column("fatigue", "float64", "", "mean over the time on duty, from 0 to 1"),
        Column(
            "occupancy", "float64", "", "paced occupancy: live work, and a part of work on tickets, / time on queue"
        ),
        Column("work_s", "float64", "s", "work of that day; what goes on across midnight is split there"),
        Column("on_queue_s", "float64", "s", "time on queue, overtime included"),
        Column("overtime_s", "float64", "s", "overtime"),
        Column("angry", "float64", "", "angry contacts"),
        Column("effort", "float64", "", "factor on handle time by experience and tools, weighted by the day's work"),
        Column("quality", "float64", "", "quality by experience, likewise; the team's factor is not in it"),
    ),
    ("agent", "day"),
)

TABLES = (ISSUES, CONTACTS, TICKETS, STATUSES, TOUCHES, SESSIONS, CONCESSIONS, SUPERVISION, PEOPLE, DUTY, AGENTS)

Columns = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Log:
    """What happened: the tables, the names behind their indices, and the span that was simulated."""

    issues: Columns
    contacts: Columns
    tickets: Columns
    """empty where nobody keeps tickets: live channels alone, on which every answered contact is the end"""
    statuses: Columns
    touches: Columns
    sessions: Columns
    """empty where there is neither a bot nor self-service"""
    concessions: Columns
    """empty where nobody needs one"""
    supervision: Columns
    """empty where nobody needs a concession"""
    people: Columns
    """empty where nobody learns, tires, wears out or leaves"""
    duty: Columns
    agents: Columns
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    queues: tuple[str, ...]
    """``channel/topic``, then the language, ``urgent`` and ``escalated`` where there is more than one kind"""
    queue_channel: tuple[int, ...]
    queue_topic: tuple[int, ...]
    teams: tuple[str, ...]
    agent_names: tuple[str, ...] = field(default=(), repr=False)
    starts_at: float = 0.0
    """Seconds: when the simulation began."""
    ends_at: float = 0.0
    """Seconds: when it ended (past the horizon where it was drained)."""
