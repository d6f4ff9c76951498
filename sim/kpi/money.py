"""What the desk costs: wages of paid time, overtime dearer, from the duty that was logged; and what is not wages.

That is the price of bots, self-service and tools, what customers were given (concessions), and audits of it; hiring,
training and the environment.
"""

from __future__ import annotations

import numpy as np

from sim.kpi.chains import IS_INBOUND, root_causes
from sim.kpi.people import Hours
from sim.kpi.period import Floats, Period, floats
from sim.kpi.rows import ALL, Rows
from sim.log import Cause, End, Log, Outcome
from sim.scenario import Scenario
from sim.units import HOUR_S, WEEK_S


def staff_cost(spent: Hours, wage_per_h: Floats, overtime_factor: Floats, trainee_pay: float = 1.0) -> Floats:
    """wage (paid hours + overtime factor x paid overtime hours), each of shape (teams,).

    Of the paid hours those in training before the first day count ``trainee_pay`` times.
    """
    paid = spent.paid - (1.0 - trainee_pay) * spent.paid_in_training
    return wage_per_h * (paid + overtime_factor * spent.paid_overtime) / HOUR_S


def money_rows(rows: Rows, log: Log, scenario: Scenario, spent: Hours, beside: float, period: Period) -> None:
    """Staff cost of the period, and per contact answered in it; cost per week, and per issue truly solved in it.

    The whole desk's cost contains what is ``beside`` wages, a team's does not.
    """
    teams = [scenario.policy.teams[name] for name in log.teams]
    cost = staff_cost(
        spent,
        scenario.policy.environment.pay * np.array([team.wage_per_h for team in teams]),
        np.array([team.overtime_factor for team in teams]),
        scenario.policy.hiring.trainee_pay,
    )
    rows.team_counts("staff_cost", cost)
    weeks = period.length_s / WEEK_S
    rows.ratios_of_desk("cost_per_week", cost, weeks, beside)
    contacts, issues = log.contacts, log.issues
    outcome, cause = contacts["outcome"], root_causes(log)
    answered = ((outcome == Outcome.ANSWERED) | (outcome == Outcome.CALLED_BACK)) & (
        IS_INBOUND[cause] | (cause == Cause.MESSAGE)
    )
    n = int(np.count_nonzero(answered & period.contains(floats(contacts["ended_at"]))))
    rows.add("cost_per_contact", ALL, ALL, cost.sum(), n, n)
    resolved = (issues["end"] == End.RESOLVED) & period.contains(floats(issues["ended_at"]))
    n = int(np.count_nonzero(resolved))
    rows.add("cost_per_resolution", ALL, ALL, cost.sum() + beside, n, n)
