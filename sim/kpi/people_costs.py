"""What people cost beside their wages: finding them, training them, and what a desk does for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kpi.period import Floats
from sim.kpi.places import Places
from sim.kpi.rows import Rows
from sim.scenario import Scenario

WEEK_DAYS = 7.0


class PeopleCosts(NamedTuple):
    """Costs of the period by team, each of shape (teams,)."""

    hiring: Floats
    training: Floats
    environment: Floats


def people_costs(where: Places, scenario: Scenario, n_teams: int) -> PeopleCosts:
    """Prices of hires, classes and agent-weeks of the period.

    hiring       hire_price x hires
    training     material x hires + trainer_per_week x class-weeks + hour_price x hours a week x agent-weeks
    environment  (support_price + recognition_price + coaching hours a week x lead_wage_per_h) x agent-weeks

    Agent-weeks are those at work, absent or not; a place counts as one, however long its shifts are.
    """
    hiring, development, environment = scenario.policy.hiring, scenario.policy.development, scenario.policy.environment
    hires = where.events(where.hired, n_teams)
    agent_weeks = where.by_team(where.at_work, n_teams) / WEEK_DAYS
    for_each = environment.support_price + environment.recognition_price
    return PeopleCosts(
        hiring=hiring.hire_price * hires,
        training=development.material * hires
        + development.trainer_per_week * class_weeks(where, n_teams)
        + development.hour_price * development.hours * agent_weeks,
        environment=(for_each + environment.coaching * environment.lead_wage_per_h) * agent_weeks,
    )


def class_weeks(where: Places, n_teams: int) -> Floats:
    """Shape (teams,): weeks of training added up over classes; a class is a team's hires who start on the same day."""
    learning = where.in_training
    starts = learning.copy()
    starts[:, 1:] &= ~learning[:, :-1]
    since = np.maximum.accumulate(np.where(starts, np.arange(len(where.day)), -1), axis=1)
    place, day = np.nonzero(learning)
    team, _, on = np.unique(np.stack([where.team[place], since[place, day], day]), axis=1)
    return np.bincount(team, weights=where.share[on], minlength=n_teams) / WEEK_DAYS


def people_cost_rows(rows: Rows, costs: PeopleCosts) -> None:
    """Each of them, by team."""
    rows.team_counts("hiring_cost", costs.hiring)
    rows.team_counts("training_cost", costs.training)
    rows.team_counts("environment_cost", costs.environment)
