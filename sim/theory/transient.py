"""A day of M_t/M/n_t+M, exactly: arrival rate, staff, handle time and patience constant on each interval.

The reference for every simulated day with exponential times. Two rules say what happens where the staff falls below the
number of busy agents. `preemptive`: customers of surplus agents go back to the queue (the chain is the number in
system). `exhaustive`: surplus agents finish their customer and then leave; nobody joins them, so the customers with the
agents on duty and in queue (`k`) form a chain of their own, and the finishing agents only drain: the two-dimensional
chain (k, finishing) has this k as its first component, and every mean below follows from k and the mean finishing.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import edges, numbers, whole
from sim.theory.uniformisation import evolve

FloatArray = NDArray[np.float64]
Rule = Literal["preemptive", "exhaustive"]

LOST_AT_MOST = 1e-10
"""A state space chosen here is doubled until it loses less than this share of the arrivals."""

MOST_STATES = 200_000


@dataclass(frozen=True)
class Transient:
    """Expected figures of each interval; shapes (intervals,) unless stated. Counts are of customers.

    arrivals, answered, abandoned   expected number in the interval (answered: service completed)
    mean_in_system, mean_queue      time averages over the interval; in_system counts finishing agents' customers
    p_wait                          share of the interval's arrivals who find every agent on duty busy
    end_in_system, end_queue        expected numbers at the end of the interval, before the staff changes
    end_finishing                   expected number of surplus agents still busy at that instant (exhaustive rule)
    end_law                         (intervals, states) law at that instant of the number in system, finishing excluded
    lost_arrivals                   expected arrivals turned away because the state space ends: a bound on the error
    """

    edges_s: FloatArray
    arrivals: FloatArray
    answered: FloatArray
    abandoned: FloatArray
    mean_in_system: FloatArray
    mean_queue: FloatArray
    p_wait: FloatArray
    end_in_system: FloatArray
    end_queue: FloatArray
    end_finishing: FloatArray
    end_law: FloatArray
    lost_arrivals: FloatArray


def transient_queue(
    edges_s: ArrayLike,
    arrivals_per_s: ArrayLike,
    n_agents: ArrayLike,
    mean_handle_s: ArrayLike,
    mean_patience_s: ArrayLike = np.inf,
    *,
    rule: Rule = "preemptive",
    start: int | FloatArray = 0,
    n_states: int | None = None,
) -> Transient:
    """Return the expected course of M_t/M/n_t+M.

    Within an interval: births lambda, deaths min(k, n) mu + (k - n)^+ theta, by uniformisation. At an edge where n
    falls to m: preemptive leaves k alone; exhaustive moves (min(k, n) - m)^+ customers from k to the finishing agents,
    who end at rate mu each. Agents who come at a later edge are new: they do not take over from finishing ones.

    Shapes: edges_s (intervals + 1,) seconds, rising; the others (intervals,) or one number: per second, whole numbers,
    seconds, seconds (math.inf: nobody gives up). `start` is the number in system at the first edge, or its law
    (states,). `n_states` fixes the size of the state space; by default it grows until less than 1e-10 of the arrivals
    are lost. For a finer course split the intervals. Raises ValueError for inputs out of range or more than 200,000
    states.
    """
    ends = edges("edges_s", edges_s)
    size = ends.size - 1
    rates = numbers("arrivals_per_s", arrivals_per_s, size)
    staff = numbers("n_agents", n_agents, size)
    if (staff != np.floor(staff)).any():
        raise ValueError(f"n_agents must be whole numbers, got {staff.tolist()!r}")
    mu = _per_s("mean_handle_s", mean_handle_s, size)
    theta = _per_s("mean_patience_s", mean_patience_s, size, finite=False)
    if rule not in ("preemptive", "exhaustive"):
        raise ValueError(f"rule must be 'preemptive' or 'exhaustive', got {rule!r}")
    first = np.asarray(start, dtype=np.float64)
    if first.ndim == 0:
        first = np.zeros(whole("start", first.item()) + 1)
        first[-1] = 1.0
    if (first < 0).any() or abs(float(first.sum()) - 1.0) > 1e-9:
        raise ValueError("start must be a number of customers or a law: shares of at least 0 that sum to 1")
    states = _first_guess(ends, rates, staff, mu, theta, first) if n_states is None else n_states
    while True:
        if not first.size <= states <= MOST_STATES:
            raise ValueError(f"the state space needs between {first.size} and {MOST_STATES} states, got {states}")
        law = np.concatenate([first, np.zeros(states - first.size)])
        course = _course(ends, rates, staff, mu, theta, law, rule)
        if n_states is not None or course.lost_arrivals.sum() <= LOST_AT_MOST * course.arrivals.sum():
            return course
        states *= 2


def _per_s(name: str, mean_s: ArrayLike, size: int, *, finite: bool = True) -> FloatArray:
    means = numbers(name, mean_s, size, finite=finite)
    if (means == 0).any():
        raise ValueError(f"{name} must be above 0, got {means.tolist()!r}")
    return np.asarray(1.0 / means, dtype=np.float64)


def _first_guess(
    ends: FloatArray, rates: FloatArray, staff: FloatArray, mu: FloatArray, theta: FloatArray, first: FloatArray
) -> int:
    """Return a number of states from the fluid course of the same day, with room for chance."""
    level = float(first @ np.arange(first.size))
    highest = level
    for rate, n, m, t, length in zip(rates, staff, mu, theta, np.diff(ends), strict=True):
        step = length / 50
        for _ in range(50):
            busy = min(level, n)
            # Implicit in the draining part: stable for any step.
            drain = (m * busy + t * (level - busy)) / level if level > 0 else 0.0
            level = (level + step * rate) / (1 + step * drain)
            highest = max(highest, level)
    return max(first.size, int(highest + 8 * highest**0.5 + 32)) + 1


def _course(
    ends: FloatArray,
    rates: FloatArray,
    staff: FloatArray,
    mu: FloatArray,
    theta: FloatArray,
    law: FloatArray,
    rule: Rule,
) -> Transient:
    """Play the day on a state space of the size of `law`."""
    k = np.arange(law.size, dtype=np.float64)
    rows: list[list[float]] = []
    laws: list[FloatArray] = []
    finishing, before = 0.0, staff[0]
    for rate, n, m, t, length in zip(rates, staff, mu, theta, np.diff(ends), strict=True):
        if rule == "exhaustive" and n < before:
            surplus = np.maximum(np.minimum(k, before) - n, 0.0)
            finishing += float(law @ surplus)
            moved = np.bincount((k - surplus).astype(np.int64), weights=law, minlength=law.size)
            law = np.asarray(moved, dtype=np.float64)
        before = n
        busy = np.minimum(k, n)
        queue = k - busy
        law, spent_s = evolve(law, np.full(law.size, rate), busy * m + queue * t, length)
        finished = -finishing * float(np.expm1(-m * length))
        rows.append(
            [
                rate * length,
                m * float(spent_s @ busy) + finished,
                t * float(spent_s @ queue),
                (float(spent_s @ k) + finished / m) / length,
                float(spent_s @ queue) / length,
                float(spent_s[k >= n].sum()) / length,
                float(law @ k) + finishing - finished,
                float(law @ queue),
                finishing - finished,
                rate * float(spent_s[-1]),
            ]
        )
        finishing -= finished
        laws.append(law)
    arrivals, answered, abandoned, in_system, mean_queue, p_wait, *ends_and_lost = np.array(rows).T
    end_in_system, end_queue, end_finishing, lost = ends_and_lost
    return Transient(
        edges_s=ends,
        arrivals=arrivals,
        answered=answered,
        abandoned=abandoned,
        mean_in_system=in_system,
        mean_queue=mean_queue,
        p_wait=p_wait,
        end_in_system=end_in_system,
        end_queue=end_queue,
        end_finishing=end_finishing,
        end_law=np.array(laws),
        lost_arrivals=lost,
    )
