"""Days on which demand stood out from its weekday: holidays, outages, campaigns, or an export that began at noon.

Each day's total is set against the median of the *other* days of its weekday, so that a day cannot hide itself. The
spread allowed is that of a negative binomial with a busyness found robustly from all days. A name is given where the
``holidays`` package knows one for the country; it is a hint, never the reason why a day is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History

THRESHOLD_Z = 3.5
"""Robust z from which a day stands out (the usual cut of Iglewicz and Hoaglin 1993 for median-based scores)."""

_MAD_TO_SD = 1.4826


@dataclass(frozen=True, slots=True)
class NoticedDay:
    """A day that stands out: its contacts, what its weekday would give, their ratio, robust z and tail probability.

    ``p_value`` is the two-sided negative-binomial tail, for one day, not adjusted for the number of days looked at.
    """

    day: int
    date: date
    contacts: int
    expected: float
    z: float
    p_value: float
    holiday: str

    @property
    def factor(self) -> float:
        """Contacts over expected contacts: the factor of a special day in a scenario."""
        return self.contacts / self.expected


def special_days(history: History, threshold_z: float = THRESHOLD_Z, country: str | None = None) -> list[NoticedDay]:
    """The days whose total stands out from their weekday by ``threshold_z`` or more, in order of date.

    Needs three days of a weekday to say anything about it. ``country`` (ISO code) defaults to the column map's.
    """
    totals = np.bincount(history.offered()["day"].to_numpy(), minlength=history.n_days).astype(np.float64)
    weekday = history.weekdays()
    expected, z, kappa = day_scores(totals, weekday)
    names = _holidays(history, country or history.mapping.country)
    found = []
    for day in np.flatnonzero(np.abs(z) >= threshold_z):
        when = history.date_of(int(day))
        p_value = _tail(totals[day], expected[day], kappa)
        found.append(
            NoticedDay(
                int(day), when, int(totals[day]), float(expected[day]), float(z[day]), p_value, names.get(when, "")
            )
        )
    return found


def day_scores(
    totals: NDArray[np.float64], weekday: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Expected total and robust z of each day, and the kappa that they allow for; all of shape (n_days,).

    z = (N − m) / √((m + m²/kappa)(1 + π/(2 (n−1)))), m the median of the n−1 other days of the weekday; the last factor
    is the variance of that median. 1/kappa is what the median absolute relative deviation leaves beyond Poisson.
    """
    expected = np.full(len(totals), np.nan)
    others = np.ones(len(totals))
    for day in range(len(totals)):
        same = totals[(weekday == weekday[day]) & (np.arange(len(totals)) != day)]
        if len(same) >= 2 and np.median(same) > 0.0:
            expected[day], others[day] = np.median(same), len(same)
    known = ~np.isnan(expected)
    z = np.zeros(len(totals))
    if np.count_nonzero(known) < 3:
        return expected, z, np.inf
    widening = 1.0 + np.pi / 2.0 / others
    relative = (totals - expected)[known] / (expected * np.sqrt(widening))[known]
    spread = _MAD_TO_SD * float(np.median(np.abs(relative)))
    inverse = max(spread**2 - float(np.median(1.0 / expected[known])), 0.0)
    variance = (expected + expected**2 * inverse) * widening
    z[known] = ((totals - expected) / np.sqrt(variance))[known]
    return expected, z, (1.0 / inverse if inverse > 0.0 else np.inf)


def _tail(total: float, expected: float, kappa: float) -> float:
    from scipy import stats

    law = stats.poisson(expected) if np.isinf(kappa) else stats.nbinom(kappa, kappa / (kappa + expected))
    return float(min(1.0, 2.0 * min(law.cdf(total), law.sf(total - 1.0))))


def _holidays(history: History, country: str | None) -> dict[date, str]:
    """Names of public holidays, and of the days before and after, within the history."""
    if country is None:
        return {}
    import holidays

    last = history.date_of(history.n_days)
    try:
        known = holidays.country_holidays(
            country, years=range(history.first_date.year, last.year + 2), language="en_US"
        )
    except NotImplementedError:
        return {}
    names: dict[date, str] = {}
    for when, name in known.items():
        names[when] = name
        for step, word in ((-1, "day before"), (1, "day after")):
            names.setdefault(when + timedelta(days=step), f"{word} {name}")
    return names
