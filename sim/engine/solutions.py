"""Solved, as far as the desk knows: whether the customer confirms it, stays away, or finds that it is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock.grid import on_grid
from sim.engine.contact import CONFIRMATION, Case, Contact
from sim.engine.draws import drawer, maybe
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause, End, Result, Status, TouchEnd

if TYPE_CHECKING:
    from sim.engine.desk import Desk

TRULY, RESOLVED, SILENT = int(Result.RESOLVED), int(End.RESOLVED), int(End.SILENT)
ASKED_CUSTOMER, GOES_ON = int(TouchEnd.PENDING_CUSTOMER), int(TouchEnd.NEXT_TOUCH)
PENDING_CUSTOMER = int(Status.PENDING_CUSTOMER)
CONFIRM, NEXT_TOUCH, RECONTACT = int(Cause.CONFIRM), int(Cause.NEXT_TOUCH), int(Cause.RECONTACT)


class Solutions:
    """What follows when an agent takes a matter for solved."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._tickets = desk.tickets
        self._sequels = desk.sequels
        self._anger = desk.anger
        self._m = plan.matters
        self._returns_to = plan.channels.returns_to.tolist()
        self._confirms, self._u_detects = drawer(plan, "confirms"), drawer(plan, "confirm_detects")
        self._u_returns, self._noticed = drawer(plan, "returns"), drawer(plan, "noticed")
        self._u_return_channel, self._u_link = maybe(plan, "return_channel"), drawer(plan, "link")

    def believed(self, contact: Contact, now: float) -> None:
        """An agent takes the matter for solved, and may ask the customer to confirm it."""
        case = contact.case
        case.truth = contact.result
        if self._m.confirm:
            contact.end = ASKED_CUSTOMER
            self._tickets.becomes(case, PENDING_CUSTOMER, now)
            after_s = self._confirms(case.issue, case.solutions, 0)
            asked = self._sequels.later(case, CONFIRM, now + on_grid(after_s), Kind.PENDING)
            asked.work, asked.touch = CONFIRMATION, case.solutions
        else:
            self._closes_out(case, now)

    def answered(self, contact: Contact, now: float) -> None:
        """The customer has said whether it is solved."""
        case = contact.case
        if case.truth != TRULY and self._u_detects(case.issue, case.solutions, 0) < self._m.confirm_detects:
            case.solutions += 1
            contact.end = GOES_ON
            self._sequels.later(case, NEXT_TOUCH, now, Kind.REASSIGN)
        else:
            self._closes_out(case, now)

    def _closes_out(self, case: Case, now: float) -> None:
        """The ticket is solved; the customer stays away, or finds that it is not so and comes back."""
        closes_at = self._tickets.solved(case, now)
        issue, index = case.issue, case.solutions
        case.solutions += 1
        if case.truth == TRULY:
            self._tickets.closed(case, closes_at)
            self._tickets.ends(case, RESOLVED, now)
            return
        if self._u_returns(issue, index, 0) >= self._m.returns:
            self._tickets.closed(case, closes_at)
            self._tickets.ends(case, SILENT, now)
            return
        self._anger.fails(case)
        at = now + on_grid(self._noticed(issue, index, 0))
        to = case.ticket_channel
        if self._u_return_channel is not None:
            to = falls_to(self._u_return_channel(issue, index, 0), self._returns_to[to])
        linked = self._u_link(issue, index, 0) < self._m.link
        if at < closes_at and linked:
            self._sequels.reopened(case, to, at)
        else:
            self._tickets.closed(case, closes_at)
            self._sequels.anew(case, to, RECONTACT, at, linked=linked)
