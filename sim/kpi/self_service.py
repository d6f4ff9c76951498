"""Self-service before the first contact: who found an answer, who stayed away for it, and whom it really helped.

A look counts on the channel on which the customer would have come. One who was misled comes later, for the first time:
that contact is no failure of the desk, and so no failure demand.
"""

from __future__ import annotations

import numpy as np

from sim.kpi.bot import WINDOW_S, Sessions, first_human
from sim.kpi.issues import Issues
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.log import Log, SessionKind


def self_service_rows(rows: Rows, met: Sessions, needs: Issues, log: Log, period: Period) -> None:
    """What customers found, and what came of it."""
    n_channels = len(rows.channels)
    looks = met.of(SessionKind.KNOWLEDGE_BASE)
    found = met.of(SessionKind.KNOWLEDGE_BASE, SessionKind.STATUS_PAGE)
    rows.counts("self_service_looks", np.bincount(looks.channel, minlength=n_channels))

    def count(which: Bools) -> Ints:
        return np.bincount(needs.channel[which], minlength=n_channels)

    kept, right = (np.zeros(len(needs.number), dtype=bool) for _ in range(2))
    kept[found.issue[found.contained]], right[found.issue[found.solved]] = True, True
    total = count(needs.counted)
    rows.ratios("self_service_claimed", count(needs.counted & kept), total)
    came = np.minimum(first_human(needs, log), _first_bot(needs, log)) <= needs.arrived_at + WINDOW_S
    early = needs.counted & (needs.arrived_at <= period.ends_at - WINDOW_S)
    rows.ratios("self_service_net", count(early & kept & ~came), count(early))
    rows.ratios("self_service_solved", count(needs.counted & right), total)
    rows.ratios("self_service_returns", count(early & kept & came), count(early & kept))


def _first_bot(needs: Issues, log: Log) -> Floats:
    """When each issue's customer met a bot; infinity for never."""
    sessions = log.sessions
    bots = sessions["kind"] == SessionKind.BOT
    came_at = np.full(len(needs.number), np.inf)
    came_at[np.searchsorted(needs.number, ints(sessions["issue"])[bots])] = floats(sessions["began_at"])[bots]
    return came_at
