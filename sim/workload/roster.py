"""Who is on duty when: the agents of a scenario, and every stretch of their days after absence and lateness.

Teams staffed by heads have no persons' days: their numbers on queue change at instants, and the engine decides who
leaves. Teams with shifts or a roster are persons; each date's stretches are painted one over the other (on queue, then
planned shrinkage, then pauses), cut where the agent is late, or replaced where the agent is absent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.clock.grid import array_on_grid
from sim.policy import EndOfShift, RosterRow, Shift
from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.streams import Stream
from sim.units import DAY_S

Floats = NDArray[np.float64]
Someone = TypeVar("Someone")


class Stretch(NamedTuple):
    """One stretch of an agent's day, in seconds since midnight of the first date."""

    since: float
    until: float
    duty: Duty
    paid: bool


class RosterPlan(NamedTuple):
    """The agents, the stretches of persons' days, and the changes of heads."""

    names: tuple[str, ...]
    """By agent: team/number, or team/shift/seat, or the roster's name."""
    team: NDArray[np.int16]
    """(n_agents,)"""
    agent: NDArray[np.int32]
    """(n_stretches,) sorted by agent, then since."""
    duty: NDArray[np.int8]
    """(n_stretches,)"""
    paid: NDArray[np.int8]
    """(n_stretches,)"""
    since: Floats
    """(n_stretches,)"""
    until: Floats
    """(n_stretches,)"""
    heads_at: Floats
    """(n_changes,) instants at which a team's number on queue changes, in order."""
    heads_team: NDArray[np.int16]
    """(n_changes,)"""
    heads: NDArray[np.int32]
    """(n_changes,) the number from then on."""


def roster(scenario: Scenario, seed: int, replication: int) -> RosterPlan:
    """The roster of one replication: agents in the order of teams, shifts and seats."""
    names: list[str] = []
    team_of: list[int] = []
    rows: list[tuple[int, Stretch]] = []
    changes: list[tuple[float, int, int]] = []
    for team_index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            steps = head_steps(scenario, team)
            changes += [(at, team_index, count) for at, count in steps]
            for number in range(max((count for _, count in steps), default=0)):
                names.append(f"{team}/{number + 1}")
                team_of.append(team_index)
            continue
        for name, stretches in _persons(scenario, team, seed, replication):
            rows += [(len(names), stretch) for stretch in _within_horizon(scenario, stretches)]
            names.append(name)
            team_of.append(team_index)
    changes.sort()
    return RosterPlan(
        names=tuple(names),
        team=np.array(team_of, dtype=np.int16),
        agent=np.array([agent for agent, _ in rows], dtype=np.int32),
        duty=np.array([stretch.duty for _, stretch in rows], dtype=np.int8),
        paid=np.array([stretch.paid for _, stretch in rows], dtype=np.int8),
        since=array_on_grid(np.array([stretch.since for _, stretch in rows], dtype=float)),
        until=array_on_grid(np.array([stretch.until for _, stretch in rows], dtype=float)),
        heads_at=array_on_grid(np.array([at for at, _, _ in changes], dtype=float)),
        heads_team=np.array([team for _, team, _ in changes], dtype=np.int16),
        heads=np.array([count for _, _, count in changes], dtype=np.int32),
    )


def head_steps(scenario: Scenario, team: str) -> list[tuple[float, int]]:
    """(instant, agents on queue) at the start and wherever a team's heads change."""
    calendar, heads = scenario.calendar, scenario.policy.heads[team]
    missing = scenario.start.missing.get(team, 0)
    out: list[tuple[float, int]] = []
    for day in range(calendar.days):
        steps = heads.on_queue.root[calendar.weekday(day)]
        if calendar.is_holiday(day):
            steps = ((0.0, 0.0),)
        for start, level in steps if steps[0][0] == 0.0 else ((0.0, 0.0), *steps):
            count = round(level * heads.times) + heads.plus if level > 0 else 0
            count = max(count - (missing if day == 0 else 0), 0)
            at = max(day * DAY_S + start, calendar.start_at)
            if out and out[-1][0] == at:
                out[-1] = (at, count)
            elif not out or out[-1][1] != count:
                out.append((at, count))
    return out


