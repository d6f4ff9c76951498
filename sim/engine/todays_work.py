"""What today has asked of each agent so far: time on queue, and the work in it, split at midnight.

Time on duty is told stretch by stretch, work when an agent and a contact part; at midnight both are cut, so that a day
holds what was done in it and single-handed work is never more than the time on queue.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.engine.contact import OF_SUPERVISORS, Contact
from sim.engine.plan import Plan
from sim.log import Duty
from sim.world.exhaustion import paced_occupancy

if TYPE_CHECKING:
    from sim.engine.desk import Desk

ON_DUTY = (Duty.ON_QUEUE, Duty.OVERTIME, Duty.FINISHING)
AWAY = (Duty.OFF, Duty.ABSENT)


class TodaysWork:
    """Seconds and numbers by agent, since the last midnight (or the start)."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._dispatcher, self._chats = desk.dispatcher, desk.chats
        self._n, self._k = len(plan.agents.team), len(plan.channels.live)
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._on_line: list[bool] = plan.queues.on_line.tolist()
        self._async_pace = plan.people.async_pace
        self._told_s: dict[Contact, float] = {}
        """of what goes on across midnight: the time that counts to the days before"""
        self.begins(plan.rules.starts_at)
        self._has_shift = [True] * self._n

    def begins(self, at: float) -> None:
        """A new day begins."""
        n, k = self._n, self._k
        self._since = at
        self._live_s, self._async_s = [0.0] * n, [0.0] * n
        self._skill_s = [[0.0] * k for _ in range(n)]
        self.queue_s, self.overtime_s = [0.0] * n, [0.0] * n
        self.angry = [0] * n
        self.worked = [False] * n
        """was on duty, on queue or not, on a day on which a shift begins (on the first day, at all)"""
        self._has_shift = [False] * n

    def ends(self, now: float, going_on: Iterable[tuple[int, float]]) -> None:
        """The day is over, and neither duties (``going_on``: duty, since by agent) nor work need be: cut them here."""
        for agent, (duty, since) in enumerate(going_on):
            self.was_on(agent, duty, since, now)
            for contact in self._dispatcher.in_hand(agent):
                if contact.chat:
                    so_far_s = self._chats.cost_so_far(agent, contact, now)
                else:
                    so_far_s = now - contact.started_at
                self._adds(contact, so_far_s - self._told_s.get(contact, 0.0))
                self._told_s[contact] = so_far_s

    def shift_begins(self, agent: int) -> None:
        """A planned shift begins: today is a working day, and what is left of it tomorrow makes none of tomorrow."""
        self._has_shift[agent] = True

    def was_on(self, agent: int, duty: int, since: float, until: float) -> None:
        """A stretch of duty is over, or the day is: the part of it since the last midnight counts."""
        lasted_s = until - max(since, self._since)
        if lasted_s <= 0.0 or duty in AWAY:
            return
        self.worked[agent] = self._has_shift[agent]
        if duty in ON_DUTY:
            self.queue_s[agent] += lasted_s
        if duty == Duty.OVERTIME:
            self.overtime_s[agent] += lasted_s

    def parted(self, contact: Contact, angry: bool) -> None:
        """An agent and a contact have parted; an angry one counts on the day on which it ends."""
        self._adds(contact, contact.agent_s - self._told_s.pop(contact, 0.0))
        if angry:
            self.angry[contact.agent] += 1

    def _adds(self, contact: Contact, agent_s: float) -> None:
        agent, queue = contact.agent, contact.queue
        if contact.work in OF_SUPERVISORS:
            self._live_s[agent] += agent_s
            return
        (self._live_s if self._on_line[queue] else self._async_s)[agent] += agent_s
        self._skill_s[agent][self._channel_of[queue]] += agent_s

    # Read back.

    def work_s(self, agent: int) -> float:
        """Work on contacts, and of supervisors."""
        return self._live_s[agent] + self._async_s[agent]

    def occupancy(self, agent: int) -> float:
        """Paced occupancy of the day."""
        return paced_occupancy(self._live_s[agent], self._async_s[agent], self.queue_s[agent], self._async_pace)

    def shares(self, agent: int) -> list[float] | None:
        """Shares of the work on contacts by channel; None without any."""
        total_s = sum(self._skill_s[agent])
        return [s / total_s for s in self._skill_s[agent]] if total_s > 0.0 else None
