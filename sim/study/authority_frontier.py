"""Which limits of authority, with how many supervisors, are worth their money: the options, the frontier, the range.

An option is *on the frontier* if no other is both cheaper and quicker. The *sensible range* holds those on the frontier
that save most of the time that the frontier can save for a moderate part of what that would cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.study.variant import Variant

SAVES_AT_LEAST = 2 / 3
"""Part of the time between the cheapest and the quickest option of the frontier that a sensible one saves (chosen)."""
COSTS_AT_MOST = 2 / 3
"""Part of the cost between the two that a sensible one has at most (chosen)."""
NEGLIGIBLE = 0.02
"""Part of the time between the slowest and the quickest option that is no gain: beyond it one is quicker (chosen)."""

_LIMITS = ("agent", "senior", "supervisor")


@dataclass(frozen=True)
class Frontier:
    """One element an option: whether it is on the frontier, and what it saves and costs there; then who is sensible.

    ``saves`` and ``extra`` are parts of what lies between the cheapest and the quickest option of the frontier; NaN
    where these are one.
    """

    on: NDArray[np.bool_]
    saves: NDArray[np.float64]
    extra: NDArray[np.float64]
    cheapest: int
    quickest: int

    @property
    def sensible(self) -> NDArray[np.bool_]:
        """On the frontier, saving two thirds of the time at least for two thirds of the extra cost at most."""
        return np.asarray(self.on & (self.saves >= SAVES_AT_LEAST) & (self.extra <= COSTS_AT_MOST))


def frontier(cost: NDArray[np.float64], time: NDArray[np.float64]) -> Frontier:
    """The frontier of options by cost and time, shapes (n,), n >= 1, all finite; less is better of both."""
    slack = NEGLIGIBLE * float(time.max() - time.min())
    cheaper = cost[None, :] < cost[:, None]
    no_slower = time[None, :] <= time[:, None] + slack
    as_cheap_and_quicker = (cost[None, :] == cost[:, None]) & (time[None, :] < time[:, None])
    on = ~((cheaper & no_slower) | as_cheap_and_quicker).any(axis=1)
    cheapest = int(np.argmin(np.where(on, cost, np.inf)))
    quickest = int(np.argmin(np.where(on, time, np.inf)))
    most, dearest = time[cheapest] - time[quickest], cost[quickest] - cost[cheapest]
    none = np.full(len(cost), math.nan)
    if cheapest == quickest or most <= 0 or dearest <= 0:
        return Frontier(on, none, none, cheapest, quickest)
    return Frontier(on, (time[cheapest] - time) / most, (cost - cost[cheapest]) / dearest, cheapest, quickest)


def authority_options(scenarios: Sequence[Scenario]) -> list[int]:
    """Places of the options that differ from the first in limits and supervisors only, the first among them.

    None if nobody needs a concession, or if none of them has a supervisor.
    """
    first = scenarios[0]
    if first.world.concession is None:
        return []
    rest = _but_for_authority(first)
    same = [place for place, scenario in enumerate(scenarios) if _but_for_authority(scenario) == rest]
    return same if any(supervisors(scenarios[place]) for place in same) else []


def limits_of(variants: Sequence[Variant]) -> set[float]:
    """The different limits of an agent."""
    return {limit_of_agent(variant.scenario) for variant in variants}


def limit_of_agent(scenario: Scenario) -> float:
    """What an agent may grant without asking; infinity for no limit."""
    limit = scenario.policy.authority.agent
    return math.inf if limit is None else limit


def supervisors(scenario: Scenario) -> int:
    """How many supervisors there are in a week: all their shifts together, or else the most on queue at a time."""
    from sim.workload import expected_heads

    policy = scenario.policy
    count = 0
    for name, team in policy.teams.items():
        if team.approves:
            of_shifts = [shift.agents for shift in policy.shifts.values() if shift.team == name]
            count += sum(of_shifts) if of_shifts else math.ceil(expected_heads(scenario)[name].max())
    return count


def _but_for_authority(scenario: Scenario) -> dict[str, Any]:
    """The scenario without limits and without how many supervisors there are."""
    mapping = scenario.to_mapping()
    policy = mapping["policy"]
    teams = {name for name, team in scenario.policy.teams.items() if team.approves}
    authority = {name: value for name, value in policy.get("authority", {}).items() if name not in _LIMITS}
    shifts = {name: shift for name, shift in policy.get("shifts", {}).items() if shift.get("team") not in teams}
    heads = {name: there for name, there in policy.get("heads", {}).items() if name not in teams}
    policy = {**policy, "authority": authority, "shifts": shifts, "heads": heads}
    return {**mapping, "policy": policy, "title": ""}
