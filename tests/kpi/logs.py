"""Logs written by hand, and random ones that obey the same rules, for the tests of KPIs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.log import (
    AGENTS,
    CONCESSIONS,
    CONTACTS,
    DUTY,
    ISSUES,
    PEOPLE,
    SESSIONS,
    STATUSES,
    SUPERVISION,
    TICKETS,
    TOUCHES,
    Cause,
    End,
    Log,
    Outcome,
    Result,
    Stage,
    Status,
    Table,
    TouchEnd,
)
from sim.scenario import Scenario
from sim.units import DAY_S, HOUR_S

NAN = float("nan")
PHONE, EMAIL, CHAT = 0, 1, 2
FRONT, BACK = 0, 1


EMPTY_WEEK: dict[str, Any] = {"source": "profile", "per_week": 100, "profile": 1}


def desk(**changes: Any) -> Scenario:
    """A phone (80 % in 20 s), an email desk (90 % in 4 opening hours) and chats (80 % in 60 s), Monday and Tuesday.

    Two teams: the front may have two chats at once.
    """
    mapping: dict[str, Any] = {
        "calendar": {"start": "2026-01-05", "days": 2, "interval": "30min"},
        "world": {
            "arrivals": {"phone": EMPTY_WEEK, "email": EMPTY_WEEK, "chat": EMPTY_WEEK},
            "effort": {"phone": {}, "email": {}, "chat": {}},
            "patience": {"phone": {}, "chat": {}},
            "prices": {"currency": "GBP"},
        },
        "policy": {
            "channels": {
                "phone": {"kind": "live", "open": "08:00-20:00"},
                "email": {"kind": "async", "open": {"mon-fri": "08:00-18:00"}},
                "chat": {"kind": "chat", "open": "08:00-20:00"},
            },
            "teams": {
                "front": {
                    "skills": {"phone": 1.0, "chat": 1.0},
                    "chats": 2,
                    "wage_per_h": 20.0,
                    "overtime_factor": 1.5,
                },
                "back": {"skills": {"email": 1.0}, "wage_per_h": 30.0, "overtime_factor": 2.0},
            },
            "heads": {"front": {"on_queue": 1, "paid_share": 0.8}},
            "shifts": {"early": {"team": "back", "agents": 1, "hours": "08:00-16:00"}},
            "callback": {"phone": {}},
            "targets": {
                "phone": {"share": 0.8, "within": "20s"},
                "email": {"share": 0.9, "within": "4h", "clock": "business", "solved_within": "8h"},
                "chat": {"share": 0.8, "within": "60s"},
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
    contact: int = 0,
    queue: int = PHONE,
    cause: Cause = Cause.FIRST,
    ticket: int | None = None,
    angry: int = -1,
    flagged: int = -1,
) -> tuple[Any, ...]:
    """A row of contacts, with the instants first; on email it belongs to ticket 0 unless said otherwise."""
    if ticket is None:
        ticket = 0 if queue == EMAIL else -1
    return (issue, contact, ticket, queue, cause, outcome, entered, answered, ended, angry, flagged)


def touch(
    agent: int,
    started: float,
    ended: float,
    talk: float = 0.0,
    hold: float = 0.0,
    after_call: float = 0.0,
    *,
    issue: int = 0,
    contact: int = 0,
    queue: int = PHONE,
    end: TouchEnd = TouchEnd.DONE,
    result: Result = Result.NONE,
    agent_s: float | None = None,
    empathy: float = 0.0,
) -> tuple[Any, ...]:
    """A row of touches; its agent's own time is its length unless said otherwise."""
    own_s = ended - started if agent_s is None else agent_s
    return (issue, contact, agent, queue, end, result, started, talk, hold, after_call, own_s, empathy, ended)


