"""Who is there: what each agent should be doing and is doing, and what happens when a duty ends with work in hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.engine.contact import IN_SERVICE, Contact
from sim.engine.dispatch import Dispatcher
from sim.engine.plan import END_RULES, Plan
from sim.log import Duty
from sim.log.recorder import Recorder

if TYPE_CHECKING:
    from sim.engine.persons import Persons

OFF, ON_QUEUE = int(Duty.OFF), int(Duty.ON_QUEUE)
OVERTIME, FINISHING = int(Duty.OVERTIME), int(Duty.FINISHING)
HAND_OVER = END_RULES.index("hand_over")


class Attendance:
    """Planned and actual duty of every agent."""

    def __init__(
        self,
        env: Any,
        plan: Plan,
        dispatcher: Dispatcher,
        recorder: Recorder,
        is_open: Callable[[int, float], bool],
        persons: Persons | None,
    ) -> None:
        n_agents = len(plan.agents.team)
        self._env = env
        self._dispatcher = dispatcher
        self._rows = recorder.duty
        self._persons = persons
        self._is_open = is_open
        """whether a channel is open at an instant"""
        self._put_back: Callable[[Contact], None]
        self._hand_over: Callable[[Contact], None]
        self._has_left: Callable[[int], None]
        self._end_rule = plan.rules.end_of_shift
        self._planned = [OFF] * n_agents
        self._planned_paid = [0] * n_agents
        self._until = [0.0] * n_agents
        """when the planned duty ends: whoever frees themselves at that instant takes nothing new"""
        self._duty = [OFF] * n_agents
        self._paid = [0] * n_agents
        self._since = [0.0] * n_agents
        agents = plan.agents
        n_teams = max(int(agents.team.max(initial=-1)), int(agents.heads_team.max(initial=-1))) + 1
        self._members: list[list[int]] = [[] for _ in range(n_teams)]
        """agents by team; a team whose heads are 0 all week has none"""
        for agent, team in enumerate(plan.agents.team.tolist()):
            self._members[team].append(agent)
        self._live_queues = [queue for queue, on_line in enumerate(plan.queues.on_line.tolist()) if on_line]
        self._channel_of = plan.queues.channel.tolist()
        self._cut_off: list[bool] = plan.channels.disconnect.tolist()

    def serve_with(
        self,
        put_back: Callable[[Contact], None],
        hand_over: Callable[[Contact], None],
        has_left: Callable[[int], None],
    ) -> None:
        """What stops the work on a ticket, looks for a colleague to take over, and hears that an agent has left."""
        self._put_back, self._hand_over, self._has_left = put_back, hand_over, has_left

    def change(self, agent: int, duty: int, paid: int, until: float) -> None:
        """An agent's planned duty changes now, and lasts until an instant."""
        now, dispatcher = self._env.now, self._dispatcher
        was_there = self._planned[agent] == ON_QUEUE
        dispatcher.on_duty[agent] = duty == ON_QUEUE
        dispatcher.n_on_duty[dispatcher.group[agent]] += (duty == ON_QUEUE) - was_there
        self._planned[agent], self._planned_paid[agent], self._until[agent] = duty, paid, until
        if was_there and duty != ON_QUEUE:
            self._has_left(agent)
        in_hand = dispatcher.in_hand(agent)
        if duty == ON_QUEUE:
            self._does(agent, ON_QUEUE, paid, now)
            if dispatcher.crew.is_idle[agent]:
                dispatcher.look_again([agent], now)
            elif dispatcher.contact_of[agent] is None:
                dispatcher.free(agent, now)
            return
        dispatcher.crew.has_no_room(agent)
        if not in_hand:
            if dispatcher.crew.is_idle[agent]:
                dispatcher.crew.leaves_idle(agent)
        elif not in_hand[0].on_line and in_hand[0].outcome == IN_SERVICE:
            self._put_back(in_hand[0])
        else:
            self._does(agent, OVERTIME if duty == OFF else FINISHING, 1, now)
            if duty == OFF and self._end_rule == HAND_OVER:
                for contact in in_hand:
                    if contact.outcome == IN_SERVICE:
                        self._hand_over(contact)
            return
        if duty == OFF and was_there and dispatcher.next_from(agent, self._served_out_queues(now), now):
            self._does(agent, OVERTIME, 1, now)
        else:
            self._does(agent, duty, paid, now)

    def relieves(self, agent: int, queue: int) -> bool:
        """Whether an agent whose shift is over may hand over, since a colleague on duty has the skill for a queue."""
        if self._planned[agent] != OFF:
            return False
        proficiency = self._dispatcher.proficiency
        return any(count and proficiency[group][queue] > 0 for group, count in enumerate(self._dispatcher.n_on_duty))

    def handed_over(self, agent: int) -> None:
        """An agent whose shift is over has handed something over, and goes when nothing is left."""
        if not self._dispatcher.is_busy(agent):
            self._does(agent, OFF, 0, self._env.now)

    def goes_on(self, agent: int, now: float) -> None:
        """An agent has finished a contact: takes the next, waits, clears a closed channel's queue, or goes."""
        dispatcher = self._dispatcher
        if self._planned[agent] == ON_QUEUE:
            if now < self._until[agent]:
                dispatcher.free(agent, now)
            elif not dispatcher.is_busy(agent):
                dispatcher.crew.becomes_idle(agent, now)
        elif not dispatcher.is_busy(agent) and not (
            self._planned[agent] == OFF and dispatcher.next_from(agent, self._closed_queues(now), now)
        ):
            self._does(agent, self._planned[agent], self._planned_paid[agent], now)

    def _closed_queues(self, now: float) -> list[int]:
        """Queues of closed live channels in which somebody still waits: served out, or handed over before closing."""
        count, is_open = self._dispatcher.waiting.count, self._is_open
        return [queue for queue in self._live_queues if count[queue] and not is_open(self._channel_of[queue], now)]

    def _served_out_queues(self, now: float) -> list[int]:
        """Those of closed channels that do not cut their queue off."""
        return [queue for queue in self._closed_queues(now) if not self._cut_off[self._channel_of[queue]]]

    def set_heads(self, team: int, heads: int, until: float) -> None:
        """A team's number on queue changes now, and holds until an instant.

        Fewer: the highest-numbered idle agents leave, then the highest-numbered busy ones by the end-of-shift rule.
        More: those who should have left but still work stay, then the lowest-numbered come.
        """
        members = self._members[team]
        there = [agent for agent in members if self._planned[agent] == ON_QUEUE]
        for agent in there:
            self._until[agent] = until
        if heads < len(there):
            idle_last = sorted(there, key=lambda agent: (not self._dispatcher.crew.is_idle[agent], -agent))
            for agent in idle_last[: len(there) - heads]:
                self.change(agent, OFF, 0, until)
        elif heads > len(there):
            away = [agent for agent in members if self._planned[agent] != ON_QUEUE]
            away.sort(key=lambda agent: (not self._dispatcher.is_busy(agent), agent))
            for agent in away[: heads - len(there)]:
                self.change(agent, ON_QUEUE, 1, until)
        self._dispatcher.look_again(there, self._env.now)

    def _does(self, agent: int, duty: int, paid: int, now: float) -> None:
        """An agent's actual duty changes; the stretch that ends is written down."""
        if self._duty[agent] == duty and self._paid[agent] == paid:
            return
        self._write_down(agent, now)
        if self._persons is not None:
            self._persons.does(agent, duty, now, self._duty[agent], self._since[agent])
        self._duty[agent], self._paid[agent], self._since[agent] = duty, paid, now

    def going_on(self) -> list[tuple[int, float]]:
        """(duty, since) of every agent's present stretch."""
        return list(zip(self._duty, self._since, strict=True))

    def _write_down(self, agent: int, now: float) -> None:
        if self._duty[agent] != OFF and now > self._since[agent]:
            self._rows.write(self._rows.pack(agent, self._duty[agent], self._paid[agent], self._since[agent], now))

    def stop(self, now: float) -> None:
        """The end of the simulation: write down the stretches that still go on."""
        for agent in range(len(self._duty)):
            self._write_down(agent, now)
