"""Waiting for others: the customer, a third party, a colleague inside or a supervisor has to act before it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock.grid import on_grid
from sim.engine.contact import Contact
from sim.engine.draws import Draw, drawer
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.log import Cause, End, Status, TouchEnd
from sim.world.replies import reply_after

if TYPE_CHECKING:
    from sim.engine.desk import Desk

PENDING_CUSTOMER, PENDING_INTERNAL = int(Status.PENDING_CUSTOMER), int(Status.PENDING_INTERNAL)
ON_HOLD = int(Status.ON_HOLD)
ASKED_CUSTOMER, ASKED_COLLEAGUE = int(TouchEnd.PENDING_CUSTOMER), int(TouchEnd.PENDING_INTERNAL)
ASKED_SUPERVISOR, ASKED_THIRD_PARTY = int(TouchEnd.PENDING_APPROVAL), int(TouchEnd.ON_HOLD)
REPLY, NEXT_TOUCH, DECIDED = int(Cause.REPLY), int(Cause.NEXT_TOUCH), int(Cause.DECIDED)
NO_REPLY = int(End.NO_REPLY)
PENDING = Kind.PENDING


class Pending:
    """Tickets that cannot go on before somebody else has acted."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._tickets = desk.tickets
        self._promises = desk.promises
        self._sequels = desk.sequels
        self._m = plan.matters
        self._finishing = plan.authority.finishing
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._third_party, self._internal = drawer(plan, "third_party"), drawer(plan, "internal")
        self._customer, self._u_reminded = drawer(plan, "customer"), drawer(plan, "reminded")
        self._after_reminder = drawer(plan, "after_reminder")

    def customer(self, contact: Contact, now: float) -> None:
        """The customer has to answer: on their own, after a reminder, or never."""
        case, m = contact.case, self._m
        contact.end = ASKED_CUSTOMER
        self._tickets.becomes(case, PENDING_CUSTOMER, now)
        issue, index = case.issue, case.waits
        case.waits += 1
        after_s = reply_after(
            self._customer(issue, index, 0),
            m.remind_after_s,
            self._u_reminded(issue, index, 0),
            m.reminded,
            self._after_reminder(issue, index, 0),
        )
        if after_s > m.give_up_after_s:
            at = now + on_grid(m.give_up_after_s)
            self._tickets.closed(case, self._tickets.solved(case, at))
            self._tickets.ends(case, NO_REPLY, at)
        else:
            self._sequels.later(case, REPLY, now + on_grid(after_s), PENDING)

    def third_party(self, contact: Contact, now: float) -> None:
        """A supplier, say, has to act, while the customer waits for the desk."""
        contact.end = ASKED_THIRD_PARTY
        self._waits(contact, self._third_party, ON_HOLD, now)

    def internal(self, contact: Contact, now: float) -> None:
        """Somebody else inside has to act, while the customer waits for the desk."""
        contact.end = ASKED_COLLEAGUE
        self._waits(contact, self._internal, PENDING_INTERNAL, now)

    def _waits(self, contact: Contact, takes: Draw, status: int, now: float) -> None:
        case = contact.case
        self._tickets.becomes(case, status, now)
        after_s = takes(case.issue, case.waits, 0)
        case.waits += 1
        self._sequels.later(case, NEXT_TOUCH, now + on_grid(after_s), PENDING)
        self._promises.pending_begins(case, self._channel_of[case.home])  # where the ticket waits from now on

    def supervisor(self, contact: Contact, now: float) -> None:
        """A supervisor has to decide; then somebody finishes it."""
        case = contact.case
        contact.end = ASKED_SUPERVISOR
        self._tickets.becomes(case, PENDING_INTERNAL, now)
        self._sequels.later(case, DECIDED, now, PENDING).factor = self._finishing
        case.decision = self._desk.supervision.ask_later(contact)
        self._promises.pending_begins(case, self._channel_of[case.home])
