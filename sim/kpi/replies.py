"""First replies on asynchronous channels: how long they took on both clocks, when they were due, and who was in time.

A ticket is due when its clock has run the target's time. What becomes urgent before its reply is due when the clock,
with all that it has run so far, has run the urgent time; not before it became urgent, and never later than without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.clock.hours import after_business_seconds
from sim.kpi.chains import channels, reached
from sim.kpi.judge import Judged
from sim.kpi.period import Bools, Floats, Period, floats
from sim.kpi.rows import Rows
from sim.kpi.survival_rows import by_channel, survival_rows
from sim.kpi.tickets import Tickets, business, openings_around
from sim.log import Cause, Log, Outcome
from sim.policy import Target
from sim.scenario import Scenario


@dataclass(frozen=True)
class Replies:
    """One element a ticket of the channel; clocks run to the reply, to giving up, or to the end of the log."""

    counted: Bools
    opened_at: Floats
    replied: Bools
    calendar_s: Floats
    business_s: Floats
    due_at: Floats
    """NaN without a target"""
    in_time: Bools

    def judged(self, period: Period) -> Bools:
        """Counted tickets that fell due by the end of the log, so that it is known whether they were in time."""
        return self.counted & (self.due_at <= period.log_end)

    def due(self, period: Period) -> Bools:
        """Tickets that fell due in the period, whenever they came."""
        return period.contains(self.due_at)


def replies(found: Tickets, log: Log, scenario: Scenario, period: Period, channel: int) -> Replies:
    """The first replies of an asynchronous channel (its index in ``log.channels``)."""
    name = log.channels[channel]
    here = found.channel == channel
    opened_at, replied_at = found.opened_at[here], found.replied_at[here]
    replied = ~np.isnan(replied_at)
    given_up = np.where(np.isnan(found.closed_at[here]), period.log_end, found.closed_at[here])
    until = np.where(replied, replied_at, given_up)
    openings = openings_around(scenario, scenario.policy.channels[name].open, opened_at, period)
    clocks = {"calendar": until - opened_at, "business": business(openings, opened_at, until)}
    due_at, in_time = np.full_like(opened_at, np.nan), np.zeros(len(opened_at), dtype=bool)
    target = scenario.policy.targets.get(name)
    if target is not None:
        # What became urgent after its reply was never due as such.
        switched = np.where(replied & (replied_at <= found.urgent_at[here]), np.nan, found.urgent_at[here])
        allowed_s = _allowed(target, opened_at, switched, openings)
        due_at = _due(target, opened_at, switched, allowed_s, openings)
        in_time = replied & (clocks[target.clock] <= allowed_s)
    return Replies(found.counted[here], opened_at, replied, clocks["calendar"], clocks["business"], due_at, in_time)


def _allowed(target: Target, opened_at: Floats, switched: Floats, openings: Floats) -> Floats:
    """What each ticket's clock may show at its reply; ``switched``: when it became urgent, NaN for never."""
    usual = np.full_like(opened_at, target.within)
    if target.urgent_within is None:
        return usual
    ran = business(openings, opened_at, switched) if target.clock == "business" else switched - opened_at
    return np.fmin(usual, np.maximum(target.urgent_within, ran))


def _due(target: Target, opened_at: Floats, switched: Floats, allowed_s: Floats, openings: Floats) -> Floats:
    if target.clock == "calendar":
        return opened_at + allowed_s
    due_at = after_business_seconds(openings, opened_at, allowed_s)
    # Became urgent while closed, with more open time behind it than is allowed: due at once, not before.
    return np.where(allowed_s < target.within, np.fmax(due_at, switched), due_at)


def reply_rows(rows: Rows, first: Mapping[int, Replies], judged: Judged) -> None:
    """First response time on both clocks, and SLA attainment."""
    for kpi, clock in (("first_response_time", "calendar_s"), ("first_response_time_business", "business_s")):
        survival_rows(
            rows,
            kpi,
            {
                channel: (getattr(found, clock)[found.counted], found.replied[found.counted])
                for channel, found in first.items()
            },
        )
    rows.ratios("sla_attainment", judged.due_in_time.sum(axis=1), judged.due.sum(axis=1), judged.targeted)


def start_rows(rows: Rows, log: Log, period: Period) -> None:
    """What became of those already waiting at the start; with a warm-up they came before the period: no contacts."""
    contacts = log.contacts
    chosen = np.asarray(contacts["cause"] == Cause.BACKLOG) & (not period.warmed_up)
    channel, n_channels = channels(log), len(log.channels)
    entered, answered_at = floats(contacts["entered_at"]), floats(contacts["answered_at"])
    answered = contacts["outcome"] == Outcome.ANSWERED
    counts = np.bincount(channel[chosen], minlength=n_channels)
    rows.counts("backlog_start", counts)
    rows.ratios("backlog_start_answered", np.bincount(channel[chosen & answered], minlength=n_channels), counts)
    # On a live channel the wait ends with the agent, or is cut short by giving up; on the others, with the reply.
    ended = floats(contacts["ended_at"])
    live = rows.live[channel]
    came = np.where(live, reached(log), answered)
    until = np.where(live & came, answered_at, np.where(np.isnan(ended), period.log_end, ended))
    times = by_channel(channel, until - entered, came, chosen, n_channels)
    survival_rows(rows, "backlog_start_wait", times)
