"""The time that counts, and how stretches of time fall into the intervals of the calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock.spread import spread
from sim.log import Log
from sim.scenario import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Period:
    """[starts_at, ends_at) in seconds, on a calendar of ``n_intervals`` intervals; the log may go on to ``log_end``."""

    starts_at: float
    ends_at: float
    log_end: float
    interval_s: float
    n_intervals: int
    intervals_per_day: int
    warmed_up: bool

    @classmethod
    def of(cls, log: Log, scenario: Scenario, warm_up_s: float) -> Period:
        """The period of a log: start of the log plus the warm-up, to the end of the last day."""
        calendar = scenario.calendar
        return cls(
            starts_at=log.starts_at + warm_up_s,
            ends_at=min(calendar.horizon_s, log.ends_at),
            log_end=log.ends_at,
            interval_s=calendar.interval,
            n_intervals=calendar.n_intervals,
            intervals_per_day=calendar.intervals_per_day,
            warmed_up=warm_up_s > 0,
        )

    @property
    def length_s(self) -> float:
        """Seconds that count; 0 where the warm-up outlasts the log."""
        return max(self.ends_at - self.starts_at, 0.0)

    def contains(self, instants: Floats) -> Bools:
        """Whether each instant lies in [starts_at, ends_at); NaN does not."""
        return np.asarray((instants >= self.starts_at) & (instants < self.ends_at))

    def interval(self, instants: Floats) -> Ints:
        """The interval [start, end) that each instant lies in."""
        return np.asarray(np.floor(instants / self.interval_s), dtype=np.int64)

    def counted_s(self) -> Floats:
        """Shape (n_intervals,): the seconds of each interval that lie in the period."""
        edges = np.arange(self.n_intervals + 1) * self.interval_s
        return np.diff(np.clip(edges, self.starts_at, max(self.ends_at, self.starts_at)))

    def clipped(self, since: Floats, until: Floats) -> tuple[Floats, Floats]:
        """Stretches [since, until) cut to the period; NaN in ``until`` is "still going on"; no length is negative."""
        begin = np.clip(since, self.starts_at, self.ends_at)
        end = np.where(np.isnan(until), self.ends_at, np.minimum(until, self.ends_at))
        return begin, np.maximum(begin, end)

    def spread(self, since: Floats, until: Floats, group: NDArray[np.integer], n_groups: int) -> Floats:
        """Shape (n_groups, n_intervals): seconds of the stretches [since, until) in each interval of the period."""
        if self.length_s == 0:
            return np.zeros((n_groups, self.n_intervals))
        begin, end = self.clipped(since, until)
        return spread(begin, end, group, n_groups, self.interval_s, self.n_intervals)


def floats(column: NDArray[np.generic]) -> Floats:
    """A column of the log as numbers."""
    return np.asarray(column, dtype=np.float64)


def ints(column: NDArray[np.generic]) -> Ints:
    """A column of the log as indices."""
    return np.asarray(column, dtype=np.int64)
