"""The tables of a screen: what was moved, what it did, and what is left of the conclusions; all that its report reads.

``sensitivity.json`` (options, extent, outcomes), ``coefficients.csv``, ``morris.csv``, ``sobol.csv``,
``conclusions.csv``, and every world with its outcomes in ``worlds_morris.csv`` and ``worlds_sobol.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.study.options import StudyOptions
from sim.study.sensitivity.coefficient import Coefficient
from sim.study.sensitivity.conclusions import Conclusion
from sim.study.sensitivity.morris import Effects
from sim.study.sensitivity.outcomes import Outcome
from sim.study.sensitivity.sobol import Indices
from sim.study.sensitivity.worlds import World
from sim.study.store import Store, made_by
from sim.study.tables import table_of
from sim.study.variant import Variant

if TYPE_CHECKING:
    from sim.study.sensitivity.screen import Extent

Floats = NDArray[np.float64]

CHANCE = "chance"
"""Stands among the coefficients for the share of variance that replications of one world have."""


def about(
    store: Store,
    name: str,
    variants: tuple[Variant, Variant],
    options: StudyOptions,
    extent: Extent,
    outcomes: Sequence[Outcome],
) -> None:
    """sensitivity.json: who is compared with whom, how much was played, and what was looked at."""
    base = variants[0].scenario
    values = {
        "name": name,
        "options": [
            {"name": one.name, "label": one.label, "because": one.because, "scenario": one.scenario.fingerprint()}
            for one in variants
        ],
        "title": base.title,
        "days": base.calendar.days,
        "currency": base.world.prices.currency,
        "seed": options.seed,
        "confidence": options.confidence,
        "replications": options.replications,
        "extent": asdict(extent),
        "outcomes": [{**one._asdict(), "key": one.key} for one in outcomes],
        "made_by": made_by(),
    }
    store.write_json("sensitivity.json", values)


def coefficients(store: Store, found: Sequence[Coefficient]) -> None:
    """coefficients.csv: path, value, low, high, scale, unit, meaning, why."""
    names = ("path", "value", "low", "high", "scale", "unit", "meaning", "why")
    _write(store, "coefficients.csv", names, [[getattr(one, name) for name in names] for one in found])


def effects(
    store: Store, effects: Effects, found: Sequence[Coefficient], outcomes: Sequence[Outcome], few: Sequence[int]
) -> None:
    """morris.csv: outcome, path, mu, mu_star, sigma, noise, above (1 or 0), place among the chosen (0 for none)."""
    rows = [
        [
            outcome.key, found[i].path, effects.mu[i, s], effects.mu_star[i, s], effects.sigma[i, s],
            effects.noise[i, s], int(effects.above[i, s]), few.index(i) + 1 if i in few else 0,
        ]
        for (s, outcome), i in product(enumerate(outcomes), range(len(found)))
    ]  # fmt: skip
    _write(store, "morris.csv", ("outcome", "path", "mu", "mu_star", "sigma", "noise", "above", "place"), rows)


def indices(
    store: Store, indices: Indices, chosen: Sequence[Coefficient], outcomes: Sequence[Outcome], chance: Floats
) -> None:
    """sobol.csv: outcome, path, first and total with their intervals; the last row of an outcome is chance."""
    rows: list[list[Any]] = []
    for s, outcome in enumerate(outcomes):
        for i, one in enumerate(chosen):
            rows.append([outcome.key, one.path, *(float(column[i, s]) for column in indices)])
        rows.append([outcome.key, CHANCE, float(chance[s]), *[np.nan] * 5])
    _write(store, "sobol.csv", ("outcome", "path", *Indices._fields), rows)


def conclusions(
    store: Store,
    outcomes: Sequence[Outcome],
    found: Mapping[str, tuple[Sequence[Coefficient], Sequence[Conclusion]]],
) -> None:
    """conclusions.csv: worlds (all: those of Morris, few: those of Sobol), outcome, and the conclusion's fields.

    ``overturns`` is a path, '' for none.
    """
    fields = Conclusion._fields
    rows = []
    for worlds, (moved, concluded) in found.items():
        for outcome, one in zip(outcomes, concluded, strict=True):
            path = moved[one.overturns].path if one.overturns >= 0 else ""
            values = one._asdict() | {"overturns": path}
            rows.append([worlds, outcome.key, *(values[name] for name in fields)])
    names = ("moved", "outcome", *fields)
    _write(store, "conclusions.csv", names, rows)


def worlds(
    store: Store, file: str, moved: Sequence[Coefficient], outcomes: Sequence[Outcome],
    points: Floats, played: Sequence[World], values: Floats,
) -> None:  # fmt: skip
    """One row a world: replication, a column for each coefficient, and each outcome of both options."""
    columns: dict[str, Any] = {"replication": np.array([world.replication for world in played])}
    for place, one in enumerate(moved):
        columns[one.path] = np.array([one.at(float(share)) for share in points[:, place]])
    for s, outcome in enumerate(outcomes):
        columns[f"{outcome.key} base"] = values[:, 0, s]
        columns[f"{outcome.key} other"] = values[:, 1, s]
    store.write_csv(file, table_of(columns, list(columns)))


def _write(store: Store, file: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    store.write_csv(file, table_of(columns, names))
