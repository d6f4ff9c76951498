"""The places of persons from day to day, as the log tells it: who sits there, how they are, who leaves and who comes.

A place is an agent's, whoever sits there; those of teams staffed by heads have no days of their own and are left out. A
day that the period cuts counts for the part of it that lies in the period. What happens at a midnight (somebody leaves,
a class starts) counts if that instant lies in the period, so nothing happens before the first day of a log.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.people import agents_team
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.log import Log, Stage
from sim.scenario import Scenario
from sim.units import DAY_S


@dataclass(frozen=True)
class Places:
    """Tables of shape (places, days); days follow one another, from the first one in the log."""

    agent: Ints
    """(places,) the agent's number"""
    team: Ints
    """(places,)"""
    day: Ints
    """(days,) number of each day"""
    share: Floats
    """(days,) the part of each day that lies in the period"""
    midnight: Bools
    """(days,) whether the midnight at which each day begins lies in the period"""
    stage: Ints
    incarnation: Ints
    absent: Bools
    tenure_days: Floats
    exhaustion: Floats
    fatigue: Floats
    occupancy: Floats
    work_s: Floats
    on_queue_s: Floats
    angry: Floats
    effort: Floats

    @property
    def at_work(self) -> Bools:
        """Trained and not gone: on notice or not, absent that day or not."""
        return np.asarray(self.stage <= Stage.NOTICE)

    @property
    def in_training(self) -> Bools:
        """Hired, paid and not on queue yet."""
        return np.asarray(self.stage == Stage.TRAINING)

    @property
    def vacant(self) -> Bools:
        """Nobody is paid: nobody found yet, or found and waiting for a class."""
        return np.isin(self.stage, (Stage.VACANT, Stage.READY))

    @property
    def present(self) -> Bools:
        """At work and not absent that day."""
        return self.at_work & ~self.absent

    @property
    def left(self) -> Bools:
        """Whether somebody left at the midnight before each day."""
        return _is_more(self.incarnation)

    @property
    def gave_notice(self) -> Bools:
        """Whether somebody gave notice in the evening before each day, those who left at once included."""
        wanted: Bools = np.asarray(self.stage == Stage.NOTICE) | self.left
        wanted[:, 1:] &= self.stage[:, :-1] == Stage.AT_WORK
        wanted[:, :1] = False
        return wanted

    @property
    def hired(self) -> Bools:
        """Whether somebody entered a training class at the midnight before each day, also one that takes no time."""
        enters = _is_more(self.in_training)
        at_once = self.at_work & self.left
        at_once[:, 1:] |= self.at_work[:, 1:] & self.vacant[:, :-1]
        return enters | at_once

    def by_team(self, values: Floats | Bools, n_teams: int) -> Floats:
        """Shape (teams,): the sum over places and days, each day by its share; of shape (places, days)."""
        return np.asarray(self.each_team(values, n_teams) @ self.share)

    def events(self, happened: Bools | Floats, n_teams: int) -> Floats:
        """Shape (teams,): how often it happened at a midnight of the period."""
        return np.asarray(self.each_team(happened, n_teams) @ self.midnight.astype(float))

    def each_team(self, values: Floats | Bools, n_teams: int) -> Floats:
        """Shape (teams, days): the sum over the places of each team."""
        of_team = self.team[None, :] == np.arange(n_teams)[:, None]
        return np.asarray(of_team.astype(float) @ values.astype(float))


def places(log: Log, scenario: Scenario, period: Period) -> Places | None:
    """The places of persons of a log; None where nobody learns, tires, wears out or leaves, or nobody is a person."""
    person = np.array([name not in scenario.policy.heads for name in log.teams], dtype=bool)
    table = log.people
    if not scenario.has_people or not person.any():
        return None
    team = agents_team(log)
    chosen = person[team[ints(table["agent"])]]
    agents = np.unique(ints(table["agent"])[chosen])
    numbers = ints(table["day"])[chosen]
    first = int(numbers.min(initial=round(scenario.calendar.days)))
    day = np.arange(first, scenario.calendar.days)
    at = np.zeros((len(agents), len(day)), dtype=np.int64)
    at[np.searchsorted(agents, ints(table["agent"])[chosen]), numbers - first] = np.flatnonzero(chosen)

    def column(name: str) -> Floats:
        return floats(table[name])[at]

    begins = floats(day) * DAY_S
    lasts = np.minimum(begins + DAY_S, period.ends_at) - np.maximum(begins, period.starts_at)
    return Places(
        agent=agents,
        team=team[agents],
        day=day,
        share=np.maximum(lasts, 0.0) / DAY_S,
        midnight=period.contains(begins),
        stage=ints(column("stage")),
        incarnation=ints(column("incarnation")),
        absent=column("absent") == 1,
        **{name: column(name) for name in ("tenure_days", "exhaustion", "fatigue", "occupancy")},
        **{name: column(name) for name in ("work_s", "on_queue_s", "angry", "effort")},
    )


def trainees(log: Log, where: Places) -> Bools:
    """Shape (stretches of duty,): whether the agent was in training when the shift that a stretch belongs to began.

    Who is there for a shift, and as what, does not change before it is over; a shift is what follows without a gap,
    within a day of its beginning.
    """
    agent, since, until = ints(log.duty["agent"]), floats(log.duty["since"]), floats(log.duty["until"])
    if not len(agent) or not where.in_training.size:
        return np.zeros(len(agent), dtype=bool)
    begins = np.append(True, (agent[1:] != agent[:-1]) | (since[1:] != until[:-1]))
    first = np.maximum.accumulate(np.where(begins, np.arange(len(agent)), 0))
    began = np.where(since - since[first] < DAY_S, since[first], since)
    day = np.clip(np.floor(began / DAY_S).astype(np.int64) - where.day[0], 0, len(where.day) - 1)
    place = np.minimum(np.searchsorted(where.agent, agent), len(where.agent) - 1)
    return np.asarray(where.in_training[place, day] & (where.agent[place] == agent))


def _is_more(values: Ints | Bools) -> Bools:
    """Whether each day's value is above the day before's; false on the first day."""
    above = np.zeros(values.shape, dtype=bool)
    above[:, 1:] = values[:, 1:] > values[:, :-1]
    return above
