"""How many replications an answer needs.

Replications are independent, so a mean of n of them has the Student interval  mean +- t_{n-1} s / sqrt(n).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

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
