"""The stock of pending tickets: those that wait for the customer or a third party and keep nobody busy.

A pending ticket is served by nobody, so the stock is an infinite-server queue: only the mean of the pending time counts
in the long run, not its law (model, section 10). Exact when touches end as a Poisson stream: a desk without abandonment
in product form. The way from an empty start does depend on the law.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, at_least_zero, numbers, probability
from sim.theory.infinite_server import Curve, infinite_server_mean

FloatArray = NDArray[np.float64]


def pending_mean(touches_per_s: float, p_pending: float, mean_pending_s: float) -> float:
    """Return the mean stock of pending tickets in the long run, m = lambda p E[P] (Little's law; unit-free).

    `touches_per_s` lambda counts every touch that ends, later touches of one ticket too; `p_pending` p is the share
    that ends pending; `mean_pending_s` E[P] in seconds. Raises ValueError for inputs out of range.
    """
    rate = at_least_zero("touches_per_s", touches_per_s) * probability("p_pending", p_pending)
    return rate * above_zero("mean_pending_s", mean_pending_s)


def pending_pmf(counts: ArrayLike, mean: float) -> FloatArray:
    """Return P(stock = k) = e^-m m^k / k! of a stock of this mean, whatever the law of the pending time.

    Shape: counts (numbers,) whole -> (numbers,). In the long run m is `pending_mean`; from an empty start it is the m
    of that instant. Raises ValueError for inputs out of range. Source: Palm 1943; Eick, Massey and Whitt, Operations
    Research 41 (1993).
    """
    k, m = numbers("counts", counts), at_least_zero("mean", mean)
    if (k != np.floor(k)).any():
        raise ValueError(f"counts must be whole numbers, got {k.tolist()!r}")
    if m == 0:
        return np.where(k == 0, 1.0, 0.0)
    from scipy.special import gammaln

    return np.asarray(np.exp(k * math.log(m) - m - gammaln(k + 1)), dtype=np.float64)


def pending_mean_over_time(
    at_s: ArrayLike, edges_s: ArrayLike, touches_per_s: ArrayLike, p_pending: float, integrated_survival: Curve
) -> FloatArray:
    """Return the mean stock at the instants `at_s`, from none at the first edge.

    m(t) = p sum_j lambda_j (I(t - a_j) - I(t - b_j)),  I(x) = int_0^x P(P > u) du

    At every instant the stock is Poisson with this mean. Shapes: at_s (times,), edges_s (intervals + 1,),
    touches_per_s (intervals,) -> (times,); `integrated_survival`: see `infinite_server_mean`. Source: Eick, Massey and
    Whitt 1993.
    """
    means = infinite_server_mean(at_s, edges_s, touches_per_s, integrated_survival)
    return probability("p_pending", p_pending) * means
