"""The part of an issue's life beside its contacts: what it met before a human, supervisors, and what was given."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.log.kinds import Grant, Request, RequestEnd, SessionEnd, SessionKind
from sim.log.tables import Columns, Log

MEETS = {
    SessionKind.STATUS_PAGE: "the customer looks at the status page",
    SessionKind.KNOWLEDGE_BASE: "the customer looks for an answer in the articles",
    SessionKind.BOT: "the customer talks to the bot of {channel}",
}

AND_THEN = {
    SessionEnd.OPEN: "the session still goes on",
    SessionEnd.CONTAINED: "and leaves without having asked for a human",
    SessionEnd.HIDDEN: "and finds no way to a human",
    SessionEnd.ESCALATED: "and is passed on to a human",
    SessionEnd.DEAD_END: "and stands before a closed door",
    SessionEnd.IN_VAIN: "and finds none",
}

ASKS = {
    Request.ON_HOLD: "the agent asks a supervisor, and the customer holds",
    Request.LATER: "the agent leaves it to a supervisor",
    Request.DUTY: "another duty falls due",
}

DECIDES = {
    RequestEnd.OPEN: "not decided by the end of the simulation",
    RequestEnd.GRANTED: "the supervisor says yes, {after}",
    RequestEnd.DENIED: "the supervisor says no, {after}",
    RequestEnd.WITHDRAWN: "the customer hangs up before a supervisor is free, {after}",
    RequestEnd.IN_VAIN: "the customer hangs up while a supervisor is at it, {after}",
    RequestEnd.DONE: "done, {after}",
    RequestEnd.PUT_OFF: "the last supervisor has left, {after}: the customer hears that the decision comes later",
}

GIVES = {
    Grant.OWN: "the agent grants {granted}",
    Grant.APPROVED: "{granted} are granted",
    Grant.DENIED: "nothing is granted of {needed}",
    Grant.DISCOUNT: "the customer takes {granted} instead of {needed}",
    Grant.GOODWILL: "{granted} as goodwill for having come again",
    Grant.UNWARRANTED: "{granted} are granted without need",
}


def rows_of(table: Columns, issue: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of an issue in a table, with their places."""
    for row in np.flatnonzero(table["issue"] == issue).tolist():
        yield row, {name: column[row].item() for name, column in table.items()}


def sessions(log: Log, issue: int) -> Iterator[tuple[float, float, str, str]]:
    """(began, ended, what began, how it ended) of each session; an end of NaN has not come."""
    for _, session in rows_of(log.sessions, issue):
        begins = MEETS[SessionKind(session["kind"])].format(channel=log.channels[session["channel"]])
        ends = AND_THEN[SessionEnd(session["end"])] + (" [in truth solved]" if session["solved"] else "")
        yield session["began_at"], session["ended_at"], begins, ends


def requests(log: Log, issue: int) -> Iterator[tuple[float, float, str, str]]:
    """(asked, decided or hung up, the asking, the decision with ``{after}`` to be filled) of each request."""
    for _, request in rows_of(log.supervision, issue):
        asks, decides = ASKS[Request(request["request"])], DECIDES[RequestEnd(request["end"])]
        name = f"contact {request['contact']}"
        yield request["asked_at"], request["ended_at"], f"{name}: {asks}", f"{name}: {decides}"


def grants(log: Log, issue: int) -> Iterator[tuple[float, str]]:
    """(when, what was given) of each concession."""
    for _, given in rows_of(log.concessions, issue):
        amounts = {name: f"{given[name]:,.2f}" for name in ("granted", "needed")}
        if not math.isnan(given["at"]):
            yield given["at"], f"contact {given['contact']}: {GIVES[Grant(given['grant'])].format(**amounts)}"
