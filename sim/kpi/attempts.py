"""The attempts of the period, counted by channel and interval of their first entry: the ground of every contact KPI.

Totals are sums over intervals, so that a chart by interval and the number under it cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.chains import IS_ATTEMPT, channels, reached
from sim.kpi.declare import SHORT_ABANDON_S
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.log import Cause, Log, Outcome


@dataclass(frozen=True)
class Attempts:
    """Attempts that entered in the period; one element each, in the order of the log.

    ``wait_s`` ends with the agent, with giving up, with closing, or with the log.
    """

    channel: Ints
    interval: Ints
    outcome: Ints
    offered: Bools
    picked_up: Bools
    wait_s: Floats
    opened_s: Floats
    """from entry until an agent opened the chat or took the contact, the customer gone or not; NaN if none did"""


def attempts(log: Log, period: Period) -> Attempts:
    """The attempts of a log that entered in the period."""
    contacts = log.contacts
    entered = floats(contacts["entered_at"])
    chosen = period.contains(entered) & IS_ATTEMPT[ints(contacts["cause"])]
    entered = entered[chosen]
    outcome = ints(contacts["outcome"][chosen])
    answered_at = floats(contacts["answered_at"])[chosen]
    ended_at = floats(contacts["ended_at"])[chosen]
    picked_up = reached(log)[chosen]
    left_at = np.where(picked_up, answered_at, np.where(np.isnan(ended_at), period.log_end, ended_at))
    return Attempts(
        channel=channels(log)[chosen],
        interval=period.interval(entered),
        outcome=outcome,
        offered=~np.isin(outcome, (Outcome.BLOCKED, Outcome.CLOSED, Outcome.MESSAGE)),
        picked_up=picked_up,
        wait_s=left_at - entered,
        opened_s=answered_at - entered,
    )


@dataclass(frozen=True)
class Tally:
    """Counts and sums of shape (channels, intervals)."""

    attempts: Floats
    outcomes: Floats
    """Shape (outcomes, channels, intervals), by ``Outcome``."""
    causes: Floats
    """Shape (causes, channels, intervals), by ``Cause``: every row that entered in the period, attempt or not."""
    offered: Floats
    abandoned: Floats
    """silently or not"""
    picked_up: Floats
    picked_up_in_time: Floats
    shown_in_time: Floats
    """as a system sees it: chats that an agent opened in time, dead ones too"""
    abandoned_in_time: Floats
    abandoned_at_once: Floats
    delayed: Floats
    wait_s: Floats
    """of those picked up"""
    called_back_s: Floats
    """of those called back"""
    wait_all_s: Floats


def tally(log: Log, seen: Attempts, within_s: Floats, period: Period) -> Tally:
    """Counts by channel and interval; ``within_s`` is each channel's target time (NaN for none: nothing is in time)."""
    n_channels, n_intervals = len(within_s), period.n_intervals
    shape = (n_channels, n_intervals)
    size = n_channels * n_intervals
    cell = seen.channel * n_intervals + seen.interval

    def count(which: Bools) -> Floats:
        return np.bincount(cell[which], minlength=size).reshape(shape).astype(float)

    def add_up(which: Bools) -> Floats:
        sums = np.bincount(cell[which], weights=seen.wait_s[which], minlength=size)
        return np.asarray(sums.reshape(shape), dtype=float)

    within = within_s[seen.channel]
    in_time = seen.wait_s <= within
    silent, called_back = seen.outcome == Outcome.SILENT, seen.outcome == Outcome.CALLED_BACK
    abandoned = (seen.outcome == Outcome.ABANDONED) | silent
    by_outcome = np.bincount(seen.outcome * size + cell, minlength=len(Outcome) * size)
    outcomes = by_outcome.reshape(len(Outcome), *shape).astype(float)
    return Tally(
        attempts=outcomes.sum(axis=0),
        outcomes=outcomes,
        causes=by_cause(log, n_channels, period),
        offered=count(seen.offered),
        abandoned=count(abandoned),
        picked_up=count(seen.picked_up),
        picked_up_in_time=count(seen.picked_up & in_time & ~called_back),
        shown_in_time=count((seen.picked_up & in_time & ~called_back) | (silent & (seen.opened_s <= within))),
        abandoned_in_time=count(abandoned & in_time),
        abandoned_at_once=count(abandoned & (seen.wait_s <= SHORT_ABANDON_S)),
        delayed=count(seen.offered & (seen.wait_s > 0)),
        wait_s=add_up(seen.picked_up),
        called_back_s=add_up(called_back),
        wait_all_s=add_up(seen.offered),
    )


def by_cause(log: Log, n_channels: int, period: Period) -> Floats:
    """Shape (causes, channels, intervals): rows that entered in the period, by why they did."""
    entered = floats(log.contacts["entered_at"])
    chosen = period.contains(entered)
    line = ints(log.contacts["cause"])[chosen] * n_channels + channels(log)[chosen]
    shape = (len(Cause), n_channels, period.n_intervals)
    cell = line * period.n_intervals + period.interval(entered[chosen])
    return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape).astype(float)
