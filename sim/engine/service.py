"""An agent serves a contact: begins, comes to the end of the talk, is done; or has to stop in the middle.

An event is called off by making it do nothing: its callbacks are moved to another event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.contact import BESIDE, DONE, IN_SERVICE, MATTER, NAN, OF_SUPERVISORS, WAITING, Contact
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.engine.work import Work
from sim.log import End, Outcome, Status, TouchEnd

if TYPE_CHECKING:
    from sim.engine.desk import Desk

ANSWERED, CALLED_BACK, TRANSFERRED = int(Outcome.ANSWERED), int(Outcome.CALLED_BACK), int(Outcome.TRANSFERRED)
SILENT = int(Outcome.SILENT)
ASIDE, DEAD, HANDED_OVER, PUT_BACK, STILL_OPEN = (
    int(TouchEnd.ASIDE),
    int(TouchEnd.DEAD),
    int(TouchEnd.HANDED_OVER),
    int(TouchEnd.PUT_BACK),
    int(TouchEnd.OPEN),
)
PASSED_ON, ESCALATED, UNREACHED = int(TouchEnd.TRANSFERRED), int(TouchEnd.ESCALATED), int(TouchEnd.UNREACHED)
RESOLVED, OPEN, SOLVED = int(End.RESOLVED), int(Status.OPEN), int(Status.SOLVED)
COMPLETION = Kind.COMPLETION << ENTITY_BITS
REASSIGN = Kind.REASSIGN << ENTITY_BITS


class Service:
    """The work of agents on contacts."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        self._event, self._happens = desk.env.event, desk.env.happens
        self._dispatcher = desk.dispatcher
        self._attendance = desk.attendance
        self._chats = desk.chats
        self._line = desk.line
        self._tickets = desk.tickets
        self._persons = desk.persons
        self._work = Work(plan, desk.anger, desk.persons)
        self._write, self._row = desk.recorder.touches.write, desk.recorder.touches.pack
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._keeps_tickets = plan.matters.tickets
        self._goes_on = plan.matters.resolution or plan.authority.at_work or bool(plan.channels.sends_to.any())
        """whether anything can come of a touch but the end of the issue"""
        self._detected_s = plan.channels.detected_s.tolist()
        carries = plan.agents.carries[plan.agents.team].tolist()
        self._set_up_s = [0.0 if told else plan.rules.set_up_s for told in carries]
        """by the agent who hands over"""
        self._resume_s = plan.rules.resume_s

    def begin(self, contact: Contact, agent: int, now: float) -> None:
        """An agent takes a contact: its talk (and hold) ends when its wake-up comes."""
        if contact.work in OF_SUPERVISORS:
            self._desk.supervision.begin(contact, agent, now)
            return
        contact.started_at = now
        if contact.outcome != IN_SERVICE:
            self._opens_a_dead_chat(contact, now)
            return
        if contact.begun:
            work_s = contact.talk_s = contact.left_s
            if contact.work not in BESIDE:
                contact.case.last_agent = agent
                if self._keeps_tickets:
                    self._tickets.taken(contact, now)
        else:
            work_s = self._work.starts(contact, agent, now)
            if contact.called_back and contact.end != UNREACHED:
                self._line.is_called(contact)
            if self._goes_on or self._keeps_tickets:
                self._takes_up(contact, agent, now)
        if contact.chat:
            self._chats.begin(agent, contact, work_s, now)
            return
        self._happens(contact.wake, work_s, COMPLETION | contact.issue)

    def _takes_up(self, contact: Contact, agent: int, now: float) -> None:
        """An agent has taken a matter up: the customer's wait for the desk is over."""
        if not contact.begun or contact.work in BESIDE:
            return
        case = contact.case
        case.wait += 1
        case.waiting = case.starts_waiting = False
        case.last_agent = agent
        if self._keeps_tickets:
            self._tickets.taken(contact, now)
            if contact.on_line and contact.end != PASSED_ON:
                self._tickets.replies(contact, now)

    def hang_up(self, contact: Contact) -> Any | None:
        """The talk is over; what it has come to is known. Returns the end of after-call work, or None without any."""
        now, agent = self._env.now, contact.agent
        if contact.asked_at == contact.asked_at:
            self._has_held(contact, now)
        elif contact.chat:
            contact.talk_s, contact.hold_s = now - contact.started_at, 0.0
        if contact.end == UNREACHED:
            return None
        if contact.end == DONE and contact.work == MATTER and not self._goes_on:
            if self._keeps_tickets:
                self._tickets.becomes(contact.case, SOLVED, now)
                self._tickets.replies(contact, now)
            self._tickets.solves(contact.issue, now)
            outcome = CALLED_BACK if contact.called_back else ANSWERED
        else:
            outcome = self._comes_to(contact, agent, now)
        contact.outcome = outcome
        if self._persons is not None:
            contact.empathy = self._persons.empathy(agent, now)
        self._desk.record(contact, now)
        if contact.on_line and outcome != TRANSFERRED:
            self._line.hangs_up(contact)
        if contact.after_call_s > 0.0:
            if contact.chat:
                contact.wake = self._event()
                self._chats.begin(agent, contact, contact.after_call_s, now)
                return contact.wake
            return self._desk.after(contact.after_call_s, COMPLETION | contact.issue)
        return None

    def _has_held(self, contact: Contact, now: float) -> None:
        """The wait for a supervisor's decision counts as hold time."""
        if contact.chat:
            contact.talk_s, contact.hold_s = contact.asked_at - contact.started_at, 0.0
        contact.hold_s += now - contact.asked_at

    def _comes_to(self, contact: Contact, agent: int, now: float) -> int:
        """The outcome of a contact whose touch need not be the end of the issue."""
        if contact.work in BESIDE:
            contact.end = ASIDE
        else:
            if contact.end == PASSED_ON:
                self._desk.sorting.pass_on(contact, now)
                return TRANSFERRED
            crowd = 1.0
            if contact.chat and contact.talk_s > 0.0:
                crowd = (contact.talk_s + contact.hold_s) / self._chats.cost_so_far(agent, contact, now)
            self._desk.aftermath.judge(contact, crowd, now)
            if contact.end == ESCALATED:
                return TRANSFERRED
            if self._keeps_tickets:
                self._tickets.replies(contact, now)
        return CALLED_BACK if contact.called_back else ANSWERED

    def release(self, contact: Contact) -> None:
        """The agent is done with a contact and goes on."""
        now, agent = self._env.now, contact.agent
        if contact.chat:
            contact.after_call_s = now - contact.started_at - contact.talk_s - contact.hold_s
        self._dispatcher.part(contact, now)
        self._record(contact, contact.end, now)
        self._attendance.goes_on(agent, now)

    # A chat with nobody in it.

    def _opens_a_dead_chat(self, contact: Contact, now: float) -> None:
        """An agent opens a chat that was left in silence, and will find out."""
        contact.answered_at = now
        found = self._desk.after(self._detected_s[self._channel_of[contact.queue]], COMPLETION | contact.issue, contact)
        found.callbacks.append(self._finds_nobody)

    def _finds_nobody(self, found: Any) -> None:
        contact: Contact = found._value
        now, agent = self._env.now, contact.agent
        self._desk.record(contact, contact.left_at)
        contact.talk_s = now - contact.started_at
        self._dispatcher.part(contact, now)
        self._record(contact, DEAD, now)
        self._attendance.goes_on(agent, now)

    # An agent has to stop in the middle of work.

    def interrupt(self, contact: Contact) -> None:
        """A customer on the line comes first: the ticket in hand goes back, and resuming it will cost set-up time."""
        self.put_back(contact)
        contact.left_s += self._resume_s

    def put_back(self, contact: Contact) -> None:
        """Work on a ticket stops: it goes back to where it was in its queue, with the work that is left."""
        self._stop(contact, PUT_BACK, contact.talk_s + contact.hold_s - (self._env.now - contact.started_at))

    def hand_over(self, contact: Contact) -> None:
        """A shift ends in the middle of a call: a colleague on duty takes over, or the agent finishes it."""
        self._desk.after(0.0, REASSIGN | contact.issue, contact).callbacks.append(self._hands_over)

    def _hands_over(self, event: Any) -> None:
        """Whoever takes over needs set-up time; whoever waits in a handover does not give up. A ringing call stays."""
        contact: Contact = event._value
        now, agent = self._env.now, contact.agent
        goes = contact.outcome == IN_SERVICE and contact.begun and contact.request is None
        if goes and self._attendance.relieves(agent, contact.queue):
            if contact.chat:
                left_s = self._chats.work_left(agent, contact, now)
            else:
                left_s = contact.talk_s + contact.hold_s - (now - contact.started_at)
            self._stop(contact, HANDED_OVER, left_s + self._set_up_s[agent])
            self._attendance.handed_over(agent)

    def _stop(self, contact: Contact, end: int, left_s: float) -> None:
        now = self._env.now
        old = contact.wake
        contact.wake = self._event()
        contact.wake.callbacks, old.callbacks = old.callbacks, []
        contact.left_s = left_s
        contact.talk_s, contact.hold_s = now - contact.started_at, 0.0
        after_call_s, contact.after_call_s = contact.after_call_s, 0.0
        self._dispatcher.part(contact, now, for_good=end != PUT_BACK)
        self._record(contact, end, now)
        contact.after_call_s = after_call_s
        contact.outcome = WAITING
        if contact.work not in BESIDE:
            self._tickets.becomes(contact.case, OPEN, now)
        self._desk.after(0.0, REASSIGN | contact.issue, contact).callbacks.append(self._reassign)

    def _reassign(self, event: Any) -> None:
        self._dispatcher.enter(event._value, self._env.now)

    # What is written down.

    def _record(self, contact: Contact, end: int, ended_at: float) -> None:
        self._write(
            self._row(
                contact.issue,
                contact.number,
                contact.agent,
                contact.queue,
                end,
                contact.result,
                contact.started_at,
                contact.talk_s,
                contact.hold_s,
                contact.after_call_s,
                contact.agent_s,
                contact.empathy,
                ended_at,
            )
        )

    def stop(self, contact: Contact, now: float) -> None:
        """The end of the simulation: write down what an agent still has in hand."""
        worked_s = now - contact.started_at
        contact.agent_s = self._chats.cost_so_far(contact.agent, contact, now) if contact.chat else worked_s
        if contact.outcome in (IN_SERVICE, SILENT):
            if contact.outcome == IN_SERVICE and not contact.begun:  # the agent calls somebody who will not pick up
                contact.outcome = WAITING
            self._desk.record(contact, contact.left_at)
            if contact.request is not None:
                contact.talk_s = contact.asked_at - contact.started_at
            else:
                contact.talk_s = worked_s if contact.chat else min(contact.talk_s, worked_s)
            contact.hold_s, contact.after_call_s = worked_s - contact.talk_s, 0.0
        else:
            contact.after_call_s = worked_s - contact.talk_s - contact.hold_s
        self._record(contact, STILL_OPEN, NAN)
