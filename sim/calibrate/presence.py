"""Who was there, as far as calls tell: an agent is present from the first to the last call of a stretch.

A pause between two calls longer than ``max_gap_s`` ends a stretch. This counts breaks inside a stretch and work that is
not a call as presence, and misses the time before a first and after a last call; how much of the presence was capacity
is the availability factor, which only simulation finds. Tickets show no presence at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History
from sim.calibrate.profile import HALF_HOUR_S
from sim.units import DAY_S

if TYPE_CHECKING:
    import pandas as pd

MAX_GAP_S = 1800.0
"""A pause that ends a stretch (assumed; see :attr:`Presence.agent_hours_by_gap` for how much hangs on it)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Presence:
    """Heads and work by day and interval.

    ``heads`` and ``busy`` have shape (n_days, m): mean number of agents present, and in service, over each interval;
    ``stretches`` has columns agent, start, end (wall clock, s since the first midnight), calls, busy_s.
    """

    interval_s: float
    max_gap_s: float
    stretches: pd.DataFrame
    heads: Floats
    busy: Floats
    n_agents: int
    unnamed_share: float
    agent_hours_by_gap: dict[float, float]

    @property
    def agent_hours(self) -> float:
        """Hours of presence in the whole history."""
        return float(self.heads.sum() * self.interval_s / 3600.0)

    @property
    def occupancy(self) -> float:
        """Share of the presence that was service."""
        return float(self.busy.sum() / self.heads.sum())

    def by_weekday(self, weekday: NDArray[np.int64]) -> Floats:
        """Mean heads by weekday and interval, shape (7, m)."""
        mean = np.zeros((7, self.heads.shape[1]))
        for day in np.unique(weekday):
            mean[day] = self.heads[weekday == day].mean(axis=0)
        return mean


def presence(history: History, interval_s: float = HALF_HOUR_S, max_gap_s: float = MAX_GAP_S) -> Presence | None:
    """Stretches of presence from the services of named agents; None where a history shows none (tickets).

    Services without an agent's name are counted in ``unnamed_share`` and otherwise left out.
    """
    if history.mapping.nature == "tickets":
        return None
    served = history.contacts[history.contacts["answered_at"].notna()]
    named = served[served["agent"] >= 0]
    if not len(named):
        return None
    agent = named["agent"].to_numpy()
    wall = named["day"].to_numpy() * DAY_S + named["second_of_day"].to_numpy()
    ahead = wall - named["created_at"].to_numpy()  # the wall clock's lead, not 0 after a change of the clock
    start = named["answered_at"].to_numpy() + ahead
    end = np.fmax(named["ended_at"].to_numpy() + ahead, start)
    stretches = find_stretches(agent, start, end, max_gap_s)
    busy = covered_by_interval(*_union(agent, start, end), history.n_days, interval_s)
    heads = covered_by_interval(stretches["start"].to_numpy(), stretches["end"].to_numpy(), history.n_days, interval_s)
    hours = {}
    for gap in (max_gap_s / 2.0, max_gap_s, 2.0 * max_gap_s):
        found = find_stretches(agent, start, end, gap)
        hours[gap] = float((found["end"] - found["start"]).sum() / 3600.0)
    return Presence(
        interval_s=interval_s,
        max_gap_s=max_gap_s,
        stretches=stretches,
        heads=heads,
        busy=busy,
        n_agents=len(np.unique(agent)),
        unnamed_share=1.0 - len(named) / len(served),
        agent_hours_by_gap=hours,
    )


def find_stretches(agent: NDArray[np.int64], start: Floats, end: Floats, max_gap_s: float) -> pd.DataFrame:
    """Runs of one agent's services with no pause over ``max_gap_s``: agent, start, end, calls, busy_s."""
    import pandas as pd

    order = np.lexsort((start, agent))
    agent, start, end = agent[order], start[order], end[order]
    reach = _running_end(agent, end)
    fresh = np.ones(len(agent), dtype=np.bool_)
    fresh[1:] = (agent[1:] != agent[:-1]) | (start[1:] - reach[:-1] > max_gap_s)
    number = np.cumsum(fresh) - 1
    last = np.append(np.flatnonzero(fresh)[1:] - 1, len(agent) - 1)
    first = np.flatnonzero(fresh)
    already = np.where(fresh, start, np.maximum(start, np.append(0.0, reach[:-1])))  # overlapping calls count once
    gained = np.maximum(end - already, 0.0)
    return pd.DataFrame(
        {
            "agent": agent[first],
            "start": start[first],
            "end": reach[last],
            "calls": np.bincount(number),
            "busy_s": np.bincount(number, weights=gained),
        }
    )


def covered_by_interval(start: Floats, end: Floats, n_days: int, interval_s: float) -> Floats:
    """The mean number of spans [start, end) that are open over each interval, shape (n_days, 86400 / interval_s).

    The integral of the number open is Σ (t − start)⁺ − (t − end)⁺ at the edges t; its differences over the interval's
    length are the means. Spans that run past the last midnight are cut there.
    """
    edges = np.asarray(np.arange(n_days * round(DAY_S / interval_s) + 1) * interval_s, dtype=np.float64)
    area = _ramps(start, edges) - _ramps(end, edges)
    return np.asarray(np.diff(area) / interval_s, dtype=np.float64).reshape(n_days, -1)


def _ramps(instants: Floats, edges: Floats) -> Floats:
    """Σ over instants of (edge − instant)⁺ at each edge."""
    ordered = np.sort(instants)
    before = np.searchsorted(ordered, edges)
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    return np.asarray(before * edges - total[before], dtype=np.float64)


def _running_end(agent: NDArray[np.int64], end: Floats) -> Floats:
    """The latest end so far of each agent's services; agents are in blocks."""
    reach = end.copy()
    for row in range(1, len(reach)):
        if agent[row] == agent[row - 1] and reach[row - 1] > reach[row]:
            reach[row] = reach[row - 1]
    return reach


def _union(agent: NDArray[np.int64], start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """Each agent's services joined where they touch or overlap, so that nobody counts twice."""
    joined = find_stretches(agent, start, end, 0.0)
    return joined["start"].to_numpy(), joined["end"].to_numpy()
