"""Several chats at once: each agent has a virtual clock on which every chat in hand makes the same progress.

With k chats at work the clock runs at pace(k) = 1 / (1 + slowdown (k - 1)). A chat that begins with work w gets the
tag V + w, V being the clock's reading, and is done when the clock reads its tag: so a change of k moves no chat, and
only the earliest completion is scheduled. At a completion the clock is set to the tag, and no residues pile up.
A chat with nobody in it holds a slot and does not slow the others.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

from sim.clock.grid import on_grid
from sim.engine.contact import Contact
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.world.effort import pace

COMPLETION = Kind.COMPLETION << ENTITY_BITS


class Chats:
    """The chats in hand of every agent."""

    def __init__(self, env: Any, plan: Plan, after: Callable[[float, int, Any], Any]) -> None:
        n_agents = len(plan.agents.team)
        self._env = env
        self._after = after
        self._slowdown = plan.channels.slowdown.tolist()
        self._channel_of = plan.queues.channel.tolist()
        self.in_hand: list[int] = [0] * n_agents
        """slots in use, by agent"""
        self._all: list[dict[Contact, None]] = [{} for _ in range(n_agents)]
        self._clock = [0.0] * n_agents
        """virtual clock, s of single-chat work"""
        self._shared = [0.0] * n_agents
        """integral of 1 / (slots in use), s"""
        self._seen_at = [0.0] * n_agents
        self._pace = [1.0] * n_agents
        self._at_work: list[list[tuple[float, int, Contact]]] = [[] for _ in range(n_agents)]
        """(tag, issue, chat), the earliest completion first"""
        self._version = [0] * n_agents

    def contacts(self, agent: int) -> list[Contact]:
        """The chats that an agent has in hand, in the order in which they were taken."""
        return list(self._all[agent])

    def take(self, agent: int, contact: Contact, now: float) -> int:
        """A chat takes a slot; returns how many the agent has now. Its work begins with :meth:`begin`."""
        self._advance(agent, now)
        contact.agent_s = self._shared[agent]
        self._all[agent][contact] = None
        self.in_hand[agent] += 1
        return self.in_hand[agent]

    def begin(self, agent: int, contact: Contact, work_s: float, now: float) -> None:
        """A chat has work to be done, in seconds of a chat alone; its ``wake`` succeeds when it is."""
        self._advance(agent, now)
        contact.tag = self._clock[agent] + work_s
        heappush(self._at_work[agent], (contact.tag, contact.issue, contact))
        self._schedule(agent)

    def pauses(self, agent: int) -> None:
        """A chat whose work is done keeps its slot while its customer waits for somebody else: the others go on."""
        self._schedule(agent)

    def work_left(self, agent: int, contact: Contact, now: float) -> float:
        """Seconds of work that are left of a chat, which is done no longer."""
        self._advance(agent, now)
        left_s = max(contact.tag - self._clock[agent], 0.0)
        work = self._at_work[agent]
        work[:] = [entry for entry in work if entry[2] is not contact]
        heapify(work)
        self._schedule(agent)
        return left_s

    def leave(self, agent: int, contact: Contact, now: float) -> float:
        """A chat gives its slot back; returns the seconds of the agent's time that it cost."""
        self._advance(agent, now)
        self.in_hand[agent] -= 1
        del self._all[agent][contact]
        self._schedule(agent)
        return self._shared[agent] - contact.agent_s

    def cost_so_far(self, agent: int, contact: Contact, now: float) -> float:
        """Seconds of the agent's time that a chat in hand has cost up to now; the clocks stay as they are."""
        return self._shared[agent] + (now - self._seen_at[agent]) / self.in_hand[agent] - contact.agent_s

    def _advance(self, agent: int, now: float) -> None:
        """Bring the agent's clocks up to date."""
        lasted_s = now - self._seen_at[agent]
        if lasted_s > 0.0:
            if self._at_work[agent]:
                self._clock[agent] += lasted_s * self._pace[agent]
            if self.in_hand[agent]:
                self._shared[agent] += lasted_s / self.in_hand[agent]
            self._seen_at[agent] = now

    def _schedule(self, agent: int) -> None:
        """Schedule the earliest completion anew, at the pace of those at work."""
        work = self._at_work[agent]
        self._version[agent] += 1
        if not work:
            self._clock[agent] = 0.0
            return
        tag, issue, contact = work[0]
        self._pace[agent] = pace(len(work), self._slowdown[self._channel_of[contact.queue]])
        delay_s = max(tag - self._clock[agent], 0.0) / self._pace[agent]
        event = self._after(on_grid(delay_s), COMPLETION | issue, (agent, self._version[agent]))
        event.callbacks.append(self._done)

    def _done(self, event: Any) -> None:
        agent, version = event._value
        if version != self._version[agent]:
            return
        now = self._env.now
        self._advance(agent, now)
        tag, _, contact = heappop(self._at_work[agent])
        self._clock[agent] = tag
        contact.wake.succeed()
