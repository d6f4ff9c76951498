"""How customers feel treated by people who are tired or worn out: the effect alone, until satisfaction itself is known.

The engine notes at the end of each talk what strain takes off the log-odds of a satisfied customer. e to that is the
odds of one against those with rested staff, all else alike: 1 where everybody is rested.
"""

from __future__ import annotations

import numpy as np

from sim.kpi.handling import REACHED_NOBODY
from sim.kpi.people import agents_team
from sim.kpi.period import Floats, Period, floats, ints
from sim.kpi.places import Places
from sim.kpi.rows import Rows
from sim.log import Log, TouchEnd
from sim.units import DAY_S

NOT_JUDGED = REACHED_NOBODY | np.isin(
    np.arange(len(TouchEnd)), (TouchEnd.OPEN, TouchEnd.HANDED_OVER, TouchEnd.PUT_BACK)
)
"""By end: no customer was there, or the talk was not over for the agent to be judged by."""


def empathy_rows(rows: Rows, where: Places, log: Log, period: Period) -> None:
    """Mean odds of a satisfied customer against rested staff, by team."""
    odds, touches = empathy_by_day(where, log, period, len(rows.teams))
    rows.team_ratios("empathy", odds.sum(axis=1), touches.sum(axis=1))


def empathy_by_day(where: Places, log: Log, period: Period, n_teams: int) -> tuple[Floats, Floats]:
    """Shapes (teams, days): e^empathy summed over the touches begun in the period that were judged; their number."""
    table = log.touches
    started_at = floats(table["started_at"])
    judged = period.contains(started_at) & ~NOT_JUDGED[ints(table["end"])]
    team = agents_team(log)[ints(table["agent"])[judged]]
    day = np.searchsorted(where.day, np.floor(started_at[judged] / DAY_S))
    n_days = len(where.day)
    place = team * n_days + day

    def by_day(weights: Floats | None) -> Floats:
        found = np.bincount(place, weights=weights, minlength=n_teams * n_days)
        return np.asarray(found, dtype=float).reshape(n_teams, n_days)

    return by_day(np.exp(floats(table["empathy"])[judged])), by_day(None)
