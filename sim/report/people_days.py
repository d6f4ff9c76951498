"""People's days read back: a KPI of theirs by week and option, with its interval over replications."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.report.estimate import Floats, pooled
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder

DAYS_A_WEEK = 7


class Weeks(NamedTuple):
    """A KPI by week; shapes (weeks,). Weeks are counted from the first day of the horizon, in days since then."""

    from_day: Floats
    to_day: Floats
    value: Floats
    low: Floats
    high: Floats


def by_week(study: StudyFolder, option: str, kpi: str, team: str = "") -> Weeks | None:
    """Sum num / sum den by week, with an interval over replications; None where nobody is a person."""
    table = study.days
    rows = table[(table["variant"] == option) & (table["kpi"] == kpi) & (table["team"] == team)]
    if rows.empty:
        return None
    day = rows["day"].to_numpy(dtype=int)
    weeks, which = np.unique(day // DAYS_A_WEEK, return_inverse=True)
    replications, run = np.unique(rows["replication"].to_numpy(), return_inverse=True)
    num, den = (np.zeros((len(replications), len(weeks))) for _ in range(2))
    np.add.at(num, (run, which), rows["num"].to_numpy(dtype=float))
    np.add.at(den, (run, which), rows["den"].to_numpy(dtype=float))
    first = np.maximum(weeks * DAYS_A_WEEK, day.min()).astype(float)
    last = np.minimum((weeks + 1) * DAYS_A_WEEK, day.max() + 1).astype(float)
    return Weeks(first, last, *pooled(num, den, study.confidence))


def by_agent(study: StudyFolder, option: str, kpi: str) -> Frame:
    """team, agent, value: sum num / sum den over replications; empty where nobody is a person."""
    table = study.agents
    rows = table[(table["variant"] == option) & (table["kpi"] == kpi)]
    sums = rows.groupby(["team", "agent"], sort=False, as_index=False)[["num", "den"]].sum()
    sums = sums[sums["den"] > 0]
    return sums.assign(value=sums["num"] / sums["den"])[["team", "agent", "value"]]


def wears_out(study: StudyFolder, option: str) -> bool:
    """Whether work wears people out in the option's world; without that, exhaustion says nothing."""
    return next(one for one in study.all_options if one.name == option).scenario.world.exhaustion is not None
