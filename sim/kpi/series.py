"""The course over the calendar: num and den by interval, so that sum num / sum den is right over any grouping.

Counts carry den = 1 an interval, so that pooling gives a mean number per interval; time averages carry seconds. Rows
without a denominator (a ratio with nobody in it, an interval before the period) are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kpi.attempts import Tally
from sim.kpi.declare import KPIS
from sim.kpi.judge import Judged
from sim.kpi.people import Hours
from sim.kpi.period import Floats, Period
from sim.kpi.rows import ALL, Rows, Table, names
from sim.kpi.service import CAUSES, OUTCOMES
from sim.kpi.stock import Stock
from sim.log import Outcome

AGENTS_ON_QUEUE = "agents_on_queue"
"""Agents on queue, overtime and finishing before a pause included: time average by team."""

AGENTS_BUSY = "agents_busy"
"""Agents with a contact: time average by team."""

CHATS = "chats_in_hand"
"""Chats with an agent: time average by team."""

OUTCOMES_SHOWN = ("answered", "disconnected", "blocked", "closed")
"""Outcomes that have a series of counts."""

Block = tuple[str, Sequence[str], Sequence[str], Floats, Floats]


def series(
    rows: Rows, counted: Tally, judged: Judged, spent: Hours, waiting_s: Floats, stands: Stock, period: Period
) -> Table:
    """Columns kpi, channel, team, interval, num, den, by channel or by team."""
    seconds = period.counted_s()
    ones = (seconds > 0).astype(float)
    blocks = [
        _by_channel(rows, "offered", counted.offered, ones),
        _by_channel(rows, "abandoned", counted.abandoned, ones),
        *(_by_channel(rows, kpi, counted.outcomes[OUTCOMES[kpi]], ones) for kpi in OUTCOMES_SHOWN),
        *(_by_channel(rows, kpi, counted.causes[cause], ones) for kpi, cause in CAUSES.items()),
        _by_channel(rows, "service_level", judged.in_time, judged.judged),
        _by_channel(rows, "sla_attainment", judged.due_in_time, judged.due),
        _by_channel(rows, "abandonment", counted.abandoned, counted.offered),
        _by_channel(rows, "silent_share", counted.outcomes[Outcome.SILENT], counted.abandoned),
        _by_channel(rows, "wait", counted.wait_s, counted.picked_up),
        _by_channel(rows, "wait_all", counted.wait_all_s, counted.offered),
        _by_channel(rows, "queue_length", waiting_s, seconds),
        _by_channel(rows, "backlog_average", stands.open_s, seconds),
        _by_team(rows, "occupancy", spent.busy, spent.on_queue),
        _by_team(rows, "sync_occupancy", spent.on_line, spent.on_queue),
        _by_team(rows, AGENTS_BUSY, spent.busy, seconds),
        _by_team(rows, AGENTS_ON_QUEUE, spent.on_queue, seconds),
    ]
    if rows.scopes["chat"]:
        blocks.append(_by_team(rows, CHATS, spent.chats, seconds))
    return _table(blocks)


def _by_channel(rows: Rows, kpi: str, num: Floats, den: Floats) -> Block:
    chosen = rows.in_scope(kpi)
    labels = [rows.channels[index] for index in chosen]
    return kpi, labels, [ALL] * len(labels), num[chosen], np.broadcast_to(den, num.shape)[chosen]


def _by_team(rows: Rows, kpi: str, num: Floats, den: Floats) -> Block:
    return kpi, [ALL] * len(rows.teams), rows.teams, num, np.broadcast_to(den, num.shape)


def _table(blocks: Sequence[Block]) -> Table:
    parts: dict[str, list[NDArray[Any]]] = {key: [] for key in ("kpi", "channel", "team", "interval", "num", "den")}
    for kpi, channels, teams, num, den in blocks:
        line, interval = np.nonzero(den > 0)
        parts["kpi"].append(np.full(len(line), kpi, dtype=object))
        parts["channel"].append(names(channels)[line])
        parts["team"].append(names(teams)[line])
        parts["interval"].append(interval)
        parts["num"].append(num[line, interval])
        parts["den"].append(den[line, interval])
    return {key: np.concatenate(arrays) for key, arrays in parts.items()}


SERIES_UNITS = {
    **{kpi.id: kpi.unit for kpi in KPIS.values()},
    AGENTS_ON_QUEUE: "agents",
    AGENTS_BUSY: "agents",
    CHATS: "chats",
}
"""Unit of every KPI and every series (counts: per interval)."""
