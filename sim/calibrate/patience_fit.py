"""How long people would have waited: they are seen to give up only if no agent came first.

Of those who had to wait, the abandoned show their patience; for the answered it is censored by the answer.
Kaplan–Meier needs no law; exponential, Weibull and two-phase hyperexponential laws are fitted to the same data. Those
who left within ``balk_within_s`` of joining a queue, beyond what the law gives, are the balking atom; the laws are
fitted to the others. Left out: patience that depends on announcements, several calls of one customer.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History
from sim.calibrate.kaplan_meier import kaplan_meier
from sim.calibrate.law_fit import LawFit, fit_law
from sim.calibrate.patience_by_topic import PatienceByTopic, patience_by_topic

FAMILIES = ("exponential", "weibull", "hyperexponential")

BALK_WITHIN_S = 1.0
"""Who leaves this soon after joining a queue did not mean to wait (assumed; stamps are in whole seconds)."""

AT_RISK = 30
"""Beyond the wait that only this many reached, an estimate of patience is not compared with a law (assumed)."""

HAZARD_EDGES_S = (0.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 240.0, 300.0, 420.0, 600.0, 900.0)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HazardBin:
    """Abandonments per second of waiting between two waits, with a Poisson standard error."""

    from_s: float
    to_s: float
    abandoned: int
    waiting_s: float

    @property
    def per_s(self) -> float:
        """The rate of giving up among those still waiting."""
        return self.abandoned / self.waiting_s if self.waiting_s > 0.0 else math.nan

    @property
    def se_per_s(self) -> float:
        """Its standard error, √abandoned / waiting time."""
        return math.sqrt(self.abandoned) / self.waiting_s if self.waiting_s > 0.0 else math.nan


@dataclass(frozen=True, slots=True)
class PatienceFit:
    """Patience of those who had to wait.

    ``survival`` holds the Kaplan–Meier steps (wait in s, share still waiting), balking included; ``median_s`` is NaN
    when more than half would have waited beyond the longest wait seen. ``left_at_once`` gave up within
    ``balk_within_s``, with a binomial standard error; ``balk`` is what of them the best law does not explain,
    (p − F) / (1 − F). Distances of the laws are taken up to ``seen_to_s``, where fewer than 30 were still waiting.
    ``by_topic`` is None where topics cannot be told apart.
    """

    n_waited: int
    n_abandoned: int
    balk_within_s: float
    left_at_once: float
    left_at_once_se: float
    balk: float
    survival_at_s: Floats
    survival: Floats
    median_s: float
    restricted_mean_s: float
    seen_to_s: float
    hazard: tuple[HazardBin, ...]
    fits: tuple[LawFit, ...]
    by_topic: PatienceByTopic | None = None

    @property
    def best(self) -> LawFit:
        """The law with the least AIC."""
        return self.fits[0]

    @property
    def unseen_share(self) -> float:
        """Share of customers whose patience lies beyond ``seen_to_s``: there a law is extrapolation."""
        return float(self.survival[self.survival_at_s <= self.seen_to_s][-1])


def patience_fit(
    history: History, channel: str | None = None, balk_within_s: float = BALK_WITHIN_S
) -> PatienceFit | None:
    """Patience from the contacts that had to wait; None where fewer than ten of them gave up, or all alike."""
    contacts = history.contacts[history.contacts["outcome"].isin(("answered", "abandoned"))]
    if channel is not None:
        contacts = contacts[contacts["channel"] == channel]
    abandoned = (contacts["outcome"] == "abandoned").to_numpy()
    wait = contacts["wait_s"].to_numpy()
    waited = ~np.isnan(wait) & ((wait > 0.0) | abandoned)
    gave_up = wait[abandoned & waited]
    if history.mapping.nature == "tickets" or len(gave_up) < 10 or np.ptp(gave_up) == 0.0:
        return None
    found = fit_patience(wait[waited], abandoned[waited], balk_within_s)
    stayed = waited & (wait > balk_within_s)
    topics = contacts["topic"].to_numpy().astype(str)[stayed]
    return replace(found, by_topic=patience_by_topic(wait[stayed], abandoned[stayed], topics, FAMILIES))


def fit_patience(
    wait_s: Floats, abandoned: NDArray[np.bool_], balk_within_s: float = 0.0, families: Sequence[str] = FAMILIES
) -> PatienceFit:
    """Kaplan–Meier, balking and laws from waits (n,) that ended by giving up or by an answer.

    Laws are fitted to the patience left after ``balk_within_s`` of those who stayed longer, as if counted from joining.
    """
    points, survival = kaplan_meier(wait_s, abandoned)
    balked = abandoned & (wait_s <= balk_within_s)
    at_once = float(np.mean(balked))
    rest = wait_s > balk_within_s
    stays = wait_s[rest], abandoned[rest]
    seen_to = float(np.sort(stays[0])[-min(AT_RISK, len(stays[0]))])
    steps, stayed = kaplan_meier(*stays)
    seen = steps[steps <= seen_to], 1.0 - stayed[steps <= seen_to]
    fits = [fit_law(name, *stays, truncated_at_s=balk_within_s, empirical=seen) for name in families]
    fits.sort(key=lambda fit: fit.aic)
    explained = 1.0 - float(fits[0].law.survival(np.array([balk_within_s]))[0])
    below = np.flatnonzero(survival <= 0.5)
    widths = np.diff(np.concatenate([[0.0], points]))
    return PatienceFit(
        n_waited=len(wait_s),
        n_abandoned=int(np.count_nonzero(abandoned)),
        balk_within_s=balk_within_s,
        left_at_once=at_once,
        left_at_once_se=math.sqrt(at_once * (1.0 - at_once) / len(wait_s)),
        balk=max(0.0, (at_once - explained) / (1.0 - explained)),
        survival_at_s=points,
        survival=survival,
        median_s=float(points[below[0]]) if len(below) else math.nan,
        restricted_mean_s=float(np.sum(widths * np.concatenate([[1.0], survival[:-1]]))),
        seen_to_s=seen_to,
        hazard=hazard_by_wait(wait_s, abandoned),
        fits=tuple(fits),
    )


def hazard_by_wait(
    wait_s: Floats, abandoned: NDArray[np.bool_], edges_s: Sequence[float] = HAZARD_EDGES_S
) -> tuple[HazardBin, ...]:
    """The rate of giving up by time waited: abandonments in [from, to) over the time that all spent waiting there."""
    bins = []
    for start, end in itertools.pairwise(edges_s):
        spent = float(np.clip(np.minimum(wait_s, end) - start, 0.0, None).sum())
        gave_up = int(np.count_nonzero(abandoned & (wait_s >= start) & (wait_s < end)))
        if spent > 0.0 or gave_up:
            bins.append(HazardBin(start, end, gave_up, spent))
    return tuple(bins)
