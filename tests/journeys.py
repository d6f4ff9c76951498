"""Made-up lives of tickets on a phone, chat and email desk: logs written by hand, and random ones.

They obey what the tables of the log mean, without an engine: for tests of what is read off a log.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.log import TABLES, Cause, End, Log, Outcome, Result, Status, Table, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S, HOUR_S

NAN = math.nan
PHONE, CHAT, EMAIL = range(3)
CHANNELS = ("phone", "chat", "email")
KINDS = {"phone": "live", "chat": "chat", "email": "async"}
NEVER = 1e12
"""An instant that no log reaches."""


def desk(days: int = 28) -> Scenario:
    """A phone, chat and email desk with its targets, on which these lives could have happened."""
    return Scenario.from_mapping(
        {
            "title": "A phone, chat and email desk",
            "calendar": {"start": "2026-01-05", "days": days},
            "world": {
                "arrivals": {
                    name: {"source": "profile", "per_week": 700, "profile": {"08:00": 1, "20:00": 0}}
                    for name in CHANNELS
                },
                "effort": {name: {} for name in CHANNELS},
                "patience": {"phone": {}, "chat": {}},
            },
            "policy": {
                "channels": {name: {"kind": KINDS[name], "open": "08:00-20:00"} for name in CHANNELS},
                "teams": {"front": {"skills": dict.fromkeys(CHANNELS, 1.0)}},
                "heads": {"front": {"on_queue": {"08:00": 9, "20:00": 0}}},
                "targets": {
                    "phone": {"share": 0.8, "within": "20s"},
                    "chat": {"share": 0.8, "within": "60s"},
                    "email": {"share": 0.9, "within": "4h", "solved_within": "24h"},
                },
            },
        }
    )


class Journal:
    """Rows of a log, written one by one; :meth:`log` cuts them at the end of the simulation."""

    def __init__(self, days: int) -> None:
        self.ends_at = days * DAY_S
        self.rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """One row; it may be changed until the log is made."""
        self.rows[table].append(values)
        return values

    def issue(self, channel: int, at: float, urgent: bool = False) -> int:
        """A need that arises; its number."""
        number = len(self.rows["issues"])
        self.add(
            "issues", issue=number, key=number, channel=channel, topic=0, queue=channel, urgent=int(urgent),
            arrived_at=at, cause=Cause.FIRST, end=End.OPEN, ended_at=NAN, solved_at=NAN,
        )  # fmt: skip
        return number

    def contact(
        self, issue: int, channel: int, cause: Cause, at: float, outcome: Outcome, ticket: int = -1,
        answered: float = NAN, ended: float = NAN,
    ) -> dict[str, Any]:  # fmt: skip
        """An entry into a queue."""
        number = sum(row["issue"] == issue for row in self.rows["contacts"][-40:])
        return self.add(
            "contacts", issue=issue, contact=number, ticket=ticket, queue=channel, cause=cause, outcome=outcome,
            entered_at=at, answered_at=answered, ended_at=ended, angry=-1, flagged=-1,
        )  # fmt: skip

    def ticket(
        self, issue: int, channel: int, cause: Cause, at: float, replied: float, ticket: int = 0, follows: int = -1
    ) -> None:
        """A case; its status NEW is written too."""
        self.add(
            "tickets", issue=issue, ticket=ticket, channel=channel, cause=cause, follows=follows, opened_at=at,
            replied_at=replied,
        )  # fmt: skip
        self.status(issue, ticket, Status.NEW, at)

    def status(self, issue: int, ticket: int, status: Status, at: float, urgent: int = 0) -> None:
        """A ticket's status from now on."""
        self.add("statuses", issue=issue, ticket=ticket, status=status, urgent=urgent, since=at)

    def touch(
        self, contact: dict[str, Any], end: TouchEnd, started: float, ended: float, result: Result = Result.NONE,
        agent: int = 0, after_call: float = 0.0, shared: float = 1.0,
    ) -> None:  # fmt: skip
        """An agent's work on a contact; ``shared`` is how many chats the agent had meanwhile."""
        self.add(
            "touches", issue=contact["issue"], contact=contact["contact"], agent=agent, queue=contact["queue"],
            end=end, result=result, started_at=started, talk_s=ended - started - after_call, hold_s=0.0,
            after_call_s=after_call, agent_s=(ended - started) / shared, empathy=0.0,
            ended_at=ended,
        )  # fmt: skip

    def end(self, issue: int, how: End, at: float, solved: float = NAN) -> None:
        """How an issue ended."""
        self.rows["issues"][issue] |= {"end": how, "ended_at": at, "solved_at": solved}

    def log(self) -> Log:
        """The log of what happened before the end; what goes on then is still open."""
        end = self.ends_at
        rows = {name: [dict(row) for row in found] for name, found in self.rows.items()}
        for contact in rows["contacts"]:
            if contact["answered_at"] >= end or contact["ended_at"] >= end:
                waiting = contact["answered_at"] >= end or math.isnan(contact["answered_at"])
                contact["outcome"] = Outcome.WAITING if waiting else Outcome.IN_SERVICE
                contact["ended_at"] = NAN
        for touch in rows["touches"]:
            if touch["ended_at"] >= end:
                touch |= {"end": TouchEnd.OPEN, "result": Result.NONE, "ended_at": NAN}
        for issue in rows["issues"]:
            if issue["ended_at"] >= end:
                issue |= {"end": End.OPEN, "ended_at": NAN}
        begins = {"contacts": "entered_at", "tickets": "opened_at", "statuses": "since", "touches": "started_at"}
        for name, column in begins.items():
            rows[name] = [row for row in rows[name] if row[column] < end]
            for row in rows[name]:
                row |= {key: NAN for key, value in row.items() if key.endswith("_at") and value >= end}
        rows["agents"] = [{"agent": number, "team": 0} for number in range(3)]
        return Log(
            **{table.name: columns(table, rows[table.name]) for table in TABLES},
            channels=CHANNELS,
            topics=("billing",),
            queues=tuple(f"{name}/billing" for name in CHANNELS),
            queue_channel=(PHONE, CHAT, EMAIL),
            queue_topic=(0, 0, 0),
            teams=("front",),
            agent_names=("front 1", "front 2", "front 3"),
            starts_at=0.0,
            ends_at=end,
        )


