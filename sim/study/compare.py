"""Every variant against the base, KPI by KPI: comparison.csv."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.kpi import KPIS
from sim.study.options import StudyOptions
from sim.study.paired import paired_difference
from sim.study.panel import Panel
from sim.study.tables import Table, table_of
from sim.study.verdict import matters, verdict

COLUMNS = (
    "variant", "against", "kpi", "channel", "team", "value", "base", "difference", "low", "high",
    "adjusted_low", "adjusted_high", "correlation", "verdict", "more_replications", "unit",
)  # fmt: skip


def comparison(found: Panel, variants: Sequence[str], options: StudyOptions) -> Table:
    """Every variant but the first against the first, over the replications that both have finished.

    Rows: variants in order, then KPIs as declared. Intervals are paired; the adjusted ones, which the verdicts read,
    hold for all variants of a KPI at once. ``more_replications`` is -1 where no number of them would tell.
    """
    base_name, *others = variants
    base = found.get(base_name, {})
    rows: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for name in others:
        for key, sample in found.get(name, {}).items():
            if key not in base:
                continue  # a team or channel that the base does not have
            both = np.intersect1d(sample.replication, base[key].replication)
            ours, theirs = sample.of(both), base[key].of(both)
            difference = paired_difference(
                ours.num, ours.den, theirs.num, theirs.den, confidence=options.confidence, comparisons=len(others)
            )
            delta = matters(key.kpi, sample.unit, difference.base, options.matters)
            better = KPIS[key.kpi].better if key.kpi in KPIS else None
            words, more = verdict(difference, delta, better, options.confidence, len(others))
            numbers = (
                difference.value,
                difference.base,
                difference.difference,
                difference.low,
                difference.high,
                difference.adjusted_low,
                difference.adjusted_high,
                difference.correlation,
            )
            values = (name, base_name, *key, *numbers, words, more, sample.unit)
            for column, value in zip(COLUMNS, values, strict=True):
                rows[column].append(value)
    return table_of(_typed(rows), COLUMNS)


def _typed(rows: dict[str, list[Any]]) -> dict[str, Any]:
    text = {"variant", "against", "kpi", "channel", "team", "verdict", "unit"}
    kinds = {name: np.int64 if name == "more_replications" else np.float64 for name in rows if name not in text}
    return {name: np.array(column, dtype=kinds[name]) if name in kinds else column for name, column in rows.items()}
