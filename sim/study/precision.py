"""How many replications an answer needs, and how much of the start to leave out.

Replications are independent, so a mean of n of them has the Student interval  mean +- t_{n-1} s / sqrt(n).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kpi.pool import student as students

FIRST = 10
"""Replications before a sequential rule may stop (model section 13): fewer estimate the spread too badly."""

MOST = 1_000_000
"""More replications than this are not suggested; it is the limit of ``study.replications``."""


def student(confidence: float, degrees: float) -> float:
    """The two-sided Student quantile t with P(|T| <= t) = confidence, as one number."""
    return float(students(confidence, degrees))


def half_width(values: ArrayLike, confidence: float = 0.95) -> float:
    """t_{n-1} s / sqrt(n) of the mean of ``values``, shape (n,); NaN for fewer than two."""
    sample = np.asarray(values, dtype=float)
    n = len(sample)
    if n < 2:
        return math.nan
    return student(confidence, n - 1) * float(sample.std(ddof=1)) / math.sqrt(n)


def replications_for(spread: float, half: float, confidence: float = 0.95) -> int:
    """The least n >= 2 with t_{n-1} s / sqrt(n) <= half, for the standard deviation s = ``spread``.

    At most :data:`MOST` + 1, which stands for "more than can be asked for".
    """
    if spread <= 0:
        return 2
    if not half > 0:
        return MOST + 1

    def reached(n: int) -> bool:
        return student(confidence, n - 1) * spread / math.sqrt(n) <= half

    if not reached(MOST):
        return MOST + 1
    low, high = 1, 2
    while not reached(high):
        low, high = high, min(2 * high, MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def precise(values: ArrayLike, epsilon: float, confidence: float = 0.95) -> bool:
    """Whether the mean is known to a share ``epsilon``: n >= 10 and  t s / sqrt(n) <= epsilon |mean| / (1 + epsilon).

    The division by 1 + epsilon makes the error relative to the true mean at most epsilon, with the confidence given.
    Source: Law, Simulation Modeling and Analysis (2015), section 9.4; model section 13.
    """
    sample = np.asarray(values, dtype=float)
    if len(sample) < FIRST:
        return False
    return half_width(sample, confidence) <= epsilon * abs(float(sample.mean())) / (1 + epsilon)


def next_replications(values: ArrayLike, epsilon: float, confidence: float = 0.95) -> int:
    """How many replications in all to ask for next, when ``values`` (shape (n,)) are not yet :func:`precise`.

    What the spread so far says is needed, at least :data:`FIRST`, at least one more and at most twice as many.
    """
    sample = np.asarray(values, dtype=float)
    n = len(sample)
    if n < FIRST:
        return FIRST
    goal = epsilon * abs(float(sample.mean())) / (1 + epsilon)
    needed = replications_for(float(sample.std(ddof=1)), goal, confidence)
    return max(n + 1, min(needed, 2 * n))


class WarmUp(NamedTuple):
    """What MSER-5 says of a series: leave out the first ``observations`` (``batches`` of 5).

    ``run_longer``: the least error lies at the end of the search, so that the series is too short to tell.
    """

    observations: int
    batches: int
    run_longer: bool


def mser5(series: ArrayLike) -> WarmUp:
    """The truncation that minimises the marginal standard error of batch means of five observations.

    d* = argmin_{0 <= d <= n/2}  sum_{i > d} (Y_i - mean_d)^2 / (n - d)^2,  Y the n batch means.

    ``series``: shape (observations,), or (replications, observations): then the mean across replications is used.
    Raises ValueError for fewer than 10 observations. Source: White, Cobb and Spratt 2000; Hoad, Robinson and Davies,
    WSC 2008.
    """
    observed: NDArray[np.float64] = np.asarray(series, dtype=float)
    if observed.ndim == 2:
        observed = observed.mean(axis=0)
    n = observed.size // 5
    if n < 2:
        raise ValueError(f"MSER-5 needs at least 10 observations, got {observed.size}")
    batches = observed[: 5 * n].reshape(n, 5).mean(axis=1)
    batches = batches - batches.mean()  # the sums below lose no digits to a large mean
    from_end = batches[::-1]
    total, squares = np.cumsum(from_end)[::-1], np.cumsum(from_end**2)[::-1]
    left = n - np.arange(n)
    error = np.maximum(squares - total**2 / left, 0.0) / left**2
    last = n // 2
    best = int(np.argmin(error[: last + 1]))
    return WarmUp(5 * best, best, best == last)
