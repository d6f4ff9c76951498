"""The desk in motion: how contacts enter and how their cases go on; the journey tells the story, this carries it out.

Each step reads the clock once, changes the state, records, and schedules at most one event.
"""

from __future__ import annotations

from typing import Any

from sim.engine.aftermath import Aftermath
from sim.engine.anger import Anger
from sim.engine.attendance import Attendance
from sim.engine.authority import Authority
from sim.engine.bot import Bot
from sim.engine.chats import Chats
from sim.engine.contact import BESIDE, DONE, IN_SERVICE, MATTER, NOBODY, OF_SUPERVISORS, WAITING, Case, Contact
from sim.engine.dispatch import Dispatcher
from sim.engine.line import Line
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.pending import Pending
from sim.engine.persons import Persons
from sim.engine.plan import Plan
from sim.engine.promises import Promises
from sim.engine.self_service import SelfService
from sim.engine.sequels import Sequels
from sim.engine.service import Service
from sim.engine.solutions import Solutions
from sim.engine.sorting import Sorting
from sim.engine.supervision import Supervision
from sim.engine.tickets import Tickets
from sim.engine.transfers import Transfers
from sim.log import Cause, End, Outcome
from sim.log.recorder import Recorder

ANSWERED, CALLED_BACK, TRANSFERRED = int(Outcome.ANSWERED), int(Outcome.CALLED_BACK), int(Outcome.TRANSFERRED)
UNREACHED = int(Outcome.UNREACHED)
FIRST, BACKLOG = int(Cause.FIRST), int(Cause.BACKLOG)
PROMISE = Kind.PROMISE << ENTITY_BITS
INFINITY = float("inf")


class Desk:
    """The desk in motion: a plan, an environment that keeps time, and everything that waits or works."""

    def __init__(self, env: Any, plan: Plan, recorder: Recorder) -> None:
        self.env = env
        self.plan = plan
        self.recorder = recorder
        self._write, self._row = recorder.contacts.write, recorder.contacts.pack
        self.after = env.after
        """an event after a delay: (seconds, priority, value)"""
        self.event = env.event
        """an event that waits to be called"""
        self.live: list[bool] = plan.channels.live.tolist()
        self._chat: list[bool] = plan.channels.chat.tolist()
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._queue_of = plan.issues.queue.data
        self._arrived_at = plan.issues.arrived_at.data
        self._backlog = plan.issues.backlog.data
        self._keeps_tickets = plan.matters.tickets
        self._last_agent_s = plan.rules.last_agent_s
        self._forgotten_s = plan.channels.forgotten_s.tolist()
        self._urgent_twin = plan.queues.urgent_twin.tolist()
        self._tries = plan.channels.tries.tolist()
        self._gap_s = plan.channels.gap_s.tolist()
        self._to_call: list[Contact] = []
        """those whom the desk will call again"""
        self.chats = Chats(env, plan, self.after)
        self.dispatcher = Dispatcher(plan, self.chats)
        self.persons = Persons(self, plan) if plan.people.at_work else None
        """None where nobody learns, tires, wears out or leaves"""
        self.tickets = Tickets(plan, recorder)
        self.line = Line(self, plan)
        self.attendance = Attendance(env, plan, self.dispatcher, recorder, self.line.is_open, self.persons)
        self.anger = Anger(self, plan)
        self._reads_words = self.anger.reads
        self.promises = Promises(self, plan)
        self.sequels = Sequels(self, plan)
        self.transfers = Transfers(self, plan)
        self.pending = Pending(self, plan)
        self.solutions = Solutions(self, plan)
        self.aftermath = Aftermath(self, plan)
        self.bot = Bot(self, plan)
        self.authority = Authority(self, plan)
        self.supervision = Supervision(self, plan)
        self.self_service = SelfService(self, plan)
        self.sorting = Sorting(self, plan)
        self._sorts = plan.matters.correct < 1.0
        self.service = Service(self, plan)
        self.dispatcher.serve_with(self.service.begin, self.service.interrupt, self.persons)
        self.attendance.serve_with(self.service.put_back, self.service.hand_over, self.supervision.has_left)

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
            if self._sorts:
                self.sorting.sort(contact)
        elif contact.called_back:
            self._to_call.remove(contact)
        channel = self._channel_of[contact.queue]
        contact.wake = self.event()
        if contact.on_line:
            if contact.work == MATTER and not contact.called_back:
                contact.line_entry = case.line_entries
                case.line_entries += 1
            contact.chat = self._chat[channel]
            if not contact.admitted and not self.line.admits(contact, channel, now):
                return False
            if self._reads_words and not contact.called_back:
                self.anger.reads_words(contact)
        else:
            if self._reads_words:
                self.anger.reads_words(contact)
            if contact.work not in BESIDE:
                self._comes_off_line(contact, channel, now)
        if self._last_agent_s and contact.prefers != NOBODY:
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

    # How a case goes on.

    def then(self, case: Case, contact: Contact, at: float, kind: Kind) -> None:
        """A case will go on with a contact, at an instant."""
        case.next, case.next_at, case.next_kind = contact, at, kind

    def pause_after(self, contact: Contact) -> Any | None:
        """The event at which the case goes on after a contact, or None if it has ended."""
        outcome = contact.outcome
        if outcome == IN_SERVICE:  # a callback that nobody picked up
            self._calls_again(contact)
        elif outcome != ANSWERED and outcome != CALLED_BACK and outcome != TRANSFERRED:
            self.line.failed(contact)
        return self.pause(contact.case) if contact.case.next is not None else None

    def pause(self, case: Case) -> Any | None:
        """The event at which a case goes on with its next contact, or None if it has ended."""
        if case.next is None:
            return None
        if case.decision is not None:
            decision, case.decision = case.decision, None
            if not decision.processed:
                return decision
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
            self._to_call.append(contact)
            self.then(contact.case, contact, now + self._gap_s[channel], Kind.RETURN)
        else:
            contact.outcome = UNREACHED
            self.record(contact, now)
            self.tickets.closed(contact.case, now)
            self.tickets.ends(contact.case, End.GAVE_UP, now)

    # What is written down.

    def record(self, contact: Contact, ended_at: float) -> None:
        """Write down a contact."""
        self._write(
            self._row(
                contact.issue,
                contact.number,
                contact.ticket,
                contact.queue,
                contact.cause,
                contact.outcome,
                contact.entered_at,
                contact.answered_at,
                ended_at,
                contact.angry,
                contact.flagged,
            )
        )

    def stop_waiting(self) -> None:
        """Nothing more will happen: write down those who still wait, as waiting."""
        for contact in self.dispatcher.waiting.everybody() + self.dispatcher.everybody_held() + self._to_call:
            if contact.work in OF_SUPERVISORS:
                self.supervision.stop(contact)
            else:
                self.record(contact, contact.left_at)

    def stop(self, now: float) -> None:
        """The end of the simulation: write down what agents and bots still have in hand, as open."""
        if self.persons is not None:
            self.persons.stop(now)
        for agent in range(len(self.plan.agents.team)):
            for contact in self.dispatcher.in_hand(agent):
                if contact.work in OF_SUPERVISORS:
                    self.supervision.stop(contact)
                else:
                    self.service.stop(contact, now)
        self.bot.stop()
        self.attendance.stop(now)
