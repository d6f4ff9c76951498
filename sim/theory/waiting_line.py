"""The waiting line of a Markov queue while all agents are busy: how many wait, and what a new customer then meets.

Above n customers M/M/n+M and M/M/n/K+M are the same birth-death chain, so Erlang A and the finite trunk group share
this file. Weights are kept as logarithms, summed from the most likely length outwards.
"""

import math

import numpy as np
from numpy.typing import NDArray

LOG_NEGLIGIBLE = -42.0
"""Weights below exp(-42) = 6e-19 of the largest cannot change a double-precision sum."""

MOST_LENGTHS = 2_000_000
"""The longest line that is summed (16 MB a vector); a longer one means patience of millions of handle times."""

FloatArray = NDArray[np.float64]


def line_lengths(
    arrivals_per_s: float, serving_per_s: float, leaving_per_s: float, longest: int | None = None
) -> tuple[FloatArray, float]:
    """Return P(j wait | all agents busy) for j = 0, 1, ... and log(P(all busy) / P(all busy, nobody waits)).

    w_0 = 1,  w_j = w_{j-1} * arrivals / (serving + j leaving);  P(j) = w_j / sum w;  the second value is log(sum w)

    `serving_per_s` is n mu, `leaving_per_s` the rate theta at which each waiting customer gives up; all per second.
    `longest` is the number of waiting places (None: no limit, which needs leaving_per_s > 0). The step ratio falls with
    j, so the weights have one mode. Raises ValueError when more than 2 million lengths matter.
    """
    if longest is None and leaving_per_s <= 0:
        raise ValueError("a line without limit needs leaving_per_s above 0: use Erlang C where nobody gives up")
    if arrivals_per_s == 0 or longest == 0:
        return np.ones(1), 0.0
    mode = 0
    if leaving_per_s > 0:
        mode = int(min(max(0.0, (arrivals_per_s - serving_per_s) / leaving_per_s), 2.0 * MOST_LENGTHS))
    elif arrivals_per_s > serving_per_s and longest is not None:
        mode = longest
    if longest is not None:
        mode = min(mode, longest)

    def log_steps(first: int, last: int) -> FloatArray:
        """log(w_j / w_{j-1}) for j = first..last."""
        leaving = serving_per_s + leaving_per_s * np.arange(first, last + 1, dtype=np.float64)
        with np.errstate(divide="ignore"):  # no agent and nobody leaving: the line only grows
            steps: FloatArray = math.log(arrivals_per_s) - np.log(leaving)
        return steps

    reach = 64
    while True:
        last = mode + reach if longest is None else min(mode + reach, longest)
        if last > MOST_LENGTHS:
            raise ValueError(
                f"more than {MOST_LENGTHS} queue lengths matter (arrivals {arrivals_per_s} per s, serving "
                f"{serving_per_s} per s, each waiting customer leaves at {leaving_per_s} per s): "
                "patience is practically endless; use Erlang C if the load is below the agents"
            )
        above = np.cumsum(log_steps(mode + 1, last))
        if last == longest or above[-1] < LOG_NEGLIGIBLE:
            break
        reach *= 2
    below = -np.cumsum(log_steps(1, mode)[::-1])[::-1]
    logs = np.concatenate([below, np.zeros(1), above])
    weights = np.exp(logs)
    total = float(weights.sum())
    return weights / total, math.log(total) - float(logs[0])


def offered_wait_tails(
    n_lengths: int, serving_per_s: float, leaving_per_s: float, wait_s: float
) -> tuple[FloatArray, FloatArray]:
    """Return, for a customer who finds j = 0..n_lengths-1 waiting, P(V > t) and P(V > t and is served).

    V is the sum of independent exponentials of rates n mu + i theta, i = 0..j, so exp(-theta V) is Beta(n mu / theta,
    j + 1):  P(V > t) = I_x(s, j+1),  P(served, V > t) = s/(s+j+1) I_x(s+1, j+1),  s = n mu / theta, x = exp(-theta t).
    With theta = 0, V is Erlang(j+1, n mu) and everybody is served. `serving_per_s` must be above 0; per s, seconds.
    """
    from scipy.special import betaincc, gammaincc

    ahead = np.arange(1, n_lengths + 1, dtype=np.float64)
    if leaving_per_s == 0:
        tail = np.asarray(gammaincc(ahead, serving_per_s * wait_s), dtype=np.float64)
        return tail, tail
    s = serving_per_s / leaving_per_s
    # 1 - x by expm1, and the complement of the reflected function: exact digits when theta is very small.
    one_minus_x = -math.expm1(-leaving_per_s * wait_s)
    over: FloatArray = betaincc(ahead, s, one_minus_x)
    served_over: FloatArray = s / (s + ahead) * betaincc(ahead, s + 1, one_minus_x)
    return over, served_over
