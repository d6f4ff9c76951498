"""How far demand strays from its weekly profile: busy days, and noise of single intervals.

The model (Avramidis, Deslauriers and L'Ecuyer 2004; Oreshkin, Regnard and L'Ecuyer 2016): N[d, j] is Poisson with mean
m[w, j] B[d] e[d, j], where B and e are gamma with mean 1 and variances 1/kappa and 1/kappa_I. Then, for intervals i ≠ j
of a day, ``Cov(N_i, N_j) = m_i m_j / kappa`` and ``Var N_j = m_j + m_j² (1/kappa + 1/kappa_I + 1/(kappa kappa_I))``.
The first gives kappa, free of interval noise; what variance is then left gives kappa_I. Left out: a trend between weeks
and day-to-day correlation, both of which raise 1/kappa; the correlation is reported.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Busyness:
    """The two dispersions with their standard errors (delete-one-day jackknife).

    ``inverse`` is 1/kappa, the squared coefficient of variation of a day's factor; ``variance_ratio`` the variance of
    day totals about their weekday means over their mean (1 for Poisson), ``interval_variance_ratio`` the same by
    interval; ``correlation`` the lag-1 correlation of the days' relative deviations.
    """

    inverse: float
    inverse_se: float
    inverse_interval: float
    inverse_interval_se: float
    variance_ratio: float
    interval_variance_ratio: float
    correlation: float
    n_days: int
    degrees_of_freedom: int

    @property
    def kappa(self) -> float:
        """1 / ``inverse``; infinite where no busyness is seen."""
        return 1.0 / self.inverse if self.inverse > 0.0 else math.inf

    @property
    def kappa_interval(self) -> float:
        """1 / ``inverse_interval``; infinite where no interval noise is seen."""
        return 1.0 / self.inverse_interval if self.inverse_interval > 0.0 else math.inf

    def kappa_range(self, z: float = 1.96) -> tuple[float, float]:
        """The values of kappa that ``inverse`` ± z standard errors allow."""
        low, high = self.inverse - z * self.inverse_se, self.inverse + z * self.inverse_se
        return (1.0 / high if high > 0.0 else math.inf), (1.0 / low if low > 0.0 else math.inf)


def busyness(counts: Counts, weekday: NDArray[np.int64], usual: NDArray[np.bool_] | None = None) -> Busyness:
    """Dispersions from counts by day and interval, shape (n_days, m), and each day's weekday.

    ``usual`` leaves special days out. Weekdays with a single day tell nothing and are left out too.

    Raises
    ------
    ValueError
        When no weekday has two days.
    """
    rows = np.ones(len(counts), dtype=np.bool_) if usual is None else usual
    counts, weekday = counts[rows].astype(np.int64), weekday[rows]
    repeated = np.isin(weekday, [day for day in range(7) if np.count_nonzero(weekday == day) > 1])
    counts, weekday = counts[repeated], weekday[repeated]
    if not len(counts):
        raise ValueError("busyness needs two days of one weekday at least")
    inverse, inverse_interval = _dispersions(counts, weekday)
    left_out = np.array(
        [
            _dispersions(np.delete(counts, day, axis=0), np.delete(weekday, day))
            for day in range(len(counts))
            if len(counts) - 1 > len(np.unique(np.delete(weekday, day)))
        ]
    ).reshape(-1, 2)
    spread = (len(left_out) - 1) * left_out.var(axis=0) if len(left_out) > 1 else np.array([np.nan, np.nan])
    mean = _means(counts, weekday)
    freedom = len(counts) - len(np.unique(weekday))
    total, expected = counts.sum(axis=1), mean.sum(axis=1)
    known = expected > 0.0
    deviation = (total - expected)[known] / expected[known]
    cells = mean > 0.0
    return Busyness(
        inverse=inverse,
        inverse_se=float(np.sqrt(spread[0])),
        inverse_interval=inverse_interval,
        inverse_interval_se=float(np.sqrt(spread[1])),
        variance_ratio=float(np.sum((total - expected)[known] ** 2 / expected[known]) / freedom),
        interval_variance_ratio=float(
            np.sum((counts - mean)[cells] ** 2 / mean[cells]) / (cells.sum() * freedom / len(counts))
        ),
        correlation=_lag_one(deviation),
        n_days=len(counts),
        degrees_of_freedom=freedom,
    )


def _means(counts: Counts, weekday: NDArray[np.int64]) -> NDArray[np.float64]:
    mean = np.zeros(counts.shape)
    for day in np.unique(weekday):
        rows = weekday == day
        mean[rows] = counts[rows].mean(axis=0)
    return mean


def _dispersions(counts: Counts, weekday: NDArray[np.int64]) -> tuple[float, float]:
    """(1/kappa, 1/kappa_I) by matching second moments, corrected for means estimated from n days of a weekday."""
    covariance = products = excess = squares = 0.0
    days = shrink = 0.0
    for day in np.unique(weekday):
        rows = counts[weekday == day].astype(np.float64)
        n = len(rows)
        if n < 2:
            continue
        mean = rows.mean(axis=0)
        residual = rows - mean
        variance = (residual**2).sum(axis=0) / (n - 1)
        total_variance = (residual.sum(axis=1) ** 2).sum() / (n - 1)
        covariance += n * (total_variance - variance.sum())
        products += n * (mean.sum() ** 2 - (mean**2).sum())
        excess += n * (variance - mean).sum()
        squares += n * (mean**2 - variance / n).sum()  # E of the squared mean is m² + Var / n
        days += n
        shrink += 1.0  # n / n: the products of means exceed m_i m_j by Cov / n
    ratio = covariance / products if products > 0.0 else 0.0
    inverse = ratio / (1.0 - ratio * shrink / days) if days else 0.0
    inverse = max(inverse, -0.99)
    both = excess / squares if squares > 0.0 else 0.0
    return float(inverse), float((both - inverse) / (1.0 + inverse))


def _lag_one(deviation: NDArray[np.float64]) -> float:
    centred = deviation - deviation.mean()
    square = float(np.dot(centred, centred))
    return float(np.dot(centred[1:], centred[:-1]) / square) if square > 0.0 else 0.0
