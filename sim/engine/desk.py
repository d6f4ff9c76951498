"""What can happen to a contact at the desk, step by step: the journey tells the story, this carries it out.

Each step reads the clock once, changes the state, records, and schedules at most one event. An event is called off by
making it do nothing: its callbacks are taken away, or it finds that its contact no longer waits.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from sim.clock.grid import GRID_PER_S
from sim.engine.attendance import Attendance
from sim.engine.contact import IN_SERVICE, NAN, WAITING, Contact
from sim.engine.dispatch import Dispatcher
from sim.engine.draws import drawer
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.log import Cause, Outcome, TouchEnd
from sim.log.recorder import Recorder
from sim.world.effort import phase_time
from sim.world.redial import redials

ANSWERED, ABANDONED, BLOCKED = int(Outcome.ANSWERED), int(Outcome.ABANDONED), int(Outcome.BLOCKED)
CLOSED, DISCONNECTED = int(Outcome.CLOSED), int(Outcome.DISCONNECTED)
FIRST, REDIAL, BACKLOG = int(Cause.FIRST), int(Cause.REDIAL), int(Cause.BACKLOG)
COMPLETION = Kind.COMPLETION << ENTITY_BITS
PATIENCE = Kind.PATIENCE << ENTITY_BITS
REASSIGN = Kind.REASSIGN << ENTITY_BITS
RETURN = Kind.RETURN << ENTITY_BITS
INFINITY = float("inf")


class Desk:
    """The desk in motion: a plan, an environment that keeps time, and everything that waits or works."""

    def __init__(self, env: Any, plan: Plan, recorder: Recorder) -> None:
        self.env = env
        self.plan = plan
        self.recorder = recorder
        self.dispatcher = Dispatcher(plan, self._begin)
        self.attendance = Attendance(env, plan, self.dispatcher, recorder, self)
        self._event = env.event
        self._schedule = env.schedule
        channels, rules, issues = plan.channels, plan.rules, plan.issues
        self._queue_of = issues.queue.data
        self._arrived_at = issues.arrived_at.data
        self._backlog = issues.backlog.data
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self.live: list[bool] = channels.live.tolist()
        self._lines: list[int] = channels.lines.tolist()
        self._lines_in_use = [0] * len(self._lines)
        self._openings = [
            channels.openings[channels.openings[:, 0] == channel, 1:].tolist() for channel in range(len(self.live))
        ]
        self._opens = [[opening[0] for opening in openings] for openings in self._openings]
        self._proficiency = self.dispatcher.proficiency
        self._group = self.dispatcher.group
        self._talk = drawer(plan, "talk")
        self._hold = drawer(plan, "hold") if plan.draws.hold.size else None
        self._after_call = drawer(plan, "after_call") if plan.draws.after_call.size else None
        self._patience = drawer(plan, "patience") if plan.draws.patience.size else None
        self._u_redial = drawer(plan, "redial") if plan.draws.redial.size else None
        self._redial_delay = drawer(plan, "redial_delay")
        self._redial_share = channels.redial_share.tolist()
        self._redial_decay = channels.redial_decay.tolist()
        self._redial_after_blocking = channels.redial_after_blocking.tolist()
        self._effort_by_time = channels.effort_by_time.tolist()
        self._patience_by_time = channels.patience_by_time.tolist()
        self._interval_s = rules.interval_s
        self._last_interval = round(rules.ends_at / rules.interval_s) - 1
        self._set_up_s = rules.set_up_s

    def after(self, delay_s: float, priority: int, value: Any = None) -> Any:
        """An event that happens after a delay on the grid."""
        event = self._event()
        event._ok = True
        event._value = value
        self._schedule(event, priority, delay_s)
        return event

    # A customer comes.

    def arrive(self, issue: int, attempt: int) -> Contact:
        """A contact comes: it is turned away, served at once, or joins its queue."""
        now = self.env.now
        queue = self._queue_of[issue]
        channel = self._channel_of[queue]
        cause = REDIAL if attempt else (BACKLOG if self._backlog[issue] else FIRST)
        contact = Contact(issue, attempt, queue, cause, self._arrived_at[issue] if cause == BACKLOG else now)
        live = self.live[channel]
        if live and not self._admit(contact, channel, now):
            return contact
        contact.wake = self._event()
        if not self.dispatcher.enter(contact, now) and live and self._patience is not None:
            self._be_patient(contact, channel, now)
        return contact

    def _admit(self, contact: Contact, channel: int, now: float) -> bool:
        """Whether a live channel is open and has a line; takes the line."""
        if not self.is_open(channel, now):
            self._leaves(contact, CLOSED, now)
            return False
        if self._lines[channel] and self._lines_in_use[channel] >= self._lines[channel]:
            self._leaves(contact, BLOCKED, now)
            return False
        self._lines_in_use[channel] += 1
        return True

    def is_open(self, channel: int, now: float) -> bool:
        """Whether a channel is open at an instant, [opens, closes)."""
        place = bisect_right(self._opens[channel], now) - 1
        return place >= 0 and now < self._openings[channel][place][1]

    def _be_patient(self, contact: Contact, channel: int, now: float) -> None:
        """Give a waiting customer their patience: none, for ever, or until an event."""
        patience_s = self._patience(contact.issue, contact.attempt, channel)  # type: ignore[misc]
        if self._patience_by_time:
            patience_s *= self._patience_by_time[channel][self._interval(now)]
        if patience_s == 0.0:
            self._gives_up(contact)
        elif patience_s < INFINITY:
            expiry = self._event()
            expiry._ok = True
            expiry._value = contact
            expiry.callbacks.append(self._patience_ends)
            self._schedule(expiry, PATIENCE | contact.issue, round(patience_s * GRID_PER_S) / GRID_PER_S)

    def _interval(self, now: float) -> int:
        return min(int(now // self._interval_s), self._last_interval)

    # A customer leaves unserved.

    def _patience_ends(self, expiry: Any) -> None:
        contact: Contact = expiry._value
        if contact.outcome == WAITING and not contact.begun:
            self._gives_up(contact)
            self._wake(contact)

    def _gives_up(self, contact: Contact) -> None:
        self._leaves(contact, ABANDONED, self.env.now)
        self.dispatcher.withdraw(contact)
        self._lines_in_use[self._channel_of[contact.queue]] -= 1

    def disconnect(self, channel: int) -> None:
        """Cut off everybody who queues on a channel, but for those whom an agent has spoken to and handed over."""
        now = self.env.now
        for queue, its_channel in enumerate(self._channel_of):
            if its_channel == channel:
                for contact in self.dispatcher.waiting_in(queue):
                    if not contact.begun:
                        self._leaves(contact, DISCONNECTED, now)
                        self.dispatcher.withdraw(contact)
                        self._lines_in_use[channel] -= 1
                        self._wake(contact)

    def _leaves(self, contact: Contact, outcome: int, now: float) -> None:
        contact.outcome = outcome
        self._record(contact, now)

    def _wake(self, contact: Contact) -> None:
        contact.wake.succeed()

    def redial(self, contact: Contact) -> Any | None:
        """The event of the customer's next attempt, or None if there will be none."""
        outcome, issue, attempt = contact.outcome, contact.issue, contact.attempt
        channel = self._channel_of[contact.queue]
        if self._u_redial is None or not (
            outcome == ABANDONED or (outcome == BLOCKED and self._redial_after_blocking[channel])
        ):
            return None
        u = self._u_redial(issue, attempt, channel)
        if not redials(u, self._redial_share[channel], self._redial_decay[channel], attempt + 1):
            return None
        delay_s = self._redial_delay(issue, attempt, channel)
        return self.after(round(delay_s * GRID_PER_S) / GRID_PER_S, RETURN | issue)

    # A customer is served.

    def _begin(self, contact: Contact, agent: int) -> None:
        """An agent takes a contact: its talk (and hold) ends when its wake-up comes."""
        now = self.env.now
        issue, attempt, queue = contact.issue, contact.attempt, contact.queue
        channel = self._channel_of[queue]
        contact.started_at = now
        if contact.begun:
            work_s = contact.talk_s = contact.left_s
        else:
            contact.begun = True
            contact.answered_at = now
            factor = self._effort_by_time[channel][self._interval(now)] if self._effort_by_time else 1.0
            skill = self._proficiency[self._group[agent]][queue]
            talk_s = phase_time(self._talk(issue, attempt, channel), factor, skill)
            work_s = contact.talk_s = round(talk_s * GRID_PER_S) / GRID_PER_S
            if self._hold is not None:
                hold_s = phase_time(self._hold(issue, attempt, channel), factor, skill)
                contact.hold_s = round(hold_s * GRID_PER_S) / GRID_PER_S
                work_s += contact.hold_s
            if self._after_call is not None:
                after_call_s = phase_time(self._after_call(issue, attempt, channel), factor, skill)
                contact.after_call_s = round(after_call_s * GRID_PER_S) / GRID_PER_S
        wake = contact.wake
        wake._ok = True
        wake._value = None
        self._schedule(wake, COMPLETION | issue, work_s)

    def hang_up(self, contact: Contact) -> Any | None:
        """The talk is over and the customer leaves; returns the end of after-call work, or None if there is none."""
        contact.outcome = ANSWERED
        self._record(contact, self.env.now)
        channel = self._channel_of[contact.queue]
        if self.live[channel]:
            self._lines_in_use[channel] -= 1
        if contact.after_call_s > 0.0:
            return self.after(contact.after_call_s, COMPLETION | contact.issue)
        return None

    def release(self, contact: Contact) -> None:
        """The agent is done with a contact and goes on."""
        now, agent = self.env.now, contact.agent
        self._record_touch(contact, TouchEnd.DONE, now)
        self.dispatcher.part(contact, now)
        self.attendance.goes_on(agent, now)

    # An agent has to stop in the middle of work.

    def is_talking(self, contact: Contact) -> bool:
        """Whether a contact is being served, not in after-call work."""
        return contact.outcome == IN_SERVICE

    def is_async(self, contact: Contact) -> bool:
        """Whether a contact waits as a ticket, so that work on it can be put back."""
        return not self.live[self._channel_of[contact.queue]]

    def put_back(self, contact: Contact, handed_over: bool) -> None:
        """Work stops: the contact goes back to the head of its queue, with the work that is left.

        A live contact that is handed over costs set-up time; whoever waits in a handover does not give up.
        """
        now = self.env.now
        old = contact.wake
        contact.wake = self._event()
        contact.wake.callbacks, old.callbacks = old.callbacks, []
        done_s = now - contact.started_at
        contact.left_s = contact.talk_s + contact.hold_s - done_s + (self._set_up_s if handed_over else 0.0)
        contact.talk_s, contact.hold_s = done_s, 0.0
        after_call_s, contact.after_call_s = contact.after_call_s, 0.0
        self._record_touch(contact, TouchEnd.HANDED_OVER if handed_over else TouchEnd.PUT_BACK, now)
        contact.after_call_s = after_call_s
        self.dispatcher.part(contact, now)
        contact.outcome = WAITING
        self.after(0.0, REASSIGN | contact.issue, contact).callbacks.append(self._reassign)

    def hand_over(self, contact: Contact) -> None:
        """A shift ends in the middle of a call: a colleague on duty takes over, or the agent finishes it."""
        self.after(0.0, REASSIGN | contact.issue, contact).callbacks.append(self._hand_over)

    def _hand_over(self, event: Any) -> None:
        contact: Contact = event._value
        if self.attendance.relieves(contact.agent, contact.queue):
            self.put_back(contact, handed_over=True)

    def _reassign(self, event: Any) -> None:
        self.dispatcher.enter_at_head(event._value)

    # What is written down.

    def _record(self, contact: Contact, ended_at: float) -> None:
        self.recorder.contact(
            (
                contact.issue,
                contact.attempt,
                contact.queue,
                contact.cause,
                contact.outcome,
                contact.entered_at,
                contact.answered_at,
                ended_at,
            )
        )

    def _record_touch(self, contact: Contact, end: int, ended_at: float) -> None:
        self.recorder.touch(
            (
                contact.issue,
                contact.attempt,
                contact.agent,
                contact.queue,
                end,
                contact.started_at,
                contact.talk_s,
                contact.hold_s,
                contact.after_call_s,
                ended_at,
            )
        )

    def stop(self, now: float) -> None:
        """The end of the simulation: write down what is still open, as open."""
        for queue in range(len(self._channel_of)):
            for contact in self.dispatcher.waiting_in(queue):
                self._record(contact, NAN)
        for working_on in self.dispatcher.contact_of:
            if working_on is None:
                continue
            if working_on.outcome == IN_SERVICE:
                self._record(working_on, NAN)
                worked_s = now - working_on.started_at
                working_on.talk_s = min(working_on.talk_s, worked_s)
                working_on.hold_s, working_on.after_call_s = worked_s - working_on.talk_s, 0.0
            else:
                worked_s = working_on.talk_s + working_on.hold_s
                working_on.after_call_s = now - working_on.started_at - worked_s
            self._record_touch(working_on, TouchEnd.OPEN, NAN)
        self.attendance.stop(now)
