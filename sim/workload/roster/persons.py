"""Teams of persons: every stretch of their days, after absence and lateness."""

from __future__ import annotations

from collections.abc import Iterator

from sim.policy import RosterRow
from sim.scenario import Scenario
from sim.streams import Stream
from sim.workload.roster.breaks import with_breaks
from sim.workload.roster.chance import as_it_happens, who_is_sick
from sim.workload.roster.rows import roster_days
from sim.workload.roster.shifts import developing, shift_day
from sim.workload.roster.stretches import Stretch

Person = tuple[str, list[Stretch], list[float]]
"""A name, all stretches of the horizon, and when shifts begin."""


def persons(scenario: Scenario, team: str, seed: int, replication: int) -> Iterator[Person]:
    """Each person of a team."""
    if team in scenario.policy.roster:
        return _of_a_roster(scenario, team, seed, replication)
    return _of_shifts(scenario, team, seed, replication)


def _of_a_roster(scenario: Scenario, team: str, seed: int, replication: int) -> Iterator[Person]:
    missing = scenario.start.missing.get(team, 0)
    people: dict[str, list[RosterRow]] = {}
    for row in scenario.policy.roster[team].rows:
        people.setdefault(row.agent, []).append(row)
    first_date = scenario.calendar.start
    hours = {
        name: [row.hours for row in rows if row.date == first_date and row.activity == "work"]
        for name, rows in people.items()
    }
    at_work = {name: spans for name, spans in hours.items() if spans}
    sick = set(who_is_sick(at_work, missing, scenario.calendar.start_at))
    for name, rows in people.items():
        stream = Stream(seed, replication, f"people/{team}/{name}")
        yield name, *roster_days(scenario, rows, stream, name in sick)


def _of_shifts(scenario: Scenario, team: str, seed: int, replication: int) -> Iterator[Person]:
    calendar, missing = scenario.calendar, scenario.start.missing.get(team, 0)
    seats = [
        (name, shift, seat)
        for name, shift in scenario.policy.shifts.items()
        if shift.team == team
        for seat in range(shift.agents)
    ]
    today = calendar.weekday(0)
    on_first_day = {(name, seat): [shift.hours] for name, shift, seat in seats if today in shift.days}
    sick = set(who_is_sick(on_first_day, missing, calendar.start_at))
    streams = {name: Stream(seed, replication, f"people/{team}/{name}") for name, _, _ in seats}
    worked = {
        name: [
            (day, calendar.start.toordinal() + day)
            for day in range(-1, calendar.days)
            if calendar.weekday(day) in shift.days and not calendar.is_holiday(day)
        ]
        for name, shift, _ in seats
    }
    environment = scenario.policy.environment
    every_s, lasts_s = environment.break_every if scenario.has_people else None, environment.break_lasts
    for name, shift, seat in seats:
        off_queue = min(shift.off_queue + developing(scenario), 1.0)
        stretches: list[Stretch] = []
        begins: list[float] = []
        for day, ordinal in worked[name]:
            planned = shift_day(shift, off_queue, seat, day, ordinal, scenario.policy.end_of_shift)
            if every_s is not None:
                planned = with_breaks(planned, every_s, lasts_s, seat / shift.agents)
            sick_today = day == 0 and (name, seat) in sick
            stretches += as_it_happens(scenario, planned, streams[name], day, seat, sick_today)
            begins.append(planned[0].since)
        yield f"{team}/{name}/{seat + 1}", stretches, begins
