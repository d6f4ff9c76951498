"""What became of contacts by interval, counted the same way from a recorded history and from a simulated log.

Offered are those who asked for an agent while the desk was open and were answered or gave up; they count in the
interval in which they entered the queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History
from sim.clock import OpenHours
from sim.log import INBOUND, Log, Outcome
from sim.units import DAY_S

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums by day and interval, each of shape (n_days, m): contacts, and seconds waited."""

    offered: Floats
    abandoned: Floats
    in_time: Floats
    wait_s: Floats
    answered_wait_s: Floats

    def over(self, axis: int | None) -> Tally:
        """Summed over days (0), over intervals (1) or over both (None)."""
        return Tally(*(np.asarray(getattr(self, name).sum(axis=axis)) for name in self.__slots__))

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def measures(self) -> dict[str, Floats]:
        """Volume, share who gave up, mean wait of all and of the answered, and service level; NaN for 0 / 0."""
        answered = self.offered - self.abandoned
        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                "offered": self.offered,
                "abandonment": self.abandoned / self.offered,
                "wait_all": self.wait_s / self.offered,
                "wait": self.answered_wait_s / answered,
                "service_level": self.in_time / self.offered,
            }


def tally_history(history: History, channel: str, hours: OpenHours, interval_s: float, within_s: float) -> Tally:
    """The tally of the recorded contacts of one channel that entered within ``hours``."""
    contacts = history.contacts[history.contacts["outcome"].isin(("answered", "abandoned"))]
    contacts = contacts[(contacts["channel"] == channel) & contacts["wait_s"].notna()]
    entered = _entered(contacts)
    inside = open_at(hours, history, entered)
    abandoned = (contacts["outcome"] == "abandoned").to_numpy()
    return _sums(
        entered[inside], contacts["wait_s"].to_numpy()[inside], abandoned[inside], history.n_days, interval_s, within_s
    )


def tally_log(log: Log, channel: str, n_days: int, interval_s: float, within_s: float) -> Tally:
    """The tally of the simulated contacts of one channel; those still waiting at the end are left out.

    Contacts of customers who came, each by its first queue: no answers that were asked for and no further work.
    """
    contacts = log.contacts
    outcome = np.asarray(contacts["outcome"])
    answered = np.isin(outcome, (Outcome.ANSWERED, Outcome.IN_SERVICE, Outcome.TRANSFERRED, Outcome.CALLED_BACK))
    abandoned = np.isin(outcome, (Outcome.ABANDONED, Outcome.SILENT))
    came = np.isin(contacts["cause"], [int(cause) for cause in INBOUND])
    of_channel = np.asarray(log.queue_channel)[np.asarray(contacts["queue"])] == log.channels.index(channel)
    rows = (answered | abandoned) & came & of_channel
    entered = np.asarray(contacts["entered_at"], dtype=np.float64)[rows]
    left = np.where(abandoned, contacts["ended_at"], contacts["answered_at"]).astype(np.float64)[rows]
    return _sums(entered, left - entered, abandoned[rows], n_days, interval_s, within_s)


def queue_entries(history: History, channel: str) -> Floats:
    """Local wall-clock instants (s since the first midnight) at which contacts of a channel asked for an agent."""
    contacts = history.offered()
    contacts = contacts[(contacts["channel"] == channel) & contacts["queue_entered_at"].notna()]
    return np.sort(_entered(contacts))


def open_at(hours: OpenHours, history: History, instants: Floats) -> NDArray[np.bool_]:
    """Whether the desk is open at wall-clock instants; spans over midnight belong to the day they start on."""
    day = (instants // DAY_S).astype(np.int64)
    first = history.first_date.weekday()
    found = np.zeros(len(instants), dtype=np.bool_)
    for back in (0, 1):
        second = instants - (day - back) * DAY_S
        for weekday in range(7):
            rows = (first + day - back) % 7 == weekday
            for start, end in hours.root[weekday]:
                found[rows] |= ((second >= start) & (second < end))[rows]
    return found


def _entered(contacts: pd.DataFrame) -> Floats:
    """Wall-clock instants of queue entry: creation on the wall clock, plus the time in between."""
    wall = contacts["day"].to_numpy() * DAY_S + contacts["second_of_day"].to_numpy()
    between = (contacts["queue_entered_at"] - contacts["created_at"]).to_numpy()
    return np.asarray(wall + between, dtype=np.float64)


def _sums(
    entered: Floats, wait_s: Floats, abandoned: NDArray[np.bool_], n_days: int, interval_s: float, within_s: float
) -> Tally:
    slots = round(DAY_S / interval_s)
    inside = (entered >= 0.0) & (entered < n_days * DAY_S)
    place = (entered[inside] // interval_s).astype(np.int64)
    waits, gone = wait_s[inside], abandoned[inside]

    def total(weights: Floats) -> Floats:
        sums = np.bincount(place, weights=weights, minlength=n_days * slots)
        return np.asarray(sums.reshape(n_days, slots), dtype=np.float64)

    return Tally(
        offered=total(np.ones(len(waits))),
        abandoned=total(gone.astype(np.float64)),
        in_time=total((~gone & (waits <= within_s)).astype(np.float64)),
        wait_s=total(waits),
        answered_wait_s=total(np.where(gone, 0.0, waits)),
    )
