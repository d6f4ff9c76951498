"""Does the found world give what was seen? Fit on the first weeks, simulate the rest from its own staffing, compare.

Nothing of the second part is used but its staffing (the heads that were present, times the availability that the first
part gave). Contacts are drawn from the first part's profile and busyness, so that the volume is a forecast too; or they
are replayed as they came, which tests waits and abandonment alone. Intervals are those of single replications: what
these days would look like by chance if the world were right, given how little a few weeks tell of it. So each
replication has its own profile and availability, drawn within their standard errors.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.availability import Availability, estimate_availability, simulate_weeks
from sim.calibrate.find import ChannelFindings, Findings, find
from sim.calibrate.history import History
from sim.calibrate.replay import weeks
from sim.calibrate.tally import Tally, tally_history
from sim.calibrate.world_found import arrivals_of, world_of
from sim.errors import Fault, HistoryError
from sim.streams import Stream
from sim.units import format_time_of_day
from sim.world import ProfileArrivals

MEASURES = ("offered", "abandonment", "wait_all", "wait", "service_level")

SHARES = ("abandonment", "service_level")

COLUMNS = ("by", "label", "measure", "observed", "simulated", "low", "high", "inside", "gap")
"""Columns of :meth:`Validation.table`."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure: as seen, as simulated on average, and where 95 % of single replications lie."""

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


@dataclass(frozen=True, slots=True)
class Validation:
    """The comparison: by half hour of the day (over all days), by day, and of the whole second part.

    Waits are in seconds, shares between 0 and 1, ``offered`` in contacts a day for half hours, in contacts otherwise.
    """

    channel: str
    fitted: tuple[date, date]
    simulated: tuple[date, date]
    findings: Findings
    availability: Availability
    replayed: bool
    replications: int
    within_s: float
    rows: tuple[Compared, ...]

    def coverage(self, by: str, measure: str) -> float:
        """Share of the figures seen that lie inside their interval; 0.95 is expected where the world is right."""
        inside = [row.inside for row in self.rows if (row.by, row.measure) == (by, measure)]
        return float(np.mean(inside)) if inside else float("nan")

    def whole(self, measure: str) -> Compared:
        """The figure of the whole second part."""
        return next(row for row in self.rows if (row.by, row.measure) == ("all", measure))

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


def validate(
    history: History,
    replayed: bool = False,
    replications: int = 20,
    seed: int = 1,
    within_s: float = 20.0,
    availability_replications: int = 3,
) -> Validation:
    """Fit on the first two thirds (in whole weeks), simulate the rest, and compare by half hour.

    Raises
    ------
    sim.errors.HistoryError
        When there is no more than a week, or presence or patience cannot be seen.
    """
    n_weeks = math.ceil(history.n_days / 7)  # the last may be short: a desk that is closed at weekends ends on a Friday
    if n_weeks < 2:
        rule = "validation needs more than a week, a whole one to fit and days to simulate"
        raise HistoryError([Fault(history.mapping.title, rule, f"{history.n_days} days", "give a longer history")])
    fitted_days = 7 * min(max(1, round(n_weeks * 2 / 3)), n_weeks - 1)
    first, second = history.between(0, fitted_days), history.between(fitted_days, history.n_days)
    findings = find(first)
    availability = estimate_availability(findings, availability_replications, seed, within_s=within_s)
    if availability is None:
        rule = "waits cannot be validated: the history shows no presence, or nobody who gave up waiting"
        fix = "export calls with agents and with those who gave up; a ticket export shows neither"
        raise HistoryError([Fault(history.mapping.title, rule, fix=fix)])
    channel = max(findings.channels.values(), key=lambda found: found.n_offered)
    interval_s = channel.profile.interval_s
    observed = tally_history(second, channel.name, channel.profile.hours, interval_s, within_s)
    world = world_of(findings)
    runs = []
    for replication in range(replications):
        chance = Stream(seed, replication, "calibrate/uncertainty").cell(0)
        factor = availability.factor + availability.standard_error * float(chance.standard_normal())
        arrivals = {name: uncertain_arrivals(found, chance) for name, found in findings.channels.items()}
        perhaps = world.model_copy(update={"arrivals": arrivals})
        parts = list(weeks(findings, second, perhaps, recorded=replayed, within_s=within_s))
        runs += simulate_weeks(parts, factor, channel.name, seed, [replication], within_s)
    half_hours = [format_time_of_day(slot * interval_s) for slot in range(observed.offered.shape[1])]
    days = [second.date_of(day).isoformat() for day in range(second.n_days)]
    rows = [
        *_compare("half hour", half_hours, observed, runs, 0, 1.0 / second.n_days),
        *_compare("day", days, observed, runs, 1, 1.0),
        *_compare("all", ["all"], observed, runs, None, 1.0),
    ]
    return Validation(
        channel=channel.name,
        fitted=(first.first_date, first.date_of(first.n_days - 1)),
        simulated=(second.first_date, second.date_of(second.n_days - 1)),
        findings=findings,
        availability=availability,
        replayed=replayed,
        replications=replications,
        within_s=within_s,
        rows=tuple(rows),
    )


