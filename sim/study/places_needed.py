"""Places needed where people come and go: those whose work keeps the occupancy aimed at, and those who fill the gaps.

In the long run a place is empty or in training for a share of the time that renewal theory knows
(:func:`sim.theory.seat_renewal`), at the rate of leaving of those not exhausted beyond the reference. New people leave
sooner, with assist less so. What exhaustion adds to leaving, and absence, only a simulation tells.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.policy.environment import agents_at
from sim.scenario import Scenario
from sim.scenario.tools import assist_of
from sim.units import DAY_S, MONTH_DAYS
from sim.world.departures import YEAR_DAYS, pay_factor

WEEK_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class PlacesNeeded:
    """One team; shares of a place's time, and hours on queue over the simulated days."""

    team: str
    vacant: float
    training: float
    aimed_at: float
    """share of the time on queue that should be work (policy.environment.occupancy_target)"""
    needed_h: float
    """hours on queue at which it is, gaps filled"""
    planned_h: float


def places_needed(scenario: Scenario, team: str, work_h: float, planned_h: float) -> PlacesNeeded | None:
    """What a team of persons needs; None for teams of heads, and where nobody leaves for good or tires."""
    if not scenario.has_people or team in scenario.policy.heads:
        return None
    from sim.theory import mean_tenure_days, seat_renewal

    policy, departures, assist = scenario.policy, scenario.world.departures, assist_of(scenario.policy, team)
    productive, vacant, training = 1.0, 0.0, 0.0
    if departures is not None and departures.quits > 0:
        factor = pay_factor(policy.environment.pay, departures.pay_elasticity)
        per_day = min(departures.quits * factor, departures.cap) / YEAR_DAYS
        kept = (assist.novice_below * MONTH_DAYS, assist.leaving) if assist is not None else (0.0, 1.0)
        tenure = mean_tenure_days(per_day, departures.early, departures.early_days, *kept)
        tenure += policy.hiring.notice / DAY_S
        lag = policy.hiring.lag.mean_s / DAY_S
        seat = seat_renewal(tenure, lag, WEEK_DAYS * policy.development.onboarding_weeks)
        if policy.hiring.refill:
            productive, vacant, training = seat.productive, seat.vacant, seat.training
    target = policy.environment.occupancy_target
    return PlacesNeeded(team, vacant, training, target, agents_at(work_h, target) / productive, planned_h)
