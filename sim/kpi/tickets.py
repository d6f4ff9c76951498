"""Asynchronous tickets of one channel: when they came, when the reply was sent, and what the two clocks said.

All tickets of the channel are here, the starting backlog and the warm-up too: a ticket that came before the period can
fall due in it, and lies open in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import OpenHours
from sim.clock.hours import after_business_seconds, business_seconds
from sim.kpi.period import Bools, Floats, Period, floats, ints
from sim.log import Cause, Log, Outcome
from sim.policy import Target
from sim.scenario import Scenario
from sim.units import DAY_S


@dataclass(frozen=True)
class Tickets:
    """One element a ticket; clocks run to the reply, or to the end of the log where there was none."""

    entered_at: Floats
    ended_at: Floats
    """the reply was sent; NaN if it was not"""
    counted: Bools
    """entered in the period, and not part of the starting backlog"""
    replied: Bools
    calendar_s: Floats
    business_s: Floats
    due_at: Floats
    """NaN without a target"""
    in_time: Bools
    """replied, and the target's clock had run at most its time"""

    def judged(self, period: Period) -> Bools:
        """Counted tickets that fell due by the end of the log, so that it is known whether they were in time."""
        return self.counted & (self.due_at <= period.log_end)

    def due(self, period: Period) -> Bools:
        """Tickets that fell due in the period, whenever they came."""
        return period.contains(self.due_at)


def tickets(log: Log, scenario: Scenario, period: Period, channel: int) -> Tickets:
    """The tickets of an asynchronous channel (its index in ``log.channels``)."""
    name = log.channels[channel]
    here = ints(np.asarray(log.queue_channel))[ints(log.contacts["queue"])] == channel
    entered = floats(log.contacts["entered_at"])[here]
    ended = floats(log.contacts["ended_at"])[here]
    replied = (log.contacts["outcome"][here] == Outcome.ANSWERED) & ~np.isnan(ended)
    until = np.where(replied, ended, period.log_end)
    openings = openings_around(scenario, scenario.policy.channels[name].open, entered, period)
    calendar_s = until - entered
    business_s = business_seconds(openings, until) - business_seconds(openings, entered)
    target = scenario.policy.targets.get(name)
    due_at, in_time = _against(target, entered, openings, calendar_s, business_s, replied)
    return Tickets(
        entered_at=entered,
        ended_at=np.where(replied, ended, np.nan),
        counted=period.contains(entered) & (log.contacts["cause"][here] != Cause.BACKLOG),
        replied=replied,
        calendar_s=calendar_s,
        business_s=business_s,
        due_at=due_at,
        in_time=in_time,
    )


def openings_around(scenario: Scenario, hours: OpenHours, entered: Floats, period: Period) -> Floats:
    """Shape (n, 2): openings of the horizon, of the days before it back to the oldest ticket, and of the drained days.

    The clock of a ticket that already waited ran before time 0 too, by the same opening hours and holidays.
    """
    calendar = scenario.calendar
    before = int(np.ceil(max(-entered.min(initial=0.0), 0.0) / DAY_S))
    after = int(np.ceil(max(period.log_end - calendar.horizon_s, 0.0) / DAY_S))
    if not before and not after:
        return calendar.openings(hours)
    # Not with_values: days beyond the limit of a setting are fine here, and nobody sees this calendar.
    longer = calendar.model_copy(update={"start": calendar.date(-before), "days": calendar.days + before + after})
    return longer.openings(hours) - before * DAY_S


def _against(
    target: Target | None, entered: Floats, openings: Floats, calendar_s: Floats, business_s: Floats, replied: Bools
) -> tuple[Floats, Bools]:
    if target is None:
        return np.full_like(entered, np.nan), np.zeros(len(entered), dtype=bool)
    if target.clock == "business":
        return after_business_seconds(openings, entered, target.within), replied & (business_s <= target.within)
    return entered + target.within, replied & (calendar_s <= target.within)