def uncertain_arrivals(found: ChannelFindings, chance: np.random.Generator) -> ProfileArrivals:
    """Arrivals whose weekly profile might have been, drawn about the mean of n days of each weekday.

    A mean m[w, j] has variance (m + m²/kappa_I)/n from its own interval and m²/(kappa n) shared by its day; both are
    drawn as gamma factors with mean 1.
    """
    profile, strays = found.profile, found.busyness
    noise = 0.0 if strays is None else max(strays.inverse_interval, 0.0)
    busy = 0.0 if strays is None else max(strays.inverse, 0.0)
    mean = profile.mean.copy()
    for day, n in enumerate(profile.days):
        cells = mean[day] > 0.0
        if n and cells.any():
            relative = (1.0 / mean[day][cells] + noise) / n
            mean[day][cells] *= chance.gamma(1.0 / relative) * relative
            mean[day] *= chance.gamma(n / busy) * busy / n if busy > 0.0 else 1.0
    drawn = replace(profile, mean=mean)
    arrivals = arrivals_of(found)
    return arrivals.model_copy(update={"profile": drawn.curve(), "per_week": drawn.per_week})


def _compare(
    by: str, labels: list[str], observed: Tally, runs: list[Tally], axis: int | None, volume_factor: float
) -> list[Compared]:
    """One row for each label and measure in which anybody was seen or simulated."""
    seen = observed.over(axis).measures()
    simulated = [run.over(axis).measures() for run in runs]
    rows = []
    for measure in MEASURES:
        factor = volume_factor if measure == "offered" else 1.0
        truth = np.atleast_1d(seen[measure]) * factor
        values = np.stack([np.atleast_1d(run[measure]) for run in simulated]) * factor
        busy = np.atleast_1d(observed.over(axis).offered) > 0.0
        for place in np.flatnonzero(busy & ~np.isnan(truth)):
            of_place = values[:, place][~np.isnan(values[:, place])]
            if len(of_place) > 1:
                low, high = _interval(of_place, 1.0 if measure in SHARES else math.inf)
                rows.append(
                    Compared(by, labels[place], measure, float(truth[place]), float(of_place.mean()), low, high)
                )
    return rows


def _interval(values: NDArray[np.float64], ceiling: float) -> tuple[float, float]:
    """A 95 % interval for one more value: mean ± t s √(1 + 1/n), cut to what the measure can be, 0 to ``ceiling``.

    With few replications quantiles would be the extremes.
    """
    from scipy import stats

    n = len(values)
    half = float(stats.t.ppf(0.975, n - 1)) * float(values.std(ddof=1)) * math.sqrt(1.0 + 1.0 / n)
    centre = float(values.mean())
    return max(0.0, centre - half), min(ceiling, centre + half)
