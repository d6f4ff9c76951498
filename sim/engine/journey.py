"""The way of an issue through the desk, told as stories, and the events that bring customers and cut them off."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from typing import Any

import numpy as np
from simpy import Environment, Event

from sim.engine.contact import IN_SERVICE, Case, Contact
from sim.engine.desk import Desk
from sim.engine.order import Kind, priority
from sim.log import Outcome

Story = Generator[Event, None, None]
INFINITY = float("inf")
TRANSFERRED = int(Outcome.TRANSFERRED)


class Time(Environment):
    """SimPy's environment, with events whose priority says what comes first at one instant.

    No event here fails or stops the run, so the loop does not look for that.
    """

    now: float = 0.0  # a plain number: SimPy's property costs a call each time it is read

    def __init__(self, starts_at: float) -> None:
        super().__init__(initial_time=starts_at)
        self.now = starts_at

    def after(self, delay_s: float, priority: int, value: Any = None) -> Event:
        """An event that happens after a delay on the grid."""
        event = Event(self)
        self.happens(event, delay_s, priority, value)
        return event

    def happens(self, event: Event, delay_s: float, priority: int, value: Any = None) -> None:
        """An event will happen after a delay on the grid."""
        event._ok, event._value = True, value
        # What SimPy's ``schedule`` does; its type of the queue names two priorities.
        heappush(self._queue, (self.now + delay_s, priority, next(self._eid), event))  # type: ignore[misc]

    def run(self, until: float) -> None:  # type: ignore[override]  # SimPy also takes an event, or nothing
        """Let everything happen up to an instant, without what happens at it; infinity: until nothing is left."""
        queue = self._queue
        while queue and queue[0][0] < until:
            now, _, _, event = heappop(queue)
            self._now = self.now = now
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # None: it has happened
            for callback in callbacks:
                callback(event)
        if until < INFINITY:
            self._now = self.now = until


class Walk:
    """Walks a story from one event to the next.

    It does what SimPy's ``Process`` does for a story that nobody waits for or interrupts, without the two further
    events with which a process starts and ends: half of all events of a contact, and 40 % of its time.
    """

    __slots__ = ("_story",)

    def __init__(self, story: Story) -> None:
        self._story = story
        self(None)

    def __call__(self, _: Event | None) -> None:
        """Continue the story now, and again when the event that it waits for happens."""
        event = next(self._story, None)
        if event is not None:
            event.callbacks.append(self)


def journey(desk: Desk, issue: int) -> Story:
    """A customer's need: contact after contact, with pauses between them, until it ends in one way or another."""
    contact = desk.arrives(issue)
    case = contact.case
    if desk.self_service.at_work and desk.self_service.keeps(contact):  # nobody hears of it, or not now
        pause = desk.pause(case)
        if pause is None:
            return
        yield pause
        contact, case.next = case.next, None
    if desk.bot.at_work and desk.bot.meets(contact):
        yield desk.bot.session(contact)
        if desk.bot.keeps(contact):  # no human hears of it, or not now
            pause = desk.pause(case)
            if pause is None:
                return
            yield pause
            contact, case.next = case.next, None
    while True:
        yield from visit(desk, contact)
        pause = desk.pause_after(contact)
        if pause is None:
            return
        if case.starts_waiting:
            expect(desk, case)
        yield pause
        contact, case.next = case.next, None


def visit(desk: Desk, contact: Contact) -> Story:
    """One contact: it comes, waits, is served or gives up."""
    if desk.enter(contact):
        if contact.case.starts_waiting:
            expect(desk, contact.case)
        yield contact.wake  # until the talk is over, patience ends, or the queue is cut off
    if contact.outcome == IN_SERVICE:
        if desk.authority.at_work and desk.authority.must_wait(contact):
            yield contact.wake  # until a supervisor has decided, or the customer hangs up
        after_call_work = desk.service.hang_up(contact)
        if after_call_work is not None:
            if contact.outcome == TRANSFERRED:  # the customer goes on at once
                Walk(wrap_up(desk, contact, after_call_work))
                return
            if contact.case.starts_waiting:  # promised just now
                expect(desk, contact.case)
            yield after_call_work
        desk.service.release(contact)


def wrap_up(desk: Desk, contact: Contact, after_call_work: Event) -> Story:
    """An agent who has passed a customer on does the rest alone."""
    yield after_call_work
    desk.service.release(contact)


def expect(desk: Desk, case: Case) -> None:
    """A customer begins to wait off the line; if they still do when the promise lapses, they become impatient."""
    wait, lapse = case.wait, desk.promises.lapses(case)
    if lapse is not None:
        lapse.callbacks.append(lambda _: Walk(impatience(desk, case)) if case.wait == wait else None)


def impatience(desk: Desk, case: Case) -> Story:
    """A promise has lapsed: it is kept by a notice, or the customer asks and asks again, until the wait is over."""
    wait = case.wait
    if desk.promises.is_kept(case):
        word = desk.promises.notice(case)
        Walk(notice(desk, word))
        if word.begun:
            return
    while case.wait == wait:
        next_chase = desk.promises.next_chase(case)
        if next_chase is None:
            return
        yield next_chase
        if case.wait == wait:
            chase = desk.promises.chase(case)
            yield from visit(desk, chase)
            if case.wait == wait and desk.promises.gets_timeframe(case, chase):
                desk.promises.renew(case)
                expect(desk, case)


def notice(desk: Desk, word: Contact) -> Story:
    """The desk tells a waiting customer where things stand, and promises anew."""
    case, wait = word.case, word.case.wait
    yield from visit(desk, word)
    if case.wait == wait:
        desk.promises.renew(case)
        expect(desk, case)


def arrivals(env: Environment, desk: Desk) -> Story:
    """Issues arise one after another, each with its own journey; a backlog is there from the start."""
    first, instants = priority(Kind.ARRIVAL, 0), np.maximum(desk.plan.issues.arrived_at, desk.plan.rules.starts_at)
    for issue, arrives_at in enumerate(instants.data):
        yield desk.after(arrives_at - env.now, first | issue)
        Walk(journey(desk, issue))


def duties(env: Environment, desk: Desk) -> Story:
    """Supervisors' other duties fall due one after another."""
    for number, due_at in enumerate(desk.plan.authority.duty_at.data):
        yield desk.after(due_at - env.now, priority(Kind.RETURN, number))
        desk.supervision.duty_falls_due()


def closings(env: Environment, desk: Desk) -> Story:
    """Channels that cut off their queue do so at each closing, unless they open again at that instant."""
    channels, rules = desk.plan.channels, desk.plan.rules
    cut_off = channels.disconnect & channels.live
    instants = sorted(
        (closes, int(channel)) for channel, _, closes in channels.openings.tolist() if cut_off[int(channel)]
    )
    for closes, channel in instants:
        if rules.starts_at <= closes < rules.ends_at:
            yield desk.after(closes - env.now, priority(Kind.CLOSING, channel))
            desk.line.disconnect(channel)
