"""How long customers wait for the solution, pauses taken out, and whether that kept the target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock.hours import after_business_seconds, business_seconds
from sim.kpi.pausing_clock import RUNS, passes, spent, total
from sim.kpi.period import Bools, Floats, Period
from sim.kpi.rows import Rows
from sim.kpi.survival_rows import survival_rows
from sim.kpi.tickets import Stretches, Tickets, openings_around
from sim.log import Log
from sim.scenario import Scenario


@dataclass(frozen=True)
class Solutions:
    """One element a ticket of the channel: its clock at its last solution, where it stands still, or at the end."""

    counted: Bools
    """of the period, and not closed unsolved (given up, or sent to another channel)"""
    solved: Bools
    calendar_s: Floats
    business_s: Floats
    due_at: Floats
    """NaN without a target, and where it is not known yet"""
    in_time: Bools


def solutions(
    found: Tickets, stretches: Stretches, log: Log, scenario: Scenario, period: Period, channel: int
) -> Solutions:
    """The solutions of the tickets of one channel (its index in ``log.channels``)."""
    name = log.channels[channel]
    here = found.channel == channel
    n = int(np.count_nonzero(here))
    rows = stretches.of(here)
    solved_at = found.solved_at[here]
    solved = ~np.isnan(solved_at)
    unsolved = ~np.isnan(found.closed_at[here]) & ~solved
    runs = RUNS[rows.status]
    until = np.where(np.isnan(rows.until), period.log_end, rows.until)
    openings = openings_around(scenario, scenario.policy.channels[name].open, found.opened_at[here], period)
    on_calendar = spent(rows.since, until, runs)
    opened = business_seconds(openings, rows.since)
    in_hours = spent(opened, business_seconds(openings, until), runs)
    clocks = {"calendar": total(rows.ticket, on_calendar, n), "business": total(rows.ticket, in_hours, n)}
    due_at, in_time = np.full(n, np.nan), np.zeros(n, dtype=bool)
    target = scenario.policy.targets.get(name)
    if target is not None and target.solved_within is not None:
        limit_s, ran_s = target.solved_within, clocks[target.clock]
        in_time = solved & (ran_s <= limit_s)
        rest_s = np.where(in_time, limit_s - ran_s, 0.0)
        # Solved in time: due when the clock would have passed the target if it had gone on.
        if target.clock == "calendar":
            over = passes(rows.ticket, rows.since, on_calendar, limit_s, n)
            due_at = np.where(in_time, solved_at + rest_s, over)
        else:
            over = passes(rows.ticket, opened, in_hours, limit_s, n)
            from_start = np.full(n, openings[0, 0] if len(openings) else 0.0)
            due_at = np.where(
                in_time,
                after_business_seconds(openings, np.nan_to_num(solved_at), rest_s),
                np.where(np.isnan(over), np.nan, after_business_seconds(openings, from_start, np.nan_to_num(over))),
            )
    return Solutions(
        counted=found.counted[here] & ~unsolved,
        solved=solved,
        calendar_s=clocks["calendar"],
        business_s=clocks["business"],
        due_at=due_at,
        in_time=in_time,
    )


def solution_rows(rows: Rows, by_channel: dict[int, Solutions], scenario: Scenario, period: Period) -> None:
    """Requester wait on both clocks, and the solution SLA of channels with a target for it."""
    for kpi, clock in (("requester_wait", "calendar_s"), ("requester_wait_business", "business_s")):
        survival_rows(
            rows,
            kpi,
            {
                channel: (getattr(found, clock)[found.counted], found.solved[found.counted])
                for channel, found in by_channel.items()
            },
        )
    due, kept = np.zeros(len(rows.channels)), np.zeros(len(rows.channels))
    for channel, found in by_channel.items():
        fell_due = period.contains(found.due_at)
        due[channel] = np.count_nonzero(fell_due)
        kept[channel] = np.count_nonzero(fell_due & found.in_time)
    targets = scenario.policy.targets
    targeted = [name in targets and targets[name].solved_within is not None for name in rows.channels]
    rows.ratios("solution_sla", kept, due, targeted)
