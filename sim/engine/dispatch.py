"""Who serves whom: the two choices between contacts that wait and agents who can take something.

No time passes here and no event is made; the journey and the agents' days call in, and every choice is carried out at
once through ``begin``.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from sim.engine.chats import Chats
from sim.engine.contact import IN_SERVICE, NOBODY, OF_SUPERVISORS, WAITING, Contact
from sim.engine.crew import Crew
from sim.engine.draws import POOL_MASK
from sim.engine.plan import Plan
from sim.engine.waiting import Waiting
from sim.policy.routing import NextAgent

if TYPE_CHECKING:
    from sim.engine.persons import Persons

WITHOUT_RESERVE = 1 << 40
"""More free agents than any queue reserves."""


class Dispatcher:
    """The state of queues and agents, and the choices between them."""

    def __init__(self, plan: Plan, chats: Chats) -> None:
        self._begin: Callable[[Contact, int, float], None]
        self._interrupt: Callable[[Contact], None]
        self._persons: Persons | None
        self._chats = chats
        self._n_chats = chats.in_hand
        self.waiting = Waiting(plan)
        self.crew = Crew(plan)
        queues, agents, rules = plan.queues, plan.agents, plan.rules
        n_queues, n_groups, n_agents = len(queues.channel), len(agents.proficiency), len(agents.team)
        self._reserve = queues.reserve.tolist()
        self._pool_at = plan.issues.pool_at.data
        self._by_skill = rules.next_agent == NextAgent.BEST_SKILL
        self._any_team = rules.next_agent == NextAgent.RANDOM_TEAM
        self._mark = plan.agents.mark.data
        self._preempt = rules.preempt
        self.group = self.crew.group
        self.contact_of: list[Contact | None] = [None] * n_agents
        """what an agent works on now, chats apart"""
        self.on_duty: list[bool] = [False] * n_agents
        """planned on queue now, idle or busy"""
        self.n_on_duty: list[int] = [0] * n_groups
        self._held: list[list[Contact]] = [[] for _ in range(n_agents)]
        """contacts that wait for one agent"""
        self._tickets: list[list[tuple[float, int, Contact]]] = [[] for _ in range(n_groups)]
        """tickets in hand by group, the latest begun first; entries stay behind and are skipped"""
        self.proficiency: list[list[float]] = agents.proficiency.tolist()
        on_chat = queues.chat.tolist()
        self._groups_of = [
            [group for group in range(n_groups) if self.proficiency[group][queue] > 0] for queue in range(n_queues)
        ]
        queues_of = [
            [queue for queue in range(n_queues) if self.proficiency[group][queue] > 0] for group in range(n_groups)
        ]
        places = self.waiting.places
        self.queues_of = [sorted(place for queue in mine for place in places[queue]) for mine in queues_of]
        """places from which a group takes, by group"""
        self._chat_queues_of = [[queue for queue in mine if on_chat[queue]] for mine in queues_of]

    def serve_with(
        self,
        begin: Callable[[Contact, int, float], None],
        interrupt: Callable[[Contact], None],
        persons: Persons | None,
    ) -> None:
        """What starts the service of a contact by an agent now, puts the ticket in hand back, and whom work tires."""
        self._begin, self._interrupt, self._persons = begin, interrupt, persons

    # A contact looks for an agent.

    def enter(self, contact: Contact, now: float) -> bool:
        """A contact comes: an agent takes it at once (True), or it joins its queue (False)."""
        agent = self._choose_agent(contact)
        if agent == NOBODY and contact.on_line:
            if contact.chat:
                agent = self.crew.least_loaded(self._groups_of[contact.queue])
            if agent == NOBODY and self._preempt and contact.work not in OF_SUPERVISORS:
                agent = self._interrupted(contact)
                if agent != NOBODY:
                    self._take(contact, agent, now)
                    self._fill(agent, now)  # chats that wait behind the ticket just put back
                    return True
        if agent == NOBODY:
            self.waiting.join(contact)
            return False
        self._take(contact, agent, now)
        return True

    def enter_for(self, contact: Contact, agent: int, now: float) -> bool | None:
        """A contact that should go to one agent: taken (True), or held for them (None) if busy, or else as any."""
        group = self.group[agent]
        if self.proficiency[group][contact.queue] == 0.0:  # it has moved on to another desk
            return self.enter(contact, now)
        if self.crew.is_idle[agent]:
            if self.crew.n_idle[group] <= self._reserve[contact.queue]:  # is kept free for others
                return self.enter(contact, now)
            self.crew.leaves_idle(agent)
            self._take(contact, agent, now)
            return True
        if not self.on_duty[agent]:
            return self.enter(contact, now)
        if contact.chat and 0 < self._n_chats[agent] < self.crew.slots[group]:
            self._take(contact, agent, now)
            return True
        contact.held = True
        self._held[agent].append(contact)
        return None

    def no_longer_held(self, contact: Contact) -> None:
        """A held contact is taken, leaves, or goes to the others."""
        contact.held = False
        self._held[contact.prefers].remove(contact)

    def everybody_held(self) -> list[Contact]:
        """All contacts that wait for one agent, by agent."""
        return [contact for held in self._held for contact in held]

    def _choose_agent(self, contact: Contact) -> int:
        """The idle agent for a contact, who is idle no longer; NOBODY if there is none."""
        queue, crew = contact.queue, self.crew
        groups, reserve = self._groups_of[queue], self._reserve[queue]
        if len(groups) == 1 and not crew.any_agent:
            group = groups[0]
            return crew.first(group) if crew.n_idle[group] > reserve else NOBODY
        able = [group for group in groups if crew.n_idle[group] > reserve]
        if not able:
            return NOBODY
        if crew.any_agent:
            return crew.at_random(able, self._chance(contact))
        return crew.first(able[0] if len(able) == 1 else self._choose_group(contact, able))

    def _choose_group(self, contact: Contact, able: list[int]) -> int:
        """Among groups with idle agents: the one whose first agent is best by the rule; ties go to the lower index."""
        if self._any_team:
            return able[int(self._chance(contact) * len(able))]
        best, best_value = NOBODY, (0.0, 0.0)
        for group in able:
            key = self.crew.first_key(group)
            skill = self.proficiency[group][contact.queue] if self._by_skill else 0.0
            if best == NOBODY or (-skill, key) < best_value:
                best, best_value = group, (-skill, key)
        return best

    def _chance(self, contact: Contact) -> float:
        """The uniform with which a contact makes its random choice."""
        return self._mark[(self._pool_at[contact.issue] + contact.number) & POOL_MASK]

    def _interrupted(self, contact: Contact) -> int:
        """The agent whose ticket, the latest begun, is put back for a customer on the line; NOBODY if there is none."""
        best, best_at = None, 0.0
        for group in self._groups_of[contact.queue]:
            heap = self._tickets[group]
            while heap and (self.contact_of[heap[0][1]] is not heap[0][2] or heap[0][2].outcome != IN_SERVICE):
                heappop(heap)
            if heap and (best is None or heap[0][0] < best_at):
                best, best_at = heap[0][2], heap[0][0]
        if best is None:
            return NOBODY
        agent = best.agent
        self._interrupt(best)
        return agent

    # An agent looks for a contact.

    def free(self, agent: int, now: float) -> None:
        """An agent can take something: more chats if others are going on, else whatever is next, or becomes idle."""
        if self._n_chats[agent]:
            self._fill(agent, now)
            return
        group, held = self.group[agent], self._held[agent]
        if held and self.crew.n_idle[group] >= self._reserve[held[0].queue]:
            contact: Contact | None = held[0]
            self.no_longer_held(held[0])
        else:
            contact = self.waiting.choose(self.queues_of[group], self.crew.n_idle[group] + 1, now)
        if contact is None:
            self.crew.becomes_idle(agent, now)
            return
        self._take(contact, agent, now)
        if contact.chat:
            self._fill(agent, now)

    def _fill(self, agent: int, now: float) -> None:
        """An agent with chats takes more of them while there is room, and then offers the room that is left."""
        chats = self._n_chats[agent]
        if not chats or not self.on_duty[agent]:
            return
        group = self.group[agent]
        while chats < self.crew.slots[group]:
            contact = next((held for held in self._held[agent] if held.chat), None) if self._held[agent] else None
            if contact is not None:
                self.no_longer_held(contact)
            else:
                contact = self.waiting.choose(self._chat_queues_of[group], WITHOUT_RESERVE, now)
            if contact is None:
                self.crew.has_room(agent, chats, now)
                return
            self._take(contact, agent, now)
            chats += 1

    def look_again(self, agents: list[int], now: float) -> None:
        """Idle agents look for work after something else than a single arrival or release has changed."""
        nothing: set[int] = set()  # groups for which there is none: asking each of a thousand agents would be slow
        for agent in agents:
            group = self.group[agent]
            if self.crew.is_idle[agent] and group not in nothing:
                contact = self.waiting.choose(self.queues_of[group], self.crew.n_idle[group], now)
                if contact is None:
                    nothing.add(group)
                else:
                    self.crew.leaves_idle(agent)
                    self._take(contact, agent, now)
                    self._fill(agent, now)

    def next_from(self, agent: int, queues: list[int], now: float) -> bool:
        """An agent who may only clear some queues takes the next contact of those (True), or there is none (False)."""
        skill = self.proficiency[self.group[agent]]
        contact = self.waiting.choose([queue for queue in queues if skill[queue] > 0], WITHOUT_RESERVE, now)
        if contact is None:
            return False
        self._take(contact, agent, now)
        return True

    # Together.

    def is_busy(self, agent: int) -> bool:
        """Whether an agent has anything in hand."""
        return self.contact_of[agent] is not None or self._n_chats[agent] > 0

    def in_hand(self, agent: int) -> list[Contact]:
        """All that an agent has in hand."""
        contact = self.contact_of[agent]
        return [contact] if contact is not None else self._chats.contacts(agent)

    def _take(self, contact: Contact, agent: int, now: float) -> None:
        contact.agent = agent
        if contact.chat:
            chats = self._chats.take(agent, contact, now)
            if chats < self.crew.slots[self.group[agent]] and self.on_duty[agent]:
                self.crew.has_room(agent, chats, now)
            else:
                self.crew.has_no_room(agent)
            if contact.outcome == WAITING:
                contact.outcome = IN_SERVICE
        else:
            contact.outcome = IN_SERVICE
            self.contact_of[agent] = contact
            if self._preempt and not contact.on_line:
                heappush(self._tickets[self.group[agent]], (-now, agent, contact))
        if self._persons is not None:
            self._persons.looks(agent, now)
        self._begin(contact, agent, now)

    def part(self, contact: Contact, now: float, for_good: bool = True) -> None:
        """An agent and a contact part; not for good if the work goes back to its queue as it is."""
        agent = contact.agent
        if contact.chat:
            contact.agent_s = self._chats.leave(agent, contact, now)
            self.crew.has_no_room(agent)  # until they look around
        else:
            self.contact_of[agent] = None
            contact.agent_s = now - contact.started_at
        if self.crew.by_occupation:
            self.crew.worked(agent, contact.agent_s, now)
        if self._persons is not None:
            self._persons.has_worked(contact, now, for_good)
