"""Queues of contacts: who waits where, in which order, and which head a rule puts first.

A queue keeps its contacts in a heap by a key frozen when the contact entered. Entries are left behind when a contact
goes for another reason than being taken, and skipped by its state, so that each step costs O(log n).
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from sim.engine.contact import Contact
from sim.engine.plan import Plan
from sim.log import Cause
from sim.policy.routing import NextContact, score

FIRST, BACKLOG = int(Cause.FIRST), int(Cause.BACKLOG)


class Waiting:
    """Everybody who waits, by queue."""

    def __init__(self, plan: Plan) -> None:
        queues, rules = plan.queues, plan.rules
        n_queues = len(queues.channel)
        self.count: list[int] = [0] * n_queues
        """contacts waiting now, by queue"""
        self._entries: list[list[tuple[float, int, Contact]]] = [[] for _ in range(n_queues)]
        self._rank = queues.rank.tolist()
        self._reserve = queues.reserve.tolist()
        self._priority = queues.priority.tolist()
        self._target_s = queues.target_s.tolist()
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
        elif self._by_first_attempt:
            key = self._arrived_at[contact.issue]
        elif self._by_due_date:
            first = contact.cause in (FIRST, BACKLOG)
            key = self._due_at[contact.issue] if first else contact.entered_at + self._target_s[queue]
        heappush(self._entries[queue], (key, contact.issue, contact))
        self.count[queue] += 1

    def withdraw(self, contact: Contact) -> None:
        """A waiting contact leaves its queue unserved."""
        queue = contact.queue
        contact.queued = False
        self.count[queue] -= 1
        entries = self._entries[queue]
        if len(entries) > 64 and len(entries) > 4 * self.count[queue]:
            entries[:] = [entry for entry in entries if entry[2].queued and entry[2].queue == queue]
            heapify(entries)

    def all_in(self, queue: int) -> list[Contact]:
        """Everybody who waits in a queue, in the order of their keys."""
        entries = sorted(self._entries[queue], key=_by_key)
        return [contact for _, _, contact in entries if contact.queued and contact.queue == queue]

    def choose(self, queues: list[int], n_free: int, now: float) -> Contact | None:
        """The head that the rule puts first among some queues, taken out of its queue; None if none may be taken."""
        best, best_rank, best_key = -1, 0.0, 0.0
        count, reserve = self.count, self._reserve
        for queue in queues:
            if not count[queue] or n_free <= reserve[queue]:
                continue
            key = self._head_key(queue)
            rank = self._rank[queue]
            if self._by_score:
                rank -= self._score(queue, now)
            if best < 0 or rank < best_rank or (rank == best_rank and key < best_key):
                best, best_rank, best_key = queue, rank, key
        if best < 0:
            return None
        contact = heappop(self._entries[best])[2]
        contact.queued = False
        count[best] -= 1
        return contact

    def _score(self, queue: int, now: float) -> float:
        waited_s = now - self._entries[queue][0][2].entered_at
        return score(self._priority[queue], waited_s, self._target_s[queue], *self._weights)

    def _head_key(self, queue: int) -> float:
        entries = self._entries[queue]
        while not entries[0][2].queued or entries[0][2].queue != queue:
            heappop(entries)
        return entries[0][0]


def _by_key(entry: tuple[float, int, Contact]) -> tuple[float, int]:
    return entry[:2]
