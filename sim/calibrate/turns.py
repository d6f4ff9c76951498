"""Whose turn it was: topics that are answered later than their place in the queue, and by how many seconds.

Two contacts wait together, the earlier of topic k, the later of another. Served first come, first served, the earlier
is answered first. If the queue counts the others as having waited H seconds longer, the later is answered first while
it came less than H after the earlier. So the share of pairs that were overtaken, by the time between their arrivals,
steps from 1 to 0 at H. Left out: several classes of different H (one step is found), and topics that only some agents
answer, which look like a blurred step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

AT_LEAST = 100
"""Fewer pairs do not tell a topic's turn (assumed)."""

HELD_BACK_SHARE = 2 / 3
"""A topic is held back when at least this share of its pairs before the step were overtaken (assumed)."""

LONGEST_S = 3600.0
"""Pairs further apart than this are not looked for."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Topics that are held back, the seconds that the others are ahead of them, and the evidence.

    ``pairs`` of a held-back contact and a later one of the others waited together; ``overtaken_within`` of those less
    than ``ahead_s`` apart were overtaken, and ``overtaken_beyond`` of the rest. ``otherwise`` is the share of pairs of
    the others among themselves that were overtaken: 0 where they are served in order.
    """

    held_back: tuple[str, ...]
    ahead_s: float
    pairs: int
    overtaken_within: float
    overtaken_beyond: float
    otherwise: float


def turns(history: History, channel: str) -> Turns | None:
    """The topics of a channel that are held back; None where there are none, or too few waited together."""
    contacts = history.contacts[history.contacts["outcome"].isin(("answered", "abandoned"))]
    contacts = contacts[(contacts["channel"] == channel) & (contacts["wait_s"] > 0.0)]
    topic = contacts["topic"].to_numpy().astype(np.str_)
    if history.mapping.nature == "tickets" or len(np.unique(topic)) < 2:
        return None
    entered = contacts["queue_entered_at"].to_numpy()
    answered = (contacts["outcome"] == "answered").to_numpy()
    earlier, later, apart, overtaken = pairs(entered, entered + contacts["wait_s"].to_numpy(), answered)
    held_back = []
    for name in np.unique(topic):
        rows = (topic[earlier] == name) & (topic[later] != name)
        rows &= apart < step_at(apart[rows], overtaken[rows])
        if name and np.count_nonzero(rows) >= AT_LEAST and overtaken[rows].mean() >= HELD_BACK_SHARE:
            held_back.append(str(name))
    behind = np.isin(topic, held_back)
    rows = behind[earlier] & ~behind[later]
    rest = ~behind[earlier] & ~behind[later]
    if not held_back or np.count_nonzero(rows) < AT_LEAST:
        return None
    ahead_s = step_at(apart[rows], overtaken[rows])
    within = rows & (apart < ahead_s)
    beyond = rows & (apart >= ahead_s)
    return Turns(
        held_back=tuple(held_back),
        ahead_s=ahead_s,
        pairs=int(np.count_nonzero(rows)),
        overtaken_within=_share(overtaken[within]),
        overtaken_beyond=_share(overtaken[beyond]),
        otherwise=_share(overtaken[rest]),
    )


def pairs(
    entered: Floats, left: Floats, answered: Mask
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, NDArray[np.bool_]]:
    """Pairs that waited together until one of them was answered: earlier, later, seconds apart, whether overtaken.

    Inputs have shape (n,); the first two outputs are indices into them.
    """
    order = np.argsort(entered, kind="stable")
    start, end, served = entered[order], left[order], answered[order]
    reach = min(LONGEST_S, float((end - start).max())) if len(start) else 0.0
    first: list[NDArray[np.int64]] = []
    second: list[NDArray[np.int64]] = []
    for late in range(len(start)):
        early = np.arange(np.searchsorted(start, start[late] - reach), late)
        early = early[(end[early] > start[late]) & (start[early] < start[late])]
        passed = end[late] < end[early]
        known = np.where(passed, served[late], served[early]) & (end[late] != end[early])
        first.append(early[known])
        second.append(np.full(np.count_nonzero(known), late))
    earlier = np.concatenate(first) if first else np.empty(0, dtype=np.int64)
    later = np.concatenate(second) if second else np.empty(0, dtype=np.int64)
    return order[earlier], order[later], start[later] - start[earlier], end[later] < end[earlier]


def step_at(apart_s: Floats, overtaken: Mask) -> float:
    """The H that misjudges the fewest pairs when those less than H apart are expected to be overtaken, to 10 s."""
    order = np.argsort(apart_s, kind="stable")
    steps = np.concatenate([[0], np.cumsum(np.where(overtaken[order], 1, -1))])
    best = int(np.argmax(steps))
    return float(10.0 * round(float(apart_s[order[best - 1]]) / 10.0)) if best else 0.0


def _share(overtaken: Mask) -> float:
    return float(overtaken.mean()) if len(overtaken) else 0.0