def columns(table: Table, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows as typed columns, sorted by the table's key."""
    rows = sorted(rows, key=lambda row: tuple(row[name] for name in table.key))
    return {column.name: np.array([row[column.name] for row in rows], dtype=column.dtype) for column in table.columns}


def random_log(seed: int, issues: int = 600, days: int = 28, failing: float = 0.22, slow: float = 1.0) -> Log:
    """Random lives; ``failing`` is the share of touches that do not solve the matter, ``slow`` stretches the waits."""
    journal, rng = Journal(days), np.random.default_rng(seed)
    for at in np.sort(rng.uniform(0, days, issues)):
        day, rest = divmod(float(at), 1.0)
        channel = int(rng.choice(3, p=[0.45, 0.2, 0.35]))
        _life(journal, rng, channel, day * DAY_S + (8 + 12 * rest) * HOUR_S, failing, slow)
    return journal.log()


def _life(journal: Journal, rng: np.random.Generator, channel: int, at: float, failing: float, slow: float) -> None:
    issue = journal.issue(channel, at, urgent=bool(rng.uniform() < 0.1))
    cause, ticket = Cause.FIRST, 0
    while channel != EMAIL and rng.uniform() < 0.07 * slow:
        gone = at + rng.exponential(90.0)
        outcome = Outcome.SILENT if channel == CHAT and rng.uniform() < 0.3 else Outcome.ABANDONED
        journal.contact(issue, channel, cause, at, outcome, ended=gone)
        if rng.uniform() < 0.4:
            return journal.end(issue, End.GAVE_UP, gone)
        at, cause = gone + rng.exponential(1800.0), Cause.REDIAL
    first, new, solved = at, True, NAN
    for _ in range(40):
        wait = rng.exponential(slow * (4 * HOUR_S if channel == EMAIL else 25.0))
        began = at + wait
        ended = began + rng.exponential(420.0) + 30.0
        contact = journal.contact(issue, channel, cause, at, Outcome.ANSWERED, ticket, began, ended)
        if new:
            journal.ticket(issue, channel, cause, first, ended if channel == EMAIL else began, ticket, ticket - 1)
            new = False
        if channel == EMAIL and wait > 9 * HOUR_S:
            asked = at + 8 * HOUR_S
            chase = journal.contact(
                issue, EMAIL, Cause.CHASE, asked, Outcome.ANSWERED, ticket, asked + 600, asked + 750
            )
            journal.touch(chase, TouchEnd.ASIDE, asked + 600, asked + 750, agent=2)
        journal.status(issue, ticket, Status.IN_SERVICE, began)
        shared = 2.0 if channel == CHAT else 1.0
        u = rng.uniform()
        if u < 0.17:
            journal.touch(contact, TouchEnd.PENDING_CUSTOMER, began, ended, shared=shared)
            journal.status(issue, ticket, Status.PENDING_CUSTOMER, ended)
            if rng.uniform() < 0.15:
                at = ended + 6 * DAY_S
                journal.status(issue, ticket, Status.SOLVED, at)
                journal.status(issue, ticket, Status.CLOSED, at + 4 * DAY_S)
                return journal.end(issue, End.NO_REPLY, at + 4 * DAY_S, at)
            at, cause = ended + rng.exponential(20 * HOUR_S), Cause.REPLY
        elif u < 0.24:
            journal.touch(contact, TouchEnd.ON_HOLD, began, ended, shared=shared)
            journal.status(issue, ticket, Status.ON_HOLD, ended)
            at, cause = ended + rng.exponential(48 * HOUR_S), Cause.NEXT_TOUCH
        elif u < 0.28:
            journal.touch(contact, TouchEnd.PENDING_INTERNAL, began, ended, Result.RECOGNISED, shared=shared)
            journal.status(issue, ticket, Status.PENDING_INTERNAL, ended)
            at, cause = ended + rng.exponential(24 * HOUR_S), Cause.NEXT_TOUCH
        elif u < 0.36:
            contact["outcome"] = Outcome.TRANSFERRED
            journal.touch(contact, TouchEnd.TRANSFERRED, began, ended, shared=shared)
            at, cause = ended, Cause.TRANSFER
        elif u < 0.42:
            journal.touch(contact, TouchEnd.NEXT_TOUCH, began, ended, Result.RECOGNISED, shared=shared)
            at, cause = ended, Cause.NEXT_TOUCH
        else:
            right = rng.uniform() > failing
            solved = ended if math.isnan(solved) else solved
            result = Result.RESOLVED if right else Result.UNNOTICED
            journal.touch(contact, TouchEnd.DONE, began, ended + 30, result, after_call=30.0, shared=shared)
            journal.status(issue, ticket, Status.SOLVED, ended)
            back = ended + rng.exponential(36 * HOUR_S)
            if right or rng.uniform() < 0.15:
                journal.status(issue, ticket, Status.CLOSED, ended + 4 * DAY_S)
                return journal.end(issue, End.RESOLVED if right else End.SILENT, ended, solved)
            if back < ended + 4 * DAY_S and rng.uniform() < 0.8:
                at, cause = back, Cause.REOPEN
                journal.status(issue, ticket, Status.REOPENED, at)
            else:
                journal.status(issue, ticket, Status.CLOSED, ended + 4 * DAY_S)
                at, cause, new, ticket = back, Cause.RECONTACT, True, ticket + 1
                first = at
        if cause in (Cause.REPLY, Cause.NEXT_TOUCH, Cause.TRANSFER):
            journal.status(issue, ticket, Status.OPEN, at)
    return None
