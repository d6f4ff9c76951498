"""The weekly profile of arrivals, and the hours in which the desk was seen to answer.

Counts of contacts that asked for an agent, by day and interval (half hours by default), and their means by weekday.
Left out: trend and season (a history of weeks shows neither), and the day on which an export begins or ends midway.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History
from sim.clock import OpenHours, WeekCurve
from sim.units import DAY_S

if TYPE_CHECKING:
    import pandas as pd

HALF_HOUR_S = 1800.0

OPEN_SHARE_OF_DAYS = 1 / 3
"""An interval is open on a weekday when answers began in it on at least this share of its days (assumed)."""

OPEN_SHARE_OF_MEDIAN = 0.1
"""... and their number is at least this share of the weekday's median interval, against stragglers (assumed)."""

BRIDGED_INTERVALS = 2
"""Closed gaps of at most so many intervals between open ones are taken as chance (assumed)."""


@dataclass(frozen=True, slots=True)
class WeeklyProfile:
    """Expected contacts by weekday and interval.

    ``counts`` has shape (n_days, m), ``mean`` and ``standard_error`` (7, m) with m intervals a day, in contacts an
    interval; ``days`` (7,) counts the days of each weekday that went into the mean. A weekday that never occurred has
    mean 0.
    """

    interval_s: float
    counts: NDArray[np.int64]
    mean: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    days: NDArray[np.int64]
    hours: OpenHours
    outside_hours: int

    @property
    def per_week(self) -> float:
        """Expected contacts in an ordinary week."""
        return float(self.mean.sum())

    @property
    def by_weekday(self) -> NDArray[np.float64]:
        """Expected contacts of each weekday, shape (7,)."""
        return np.asarray(self.mean.sum(axis=1))

    def curve(self, digits: int = 2) -> WeekCurve:
        """The profile as it is written in a scenario: rounded contacts an interval, equal neighbours joined."""
        week = []
        for day in np.round(self.mean, digits):
            changes = np.flatnonzero(np.diff(day, prepend=-1.0))
            week.append(tuple((float(slot * self.interval_s), float(day[slot])) for slot in changes))
        return WeekCurve(tuple(week))


def counts_by_interval(contacts: pd.DataFrame, n_days: int, interval_s: float = HALF_HOUR_S) -> NDArray[np.int64]:
    """Contacts by day and interval of their creation (local wall clock), shape (n_days, 86400 / interval_s)."""
    slots = _slots(interval_s)
    slot = np.minimum((contacts["second_of_day"].to_numpy() // interval_s).astype(np.int64), slots - 1)
    place = contacts["day"].to_numpy() * slots + slot
    return np.bincount(place, minlength=n_days * slots).reshape(n_days, slots).astype(np.int64)


def weekly_profile(
    history: History,
    interval_s: float = HALF_HOUR_S,
    channel: str | None = None,
    without_days: Collection[int] = (),
) -> WeeklyProfile:
    """The mean number of contacts that asked for an agent, by weekday and interval.

    mean[w, j] = sum of N[d, j] over the days d of weekday w / their number, with the standard error of that mean
    from the spread between the days (NaN where a weekday has one day). ``without_days`` leaves special days out.
    """
    contacts = history.offered()
    if channel is not None:
        contacts = contacts[contacts["channel"] == channel]
    counts = counts_by_interval(contacts, history.n_days, interval_s)
    weekday = history.weekdays()
    usual = np.ones(history.n_days, dtype=np.bool_)
    usual[list(without_days)] = False
    mean = np.zeros((7, counts.shape[1]))
    error = np.full_like(mean, np.nan)
    days = np.zeros(7, dtype=np.int64)
    for number in range(7):
        rows = counts[usual & (weekday == number)]
        days[number] = len(rows)
        if len(rows):
            mean[number] = rows.mean(axis=0)
        if len(rows) > 1:
            error[number] = rows.std(axis=0, ddof=1) / np.sqrt(len(rows))
    hours, is_open = opening_hours(history, interval_s, channel)
    outside = int(counts[~is_open[weekday]].sum())
    return WeeklyProfile(interval_s, counts, mean, error, days, hours, outside)


def opening_hours(
    history: History, interval_s: float = HALF_HOUR_S, channel: str | None = None
) -> tuple[OpenHours, NDArray[np.bool_]]:
    """The hours in which contacts were answered, and the same as open intervals of shape (7, m).

    An interval of a weekday is open when answers began in it on a third of its days or more and in no negligible
    number; gaps of up to an hour are bridged. For tickets these are the hours of first replies.
    """
    slots = _slots(interval_s)
    answered = history.contacts[history.contacts["outcome"] == "answered"]
    if channel is not None:
        answered = answered[answered["channel"] == channel]
    # A reply is placed on the wall clock by its creation: exact but for a wait across a change of the clock.
    waited = (answered["answered_at"] - answered["created_at"]).to_numpy()
    since = answered["day"].to_numpy() * DAY_S + answered["second_of_day"].to_numpy() + waited
    slot = (since // interval_s).astype(np.int64)
    slot = slot[slot < history.n_days * slots]
    counts = np.bincount(slot, minlength=history.n_days * slots).reshape(history.n_days, slots)
    weekday = history.weekdays()
    is_open = np.zeros((7, slots), dtype=np.bool_)
    for number in range(7):
        rows = counts[weekday == number]
        if not len(rows) or not rows.any():
            continue
        total = rows.sum(axis=0)
        enough = total >= OPEN_SHARE_OF_MEDIAN * np.median(total[total > 0])
        is_open[number] = _bridged(enough & ((rows > 0).mean(axis=0) >= OPEN_SHARE_OF_DAYS - 1e-9))
    spans = tuple(_spans(day, interval_s) for day in is_open)
    return OpenHours(spans), is_open


def _bridged(is_open: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = is_open.copy()
    places = np.flatnonzero(is_open)
    for left, right in itertools.pairwise(places):
        if right - left - 1 <= BRIDGED_INTERVALS:
            found[left:right] = True
    return found


def _spans(is_open: NDArray[np.bool_], interval_s: float) -> tuple[tuple[float, float], ...]:
    edges = np.flatnonzero(np.diff(is_open.astype(np.int8), prepend=0, append=0))
    return tuple((float(start * interval_s), float(end * interval_s)) for start, end in edges.reshape(-1, 2))


def _slots(interval_s: float) -> int:
    slots = round(DAY_S / interval_s)
    if slots < 1 or slots * interval_s != DAY_S:
        raise ValueError(f"an interval of {interval_s:g} s does not divide the day")
    return slots
