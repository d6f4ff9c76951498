"""The days that are simulated: when they start, how many, which are holidays, and what happens at the end."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.clock.hours import OpenHours
from sim.declare import Duration, Settings, TimeOfDay, setting
from sim.units import DAY_S


class Calendar(Settings):
    """Local wall-clock days of 24 h (a change to summer time is not modelled); time 0 is midnight of the first date."""

    start: dt.date = setting(dt.date(2026, 1, 5), meaning="the first date")
    start_at: TimeOfDay = setting(0.0, unit="s", meaning="time of day at which the simulation begins on the first date")
    days: int = setting(7, unit="days", ge=1, le=3660, meaning="how many days are simulated")
    interval: Duration = setting(
        1800.0, unit="s", meaning="length of the intervals of profiles, staffing and reports; it divides the day"
    )
    at_end: Literal["stop", "drain"] = setting(
        "stop",
        meaning="at the end of the last day: stop (what is open stays open), or drain (no more arrivals, serve all)",
    )
    holidays: tuple[dt.date, ...] = setting((), meaning="dates on which nothing is open and nobody works")

    @property
    def n_intervals(self) -> int:
        """Intervals of the whole horizon."""
        return self.days * self.intervals_per_day

    @property
    def intervals_per_day(self) -> int:
        """Intervals of one day."""
        return round(DAY_S / self.interval)

    @property
    def horizon_s(self) -> float:
        """Seconds from midnight of the first date to the end of the last."""
        return self.days * DAY_S

    def date(self, day: int) -> dt.date:
        """The date of a day of the horizon (from 0)."""
        return self.start + dt.timedelta(days=day)

    def weekday(self, day: int) -> int:
        """The weekday, Monday 0, of a day of the horizon (from 0)."""
        return self.date(day).weekday()

    def is_holiday(self, day: int) -> bool:
        """Whether a day of the horizon is a holiday."""
        return self.date(day) in self.holidays

    def openings(self, hours: OpenHours) -> NDArray[np.float64]:
        """Shape (n, 2): every opening [start, end) of the horizon in seconds, joined where they touch."""
        joined: list[list[float]] = []
        for day in range(-1, self.days):
            if self.is_holiday(day):
                continue
            for start, end in hours.root[self.weekday(day)]:
                opens, closes = max(day * DAY_S + start, 0.0), min(day * DAY_S + end, self.horizon_s)
                if closes <= opens:
                    continue
                if joined and opens <= joined[-1][1]:
                    joined[-1][1] = max(joined[-1][1], closes)
                else:
                    joined.append([opens, closes])
        return np.array(joined, dtype=float).reshape(-1, 2)
