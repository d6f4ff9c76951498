"""Distributions of times on fixed grids, as counts that can be added over replications.

Bins are (low, high], the first one [0, high]: the share up to a bin's high end is the share with W <= high, which is
what a target asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kpi.attempts import Attempts
from sim.kpi.issues import Issues, Solved
from sim.kpi.period import Floats
from sim.kpi.replies import Replies
from sim.kpi.rows import Rows, Table
from sim.log import Outcome
from sim.units import HOUR_S, MINUTE_S

WAIT_EDGES_S: Floats = np.concatenate(
    [np.arange(0, 60, 5), np.arange(60, 300, 30), np.arange(300, 1800, 60), np.arange(1800, 3601, 300), [np.inf]]
).astype(float)
"""Seconds: steps of 5 up to a minute, of 30 up to five, then of 60, then of 300, and everything over an hour."""

REPLY_EDGES_S: Floats = HOUR_S * np.concatenate(
    [np.arange(0, 48), np.arange(48, 168, 12), np.arange(168, 337, 24), [np.inf]]
)
"""Hours up to two days, half days up to a week, days up to two weeks, and everything above."""

RESOLUTION_EDGES_S: Floats = np.concatenate(
    [
        MINUTE_S * np.array([0, 1, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 45]),
        REPLY_EDGES_S[1:-1],
        24 * HOUR_S * np.arange(16, 57, 2),
        [np.inf],
    ]
)
"""Minutes up to an hour, then as replies, then steps of two days up to eight weeks."""

WAIT = "wait"
"""Waits of those picked up, live channels and chats."""

WAIT_OF_ABANDONED = "wait_of_abandoned"
"""Waits of those who gave up, silently or not, live channels and chats."""

FIRST_RESPONSE_TIME = "first_response_time"
"""Calendar time to the first reply, asynchronous channels, of tickets that got one."""

STILL_OPEN = "first_response_time_open"
"""Calendar age at the end of the log, or when the customer gave up, of tickets without a reply."""

RESOLUTION_TIME = "resolution_time"
"""Calendar time from the need to its last solution, by channel of the first contact."""

UNRESOLVED = "resolution_time_open"
"""Calendar age at the end of the log of issues that are not over."""


def histograms(rows: Rows, seen: Attempts, first: Mapping[int, Replies], needs: Issues, took: Solved) -> Table:
    """Columns kpi, channel, low, high, count; every bin of the grid has a row."""
    blocks: list[tuple[str, str, Floats, Floats]] = []
    abandoned = (seen.outcome == Outcome.ABANDONED) | (seen.outcome == Outcome.SILENT)
    for channel in np.flatnonzero(rows.live).tolist():
        here = seen.channel == channel
        blocks.append((WAIT, rows.channels[channel], WAIT_EDGES_S, seen.wait_s[here & seen.picked_up]))
        blocks.append((WAIT_OF_ABANDONED, rows.channels[channel], WAIT_EDGES_S, seen.wait_s[here & abandoned]))
    for channel, found in first.items():
        replied, still_open = found.counted & found.replied, found.counted & ~found.replied
        blocks.append((FIRST_RESPONSE_TIME, rows.channels[channel], REPLY_EDGES_S, found.calendar_s[replied]))
        blocks.append((STILL_OPEN, rows.channels[channel], REPLY_EDGES_S, found.calendar_s[still_open]))
    times_s, chosen = took.times_s[RESOLUTION_TIME], took.chosen[RESOLUTION_TIME]
    happened = took.happened[RESOLUTION_TIME]
    for channel, name in enumerate(rows.channels):
        here = chosen & (needs.channel == channel)
        blocks.append((RESOLUTION_TIME, name, RESOLUTION_EDGES_S, times_s[here & happened]))
        blocks.append((UNRESOLVED, name, RESOLUTION_EDGES_S, times_s[here & ~happened]))
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
