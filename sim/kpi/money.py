"""What the people cost: wages of paid time, overtime dearer, from the duty that was logged."""

from __future__ import annotations

import numpy as np

from sim.kpi.people import Hours
from sim.kpi.period import Floats, Period, floats
from sim.kpi.rows import ALL, Rows
from sim.log import Log, Outcome
from sim.scenario import Scenario
from sim.units import HOUR_S, WEEK_S


def staff_cost(spent: Hours, wage_per_h: Floats, overtime_factor: Floats) -> Floats:
    """wage (paid hours + overtime factor x paid overtime hours), each of shape (teams,)."""
    return wage_per_h * (spent.paid + overtime_factor * spent.paid_overtime) / HOUR_S


def money_rows(rows: Rows, log: Log, scenario: Scenario, spent: Hours, period: Period) -> None:
    """Staff cost of the period, per week, and per contact whose answer ended in the period."""
    teams = [scenario.policy.teams[name] for name in log.teams]
    cost = staff_cost(
        spent,
        np.array([team.wage_per_h for team in teams]),
        np.array([team.overtime_factor for team in teams]),
    )
    rows.team_counts("staff_cost", cost)
    weeks = period.length_s / WEEK_S
    rows.ratios_of_desk("cost_per_week", cost, weeks)
    contacts = log.contacts
    answered = (contacts["outcome"] == Outcome.ANSWERED) & period.contains(floats(contacts["ended_at"]))
    n = int(np.count_nonzero(answered))
    rows.add("cost_per_contact", ALL, ALL, cost.sum(), n, n)