def _within_horizon(scenario: Scenario, stretches: list[Stretch]) -> Iterator[Stretch]:
    """Stretches cut to the simulated span, touching ones of the same kind joined.

    Where stretches of two dates overlap, the later one cuts the earlier one short: nobody is in two places.
    """
    calendar = scenario.calendar
    joined: list[Stretch] = []
    for stretch in sorted(stretches):
        since, until = max(stretch.since, calendar.start_at), min(stretch.until, calendar.horizon_s)
        if until <= since:
            continue
        _, _, duty, paid = stretch
        if joined:
            begun, last, its_duty, its_paid = joined[-1]
            if last > since:
                joined[-1], last = Stretch(begun, since, its_duty, its_paid), since
            if last == since and its_duty == duty and its_paid == paid:
                joined[-1] = Stretch(begun, until, duty, paid)
                continue
        joined.append(Stretch(since, until, duty, paid))
    yield from (stretch for stretch in joined if stretch.until > stretch.since)


def _persons(scenario: Scenario, team: str, seed: int, replication: int) -> Iterator[tuple[str, list[Stretch]]]:
    """Each person of a team with all stretches of the horizon."""
    missing = scenario.start.missing.get(team, 0)
    if team in scenario.policy.roster:
        people: dict[str, list[RosterRow]] = {}
        for row in scenario.policy.roster[team].rows:
            people.setdefault(row.agent, []).append(row)
        first_date = scenario.calendar.start
        hours = {
            name: [row.hours for row in rows if row.date == first_date and row.activity == "work"]
            for name, rows in people.items()
        }
        sick = set(_sick({name: spans for name, spans in hours.items() if spans}, missing, scenario.calendar.start_at))
        for name, rows in people.items():
            stream = Stream(seed, replication, f"people/{team}/{name}")
            yield name, _roster_days(scenario, rows, stream, name in sick)
        return
    seats = [
        (name, shift, seat)
        for name, shift in scenario.policy.shifts.items()
        if shift.team == team
        for seat in range(shift.agents)
    ]
    today = scenario.calendar.weekday(0)
    on_first_day = {(name, seat): [shift.hours] for name, shift, seat in seats if today in shift.days}
    sick_seats = set(_sick(on_first_day, missing, scenario.calendar.start_at))
    streams = {name: Stream(seed, replication, f"people/{team}/{name}") for name, _, _ in seats}
    calendar = scenario.calendar
    worked = {
        name: [
            (day, calendar.start.toordinal() + day)
            for day in range(-1, calendar.days)
            if calendar.weekday(day) in shift.days and not calendar.is_holiday(day)
        ]
        for name, shift, _ in seats
    }
    for name, shift, seat in seats:
        stretches: list[Stretch] = []
        for day, ordinal in worked[name]:
            planned = shift_day(shift, seat, day, ordinal, scenario.policy.end_of_shift)
            sick_today = day == 0 and (name, seat) in sick_seats
            stretches += _as_it_happens(scenario, planned, streams[name], day, seat, sick_today)
        yield f"{team}/{name}/{seat + 1}", stretches


def _sick(hours: dict[Someone, list[tuple[float, float]]], missing: int, start_at: float) -> list[Someone]:
    """Who of those with work on the first date is not there, the last named first.

    Those whose work goes on at the start come first ("it is 11:00 and three are sick"), then those who come later.
    """
    there = [who for who, spans in hours.items() if any(begins <= start_at < ends for begins, ends in spans)]
    already = set(there)
    later = [who for who, spans in hours.items() if who not in already and max(spans)[0] > start_at]
    return [*reversed(there), *reversed(later)][:missing]


