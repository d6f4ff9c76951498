"""From finished replications to the tables of a study's folder.

Everything here reads shards in the declared order (variants as given, replications ascending), so that the files do not
depend on who computed what when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from typing import Any

import numpy as np

from sim.kpi import KPIS
from sim.kpi.pool import pool, pooled
from sim.study.answer import Interval, Pooled, answer
from sim.study.beside import FORMULA, Beside, beside
from sim.study.compare import comparison
from sim.study.of_authority import of_authority
from sim.study.of_bots import of_bots
from sim.study.of_money import of_money
from sim.study.of_people import of_people
from sim.study.of_same_service import of_same_service
from sim.study.options import StudyOptions
from sim.study.panel import Key, Panel, panel
from sim.study.plan import expected, plan_table
from sim.study.shards import FORMAT
from sim.study.store import Finished, Store, machine, made_by
from sim.study.tables import Table, Words, table_of
from sim.study.variant import Variant

SUMMARY = ("variant", "kpi", "channel", "team", "value", "low", "high", "unit")
THEORY = ("variant", "channel", "kpi", "simulated", "low", "high", "formula", "reasons")

BETWEEN_REASONS = " | "
"""What stands between two reasons in theory.csv."""


def write_up(store: Store, variants: Sequence[Variant], options: StudyOptions, finished: Sequence[Finished]) -> None:
    """Write every table of the study from its finished replications."""
    kpis = store.join(finished)
    found = panel(kpis)
    names = [variant.name for variant in variants]
    summary = summarised(kpis, options.confidence)
    store.write_csv("summary.csv", summary)
    compared = comparison(found, names, options)
    store.write_csv("comparison.csv", compared)
    pooled_values = _pooled(summary)
    currency = variants[0].scenario.world.prices.currency
    decided = answer(pooled_values, variants, options, currency)
    also = (
        *of_bots(pooled_values, compared, variants, options.warm_up),
        *of_authority(found, variants, options, currency),
        *of_money(compared, variants, options, currency),
        *of_people(found, variants, options, currency),
        *of_same_service(found, variants, options, currency),
    )
    decided = replace(decided, also=also)
    store.write_json("answer.json", decided.to_mapping())
    plans = [(variant.name, expected(variant.scenario)) for variant in variants]
    store.write_parquet("plan.parquet", plan_table(plans))
    formulas = {
        variant.name: beside(variant.scenario, plan, options.warm_up)
        for variant, (_, plan) in zip(variants, plans, strict=True)
    }
    store.write_csv("theory.csv", theory_table(formulas, pooled_values, found, options.confidence))


def summarised(kpis: Table, confidence: float) -> Table:
    """The KPIs pooled over replications, with their intervals."""
    columns = {name: _texts(column) if isinstance(column, Words) else column for name, column in kpis.items()}
    table = pool(columns, confidence)
    return table_of({**table, "unit": table["unit"]}, SUMMARY)


def _texts(column: Words) -> Any:
    words = np.empty(len(column.words), dtype=object)
    words[:] = column.words
    return words[column.codes]


def _pooled(summary: Table) -> Pooled:
    text = {name: column.texts() for name, column in summary.items() if isinstance(column, Words)}
    number = {name: column.tolist() for name, column in summary.items() if not isinstance(column, Words)}
    out: Pooled = {}
    for row, variant in enumerate(text["variant"]):
        key = Key(text["kpi"][row], text["channel"][row], text["team"][row])
        out.setdefault(variant, {})[key] = Interval(*(number[name][row] for name in ("value", "low", "high")))
    return out


def theory_table(formulas: Mapping[str, Iterable[Beside]], simulated: Pooled, found: Panel, confidence: float) -> Table:
    """Columns of theory.csv: simulated with its interval, what the formula says, and the reasons why they differ."""
    rows = [
        (variant, one.channel, kpi, *astuple(value), one.total(kpi), BETWEEN_REASONS.join(one.reasons))
        for variant, channels in formulas.items()
        for one in channels
        for kpi in FORMULA
        for value in [_simulated(kpi, one, simulated.get(variant, {}), found.get(variant, {}), confidence)]
        if value is not None
    ]
    columns: dict[str, Any] = dict(zip(THEORY, zip(*rows, strict=True), strict=True)) if rows else {}
    numbers = {"simulated", "low", "high", "formula"}
    return table_of(
        {
            name: np.array(columns.get(name, ()), dtype=float) if name in numbers else list(columns.get(name, ()))
            for name in THEORY
        },
        THEORY,
    )


def _simulated(
    kpi: str, one: Beside, values: Mapping[Key, Interval], samples: Mapping[Key, Any], confidence: float
) -> Interval | None:
    """The simulated value of a channel; occupancy is that of the teams that serve it, all they do counted."""
    if kpi != "occupancy":
        return values.get(Key(kpi, one.channel, ""))
    teams = [samples[key] for team in one.teams if (key := Key(kpi, "", team)) in samples]
    if not teams:
        return None
    num, den = sum(team.num for team in teams), sum(team.den for team in teams)
    estimate = pooled(np.zeros(len(num), dtype=np.int64), num, den, 1, confidence)
    return Interval(float(estimate.value[0]), float(estimate.low[0]), float(estimate.high[0]))


def manifest(
    name: str, variants: Sequence[Variant], options: StudyOptions, replications: Mapping[str, int], complete: bool
) -> dict[str, Any]:
    """What the study is of and what made it; no dates, hosts or paths, so that the same study has the same manifest."""
    first = variants[0].scenario
    channel = options.leading_channel or next((one for one in first.policy.channels if one in first.policy.targets), "")
    return {
        "format": FORMAT,
        "name": name,
        "title": first.title or name,
        "complete": complete,
        "replications": options.replications,
        "finished": dict(replications),
        "seed": options.seed,
        "warm_up_s": options.warm_up,
        "confidence": options.confidence,
        "leading": {"kpi": options.leading, "channel": channel, "name": _plain_name(options.leading)},
        "matters": dict(options.matters),
        "base": variants[0].name,
        "variants": [
            {
                "name": variant.name,
                "title": variant.label,
                "because": variant.because,
                "scenario": variant.scenario.fingerprint(),
            }
            for variant in variants
        ],
        "keep_log": options.keep_log,
        "made_by": made_by(),
        "machine": machine(),
    }


def _plain_name(kpi: str) -> str:
    return KPIS[kpi].name if kpi in KPIS else kpi
