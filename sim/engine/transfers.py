"""Contacts that go elsewhere: passed on to another queue, or told to contact another channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock.grid import on_grid
from sim.engine.contact import NOBODY, Contact
from sim.engine.draws import drawer, maybe
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause, End, Status, TouchEnd
from sim.world.patience import patience_left

if TYPE_CHECKING:
    from sim.engine.desk import Desk

TRANSFER, BOUNCED, OPEN, LOST = int(Cause.TRANSFER), int(Cause.BOUNCED), int(Status.OPEN), int(End.LOST)
SENT_ELSEWHERE = int(TouchEnd.BOUNCED)


class Transfers:
    """Passing on by an agent, and sending away."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._tickets = desk.tickets
        self._sequels = desk.sequels
        self._anger = desk.anger
        self._m = plan.matters
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._carries: list[bool] = plan.agents.carries[plan.agents.team].tolist()
        """by agent: a tool hands over what was said"""
        self._carried = plan.channels.carried.tolist()
        self._sends_to = plan.channels.sends_to.tolist()
        self._u_bounced = maybe(plan, "bounced")
        self._u_lost, self._u_link = drawer(plan, "lost"), drawer(plan, "link")
        self._bounced_delay = drawer(plan, "bounced_delay")

    def pass_on(self, contact: Contact, queue: int, now: float) -> None:
        """A contact goes to another queue: warmly to its head, with everything that was said, or cold to its tail."""
        case, warm = contact.case, self._m.warm
        passed = Contact(case, queue, TRANSFER, now, contact.on_line)
        passed.admitted = contact.on_line
        if self._anger.at_work:
            self._anger.passes_on(contact, passed)
        if contact.on_line:
            self._tickets.becomes(case, OPEN, now)
        passed.to_head = warm
        passed.knows = warm or self._carries[contact.agent]
        if warm:
            contact.after_call_s += self._m.introduction_s
            passed.introduction_s = self._m.introduction_s
        if self._carried[self._channel_of[queue]] and contact.patience_s >= 0.0:
            passed.patience_s = patience_left(contact.patience_s, contact.answered_at - contact.entered_at)
        self._desk.then(case, passed, now, Kind.REASSIGN)

    def to_another_channel(self, contact: Contact) -> int:
        """The channel that the customer is told to contact; NOBODY if they need not."""
        if self._u_bounced is None:
            return NOBODY
        u = self._u_bounced(contact.issue, contact.touch, 0)
        return falls_to(u, self._sends_to[self._channel_of[contact.queue]])

    def send_away(self, contact: Contact, to: int, now: float) -> None:
        """The customer is told to contact another channel: they do, or are lost."""
        case, issue, touch = contact.case, contact.issue, contact.touch
        contact.end = SENT_ELSEWHERE
        self._tickets.closed(case, now)
        if self._u_lost(issue, touch, 0) < self._m.lost:
            self._tickets.ends(case, LOST, now)
            return
        at = now + on_grid(self._bounced_delay(issue, touch, 0))
        self._sequels.anew(case, to, BOUNCED, at, linked=self._u_link(issue, touch, 0) < self._m.link)
