"""Random desks played once and read by many laws: the same desks for each law, as rows that a law can walk through."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, seed, settings

from sim.engine import lower, play
from sim.engine.plan import Plan
from sim.log import TABLES, Cause, Log, Request, TouchEnd
from sim.scenario import Scenario
from tests.strategies import NO_SHRINKING, desks

EXAMPLES, SEED = 80, 5
Law = Callable[[dict[str, Any]], None]
BESIDE = (Cause.CHASE, Cause.NOTICE)
"""Contacts beside the matter: it does not move by them."""
OFF_LINE = (Cause.MESSAGE, Cause.REPLY, Cause.NEXT_TOUCH, Cause.NOTICE, Cause.CONFIRM, Cause.DECIDED)
"""Causes of contacts for a customer who is not on the line, whatever the channel."""


class Played:
    """A desk, its plan and its log; rows as objects, with the columns as attributes."""

    def __init__(self, mapping: dict[str, Any]) -> None:
        self.scenario = Scenario.from_mapping(mapping)
        self.plan: Plan
        self.plan, names = lower(self.scenario, SEED, 0)
        self.plan = restless(self.plan)
        self.log: Log = play(self.plan, names)
        log = self.log
        self.issues = rows(log.issues)
        self.contacts = rows(log.contacts)
        self.tickets = rows(log.tickets)
        self.statuses = rows(log.statuses)
        self.touches = rows(log.touches)
        self.duty = rows(log.duty)
        self.concessions = rows(log.concessions)
        self.supervision = rows(log.supervision)
        self.live = [
            self.scenario.policy.channels[log.channels[channel]].waits_on_line for channel in log.queue_channel
        ]
        """by queue: customers may wait on the line"""
        self.chat = [
            self.scenario.policy.channels[log.channels[channel]].kind == "chat" for channel in log.queue_channel
        ]
        for touch in self.touches:
            touch.until = log.ends_at if touch.end == TouchEnd.OPEN else touch.ended_at
        touches = sorted(self.touches, key=lambda touch: (touch.issue, touch.contact, touch.started_at, touch.until))
        self.touches_of = {
            key: list(group) for key, group in groupby(touches, key=lambda touch: (touch.issue, touch.contact))
        }
        self._mark_those_on_the_line()
        self._mark_those_on_hold()

    def _mark_those_on_the_line(self) -> None:
        for contacts in self.threads():
            on_line = False
            for contact in contacts:
                if contact.cause != Cause.TRANSFER:
                    on_line = self.live[contact.queue] and contact.cause not in OFF_LINE
                contact.on_line = on_line
        for contact in self.contacts:
            if contact.cause in BESIDE:
                contact.on_line = self.live[contact.queue] and contact.cause == Cause.CHASE
            contact.touches = self.touches_of.get((contact.issue, contact.contact), [])
            for touch in contact.touches:
                touch.of = contact
                touch.chat = contact.on_line and self.chat[contact.queue]

    def _mark_those_on_hold(self) -> None:
        """When customer and agent waited for a supervisor in a touch, the last of its contact: (since, until)."""
        for touch in self.touches:
            touch.held = ()
        for request in self.supervision:
            request.until = self.log.ends_at if math.isnan(request.released_at) else request.released_at
            if request.request == Request.ON_HOLD:
                ended_at = self.log.ends_at if math.isnan(request.ended_at) else request.ended_at
                self.touches_of[request.issue, request.contact][-1].held = (request.asked_at, ended_at)

    def threads(self) -> Iterator[list[Any]]:
        """By issue: the contacts by which the matter itself went on, one after another."""
        for _, contacts in groupby(self.contacts, key=lambda contact: contact.issue):
            yield [contact for contact in contacts if contact.cause not in BESIDE]


def restless(plan: Plan) -> Plan:
    """The same plan with a chance of leaving (3 % a day at the most that settings allow) that is fifteen times that."""
    return plan._replace(chances=plan.chances._replace(u_quit=plan.chances.u_quit / 15.0))


def same_log(one: Log, other: Log) -> bool:
    """Whether two logs agree in every bit of every table, and in all that goes with them."""
    beside = ("queues", "queue_channel", "queue_topic", "channels", "topics", "teams", "agent_names", "ends_at")
    return all(getattr(one, name) == getattr(other, name) for name in beside) and all(
        np.array_equal(column, getattr(other, table.name)[name], equal_nan=column.dtype.kind == "f")
        for table in TABLES
        for name, column in getattr(one, table.name).items()
    )


def rows(table: Any) -> list[Any]:
    """The rows of a table."""
    names = list(table)
    return [
        SimpleNamespace(**dict(zip(names, values, strict=True)))
        for values in zip(*(column.tolist() for column in table.values()), strict=True)
    ]


@cache
def _played(text: str) -> Played:
    return Played(json.loads(text))


def played(desk: dict[str, Any]) -> Played:
    """A desk played, once for all laws of a session."""
    return _played(json.dumps(desk))


def on_random_desks(law: Law, examples: int = EXAMPLES) -> Callable[[], None]:
    """A law tested on the same random desks as all others."""
    return settings(max_examples=examples, phases=NO_SHRINKING)(seed(7)(given(desks())(law)))


def on_some_random_desks(law: Law) -> Callable[[], None]:
    """A law that plays them again, tested on some."""
    return on_random_desks(law, EXAMPLES // 4)
