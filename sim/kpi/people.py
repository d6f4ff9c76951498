"""How the agents' time was spent: on contacts, on queue, off queue; and what their work on a contact took.

An agent works on one contact at a time, and only while on queue, in overtime, or finishing before a pause; so time with
a contact is the sum of the touches, and never more than the time on queue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.declare import TOO_BUSY
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.log import Duty, Log, TouchEnd
from sim.scenario import Scenario
from sim.units import HOUR_S

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Hours:
    """Seconds in the period; tables of shape (teams, intervals), the paid ones of shape (teams,)."""

    busy: Floats
    planned: Floats
    """on queue inside the shift"""
    overtime: Floats
    finishing: Floats
    """finishing a contact when a pause should have begun"""
    paid: Floats
    """paid duty without overtime; what heads are paid beside their time on queue included"""
    paid_overtime: Floats
    paid_on_queue: Floats
    """paid time on queue, overtime and finishing included"""

    @property
    def on_queue(self) -> Floats:
        """Planned time on queue + overtime + finishing: all the time in which an agent may be with a contact."""
        return self.planned + self.overtime + self.finishing


def hours(log: Log, scenario: Scenario, period: Period) -> Hours:
    """The agents' time by team and interval.

    A team written as heads per interval appears in the log only while on queue: its paid time is its planned time on
    queue / ``paid_share``. Shifts and rosters have their breaks, meetings and absences in the log, paid or not.
    """
    n_teams = len(log.teams)
    team = _teams(log)
    touches, duty = log.touches, log.duty
    busy = period.spread(
        floats(touches["started_at"]), floats(touches["ended_at"]), team[ints(touches["agent"])], n_teams
    )
    since, until = floats(duty["since"]), floats(duty["until"])
    duty_team, kind = team[ints(duty["agent"])], ints(duty["duty"])

    def on(which: Duty) -> Floats:
        rows = kind == which
        return period.spread(since[rows], until[rows], duty_team[rows], n_teams)

    begin, end = period.clipped(since, until)
    lasted = np.where(duty["paid"] == 1, end - begin, 0.0) if period.length_s else np.zeros(len(kind))

    def paid(rows: Bools) -> Floats:
        return np.asarray(np.bincount(duty_team[rows], weights=lasted[rows], minlength=n_teams), dtype=float)

    heads = scenario.policy.heads
    share = np.array([heads[name].paid_share if name in heads else 1.0 for name in log.teams])
    planned, late, extra = (paid(kind == which) for which in (Duty.ON_QUEUE, Duty.FINISHING, Duty.OVERTIME))
    return Hours(
        busy=busy,
        planned=on(Duty.ON_QUEUE),
        overtime=on(Duty.OVERTIME),
        finishing=on(Duty.FINISHING),
        paid=paid((kind != Duty.ON_QUEUE) & (kind != Duty.OVERTIME)) + planned / share,
        paid_overtime=extra,
        paid_on_queue=planned + late + extra,
    )


def people_rows(rows: Rows, spent: Hours) -> None:
    """Occupancy, hours too busy, utilisation, shrinkage and hours, by team."""
    busy, on_queue = spent.busy.sum(axis=1), spent.on_queue.sum(axis=1)
    paid = spent.paid + spent.paid_overtime
    rows.team_ratios("occupancy", busy, on_queue)
    staffed = spent.planned > 0
    too_busy = staffed & (spent.busy > TOO_BUSY * spent.on_queue + _ROUNDING)
    rows.team_ratios("busy_hours", too_busy.sum(axis=1), staffed.sum(axis=1))
    rows.team_ratios("utilisation", busy, paid)
    rows.team_ratios("shrinkage", paid - spent.paid_on_queue, paid)
    rows.team_counts("on_queue_hours", on_queue / HOUR_S)
    rows.team_counts("paid_hours", paid / HOUR_S)
    rows.team_counts("overtime_hours", spent.overtime.sum(axis=1) / HOUR_S)


def handling_rows(rows: Rows, log: Log, period: Period) -> None:
    """Handle time and its parts: work of all finished touches that began in the period, over contacts finished by them.

    The work of a contact that changed hands or went back to its queue thus counts whole, on the contact's channel.
    """
    touches = log.touches
    chosen = (touches["end"] != TouchEnd.OPEN) & (floats(touches["started_at"]) >= period.starts_at)
    channel = ints(np.asarray(log.queue_channel))[ints(touches["queue"][chosen])]
    n_channels = len(log.channels)
    done = np.bincount(channel[touches["end"][chosen] == TouchEnd.DONE], minlength=n_channels)
    parts = {
        kpi: np.bincount(channel, weights=floats(touches[column])[chosen], minlength=n_channels)
        for kpi, column in (("talk_time", "talk_s"), ("hold_time", "hold_s"), ("after_call_time", "after_call_s"))
    }
    rows.ratios("handle_time", sum(parts.values()), done)
    for kpi, seconds in parts.items():
        rows.ratios(kpi, seconds, done)


def _teams(log: Log) -> Ints:
    """Team of each agent number."""
    numbers = ints(log.agents["agent"])
    team = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.int64)
    team[numbers] = ints(log.agents["team"])
    return team
