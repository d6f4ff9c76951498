"""Which queue a contact is put into: the one that it belongs to, or one that it is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.contact import MATTER, NOBODY, Contact
from sim.engine.draws import drawer
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause
from sim.policy.sorting import sorted_right

if TYPE_CHECKING:
    from sim.engine.desk import Desk

SORTED = frozenset({Cause.FIRST, Cause.REDIAL, Cause.BACKLOG, Cause.MESSAGE, Cause.RECONTACT, Cause.BOUNCED})
"""Contacts that come from outside without a ticket to go by."""


class Sorting:
    """Sorting when a contact comes, and again when it is passed on."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._m = plan.matters
        self._u = drawer(plan, "sorting")
        self._mistaken_for: list[list[int]] = plan.queues.mistaken_for.tolist()
        self._mistaken_share = plan.queues.mistaken_share.tolist()

    def sort(self, contact: Contact) -> None:
        """A contact that comes from outside is put into a queue; the desk's own work is where it belongs."""
        if contact.cause in SORTED and contact.work == MATTER:
            contact.queue = self._guess(contact, self._m.correct)

    def pass_on(self, contact: Contact, now: float) -> None:
        """A wrong desk passes a contact on, to where it thinks that it belongs."""
        queue = self._guess(contact, self._m.correct_again)
        self._desk.transfers.pass_on(contact, queue, now)

    def _guess(self, contact: Contact, correct: float) -> int:
        case = contact.case
        home = case.home
        u = self._u(contact.issue, case.sortings, 0)
        case.sortings += 1
        options = self._mistaken_for[home]
        if sorted_right(u, correct) or not options or options[0] == NOBODY:
            return home
        place = falls_to((u - correct) / (1.0 - correct), self._mistaken_share[home])
        return options[place]
