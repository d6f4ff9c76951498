"""Groups of agents who can take something: the idle ones, and those with room for a further chat.

Agents with the same skills and slots form a group. A group keeps its idle agents in a heap by the rule's key, frozen
when the agent became idle (or in a list, where the choice is random), and those with chats and room for more in a heap
by their number of chats, then that key. Entries of agents who have gone or changed are skipped by version.
"""

from __future__ import annotations

from heapq import heappop, heappush

from sim.engine.contact import NOBODY
from sim.engine.plan import Plan
from sim.policy.routing import NextAgent
from sim.units import DAY_S


class Crew:
    """Who can take something now."""

    def __init__(self, plan: Plan) -> None:
        agents, rules = plan.agents, plan.rules
        n_groups, n_agents = len(agents.proficiency), len(agents.team)
        self.group: list[int] = agents.group.tolist()
        self.slots: list[int] = agents.slots.tolist()
        """chats that an agent may have at once, by group"""
        self.n_idle: list[int] = [0] * n_groups
        """idle agents now, by group"""
        self.is_idle: list[bool] = [False] * n_agents
        self.busy_s: list[float] = [0.0] * n_agents
        """time spent on contacts today, by agent"""
        self.by_occupation = rules.next_agent == NextAgent.LEAST_OCCUPIED
        self.any_agent = rules.next_agent == NextAgent.RANDOM
        self._busy_day: list[int] = [0] * n_agents
        self._version: list[int] = [0] * n_agents
        self._idle: list[list[tuple[float, int, int]]] = [[] for _ in range(n_groups)]
        self._idle_list: list[list[int]] = [[] for _ in range(n_groups)]
        """idle agents by group in any order, for the random choice"""
        self._place: list[int] = [0] * n_agents
        self._room: list[list[tuple[int, float, int, int]]] = [[] for _ in range(n_groups)]
        self._room_version: list[int] = [0] * n_agents

    # Idle agents.

    def becomes_idle(self, agent: int, now: float) -> None:
        """An agent has nothing to do."""
        group = self.group[agent]
        self._version[agent] += 1
        self.is_idle[agent] = True
        self.n_idle[group] += 1
        if self.any_agent:
            self._place[agent] = len(self._idle_list[group])
            self._idle_list[group].append(agent)
        else:
            heappush(self._idle[group], (self._key(agent, now), agent, self._version[agent]))

    def _key(self, agent: int, now: float) -> float:
        if self.by_occupation:
            return self.busy_s[agent] if self._busy_day[agent] == int(now // DAY_S) else 0.0
        return now

    def leaves_idle(self, agent: int) -> None:
        """An idle agent takes something or goes; the entry in the heap is skipped later."""
        group = self.group[agent]
        self._version[agent] += 1
        self.is_idle[agent] = False
        self.n_idle[group] -= 1
        if self.any_agent:
            last = self._idle_list[group].pop()
            if last != agent:
                self._idle_list[group][self._place[agent]] = last
                self._place[last] = self._place[agent]

    def first_key(self, group: int) -> float:
        """The key of the idle agent whom the rule puts first; the group must have one."""
        heap, version = self._idle[group], self._version
        while heap[0][2] != version[heap[0][1]]:
            heappop(heap)
        return heap[0][0]

    def first(self, group: int) -> int:
        """The idle agent whom the rule puts first, who is idle no longer; the group must have one."""
        heap, version = self._idle[group], self._version
        while True:
            _, agent, seen = heappop(heap)
            if seen == version[agent]:
                version[agent] += 1
                self.is_idle[agent] = False
                self.n_idle[group] -= 1
                return agent

    def at_random(self, groups: list[int], u: float) -> int:
        """Any idle agent of some groups, each as likely, who is idle no longer."""
        place = int(u * sum(self.n_idle[group] for group in groups))
        for group in groups:
            if place < self.n_idle[group]:
                agent = self._idle_list[group][place]
                self.leaves_idle(agent)
                return agent
            place -= self.n_idle[group]
        raise AssertionError("a uniform below 1 always finds a place")

    # Agents with chats and room for more.

    def has_room(self, agent: int, chats: int, now: float) -> None:
        """An agent with some chats can take a further one."""
        self._room_version[agent] += 1
        heappush(self._room[self.group[agent]], (chats, self._key(agent, now), agent, self._room_version[agent]))

    def has_no_room(self, agent: int) -> None:
        """An agent takes no further chat for now."""
        self._room_version[agent] += 1

    def least_loaded(self, groups: list[int]) -> int:
        """The agent of some groups with the fewest chats and room for more; NOBODY if there is none."""
        best, best_place = NOBODY, (0, 0.0)
        for group in groups:
            heap, version = self._room[group], self._room_version
            while heap and heap[0][3] != version[heap[0][2]]:
                heappop(heap)
            if heap and (best == NOBODY or heap[0][:2] < best_place):
                best, best_place = heap[0][2], heap[0][:2]
        return best

    def worked(self, agent: int, seconds: float, now: float) -> None:
        """Count time spent on a contact towards today's."""
        today = int(now // DAY_S)
        if self._busy_day[agent] != today:
            self._busy_day[agent], self.busy_s[agent] = today, 0.0
        self.busy_s[agent] += seconds
