"""What the targets say: in time or not, by interval of entry, by interval of the due date, and day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.kpi.attempts import Tally
from sim.kpi.period import Bools, Floats, Period
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.kpi.replies import Replies

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Judged:
    """By channel; tables of shape (channels, intervals) go by first entry (``judged``) or by due date (``due``)."""

    targeted: tuple[bool, ...]
    in_time: Floats
    judged: Floats
    due_in_time: Floats
    due: Floats
    days_met: Floats
    days: Floats
    """Days with anything to judge: live channels by day of entry, asynchronous ones by day due."""


def within(scenario: Scenario, channels: tuple[str, ...]) -> Floats:
    """Shape (channels,): each target's time in seconds, NaN for none."""
    targets = scenario.policy.targets
    return np.array([targets[name].within if name in targets else np.nan for name in channels])


def judge(
    scenario: Scenario, channels: tuple[str, ...], counted: Tally, by_channel: Mapping[int, Replies], period: Period
) -> Judged:
    """Hold attempts and tickets (``by_channel``: of the asynchronous channels) against the targets."""
    targets = scenario.policy.targets
    targeted = tuple(name in targets for name in channels)
    has_target = np.array(targeted, dtype=float)[:, None]
    in_time, judged = counted.picked_up_in_time.copy(), counted.offered * has_target
    due_in_time, due = np.zeros_like(in_time), np.zeros_like(in_time)
    for channel, tickets in by_channel.items():
        known, fell_due = tickets.judged(period), tickets.due(period)
        judged[channel] = _by_interval(tickets.opened_at, known, period)
        in_time[channel] = _by_interval(tickets.opened_at, known & tickets.in_time, period)
        due[channel] = _by_interval(tickets.due_at, fell_due, period)
        due_in_time[channel] = _by_interval(tickets.due_at, fell_due & tickets.in_time, period)
    is_ticket = np.array([index in by_channel for index in range(len(channels))])[:, None]
    met_by_day = _by_day(np.where(is_ticket, due_in_time, in_time), period)
    all_by_day = _by_day(np.where(is_ticket, due, judged), period)
    shares = np.array([targets[name].share if name in targets else 1.0 for name in channels])[:, None]
    any_that_day = all_by_day > 0
    # The rounding forgives 0.8 * 10 = 8.000000000000001, not a missed contact.
    on_target = any_that_day & (met_by_day >= shares * all_by_day - _ROUNDING)
    return Judged(
        targeted=targeted,
        in_time=in_time,
        judged=judged,
        due_in_time=due_in_time,
        due=due,
        days_met=on_target.sum(axis=1).astype(float),
        days=any_that_day.sum(axis=1).astype(float),
    )


def _by_interval(instants: Floats, which: Bools, period: Period) -> Floats:
    return np.bincount(period.interval(instants[which]), minlength=period.n_intervals).astype(float)


def _by_day(table: Floats, period: Period) -> Floats:
    return np.asarray(table.reshape(len(table), -1, period.intervals_per_day).sum(axis=2))
