"""How much of the presence was there for contacts: the factor that makes simulated waits and abandonment match.

Presence counts a break inside a stretch, and work that is not a call, as being there. No record tells how much that
was; but queues do. The recorded contacts are replayed against ``factor`` × the heads that were seen, and the factor is
bisected until, on average, as many give up and wait as long as in the record. Every step uses the same customers with
the same efforts and patience (common random numbers), so that the comparison moves with the factor alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.find import Findings
from sim.calibrate.replay import Week, weeks
from sim.calibrate.tally import Tally, tally_history, tally_log
from sim.calibrate.world_found import world_of

LOWEST, HIGHEST = 0.3, 1.3
"""The factors that are searched; beyond 1 more were there than calls show (their log-in without a call)."""


LATEST_DAYS = 56
"""Of a long history the last eight weeks are replayed: enough for a standard error of 1 to 2 %, and what counts now."""


@dataclass(frozen=True, slots=True)
class Availability:
    """The factor with its standard error from the spread between days, and what does not match at it.

    ``abandonment_gap`` and ``wait_gap`` are simulated over observed, less 1; their mean is what was brought to 0.
    ``tried`` lists the factors with that mean; ``at_limit`` says that no factor in the range brings it to 0.
    """

    factor: float
    standard_error: float
    abandonment_gap: float
    wait_gap: float
    tried: tuple[tuple[float, float], ...]
    replications: int
    at_limit: bool


def estimate_availability(
    findings: Findings,
    replications: int = 3,
    seed: int = 1,
    tolerance: float = 0.004,
    within_s: float = 20.0,
) -> Availability | None:
    """Bisect the factor between :data:`LOWEST` and :data:`HIGHEST` down to ``tolerance``.

    g(a) = ½ (abandoned simulated / observed + time waited simulated / observed) − 1 falls with a. The standard error is
    √(n Var_days(g_day)) / |g'(a)|. None where presence or patience cannot be seen, or nobody waited.
    """
    history = findings.history
    if history.n_days > LATEST_DAYS:
        history = history.between(history.n_days - LATEST_DAYS, history.n_days)
    channel = max(findings.channels.values(), key=lambda found: found.n_offered)
    if findings.presence is None or channel.patience is None or not channel.live:
        return None
    interval_s = channel.profile.interval_s
    observed = tally_history(history, channel.name, channel.profile.hours, interval_s, within_s)
    if observed.abandoned.sum() == 0.0 or observed.wait_s.sum() == 0.0:
        return None
    parts = list(weeks(findings, history, world_of(findings), recorded=True, within_s=within_s))
    tried: list[tuple[float, float]] = []
    by_day: dict[float, NDArray[np.float64]] = {}
    gaps: dict[float, tuple[float, float]] = {}

    def excess(factor: float) -> float:
        simulated = simulate_weeks(parts, factor, channel.name, seed, range(replications), within_s)
        of_day = observed.over(1)
        shares = [
            np.mean([getattr(run.over(1), name) for run in simulated], axis=0) - getattr(of_day, name)
            for name in ("abandoned", "wait_s")
        ]
        totals = float(observed.abandoned.sum()), float(observed.wait_s.sum())
        by_day[factor] = 0.5 * (shares[0] / totals[0] + shares[1] / totals[1])
        gaps[factor] = float(shares[0].sum() / totals[0]), float(shares[1].sum() / totals[1])
        tried.append((factor, float(by_day[factor].sum())))
        return tried[-1][1]

    low, high = LOWEST, HIGHEST
    at_limit = excess(high) > 0.0 or excess(low) < 0.0
    while not at_limit and high - low > tolerance:
        middle = (low + high) / 2.0
        low, high = (middle, high) if excess(middle) > 0.0 else (low, middle)
    factor = min(tried, key=lambda pair: abs(pair[1]))[0]
    slope = _slope(tried, factor)
    spread = math.sqrt(len(by_day[factor]) * float(np.var(by_day[factor], ddof=1))) if history.n_days > 1 else math.nan
    return Availability(
        factor=factor,
        standard_error=spread / abs(slope) if slope else math.nan,
        abandonment_gap=gaps[factor][0],
        wait_gap=gaps[factor][1],
        tried=tuple(tried),
        replications=replications,
        at_limit=at_limit,
    )


def simulate_weeks(
    parts: list[Week], factor: float, channel: str, seed: int, replications: Iterable[int], within_s: float
) -> list[Tally]:
    """One tally of all days for each replication, by their numbers."""
    from sim.engine import simulate

    runs = []
    for replication in replications:
        tallies = []
        for part in parts:
            log = simulate(part.with_availability(factor), seed, replication)
            tallies.append(tally_log(log, channel, part.n_days, part.interval_s, within_s))
        runs.append(stacked(tallies))
    return runs


def stacked(tallies: list[Tally]) -> Tally:
    """The days of several tallies one after another."""
    return Tally(*(np.concatenate([getattr(tally, name) for tally in tallies]) for name in Tally.__slots__))


def _slope(tried: list[tuple[float, float]], factor: float) -> float:
    """The least-squares slope of g around ``factor`` through the tried factors within 0.1 of it; 0 if they are one.

    Σ (a − ā)(g − ḡ) / Σ (a − ā)², over all that were tried where only one is near.
    """
    near = [pair for pair in tried if abs(pair[0] - factor) <= 0.1]
    points = np.array(near if len(near) > 1 else tried)
    centred = points - points.mean(axis=0)
    square = float(centred[:, 0] @ centred[:, 0])
    return float(centred[:, 0] @ centred[:, 1]) / square if square > 0.0 else 0.0
