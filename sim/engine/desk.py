"""What can happen to a contact at the desk, step by step: the journey tells the story, this carries it out.

Each step reads the clock once, changes the state, records, and schedules at most one event. An event is called off by
making it do nothing: its callbacks are taken away, or it finds that its contact no longer waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.engine.aftermath import Aftermath
from sim.engine.attendance import Attendance
from sim.engine.chats import Chats
from sim.engine.contact import CHASE, CONFIRMATION, IN_SERVICE, MATTER, NAN, NOBODY, NOTICE, WAITING, Case, Contact
from sim.engine.dispatch import Dispatcher
from sim.engine.line import Line
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.engine.promises import Promises
from sim.engine.sorting import Sorting
from sim.engine.tickets import Tickets
from sim.engine.work import Work
from sim.log import Cause, End, Outcome, Status, TouchEnd
from sim.log.recorder import Recorder

ANSWERED, CALLED_BACK, TRANSFERRED = int(Outcome.ANSWERED), int(Outcome.CALLED_BACK), int(Outcome.TRANSFERRED)
SILENT, UNREACHED = int(Outcome.SILENT), int(Outcome.UNREACHED)
DONE, PASSED_ON, ESCALATED, NOT_REACHED = (
    int(TouchEnd.DONE),
    int(TouchEnd.TRANSFERRED),
    int(TouchEnd.ESCALATED),
    int(TouchEnd.UNREACHED),
)
FIRST, BACKLOG = int(Cause.FIRST), int(Cause.BACKLOG)
COMPLETION = Kind.COMPLETION << ENTITY_BITS
REASSIGN = Kind.REASSIGN << ENTITY_BITS
PROMISE = Kind.PROMISE << ENTITY_BITS
INFINITY = float("inf")
ASIDE = (CHASE, NOTICE)
"""Work that does not move the matter."""
RESOLVED = int(End.RESOLVED)
OPEN, SOLVED = int(Status.OPEN), int(Status.SOLVED)


class Desk:
    """The desk in motion: a plan, an environment that keeps time, and everything that waits or works."""

    def __init__(self, env: Any, plan: Plan, recorder: Recorder) -> None:
        self.env = env
        self.plan = plan
        self.recorder = recorder
        self.live: list[bool] = plan.channels.live.tolist()
        self._event = env.event
        self._schedule = env.schedule
        self._chat: list[bool] = plan.channels.chat.tolist()
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self.chats = Chats(env, plan, self.after)
        self.dispatcher = Dispatcher(plan, self.chats, self._begin, self._interrupt)
        self.attendance = Attendance(env, plan, self.dispatcher, recorder, self)
        self.tickets = Tickets(plan, recorder)
        self.line = Line(self, plan)
        self.promises = Promises(self, plan)
        self.aftermath = Aftermath(self, plan)
        self._work = Work(plan)
        self._sorting = Sorting(self, plan) if plan.matters.correct < 1.0 else None
        self._queue_of = plan.issues.queue.data
        self._arrived_at = plan.issues.arrived_at.data
        self._backlog = plan.issues.backlog.data
        self._keeps_tickets = plan.matters.tickets
        self._goes_on = plan.matters.resolution or plan.channels.sends_to.any()
        """whether anything can come of a touch but the end of the issue"""
        self._last_agent_s = plan.rules.last_agent_s
        self._forgotten_s = plan.channels.forgotten_s.tolist()
        self._urgent_twin = plan.queues.urgent_twin.tolist()
        self._tries = plan.channels.tries.tolist()
        self._gap_s = plan.channels.gap_s.tolist()
        self._detected_s = plan.channels.detected_s.tolist()
        self._set_up_s = plan.rules.set_up_s
        self._resume_s = plan.rules.resume_s
        self.is_open = self.line.is_open

    def after(self, delay_s: float, priority: int, value: Any = None) -> Any:
        """An event that happens after a delay on the grid."""
        event = self._event()
        event._ok = True
        event._value = value
        self._schedule(event, priority, delay_s)
        return event

    # A customer comes.

    def arrives(self, issue: int) -> Contact:
        """The first contact of an issue, about to enter."""
        now = self.env.now
        queue = self._queue_of[issue]
        case = Case(issue, queue)
        live = self.live[self._channel_of[queue]]
        if self._backlog[issue]:
            return Contact(case, queue, BACKLOG, self._arrived_at[issue], live)
        return Contact(case, queue, FIRST, now, live)

    def enter(self, contact: Contact) -> bool:
        """A contact comes: it is served at once or joins its queue (True), or it is turned away (False)."""
        now, case = self.env.now, contact.case
        if contact.number == NOBODY:
            contact.number = case.contacts
            case.contacts += 1
            if contact.cause != BACKLOG:
                contact.entered_at = now
            if self._sorting is not None:
                self._sorting.sort(contact)
        channel = self._channel_of[contact.queue]
        contact.wake = self._event()
        if contact.on_line:
            contact.line_entry = case.line_entries
            case.line_entries += 1
            contact.chat = self._chat[channel]
            if not contact.admitted and not self.line.admits(contact, channel, now):
                return False
        elif contact.work == MATTER or contact.work == CONFIRMATION:
            self._comes_off_line(contact, channel, now)
        if contact.prefers != NOBODY and self._last_agent_s:
            taken = self.dispatcher.enter_for(contact, contact.prefers, now)
            if taken is None:
                expiry = self.after(self._last_agent_s, PROMISE | contact.issue, contact)
                expiry.callbacks.append(self._waits_for_any)
        else:
            taken = self.dispatcher.enter(contact, now)
        if not taken:
            if contact.on_line:
                if not contact.called_back:
                    self.line.waits(contact, channel, now)
                    return contact.outcome == WAITING
            elif contact.work == MATTER and self._forgotten_s[channel] < INFINITY:
                lies = self.after(self._forgotten_s[channel], PROMISE | contact.issue, contact)
                lies.callbacks.append(self._is_forgotten)
        return True

    def _comes_off_line(self, contact: Contact, channel: int, now: float) -> None:
        """A message comes, or the desk takes a ticket up: the ticket is open, and the customer waits."""
        if self._keeps_tickets:
            self.tickets.enters(contact, now)
        if contact.work == MATTER:
            self.promises.queueing_begins(contact.case, channel)

    def _waits_for_any(self, expiry: Any) -> None:
        """The agent who had it last does not become free in time: anybody may take it."""
        contact: Contact = expiry._value
        if contact.held:
            self.dispatcher.no_longer_held(contact)
            self.dispatcher.enter(contact, self.env.now)

    def _is_forgotten(self, lies: Any) -> None:
        """A ticket has waited too long and becomes urgent."""
        contact: Contact = lies._value
        twin = self._urgent_twin[contact.queue]
        if contact.queued and twin not in (NOBODY, contact.queue) and not contact.begun:
            case, now = contact.case, self.env.now
            self.dispatcher.waiting.withdraw(contact)
            contact.queue = twin
            if self._urgent_twin[case.home] != NOBODY:
                case.home = self._urgent_twin[case.home]
            self.tickets.becomes_urgent(case, twin, now)
            self.dispatcher.enter(contact, now)

    # A customer is served.

    def _begin(self, contact: Contact, agent: int) -> None:
        """An agent takes a contact: its talk (and hold) ends when its wake-up comes."""
        now = self.env.now
        contact.started_at = now
        if contact.outcome != IN_SERVICE:  # left in silence
            contact.answered_at = now
            self.after(self._detected_s[self._channel_of[contact.queue]], COMPLETION | contact.issue).callbacks.append(
                lambda _: contact.wake.succeed()
            )
            return
        if contact.begun:
            work_s = contact.talk_s = contact.left_s
            if self._keeps_tickets and contact.work not in ASIDE:
                self.tickets.taken(contact, now)
        else:
            work_s = self._work.starts(contact, agent, now)
            if contact.called_back and contact.begun:
                self.line.is_called(contact)
            if contact.begun and contact.work not in ASIDE:
                case = contact.case
                case.wait += 1
                case.waiting = case.starts_waiting = False
                case.last_agent = agent
                if self._keeps_tickets:
                    self.tickets.taken(contact, now)
                    if contact.on_line and contact.end != PASSED_ON:
                        self.tickets.replies(case, now)
        if contact.chat:
            self.chats.begin(agent, contact, work_s, now)
            return
        wake = contact.wake
        wake._ok = True
        wake._value = None
        self._schedule(wake, COMPLETION | contact.issue, work_s)

    def hang_up(self, contact: Contact) -> Any | None:
        """The talk is over; what it has come to is known. Returns the end of after-call work, or None without any."""
        now, agent = self.env.now, contact.agent
        end = contact.end
        chat = contact.chat
        if chat:
            contact.talk_s = now - contact.started_at
            contact.hold_s = 0.0
        if end == NOT_REACHED:
            return None
        if contact.work in ASIDE:
            contact.end = int(TouchEnd.ASIDE)
        elif end == PASSED_ON:
            self._sorting.pass_on(contact, now)  # type: ignore[union-attr]
        elif self._goes_on:
            crowd = contact.talk_s / self.chats.cost_so_far(agent, contact, now) if chat and contact.talk_s else 1.0
            self.aftermath.judge(contact, crowd, now)
        else:
            if self._keeps_tickets:
                self.tickets.becomes(contact.case, SOLVED, now)
            self.tickets.solved_at[contact.issue] = now
            self.tickets.ends(contact.case, RESOLVED, now)
        end = contact.end
        passed_on = end in (PASSED_ON, ESCALATED)
        if self._keeps_tickets and not passed_on and contact.work not in ASIDE:
            self.tickets.replies(contact.case, now)
        contact.outcome = TRANSFERRED if passed_on else CALLED_BACK if contact.called_back else ANSWERED
        self.record(contact, now)
        if contact.on_line and not passed_on:
            self.line.hangs_up(contact)
        if contact.after_call_s > 0.0:
            if chat:
                contact.wake = self._event()
                self.chats.begin(agent, contact, contact.after_call_s, now)
                return contact.wake
            return self.after(contact.after_call_s, COMPLETION | contact.issue)
        return None

    def release(self, contact: Contact) -> None:
        """The agent is done with a contact and goes on."""
        now, agent = self.env.now, contact.agent
        if contact.chat:
            contact.after_call_s = now - contact.started_at - contact.talk_s
        self.dispatcher.part(contact, now)
        self._record_touch(contact, agent, contact.end, now)
        self.attendance.goes_on(agent, now)

    def finds_nobody(self, contact: Contact) -> Callable[[Any], None]:
        """What happens when an agent has found out that nobody is in a chat any more."""

        def closes(_: Any) -> None:
            now, agent = self.env.now, contact.agent
            self.record(contact, contact.left_at)
            contact.talk_s = now - contact.started_at
            self.dispatcher.part(contact, now)
            self._record_touch(contact, agent, TouchEnd.DEAD, now)
            self.attendance.goes_on(agent, now)

        return closes

    # How a case goes on.

    def then(self, case: Case, contact: Contact, at: float, kind: Kind) -> None:
        """A case will go on with a contact, at an instant."""
        case.next, case.next_at, case.next_kind = contact, at, kind

    def pause(self, contact: Contact) -> Any | None:
        """The event at which the case goes on with its next contact, or None if it has ended."""
        case, outcome = contact.case, contact.outcome
        if outcome == IN_SERVICE:  # a callback that nobody picked up
            self._calls_again(contact)
        elif outcome != ANSWERED and outcome != CALLED_BACK and outcome != TRANSFERRED:
            self.line.failed(contact)
        if case.next is None:
            return None
        now = self.env.now
        delay_s = case.next_at - now if case.next_at > now else 0.0
        return self.after(delay_s, case.next_kind << ENTITY_BITS | case.issue)

    def _calls_again(self, contact: Contact) -> None:
        """Nobody picked up: the desk calls again, or gives up."""
        now, channel = self.env.now, self._channel_of[contact.queue]
        if contact.tries < self._tries[channel]:
            contact.outcome, contact.end = WAITING, DONE
            contact.talk_s, contact.to_head = 0.0, True
            contact.admitted = True
            self.then(contact.case, contact, now + self._gap_s[channel], Kind.RETURN)
        else:
            contact.outcome = UNREACHED
            self.record(contact, now)
            self.tickets.closed(contact.case, now)
            self.tickets.ends(contact.case, End.GAVE_UP, now)

    # An agent has to stop in the middle of work.

    def is_talking(self, contact: Contact) -> bool:
        """Whether a contact is being served, not in after-call work."""
        return contact.outcome == IN_SERVICE

    def _interrupt(self, contact: Contact) -> None:
        """A customer on the line comes first: the ticket in hand goes back, and resuming it will cost set-up time."""
        self.put_back(contact, TouchEnd.PUT_BACK)
        contact.left_s += self._resume_s

    def put_back(self, contact: Contact, end: int) -> None:
        """Work stops: the contact goes back to the head of its queue, with the work that is left.

        A contact on the line that is handed over costs set-up time; whoever waits in a handover does not give up.
        """
        now, agent = self.env.now, contact.agent
        old = contact.wake
        contact.wake = self._event()
        contact.wake.callbacks, old.callbacks = old.callbacks, []
        done_s = now - contact.started_at
        if contact.chat:
            contact.left_s = self.chats.work_left(agent, contact, now)
        else:
            contact.left_s = contact.talk_s + contact.hold_s - done_s
        if end == TouchEnd.HANDED_OVER:
            contact.left_s += self._set_up_s
        contact.talk_s, contact.hold_s = done_s, 0.0
        after_call_s, contact.after_call_s = contact.after_call_s, 0.0
        self.dispatcher.part(contact, now)
        self._record_touch(contact, agent, end, now)
        contact.after_call_s = after_call_s
        contact.outcome = WAITING
        if self._keeps_tickets and contact.work not in ASIDE:
            self.tickets.becomes(contact.case, OPEN, now)
        self.after(0.0, REASSIGN | contact.issue, contact).callbacks.append(self._reassign)

    def hand_over(self, contact: Contact) -> None:
        """A shift ends in the middle of a call: a colleague on duty takes over, or the agent finishes it."""
        self.after(0.0, REASSIGN | contact.issue, contact).callbacks.append(self._hand_over)

    def _hand_over(self, event: Any) -> None:
        contact: Contact = event._value
        agent = contact.agent
        if self.attendance.relieves(agent, contact.queue):
            self.put_back(contact, TouchEnd.HANDED_OVER)
            self.attendance.handed_over(agent)

    def _reassign(self, event: Any) -> None:
        self.dispatcher.enter(event._value, self.env.now)

    # What is written down.

    def record(self, contact: Contact, ended_at: float) -> None:
        """Write down a contact."""
        self.recorder.contact(
            (
                contact.issue,
                contact.number,
                contact.ticket,
                contact.queue,
                contact.cause,
                contact.outcome,
                contact.entered_at,
                contact.answered_at,
                ended_at,
            )
        )

    def _record_touch(self, contact: Contact, agent: int, end: int, ended_at: float) -> None:
        self.recorder.touch(
            (
                contact.issue,
                contact.number,
                agent,
                contact.queue,
                end,
                contact.result,
                contact.started_at,
                contact.talk_s,
                contact.hold_s,
                contact.after_call_s,
                contact.agent_s,
                ended_at,
            )
        )

    def stop(self, now: float) -> None:
        """The end of the simulation: write down what is still open, as open."""
        for queue in range(len(self._channel_of)):
            for contact in self.dispatcher.waiting.all_in(queue):
                self.record(contact, contact.left_at)
        for contact in self.dispatcher.everybody_held():
            self.record(contact, NAN)
        for agent in range(len(self.plan.agents.team)):
            for contact in self.dispatcher.in_hand(agent):
                self._stop_touch(contact, agent, now)
        self.tickets.stop()
        self.attendance.stop(now)

    def _stop_touch(self, contact: Contact, agent: int, now: float) -> None:
        worked_s = now - contact.started_at
        chat = contact.chat
        contact.agent_s = self.chats.cost_so_far(agent, contact, now) if chat else worked_s
        if contact.outcome in (IN_SERVICE, SILENT):
            self.record(contact, contact.left_at)
            contact.talk_s = worked_s if chat else min(contact.talk_s, worked_s)
            contact.hold_s, contact.after_call_s = worked_s - contact.talk_s, 0.0
        else:
            contact.after_call_s = worked_s - contact.talk_s - contact.hold_s
        self._record_touch(contact, agent, TouchEnd.OPEN, NAN)
