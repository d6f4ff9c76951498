"""Distributions of waits on fixed grids, as counts that can be added over replications.

Bins are (low, high], the first one [0, high]: the share up to a bin's high end is the share with W <= high, which is
what a target asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kpi.attempts import Attempts
from sim.kpi.period import Floats
from sim.kpi.rows import Rows, Table
from sim.kpi.tickets import Tickets
from sim.log import Outcome
from sim.units import HOUR_S

WAIT_EDGES_S: Floats = np.concatenate(
    [np.arange(0, 60, 5), np.arange(60, 300, 30), np.arange(300, 1800, 60), np.arange(1800, 3601, 300), [np.inf]]
).astype(float)
"""Seconds: steps of 5 up to a minute, of 30 up to five, then of 60, then of 300, and everything over an hour."""

REPLY_EDGES_S: Floats = HOUR_S * np.concatenate(
    [np.arange(0, 48), np.arange(48, 168, 12), np.arange(168, 337, 24), [np.inf]]
)
"""Hours up to two days, half days up to a week, days up to two weeks, and everything above."""

WAIT = "wait"
"""Waits of those picked up, live channels."""

WAIT_OF_ABANDONED = "wait_of_abandoned"
"""Waits of those who gave up, live channels."""

FIRST_RESPONSE_TIME = "first_response_time"
"""Calendar time to the reply, asynchronous channels, of tickets that got one."""

STILL_OPEN = "first_response_time_open"
"""Calendar age at the end of the log of tickets without a reply."""


def histograms(rows: Rows, seen: Attempts, by_channel: Mapping[int, Tickets]) -> Table:
    """Columns kpi, channel, low, high, count; every bin of the grid has a row."""
    blocks: list[tuple[str, str, Floats, Floats]] = []
    abandoned = seen.outcome == Outcome.ABANDONED
    for channel, live in enumerate(rows.live):
        if live:
            here = seen.channel == channel
            blocks.append((WAIT, rows.channels[channel], WAIT_EDGES_S, seen.wait_s[here & seen.picked_up]))
            blocks.append((WAIT_OF_ABANDONED, rows.channels[channel], WAIT_EDGES_S, seen.wait_s[here & abandoned]))
    for channel, tickets in by_channel.items():
        replied, still_open = tickets.counted & tickets.replied, tickets.counted & ~tickets.replied
        blocks.append((FIRST_RESPONSE_TIME, rows.channels[channel], REPLY_EDGES_S, tickets.calendar_s[replied]))
        blocks.append((STILL_OPEN, rows.channels[channel], REPLY_EDGES_S, tickets.calendar_s[still_open]))
    return {
        "kpi": _column([np.full(len(edges) - 1, kpi, dtype=object) for kpi, _, edges, _ in blocks], object),
        "channel": _column([np.full(len(edges) - 1, name, dtype=object) for _, name, edges, _ in blocks], object),
        "low": _column([edges[:-1] for _, _, edges, _ in blocks], float),
        "high": _column([edges[1:] for _, _, edges, _ in blocks], float),
        "count": _column([_counts(values, edges) for _, _, edges, values in blocks], np.int64),
    }


def _counts(values: Floats, edges: Floats) -> NDArray[Any]:
    return np.bincount(np.searchsorted(edges[1:], values, side="left"), minlength=len(edges) - 1)


def _column(parts: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    return np.concatenate([np.empty(0, dtype=dtype), *parts]).astype(dtype)
