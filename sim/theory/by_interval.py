"""What the formulas say of a day, interval by interval: the figures that a report shows beside the simulated ones.

Stationary independent period by period (SIPP): each interval is taken as a stationary queue of its own, Erlang A where
customers give up and Erlang C where they do not. It knows nothing of backlog that is carried over, of the lag of long
handle times, nor of days that differ; `why_different` says which of these matter. Lag-SIPP moves the arrivals later by
about a handle time, which repairs the lag.
"""

import math
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, at_least_zero, numbers
from sim.theory.erlang_a import erlang_a_queue

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ByInterval:
    """Stationary figures of each interval, shapes (intervals,), and of the whole span.

    The unit is in the name: arrivals_per_s per second, *_s seconds, the rest unit-free. `load` is arrivals times mean
    handle time (erlangs), `load_ratio` load / agents (math.inf with no agents). Waits are of all customers, abandoned
    ones included. In an interval of unstable Erlang C the service level is 0 and the wait infinite. The total_* figures
    are weighted by expected arrivals, total_occupancy by agents; NaN where there is nothing to weight by.
    """

    arrivals_per_s: FloatArray
    volume: FloatArray
    load: FloatArray
    n_agents: FloatArray
    load_ratio: FloatArray
    p_wait: FloatArray
    service_level: FloatArray
    p_abandon: FloatArray
    mean_wait_s: FloatArray
    mean_queue: FloatArray
    occupancy: FloatArray
    total_volume: float
    total_p_wait: float
    total_service_level: float
    total_p_abandon: float
    total_mean_wait_s: float
    total_occupancy: float

    def columns(self) -> dict[str, FloatArray]:
        """Return the vectors by name, in order: the columns of a table of one row an interval."""
        return {f.name: getattr(self, f.name) for f in fields(self) if not f.name.startswith("total_")}

    def totals(self) -> dict[str, float]:
        """Return the figures of the whole span by name, without the prefix `total_`."""
        return {
            f.name.removeprefix("total_"): getattr(self, f.name) for f in fields(self) if f.name.startswith("total_")
        }


def stationary_by_interval(
    arrivals_per_s: ArrayLike,
    mean_handle_s: ArrayLike,
    n_agents: ArrayLike,
    mean_patience_s: ArrayLike = math.inf,
    *,
    threshold_s: float = 20.0,
    interval_s: ArrayLike = 900.0,
) -> ByInterval:
    """Return Erlang A (Erlang C where patience is math.inf) of each interval, and the totals weighted by volume.

    Shapes: arrivals_per_s (intervals,) per second; the others (intervals,) or one number: mean handle time and mean
    patience in seconds, agents on queue (a fraction is rounded to the nearest whole number), length in seconds. Raises
    ValueError for inputs out of range. Source of the method and its faults: Green, Kolesar and Whitt, Production and
    Operations Management 16 (2007).
    """
    rates = numbers("arrivals_per_s", arrivals_per_s)
    handle_s = numbers("mean_handle_s", mean_handle_s, rates.size)
    agents = np.rint(numbers("n_agents", n_agents, rates.size))
    patience_s = numbers("mean_patience_s", mean_patience_s, rates.size, finite=False)
    length_s = numbers("interval_s", interval_s, rates.size)
    volume = rates * length_s
    # Days repeat themselves: intervals with the same inputs are computed once.
    queue = cache(erlang_a_queue)
    queues = [
        queue(int(n), rate, handle, patience, threshold_s)
        for n, rate, handle, patience in zip(
            agents.tolist(), rates.tolist(), handle_s.tolist(), patience_s.tolist(), strict=True
        )
    ]
    load = rates * handle_s
    p_wait, service_level, p_abandon, wait_s, mean_queue, mean_busy, occupancy = (
        np.array([getattr(q, name) for q in queues], dtype=np.float64)
        for name in ("p_wait", "service_level", "p_abandon", "mean_wait_s", "mean_queue", "mean_busy", "occupancy")
    )
    ratio = np.where(load > 0, math.inf, 0.0)
    np.divide(load, agents, out=ratio, where=agents > 0)
    busy_share = np.divide(mean_busy, agents, out=np.zeros(rates.size), where=agents > 0)
    return ByInterval(
        arrivals_per_s=rates,
        volume=volume,
        load=load,
        n_agents=agents,
        load_ratio=ratio,
        p_wait=p_wait,
        service_level=service_level,
        p_abandon=p_abandon,
        mean_wait_s=wait_s,
        mean_queue=mean_queue,
        occupancy=occupancy,
        total_volume=float(volume.sum()),
        total_p_wait=_weighted(p_wait, volume),
        total_service_level=_weighted(service_level, volume),
        total_p_abandon=_weighted(p_abandon, volume),
        total_mean_wait_s=_weighted(wait_s, volume),
        total_occupancy=_weighted(busy_share, agents * length_s),
    )


def lagged_rates(
    arrivals_per_s: ArrayLike,
    interval_s: float,
    lag_s: float,
    *,
    use: Literal["mean", "max"] = "mean",
    before_per_s: float = 0.0,
) -> FloatArray:
    """Return the arrival rates that lag-SIPP gives to the stationary formula: the rate `lag_s` earlier.

    mean:  1/D int_{a-lag}^{b-lag} lambda(t) dt;   max:  the largest lambda(t - lag) within the interval (cautious)

    The usual lag is E[S], or E[S^2] / (2 E[S]). Intervals have one length `interval_s` D (seconds); rates per second,
    `before_per_s` before the first interval. Shapes: (intervals,) -> (intervals,). Raises ValueError for inputs out of
    range. Source: Green, Kolesar and Whitt, Production and Operations Management 16 (2007).
    """
    rates = numbers("arrivals_per_s", arrivals_per_s)
    length = above_zero("interval_s", interval_s)
    if use not in ("mean", "max"):
        raise ValueError(f"use must be 'mean' or 'max', got {use!r}")
    whole, part = divmod(at_least_zero("lag_s", lag_s), length)
    shift = min(int(whole), rates.size)
    before = np.full(shift + 1, at_least_zero("before_per_s", before_per_s))
    late = np.concatenate([before, rates])
    # Interval j, moved back, covers the end of interval j - shift - 1 (for `part` seconds) and the rest of j - shift.
    earlier, later = late[: rates.size], late[1 : rates.size + 1]
    if use == "max":
        return np.maximum(earlier, later) if part > 0 else later.copy()
    share = part / length
    return np.asarray(share * earlier + (1 - share) * later, dtype=np.float64)


def _weighted(values: FloatArray, weights: FloatArray) -> float:
    """Return the mean over positive weights (an infinite value of weight 0 does not count), NaN without any."""
    counts = weights > 0
    return float(values[counts] @ weights[counts] / weights[counts].sum()) if counts.any() else math.nan
