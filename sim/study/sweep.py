"""A sweep: every point of a grid of settings as a variant, and the results as one tidy table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from pydantic import ValidationError

from sim.errors import Fault, SettingsError
from sim.scenario import Scenario
from sim.study.job import Done, Job, run_job
from sim.study.options import Compute, StudyOptions
from sim.study.run import Progress, run_study
from sim.study.study import Study
from sim.study.tables import Words, table_of
from sim.study.variant import Variant
from sim.study.write_up import SUMMARY


@dataclass(frozen=True, slots=True)
class Grid:
    """The points of a sweep: a variant for each, and the settings that each stands for, by its name."""

    axes: tuple[str, ...]
    variants: tuple[Variant, ...]
    points: Mapping[str, tuple[Any, ...]]


def grid(base: Scenario, axes: Mapping[str, Sequence[Any]]) -> Grid:
    """Every combination of values of dotted settings, the last axis running fastest.

    Raises SettingsError with the faults of all points that cannot be.
    """
    short = _short(list(axes))
    variants: list[Variant] = []
    points: dict[str, tuple[Any, ...]] = {}
    faults: list[Fault] = []
    for values in product(*axes.values()):
        named = [f"{name}={value}" for name, value in zip(short, values, strict=True)]
        try:
            scenario = base.with_values(dict(zip(axes, values, strict=True)))
        except ValidationError as wrong:
            where = " ".join(f"{path}={value}" for path, value in zip(axes, values, strict=True))
            faults += [Fault(where, str(error["msg"])) for error in wrong.errors()]
            continue
        name = ",".join(named) or "base"
        points[name] = values
        variants.append(Variant(name, scenario, title=", ".join(named)))
    if faults:
        raise SettingsError(faults)
    return Grid(tuple(axes), tuple(variants), points)


def _short(paths: list[str]) -> list[str]:
    """The last parts of each path, as many as tell the paths apart."""
    parts = [path.split(".") for path in paths]
    for count in range(1, max((len(part) for part in parts), default=0) + 1):
        names = [".".join(part[-count:]) for part in parts]
        if len(set(names)) == len(names):
            return names
    return paths


def sweep(
    base: Scenario,
    axes: Mapping[str, Sequence[Any]],
    options: StudyOptions,
    compute: Compute,
    *,
    name: str,
    resolved: Mapping[str, Any] | None = None,
    progress: Callable[[Progress], None] | None = None,
    work: Callable[[Job], Done] = run_job,
) -> Study:
    """Run every point of a grid as a study, and write sweep.csv into its folder."""
    points = grid(base, axes)
    study = run_study(points.variants, options, compute, name=name, resolved=resolved, progress=progress, work=work)
    write_sweep(study, points)
    return study


def write_sweep(study: Study, points: Grid) -> None:
    """Write sweep.csv: a column for each axis, then kpi, channel, team, value, low, high, unit."""
    from sim.study.store import Store

    summary = study.summary
    columns: dict[str, Any] = {
        axis: Words.of([str(points.points[variant][place]) for variant in summary["variant"]])
        for place, axis in enumerate(points.axes)
    }
    rest = [column for column in SUMMARY if column != "variant"]
    columns |= {column: summary[column].to_numpy() for column in rest}
    Store(study.folder).write_csv("sweep.csv", table_of(columns, [*points.axes, *rest]))
