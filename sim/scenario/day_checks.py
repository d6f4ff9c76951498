"""Checks between a scenario and its days: tables with dates of their own, and who is missing on the first day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.world import ForecastArrivals, RecordedArrivals

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


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


def start(scenario: Scenario) -> Iterator[Fault]:
    """Who is not there at the start: somebody who would have been."""
    policy = scenario.policy
    for team, missing in scenario.start.missing.items():
        where = f"start.missing.{team}"
        if missing < 0:
            yield Fault(where, "how many are not there is at least 0", str(missing))
        if team not in policy.teams:
            continue  # has its own fault
        heads = policy.heads.get(team)
        there = sum(shift.agents for shift in policy.shifts.values() if shift.team == team)
        there += len({row.agent for row in policy.roster[team].rows}) if team in policy.roster else 0
        there += max(round(heads.on_queue.highest * heads.times) + heads.plus, 0) if heads is not None else 0
        if missing > there:
            yield Fault(where, f"more are missing than the team has, {there}", str(missing))
