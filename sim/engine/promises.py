"""Customers who wait off the line: what they were promised, whether it is kept, and when they ask about it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from sim.clock.grid import on_grid
from sim.engine.contact import CHASE, CHASES_FROM, NOTICE, Case, Contact
from sim.engine.draws import maybe
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause

if TYPE_CHECKING:
    from sim.engine.desk import Desk

PROMISE, RETURN = Kind.PROMISE << ENTITY_BITS, Kind.RETURN << ENTITY_BITS


class Promises:
    """The waits of customers for the desk."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        self._m = plan.matters
        self.chasing = plan.matters.chase
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._on_channel = plan.queues.on_channel.tolist()
        self._later = plan.channels.later.tolist()
        self._expects_s = plan.channels.expects_s.tolist()
        self._promise_s = plan.channels.promise_s.tolist()
        self._chases_on = plan.channels.chases_on.tolist()
        self._ends_at = plan.rules.ends_at
        self._wakes: list[float] = plan.channels.waking[:, 0].tolist()
        self._sleeps: list[float] = plan.channels.waking[:, 1].tolist()
        self._told, self._timeframe = maybe(plan, "told"), maybe(plan, "timeframe")
        self._kept, self._chase = maybe(plan, "kept"), maybe(plan, "chase")
        self._chase_channel = maybe(plan, "chase_channel")

    # A wait begins.

    def queueing_begins(self, case: Case, channel: int) -> None:
        """A customer waits for an answer to a message: for what the acknowledgement promises, or what they expect."""
        if self.chasing and not case.waiting:
            case.waiting = case.starts_waiting = True
            case.promised = self._m.acknowledge
            case.promise_s = self._promise_s[channel] if case.promised else self._expects_s[channel]

    def pending_begins(self, case: Case, channel: int) -> None:
        """A customer waits while others act: told and promised, told, or neither."""
        if not self.chasing:
            return
        index = case.promises
        case.promises += 1
        case.waiting = case.starts_waiting = True
        told = self._told(case.issue, index, 0) < self._m.tell  # type: ignore[misc]
        case.promised = told and self._timeframe(case.issue, index, 0) < self._m.timeframe  # type: ignore[misc]
        if case.promised:
            case.promise_s = self._promise_s[channel]
        else:
            case.promise_s = self._m.expects_pending_s if told else self._expects_s[channel]

    # A promise lapses.

    def lapses(self, case: Case) -> Any:
        """The event at which the customer's wait exceeds the promise, or what they expect; never: None."""
        case.starts_waiting = False
        delay_s = case.promise_s
        if self._env.now + delay_s >= self._ends_at:
            return None
        return self._desk.after(on_grid(delay_s), PROMISE | case.issue)

    def is_kept(self, case: Case) -> bool:
        """Whether the desk gives notice at the end of a promise."""
        if not case.promised:
            return False
        index = case.promises
        case.promises += 1
        kept = self._kept(case.issue, index, 0) < self._m.kept  # type: ignore[misc]
        if not kept:
            self._desk.anger.breaks_promise(case)
        return kept

    def notice(self, case: Case) -> Contact:
        """The work of a notice, where the ticket's later work goes."""
        home = self._on_channel[case.home][self._later[self._channel_of[case.home]]]
        contact = Contact(case, home, Cause.NOTICE, self._env.now, on_line=False)
        contact.work, contact.ticket, contact.touch = NOTICE, case.ticket, case.promises - 1
        return contact

    def renew(self, case: Case) -> None:
        """The customer has a new promise; whoever counted on the old one has been overtaken."""
        case.wait += 1
        case.promised = True
        case.promise_s = self._promise_s[self._channel_of[case.home]]

    # A customer asks.

    def next_chase(self, case: Case) -> Any:
        """The event of the next chase, waking hours counted only; None if it would come after the last day."""
        # Each stretch of impatience has a draw of its own: one that was overtaken was long, and is used no more.
        index = case.chases
        case.chases += 1
        delay_s = self._chase(case.issue, index, 0)  # type: ignore[misc]
        at = self._after_waking(self._env.now, delay_s)
        if at >= self._ends_at:
            return None
        return self._desk.after(on_grid(at - self._env.now), RETURN | case.issue)

    def _after_waking(self, now: float, waking_s: float) -> float:
        """The instant at which so much waking time has passed; infinity beyond the last waking hours."""
        wakes, sleeps = self._wakes, self._sleeps
        if not wakes:
            return now + waking_s
        for place in range(max(bisect_right(wakes, now) - 1, 0), len(wakes)):
            start, sleeps_at = max(wakes[place], now), sleeps[place]
            if start + waking_s <= sleeps_at:
                return start + waking_s
            waking_s -= max(sleeps_at - start, 0.0)
        return float("inf")

    def chase(self, case: Case) -> Contact:
        """The customer asks where things stand, on the ticket's channel or another."""
        to = case.ticket_channel
        if self._chase_channel is not None:
            to = falls_to(self._chase_channel(case.issue, case.chases - 1, 0), self._chases_on[to])
        queue = self._on_channel[case.home][to]
        contact = Contact(case, queue, Cause.CHASE, self._env.now, self._desk.live[to])
        contact.work, contact.ticket, contact.touch = CHASE, case.ticket, case.chases - 1
        contact.line_entry = CHASES_FROM + contact.touch
        return contact

    def gets_timeframe(self, case: Case, contact: Contact) -> bool:
        """Whether the agent who answered a chase has given a new promise."""
        if not contact.begun:
            return False
        index = case.promises
        case.promises += 1
        return self._timeframe(case.issue, index, 0) < self._m.timeframe  # type: ignore[misc]
