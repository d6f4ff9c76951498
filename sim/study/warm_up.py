"""How much of the start to leave out of a study that is about the steady state: MSER-5 on the mean of the replications.

A day or a week that starts as real days do needs no warm-up. It is for a desk that starts empty and should not, such as
a validation run or a backlog that builds up over weeks.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import Fault, SettingsError
from sim.scenario import Scenario
from sim.study.study import Study
from sim.units import DAY_S


class WarmUp(NamedTuple):
    """What MSER says of a series: leave out the first ``observations`` (``batches`` of them).

    ``run_longer``: the least error lies at the end of the search, so that the series is too short to tell.
    """

    observations: int
    batches: int
    run_longer: bool


def mser5(series: ArrayLike, batch: int = 5) -> WarmUp:
    """The truncation that minimises the marginal standard error of batch means, of five observations by default.

    d* = argmin_{0 <= d <= n/2}  sum_{i > d} (Y_i - mean_d)^2 / (n - d)^2,  Y the n batch means.

    ``series``: shape (observations,), or (replications, observations): then the mean across replications is used.
    Raises ValueError for fewer than two batches. Source: White, Cobb and Spratt 2000; Hoad, Robinson and Davies,
    WSC 2008.
    """
    observed: NDArray[np.float64] = np.asarray(series, dtype=float)
    if observed.ndim == 2:
        observed = observed.mean(axis=0)
    n = observed.size // batch
    if n < 2:
        raise ValueError(f"MSER needs at least {2 * batch} observations, got {observed.size}")
    batches = observed[: batch * n].reshape(n, batch).mean(axis=1)
    batches = batches - batches.mean()  # the sums below lose no digits to a large mean
    from_end = batches[::-1]
    total, squares = np.cumsum(from_end)[::-1], np.cumsum(from_end**2)[::-1]
    left = n - np.arange(n)
    error = np.maximum(squares - total**2 / left, 0.0) / left**2
    last = n // 2
    best = int(np.argmin(error[: last + 1]))
    return WarmUp(batch * best, best, best == last)


class Suggestion(NamedTuple):
    """A warm-up in seconds for ``study.warm_up``, and whether the study is too short to tell."""

    warm_up_s: float
    run_longer: bool


def suggest_warm_up(
    study: Study, kpi: str, channel: str = "", variant: str | None = None, by: Literal["day", "interval"] = "day"
) -> Suggestion:
    """The warm-up that MSER suggests for a KPI of a study that was run without one.

    The series is pooled over replications (sum num / sum den of each period). ``day`` takes days as they are, which the
    rhythm of the day asks for; ``interval`` takes batches of five intervals, for a desk whose demand does not change.
    Raises SettingsError where the study has too few periods with that KPI.
    """
    name = variant or study.manifest["base"]
    calendar = Scenario.from_mapping(study.scenarios[name]).calendar
    rows = study.series
    rows = rows[(rows.variant == name) & (rows.kpi == kpi) & (rows.channel == channel) & (rows.team == "")]
    step = calendar.intervals_per_day if by == "day" else 1
    period = rows["interval"].to_numpy(dtype=np.int64) // step
    num = np.bincount(period, weights=rows["num"].to_numpy(dtype=float))
    den = np.bincount(period, weights=rows["den"].to_numpy(dtype=float))
    there = np.flatnonzero(den > 0)
    try:
        found = mser5(num[there] / den[there], batch=1 if by == "day" else 5)
    except ValueError:
        rule = f"a warm-up needs more than {there.size} {by}s with {kpi} {channel}".rstrip()
        raise SettingsError([Fault("calendar.days", rule, str(calendar.days), "simulate longer")]) from None
    length_s = DAY_S if by == "day" else calendar.interval
    start = int(there[found.observations]) if found.observations else 0
    return Suggestion(start * length_s, found.run_longer)
