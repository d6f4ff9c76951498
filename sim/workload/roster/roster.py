"""Who is on duty when: the agents of a scenario, and every stretch of their days after absence and lateness.

Teams staffed by heads have no persons' days: their numbers on queue change at instants, and the engine decides who
leaves. Teams with shifts or a roster are persons; each date's stretches are painted one over the other (on queue, then
planned shrinkage, then pauses), cut where the agent is late, or replaced where the agent is absent.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock.grid import array_on_grid
from sim.scenario import Scenario
from sim.workload.roster.heads import head_steps
from sim.workload.roster.persons import persons
from sim.workload.roster.stretches import Stretch, beginnings, within_horizon

Floats = NDArray[np.float64]


class RosterPlan(NamedTuple):
    """The agents, the stretches of persons' days, and the changes of heads."""

    names: tuple[str, ...]
    """By agent: team/number, or team/shift/seat, or the roster's name."""
    team: NDArray[np.int16]
    """(n_agents,)"""
    agent: NDArray[np.int32]
    """(n_stretches,) sorted by agent, then since."""
    duty: NDArray[np.int8]
    """(n_stretches,)"""
    paid: NDArray[np.int8]
    """(n_stretches,)"""
    since: Floats
    """(n_stretches,)"""
    until: Floats
    """(n_stretches,)"""
    begins: NDArray[np.int8]
    """(n_stretches,) 1 for the first of a shift, where a person's days are known one by one"""
    heads_at: Floats
    """(n_changes,) instants at which a team's number on queue changes, in order."""
    heads_team: NDArray[np.int16]
    """(n_changes,)"""
    heads: NDArray[np.int32]
    """(n_changes,) the number from then on."""


def roster(scenario: Scenario, seed: int, replication: int, only: Collection[str] | None = None) -> RosterPlan:
    """The roster of one replication: agents in the order of teams, shifts and seats; or of ``only`` some teams."""
    names: list[str] = []
    team_of: list[int] = []
    rows: list[tuple[int, Stretch]] = []
    begun: list[bool] = []
    changes: list[tuple[float, int, int]] = []
    for team_index, team in enumerate(scenario.policy.teams):
        if only is not None and team not in only:
            continue
        if team in scenario.policy.heads:
            steps = head_steps(scenario, team)
            changes += [(at, team_index, count) for at, count in steps]
            for number in range(max((count for _, count in steps), default=0)):
                names.append(f"{team}/{number + 1}")
                team_of.append(team_index)
            continue
        for name, stretches, shifts in persons(scenario, team, seed, replication):
            begins = shifts if scenario.has_people else []
            mine = list(within_horizon(scenario, stretches, frozenset(begins)))
            rows += [(len(names), stretch) for stretch in mine]
            begun += beginnings(mine, begins)
            names.append(name)
            team_of.append(team_index)
    changes.sort()
    return RosterPlan(
        names=tuple(names),
        team=np.array(team_of, dtype=np.int16),
        agent=np.array([agent for agent, _ in rows], dtype=np.int32),
        duty=np.array([stretch.duty for _, stretch in rows], dtype=np.int8),
        paid=np.array([stretch.paid for _, stretch in rows], dtype=np.int8),
        since=array_on_grid(np.array([stretch.since for _, stretch in rows], dtype=float)),
        until=array_on_grid(np.array([stretch.until for _, stretch in rows], dtype=float)),
        begins=np.array(begun, dtype=np.int8),
        heads_at=array_on_grid(np.array([at for at, _, _ in changes], dtype=float)),
        heads_team=np.array([team for _, team, _ in changes], dtype=np.int16),
        heads=np.array([count for _, _, count in changes], dtype=np.int32),
    )
