"""What agents may give away: at the end of the talk a concession is granted, asked for, or not needed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.contact import ASKED, DONE, GRANTED, MATTER, NOBODY, REFUSED, UNDECIDED, UNNEEDED, Contact
from sim.engine.draws import drawer, maybe
from sim.engine.plan import APPROVALS, Plan
from sim.log import Cause, Grant
from sim.policy.authority import holds

if TYPE_CHECKING:
    from sim.engine.desk import Desk

HOLD, BY_WAIT = APPROVALS.index("hold"), APPROVALS.index("by_wait")
CAME_AGAIN = frozenset((Cause.REDIAL, Cause.RECONTACT, Cause.REOPEN, Cause.BOUNCED))
"""Contacts of customers who had to come again: they may get goodwill."""


class Authority:
    """The concessions of all issues."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        self._plan = a = plan.authority
        self.at_work = a.at_work
        self._needed: list[float] = a.needed.tolist()
        self._limit: list[float] = a.limit.tolist()
        self._too_much: list[float] = a.too_much.tolist()
        self._team: list[int] = plan.agents.team.tolist()
        skills = plan.agents.proficiency[plan.agents.group].tolist()
        self._decides = [a.on_hold != NOBODY and skill[a.on_hold] > 0.0 for skill in skills]
        """by agent: a supervisor"""
        self._topic_of: list[int] = plan.queues.topic.tolist()
        self._u_needed, self._amount = drawer(plan, "concession"), drawer(plan, "amount")
        self._asks: list[float] = a.asks.tolist()
        self._u_asks = maybe(plan, "asks")
        self._u_settles, self._u_unwarranted = maybe(plan, "settles"), maybe(plan, "unwarranted")
        rows = desk.recorder.concessions
        self._write, self._row = rows.write, rows.pack

    def needs(self, contact: Contact) -> bool:
        """Whether a matter calls for a concession, which no bot and no article can give."""
        topic = self._topic_of[contact.case.home]
        return self.at_work and self._u_needed(contact.issue, 0, 0) < self._needed[topic]

    def must_wait(self, contact: Contact) -> bool:
        """The talk is over: grant what is needed, or ask; True if customer and agent now wait for a supervisor."""
        case = contact.case
        if contact.work != MATTER or contact.end != DONE:
            return False
        if self._desk.transfers.to_another_channel(contact) != NOBODY:
            return False
        limit = self._limit[self._team[contact.agent]]
        if self._plan.goodwill > 0.0 and limit > 0.0 and not case.consoled and contact.cause in CAME_AGAIN:
            case.consoled = True
            self._give(contact, Grant.GOODWILL, 0.0, min(self._plan.goodwill, limit))
        if case.concession != UNDECIDED:
            return False
        amount = self._amount(case.issue, 0, 0)
        if not self.needs(contact):
            case.concession = UNNEEDED
            if amount <= limit and self._falls_below(self._u_unwarranted, contact, self._plan.unwarranted):
                self._give(contact, Grant.UNWARRANTED, 0.0, amount)
        elif amount <= limit:
            case.concession = GRANTED
            self._give(contact, Grant.OWN, amount, amount * (1.0 + self._too_much[self._team[contact.agent]]))
        elif self._decides[contact.agent]:  # a supervisor who serves customers asks nobody, and gives what there is
            self.decided(contact, True)
        elif limit > 0.0 and self._falls_below(self._u_settles, contact, self._plan.settles):
            case.concession = GRANTED
            self._give(contact, Grant.DISCOUNT, amount, limit)
        elif self._u_asks is not None and self._u_asks(case.issue, 0, 0) >= self._asks[self._team[contact.agent]]:
            case.concession = UNNEEDED  # the tool helped to find another way
        else:
            case.concession = ASKED
            if contact.on_line and self._holds():
                self._desk.supervision.ask_on_hold(contact)
                return True
        return False

    def _falls_below(self, draw: object, contact: Contact, share: float) -> bool:
        return draw is not None and draw(contact.issue, 0, 0) < share  # type: ignore[operator]

    def _holds(self) -> bool:
        """Whether the customer holds: never without a supervisor on duty."""
        supervision = self._desk.supervision
        if not supervision.on_duty():
            return False
        if self._plan.approval == BY_WAIT:
            return holds(supervision.expected_wait(), self._plan.decision_s, self._plan.hold_below_s)
        return self._plan.approval == HOLD

    def decided(self, contact: Contact, yes: bool) -> None:
        """A supervisor has decided what was asked on a contact."""
        case = contact.case
        amount = self._amount(case.issue, 0, 0)
        case.concession = GRANTED if yes else REFUSED
        granted = min(amount, self._plan.supervisor_limit) if yes else 0.0
        self._give(contact, Grant.APPROVED if yes else Grant.DENIED, amount, granted)

    def _give(self, contact: Contact, grant: Grant, needed: float, granted: float) -> None:
        self._write(self._row(contact.issue, contact.number, contact.agent, grant, needed, granted, self._env.now))