def shift_day(shift: Shift, seat: int, day: int, ordinal: int, end: EndOfShift) -> list[Stretch]:
    """The planned stretches of one seat on one day of the horizon; ``ordinal`` is the day's number in the calendar.

    Planned shrinkage: of all (day, block, seat), counted through, every one at which the running sum of ``off_queue``
    passes a whole number is spent off queue; the order of seats turns by one with each block and day, so that at any
    time about the same share is away and everybody gets the same over time.
    """
    start, finish = (day * DAY_S + edge for edge in shift.hours)
    layers: list[Stretch] = [Stretch(start, finish, Duty.ON_QUEUE, True)]
    if shift.off_queue > 0:
        block = shift.off_queue_block
        blocks = int((finish - start) // block)
        for slot in range(blocks):
            turn = ordinal * blocks + slot
            pair = turn * shift.agents + (seat + ordinal + slot) % shift.agents
            if int((pair + 1) * shift.off_queue + 1e-6) > int(pair * shift.off_queue + 1e-6):
                layers.append(Stretch(start + slot * block, start + (slot + 1) * block, Duty.OFF_QUEUE, True))
    layers += _stops_new(layers[0], end)
    for pause in shift.pauses.values():
        begins = start + pause.after if pause.after is not None else day * DAY_S + (pause.at or 0.0)
        if begins < start:
            begins += DAY_S
        begins += pause.stagger * seat / max(shift.agents, 1)
        layers.append(Stretch(begins, begins + pause.lasts, Duty[pause.kind.upper()], pause.paid))
    return _painted(layers)


def _stops_new(last_work: Stretch, end: EndOfShift) -> list[Stretch]:
    """The last part of a day's work, in which an agent takes nothing new under that rule."""
    if end.rule != "stop_new" or end.stop_before <= 0:
        return []
    return [
        last_work._replace(since=max(last_work.until - end.stop_before, last_work.since), duty=Duty.OFF_QUEUE),
    ]


def _painted(layers: list[Stretch]) -> list[Stretch]:
    """Disjoint stretches: at each instant the last layer that covers it."""
    edges = sorted({edge for layer in layers for edge in (layer.since, layer.until)})
    base = layers[0]
    out: list[Stretch] = []
    for since, until in pairwise(edges):
        if since < base.since or until > base.until:
            continue
        _, _, duty, paid = next(layer for layer in reversed(layers) if layer[0] <= since and until <= layer[1])
        if out and out[-1][1:] == (since, duty, paid):
            out[-1] = Stretch(out[-1].since, until, duty, paid)
        else:
            out.append(Stretch(since, until, duty, paid))
    return out


def _roster_days(scenario: Scenario, rows: list[RosterRow], stream: Stream, sick_first_day: bool) -> list[Stretch]:
    stretches: list[Stretch] = []
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
        ends = _stops_new(max(work, key=lambda stretch: stretch.until), scenario.policy.end_of_shift) if work else []
        layers = [*work, *ends, *other]
        span = Stretch(min(layer.since for layer in layers), max(layer.until for layer in layers), Duty.OFF, False)
        planned = [stretch for stretch in _painted([span, *layers]) if stretch.duty != Duty.OFF]
        stretches += _as_it_happens(scenario, planned, stream, day, 0, sick_first_day and day == 0)
    return stretches


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


def _as_it_happens(
    scenario: Scenario, planned: list[Stretch], stream: Stream, day: int, seat: int, sick: bool
) -> list[Stretch]:
    """A planned day after absence (all of it) or lateness (its first part); absence stays paid as planned."""
    people = scenario.world.people
    if not (sick or people.absence or people.lateness):
        return planned
    ordinal = scenario.calendar.start.toordinal() + day
    if sick or (people.absence > 0 and stream.uniform(ordinal, seat, "absence") < people.absence):
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


def expected_heads(scenario: Scenario) -> dict[str, Floats]:
    """Agents on queue by team, averaged over each interval of the horizon: planned, less the expected absence."""
    calendar = scenario.calendar
    present = 1 - scenario.world.people.absence
    edges = np.asarray(np.arange(calendar.n_intervals + 1) * calendar.interval, dtype=float)
    out: dict[str, Floats] = {}
    calm = scenario.with_values({"world.people.absence": 0.0, "world.people.lateness": 0.0})
    plan = roster(calm, 0, 0)
    for index, team in enumerate(scenario.policy.teams):
        if team in scenario.policy.heads:
            mine = plan.heads_team == index
            level = np.diff(plan.heads[mine], prepend=0).astype(float)
            area = _area(edges, plan.heads_at[mine], level)
        else:
            mine = (plan.team[plan.agent] == index) & (plan.duty == Duty.ON_QUEUE)
            one = np.ones(int(mine.sum()), dtype=float)
            area = (_area(edges, plan.since[mine], one) - _area(edges, plan.until[mine], one)) * present
        out[team] = np.diff(area) / calendar.interval
    return out


def _area(edges: Floats, steps_at: Floats, level: Floats) -> Floats:
    """The area up to each edge under a curve that rises by ``level`` at each of ``steps_at``."""
    order = np.argsort(steps_at, kind="stable")
    at, height = steps_at[order], level[order]
    index = np.searchsorted(at, edges, side="right")
    heights, moments = (np.concatenate([[0.0], np.cumsum(terms)]) for terms in (height, height * at))
    return np.asarray(heights[index] * edges - moments[index])
