"""When an agent had at least one thing to do: the union of touches that overlap, as chats do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kpi.period import Bools, Floats, Ints


class Stretch(NamedTuple):
    """Stretches of agents' time, one element each."""

    agent: Ints
    since: Floats
    until: Floats

    def of(self, rows: Bools) -> Stretch:
        """Those of chosen rows."""
        return Stretch(self.agent[rows], self.since[rows], self.until[rows])


def union(agent: Ints, since: Floats, until: Floats) -> Stretch:
    """The times in which each agent has at least one of the stretches [since, until): none of them overlap.

    ``until`` without NaN.

    In order of start, a stretch begins a new one if it starts after everything before it of that agent has ended. The
    running maximum is taken over ranks, agent by agent, so that no instant is rounded.
    """
    n = len(agent)
    if not n:
        return Stretch(agent, since, until)
    order = np.lexsort((since, agent))
    agent, since, until = agent[order], since[order], until[order]
    by_end = np.argsort(until, kind="stable")
    rank = np.empty(n, dtype=np.int64)
    rank[by_end] = np.arange(n)
    latest = until[by_end[np.maximum.accumulate(agent * n + rank) % n]]
    begins = np.ones(n, dtype=bool)
    begins[1:] = (agent[1:] != agent[:-1]) | (since[1:] > latest[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], n) - 1
    return Stretch(agent[first], since[first], latest[last])
