"""One issue's life, line by line in plain words, told from the tables of the log alone.

Read off the log, not kept by the engine: what is told here is what every KPI is computed from. Contacts and tickets
have the numbers that they have there. Times are weekday, date and clock; without a date for day 0, days count from 1.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from sim.log.kinds import End, Outcome, Result, Status, TouchEnd
from sim.log.tables import Log
from sim.log.trace_beside import grants, requests, rows_of, sessions
from sim.log.trace_words import AT_ONCE, AT_THE_END, BECOMES, COMES, ENDINGS, ENDS, LEAVES, PAUSES, TRUTH, TURNED_AWAY
from sim.units import DAY_S, format_time_of_day
from sim.world.causes import INBOUND, Cause


class _Event(NamedTuple):
    """At one instant, what ends is told before what begins; ``row`` keeps the order of the log."""

    at: float
    rank: int
    row: int
    text: str


ENDED, CHANGED, CAME, TAKEN, FINISHED_AT_ONCE, STILL = range(6)
AFTER = 2**31
"""Added to a row of another table, so that it comes after the rows of the first."""


def lines(log: Log, issue: int, start: dt.date | None = None) -> list[str]:
    """The life of an issue: who it is, what happened when, and how it ended; ``start`` is the date of day 0.

    Raises IndexError for a number that the log does not have.
    """
    if not 0 <= issue < len(log.issues["issue"]):
        raise IndexError(issue)
    parts = (_contacts, _touches, _statuses, _replies, _beside)
    story = sorted(event for part in parts for event in part(log, issue))
    told = [(moment(event.at, start), event.text) for event in story]
    width = max((len(when) for when, _ in told), default=0)
    body = [f"{when:<{width}}  {text}" for when, text in told]
    return [_who(log, issue, start), *body, _how_it_ended(log, issue, start)]


def moment(at: float, start: dt.date | None) -> str:
    """``Mon 5 Jan 09:12:31``, or ``day 1 09:12:31`` without a date; to the second."""
    day, second = divmod(round(at), round(DAY_S))
    date = None if start is None else start + dt.timedelta(days=day)
    word = f"day {day + 1}" if date is None else f"{date:%a} {date.day} {date:%b}"
    clock = format_time_of_day(second)
    return f"{word} {clock}" + (":00" if len(clock) == 5 else "")


def spoken(seconds: float) -> str:
    """``12 s``, ``2 min 5 s``, ``1 h 12 min``, ``2 days 3 h``: the two largest units."""
    whole = round(seconds)
    if whole == 0:
        return "0 s" if seconds == 0 else "less than 1 s"
    parts: list[str] = []
    for size, one, many in ((86400, "day", "days"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s")):
        count, whole = divmod(whole, size)
        if count or parts:
            parts.append(f"{count} {one if count == 1 else many}" if count else "")
        if len(parts) == 2:
            break
    return " ".join(part for part in parts if part)


def most_told(log: Log) -> int:
    """The issue with the most contacts, the first of them: a life worth reading."""
    issues = np.asarray(log.contacts["issue"], dtype=np.int64)
    return int(np.bincount(issues).argmax()) if len(issues) else 0


def _contacts(log: Log, issue: int) -> Iterator[_Event]:
    worked = {(touch["contact"], touch["ended_at"]) for _, touch in rows_of(log.touches, issue)}
    for row, contact in rows_of(log.contacts, issue):
        name = f"contact {contact['contact']}"
        channel = log.channels[log.queue_channel[contact["queue"]]]
        outcome = Outcome(contact["outcome"])
        entered, ended = contact["entered_at"], contact["ended_at"]
        text = f"{name}: {COMES[Cause(contact['cause'])].format(channel=channel)}"
        at_once = AT_ONCE.get(outcome, "") if ended == entered or outcome in TURNED_AWAY else ""
        flagged = "; flagged as angry" if contact["flagged"] == 1 else ""
        yield _Event(entered, CAME, row, text + (at_once or f"{flagged}; queue {log.queues[contact['queue']]}"))
        if outcome in AT_THE_END:
            waited = AT_THE_END[outcome].format(wait=spoken(log.ends_at - entered))
            yield _Event(log.ends_at, STILL, row, f"{name}: {waited}")
        elif outcome in LEAVES and not at_once:
            yield _Event(ended, ENDED, row, f"{name}: {LEAVES[outcome].format(wait=spoken(ended - entered))}")
        elif not at_once and not math.isnan(ended) and (contact["contact"], ended) not in worked:
            yield _Event(ended, ENDED, row, f"{name}: the conversation ends")


def _touches(log: Log, issue: int) -> Iterator[_Event]:
    contacts = {contact["contact"]: contact for _, contact in rows_of(log.contacts, issue)}
    for row, touch in rows_of(log.touches, issue):
        started, ended = touch["started_at"], touch["ended_at"]
        agent = f"contact {touch['contact']}: {_agent(log, touch['agent'])}"
        contact = contacts[touch["contact"]]
        takes = "calls back" if contact["outcome"] in (Outcome.CALLED_BACK, Outcome.UNREACHED) else "takes it"
        first = contact["answered_at"] == started
        wait = f", after a wait of {spoken(started - contact['entered_at'])}" if first else ""
        wait += "; the customer is angry" if first and contact["angry"] == 1 else ""
        yield _Event(started, TAKEN, row, f"{agent} {takes}{wait}")
        if math.isnan(ended):
            continue
        truth = TRUTH.get(Result(touch["result"]), "")
        text = f"{agent}, after {_work(touch)}: {ENDS[TouchEnd(touch['end'])]}" + (f" [{truth}]" if truth else "")
        yield _Event(ended, FINISHED_AT_ONCE if ended == started else ENDED, row, text)


def _work(touch: dict[str, Any]) -> str:
    """How long an agent was at it, what that was if it was more than talking or writing, and what of it was theirs."""
    length_s = touch["ended_at"] - touch["started_at"]
    kinds = (("talk_s", "talking or writing"), ("hold_s", "on hold"), ("after_call_s", "after-call work"))
    parts = [f"{spoken(touch[column])} {word}" for column, word in kinds if touch[column] > 0]
    if abs(touch["talk_s"] - length_s) < 0.5:
        parts = []
    if 0 < touch["agent_s"] < length_s - 0.5:
        parts.append(f"{spoken(touch['agent_s'])} of the agent's own time, among other chats")
    return f"{spoken(length_s)} of work" + (f" ({', '.join(parts)})" if parts else "")


def _statuses(log: Log, issue: int) -> Iterator[_Event]:
    before: dict[int, dict[str, Any]] = {}
    for row, now in rows_of(log.statuses, issue):
        last = before.get(now["ticket"])
        before[now["ticket"]] = now
        status, name = Status(now["status"]), f"ticket {now['ticket']}"
        if last is not None and now["urgent"] > last["urgent"]:
            yield _Event(now["since"], CHANGED, row, f"{name} is urgent from here on")
        if status is Status.IN_SERVICE or (last is not None and last["status"] == status):
            continue
        text = f"{name} {BECOMES[status]} ({status.name})"
        if last is not None and last["status"] in PAUSES:
            text += f", after {spoken(now['since'] - last['since'])} {PAUSES[Status(last['status'])]}"
        # What the coming of a contact changes is told after it, what an agent's work changes after that.
        comes = status in (Status.NEW, Status.OPEN, Status.REOPENED)
        yield _Event(now["since"], CAME if comes else CHANGED, row + AFTER if comes else row, text)


def _replies(log: Log, issue: int) -> Iterator[_Event]:
    for row, ticket in rows_of(log.tickets, issue):
        if not math.isnan(ticket["replied_at"]):
            wait = spoken(ticket["replied_at"] - ticket["opened_at"])
            text = f"ticket {ticket['ticket']}: first word of a human, {wait} after it came (first response time)"
            yield _Event(ticket["replied_at"], TAKEN, row + AFTER, text)


def _beside(log: Log, issue: int) -> Iterator[_Event]:
    """Sessions before the first contact, requests to supervisors, and what was given."""
    for row, (began, ended, begins, ends) in enumerate(sessions(log, issue)):
        at_once = ended == began
        yield _Event(began, CAME, row - AFTER, f"{begins}, {ends}" if at_once else begins)
        if not at_once and not math.isnan(ended):
            yield _Event(ended, ENDED, row, f"... {ends}")
    for row, (asked, decided, asks, decides) in enumerate(requests(log, issue)):
        yield _Event(asked, FINISHED_AT_ONCE, row + AFTER, asks)
        if not math.isnan(decided):
            yield _Event(decided, ENDED, row - AFTER, decides.format(after=f"after {spoken(decided - asked)}"))
    for row, (when, gives) in enumerate(grants(log, issue)):
        yield _Event(when, ENDED, row - AFTER // 2, gives)


def _who(log: Log, issue: int, start: dt.date | None) -> str:
    about = {name: column[issue].item() for name, column in log.issues.items()}
    urgent = "urgent" if about["urgent"] else "not urgent"
    came = moment(about["arrived_at"], start)
    queue, topic = log.queues[about["queue"]], log.topics[about["topic"]]
    return f"Issue {issue}: came on {log.channels[about['channel']]}, {came}; topic {topic}, {urgent}; queue {queue}"


def _how_it_ended(log: Log, issue: int, start: dt.date | None) -> str:
    about = {name: column[issue].item() for name, column in log.issues.items()}
    causes = [contact["cause"] for _, contact in rows_of(log.contacts, issue)]
    work_s = [touch["agent_s"] for _, touch in rows_of(log.touches, issue)]
    came = sum(Cause(cause) in INBOUND for cause in causes)
    effort = (
        f"{came} contact{'' if came == 1 else 's'} of the customer, {len(work_s)} stretch"
        f"{'' if len(work_s) == 1 else 'es'} of work, {spoken(float(np.nansum(work_s)))} of agents' time"
    )
    end, ended = End(about["end"]), about["ended_at"]
    when = ""
    if not math.isnan(ended):
        when = f" {moment(ended, start)}, {spoken(ended - about['arrived_at'])} after the first contact"
    return f"End{':' if not when else when + ':'} {ENDINGS[end]}; {effort}"


def _agent(log: Log, agent: int) -> str:
    name = log.agent_names[agent] if agent < len(log.agent_names) else ""
    return name or f"agent {agent + 1}"
