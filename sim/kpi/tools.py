"""What self-service and the tools of agents cost beside wages and the sessions of bots."""

from __future__ import annotations

import numpy as np

from sim.kpi.period import Period, floats, ints
from sim.kpi.rows import ALL, Rows
from sim.log import Cause, Log
from sim.scenario import Scenario
from sim.units import DAY_S, MONTH_DAYS, WEEK_S

SORTED = (Cause.FIRST, Cause.REDIAL, Cause.BACKLOG, Cause.MESSAGE, Cause.RECONTACT, Cause.BOUNCED)
"""Contacts that come from outside without a ticket to go by, and so have to be sorted."""


def tool_costs(log: Log, scenario: Scenario, period: Period) -> dict[str, float]:
    """Costs of the period by KPI, only of what is there."""
    policy, weeks = scenario.policy, period.length_s / WEEK_S
    found: dict[str, float] = {}
    if policy.self_service.is_there:
        found["self_service_cost"] = policy.self_service.cost_per_week * weeks
    if policy.sorting.classifier is not None:
        found["classifier_cost"] = policy.sorting.classifier.price_per_contact * _sorted(log, period)
    if policy.assist is not None:
        helped = np.array([policy.assist.helps(name) for name in log.teams])[ints(log.agents["team"])]
        seats = policy.assist.price_per_agent_month * np.count_nonzero(helped) * period.length_s / (MONTH_DAYS * DAY_S)
        found["assist_cost"] = float(seats) + policy.assist.price_per_contact * _taken_up(log, helped, period)
    if policy.knowledge is not None:
        found["knowledge_cost"] = policy.knowledge.cost_per_week * weeks
    return found


def tool_rows(rows: Rows, costs: dict[str, float]) -> None:
    """Each of them, for the desk."""
    for kpi, cost in costs.items():
        rows.add(kpi, ALL, ALL, cost, 1.0, 1)


def _sorted(log: Log, period: Period) -> int:
    """Contacts of the period that were sorted when they came."""
    cause, entered = log.contacts["cause"], floats(log.contacts["entered_at"])
    return int(np.count_nonzero(np.isin(cause, SORTED) & period.contains(entered)))


def _taken_up(log: Log, helped: np.ndarray, period: Period) -> int:
    """Contacts that agents with assist took up in the period, each once."""
    touches = log.touches
    numbers = ints(log.agents["agent"])
    has_it = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
    has_it[numbers] = helped
    chosen = has_it[ints(touches["agent"])] & period.contains(floats(touches["started_at"]))
    return len(set(zip(touches["issue"][chosen].tolist(), touches["contact"][chosen].tolist(), strict=True)))
