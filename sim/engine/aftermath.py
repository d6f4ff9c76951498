"""What comes of a touch: passed on, sent elsewhere, pending, solved truly or falsely; and how the case goes on.

The draws come in a fixed order (transfer, sent elsewhere, wrong information, pending, resolved, recognised), each from
the issue's own uniforms at the number of the touch, so that a policy moves no one else's luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock.grid import on_grid
from sim.engine.contact import ASKED, CONFIRMATION, NOBODY, REFUSED, UNDECIDED, Case, Contact
from sim.engine.draws import drawer, maybe
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause, End, Result, Status, TouchEnd
from sim.world.patience import patience_left
from sim.world.replies import reply_after
from sim.world.resolution import resolution_effect, shifted

if TYPE_CHECKING:
    from sim.engine.desk import Desk

RESOLVED, WRONG = int(Result.RESOLVED), int(Result.WRONG)
HUNG_UP = int(TouchEnd.HUNG_UP)


class Aftermath:
    """The end of each touch of a matter, and the next step of its case."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._tickets = desk.tickets
        self._promises = desk.promises
        self._m = plan.matters
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._topic_of: list[int] = plan.queues.topic.tolist()
        self._on_channel: list[list[int]] = plan.queues.on_channel.tolist()
        self._escalated: list[int] = plan.queues.escalated_twin.tolist()
        self._later: list[int] = plan.channels.later.tolist()
        self._returns_to = plan.channels.returns_to.tolist()
        self._sends_to = plan.channels.sends_to.tolist()
        self._carried = plan.channels.carried.tolist()
        self._solved = plan.topics.solved.tolist()
        self._pending_customer = plan.topics.pending_customer.tolist()
        self._pending = (plan.topics.pending_customer + plan.topics.pending_third_party).tolist()
        self._interpreted = plan.agents.interpreted.tolist()
        self._skill = plan.agents.proficiency.tolist()
        self._group = plan.agents.group.tolist()
        self._quality = plan.agents.quality[plan.agents.team].tolist()
        self._helped: list[float] = plan.agents.solves_logit[plan.agents.team].tolist()
        """by agent: what tools add to the log-odds of a resolution"""
        self._carries: list[bool] = plan.agents.carries[plan.agents.team].tolist()
        self._difficulty = plan.issues.difficulty.data
        """(n,), or (0,) if all are 1"""
        m = plan.matters
        self._weights = m.w_quality, m.w_crowding, m.w_misrouted, m.w_no_context, m.w_difficulty
        self._less_wrong: list[float] = plan.agents.wrong_logit[plan.agents.team].tolist()
        self._p_wrong = [
            shifted(m.wrong, -m.w_wrong_quality * (quality - 1.0) - less)
            for quality, less in zip(self._quality, self._less_wrong, strict=True)
        ]
        self._u_wrong, self._u_pending, self._u_resolved = (
            drawer(plan, purpose) for purpose in ("wrong", "pending", "resolved")
        )
        draws = {name: maybe(plan, name) for name in plan.draws._fields}
        self._u = {name: draw for name, draw in draws.items() if draw is not None}
        self._bounces = "bounced" in self._u
        self._finishing, self._refused = plan.authority.finishing, plan.authority.refused
        self._anger = desk.anger
        self._persons = desk.persons

    def _draw(self, purpose: str, case: Case, index: int) -> float:
        return self._u[purpose](case.issue, index, 0)

    # At the end of the talk.

    def judge(self, contact: Contact, crowd: float, now: float) -> None:
        """Decide what a touch has come to, and how the case goes on; ``crowd`` is the mean number of chats at once."""
        case = contact.case
        if contact.work == CONFIRMATION:
            self._confirmed(contact, now)
            return
        if contact.end == HUNG_UP:
            self._hung_up(contact, now)
            return
        if self._bounces and self._sent_on(contact, now):
            return
        if case.concession == ASKED:
            self._leaves_it_to_a_supervisor(contact, now)
            return
        if not self._m.resolution:
            self._tickets.solved(case, now)
            self._tickets.ends(case, End.RESOLVED, now)
            return
        issue, touch, topic = case.issue, contact.touch, self._topic_of[case.home]
        agent, persons = contact.agent, self._persons
        quality, helped, p_wrong = self._quality[agent], self._helped[agent], self._p_wrong[agent]
        if persons is not None:
            quality *= persons.quality(agent, contact.queue)
            helped += persons.solves(agent, now)
            errs = persons.errs(agent, now) - self._less_wrong[agent]
            p_wrong = shifted(self._m.wrong, errs - self._m.w_wrong_quality * (quality - 1.0))
        if self._u_wrong(issue, touch, 0) < p_wrong:
            contact.result = WRONG
            self._believes_solved(contact, now)
            return
        u = self._u_pending(issue, touch, 0)
        if u < self._pending[topic]:
            if u < self._pending_customer[topic]:
                self._asks(contact, now)
            else:
                self._waits_for(contact, "third_party", TouchEnd.ON_HOLD, Status.ON_HOLD, now)
            return
        effect = resolution_effect(
            quality,
            crowd,
            contact.out_of_depth,
            not contact.knows,
            self._difficulty[issue] if self._difficulty else 1.0,
            self._interpreted[self._group[contact.agent]][contact.queue] + helped,
            *self._weights,
        )
        if case.concession == REFUSED:
            effect -= self._refused
        if self._u_resolved(issue, touch, 0) < shifted(self._solved[topic], effect):
            contact.result = RESOLVED
            if persons is not None:
                persons.has_solved()
            self._believes_solved(contact, now)
        elif self._u["recognised"](issue, touch, 0) >= self._m.recognised:
            contact.result = Result.UNNOTICED
            self._believes_solved(contact, now)
        else:
            contact.result = Result.RECOGNISED
            self._not_done(contact, now)

    def _not_done(self, contact: Contact, now: float) -> None:
        """The agent knows that it is not solved: passes it up, leaves it to somebody else inside, or goes on."""
        case = contact.case
        u, senior = self._draw("passed_on", case, contact.touch), self._m.to_senior
        escalated = self._escalated[case.home]
        if u < senior and escalated != NOBODY and not self._skill[self._group[contact.agent]][escalated]:
            contact.end = TouchEnd.ESCALATED
            case.home = escalated
            self.pass_on(contact, escalated, now)
        elif senior <= u < senior + self._m.to_internal:
            self._waits_for(contact, "internal", TouchEnd.PENDING_INTERNAL, Status.PENDING_INTERNAL, now)
        else:
            contact.end = TouchEnd.NEXT_TOUCH
            self._goes_later(case, Cause.NEXT_TOUCH, now, Kind.REASSIGN)

    # Passing on.

    def pass_on(self, contact: Contact, queue: int, now: float) -> None:
        """A contact goes to another queue: warmly to its head, with everything that was said, or cold to its tail."""
        case, warm = contact.case, self._m.warm
        passed = Contact(case, queue, Cause.TRANSFER, now, contact.on_line)
        passed.admitted = contact.on_line
        if self._anger.at_work:
            self._anger.passes_on(contact, passed)
        if contact.on_line:
            self._tickets.becomes(case, Status.OPEN, now)
        passed.to_head = warm
        passed.knows = warm or self._carries[contact.agent]
        if warm:
            contact.after_call_s += self._m.introduction_s
            passed.introduction_s = self._m.introduction_s
        channel = self._channel_of[queue]
        if self._carried[channel] and contact.patience_s >= 0.0:
            passed.patience_s = patience_left(contact.patience_s, contact.answered_at - contact.entered_at)
        self._desk.then(case, passed, now, Kind.REASSIGN)

    def sends_on(self, contact: Contact) -> bool:
        """Whether the customer will be told to contact another channel."""
        return self._bounces and self._sent_to(contact) != NOBODY

    def _sent_to(self, contact: Contact) -> int:
        u = self._draw("bounced", contact.case, contact.touch)
        return falls_to(u, self._sends_to[self._channel_of[contact.queue]])

    def _sent_on(self, contact: Contact, now: float) -> bool:
        """Whether the customer is told to contact another channel; they do, or are lost."""
        case = contact.case
        to = self._sent_to(contact)
        if to == NOBODY:
            return False
        contact.end = TouchEnd.BOUNCED
        self._tickets.closed(case, now)
        if self._draw("lost", case, contact.touch) < self._m.lost:
            self._tickets.ends(case, End.LOST, now)
            return True
        delay_s = self._draw("bounced_delay", case, contact.touch)
        self._comes_to(case, to, Cause.BOUNCED, now + on_grid(delay_s), self._draw("link", case, contact.touch))
        return True

    def _comes_to(self, case: Case, channel: int, cause: int, at: float, u_link: float) -> None:
        """A customer comes with the same matter and a new ticket, recognised or not."""
        linked = u_link < self._m.link
        case.follows = case.ticket if linked else NOBODY
        case.ticket = NOBODY
        case.home = self._on_channel[case.home][channel]
        contact = Contact(case, case.home, cause, at, self._desk.live[channel])
        contact.knows = linked
        contact.prefers = case.last_agent if linked else NOBODY
        self._desk.then(case, contact, at, Kind.RETURN)

    # Asking a supervisor.

    def _leaves_it_to_a_supervisor(self, contact: Contact, now: float) -> None:
        """The ticket is pending until a supervisor has decided; then somebody finishes it."""
        case = contact.case
        contact.end = TouchEnd.PENDING_APPROVAL
        self._tickets.becomes(case, Status.PENDING_INTERNAL, now)
        self._goes_later(case, Cause.DECIDED, now, Kind.PENDING)
        case.next.factor = self._finishing
        case.decision = self._desk.supervision.ask_later(contact)
        self._promises.pending_begins(case, self._channel_of[case.home])

    def _hung_up(self, contact: Contact, now: float) -> None:
        """The customer did not wait for a supervisor's decision: they try again, or that was the end."""
        case = contact.case
        case.concession = UNDECIDED
        self._tickets.becomes(case, Status.PENDING_CUSTOMER, now)
        self._desk.line.tries_again(contact)

    # Waiting for others.

    def _asks(self, contact: Contact, now: float) -> None:
        """The customer has to answer: on their own, after a reminder, or never."""
        case, m = contact.case, self._m
        contact.end = TouchEnd.PENDING_CUSTOMER
        self._tickets.becomes(case, Status.PENDING_CUSTOMER, now)
        index = case.waits
        case.waits += 1
        after_s = reply_after(
            self._draw("customer", case, index),
            m.remind_after_s,
            self._draw("reminded", case, index),
            m.reminded,
            self._draw("after_reminder", case, index),
        )
        if after_s > m.give_up_after_s:
            at = now + on_grid(m.give_up_after_s)
            self._tickets.closed(case, self._tickets.solved(case, at))
            self._tickets.ends(case, End.NO_REPLY, at)
        else:
            self._goes_later(case, Cause.REPLY, now + on_grid(after_s), Kind.PENDING)

    def _waits_for(self, contact: Contact, whom: str, end: TouchEnd, status: Status, now: float) -> None:
        """Somebody else has to act, while the customer waits for the desk."""
        case = contact.case
        contact.end = end
        self._tickets.becomes(case, status, now)
        after_s = self._draw(whom, case, case.waits)
        case.waits += 1
        self._goes_later(case, Cause.NEXT_TOUCH, now + on_grid(after_s), Kind.PENDING)
        self._promises.pending_begins(case, self._channel_of[case.home])  # where the ticket waits from now on

    def _goes_later(self, case: Case, cause: int, at: float, kind: Kind) -> None:
        """The desk takes the ticket up again, off the line, where the channel's later work goes."""
        was = case.home
        home = self._on_channel[was][self._later[self._channel_of[was]]]
        if self._escalated[was] == was and self._escalated[home] != NOBODY:
            home = self._escalated[home]
        case.home = home
        contact = Contact(case, home, cause, at, on_line=False)
        contact.prefers = case.last_agent
        self._desk.then(case, contact, at, kind)

    # Solved, as far as the desk knows.

    def _believes_solved(self, contact: Contact, now: float) -> None:
        case = contact.case
        case.truth = contact.result
        if self._m.confirm:
            contact.end = TouchEnd.PENDING_CUSTOMER
            self._tickets.becomes(case, Status.PENDING_CUSTOMER, now)
            after_s = self._draw("confirms", case, case.solutions)
            self._goes_later(case, Cause.CONFIRM, now + on_grid(after_s), Kind.PENDING)
            case.next.work, case.next.touch = CONFIRMATION, case.solutions
        else:
            self._closes_out(case, now)

    def _confirmed(self, contact: Contact, now: float) -> None:
        """The customer has said whether it is solved."""
        case = contact.case
        if case.truth != RESOLVED and self._draw("confirm_detects", case, case.solutions) < self._m.confirm_detects:
            case.solutions += 1
            contact.end = TouchEnd.NEXT_TOUCH
            self._goes_later(case, Cause.NEXT_TOUCH, now, Kind.REASSIGN)
        else:
            self._closes_out(case, now)

    def _closes_out(self, case: Case, now: float) -> None:
        """The ticket is solved; the customer stays away, or finds that it is not so and comes back."""
        closes_at = self._tickets.solved(case, now)
        index = case.solutions
        case.solutions += 1
        if case.truth == RESOLVED:
            self._tickets.closed(case, closes_at)
            self._tickets.ends(case, End.RESOLVED, now)
            return
        if self._draw("returns", case, index) >= self._m.returns:
            self._tickets.closed(case, closes_at)
            self._tickets.ends(case, End.SILENT, now)
            return
        self._anger.fails(case)
        at = now + on_grid(self._draw("noticed", case, index))
        to = case.ticket_channel
        if "return_channel" in self._u:
            to = falls_to(self._draw("return_channel", case, index), self._returns_to[to])
        u_link = self._draw("link", case, index)
        if at < closes_at and u_link < self._m.link:
            case.home = self._on_channel[case.home][to]
            contact = Contact(case, case.home, Cause.REOPEN, at, self._desk.live[to])
            contact.prefers = case.last_agent
            self._desk.then(case, contact, at, Kind.RETURN)
        else:
            self._tickets.closed(case, closes_at)
            self._comes_to(case, to, Cause.RECONTACT, at, u_link)
