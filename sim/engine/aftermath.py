"""What a touch has come to: sent elsewhere, wrong, pending, resolved, or known not to be; and who takes it from there.

The draws come in a fixed order (transfer, sent elsewhere, wrong information, pending, resolved, recognised), each from
the issue's own uniforms at the number of the touch, so that a policy moves no one else's luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.contact import ASKED, CONFIRMATION, NOBODY, REFUSED, UNDECIDED, Contact
from sim.engine.draws import drawer
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.log import Cause, End, Result, Status, TouchEnd
from sim.world.resolution import resolution_effect, shifted

if TYPE_CHECKING:
    from sim.engine.desk import Desk

RESOLVED, WRONG = int(Result.RESOLVED), int(Result.WRONG)
UNNOTICED, RECOGNISED = int(Result.UNNOTICED), int(Result.RECOGNISED)
HUNG_UP, ESCALATED, GOES_ON = int(TouchEnd.HUNG_UP), int(TouchEnd.ESCALATED), int(TouchEnd.NEXT_TOUCH)
ENDS_RESOLVED = int(End.RESOLVED)
PENDING_CUSTOMER, NEXT_TOUCH = int(Status.PENDING_CUSTOMER), int(Cause.NEXT_TOUCH)


class Aftermath:
    """The end of each touch of a matter."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._tickets = desk.tickets
        self._transfers = desk.transfers
        self._pending = desk.pending
        self._solutions = desk.solutions
        self._persons = desk.persons
        m = self._m = plan.matters
        self._topic_of: list[int] = plan.queues.topic.tolist()
        self._escalated: list[int] = plan.queues.escalated_twin.tolist()
        self._solved = plan.topics.solved.tolist()
        self._to_customer = plan.topics.pending_customer.tolist()
        self._to_others = (plan.topics.pending_customer + plan.topics.pending_third_party).tolist()
        agents = plan.agents
        self._interpreted = agents.interpreted.tolist()
        self._skill = agents.proficiency.tolist()
        self._group = agents.group.tolist()
        self._quality = agents.quality[agents.team].tolist()
        self._helped: list[float] = agents.solves_logit[agents.team].tolist()
        """by agent: what tools add to the log-odds of a resolution"""
        self._less_wrong: list[float] = agents.wrong_logit[agents.team].tolist()
        self._p_wrong = [
            shifted(m.wrong, -m.w_wrong_quality * (quality - 1.0) - less)
            for quality, less in zip(self._quality, self._less_wrong, strict=True)
        ]
        self._difficulty = plan.issues.difficulty.data
        """(n,), or (0,) if all are 1"""
        self._weights = m.w_quality, m.w_crowding, m.w_misrouted, m.w_no_context, m.w_difficulty
        self._refused = plan.authority.refused
        self._u_wrong, self._u_pending = drawer(plan, "wrong"), drawer(plan, "pending")
        self._u_resolved, self._u_recognised = drawer(plan, "resolved"), drawer(plan, "recognised")
        self._u_passed_on = drawer(plan, "passed_on")

    def judge(self, contact: Contact, crowd: float, now: float) -> None:
        """Decide what a touch has come to, and how the case goes on; ``crowd`` is the mean number of chats at once."""
        case = contact.case
        if contact.work == CONFIRMATION:
            self._solutions.answered(contact, now)
        elif contact.end == HUNG_UP:
            self._hung_up(contact, now)
        elif (elsewhere := self._transfers.to_another_channel(contact)) != NOBODY:
            self._transfers.send_away(contact, elsewhere, now)
        elif case.concession == ASKED:
            self._pending.supervisor(contact, now)
        elif self._m.resolution:
            self._comes_to(contact, crowd, now)
        else:
            self._tickets.solved(case, now)
            self._tickets.ends(case, ENDS_RESOLVED, now)

    def _comes_to(self, contact: Contact, crowd: float, now: float) -> None:
        """Wrong, pending, resolved, or not: by the issue's uniforms at this touch."""
        case, agent, persons = contact.case, contact.agent, self._persons
        issue, touch, topic = case.issue, contact.touch, self._topic_of[case.home]
        quality, helped, p_wrong = self._quality[agent], self._helped[agent], self._p_wrong[agent]
        if persons is not None:
            quality *= persons.quality(agent, contact.queue)
            helped += persons.solves(agent, now)
            errs = persons.errs(agent, now) - self._less_wrong[agent]
            p_wrong = shifted(self._m.wrong, errs - self._m.w_wrong_quality * (quality - 1.0))
        if self._u_wrong(issue, touch, 0) < p_wrong:
            contact.result = WRONG
            self._solutions.believed(contact, now)
            return
        u = self._u_pending(issue, touch, 0)
        if u < self._to_customer[topic]:
            self._pending.customer(contact, now)
            return
        if u < self._to_others[topic]:
            self._pending.third_party(contact, now)
            return
        effect = resolution_effect(
            quality,
            crowd,
            contact.out_of_depth,
            not contact.knows,
            self._difficulty[issue] if self._difficulty else 1.0,
            self._interpreted[self._group[agent]][contact.queue] + helped,
            *self._weights,
        )
        if case.concession == REFUSED:
            effect -= self._refused
        if self._u_resolved(issue, touch, 0) < shifted(self._solved[topic], effect):
            contact.result = RESOLVED
            if persons is not None:
                persons.has_solved()
            self._solutions.believed(contact, now)
        elif self._u_recognised(issue, touch, 0) >= self._m.recognised:
            contact.result = UNNOTICED
            self._solutions.believed(contact, now)
        else:
            contact.result = RECOGNISED
            self._not_done(contact, now)

    def _not_done(self, contact: Contact, now: float) -> None:
        """The agent knows that it is not solved: passes it up, leaves it to somebody else inside, or goes on."""
        case = contact.case
        u, senior = self._u_passed_on(case.issue, contact.touch, 0), self._m.to_senior
        escalated = self._escalated[case.home]
        if u < senior and escalated != NOBODY and not self._skill[self._group[contact.agent]][escalated]:
            contact.end = ESCALATED
            case.home = escalated
            self._transfers.pass_on(contact, escalated, now)
        elif senior <= u < senior + self._m.to_internal:
            self._pending.internal(contact, now)
        else:
            contact.end = GOES_ON
            self._desk.sequels.later(case, NEXT_TOUCH, now, Kind.REASSIGN)

    def _hung_up(self, contact: Contact, now: float) -> None:
        """The customer did not wait for a supervisor's decision: they try again, or that was the end."""
        case = contact.case
        case.concession = UNDECIDED
        self._tickets.becomes(case, PENDING_CUSTOMER, now)
        self._desk.line.tries_again(contact)
