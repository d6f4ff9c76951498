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
    """How a contact ended: one entry into a queue."""

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
    SILENT = 7
    """gave up without closing the chat: an agent who opens it (answered_at) finds nobody"""
    CALLED_BACK = 8
    """left the line and was called back (answered_at is when the agent reached them)"""
    UNREACHED = 9
    """left the line and could not be reached by the last call"""
    TRANSFERRED = 10
    """an agent took it and passed it on: it goes on as a contact of cause TRANSFER"""
    MESSAGE = 11
    """came outside opening hours and left a message: it goes on as a contact of cause MESSAGE"""


class TouchEnd(IntEnum):
    """How a piece of an agent's work ended."""

    OPEN = 0
    DONE = 1
    """solved, as far as the desk knows"""
    HANDED_OVER = 2
    """live work given to whoever is next, at the end of a shift"""
    PUT_BACK = 3
    """asynchronous work returned to its queue with what was left of it"""
    TRANSFERRED = 4
    """wrong desk: passed to another queue"""
    ESCALATED = 5
    """passed to a senior agent"""
    PENDING_CUSTOMER = 6
    """the customer has to do something first"""
    ON_HOLD = 7
    """a third party has to"""
    PENDING_INTERNAL = 8
    """somebody else in the company has to"""
    NEXT_TOUCH = 9
    """not done, and the desk knows: it goes on"""
    BOUNCED = 10
    """the customer is sent to another channel"""
    DEAD = 11
    """nobody was there any more (a chat left in silence)"""
    UNREACHED = 12
    """a callback that nobody picked up"""
    ASIDE = 13
    """a chase answered or a notice given: the matter itself has not moved"""
    PENDING_APPROVAL = 14
    """a supervisor has to decide first"""
    HUNG_UP = 15
    """the customer did not wait for a supervisor's decision"""


class Result(IntEnum):
    """What a touch did to the matter, which the desk does not always know."""

    NONE = 0
    """it did not come to that"""
    RESOLVED = 1
    WRONG = 2
    """wrong information: not resolved, and everybody believes it is"""
    UNNOTICED = 3
    """not resolved, and the agent did not notice"""
    RECOGNISED = 4
    """not resolved, and the agent knows"""


class SessionKind(IntEnum):
    """What a customer met before anybody else, in this order."""

    STATUS_PAGE = 0
    KNOWLEDGE_BASE = 1
    BOT = 2


class SessionEnd(IntEnum):
    """How a session with a bot, or a customer's own search, ended."""

    OPEN = 0
    CONTAINED = 1
    """the customer left without asking for a human; of self-service: found an answer and contacted nobody, for now"""
    HIDDEN = 2
    """wanted a human and did not find the way"""
    ESCALATED = 3
    """passed on to a human"""
    DEAD_END = 4
    """wanted a human, and nobody was there"""
    IN_VAIN = 5
    """looked for an answer and found none: goes on to the desk"""


class Grant(IntEnum):
    """How a concession came to be."""

    OWN = 0
    """within the agent's limit"""
    APPROVED = 1
    """a supervisor said yes"""
    DENIED = 2
    """a supervisor said no: nothing was given"""
    DISCOUNT = 3
    """the customer took what the agent could give instead"""
    GOODWILL = 4
    """a gesture to who had to come again"""
    UNWARRANTED = 5
    """given although none was needed"""


class Request(IntEnum):
    """What a supervisor is to do."""

    ON_HOLD = 0
    """decide, while agent and customer wait"""
    LATER = 1
    """decide, while the ticket is pending"""
    DUTY = 2
    """something else"""


class RequestEnd(IntEnum):
    """How that ended."""

    OPEN = 0
    GRANTED = 1
    DENIED = 2
    WITHDRAWN = 3
    """the customer hung up before a supervisor took it"""
    IN_VAIN = 4
    """the customer hung up while a supervisor was at it"""
    DONE = 5
    """other duties"""


class Status(IntEnum):
    """Where a ticket stands."""

    NEW = 0
    OPEN = 1
    """waits in a queue after an agent has had it"""
    IN_SERVICE = 2
    PENDING_CUSTOMER = 3
    ON_HOLD = 4
    """waits for a third party, unseen by the customer"""
    PENDING_INTERNAL = 5
    SOLVED = 6
    """as far as the desk knows"""
    CLOSED = 7
    """for good: a customer who returns opens a new one"""
    REOPENED = 8
    """waits in a queue because the customer came back"""


class End(IntEnum):
    """How an issue ended; each in exactly one way."""

    OPEN = 0
    """it had not by the end"""
    RESOLVED = 1
    GAVE_UP = 2
    """the customer's last contact failed and they did not try again"""
    SILENT = 3
    """not resolved: the customer noticed, or not, and did not come back"""
    NO_REPLY = 4
    """the customer did not answer, and the desk closed it"""
    LOST = 5
    """sent to another channel, and did not go there"""


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

TABLES = (ISSUES, CONTACTS, TICKETS, STATUSES, TOUCHES, SESSIONS, CONCESSIONS, SUPERVISION, DUTY, AGENTS)

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
