"""What a difference amounts to, in words: better, worse, no difference that matters, or cannot tell yet.

The words read the adjusted interval of the difference, and delta, the smallest difference that matters:

    all of it within [-delta, delta]    no difference that matters
    all of it above 0                   better, where more is better; worse, where less is
    all of it below 0                   the other way round
    otherwise                           cannot tell yet (n more replications would)

A KPI of which neither more nor less is better (how many contacts came, how full the days are) is higher or lower.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from sim.study.paired import Difference
from sim.study.precision import FIRST, MOST, replications_for

BETTER = "better"
WORSE = "worse"
HIGHER = "higher"
LOWER = "lower"
SAME = "no difference that matters"
OPEN = "cannot tell yet"
NOTHING = "not measured"
"""In one of the two there was nothing to measure: no replies, no tickets due."""

MATTERS = {
    "abandonment": 0.005,
    "abandonment_long": 0.005,
    "days_on_target": 0.02,
    "busy_hours": 0.02,
    "contacts_per_issue": 0.01,
}
"""Smallest differences that matter by KPI, in the KPI's unit, where ``study.matters`` names none (assumed)."""

MATTERS_SHARE = 0.01
"""Of any other share: one percentage point (assumed)."""

MATTERS_TIME = (1.0, 0.05)
"""Of a time: 5 % of the base's, at least 1 s (assumed)."""

MATTERS_REST = 0.01
"""Of counts, hours and money: 1 % of the base's (assumed)."""


class Verdict(NamedTuple):
    """The words, and how many more replications would probably tell (0 where it is told, -1 where none would do)."""

    words: str
    more_replications: int


def matters(kpi: str, unit: str, base: float, given: Mapping[str, float]) -> float:
    """The smallest difference of a KPI that matters, in its unit: as given, or else the declared default."""
    if kpi in given:
        return given[kpi]
    if kpi in MATTERS:
        return MATTERS[kpi]
    if unit == "share":
        return MATTERS_SHARE
    size = abs(base) if math.isfinite(base) else 0.0
    if unit == "s":
        return max(MATTERS_TIME[0], MATTERS_TIME[1] * size)
    return MATTERS_REST * size


def verdict(
    found: Difference, delta: float, better: str | None, confidence: float = 0.95, comparisons: int = 1
) -> Verdict:
    """The words for a difference; ``better`` is "higher", "lower" or None, ``delta`` >= 0 in the KPI's unit."""
    low, high = found.adjusted_low, found.adjusted_high
    if math.isnan(found.difference):
        return Verdict(NOTHING, -1)
    if math.isnan(low):
        return _open(max(1, FIRST - found.n))
    if low >= -delta and high <= delta:
        return Verdict(SAME, 0)
    if low > 0 or high < 0:
        return Verdict(_direction(low > 0, better), 0)
    return _open(_more(found, delta, confidence, comparisons))


def _direction(up: bool, better: str | None) -> str:
    if better is None:
        return HIGHER if up else LOWER
    return BETTER if up == (better == "higher") else WORSE


def _more(found: Difference, delta: float, confidence: float, comparisons: int) -> int:
    """Replications to add so that, if difference and spread stay as they are, the interval would tell.

    It tells when its half-width is below |difference| (0 is outside) or at most delta - |difference| (all inside).
    """
    gap = abs(found.difference)
    needed = replications_for(found.spread, max(gap, delta - gap), 1 - (1 - confidence) / max(comparisons, 1))
    return -1 if needed > MOST else max(1, needed - found.n)


def _open(more: int) -> Verdict:
    if more < 0:
        return Verdict(f"{OPEN} (too close for any number of replications)", -1)
    return Verdict(f"{OPEN} ({more} more {'replication' if more == 1 else 'replications'} would)", more)
