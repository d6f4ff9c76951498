"""How many agents a roster puts on queue, on average, and how many hours it pays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.units import HOUR_S
from sim.workload.roster.roster import RosterPlan, roster

Floats = NDArray[np.float64]


def expected_heads(scenario: Scenario) -> dict[str, Floats]:
    """Agents on queue by team, averaged over each interval of the horizon: planned, less the expected absence."""
    present = 1 - scenario.world.people.absence
    edges = _edges(scenario)
    out: dict[str, Floats] = {}
    plan = _planned(scenario)
    for index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            mine = plan.heads_team == index
            level = np.diff(plan.heads[mine], prepend=0).astype(float)
            area = _area(edges, plan.heads_at[mine], level)
        else:
            mine = (plan.team[plan.agent] == index) & (plan.duty == Duty.ON_QUEUE)
            one = np.ones(int(mine.sum()), dtype=float)
            area = (_area(edges, plan.since[mine], one) - _area(edges, plan.until[mine], one)) * present
        out[team] = np.diff(area) / scenario.calendar.interval
    return out


def planned_paid_hours(scenario: Scenario) -> dict[str, float]:
    """Paid hours by team over the horizon as planned, with every place filled and nobody absent.

    Of heads it is the time on queue / ``paid_share``, as in ``sim.kpi.people``.
    """
    out: dict[str, float] = {}
    plan = _planned(scenario)
    for index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            mine = plan.heads_team == index
            level = np.diff(plan.heads[mine], prepend=0).astype(float)
            seconds = _area(_edges(scenario), plan.heads_at[mine], level)[-1] / scenario.policy.heads[team].paid_share
        else:
            mine = (plan.team[plan.agent] == index) & (plan.paid == 1)
            seconds = (plan.until[mine] - plan.since[mine]).sum()
        out[team] = float(seconds) / HOUR_S
    return out


def _planned(scenario: Scenario) -> RosterPlan:
    """The roster without absence and lateness."""
    return roster(scenario.with_values({"world.people.absence": 0.0, "world.people.lateness": 0.0}), 0, 0)


def _edges(scenario: Scenario) -> Floats:
    calendar = scenario.calendar
    return np.asarray(np.arange(calendar.n_intervals + 1) * calendar.interval, dtype=float)


def _area(edges: Floats, steps_at: Floats, level: Floats) -> Floats:
    """The area up to each edge under a curve that rises by ``level`` at each of ``steps_at``."""
    order = np.argsort(steps_at, kind="stable")
    at, height = steps_at[order], level[order]
    index = np.searchsorted(at, edges, side="right")
    heights, moments = (np.concatenate([[0.0], np.cumsum(terms)]) for terms in (height, height * at))
    return np.asarray(heights[index] * edges - moments[index])
