"""Are arrivals Poisson given their rate? A test, and the three ways in which real Poisson data fail it.

Kim and Whitt (2014, doi 10.1287/msom.2014.0490) showed that rounded stamps, intervals over which the rate moves, and
weeks pooled although some are busier make a test reject arrivals that are Poisson day by day. The test here is
conditional on the number in each interval: their places in it are then uniform, whatever the rate of that day was, so
that pooling cannot hurt it; the other two are measured and told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.busyness import busyness
from sim.calibrate.history import History
from sim.calibrate.profile import HALF_HOUR_S, counts_by_interval

CRITICAL = 1.358
"""Kolmogorov–Smirnov distance times √n that 5 % of uniform samples exceed."""

HARMLESS_TIES = 0.05
"""Tied stamps below this share do no harm to a test of intervals (assumed)."""

HARMLESS_SHARE = 0.1
"""A distance that a moving rate adds is harmless below this share of the critical one (after Kim and Whitt)."""


@dataclass(frozen=True, slots=True)
class PoissonCheck:
    """The conditional-uniform test with and without rounding undone, and the three warnings as sentences."""

    n: int
    distance: float
    p_value: float
    p_value_as_recorded: float
    resolution_s: float
    tied_share: float
    warnings: tuple[str, ...]


def poisson_check(
    history: History, rng: np.random.Generator, interval_s: float = HALF_HOUR_S, without_days: tuple[int, ...] = ()
) -> PoissonCheck:
    """Test the arrivals of a history interval by interval; ``rng`` spreads rounded stamps over their last digit.

    Within an interval of length T the instants over T are uniform if arrivals are Poisson with a constant rate there.
    """
    from scipy import stats

    contacts = history.offered()
    contacts = contacts[~contacts["day"].isin(without_days)]
    second = contacts["second_of_day"].to_numpy()
    day = contacts["day"].to_numpy()
    resolution = resolution_s(second)
    recorded = (second % interval_s) / interval_s
    spread = ((second + rng.random(len(second)) * resolution) % interval_s) / interval_s
    tied = _tied_share(day, second)
    counts = counts_by_interval(contacts, history.n_days, interval_s)
    result = stats.kstest(spread, "uniform")
    warnings = (
        *_rounding(resolution, tied),
        *_too_long(counts, history.weekdays(), interval_s),
        *_pooled_weeks(counts, history.weekdays(), without_days),
    )
    return PoissonCheck(
        n=len(second),
        distance=float(result.statistic),
        p_value=float(result.pvalue),
        p_value_as_recorded=float(stats.kstest(recorded, "uniform").pvalue),
        resolution_s=resolution,
        tied_share=tied,
        warnings=warnings,
    )


def resolution_s(seconds: NDArray[np.float64]) -> float:
    """The step on which stamps lie: 1800, 900, 300, 60, 1 or 0.001 s (the coarsest that fits 99 % of them)."""
    for step in (1800.0, 900.0, 300.0, 60.0, 1.0):
        if np.mean(np.abs(seconds / step - np.round(seconds / step)) * step < 1e-6) >= 0.99:
            return step
    return 0.001


def _tied_share(day: NDArray[np.int64], second: NDArray[np.float64]) -> float:
    instants = np.sort(day * 86400.0 + second)
    return float(np.mean(np.diff(instants) == 0.0)) if len(instants) > 1 else 0.0


def _rounding(resolution: float, tied: float) -> list[str]:
    if tied <= HARMLESS_TIES:
        return []
    return [
        f"stamps are rounded to {resolution:g} s and {tied:.0%} of them are tied with another: a test on them as they "
        "stand would reject Poisson arrivals; here they were spread over their last digit"
    ]


def _too_long(counts: NDArray[np.int64], weekday: NDArray[np.int64], interval_s: float) -> list[str]:
    """Where the rate moves so much within an interval that a day's arrivals in it would not look uniform.

    For a rate that is linear over an interval, (1 + b (2t/T − 1)), the distribution of arrivals departs from uniform by
    |b|/4 at most. b is half the relative step to a neighbour, |m[j±1] − m[j]| / (2 m[j]), of the two sides the smaller
    (a desk that opens on the hour steps at the edge of an interval, not within it), less two standard errors.
    """
    worst, long, total = 0.0, 0, 0
    for number in np.unique(weekday):
        rows = counts[weekday == number]
        mean = rows.mean(axis=0)
        step = np.maximum(np.abs(np.diff(mean)) - 2.0 * np.sqrt((mean[1:] + mean[:-1]) / len(rows)), 0.0)
        inner = np.flatnonzero(mean[1:-1] >= 1.0) + 1
        slope = np.minimum(step[inner - 1], step[inner]) / (2.0 * mean[inner])
        share = slope / 4.0 * np.sqrt(mean[inner]) / CRITICAL
        long += int(np.count_nonzero(share > HARMLESS_SHARE))
        total += len(inner)
        worst = max(worst, float(share.max(initial=0.0)))
    if not long:
        return []
    return [
        f"the rate moves within {long} of {total} intervals of {interval_s / 60:g} min (at worst it uses {worst:.0%} "
        "of the distance that a test allows): use shorter intervals for a test of Poisson arrivals"
    ]


def _pooled_weeks(counts: NDArray[np.int64], weekday: NDArray[np.int64], without_days: tuple[int, ...]) -> list[str]:
    usual = np.ones(len(counts), dtype=np.bool_)
    usual[list(without_days)] = False
    try:
        found = busyness(counts, weekday, usual)
    except ValueError:
        return []
    from scipy import stats

    p_value = float(stats.chi2.sf(found.variance_ratio * found.degrees_of_freedom, found.degrees_of_freedom))
    if p_value > 0.05:
        return []
    return [
        f"day totals vary {found.variance_ratio:.1f} times as much as Poisson ones: weeks must not be pooled in a test "
        "of Poisson arrivals (this one conditions on the number in each interval)"
    ]
