"""Fitting a law of durations by maximum likelihood, with censored and left-truncated values.

An observation may be a duration, or a wait that ended for another reason first (right-censored), and short durations
may have been left out by rule (left-truncated at c): ``log L = Σ_events ln f(x) + Σ_censored ln S(x) − n ln S(c)``.
Laws are those of :mod:`sim.laws`, so that a fit is what a scenario writes. Left out: interval censoring (rounding).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.laws import Exponential, Gamma, Hyperexponential, Law, Lognormal, Weibull

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_HUGE = 1e300


@dataclass(frozen=True, slots=True)
class LawFit:
    """A fitted law with its evidence; ``mean_se_s`` by the delta method from the observed information.

    ``ks_distance`` is the greatest distance to the empirical distribution (to Kaplan–Meier where values are censored).
    """

    name: str
    law: Law
    n_parameters: int
    n: int
    n_events: int
    log_likelihood: float
    mean_se_s: float
    ks_distance: float

    @property
    def aic(self) -> float:
        """2 × parameters − 2 × log-likelihood; the least is best."""
        return 2.0 * self.n_parameters - 2.0 * self.log_likelihood


def fit_law(
    name: str,
    values_s: Floats,
    observed: Mask | None = None,
    truncated_at_s: float = 0.0,
    empirical: tuple[Floats, Floats] | None = None,
) -> LawFit:
    """The maximum-likelihood fit of one family to durations > 0, shape (n,).

    ``name`` is exponential, weibull, gamma, lognormal or hyperexponential; ``observed`` is False for censored values;
    ``empirical`` is a known distribution function (points, values) to measure the distance from.

    Raises
    ------
    ValueError
        When fewer than two durations were observed, all are equal, one is not positive or below the truncation.
    """
    seen = np.ones(len(values_s), dtype=np.bool_) if observed is None else observed
    if np.count_nonzero(seen) < 2:
        raise ValueError("a fit needs two observed durations at least")
    if not np.all(values_s > 0.0) or values_s.min() < truncated_at_s:
        raise ValueError("durations must be positive, and none below the truncation")
    if np.ptp(values_s[seen]) < 1e-6 * values_s[seen].mean():
        raise ValueError("all observed durations are equal: there is nothing to fit")
    build, start = _FAMILIES[name]

    def log_likelihood(parameters: Floats) -> float:
        try:
            law = build(parameters)
        except (ValueError, OverflowError):  # outside what a scenario may say of this law
            return -_HUGE
        with np.errstate(all="ignore"):  # far from the best parameters a density may be 0 or overflow
            density = log_density(law, values_s[seen]).sum()
            survival = np.log(law.survival(values_s[~seen])).sum()
            unseen = np.log(law.survival(np.array([truncated_at_s]))[0]) if truncated_at_s else 0.0
            missing = len(values_s) * unseen
        total = float(density + survival - missing)
        return total if math.isfinite(total) else -_HUGE

    first = np.array(start(values_s, seen))
    if name == "hyperexponential":
        first = _hyperexponential_em(values_s, seen, first)
    best = _maximise(log_likelihood, first)
    law = build(best)
    points, levels = empirical if empirical is not None else _empirical(values_s[seen])
    return LawFit(
        name=name,
        law=law,
        n_parameters=len(best),
        n=len(values_s),
        n_events=int(np.count_nonzero(seen)),
        log_likelihood=log_likelihood(best),
        mean_se_s=_mean_error(log_likelihood, best, build),
        ks_distance=ks_distance(law, points, levels, truncated_at_s),
    )


def log_density(law: Law, x: Floats) -> Floats:
    """ln f(x) of the laws that are fitted here, for x > 0."""
    from scipy import special

    if isinstance(law, Exponential):
        return -x / law.mean - math.log(law.mean)
    if isinstance(law, Weibull):
        scaled = x / law.scale_s
        return np.asarray(math.log(law.shape / law.scale_s) + (law.shape - 1.0) * np.log(scaled) - scaled**law.shape)
    if isinstance(law, Gamma):
        shape, scale = law.cv**-2, law.mean * law.cv**2
        return np.asarray((shape - 1.0) * np.log(x / scale) - x / scale - special.gammaln(shape) - math.log(scale))
    if isinstance(law, Lognormal):
        variance = math.log1p(law.cv**2)
        z = np.log(x) - (math.log(law.mean) - variance / 2.0)
        return np.asarray(-(z**2) / (2.0 * variance) - np.log(x) - 0.5 * math.log(2.0 * math.pi * variance))
    if isinstance(law, Hyperexponential):
        first = law.share / law.first * np.exp(-x / law.first)
        second = (1.0 - law.share) / law.second * np.exp(-x / law.second)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(first + second))
    raise TypeError(f"{type(law).__name__} is not fitted here")


def ks_distance(law: Law, points: Floats, levels: Floats, truncated_at_s: float = 0.0) -> float:
    """sup |F_n(x) − F(x)| over the steps (points, levels) of an empirical distribution, F truncated as fitted."""
    survival = law.survival(points) / (law.survival(np.array([truncated_at_s]))[0] if truncated_at_s else 1.0)
    below = np.concatenate([[0.0], levels[:-1]])
    distribution = 1.0 - survival
    return float(np.maximum(np.abs(levels - distribution), np.abs(below - distribution)).max())


def _empirical(values_s: Floats) -> tuple[Floats, Floats]:
    points, counts = np.unique(values_s, return_counts=True)
    return points, np.cumsum(counts) / len(values_s)


def _maximise(log_likelihood: Callable[[Floats], float], start: Floats) -> Floats:
    from scipy import optimize

    def minus(parameters: Floats) -> float:
        return -log_likelihood(parameters)

    found = optimize.minimize(
        minus, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 4000, "maxfev": 4000}
    )
    return np.asarray(found.x, dtype=np.float64)


def _mean_error(
    log_likelihood: Callable[[Floats], float], best: Floats, build: Callable[[Floats], Law], step: float = 1e-3
) -> float:
    """Standard error of the mean: √(g' I⁻¹ g), I the observed information, all by central differences; NaN if flat."""
    size = len(best)
    information = np.empty((size, size))
    gradient = np.empty(size)
    unit = np.eye(size) * step
    for i in range(size):
        try:
            gradient[i] = (build(best + unit[i]).mean_s - build(best - unit[i]).mean_s) / (2.0 * step)
        except ValueError:  # the best parameters lie on the border of what a scenario may say
            return math.nan
        for j in range(size):
            corners = [log_likelihood(best + a * unit[i] + b * unit[j]) * a * b for a in (1, -1) for b in (1, -1)]
            information[i, j] = -sum(corners) / (4.0 * step**2)
    try:
        variance = float(gradient @ np.linalg.solve(information, gradient))
    except np.linalg.LinAlgError:
        return math.nan
    return math.sqrt(variance) if variance > 0.0 else math.nan


def _hyperexponential_em(values_s: Floats, observed: Mask, start: Floats, rounds: int = 300) -> Floats:
    """Expectation–maximisation for p exp(−x/a) + (1−p) exp(−x/b), censored values by their survival.

    E: the probability of the first kind given x (by density if observed, by survival if censored).
    M: p = mean of it; each kind's mean = its expected exposure / its expected number of events.
    """
    share = 1.0 / (1.0 + math.exp(-start[0]))
    first, second = math.exp(start[1]), math.exp(start[2])
    for _ in range(rounds):
        one = share * np.exp(-values_s / first) * np.where(observed, 1.0 / first, 1.0)
        two = (1.0 - share) * np.exp(-values_s / second) * np.where(observed, 1.0 / second, 1.0)
        kind = one / np.maximum(one + two, 1e-300)
        events = float(kind[observed].sum()), float((1.0 - kind)[observed].sum())
        if min(events) < 1e-6:
            break
        share = min(max(float(kind.mean()), 1e-6), 1.0 - 1e-6)
        first = float((kind * values_s).sum()) / events[0]
        second = float(((1.0 - kind) * values_s).sum()) / events[1]
    return np.array([math.log(share / (1.0 - share)), math.log(first), math.log(second)])


def _moments(values_s: Floats, observed: Mask) -> tuple[float, float]:
    """A mean as if exponential (exposure over events) and the coefficient of variation of the observed."""
    mean = float(values_s.sum()) / int(np.count_nonzero(observed))
    known = values_s[observed]
    return mean, max(float(known.std() / known.mean()), 0.05)


_FAMILIES: dict[str, tuple[Callable[[Floats], Law], Callable[[Floats, Mask], list[float]]]] = {
    "exponential": (
        lambda p: Exponential(mean=math.exp(p[0])),
        lambda x, seen: [math.log(_moments(x, seen)[0])],
    ),
    "weibull": (
        lambda p: Weibull(mean=math.exp(p[0]), shape=math.exp(p[1])),
        lambda x, seen: [math.log(_moments(x, seen)[0]), 0.0],
    ),
    "gamma": (
        lambda p: Gamma(mean=math.exp(p[0]), cv=math.exp(p[1])),
        lambda x, seen: [math.log(_moments(x, seen)[0]), math.log(_moments(x, seen)[1])],
    ),
    "lognormal": (
        lambda p: Lognormal(mean=math.exp(p[0]), cv=math.exp(p[1])),
        lambda x, seen: [math.log(_moments(x, seen)[0]), math.log(_moments(x, seen)[1])],
    ),
    "hyperexponential": (
        lambda p: Hyperexponential(share=1.0 / (1.0 + math.exp(-p[0])), first=math.exp(p[1]), second=math.exp(p[2])),
        lambda x, seen: [0.0, math.log(_moments(x, seen)[0] / 4.0), math.log(_moments(x, seen)[0] * 2.0)],
    ),
}
