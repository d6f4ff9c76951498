"""Two small tables for pictures of people: their days by team, and the load that each agent carried.

``days``: kpi, team, day, num, den; ``agents``: kpi, team, agent, num, den. Sum num / sum den is right over any grouping
of replications, days or agents; counts carry den = 1 a day, so that days pool to a mean number, and teams are added up
in the rows of team ''. Both are empty where nobody is a person.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.kpi.empathy import empathy_by_day
from sim.kpi.kpi import EXHAUSTED
from sim.kpi.people import Hours, busy_intervals
from sim.kpi.people_costs import WEEK_DAYS
from sim.kpi.period import Bools, Floats, Period, ints
from sim.kpi.places import Places
from sim.kpi.rows import ALL, Rows, Table, names
from sim.kpi.turnover import productive
from sim.kpi.wear import paced_by_day
from sim.log import Log
from sim.units import HOUR_S

DAYS_UNITS = {
    "exhaustion": "index",
    "exhausted_share": "share",
    "fatigue": "index",
    "empathy": "index",
    "paced_occupancy": "share",
    "busy_hours": "share",
    "places": "agents",
    "at_work": "agents",
    "in_training": "agents",
    "vacant": "agents",
    "present": "agents",
    "productive": "agents",
    "notice_given": "people",
    "leavers": "people",
    "hires": "people",
}
"""What there is by team and day, and its unit: of those at work mean exhaustion, the share with exhaustion above 0.5,
fatigue by time on queue; odds of a satisfied customer against rested staff; paced occupancy; the share of intervals
with an occupancy above 85 %; places, filled or not; what happened at the midnight before."""

AGENTS_UNITS = {
    "work_per_week": "h",
    "angry_per_week": "contacts",
    "paced_occupancy": "share",
    "exhaustion": "index",
    "exhaustion_at_end": "index",
}
"""What there is by agent, and its unit: per week at work, over time on queue, over days at work, and in the last
morning if somebody was at work."""

Line = tuple[str, Floats, Floats]
Count = tuple[str, Floats, None]


def days_table(rows: Rows, where: Places | None, log: Log, spent: Hours, period: Period) -> Table:
    """Columns kpi, team, day, num, den; days of which no part lies in the period are left out."""
    found: list[tuple[object, ...]] = []
    if where is not None:
        persons = rows.scopes["lives"]
        shown = [(rows.teams[team], team) for team in persons]
        inside = np.flatnonzero(where.share > 0).tolist()
        ones = np.ones(len(where.day))
        for kpi, num, den in (*_by_team(rows, where, log, period), _too_busy(rows, where, spent, period)):
            lines = [(name, num[team], ones if den is None else den[team]) for name, team in shown]
            lines.append((ALL, num[persons].sum(axis=0), ones if den is None else den[persons].sum(axis=0)))
            found += [
                (kpi, name, int(where.day[day]), float(above[day]), float(below[day]))
                for name, above, below in lines
                for day in inside
                if below[day] > 0
            ]
    return _table(found, ("kpi", "team", "day", "num", "den"), words=2)


def _by_team(rows: Rows, where: Places, log: Log, period: Period) -> Iterator[Line | Count]:
    """Shapes (teams, days); a count has no denominator."""
    n_teams = len(rows.teams)

    def each(values: Floats | Bools) -> Floats:
        return where.each_team(values, n_teams)

    at_work = each(where.at_work)
    yield "exhaustion", each(where.exhaustion * where.at_work), at_work
    yield "exhausted_share", each(where.at_work & (where.exhaustion > EXHAUSTED)), at_work
    yield "fatigue", each(where.fatigue * where.on_queue_s), each(where.on_queue_s)
    yield "empathy", *empathy_by_day(where, log, period, n_teams)
    yield "paced_occupancy", *paced_by_day(where, n_teams)
    for kpi, values in (
        ("places", np.ones_like(where.at_work)),
        ("at_work", where.at_work),
        ("in_training", where.in_training),
        ("vacant", where.vacant),
        ("present", where.present),
        ("productive", productive(where)),
        ("notice_given", where.gave_notice),
        ("leavers", where.left),
        ("hires", where.hired),
    ):
        yield kpi, each(values), None


def _too_busy(rows: Rows, where: Places, spent: Hours, period: Period) -> Line:
    """Intervals with an occupancy above 85 % among those with planned time on queue, shapes (teams, days)."""
    above, staffed = (
        of.reshape(len(rows.teams), -1, period.intervals_per_day).sum(axis=2)[:, where.day].astype(float)
        for of in busy_intervals(spent)
    )
    return "busy_hours", above, staffed


def agents_table(rows: Rows, where: Places | None, log: Log) -> Table:
    """Columns kpi, team, agent, num, den: one row for each place, whoever sat there."""
    found: list[tuple[object, ...]] = []
    if where is not None and len(where.day):
        numbers = ints(log.agents["agent"]).tolist()
        called = log.agent_names or tuple(str(number) for number in range(max(numbers, default=-1) + 1))
        for kpi, num, den in _by_agent(where):
            found += [
                (kpi, rows.teams[where.team[place]], called[where.agent[place]], float(num[place]), float(den[place]))
                for place in range(len(where.agent))
                if den[place] > 0
            ]
    return _table(found, ("kpi", "team", "agent", "num", "den"), words=3)


def _by_agent(where: Places) -> Iterator[Line]:
    """Shapes (places,)."""
    at_work = where.at_work @ where.share
    yield "work_per_week", where.work_s @ where.share / HOUR_S, at_work / WEEK_DAYS
    yield "angry_per_week", where.angry @ where.share, at_work / WEEK_DAYS
    yield "paced_occupancy", (where.occupancy * where.on_queue_s) @ where.share, where.on_queue_s @ where.share
    yield "exhaustion", (where.exhaustion * where.at_work) @ where.share, at_work
    yield "exhaustion_at_end", where.exhaustion[:, -1], where.at_work[:, -1].astype(float)


def _table(found: list[tuple[object, ...]], columns: tuple[str, ...], words: int) -> Table:
    """The rows as columns, the first ``words`` of them text."""
    return {
        name: names([str(row[at]) for row in found])
        if at < words
        else np.array([row[at] for row in found], dtype=np.int64 if name == "day" else float)
        for at, name in enumerate(columns)
    }
