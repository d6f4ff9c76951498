"""What is concluded from the world as assumed, in how many other worlds it holds, and what overturns it.

As assumed, the difference of two options has a paired interval over replications; its sign is the conclusion. A sampled
world is played with few replications, so its interval takes the spread between replications from a law fitted to all
worlds of the screen (:mod:`.spread`): difference +- t s / sqrt(m). The world *agrees* if that interval excludes 0 on
the same side, *turns* the conclusion if it excludes 0 on the other, and is *open* otherwise: what few replications
cannot tell. Beside the share that agrees stands the share of differences that merely lie on the same side.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.study.precision import student
from sim.study.sensitivity.spread import Spread

Floats = NDArray[np.float64]

NEARLY_ALL = 0.95
"""A conclusion survives if at least this share of worlds agrees and none turns it; it keeps its sign if at least this
share lies on the same side and none turns it (assumed)."""

MOST = 0.80
"""It mostly holds if at least this share lies on the same side and fewer than :data:`FEW` turn it (assumed)."""

FEW = 0.05

Verdict = Literal["survives", "keeps its sign", "mostly holds", "depends", "open as assumed"]


class Conclusion(NamedTuple):
    """One outcome: as assumed (difference, interval, sign), and over worlds (shares that agree, are open, turn it).

    ``same`` is the share on the same side, beyond chance or not. ``least`` and ``most`` are the extreme differences of
    all worlds; ``overturns`` is the index of the coefficient that tells the worlds that do not agree best from those
    that do, -1 if there is none, and ``towards`` 1 where its high end does it, -1 where its low end does.
    """

    difference: float
    low: float
    high: float
    sign: int
    worlds: int
    agrees: float
    open: float
    turns: float
    same: float
    least: float
    most: float
    verdict: Verdict
    overturns: int
    towards: int


def concluded(
    as_assumed: Floats, points: Floats, differences: Floats, replications: int, spread: Spread, confidence: float = 0.95
) -> Conclusion:
    """The conclusion on one outcome.

    ``as_assumed`` (m,): the difference by replication in the world as assumed. ``points`` (w, d) of the unit cube and
    ``differences`` (w,): the sampled worlds, each a mean over ``replications``.
    """
    as_assumed = as_assumed[np.isfinite(as_assumed)]  # a replication with nothing to measure says nothing
    m = len(as_assumed)
    mean = float(as_assumed.mean()) if m else math.nan
    half = student(confidence, m - 1) * float(as_assumed.std(ddof=1)) / math.sqrt(m) if m > 1 else math.nan
    sign = 0 if not abs(mean) > half else int(math.copysign(1, mean))
    within = student(confidence, spread.degrees) * np.sqrt(spread.variance(differences) / replications)
    signs = np.where(np.abs(differences) > within, np.sign(differences), 0.0)  # open too where the spread is not known
    known = np.isfinite(differences)
    worlds = int(known.sum())
    agree = known & (signs == sign)
    turn = known & (signs == -sign) & (sign != 0)
    unsure = known & ~agree & ~turn
    side = known & (np.sign(differences) == sign) & (sign != 0)
    agrees, turns, undecided, same = (float(one.sum()) / max(worlds, 1) for one in (agree, turn, unsure, side))
    overturns, towards = culprit(points[known], ~agree[known])
    return Conclusion(
        mean, mean - half, mean + half, sign, worlds, agrees, undecided, turns, same,
        float(np.nanmin(differences)) if worlds else math.nan, float(np.nanmax(differences)) if worlds else math.nan,
        verdict(sign, agrees, same, turns), overturns, towards,
    )  # fmt: skip


def verdict(sign: int, agrees: float, same: float, turns: float) -> Verdict:
    """The word for a conclusion by the shares of worlds that agree, that lie on the same side, and that turn it."""
    if sign == 0:
        return "open as assumed"
    if turns == 0.0 and same >= NEARLY_ALL:
        return "survives" if agrees >= NEARLY_ALL else "keeps its sign"
    return "mostly holds" if same >= MOST and turns < FEW else "depends"


def culprit(points: Floats, against: NDArray[np.bool_]) -> tuple[int, int]:
    """The coordinate whose mean differs most between worlds against a conclusion and the others, and which way.

    In standard errors of the difference of the two means; (-1, 0) where all worlds are of one kind, or no coordinate
    differs by more than chance would make the most different of so many differ (Bonferroni, 5 %).
    """
    n, others = int(against.sum()), int((~against).sum())
    if n < 2 or others < 2 or points.shape[1] == 0:
        return -1, 0
    gap = points[against].mean(axis=0) - points[~against].mean(axis=0)
    error = np.sqrt(points[against].var(axis=0, ddof=1) / n + points[~against].var(axis=0, ddof=1) / others)
    score = np.abs(gap) / np.where(error > 0, error, np.inf)
    score = np.where((error == 0) & (gap != 0), np.inf, score)
    best = int(np.argmax(score))
    enough = student(1.0 - 0.05 / points.shape[1], n + others - 2)
    return (best, int(math.copysign(1, gap[best]))) if score[best] > enough else (-1, 0)
