"""The table of KPIs turned around: numerators and denominators by replication of each variant, KPI, channel, team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.study.paired import Difference, paired_difference
from sim.study.tables import Table, Words
from sim.units import DAY_S, WEEK_S

Floats = NDArray[np.float64]


class Key(NamedTuple):
    """Which row: '' is all channels, or no team in particular."""

    kpi: str
    channel: str
    team: str


class Sample(NamedTuple):
    """A KPI of one variant over replications, in ascending order, shapes (n,)."""

    replication: NDArray[np.int64]
    num: Floats
    den: Floats
    unit: str

    def of(self, replications: NDArray[np.int64]) -> Sample:
        """The part with these replications (ascending, all present)."""
        rows = np.searchsorted(self.replication, replications)
        return Sample(replications, self.num[rows], self.den[rows], self.unit)


Panel = dict[str, dict[Key, Sample]]


def measured_weeks(scenario: Scenario, warm_up_s: float = 0.0) -> float:
    """Weeks of the horizon that are measured."""
    calendar = scenario.calendar
    return (calendar.days * DAY_S - calendar.start_at - warm_up_s) / WEEK_S


def paired_sums(found: Panel, variant: str, base: str, keys: Sequence[Key], confidence: float) -> Difference:
    """The difference of two variants in the sum of some KPIs with one denominator, over the replications of both."""
    ours, theirs = found[variant], found[base]
    both = np.intersect1d(ours[keys[0]].replication, theirs[keys[0]].replication)
    mine, its = ([of[key].of(both) for key in keys] for of in (ours, theirs))
    return paired_difference(
        sum(one.num for one in mine), mine[0].den, sum(one.num for one in its), its[0].den, confidence=confidence
    )


def panel(kpis: Table) -> Panel:
    """{variant: {key: sample}} of a table of KPIs, variants and keys in order of first appearance."""
    texts = {name: column for name, column in kpis.items() if isinstance(column, Words)}
    numbers = {name: column for name, column in kpis.items() if not isinstance(column, Words)}
    names = ("variant", "kpi", "channel", "team")
    group = np.zeros(len(numbers["replication"]), dtype=np.int64)
    for name in names:
        group = group * len(texts[name].words) + texts[name].codes
    _, first, member = np.unique(group, return_index=True, return_inverse=True)
    order = np.lexsort((numbers["replication"], first[member]))
    starts = np.flatnonzero(np.diff(first[member][order], prepend=-1))
    out: Panel = {}
    for rows in np.split(order, starts[1:]) if len(order) else []:
        variant, kpi, channel, team = (texts[name].words[texts[name].codes[rows[0]]] for name in names)
        unit = texts["unit"].words[texts["unit"].codes[rows[0]]]
        out.setdefault(variant, {})[Key(kpi, channel, team)] = Sample(
            numbers["replication"][rows], numbers["num"][rows], numbers["den"][rows], unit
        )
    return out
