"""From a log to its KPIs: the log and the scenario's targets, calendar and prices are all that is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.attempts import attempts, tally
from sim.kpi.backlog import backlog_rows, open_seconds
from sim.kpi.histograms import histograms
from sim.kpi.judge import judge, within
from sim.kpi.money import money_rows
from sim.kpi.people import handling_rows, hours, people_rows
from sim.kpi.period import Floats, Period, floats, ints
from sim.kpi.replies import issue_rows, reply_rows, start_rows
from sim.kpi.rows import Rows, Table
from sim.kpi.series import series
from sim.kpi.service import queue_rows, service_rows
from sim.kpi.tickets import tickets
from sim.log import Log, Outcome
from sim.scenario import Scenario


@dataclass(frozen=True)
class Measured:
    """Three tables of columns of equal length.

    ``kpis``: kpi, channel, team, value, num, den, n, unit ('' is all channels, or no team in particular).
    ``series``: kpi, channel, team, interval, num, den, by calendar interval of the horizon.
    ``histograms``: kpi, channel, low, high, count, with bins (low, high].
    """

    kpis: Table
    series: Table
    histograms: Table

    def value(self, kpi: str, channel: str = "", team: str = "") -> float:
        """One number of the table ``kpis``; ``KeyError`` if there is no such row."""
        table = self.kpis
        row = np.flatnonzero((table["kpi"] == kpi) & (table["channel"] == channel) & (table["team"] == team))
        if not len(row):
            raise KeyError((kpi, channel, team))
        return float(table["value"][row[0]])


def measure(log: Log, scenario: Scenario, warm_up_s: float = 0.0) -> Measured:
    """Every KPI of a log, without what happened in the first ``warm_up_s`` seconds.

    Contacts count if they entered in the period; what becomes of them counts up to the end of the log, drained time
    included. Time averages, hours and money end with the last day.
    """
    period = Period.of(log, scenario, warm_up_s)
    live = tuple(scenario.policy.channels[name].kind == "live" for name in log.channels)
    rows = Rows(log.channels, live, log.teams, scenario.world.prices.currency)
    seen = attempts(log, period)
    counted = tally(seen, within(scenario, log.channels), period.n_intervals)
    by_channel = {index: tickets(log, scenario, period, index) for index, is_live in enumerate(live) if not is_live}
    judged = judge(scenario, log.channels, counted, by_channel, period)
    spent = hours(log, scenario, period)
    open_s = open_seconds(by_channel, len(log.channels), period)
    waiting_s = waiting_seconds(log, period)

    service_rows(rows, seen, counted, judged)
    queue_rows(rows, waiting_s, period)
    handling_rows(rows, log, period)
    reply_rows(rows, by_channel, judged)
    issue_rows(rows, log, period)
    backlog_rows(rows, by_channel, open_s, period)
    start_rows(rows, log, period)
    people_rows(rows, spent)
    money_rows(rows, log, scenario, spent, period)
    return Measured(
        kpis=rows.table(),
        series=series(rows, counted, judged, spent, waiting_s, open_s, period),
        histograms=histograms(rows, seen, by_channel),
    )


def waiting_seconds(log: Log, period: Period) -> Floats:
    """Shape (channels, intervals): contact-seconds between entry and the agent (or leaving), whoever they are."""
    contacts = log.contacts
    queued = (contacts["outcome"] != Outcome.BLOCKED) & (contacts["outcome"] != Outcome.CLOSED)
    answered_at = floats(contacts["answered_at"])[queued]
    left_at = np.where(np.isnan(answered_at), floats(contacts["ended_at"])[queued], answered_at)
    channel = ints(np.asarray(log.queue_channel))[ints(contacts["queue"][queued])]
    return period.spread(floats(contacts["entered_at"])[queued], left_at, channel, len(log.channels))
