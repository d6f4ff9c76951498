"""Who serves whom: queues of contacts, groups of free agents, and the two choices between them.

No time passes here and no event is made; the journey and the agents' days call in, and every choice is carried out at
once through ``begin``. Agents with the same skills form a group. A group keeps its free agents in a heap by a key
frozen when the agent became free (or in a list, where the choice is random); a queue keeps its contacts in a heap by
a key frozen when the contact entered. Entries are left behind when an agent or a contact goes for another reason, and
skipped by version (agents) or state (contacts), so that each choice costs O(log n) at any number of agents.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush

from sim.engine.contact import IN_SERVICE, NOBODY, WAITING, Contact
from sim.engine.draws import POOL_MASK
from sim.engine.plan import Plan
from sim.policy.routing import NextAgent, NextContact, score
from sim.units import DAY_S

WITHOUT_RESERVE = 1 << 40
"""More free agents than any queue reserves."""


class Dispatcher:
    """The state of queues and agents, and the choices between them."""

    def __init__(self, plan: Plan, begin: Callable[[Contact, int], None]) -> None:
        self._begin = begin
        """starts the service of a contact by an agent, at once"""
        queues, agents, rules = plan.queues, plan.agents, plan.rules
        n_queues, n_groups, n_agents = len(queues.channel), len(agents.proficiency), len(agents.team)
        self.waiting: list[int] = [0] * n_queues
        """contacts waiting now, by queue"""
        self._queue: list[list[tuple[float, int, Contact]]] = [[] for _ in range(n_queues)]
        self._rank = queues.rank.tolist()
        self._reserve = queues.reserve.tolist()
        self._priority = queues.priority.tolist()
        self._target_s = queues.target_s.tolist()
        self._arrived_at = plan.issues.arrived_at.data
        self._due_at = plan.issues.due_at.data
        self._pool_at = plan.issues.pool_at.data
        self._rules = rules
        self._by_first_attempt = rules.next_contact == NextContact.LONGEST_WAIT
        self._by_due_date = rules.next_contact == NextContact.DUE
        self._by_score = rules.next_contact == NextContact.SCORE
        self._by_occupation = rules.next_agent == NextAgent.LEAST_OCCUPIED
        self._by_skill = rules.next_agent == NextAgent.BEST_SKILL
        self._any_agent = rules.next_agent == NextAgent.RANDOM
        self._any_team = rules.next_agent == NextAgent.RANDOM_TEAM
        self._mark = plan.agents.mark.data

        self.group: list[int] = agents.group.tolist()
        self._idle: list[list[tuple[float, int, int]]] = [[] for _ in range(n_groups)]
        self.n_idle: list[int] = [0] * n_groups
        """free agents now, by group"""
        self._version: list[int] = [0] * n_agents
        self.is_idle: list[bool] = [False] * n_agents
        self.contact_of: list[Contact | None] = [None] * n_agents
        """whom an agent serves now"""
        self.busy_s: list[float] = [0.0] * n_agents
        """time spent on contacts today, by agent"""
        self._busy_day: list[int] = [0] * n_agents
        self._idle_list: list[list[int]] = [[] for _ in range(n_groups)]
        """free agents by group in any order, for the random choice"""
        self._place: list[int] = [0] * n_agents
        self.proficiency: list[list[float]] = agents.proficiency.tolist()
        self._groups_of = [
            [group for group in range(n_groups) if self.proficiency[group][queue] > 0] for queue in range(n_queues)
        ]
        self._queues_of = [
            [queue for queue in range(n_queues) if self.proficiency[group][queue] > 0] for group in range(n_groups)
        ]

    # A contact looks for an agent.

    def enter(self, contact: Contact, now: float) -> bool:
        """A contact comes: an agent takes it at once (True), or it joins its queue (False)."""
        agent = self._choose_agent(contact)
        if agent != NOBODY:
            self._take(contact, agent)
            return True
        self.join(contact, self._entry_key(contact, now))
        return False

    def enter_at_head(self, contact: Contact) -> None:
        """A contact comes back: another agent takes it at once, or it waits where its first entry put it, in front."""
        agent = self._choose_agent(contact)
        if agent != NOBODY:
            self._take(contact, agent)
        else:
            self.join(contact, self._entry_key(contact, contact.entered_at))

    def join(self, contact: Contact, key: float) -> None:
        """Put a contact into its queue; a smaller key is nearer to the head."""
        heappush(self._queue[contact.queue], (key, contact.issue, contact))
        self.waiting[contact.queue] += 1

    def _entry_key(self, contact: Contact, now: float) -> float:
        if self._by_first_attempt:
            return self._arrived_at[contact.issue]
        if self._by_due_date:
            return self._due_at[contact.issue] if contact.attempt == 0 else now + self._target_s[contact.queue]
        return contact.entered_at

    def withdraw(self, contact: Contact) -> None:
        """A waiting contact leaves its queue unserved; the caller has changed its outcome from WAITING."""
        queue = contact.queue
        self.waiting[queue] -= 1
        entries = self._queue[queue]
        if len(entries) > 64 and len(entries) > 4 * self.waiting[queue]:
            entries[:] = [entry for entry in entries if entry[2].outcome == WAITING]
            heapify(entries)

    def waiting_in(self, queue: int) -> list[Contact]:
        """Everybody who waits in a queue, in the order of their keys."""
        return [contact for _, _, contact in sorted(self._queue[queue], key=_by_key) if contact.outcome == WAITING]

    def _choose_agent(self, contact: Contact) -> int:
        """The free agent for a contact, taken out of its group's heap; NOBODY if there is none."""
        queue = contact.queue
        groups, reserve = self._groups_of[queue], self._reserve[queue]
        if len(groups) == 1 and not self._any_agent:
            group = groups[0]
            return self._pop_idle(group) if self.n_idle[group] > reserve else NOBODY
        able = [group for group in groups if self.n_idle[group] > reserve]
        if not able:
            return NOBODY
        if self._any_agent:
            return self._any_idle(contact, able)
        return self._pop_idle(able[0] if len(able) == 1 else self._choose_group(contact, able))

    def _choose_group(self, contact: Contact, able: list[int]) -> int:
        """Among groups with free agents: the one whose first agent is best by the rule; ties go to the lower index."""
        if self._any_team:
            return able[int(self._chance(contact) * len(able))]
        best, best_value = NOBODY, (0.0, 0.0)
        for group in able:
            key = self._head_of_idle(group)
            skill = self.proficiency[group][contact.queue] if self._by_skill else 0.0
            if best == NOBODY or (-skill, key) < best_value:
                best, best_value = group, (-skill, key)
        return best

    def _chance(self, contact: Contact) -> float:
        """The uniform with which a contact makes its random choice."""
        return self._mark[(self._pool_at[contact.issue] + contact.attempt) & POOL_MASK]

    def _any_idle(self, contact: Contact, able: list[int]) -> int:
        """Any free agent of some groups, each as likely."""
        place = int(self._chance(contact) * sum(self.n_idle[group] for group in able))
        for group in able:
            if place < self.n_idle[group]:
                agent = self._idle_list[group][place]
                self._not_idle(agent)
                return agent
            place -= self.n_idle[group]
        raise AssertionError("a uniform below 1 always finds a place")

    def _head_of_idle(self, group: int) -> float:
        heap, version = self._idle[group], self._version
        while heap[0][2] != version[heap[0][1]]:
            heappop(heap)
        return heap[0][0]

    def _pop_idle(self, group: int) -> int:
        heap, version = self._idle[group], self._version
        while True:
            _, agent, seen = heappop(heap)
            if seen == version[agent]:
                self._not_idle(agent)
                return agent

    # An agent looks for a contact.

    def free(self, agent: int, now: float) -> bool:
        """An agent can take work: takes the next contact at once (True), or becomes idle (False)."""
        group = self.group[agent]
        contact = self._choose_contact(self._queues_of[group], self.n_idle[group] + 1, now)
        if contact is not None:
            self._take(contact, agent)
            return True
        self.idle(agent, now)
        return False

    def idle(self, agent: int, now: float) -> None:
        """An agent becomes idle without looking for work."""
        group = self.group[agent]
        self._version[agent] += 1
        self.is_idle[agent] = True
        self.n_idle[group] += 1
        if self._any_agent:
            self._place[agent] = len(self._idle_list[group])
            self._idle_list[group].append(agent)
        else:
            heappush(self._idle[group], (self._idle_key(agent, now), agent, self._version[agent]))

    def _idle_key(self, agent: int, now: float) -> float:
        if self._by_occupation:
            return self.busy_s[agent] if self._busy_day[agent] == int(now // DAY_S) else 0.0
        return now

    def leave_idle(self, agent: int) -> None:
        """An idle agent goes off; the entry in the heap is skipped later."""
        self._not_idle(agent)

    def _not_idle(self, agent: int) -> None:
        group = self.group[agent]
        self._version[agent] += 1
        self.is_idle[agent] = False
        self.n_idle[group] -= 1
        if self._any_agent:
            last = self._idle_list[group].pop()
            if last != agent:
                self._idle_list[group][self._place[agent]] = last
                self._place[last] = self._place[agent]

    def look_again(self, agents: list[int], now: float) -> None:
        """Idle agents look for work after something else than a single arrival or release has changed."""
        nothing: set[int] = set()  # groups for which there is none: asking each of a thousand agents would be slow
        for agent in agents:
            group = self.group[agent]
            if self.is_idle[agent] and group not in nothing:
                contact = self._choose_contact(self._queues_of[group], self.n_idle[group], now)
                if contact is None:
                    nothing.add(group)
                else:
                    self._not_idle(agent)
                    self._take(contact, agent)

    def _choose_contact(self, queues: list[int], n_free: int, now: float) -> Contact | None:
        """The head that the rule puts first among some queues, taken out of its queue; None if none may be taken."""
        best, best_rank, best_key = -1, 0.0, 0.0
        waiting, reserve = self.waiting, self._reserve
        for queue in queues:
            if not waiting[queue] or n_free <= reserve[queue]:
                continue
            key = self._head_key(queue)
            rank = -self._score(queue, now) if self._by_score else self._rank[queue]
            if best < 0 or rank < best_rank or (rank == best_rank and key < best_key):
                best, best_rank, best_key = queue, rank, key
        return self._pop_contact(best) if best >= 0 else None

    def _score(self, queue: int, now: float) -> float:
        rules, head = self._rules, self._queue[queue][0][2]
        return score(
            self._priority[queue],
            now - head.entered_at,
            self._target_s[queue],
            rules.w_priority,
            rules.w_age,
            rules.w_due,
            rules.soon_s,
        )

    def _head_key(self, queue: int) -> float:
        entries = self._queue[queue]
        while entries[0][2].outcome != WAITING:
            heappop(entries)
        return entries[0][0]

    def _pop_contact(self, queue: int) -> Contact:
        contact = heappop(self._queue[queue])[2]
        self.waiting[queue] -= 1
        return contact

    def next_from(self, agent: int, queues: list[int], now: float) -> bool:
        """An agent who may only clear some queues takes the next contact of those (True), or there is none (False)."""
        skill = self.proficiency[self.group[agent]]
        contact = self._choose_contact([queue for queue in queues if skill[queue] > 0], WITHOUT_RESERVE, now)
        if contact is None:
            return False
        self._take(contact, agent)
        return True

    # Together.

    def _take(self, contact: Contact, agent: int) -> None:
        contact.outcome = IN_SERVICE
        contact.agent = agent
        self.contact_of[agent] = contact
        self._begin(contact, agent)

    def part(self, contact: Contact, now: float) -> None:
        """An agent and a contact part."""
        agent = contact.agent
        self.contact_of[agent] = None
        contact.agent = NOBODY
        if self._by_occupation:
            today = int(now // DAY_S)
            if self._busy_day[agent] != today:
                self._busy_day[agent], self.busy_s[agent] = today, 0.0
            self.busy_s[agent] += now - contact.started_at


def _by_key(entry: tuple[float, int, Contact]) -> tuple[float, int]:
    return entry[:2]
