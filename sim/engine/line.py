"""Customers on the line: whether they get in, how long they stay, what they are told and offered, and trying again."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from sim.clock.grid import on_grid
from sim.engine.contact import MATTER, NAN, WAITING, Case, Contact
from sim.engine.draws import drawer, maybe
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause, End, Outcome
from sim.policy.callback import estimated_wait
from sim.world.effort import pace
from sim.world.patience import balks
from sim.world.redial import redials

if TYPE_CHECKING:
    from sim.engine.desk import Desk

ABANDONED, BLOCKED, CLOSED = int(Outcome.ABANDONED), int(Outcome.BLOCKED), int(Outcome.CLOSED)
DISCONNECTED, SILENT, MESSAGE = int(Outcome.DISCONNECTED), int(Outcome.SILENT), int(Outcome.MESSAGE)
GAVE_UP = int(End.GAVE_UP)
PATIENCE = Kind.PATIENCE << ENTITY_BITS
INFINITY = float("inf")


class Line:
    """Opening hours, lines, patience, callbacks and redials."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        self._after = desk.env.after
        self._dispatcher = desk.dispatcher
        channels, rules = plan.channels, plan.rules
        n_channels = len(channels.live)
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._limit: list[int] = channels.lines.tolist()
        self._in_use = [0] * n_channels
        self._openings = [
            channels.openings[channels.openings[:, 0] == channel, 1:].tolist() for channel in range(n_channels)
        ]
        self._opens = [[opening[0] for opening in openings] for openings in self._openings]
        self._takes_message: list[bool] = (channels.takes_message & (channels.later != range(n_channels))).tolist()
        self._later = channels.later.tolist()
        self._patience = maybe(plan, "patience")
        self._patience_by_time = channels.patience_by_time.tolist()
        self._carried = channels.carried.tolist()
        self._interval_s = rules.interval_s
        self._last_interval = round(rules.ends_at / rules.interval_s) - 1
        self._u_silent = maybe(plan, "silent")
        self._silent = channels.silent.tolist()
        self._estimates = bool((channels.announce | (channels.offer_above_s < INFINITY)).any())
        self._announce = channels.announce.tolist()
        self._announced = channels.announced.tolist()
        self._balks_above = channels.balks_above.tolist()
        self._offer_above_s = channels.offer_above_s.tolist()
        self._u_callback = maybe(plan, "callback")
        self._accepted = plan.matters.accepted
        self._u_redial = maybe(plan, "redial")
        self._redial_delay = drawer(plan, "redial_delay")
        self._u_redial_channel = maybe(plan, "redial_channel")
        self._switch = channels.switch.tolist()
        self._redial_share = channels.redial_share.tolist()
        self._redial_decay = channels.redial_decay.tolist()
        self._follows = [
            {ABANDONED, SILENT} | ({BLOCKED} if blocked else set()) | ({CLOSED} if closed else set())
            for blocked, closed in zip(
                channels.redial_after_blocking.tolist(), channels.redial_after_closing.tolist(), strict=True
            )
        ]
        self._on_channel = plan.queues.on_channel.tolist()
        self._mean_work_s = plan.queues.mean_work_s.tolist()
        self._queues_on = [
            [queue for queue, its in enumerate(self._channel_of) if its == channel] for channel in range(n_channels)
        ]
        slots, proficiency = plan.agents.slots.tolist(), plan.agents.proficiency.tolist()
        chat, slowdown = channels.chat.tolist(), channels.slowdown.tolist()
        self._capacity = [
            [
                skill[queue] * (slots[group] * pace(slots[group], slowdown[channel]) if chat[channel] else 1.0)
                for group, skill in enumerate(proficiency)
            ]
            for queue, channel in enumerate(self._channel_of)
        ]
        """by queue and group: agents' worth of one agent"""

    # Getting in.

    def admits(self, contact: Contact, channel: int, now: float) -> bool:
        """Whether a channel is open and has a line; takes the line, or ends the contact."""
        if not self.is_open(channel, now):
            message = contact.work == MATTER and self._takes_message[channel]
            self._leaves(contact, MESSAGE if message else CLOSED, now)
            return False
        if self._limit[channel] and self._in_use[channel] >= self._limit[channel]:
            self._leaves(contact, BLOCKED, now)
            return False
        self._in_use[channel] += 1
        return True

    def takes(self, channel: int, now: float) -> bool:
        """Whether a channel takes a customer now: in person while it is open, or as a message."""
        return self._takes_message[channel] or self.is_open(channel, now)

    def hangs_up(self, contact: Contact) -> None:
        """The customer gives the line back."""
        self._in_use[self._channel_of[contact.queue]] -= 1

    def is_called(self, contact: Contact) -> None:
        """The desk calls a customer back, on a line of its own."""
        self._in_use[self._channel_of[contact.queue]] += 1

    def is_open(self, channel: int, now: float) -> bool:
        """Whether a channel is open at an instant, [opens, closes)."""
        place = bisect_right(self._opens[channel], now) - 1
        return place >= 0 and now < self._openings[channel][place][1]

    # Waiting.

    def waits(self, contact: Contact, channel: int, now: float) -> None:
        """Nobody is free: the customer hears how long it will take, may take a callback, and has their patience."""
        patience_s = INFINITY
        if self._patience is not None:
            patience_s = contact.patience_s
            if patience_s < 0.0:
                index = 0 if self._carried[channel] else contact.line_entry
                patience_s = self._patience(contact.issue, index, channel)
                if self._patience_by_time:
                    interval = min(int(now // self._interval_s), self._last_interval)
                    patience_s *= self._patience_by_time[channel][interval]
        if self._estimates:
            wait_s = self._estimate(contact.queue, channel)
            if self._announce[channel]:
                if balks(wait_s, patience_s, self._balks_above[channel]):
                    patience_s = 0.0
                patience_s *= self._announced[channel]
            if wait_s > self._offer_above_s[channel] and contact.work == MATTER and patience_s > 0.0:
                u = self._u_callback(contact.issue, contact.line_entry, channel)  # type: ignore[misc]
                if u < self._accepted:
                    contact.called_back = True
                    self.hangs_up(contact)
                    return
        contact.patience_s = patience_s
        if patience_s == 0.0:
            self._gives_up(contact, ABANDONED)
        elif patience_s < INFINITY:
            delay_s = on_grid(patience_s)
            self._after(delay_s, PATIENCE | contact.issue, contact).callbacks.append(self._patience_ends)

    def _estimate(self, queue: int, channel: int) -> float:
        """The estimated wait of who has just joined a queue: those ahead on the channel over the agents who can."""
        count, places = self._dispatcher.waiting.count, self._dispatcher.waiting.places
        ahead = sum(count[place] for other in self._queues_on[channel] for place in places[other]) - 1
        on_duty, capacity = self._dispatcher.n_on_duty, self._capacity[queue]
        agents = sum(number * each for number, each in zip(on_duty, capacity, strict=True))
        return estimated_wait(ahead, agents, self._mean_work_s[queue])

    # Leaving unserved.

    def _patience_ends(self, expiry: Any) -> None:
        contact: Contact = expiry._value
        if contact.outcome == WAITING and not contact.begun and not contact.called_back:
            channel = self._channel_of[contact.queue]
            silent = self._u_silent is not None and (
                self._u_silent(contact.issue, contact.line_entry, channel) < self._silent[channel]
            )
            wake = contact.wake
            self._gives_up(contact, SILENT if silent else ABANDONED)
            wake.succeed()

    def _gives_up(self, contact: Contact, outcome: int) -> None:
        now = self._env.now
        self.hangs_up(contact)
        if outcome == SILENT:  # the window stays open: an agent will take the chat, and find nobody
            contact.outcome = SILENT
            contact.left_at = now
            return
        self._leaves(contact, outcome, now)
        if contact.held:
            self._dispatcher.no_longer_held(contact)
        else:
            self._dispatcher.waiting.withdraw(contact)

    def disconnect(self, channel: int) -> None:
        """Cut off everybody who queues on a channel, but for those whom an agent has spoken to and handed over."""
        now = self._env.now
        dispatcher = self._dispatcher
        held = [contact for contact in dispatcher.everybody_held() if self._channel_of[contact.queue] == channel]
        for contacts in (*(dispatcher.waiting.all_in(queue) for queue in self._queues_on[channel]), held):
            for contact in contacts:
                if contact.begun or not contact.on_line or contact.called_back:
                    continue
                if contact.held:
                    dispatcher.no_longer_held(contact)
                else:
                    dispatcher.waiting.withdraw(contact)
                if contact.outcome == SILENT:
                    self._desk.record(contact, contact.left_at)
                    continue
                self._leaves(contact, DISCONNECTED, now)
                self.hangs_up(contact)
                contact.wake.succeed()

    def _leaves(self, contact: Contact, outcome: int, now: float) -> None:
        contact.outcome = outcome
        self._desk.record(contact, now)

    # Trying again.

    def failed(self, contact: Contact) -> None:
        """What follows an attempt that failed: a message, a further attempt, or the end of the issue."""
        now, case = self._env.now, contact.case
        channel = self._channel_of[contact.queue]
        outcome = contact.outcome
        if outcome == MESSAGE:
            home = case.home = self._on_channel[case.home][self._later[channel]]
            self._desk.then(case, Contact(case, home, Cause.MESSAGE, now, on_line=False), now, Kind.RETURN)
            case.next.knows, case.next.prefers = contact.knows, contact.prefers
        elif outcome in self._follows[channel]:
            self.tries_again(contact)
        else:
            self._ends(case)

    def tries_again(self, contact: Contact) -> None:
        """A customer who was lost tries again, or that was the end."""
        now, case, channel = self._env.now, contact.case, self._channel_of[contact.queue]
        if self._u_redial is not None:
            index = case.failures
            case.failures += 1
            u = self._u_redial(case.issue, index, channel)
            if redials(u, self._redial_share[channel], self._redial_decay[channel], index + 1):
                self._redials(case, index, channel, now)
                case.next.knows, case.next.prefers = contact.knows, contact.prefers
                return
        self._ends(case)

    def _ends(self, case: Case) -> None:
        now = self._env.now
        self._desk.tickets.closed(case, now)
        self._desk.tickets.ends(case, GAVE_UP, now)

    def _redials(self, case: Case, index: int, channel: int, now: float) -> None:
        delay_s = self._redial_delay(case.issue, index, channel)
        to = channel
        if self._u_redial_channel is not None:
            to = falls_to(self._u_redial_channel(case.issue, index, channel), self._switch[channel])
        if to != channel:
            case.home = self._on_channel[case.home][to]
        contact = Contact(case, case.home, Cause.REDIAL, NAN, self._desk.live[to])
        self._desk.then(case, contact, now + on_grid(delay_s), Kind.RETURN)
