"""What no roster plans: who is sick at the start, absent for a day, or late."""

from __future__ import annotations

from typing import TypeVar

from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.streams import Stream
from sim.workload.roster.stretches import Stretch

Someone = TypeVar("Someone")


def who_is_sick(hours: dict[Someone, list[tuple[float, float]]], missing: int, start_at: float) -> list[Someone]:
    """Who of those with work on the first date is not there, the last named first.

    Those whose work goes on at the start come first ("it is 11:00 and three are sick"), then those who come later.
    """
    there = [who for who, spans in hours.items() if any(begins <= start_at < ends for begins, ends in spans)]
    already = set(there)
    later = [who for who, spans in hours.items() if who not in already and max(spans)[0] > start_at]
    return [*reversed(there), *reversed(later)][:missing]


def as_it_happens(
    scenario: Scenario, planned: list[Stretch], stream: Stream, day: int, seat: int, sick: bool
) -> list[Stretch]:
    """A planned day after absence (all of it) or lateness (its first part); absence stays paid as planned."""
    people = scenario.world.people
    if not (sick or people.absence or people.lateness):
        return planned
    ordinal = scenario.calendar.start.toordinal() + day
    # Where people wear out or leave, the engine decides day by day who is absent, with the same uniforms.
    drawn_here = people.absence > 0 and not scenario.has_people
    if sick or (drawn_here and stream.uniform(ordinal, seat, "absence") < people.absence):
        return [stretch._replace(duty=Duty.ABSENT) for stretch in planned]
    if people.lateness > 0 and planned and stream.uniform(ordinal, seat, "lateness") < people.lateness:
        late = float(people.late_by.quantile(stream.uniforms(ordinal, seat, "late_by", 1))[0])
        comes = planned[0].since + late
        out = [
            stretch._replace(until=min(stretch.until, comes), duty=Duty.ABSENT)
            for stretch in planned
            if stretch.since < comes
        ]
        return out + [stretch._replace(since=max(stretch.since, comes)) for stretch in planned if stretch.until > comes]
    return planned
