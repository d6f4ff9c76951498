"""Queues of contacts: who waits where, in which order, and which head a rule puts first.

A queue keeps its contacts in a heap by a key frozen when the contact entered. Entries are left behind when a contact
goes for another reason than being taken, and skipped by its state, so that each step costs O(log n).

The desk's later work on a live channel without a ``later`` one waits in a place of its own beside the queue of those on
the line: an agent with chats takes further chats alone, and closing and opening are nothing to it.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from sim.engine.contact import Contact
from sim.engine.plan import Plan
from sim.log import Cause
from sim.policy.routing import NextContact, score

FIRST, BACKLOG = int(Cause.FIRST), int(Cause.BACKLOG)


class Waiting:
    """Everybody who waits, by queue."""

    def __init__(self, plan: Plan) -> None:
        queues, rules = plan.queues, plan.rules
        n_queues = self._n_queues = len(queues.channel)
        self._on_line: list[bool] = queues.on_line.tolist()
        works_later = plan.matters.resolution or plan.authority.at_work
        keeps = works_later & (plan.channels.later == np.arange(len(plan.channels.live)))
        self.places: list[list[int]] = [
            [queue, n_queues + queue] if self._on_line[queue] and keeps[channel] else [queue]
            for queue, channel in enumerate(queues.channel.tolist())
        ]
        """by queue: the place of those on the line (or of all, off the line), and that of later work beside it"""
        self.count: list[int] = [0] * (2 * n_queues)
        """contacts waiting now, by place"""
        self._entries: list[list[tuple[float, int, Contact]]] = [[] for _ in range(2 * n_queues)]
        self._rank = queues.rank.tolist() * 2
        self._reserve = queues.reserve.tolist() * 2
        self._priority = queues.priority.tolist() * 2
        self._target_s = queues.target_s.tolist() * 2
        self._of_supervisors: list[bool] = (queues.channel < 0).tolist()
        self._arrived_at = plan.issues.arrived_at.data
        self._due_at = plan.issues.due_at.data
        self._weights = rules.w_priority, rules.w_age, rules.w_due, rules.soon_s
        self._by_first_attempt = rules.next_contact == NextContact.LONGEST_WAIT
        self._by_due_date = rules.next_contact == NextContact.DUE
        self._by_score = rules.next_contact == NextContact.SCORE

    def join(self, contact: Contact) -> None:
        """Put a contact into its queue, where its entry puts it; to the head if it was passed on warmly."""
        queue = contact.queue
        contact.queued = True
        key = contact.entered_at
        if contact.to_head:
            key = -1e18
        elif self._by_first_attempt and not self._of_supervisors[queue]:
            key = self._arrived_at[contact.issue] + contact.case.misled_s
        elif self._by_due_date:
            first = contact.cause in (FIRST, BACKLOG) and not contact.case.misled_s
            key = self._due_at[contact.issue] if first else contact.entered_at + self._target_s[queue]
        place = queue if contact.on_line or not self._on_line[queue] else queue + self._n_queues
        heappush(self._entries[place], (key, contact.issue, contact))
        self.count[place] += 1

    def withdraw(self, contact: Contact) -> None:
        """A waiting contact leaves its queue unserved."""
        queue = contact.queue
        place = queue if contact.on_line or not self._on_line[queue] else queue + self._n_queues
        contact.queued = False
        self.count[place] -= 1
        entries = self._entries[place]
        if len(entries) > 64 and len(entries) > 4 * self.count[place]:
            entries[:] = [entry for entry in entries if entry[2].queued and entry[2].queue == queue]
            heapify(entries)

    def all_in(self, place: int) -> list[Contact]:
        """Everybody who waits in a place, in the order of their keys."""
        entries, queue = sorted(self._entries[place], key=_by_key), place % self._n_queues
        return [contact for _, _, contact in entries if contact.queued and contact.queue == queue]

    def everybody(self) -> list[Contact]:
        """Everybody who waits, by place and key."""
        return [contact for place in range(len(self._entries)) for contact in self.all_in(place)]

    def choose(self, queues: list[int], n_free: int, now: float) -> Contact | None:
        """The head that the rule puts first among some places, taken out of its queue; None if none may be taken."""
        best, best_rank, best_key = -1, 0.0, 0.0
        count, reserve, all_entries, ranks, n_queues = (
            self.count,
            self._reserve,
            self._entries,
            self._rank,
            self._n_queues,
        )
        for place in queues:
            if not count[place] or n_free <= reserve[place]:
                continue
            entries = all_entries[place]
            key, _, head = entries[0]
            while not head.queued or head.queue != place % n_queues:
                heappop(entries)
                key, _, head = entries[0]
            rank = ranks[place]
            if self._by_score:
                rank -= self._score(head, place, now)
            if best < 0 or rank < best_rank or (rank == best_rank and key < best_key):
                best, best_rank, best_key = place, rank, key
        if best < 0:
            return None
        contact = heappop(all_entries[best])[2]
        contact.queued = False
        count[best] -= 1
        return contact

    def _score(self, head: Contact, place: int, now: float) -> float:
        return score(self._priority[place], now - head.entered_at, self._target_s[place], *self._weights)


def _by_key(entry: tuple[float, int, Contact]) -> tuple[float, int]:
    return entry[:2]
