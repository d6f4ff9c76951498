"""What a case is: a scenario whose figures theory knows, read as KPIs or straight from the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.log import Log
from sim.scenario import Scenario
from tests.desks import desk, steady

HOUR = 3600.0
DAY = 24 * HOUR
WITHIN = 20.0

Exact = dict[tuple[str, str], float]
"""By (KPI, channel)."""

Reading = Callable[[Log, float, float], tuple[float, float]]
"""(log, from, until, in seconds) -> numerator and denominator of one replication, pooled over all."""


class Figure(NamedTuple):
    """A figure that is no KPI: its name, its exact value, and how it is read from the log."""

    name: str
    exact: float
    read: Reading


@dataclass(frozen=True)
class Case:
    """A scenario whose figures are known."""

    name: str
    scenario: Scenario
    exact: Exact
    warm_up_s: float = 6 * HOUR
    figures: tuple[Figure, ...] = ()
    cool_down_s: float = 0.0
    """figures leave this out at the end, so that what began before has ended"""


def phone(
    per_hour: float,
    talk: dict[str, Any],
    agents: int,
    days: int,
    patience: dict[str, Any] | None = None,
    kind: str = "live",
    **changes: Any,
) -> Scenario:
    """One queue with a 20-second target; called ``phone``, or ``chat`` if it is one."""
    name = "phone" if kind == "live" else kind
    return desk(
        {name: steady(per_hour)},
        {name: talk if "talk" in talk else {"talk": talk}},
        agents,
        patience={name: patience} if patience else None,
        kinds={name: kind},
        days=days,
        policy__targets={name: {"within": "20s", "share": 0.8}},
        **changes,
    )


def queue_of(name: str, performance: Any, *kpis: str) -> Exact:
    """The exact values of KPIs of a single queue from theory's figures."""
    figures = {
        "delayed": "p_wait",
        "wait_all": "mean_wait_s",
        "wait": "mean_wait_served_s",
        "service_level": "service_level",
        "abandonment": "p_abandon",
        "blocked_share": "p_blocked",
    }
    return {(kpi, name): getattr(performance, figures[kpi]) for kpi in kpis}
