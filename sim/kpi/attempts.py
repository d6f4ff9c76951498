"""The attempts of the period, counted by channel and interval of their first entry: the ground of every contact KPI.

Totals are sums over intervals, so that a chart by interval and the number under it cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.declare import SHORT_ABANDON_S
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.log import Cause, Log, Outcome


@dataclass(frozen=True)
class Attempts:
    """Attempts that entered in the period, starting backlog excluded; one element each, in the order of the log.

    ``wait_s`` ends with the agent, with giving up, with closing, or with the log.
    """

    channel: Ints
    interval: Ints
    outcome: Ints
    redial: Bools
    offered: Bools
    picked_up: Bools
    wait_s: Floats


def attempts(log: Log, period: Period) -> Attempts:
    """The attempts of a log that entered in the period."""
    contacts = log.contacts
    entered = floats(contacts["entered_at"])
    chosen = period.contains(entered) & (contacts["cause"] != Cause.BACKLOG)
    entered = entered[chosen]
    outcome = ints(contacts["outcome"][chosen])
    answered_at = floats(contacts["answered_at"])[chosen]
    ended_at = floats(contacts["ended_at"])[chosen]
    picked_up = ~np.isnan(answered_at)
    left_at = np.where(picked_up, answered_at, np.where(np.isnan(ended_at), period.log_end, ended_at))
    return Attempts(
        channel=ints(np.asarray(log.queue_channel))[ints(contacts["queue"][chosen])],
        interval=period.interval(entered),
        outcome=outcome,
        redial=np.asarray(contacts["cause"][chosen] == Cause.REDIAL),
        offered=(outcome != Outcome.BLOCKED) & (outcome != Outcome.CLOSED),
        picked_up=picked_up,
        wait_s=left_at - entered,
    )


@dataclass(frozen=True)
class Tally:
    """Counts and sums of shape (channels, intervals)."""

    attempts: Floats
    redials: Floats
    outcomes: Floats
    """Shape (outcomes, channels, intervals), by ``Outcome``."""
    offered: Floats
    picked_up: Floats
    picked_up_in_time: Floats
    abandoned_in_time: Floats
    abandoned_at_once: Floats
    delayed: Floats
    wait_s: Floats
    """of those picked up"""
    wait_all_s: Floats


def tally(seen: Attempts, within_s: Floats, n_intervals: int) -> Tally:
    """Counts by channel and interval; ``within_s`` is each channel's target time (NaN for none: nothing is in time)."""
    n_channels = len(within_s)
    shape = (n_channels, n_intervals)
    cell = seen.channel * n_intervals + seen.interval
    size = n_channels * n_intervals

    def count(which: Bools) -> Floats:
        return np.bincount(cell[which], minlength=size).reshape(shape).astype(float)

    def add_up(which: Bools) -> Floats:
        sums = np.bincount(cell[which], weights=seen.wait_s[which], minlength=size)
        return np.asarray(sums.reshape(shape), dtype=float)

    in_time = seen.wait_s <= within_s[seen.channel]
    abandoned = seen.outcome == Outcome.ABANDONED
    by_outcome = np.bincount(seen.outcome * size + cell, minlength=len(Outcome) * size)
    outcomes = by_outcome.reshape(len(Outcome), *shape).astype(float)
    attempted = outcomes.sum(axis=0)
    return Tally(
        attempts=attempted,
        redials=count(seen.redial),
        outcomes=outcomes,
        offered=attempted - outcomes[Outcome.BLOCKED] - outcomes[Outcome.CLOSED],
        picked_up=count(seen.picked_up),
        picked_up_in_time=count(seen.picked_up & in_time),
        abandoned_in_time=count(abandoned & in_time),
        abandoned_at_once=count(abandoned & (seen.wait_s <= SHORT_ABANDON_S)),
        delayed=count(seen.offered & (seen.wait_s > 0)),
        wait_s=add_up(seen.picked_up),
        wait_all_s=add_up(seen.offered),
    )
