"""How stretches of time fall into equal intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def spread(
    since: Floats,
    until: Floats,
    group: ArrayLike,
    n_groups: int,
    interval_s: float,
    n_intervals: int,
    weight: ArrayLike = 1.0,
) -> Floats:
    """Shape (n_groups, n_intervals): seconds of the stretches [since, until), 0 <= since <= until, in each interval.

    A stretch counts ``weight`` times, >= 0; whole weights add up exactly.

    The two ends go to their own intervals and whole intervals between them come from a cumulative sum of starts and
    stops, so the cost is linear in stretches + intervals, however long a stretch is, and nothing is ever below 0. What
    lies beyond the last interval is left out.
    """
    first, last = (np.asarray(np.floor(ends / interval_s), dtype=np.int64) for ends in (since, until))
    last = np.minimum(last, n_intervals)
    first = np.minimum(first, last)
    width = n_intervals + 2
    row = np.asarray(group, dtype=np.int64) * width
    size = n_groups * width
    same = first == last
    head = np.where(same, until, (first + 1) * interval_s) - since
    tail = np.where(same, 0.0, until - last * interval_s)
    times = np.broadcast_to(np.asarray(weight, dtype=float), since.shape)
    seconds = np.bincount(row + first, weights=head * times, minlength=size)
    seconds += np.bincount(row + last, weights=tail * times, minlength=size)
    going_on = np.where(same, 0.0, times)
    steps = np.bincount(row + np.minimum(first + 1, last), weights=going_on, minlength=size)
    steps -= np.bincount(row + last, weights=going_on, minlength=size)
    whole = np.cumsum(steps.reshape(n_groups, width), axis=1)
    return np.asarray((seconds.reshape(n_groups, width) + whole * interval_s)[:, :n_intervals])
