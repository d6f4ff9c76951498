"""How many agents a roster puts on queue, on average."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.workload.roster.roster import roster

Floats = NDArray[np.float64]


def expected_heads(scenario: Scenario) -> dict[str, Floats]:
    """Agents on queue by team, averaged over each interval of the horizon: planned, less the expected absence."""
    calendar = scenario.calendar
    present = 1 - scenario.world.people.absence
    edges = np.asarray(np.arange(calendar.n_intervals + 1) * calendar.interval, dtype=float)
    out: dict[str, Floats] = {}
    calm = scenario.with_values({"world.people.absence": 0.0, "world.people.lateness": 0.0})
    plan = roster(calm, 0, 0)
    for index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            mine = plan.heads_team == index
            level = np.diff(plan.heads[mine], prepend=0).astype(float)
            area = _area(edges, plan.heads_at[mine], level)
        else:
            mine = (plan.team[plan.agent] == index) & (plan.duty == Duty.ON_QUEUE)
            one = np.ones(int(mine.sum()), dtype=float)
            area = (_area(edges, plan.since[mine], one) - _area(edges, plan.until[mine], one)) * present
        out[team] = np.diff(area) / calendar.interval
    return out


def _area(edges: Floats, steps_at: Floats, level: Floats) -> Floats:
    """The area up to each edge under a curve that rises by ``level`` at each of ``steps_at``."""
    order = np.argsort(steps_at, kind="stable")
    at, height = steps_at[order], level[order]
    index = np.searchsorted(at, edges, side="right")
    heights, moments = (np.concatenate([[0.0], np.cumsum(terms)]) for terms in (height, height * at))
    return np.asarray(heights[index] * edges - moments[index])
