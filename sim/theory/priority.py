"""Static priorities: mean waits by class when urgent work goes first.

Classes are given in order of priority, class 0 first. Non-preemptive: whoever is in service is finished. Customers do
not give up; a class that cannot be served fast enough, and every class behind it, has an infinite wait, while those
before it keep finite ones.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, numbers, whole
from sim.theory.erlang_c import erlang_c

FloatArray = NDArray[np.float64]


def priority_waits(n_agents: int, arrivals_per_s: ArrayLike, mean_handle_s: float) -> FloatArray:
    """Return the mean wait of each class in M/M/n with non-preemptive priority and one mean handle time.

    W_k = C(n, a) / (n mu) / ((1 - s_{k-1}) (1 - s_k)),  s_k = sum_{i<=k} lambda_i / (n mu)

    Shape: arrivals_per_s (classes,) per second -> (classes,) seconds. Where lower classes overload the agents, C = 1
    for the classes that stay stable (every agent is always busy). Weighted by arrivals the waits sum to the wait of
    first come, first served. Raises ValueError for inputs out of range. Source: Cobham 1954; Kella and
    Yechiali, Naval Research Logistics 32 (1985).
    """
    n = whole("n_agents", n_agents, at_least=1)
    rates = numbers("arrivals_per_s", arrivals_per_s)
    serving = n / above_zero("mean_handle_s", mean_handle_s)
    until = np.cumsum(rates) / serving
    p_wait = erlang_c(n, float(rates.sum()) * mean_handle_s)
    return _cobham(p_wait / serving, until)


def first_class_tail(n_agents: int, arrivals_per_s: ArrayLike, mean_handle_s: float, wait_s: float) -> float:
    """Return P(W > t) of the first class in M/M/n with non-preemptive priority, C(n, a) exp(-(n mu - lambda_1) t).

    Once all agents are busy the first class sees an M/M/1 of rate n mu of its own. Per second, seconds; 1.0 when the
    first class alone overloads the agents.
    """
    n = whole("n_agents", n_agents, at_least=1)
    rates = numbers("arrivals_per_s", arrivals_per_s)
    spare = n / above_zero("mean_handle_s", mean_handle_s) - float(rates[0])
    if spare <= 0:
        return 1.0
    return erlang_c(n, float(rates.sum()) * mean_handle_s) * math.exp(-spare * wait_s)


def single_server_priority_waits(
    arrivals_per_s: ArrayLike, mean_service_s: ArrayLike, second_moment_s2: ArrayLike
) -> FloatArray:
    """Return the mean wait of each class in M/G/1 with non-preemptive priority.

    W_k = R / ((1 - s_{k-1}) (1 - s_k)),  R = sum_i lambda_i E[S_i^2] / 2,  s_k = sum_{i<=k} lambda_i E[S_i]

    Shapes: all (classes,), means may be one number; per second, s, s^2 -> s. In overload the first class that cannot be
    served in full fills the server's remaining time and counts in R with that share. Source: Cobham 1954.
    """
    rates = numbers("arrivals_per_s", arrivals_per_s)
    means = numbers("mean_service_s", mean_service_s, rates.size)
    squares = numbers("second_moment_s2", second_moment_s2, rates.size)
    until = np.cumsum(rates * means)
    before = np.concatenate([np.zeros(1), until[:-1]])
    share = np.clip(1.0 - before, 0.0, rates * means)
    residual_s = float(np.sum(np.divide(share * squares, 2 * means, out=np.zeros_like(means), where=means > 0)))
    return _cobham(residual_s, until)


def preemptive_resume_times(
    arrivals_per_s: ArrayLike, mean_service_s: ArrayLike, second_moment_s2: ArrayLike
) -> FloatArray:
    """Return the mean time in system of each class in M/G/1 with preemptive-resume priority.

    T_k = E[S_k] / (1 - s_{k-1}) + sum_{i<=k} lambda_i E[S_i^2] / 2 / ((1 - s_{k-1}) (1 - s_k))

    Shapes: all (classes,), means may be one number; per second, s, s^2 -> s. Infinite for the first class that cannot
    be served in full and for those behind it. Source: Kleinrock, Queueing Systems II (1976), section 3.4.
    """
    rates = numbers("arrivals_per_s", arrivals_per_s)
    means = numbers("mean_service_s", mean_service_s, rates.size)
    squares = numbers("second_moment_s2", second_moment_s2, rates.size)
    until = np.cumsum(rates * means)
    before = np.concatenate([np.zeros(1), until[:-1]])
    residuals_s = np.cumsum(rates * squares) / 2
    times = np.full(rates.size, math.inf)
    ok = until < 1
    times[ok] = means[ok] / (1 - before[ok]) + residuals_s[ok] / ((1 - before[ok]) * (1 - until[ok]))
    return times


def _cobham(residual_s: float, until: FloatArray) -> FloatArray:
    """Return residual / ((1 - s_{k-1}) (1 - s_k)), infinite from the first class with s_k >= 1."""
    before = np.concatenate([np.zeros(1), until[:-1]])
    waits = np.full(until.size, math.inf)
    ok = until < 1
    waits[ok] = residual_s / ((1 - before[ok]) * (1 - until[ok]))
    return waits
