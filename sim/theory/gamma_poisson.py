"""Counts of arrivals on days of varying busyness: the additive shared gamma model, exactly.

B_c = (X_0 + X_c) / kappa_c, X_0 ~ Gamma(kappa_0), X_c ~ Gamma(kappa_c - kappa_0): channels share X_0. Given the day,
counts are Poisson. Every interval may have a gamma noise of its own, mean 1 and shape kappa_interval. Kappas are
unit-free; math.inf switches a source of variation off. Counts and variances are of customers per interval or day.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, at_least_zero, numbers

FloatArray = NDArray[np.float64]


def busyness_variance(kappa: float, kappa_interval: float = math.inf) -> float:
    """Return the variance of day factor times interval noise, 1/k + 1/k_I + 1/(k k_I), both of mean 1 (unit-free)."""
    day = 1.0 / above_zero("kappa", kappa, finite=False)
    interval = 1.0 / above_zero("kappa_interval", kappa_interval, finite=False)
    return day + interval + day * interval


def busyness_correlation(kappa_first: float, kappa_second: float, kappa_shared: float) -> float:
    """Return the correlation of the day factors of two channels, k_0 / sqrt(k_c k_d) (unit-free).

    Raises ValueError unless 0 <= kappa_shared <= both (and all are finite).
    """
    covariance = busyness_covariance(kappa_first, kappa_second, kappa_shared)
    return covariance * math.sqrt(kappa_first * kappa_second)


def busyness_covariance(kappa_first: float, kappa_second: float, kappa_shared: float) -> float:
    """Return Cov(B_c, B_d) = k_0 / (k_c k_d) of two channels (unit-free); errors as in busyness_correlation."""
    first, second = above_zero("kappa_first", kappa_first), above_zero("kappa_second", kappa_second)
    if at_least_zero("kappa_shared", kappa_shared) > min(first, second):
        raise ValueError(
            f"kappa_shared must be at most the smaller kappa ({min(first, second)!r}), got {kappa_shared!r}"
        )
    return kappa_shared / (first * second)


def count_variance(mean: float, kappa: float, kappa_interval: float = math.inf) -> float:
    """Return Var N = m + m^2 Var(B eps) of the count of one interval with mean m (customers^2)."""
    return at_least_zero("mean", mean) + mean * mean * busyness_variance(kappa, kappa_interval)


def fano_factor(mean: float, kappa: float, kappa_interval: float = math.inf) -> float:
    """Return Var N / E N = 1 + m Var(B eps) of the count of one interval (1 for Poisson; unit-free)."""
    return 1.0 + at_least_zero("mean", mean) * busyness_variance(kappa, kappa_interval)


def count_covariance(mean_first: float, mean_second: float, kappa: float) -> float:
    """Return Cov(N_i, N_j) = m_i m_j / k of two intervals of one channel and day; interval noise adds nothing."""
    return mean_first * mean_second / above_zero("kappa", kappa, finite=False)


def channel_covariance(
    mean_first: float, mean_second: float, kappa_first: float, kappa_second: float, kappa_shared: float
) -> float:
    """Return Cov(N_c, N_d) = m_c m_d k_0 / (k_c k_d) of the counts of two channels on one day (customers^2)."""
    return mean_first * mean_second * busyness_covariance(kappa_first, kappa_second, kappa_shared)


def day_variance(interval_means: ArrayLike, kappa: float, kappa_interval: float = math.inf) -> float:
    """Return the variance of the day total, m + m^2/k + (1 + 1/k)/k_I sum m_j^2, m = sum m_j (customers^2).

    Shape: interval_means (intervals,).
    """
    means = numbers("interval_means", interval_means)
    total = float(means.sum())
    day = 1.0 / above_zero("kappa", kappa, finite=False)
    noise = (1.0 + day) / above_zero("kappa_interval", kappa_interval, finite=False)
    return total + total * total * day + noise * float(means @ means)


def day_total_log_pmf(counts: ArrayLike, mean: float, kappa: float) -> FloatArray:
    """Return log P(day total = count): negative binomial (k, k/(k+m)), Poisson(m) for k = inf; no interval noise.

    P(N = n) = Gamma(n+k) / (n! Gamma(k)) (k/(k+m))^k (m/(k+m))^n. Shape: any, of whole numbers >= 0. Raises ValueError
    unless mean and kappa are above 0.
    """
    from scipy.special import betaln, gammaln

    m, k = above_zero("mean", mean), above_zero("kappa", kappa, finite=False)
    n = np.asarray(counts, dtype=np.float64)
    if math.isinf(k):
        return np.asarray(n * math.log(m) - m - gammaln(n + 1), dtype=np.float64)
    # Gamma(n+k) / (n! Gamma(k)) = 1 / ((n+k) Beta(n+1, k)): no difference of two large logarithms.
    logs = -np.log(n + k) - betaln(n + 1, k) - k * math.log1p(m / k) - n * math.log1p(k / m)
    return np.asarray(logs, dtype=np.float64)


def day_total_quantile(level: float, mean: float, kappa: float) -> int:
    """Return the smallest count n with P(day total <= n) >= level, 0 < level < 1; no interval noise (customers).

    By sums of the law: levels nearer than 1e-10 to 1 are lost in rounding. Raises ValueError for inputs out of range.
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1, got {level!r}")
    upper = int(mean + 12 * math.sqrt(count_variance(mean, kappa))) + 64
    while (law := np.exp(day_total_log_pmf(np.arange(upper + 1), mean, kappa)))[-1] > 1e-18:
        upper *= 2
    return min(int(np.searchsorted(np.cumsum(law), level)), upper)
