"""How many agents a roster puts on queue, on average, and how many hours it pays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock.spread import spread
from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.units import HOUR_S
from sim.workload.roster.roster import RosterPlan, roster

Floats = NDArray[np.float64]


def expected_heads(scenario: Scenario) -> dict[str, Floats]:
    """Agents on queue by team, averaged over each interval of the horizon: planned, less the expected absence."""
    present = 1 - scenario.world.people.absence
    plan, interval_s = _planned(scenario), scenario.calendar.interval
    out: dict[str, Floats] = {}
    for index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            out[team] = _heads_s(scenario, plan, index) / interval_s
        else:
            mine = (plan.team[plan.agent] == index) & (plan.duty == Duty.ON_QUEUE)
            since, until = plan.since[mine], plan.until[mine]
            together = np.zeros(len(since), dtype=np.int64)
            seconds = spread(since, until, together, 1, interval_s, scenario.calendar.n_intervals)[0]
            out[team] = seconds / interval_s * present
    return out


def planned_paid_hours(scenario: Scenario) -> dict[str, float]:
    """Paid hours by team over the horizon as planned, with every place filled and nobody absent.

    Of heads it is the time on queue / ``paid_share``, as in ``sim.kpi.people``.
    """
    out: dict[str, float] = {}
    plan = _planned(scenario)
    for index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            seconds = _heads_s(scenario, plan, index).sum() / scenario.policy.heads[team].paid_share
        else:
            mine = (plan.team[plan.agent] == index) & (plan.paid == 1)
            seconds = (plan.until[mine] - plan.since[mine]).sum()
        out[team] = float(seconds) / HOUR_S
    return out


def _planned(scenario: Scenario) -> RosterPlan:
    """The roster without absence and lateness."""
    return roster(scenario.with_values({"world.people.absence": 0.0, "world.people.lateness": 0.0}), 0, 0)


def _heads_s(scenario: Scenario, plan: RosterPlan, team: int) -> Floats:
    """Shape (n_intervals,): seconds that a team written as heads is on queue in each interval."""
    calendar = scenario.calendar
    mine = plan.heads_team == team
    since, level = plan.heads_at[mine], plan.heads[mine]
    until = np.append(since[1:], max(calendar.horizon_s, since[-1])) if len(since) else since
    together = np.zeros(len(since), dtype=np.int64)
    return np.asarray(spread(since, until, together, 1, calendar.interval, calendar.n_intervals, level)[0])
