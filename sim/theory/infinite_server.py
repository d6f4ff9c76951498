"""How many agents would be busy if nobody ever had to wait: the infinite-server queue with a changing arrival rate.

N(t) is Poisson with mean m(t). It carries the lag of long handle times exactly, so it is the load to staff for (model,
section 5). The system is empty before the first instant of the arrival profile.
"""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, at_least_zero, edges, numbers

FloatArray = NDArray[np.float64]
Curve = Callable[[FloatArray], FloatArray]
"""A function of a vector of times in seconds (all >= 0), elementwise."""


def infinite_server_mean(
    at_s: ArrayLike, edges_s: ArrayLike, arrivals_per_s: ArrayLike, integrated_survival: Curve
) -> FloatArray:
    """Return m(t), the mean number in service at the instants `at_s`.

    m(t) = sum_j lambda_j (I(t - a_j) - I(t - b_j)),  I(x) = int_0^x P(S > u) du, 0 for x <= 0

    Shapes: at_s (times,), edges_s (intervals + 1,), arrivals_per_s (intervals,) -> (times,); seconds, per second.
    `integrated_survival` is I: one of the functions below, or your own. Raises ValueError for edges that do not rise.
    Source: Eick, Massey and Whitt, Operations Research 41 (1993).
    """
    ends = edges("edges_s", edges_s)
    rates = numbers("arrivals_per_s", arrivals_per_s, ends.size - 1)
    at = np.asarray(at_s, dtype=np.float64)
    # By parts: the rate jumps at every edge, and each jump contributes its size times I(time since).
    jumps = np.diff(np.concatenate([np.zeros(1), rates, np.zeros(1)]))
    since = np.maximum(at[:, None] - ends[None, :], 0.0)
    means: FloatArray = integrated_survival(since.ravel()).reshape(since.shape) @ jumps
    return np.maximum(means, 0.0)


def exponential_service(mean_s: float) -> Curve:
    """Return I(x) = m (1 - exp(-x/m)) of exponential service (seconds)."""
    m = above_zero("mean_s", mean_s)
    return lambda x: -m * np.expm1(-x / m)


def deterministic_service(mean_s: float) -> Curve:
    """Return I(x) = min(x, m) of constant service (seconds)."""
    m = above_zero("mean_s", mean_s)
    return lambda x: np.minimum(x, m)


def lognormal_service(mean_s: float, cv: float) -> Curve:
    """Return I(x) of lognormal service of this mean (seconds) and coefficient of variation (unit-free, above 0).

    I(x) = E min(S, x) = m Phi((ln x - mu)/sigma - sigma) + x Phi((mu - ln x)/sigma),
    sigma^2 = ln(1 + cv^2), mu = ln m - sigma^2 / 2
    """
    m = above_zero("mean_s", mean_s)
    sigma = math.sqrt(math.log1p(above_zero("cv", cv) ** 2))
    mu = math.log(m) - sigma * sigma / 2

    def integrated(x: FloatArray) -> FloatArray:
        from scipy.special import ndtr

        z = (np.log(np.maximum(x, 1e-300)) - mu) / sigma
        return np.asarray(m * ndtr(z - sigma) + x * ndtr(-z), dtype=np.float64)

    return integrated


def any_service(survival: Callable[[float], float], cuts_s: tuple[float, ...] = ()) -> Curve:
    """Return I(x) of any service law by numerical integration of `survival`(seconds) -> P(S > x).

    `cuts_s` are instants at which the survival function jumps. Relative error about 1e-10; slow for many times.
    """
    from scipy.integrate import quad

    def piece(low: float, high: float) -> float:
        inside = [cut for cut in cuts_s if low < cut < high]
        ends = [low, *sorted(inside), high]
        return sum(float(quad(survival, a, b, epsrel=1e-11, limit=200)[0]) for a, b in pairwise(ends))

    def integrated(x: FloatArray) -> FloatArray:
        times, where = np.unique(np.concatenate([np.zeros(1), x]), return_inverse=True)
        pieces = [piece(a, b) for a, b in pairwise(times.tolist())]
        sums = np.concatenate([np.zeros(1), np.cumsum(np.asarray(pieces, dtype=np.float64))])
        return np.asarray(sums[where[1:]], dtype=np.float64)

    return integrated


def sinusoid_mean(
    at_s: ArrayLike, mean_per_s: float, amplitude_per_s: float, angular_per_s: float, mean_service_s: float
) -> FloatArray:
    """Return m(t) for the rate lambda(t) = mean + A sin(g t) since ever and exponential service of rate mu.

    m(t) = mean/mu + A / (mu^2 + g^2) * (mu sin g t - g cos g t)

    that is, amplitude A / sqrt(mu^2 + g^2) and a lag of atan(g/mu) / g behind the arrivals. Shapes: (times,) seconds ->
    (times,); rates per second, `angular_per_s` g in radians per second. Raises ValueError if A exceeds the mean.
    Source: Eick, Massey and Whitt, Management Science 39 (1993).
    """
    mu = 1.0 / above_zero("mean_service_s", mean_service_s)
    if abs(amplitude_per_s) > at_least_zero("mean_per_s", mean_per_s):
        raise ValueError(f"amplitude_per_s must be at most mean_per_s = {mean_per_s!r}, got {amplitude_per_s!r}")
    angle = above_zero("angular_per_s", angular_per_s) * np.asarray(at_s, dtype=np.float64)
    swing = mu * np.sin(angle) - angular_per_s * np.cos(angle)
    return np.asarray(mean_per_s / mu + amplitude_per_s / (mu * mu + angular_per_s**2) * swing, dtype=np.float64)


def time_averaged_load(
    edges_s: ArrayLike, arrivals_per_s: ArrayLike, integrated_survival: Curve, points: int = 8
) -> FloatArray:
    """Return the mean of m(t) over each interval: the modified offered load, to staff by (erlangs, unit-free).

    Shapes: edges_s (intervals + 1,), arrivals_per_s (intervals,) -> (intervals,). Gauss-Legendre with `points` nodes.
    """
    ends = edges("edges_s", edges_s)
    nodes, weights = np.polynomial.legendre.leggauss(points)
    half = np.diff(ends)[:, None] / 2
    at = (ends[:-1, None] + half + half * nodes).ravel()
    means = infinite_server_mean(at, ends, arrivals_per_s, integrated_survival)
    return np.asarray(means.reshape(-1, points) @ weights / 2, dtype=np.float64)
