"""The days: intervals that divide them, and tables with dates of their own that must meet them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.units import DAY_S, format_duration
from sim.world import ForecastArrivals, RecordedArrivals

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def calendar(scenario: Scenario) -> Iterator[Fault]:
    """Intervals that do not divide the day, and a first day that ends before it begins."""
    calendar = scenario.calendar
    intervals = DAY_S / calendar.interval if calendar.interval > 0 else 0.5
    if intervals != round(intervals) or calendar.interval < 60:
        yield Fault(
            "calendar.interval",
            "the interval divides the day into equal parts of at least a minute",
            format_duration(calendar.interval),
            "15min, 30min or 1h",
        )
    if calendar.start_at >= DAY_S:
        yield Fault("calendar.start_at", "the first day begins before it ends", "24:00", "begin a day later")


def dates(scenario: Scenario) -> Iterator[Fault]:
    """Tables with dates of their own that have not one day in common with the calendar: most likely another year."""
    calendar = scenario.calendar
    first, last = calendar.start, calendar.date(calendar.days - 1)
    dates: dict[str, set[dt.date]] = {}
    for name, arrivals in scenario.world.arrivals.items():
        if isinstance(arrivals, RecordedArrivals):
            dates[f"world.arrivals.{name}.at"] = {instant.date() for instant in arrivals.at}
        elif isinstance(arrivals, ForecastArrivals) and all(isinstance(row.day, dt.date) for row in arrivals.rows):
            dates[f"world.arrivals.{name}.rows"] = {row.day for row in arrivals.rows if isinstance(row.day, dt.date)}
    for team, roster in scenario.policy.roster.items():
        dates[f"policy.roster.{team}.rows"] = {row.date for row in roster.rows}
    for where, found in dates.items():
        if not any(first <= date <= last for date in found):
            yield Fault(
                where,
                f"none of its dates ({min(found)} to {max(found)}) is simulated ({first} to {last})",
                "",
                f'calendar.start: "{min(found)}"',
            )
