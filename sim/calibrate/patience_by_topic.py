"""Patience by topic: a factor for each topic on one law of patience, written where topics differ evidently.

A customer of topic k waits f_k × T before giving up, T of one law for the channel. The likelihood of a wait w that
ended by giving up is g(w / f) / f, of one that ended by an answer S(w / f). Law and factors are fitted in turn; the
factors average to 1 over those who waited. Waits ended by an answer censor patience, so that a topic that is answered
later than others, for its place in the queue, is not taken for a less patient one. Left out: different shapes of law by
topic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.kaplan_meier import kaplan_meier
from sim.calibrate.law_fit import LawFit, fit_law, log_density
from sim.laws import Law

Floats = NDArray[np.float64]

AT_LEAST = 30
"""Topics of which fewer gave up are taken together; so are they if still fewer, with a factor of 1 (assumed)."""

EVIDENT_P = 0.001
"""Topics differ evidently below this p-value of the likelihood-ratio test (assumed)."""

ROUNDS = 3
"""Of law and factors in turn; factors move by less than 1 % after the second."""

WIDEST = math.log(20.0)


@dataclass(frozen=True, slots=True)
class TopicPatience:
    """One topic: how many waited and gave up, its factor, and the standard error of the factor's logarithm."""

    name: str
    n_waited: int
    n_abandoned: int
    factor: float
    log_se: float


@dataclass(frozen=True, slots=True)
class PatienceByTopic:
    """Topics with their factors, and the laws that were tried for a factor of 1, the best first."""

    topics: tuple[TopicPatience, ...]
    fits: tuple[LawFit, ...]
    p_value: float

    @property
    def evident(self) -> bool:
        """Whether topics differ beyond chance."""
        return self.p_value < EVIDENT_P

    @property
    def best(self) -> LawFit:
        """The law with the least AIC."""
        return self.fits[0]


def patience_by_topic(
    wait_s: Floats, abandoned: NDArray[np.bool_], topic: NDArray[np.str_], families: Sequence[str]
) -> PatienceByTopic | None:
    """Factors and law from waits (n,) > 0; None where fewer than two topics have :data:`AT_LEAST` who gave up."""
    names = [str(name) for name in np.unique(topic) if name != ""]
    counts = {name: int(np.count_nonzero(abandoned & (topic == name))) for name in names}
    groups = [[name] for name in names if counts[name] >= AT_LEAST]
    if len(groups) < 2:
        return None
    rest = [name for name in names if counts[name] < AT_LEAST]
    groups += [rest] if sum(counts[name] for name in rest) >= AT_LEAST else []
    factor = np.ones(len(wait_s))
    found = dict.fromkeys(names, 1.0)
    errors = dict.fromkeys(names, math.nan)
    alike = fits = _ranked(wait_s, abandoned, families)
    for turn in range(ROUNDS):
        for group in groups:
            rows = np.isin(topic, group)
            value, error = _factor(fits[0].law, wait_s[rows], abandoned[rows])
            found |= dict.fromkeys(group, value)
            errors |= dict.fromkeys(group, error)
        mean = sum(found[name] * np.count_nonzero(topic == name) for name in names) / np.isin(topic, names).sum()
        found = {name: float(value / mean) for name, value in found.items()}
        for name in names:
            factor[topic == name] = found[name]
        tried = families if turn == ROUNDS - 1 else (fits[0].name,)
        fits = _ranked(wait_s / factor, abandoned, tried)
    gain = fits[0].log_likelihood - float(np.log(factor[abandoned]).sum()) - alike[0].log_likelihood
    return PatienceByTopic(
        topics=tuple(
            TopicPatience(name, int(np.count_nonzero(topic == name)), counts[name], found[name], errors[name])
            for name in names
        ),
        fits=fits,
        p_value=_chance(2.0 * gain, len(groups) - 1),
    )


def _ranked(wait_s: Floats, abandoned: NDArray[np.bool_], families: Sequence[str]) -> tuple[LawFit, ...]:
    steps, staying = kaplan_meier(wait_s, abandoned)
    seen = steps <= np.sort(wait_s)[-min(AT_LEAST, len(wait_s))]  # beyond, too few were still waiting to tell
    fits = [fit_law(name, wait_s, abandoned, empirical=(steps[seen], 1.0 - staying[seen])) for name in families]
    return tuple(sorted(fits, key=lambda fit: fit.aic))


def _factor(law: Law, wait_s: Floats, abandoned: NDArray[np.bool_]) -> tuple[float, float]:
    """The factor of most likelihood, and the standard error of its logarithm."""
    from scipy import optimize

    def minus(log_factor: float) -> float:
        scaled = wait_s * math.exp(-log_factor)
        with np.errstate(divide="ignore"):
            gone = log_density(law, scaled[abandoned]).sum() - log_factor * np.count_nonzero(abandoned)
            total = gone + np.log(law.survival(scaled[~abandoned])).sum()
        return -float(total) if np.isfinite(total) else 1e300

    best = float(optimize.minimize_scalar(minus, bounds=(-WIDEST, WIDEST), method="bounded").x)
    step = 0.02
    bend = (minus(best + step) - 2.0 * minus(best) + minus(best - step)) / step**2
    return math.exp(best), 1.0 / math.sqrt(bend) if bend > 0.0 else math.nan


def _chance(statistic: float, degrees: int) -> float:
    from scipy import stats

    return float(stats.chi2.sf(max(statistic, 0.0), degrees))
