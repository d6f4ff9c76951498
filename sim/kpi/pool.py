"""One estimate and its confidence interval from many replications, for every row at once.

The estimate is the pooled ratio R = sum num / sum den, never a mean of ratios. With e_i = num_i - R den_i over the m
replications that had something to measure,

    delta:      se^2 = m / (m - 1) * sum e_i^2 / (sum den)^2
    jackknife:  se^2 = (m - 1) / m * sum (R_(i) - mean R_(.))^2,   R_(i) = R without replication i

and the interval is R +- t(m - 1) se. Counts and quantiles have den = 1, for which both are the t-interval of their
mean. (Cochran, Sampling Techniques, 1977, 6.3 and 6.17; Law, Simulation Modeling and Analysis, 2015, 9.4.)
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit  # scipy.stats would take a second longer to import

from sim.kpi.rows import Table, names

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Method = Literal["jackknife", "delta"]

KEYS = ("variant", "kpi", "channel", "team", "agent", "interval", "day")
"""Columns that name a row; those that the table has."""

SHARE = "share"
"""The unit of numbers between 0 and 1: their intervals end there."""


class Columns(Protocol):
    """A DataFrame, or a mapping of columns."""

    def __getitem__(self, key: str, /) -> Any:
        """The column."""

    def __contains__(self, key: object, /) -> bool:
        """Whether there is such a column."""


class Estimate(NamedTuple):
    """Per group: the pooled value, its interval and standard error, and the replications behind it."""

    value: Floats
    low: Floats
    high: Floats
    standard_error: Floats
    n: Ints


def student(confidence: float, df: ArrayLike) -> Floats:
    """The two-sided Student quantile t with P(|T| <= t) = confidence; NaN for df < 1."""
    freedom = np.asarray(df, dtype=float)
    result = np.full(freedom.shape, np.nan)
    known = freedom >= 1
    result[known] = stdtrit(freedom[known], 0.5 + confidence / 2)
    return result


def pooled(
    group: Ints, num: Floats, den: Floats, n_groups: int, confidence: float = 0.95, method: Method = "jackknife"
) -> Estimate:
    """Pooled ratios of groups 0 .. n_groups - 1; one element of group, num and den is one replication of one group.

    Replications with num = den = 0 had nothing to measure and are left out; a cost without a contact to bear it stays
    in the sum. A NaN numerator (a median that was not reached) makes its group NaN: leaving it out would flatter. With
    one replication there is a value and no interval.
    """
    there = (den > 0) | (num != 0)
    group, num, den = group[there], num[there], den[there]
    m = np.bincount(group, minlength=n_groups)
    above = np.bincount(group, weights=num, minlength=n_groups)
    below = np.bincount(group, weights=den, minlength=n_groups)
    value = _divided(above, below)
    several = m > 1
    if method == "delta":
        squares = np.bincount(group, weights=(num - value[group] * den) ** 2, minlength=n_groups)
        variance = _divided(squares, below**2) * _divided(m, m - 1.0)
    else:
        without = _divided(above[group] - num, np.where(several[group], below[group] - den, 0.0))
        mean = _divided(np.bincount(group, weights=without, minlength=n_groups), m)
        squares = np.bincount(group, weights=(without - mean[group]) ** 2, minlength=n_groups)
        variance = _divided((m - 1.0) * squares, m)
    error = np.sqrt(np.where(several, variance, np.nan))
    half = student(confidence, m - 1) * error
    return Estimate(value, value - half, value + half, error, m)


def pool(table: Columns, confidence: float = 0.95, method: Method = "jackknife") -> Table:
    """Pool a table of KPIs (or of series) over its column ``replication``.

    ``table`` has ``replication``, num, den and any of :data:`KEYS`; rows may come in any order, and the result does not
    depend on it. Returns the key columns in order of first appearance in replication order, value, low, high,
    standard_error, n (replications that had something to measure), and unit if the table has it. Intervals are cut
    where no such number can be: at 0 (nothing that is measured is negative), those of shares at 1 too.
    """
    order = np.argsort(np.asarray(table["replication"]), kind="stable")
    keys = [key for key in KEYS if key in table]
    group = np.zeros(len(order), dtype=np.int64)
    for key in keys:
        codes, count = _codes(np.asarray(table[key])[order])
        group, _ = _codes(group * max(count, 1) + codes)
    n_groups = int(group.max(initial=-1)) + 1
    first = np.empty(n_groups, dtype=np.int64)
    first[group[::-1]] = order[::-1]
    num = np.asarray(table["num"], dtype=float)[order]
    den = np.asarray(table["den"], dtype=float)[order]
    value, low, high, error, n = pooled(group, num, den, n_groups, confidence, method)
    result: Table = {key: _picked(table[key], first) for key in keys}
    low = np.where(value >= 0.0, np.maximum(low, 0.0), low)
    if "unit" in table:
        result["unit"] = _picked(table["unit"], first)
        share = result["unit"] == SHARE
        high = np.where(share, np.maximum(np.minimum(high, 1.0), value), high)
    return {**result, "value": value, "low": low, "high": high, "standard_error": error, "n": n}


def _codes(values: NDArray[Any]) -> tuple[Ints, int]:
    """Numbers from 0 in order of first appearance, and how many there are."""
    seen: dict[Any, int] = {}
    codes = [seen.setdefault(value, len(seen)) for value in values.tolist()]
    return np.array(codes, dtype=np.int64), len(seen)


def _picked(column: Any, rows: Ints) -> NDArray[Any]:
    values = np.asarray(column)
    return names(values[rows].tolist()) if values.dtype.kind in "OUT" else values[rows]


def _divided(above: ArrayLike, below: ArrayLike) -> Floats:
    """above / below, NaN where below is not above 0."""
    top, bottom = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))
