"""How long services took: their law, and by topic and hour where that is evident.

Lognormal, gamma, exponential and Weibull laws are fitted and ranked by AIC, each with its Kolmogorov–Smirnov distance.
What the map's rule calls an artefact (services under 10 s, say) is left out of the fits, which then know that nothing
so short could be seen; its share is told. What a call record shows is talk and hold; after-call work is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History
from sim.calibrate.law_fit import LawFit, fit_law
from sim.laws import Deterministic

if TYPE_CHECKING:
    import pandas as pd

FAMILIES = ("lognormal", "gamma", "exponential", "weibull")

EVIDENT_P = 0.001
"""A difference between groups is evident below this p-value (Kruskal–Wallis) ... (assumed)"""

EVIDENT_RATIO = 1.1
"""... and with the greatest group mean at least this many times the least (assumed)."""


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one topic or hour: number, mean with its standard error, coefficient of variation."""

    name: str
    n: int
    mean_s: float
    mean_se_s: float
    cv: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """Services split into groups, and whether the split is evident."""

    by: str
    groups: tuple[Group, ...]
    p_value: float
    evident: bool


@dataclass(frozen=True, slots=True)
class EffortFit:
    """The services of a channel: fits from best to worst, moments, and groups.

    ``mean_s`` and ``cv`` are those of the services in the fits; ``all_mean_s`` includes the excluded ones.
    """

    n: int
    excluded: int
    exclude_below_s: float
    mean_s: float
    mean_se_s: float
    cv: float
    median_s: float
    all_mean_s: float
    fits: tuple[LawFit, ...]
    by_topic: Grouping | None
    by_hour: Grouping | None

    @property
    def best(self) -> LawFit:
        """The fit with the least AIC."""
        return self.fits[0]

    @property
    def excluded_share(self) -> float:
        """Share of services left out of the fits by rule."""
        return self.excluded / (self.n + self.excluded)


def effort_fit(history: History, channel: str | None = None) -> EffortFit | None:
    """Fit the service times that the history shows; None where it shows none (a ticket export)."""
    served = history.contacts[history.contacts["handle_s"].notna()]
    if channel is not None:
        served = served[served["channel"] == channel]
    below = history.mapping.effort.exclude_below
    kept = served[served["handle_s"] >= max(below, np.nextafter(0.0, 1.0))]
    if len(kept) < 2:
        return None
    values = kept["handle_s"].to_numpy()
    hour = np.array([f"{int(second // 3600):02d}:00" for second in kept["second_of_day"]], dtype=np.str_)
    return EffortFit(
        n=len(values),
        excluded=len(served) - len(values),
        exclude_below_s=below,
        mean_s=float(values.mean()),
        mean_se_s=float(values.std(ddof=1) / np.sqrt(len(values))),
        cv=float(values.std(ddof=1) / values.mean()),
        median_s=float(np.median(values)),
        all_mean_s=float(served["handle_s"].mean()),
        fits=ranked_fits(values, truncated_at_s=below) if np.ptp(values) > 0.01 else (_constant(values),),
        by_topic=grouped(values, kept["topic"], "topic"),
        by_hour=grouped(values, hour, "hour"),
    )


def ranked_fits(
    values_s: NDArray[np.float64], families: Sequence[str] = FAMILIES, truncated_at_s: float = 0.0
) -> tuple[LawFit, ...]:
    """One fit a family, the least AIC first."""
    fits = [fit_law(name, values_s, truncated_at_s=truncated_at_s) for name in families]
    return tuple(sorted(fits, key=lambda fit: fit.aic))


def _constant(values_s: NDArray[np.float64]) -> LawFit:
    """The fit of services that all took the same time."""
    n, value = len(values_s), float(values_s.mean())
    return LawFit("deterministic", Deterministic(value=value), 1, n, n, np.inf, 0.0, 0.0)


def grouped(
    values_s: NDArray[np.float64], names: pd.Series[str] | NDArray[np.str_], by: str, at_least: int = 30
) -> Grouping | None:
    """The mean and spread of each group, and the Kruskal–Wallis test of no difference.

    Groups of fewer than ``at_least`` services are left out; None where fewer than two remain.
    """
    from scipy import stats

    labels = np.asarray(names, dtype=np.str_)
    members = {name: values_s[labels == name] for name in np.unique(labels) if name != ""}
    members = {str(name): values for name, values in members.items() if len(values) >= at_least}
    if len(members) < 2:
        return None
    groups = tuple(
        Group(
            name=name,
            n=len(values),
            mean_s=float(values.mean()),
            mean_se_s=float(values.std(ddof=1) / np.sqrt(len(values))),
            cv=float(values.std(ddof=1) / values.mean()),
        )
        for name, values in members.items()
    )
    equal = np.ptp(np.concatenate(list(members.values()))) == 0.0
    p_value = 1.0 if equal else float(stats.kruskal(*members.values()).pvalue)
    means = [group.mean_s for group in groups]
    evident = p_value < EVIDENT_P and max(means) >= EVIDENT_RATIO * min(means)
    return Grouping(by, groups, p_value, evident)
