"""What a screen looks at in each run: the few numbers on which options are judged, for customers, money and people.

People who leave are counted by their expectation, given everybody's exhaustion and tenure of every evening: few leave
in half a year, so a count would be little but chance. It is told per head, for options may differ in heads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kpi import KPIS
from sim.kpi.measure import Measured
from sim.scenario import Scenario
from sim.study.job import Done, Job, collector_off
from sim.study.tables import Table, table_of

YEAR_DAYS = 365.0

COLUMNS = ("outcome", "value")


class Outcome(NamedTuple):
    """A number that is looked at: ``better`` is "higher" or "lower"; ``channel`` '' is all."""

    id: str
    channel: str
    name: str
    unit: str
    better: str

    @property
    def key(self) -> str:
        """What tables call it."""
        return f"{self.id}/{self.channel}" if self.channel else self.id


def outcomes_of(*desks: Scenario) -> tuple[Outcome, ...]:
    """Service level of the first channel with a target, cost per need truly met, and people, where they are there."""
    desk = desks[0]
    channel = next((name for name in desk.policy.channels if name in desk.policy.targets), "")
    found = [_declared("service_level", channel, desk), _declared("cost_per_resolution", "", desk)]
    if all(one.world.exhaustion for one in desks):
        found.append(Outcome("exhaustion", "", "mean exhaustion of those at work, from 0 to 1", "index", "lower"))
    if all(one.world.departures for one in desks):
        found.append(
            Outcome("attrition_expected", "", "expected leavers a year, of those at work (attrition)", "share", "lower")
        )
    return tuple(found)


def _declared(kpi: str, channel: str, desk: Scenario) -> Outcome:
    about = KPIS[kpi]
    return Outcome(kpi, channel, about.name, about.unit_in(desk.world.prices.currency), about.better or "higher")


def play(job: Job) -> Done:
    """Simulate one replication and keep its outcomes: a table of (outcome, value), NaN where nothing was to measure."""
    from sim.engine import simulate
    from sim.kpi import measure

    desk = job.scenario
    with collector_off():
        log = simulate(desk, job.seed, job.replication)
        measured = measure(log, desk, warm_up_s=job.warm_up_s)
    return Done({"outcomes": outcome_table({one.key: value(measured, one) for one in outcomes_of(desk)})})


def value(measured: Measured, outcome: Outcome) -> float:
    """The outcome of a run."""
    if outcome.id == "attrition_expected":
        return _attrition(measured)
    return measured.value(outcome.id, outcome.channel)


def _attrition(measured: Measured) -> float:
    """Expected notices / person-years at work; NaN where nobody ever is at work."""
    table = measured.kpis
    row = np.flatnonzero((table["kpi"] == "headcount_at_work") & (table["channel"] == "") & (table["team"] == ""))
    person_days = float(table["num"][row[0]])
    return YEAR_DAYS * measured.value("leavers_expected") / person_days if person_days > 0 else float("nan")


def outcome_table(values: dict[str, float]) -> Table:
    """The table of a run, a row for each outcome."""
    return table_of({"outcome": list(values), "value": np.array(list(values.values()), dtype=float)}, COLUMNS)
