"""The difference of two variants on common random numbers, with its interval.

Every KPI is a ratio of sums over replications, R = sum N_i / sum D_i (a count has D_i = 1, so that R is its mean; a
mean has the number of contacts; a quantile is batched by replication). Its jackknife pseudo-values

    P_i = n R - (n - 1) R_(-i),    R_(-i) = (sum N - N_i) / (sum D - D_i)

behave like independent observations of R; for a count they are the counts. Two variants meet the same customers in
replication i, so their pseudo-values are subtracted in pairs, and what both share falls out of the spread:

    difference = R_variant - R_base,   interval = difference +- t_{n-1} s(P_variant,i - P_base,i) / sqrt(n)

Sources: Miller, Biometrika 61 (1974) for the jackknife; Law, Simulation Modeling and Analysis (2015), sections 10.2
and 11.2, for paired intervals on common random numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kpi.pool import pooled
from sim.study.precision import student

Floats = NDArray[np.float64]


class Difference(NamedTuple):
    """A variant against the base: pooled values, their difference, and its intervals, alone and adjusted.

    ``spread`` is the standard deviation of the paired pseudo-values; ``correlation`` that between the two variants'
    (1 where the variants are the same, NaN where one of them never varies); ``n`` is the number of pairs.
    """

    value: float
    base: float
    difference: float
    low: float
    high: float
    adjusted_low: float
    adjusted_high: float
    spread: float
    correlation: float
    n: int


def ratio(num: Floats, den: Floats) -> float:
    """sum num / sum den, NaN where there is nothing to divide by: the value that the summary shows, bit for bit."""
    return float(pooled(np.zeros(len(num), dtype=np.int64), num, den, 1).value[0])


def pseudo_values(above: Floats, below: Floats) -> Floats:
    """Jackknife pseudo-values of sum above / sum below, shape (n,); NaN where one replication holds all below."""
    if below.size and np.all(below == 1.0):
        return above.copy()  # a mean of n values: exact, where the formula would round
    n = len(above)
    rest = below.sum() - below
    left_out = np.full(n, np.nan)
    np.divide(above.sum() - above, rest, out=left_out, where=rest > 0)
    return n * ratio(above, below) - (n - 1) * left_out


def paired_difference(
    num: ArrayLike,
    den: ArrayLike,
    base_num: ArrayLike,
    base_den: ArrayLike,
    *,
    confidence: float = 0.95,
    comparisons: int = 1,
) -> Difference:
    """The difference of two pooled ratios over the same replications, shapes (n,) in the same order.

    ``comparisons`` m variants are compared with the base: the adjusted interval has confidence 1 - (1 - c)/m each, so
    that all m hold at once with at least ``confidence`` (Bonferroni). Dunnett's constant would be a little narrower,
    but it takes variances to be equal and correlations to be known, and common random numbers make neither true.
    A replication in which neither has anything to measure (both denominators 0) is no pair. With fewer than two
    pairs the intervals are NaN.
    """
    num, den = np.asarray(num, dtype=float), np.asarray(den, dtype=float)
    base_num, base_den = np.asarray(base_num, dtype=float), np.asarray(base_den, dtype=float)
    there = (den > 0) | (base_den > 0)
    num, den, base_num, base_den = num[there], den[there], base_num[there], base_den[there]
    ours, theirs = pseudo_values(num, den), pseudo_values(base_num, base_den)
    value, base = ratio(num, den), ratio(base_num, base_den)
    n = len(ours)
    steps = ours - theirs
    spread = float(steps.std(ddof=1)) if n > 1 else math.nan
    if n > 1 and not np.any(steps):
        spread = 0.0
    error = spread / math.sqrt(n) if n else math.nan
    half = student(confidence, n - 1) * error if n > 1 else math.nan
    wide = student(1 - (1 - confidence) / max(comparisons, 1), n - 1) * error if n > 1 else math.nan
    gap = value - base
    return Difference(
        value, base, gap, gap - half, gap + half, gap - wide, gap + wide, spread, _correlation(ours, theirs), n
    )


def _correlation(ours: Floats, theirs: Floats) -> float:
    if len(ours) < 2 or not (np.isfinite(ours).all() and np.isfinite(theirs).all()):
        return math.nan
    if np.array_equal(ours, theirs):
        return 1.0
    left, right = ours - ours.mean(), theirs - theirs.mean()
    scale = math.sqrt(float(left @ left) * float(right @ right))
    return float(np.clip(left @ right / scale, -1.0, 1.0)) if scale > 0 else math.nan
