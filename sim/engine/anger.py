"""Angry customers: who is angry when an agent takes a contact, and who is flagged for it when they come.

Anger lives on the contact (``Contact.angry``) from the moment an agent takes it, for all that follows from it. The
desk's own work (a next touch, a notice) has nobody who could be angry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.contact import BESIDE, NOBODY, Case, Contact
from sim.engine.draws import doubles, maybe
from sim.engine.plan import Plan
from sim.log import Cause
from sim.policy.sentiment import is_flagged
from sim.world.anger import is_angry, p_angry

if TYPE_CHECKING:
    from sim.engine.desk import Desk

OWN_WORK = frozenset((int(Cause.NEXT_TOUCH), int(Cause.NOTICE)))
"""Contacts without a customer."""
SAYS_NOTHING = OWN_WORK | {int(Cause.TRANSFER)}
"""Contacts without words to read: the customer's are those of the contact that was passed on."""
NOT_A_CUSTOMER_S = -1.0


class Anger:
    """The temper of customers, and the detector of it."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        angers = plan.angers
        self.at_work = angers.at_work
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._topic_of: list[int] = plan.queues.topic.tolist()
        self._u = doubles(plan.draws.anger)
        self._share: list[float] = angers.share.tolist()
        self._expects_s: list[float] = angers.expects_s.tolist()
        self._waiting, self._handle_time = angers.waiting, angers.handle_time
        self._after_failure, self._after_broken_promise = angers.after_failure, angers.after_broken_promise
        self._failed: set[int] = set()
        """issues whose customer had to come back"""
        self._broken: set[int] = set()
        """issues with a promise that lapsed in silence"""
        self.reads = bool(angers.reads.any())
        self._reads_on: list[bool] = angers.reads.tolist()
        self._u_flag = maybe(plan, "sentiment")
        self._n_read: dict[int, int] = {}
        self._sensitivity, self._specificity = angers.sensitivity, angers.specificity
        twins = plan.queues.escalated_twin if angers.to_senior else plan.queues.urgent_twin
        self._twin: list[int] = twins.tolist()
        """by queue: where the flagged go"""

    # What makes customers angry.

    def fails(self, case: Case) -> None:
        """A solution turned out to be none, and the customer will come back."""
        self._failed.add(case.issue)

    def breaks_promise(self, case: Case) -> None:
        """A promise has lapsed, and nobody gives notice."""
        self._broken.add(case.issue)

    def passes_on(self, contact: Contact, passed: Contact) -> None:
        """A contact is passed on: the customer goes on waiting, and what they have waited counts."""
        if contact.cause in OWN_WORK or contact.waited_s < 0.0:
            passed.waited_s = NOT_A_CUSTOMER_S
        else:
            passed.waited_s = contact.waited_s + (contact.answered_at - contact.entered_at)

    def meets(self, contact: Contact, now: float) -> None:
        """An agent takes a contact: the customer is angry or not, which may make the work longer."""
        before_s = contact.waited_s
        if contact.cause in OWN_WORK or before_s < 0.0:
            return
        contact.angry = int(self._is_angry(contact, before_s + (now - contact.entered_at)))
        if contact.angry:
            contact.factor *= self._handle_time

    def _is_angry(self, contact: Contact, waited_s: float) -> bool:
        issue = contact.issue
        p = p_angry(
            self._share[self._topic_of[contact.case.home]],
            waited_s,
            self._expects_s[self._channel_of[contact.queue]],
            self._waiting,
            issue in self._failed,
            self._after_failure,
            issue in self._broken,
            self._after_broken_promise,
        )
        return is_angry(self._u[issue], p)

    # What is done about it.

    def reads_words(self, contact: Contact) -> None:
        """A customer gets in: their words are read, and a flag puts the contact into another queue of its kind."""
        if not self._reads_on[self._channel_of[contact.queue]] or contact.cause in SAYS_NOTHING:
            return
        index = self._n_read.get(contact.issue, 0)
        self._n_read[contact.issue] = index + 1
        u = self._u_flag(contact.issue, index, 0)  # type: ignore[misc]
        contact.flagged = int(is_flagged(u, self._is_angry(contact, 0.0), self._sensitivity, self._specificity))
        twin = self._twin[contact.queue]
        if contact.flagged and twin != NOBODY:
            contact.queue = twin
            if contact.work not in BESIDE and self._twin[contact.case.home] != NOBODY:
                contact.case.home = self._twin[contact.case.home]