def ticket(
    opened: float,
    replied: float = NAN,
    *steps: tuple[Status, float],
    issue: int = 0,
    number: int = 0,
    channel: int = EMAIL,
    cause: Cause = Cause.FIRST,
    urgent_at: float | None = None,
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """A row of tickets and its rows of statuses: NEW since it was opened, then (status, since).

    From ``urgent_at`` on it is urgent: a row more that says only that, unless a status begins at the same instant.
    """
    walk = [(Status.NEW, opened), *steps]
    rows = [(issue, number, status, int(urgent_at is not None and since >= urgent_at), since) for status, since in walk]
    if urgent_at is not None and urgent_at not in [since for _, since in walk]:
        current = [status for status, since in walk if since <= urgent_at][-1]
        rows.append((issue, number, current, 1, urgent_at))
    return (issue, number, channel, cause, -1, opened, replied), rows


def issue(
    arrived: float,
    end: End = End.OPEN,
    ended: float = NAN,
    solved: float = NAN,
    *,
    number: int = 0,
    channel: int = PHONE,
    cause: Cause = Cause.FIRST,
) -> tuple[Any, ...]:
    """A row of issues."""
    return (number, number, channel, 0, channel, 0, arrived, cause, end, ended, solved)


def place_day(
    agent: int,
    day: int,
    stage: Stage = Stage.AT_WORK,
    incarnation: int = 0,
    *,
    absent: bool = False,
    tenure: float = 1000.0,
    exhaustion: float = 0.0,
    fatigue: float = 0.0,
    occupancy: float = 0.0,
    work_h: float = 0.0,
    on_queue_h: float = 0.0,
    angry: float = 0.0,
    effort: float = 1.0,
) -> tuple[Any, ...]:
    """A row of people."""
    today = (fatigue, occupancy, work_h * HOUR_S, on_queue_h * HOUR_S, 0.0, angry, effort, 1.0)
    return (agent, day, stage, incarnation, int(absent), tenure, exhaustion, *today)


def log(
    contacts: Sequence[tuple[Any, ...]] = (),
    touches: Sequence[tuple[Any, ...]] = (),
    duty: Sequence[tuple[Any, ...]] = (),
    *,
    issues: Sequence[tuple[Any, ...]] | None = None,
    tickets: Sequence[tuple[tuple[Any, ...], list[tuple[Any, ...]]]] | None = None,
    sessions: Sequence[tuple[Any, ...]] = (),
    concessions: Sequence[tuple[Any, ...]] = (),
    supervision: Sequence[tuple[Any, ...]] = (),
    people: Sequence[tuple[Any, ...]] = (),
    agents: Sequence[tuple[int, int]] = ((0, FRONT), (1, BACK)),
    starts_at: float = 0.0,
    ends_at: float = 2 * DAY_S,
) -> Log:
    """A log of the desk above; duty rows are (agent, duty, paid, since, until).

    Sessions, concessions and supervision are rows of their tables. Issues and tickets that are not given are those of a
    desk on which every answer is the end.
    """
    contacts = sorted(contacts, key=lambda row: row[:2])
    if tickets is None:
        tickets = [_plain_ticket(row) for row in contacts if row[3] == EMAIL]
    if issues is None:
        by_issue: dict[int, list[tuple[Any, ...]]] = {}
        for row in contacts:
            by_issue.setdefault(row[0], []).append(row)
        issues = [_plain_issue(rows) for rows in by_issue.values()]
        unseen = {row[0] for row in touches} - set(by_issue)
        issues += [issue(0.0, number=number, cause=Cause.BACKLOG) for number in unseen]
    statuses = [row for _, rows in tickets for row in rows]
    return Log(
        issues=columns(ISSUES, sorted(issues, key=lambda row: row[0])),
        contacts=columns(CONTACTS, contacts),
        tickets=columns(TICKETS, sorted((row for row, _ in tickets), key=lambda row: row[:2])),
        statuses=columns(STATUSES, sorted(statuses, key=lambda row: (*row[:2], row[4]))),
        touches=columns(TOUCHES, sorted(touches, key=lambda row: (row[6], row[2]))),
        sessions=columns(SESSIONS, sorted(sessions, key=lambda row: row[0])),
        concessions=columns(CONCESSIONS, sorted(concessions, key=lambda row: (row[0], row[1], row[3]))),
        supervision=columns(SUPERVISION, sorted(supervision, key=lambda row: (row[5], row[2], row[0], row[1]))),
        people=columns(PEOPLE, sorted(people, key=lambda row: row[:2])),
        duty=columns(DUTY, duty),
        agents=columns(AGENTS, agents),
        channels=("phone", "email", "chat"),
        topics=("any",),
        queues=("phone/any", "email/any", "chat/any"),
        queue_channel=(PHONE, EMAIL, CHAT),
        queue_topic=(0, 0, 0),
        teams=("front", "back"),
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _plain_ticket(row: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    number, _, case, _, cause, _, entered, answered, ended, *_ = row
    steps = [(Status.IN_SERVICE, answered)] if not np.isnan(answered) else []
    steps += [(Status.SOLVED, ended)] if not np.isnan(ended) else []
    return ticket(entered, ended, *steps, issue=number, number=case, cause=cause)


def _plain_issue(rows: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    number, _, _, queue, cause, _, arrived, *_ = rows[0]
    outcome, _, _, ended = rows[-1][5:9]
    met = outcome in (Outcome.ANSWERED, Outcome.CALLED_BACK)
    end = End.RESOLVED if met else End.OPEN if np.isnan(ended) else End.GAVE_UP
    return issue(arrived, end, ended, ended if met else NAN, number=number, channel=queue, cause=cause)


def columns(table: Table, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows as typed columns."""
    return {
        column.name: np.array([row[index] for row in rows], dtype=column.dtype)
        for index, column in enumerate(table.columns)
    }
