"""What the work does to people: exhaustion, fatigue, absence, and days on which a team is worn down in a row."""

from __future__ import annotations

import numpy as np

from sim.kpi.kpi import EXHAUSTED, SPIRAL_DAYS, SPIRAL_OCCUPANCY
from sim.kpi.people import agents_team
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.places import Places
from sim.kpi.rows import ALL, Rows
from sim.log import Duty, Log


def wear_rows(rows: Rows, where: Places, log: Log, trainees: Bools, period: Period) -> None:
    """Burnout load, fatigue, absence and death spirals, by team; ``trainees`` by stretch of duty."""
    n_teams = len(rows.teams)

    def total(values: Floats | Bools) -> Floats:
        return where.by_team(values, n_teams)

    at_work = total(where.at_work)
    rows.team_ratios("exhaustion", total(where.exhaustion * where.at_work), at_work)
    rows.team_ratios("exhausted_share", total(where.at_work & (where.exhaustion > EXHAUSTED)), at_work)
    rows.team_ratios("fatigue", total(where.fatigue * where.on_queue_s), total(where.on_queue_s))
    rows.team_ratios("absence_rate", *_absence(rows, log, trainees, period))
    paced, on_queue = paced_by_day(where, n_teams)
    staffed = (on_queue > 0) & (where.share > 0)
    occupancy = paced / np.where(staffed, on_queue, 1.0)
    worn = np.array([in_long_runs(*line) for line in zip(occupancy, staffed, strict=True)])
    rows.team_ratios("spiral_days", worn.sum(axis=1), staffed.sum(axis=1))
    for team in rows.in_scope("death_spiral"):
        rows.add("death_spiral", ALL, rows.teams[team], float(worn[team].any()), 1.0, 1)
    rows.add("death_spiral", ALL, ALL, float(worn.any()), 1.0, 1)


def paced_by_day(where: Places, n_teams: int) -> tuple[Floats, Floats]:
    """Shapes (teams, days): paced work and time on queue in seconds; the first over the second is paced occupancy."""
    return where.each_team(where.occupancy * where.on_queue_s, n_teams), where.each_team(where.on_queue_s, n_teams)


def in_long_runs(occupancy: Floats, staffed: Bools) -> Bools:
    """Shape (days,): days in runs of more than five on queue, one after the other, with an occupancy above 0.95.

    Days without anybody on queue neither count nor end a run.
    """
    days = np.flatnonzero(staffed)
    above = occupancy[days] > SPIRAL_OCCUPANCY
    edges = np.flatnonzero(np.diff(np.concatenate([[False], above, [False]]).astype(np.int8)))
    found = np.zeros(len(occupancy), dtype=bool)
    for begins, ends in edges.reshape(-1, 2).tolist():
        if ends - begins > SPIRAL_DAYS:
            found[days[begins:ends]] = True
    return found


def _absence(rows: Rows, log: Log, trainees: Bools, period: Period) -> tuple[Floats, Floats]:
    """By team: seconds of planned duty that were missed, and all planned duty; overtime and training apart."""
    duty = log.duty
    begin, end = period.clipped(floats(duty["since"]), floats(duty["until"]))
    team, kind = agents_team(log)[ints(duty["agent"])], duty["duty"]
    planned = np.where((kind != Duty.OVERTIME) & ~trainees, end - begin, 0.0)
    missed = np.where(kind == Duty.ABSENT, planned, 0.0)
    n_teams = len(rows.teams)
    return _summed(team, missed, n_teams), _summed(team, planned, n_teams)


def _summed(team: Ints, seconds: Floats, n_teams: int) -> Floats:
    return np.asarray(np.bincount(team, weights=seconds, minlength=n_teams), dtype=float)
