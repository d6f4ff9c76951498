"""The planned days of a roster's rows: work, and the pauses and absences that lie in it."""

from __future__ import annotations

import datetime as dt

from sim.policy import RosterRow
from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.streams import Stream
from sim.units import DAY_S
from sim.workload.roster.chance import as_it_happens
from sim.workload.roster.stretches import Stretch, painted, stops_new


def roster_days(
    scenario: Scenario, rows: list[RosterRow], stream: Stream, sick_first_day: bool
) -> tuple[list[Stretch], list[float]]:
    """Every stretch of one person's days (absences and pauses over work, then chance), and when the days begin."""
    stretches: list[Stretch] = []
    begins: list[float] = []
    by_date = _by_date_of_shift(rows)
    for date in sorted(by_date):
        day = (date - scenario.calendar.start).days
        if not -1 <= day < scenario.calendar.days or scenario.calendar.is_holiday(day):
            continue
        kinds = {"work": Duty.ON_QUEUE, "break": Duty.BREAK, "meeting": Duty.MEETING, "training": Duty.TRAINING}
        work, other = (
            [
                Stretch(since, since + row.hours[1] - row.hours[0], kinds.get(row.activity, Duty.ABSENT), row.paid)
                for row in by_date[date]
                if (row.activity == "work") == is_work
                for since in [(row.date - scenario.calendar.start).days * DAY_S + row.hours[0]]
            ]
            for is_work in (True, False)
        )
        ends = stops_new(max(work, key=lambda stretch: stretch.until), scenario.policy.end_of_shift) if work else []
        layers = [*work, *ends, *other]
        span = Stretch(min(layer.since for layer in layers), max(layer.until for layer in layers), Duty.OFF, False)
        planned = [stretch for stretch in painted([span, *layers]) if stretch.duty != Duty.OFF]
        stretches += as_it_happens(scenario, planned, stream, day, 0, sick_first_day and day == 0)
        begins += [stretch.since for stretch in planned[:1]]
    return stretches, begins


def _by_date_of_shift(rows: list[RosterRow]) -> dict[dt.date, list[RosterRow]]:
    """The rows of each date; a pause after midnight belongs to the night shift that it lies in, whose date is earlier.

    Its own date may stand beside it, as in the exports of rosters, and is then the date after.
    """
    night_ends = {row.date: row.hours[1] - DAY_S for row in rows if row.activity == "work" and row.hours[1] > DAY_S}
    out: dict[dt.date, list[RosterRow]] = {}
    for row in rows:
        eve = row.date - dt.timedelta(days=1)
        of_the_eve = row.activity != "work" and row.hours[0] < night_ends.get(eve, 0.0)
        out.setdefault(eve if of_the_eve else row.date, []).append(row)
    return out
