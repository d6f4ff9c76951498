"""How tired each agent is: brought up to date exactly before every change of state.

An agent is busy (with a number of contacts), idle on queue, on a break (or a meeting, or in training), or off. The
engine reports each change; nothing is scheduled here.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from sim.engine.plan import FatigueRules
from sim.units import HOUR_S
from sim.world.fatigue import Fatigue, fatigue_after, fatigue_hours, fatigue_load, fatigue_shaken


class Doing(IntEnum):
    """What tires or restores an agent."""

    OFF = 0
    IDLE = 1
    BUSY = 2
    RESTING = 3


def fatigue_rules(fatigue: Fatigue | None) -> FatigueRules:
    """The numbers of the settings; None switches fatigue off."""
    if fatigue is None:
        return FatigueRules(0.0, 0.0, np.zeros(4), 0.0, 0.0, 0.0)
    rest = np.array([fatigue.rest_off, fatigue.rest_idle, fatigue.rest_busy, fatigue.rest_break])
    return FatigueRules(
        fatigue.rise, fatigue.per_chat, rest, fatigue.angry, fatigue.angry_autonomy, fatigue.angry_support
    )


class Tiredness:
    """Fatigue of n agents, and its integral over their time on duty."""

    def __init__(self, rules: FatigueRules, n_agents: int, at: float) -> None:
        self._rules = rules
        self._rest: list[float] = rules.rest.tolist()
        self._fatigue = [0.0] * n_agents
        self._at = [at] * n_agents
        self._doing = [int(Doing.OFF)] * n_agents
        self._rise = [0.0] * n_agents
        """rate of tiring now, an hour"""
        self._area_h = [0.0] * n_agents
        self._duty_h = [0.0] * n_agents

    def now(self, agent: int, at: float) -> float:
        """An agent's fatigue at an instant, brought up to date."""
        hours = (at - self._at[agent]) / HOUR_S
        if hours > 0.0:
            doing, rise = self._doing[agent], self._rise[agent]
            rest, fatigue = self._rest[doing], self._fatigue[agent]
            if doing != Doing.OFF:
                self._area_h[agent] += fatigue_hours(fatigue, hours, rise, rest)
                self._duty_h[agent] += hours
            self._fatigue[agent] = fatigue_after(fatigue, hours, rise, rest)
            self._at[agent] = at
        return self._fatigue[agent]

    def seen(self, agent: int, at: float) -> float:
        """An agent's fatigue at an instant, left as it is: a look changes nothing, not even a last digit."""
        hours = (at - self._at[agent]) / HOUR_S
        return fatigue_after(self._fatigue[agent], hours, self._rise[agent], self._rest[self._doing[agent]])

    def changes(self, agent: int, doing: Doing, contacts: float, at: float) -> None:
        """An agent does something else from now on; busy with a number of contacts."""
        self.now(agent, at)
        self._doing[agent] = int(doing)
        busy = doing == Doing.BUSY
        self._rise[agent] = self._rules.rise * fatigue_load(contacts, self._rules.per_chat) if busy else 0.0

    def is_shaken(self, agent: int, autonomy: float, support: float, at: float) -> None:
        """An agent has had an angry customer."""
        fatigue, rules = self.now(agent, at), self._rules
        self._fatigue[agent] = fatigue_shaken(
            fatigue, rules.angry, autonomy, support, rules.w_autonomy, rules.w_support
        )

    def mean_of_day(self, agent: int, at: float) -> float:
        """Mean fatigue over the time on duty since the last call (0 without any); the next mean begins."""
        self.now(agent, at)
        area_h, duty_h = self._area_h[agent], self._duty_h[agent]
        self._area_h[agent] = self._duty_h[agent] = 0.0
        return area_h / duty_h if duty_h > 0.0 else 0.0

    def is_new(self, agent: int, at: float) -> None:
        """Somebody else, rested, takes the agent's place."""
        self.now(agent, at)
        self._fatigue[agent] = self._area_h[agent] = self._duty_h[agent] = 0.0
