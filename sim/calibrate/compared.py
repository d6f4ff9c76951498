"""Observed against simulated: the figures of a validation, how far apart they are, and the table of them."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.calibrate.availability import Availability
from sim.calibrate.find import Findings

MEASURES = ("offered", "abandonment", "wait_all", "wait", "service_level")

SHARES = ("abandonment", "service_level")

FORECAST, CONTACTS, WORK = "forecast", "contacts known", "contacts and handle time known"

GIVEN = {
    FORECAST: "only who was there is known; volume and handle time are those of the first part",
    CONTACTS: "the contacts are replayed as they came",
    WORK: "the contacts are replayed as they came, with the mean handle time of those days",
}
"""What of the simulated days was known to the simulation, step by step; what each step explains of the gap is seen."""

COLUMNS = ("given", "by", "label", "measure", "observed", "simulated", "low", "high", "inside", "gap", "distance")
"""Columns of :meth:`Validation.table`."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure: as seen, as simulated on average, and where 95 % of single replications lie."""

    given: str
    by: str
    label: str
    measure: str
    observed: float
    simulated: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the figure seen is one that the found world gives by chance."""
        return self.low <= self.observed <= self.high

    @property
    def gap(self) -> float:
        """Simulated less observed: what remains."""
        return self.simulated - self.observed

    @property
    def distance(self) -> float:
        """Simulated over observed, less 1; NaN where nothing was observed."""
        return self.simulated / self.observed - 1.0 if self.observed else math.nan


@dataclass(frozen=True, slots=True)
class Validation:
    """The comparison: by half hour of the day (over all days), by day, and of the whole second part.

    Waits are in seconds, shares between 0 and 1, ``offered`` in contacts a day for half hours, in contacts otherwise.
    ``work_s`` is the mean handle time of the first part and of the second, NaN where it is not seen.
    """

    channel: str
    fitted: tuple[date, date]
    simulated: tuple[date, date]
    n_days: int
    interval_s: float
    findings: Findings
    availability: Availability
    work_s: tuple[float, float]
    replications: int
    within_s: float
    rows: tuple[Compared, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """What was simulated, in the order of :data:`GIVEN`."""
        return tuple(dict.fromkeys(row.given for row in self.rows))

    def select(self, by: str, measure: str, given: str = FORECAST) -> tuple[Compared, ...]:
        """The figures of one measure by half hour, by day, or of all."""
        return tuple(row for row in self.rows if (row.given, row.by, row.measure) == (given, by, measure))

    def coverage(self, by: str, measure: str, given: str = FORECAST) -> float:
        """Share of the figures seen that lie inside their interval; 0.95 is expected where the world is right."""
        inside = [row.inside for row in self.select(by, measure, given)]
        return float(np.mean(inside)) if inside else float("nan")

    def whole(self, measure: str, given: str = FORECAST) -> Compared:
        """The figure of the whole second part."""
        return self.select("all", measure, given)[0]

    def table(self) -> dict[str, list[object]]:
        """The comparison as columns, :data:`COLUMNS`, ready for a chart."""
        return {name: [getattr(row, name) for row in self.rows] for name in COLUMNS}

    def csv(self) -> str:
        """The same as the text of a CSV file."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in self.rows:
            cells = (getattr(row, name) for name in COLUMNS)
            writer.writerow([f"{cell:.6g}" if isinstance(cell, float) else cell for cell in cells])
        return text.getvalue()
