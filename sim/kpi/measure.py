"""From a log to its KPIs: the log and the scenario's targets, calendar and prices are all that is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.anger import anger_rows, reading_cost, tempers
from sim.kpi.attempts import attempts, tally
from sim.kpi.authority import approval_need_rows, approval_rows, autonomy_rows, requests, supervisor_rows
from sim.kpi.bot import bot_cost, bot_rows, kept_from_queue, sessions
from sim.kpi.by_day import agents_table, days_table
from sim.kpi.chains import channels, on_line, reached
from sim.kpi.concessions import audit_cost, concession_cost, concession_rows, concessions
from sim.kpi.empathy import empathy_rows
from sim.kpi.handling import handling_rows, touch_rows
from sim.kpi.histograms import histograms
from sim.kpi.issues import agent_clock_rows, end_rows, first_contact_rows, issues, rate_rows, resolution_rows, solved
from sim.kpi.judge import judge, within
from sim.kpi.money import money_rows
from sim.kpi.people import hours, people_rows
from sim.kpi.people_costs import people_cost_rows, people_costs
from sim.kpi.period import Bools, Floats, Period, floats
from sim.kpi.places import places, trainees
from sim.kpi.replies import replies, reply_rows, start_rows
from sim.kpi.rows import Rows, Table
from sim.kpi.scopes import scopes
from sim.kpi.self_service import self_service_rows
from sim.kpi.series import series
from sim.kpi.service import queue_rows, service_rows, wait_rows
from sim.kpi.solutions import solution_rows, solutions
from sim.kpi.stock import reopen_rows, stock, stock_rows
from sim.kpi.tickets import final_status, tickets
from sim.kpi.tools import tool_costs, tool_rows
from sim.kpi.turnover import headcount_rows, turnover_rows
from sim.kpi.wear import wear_rows
from sim.log import Log, SessionKind
from sim.scenario import Scenario


@dataclass(frozen=True)
class Measured:
    """Tables of columns of equal length.

    ``kpis``: kpi, channel, team, value, num, den, n, unit ('' is all channels, or no team in particular).
    ``series``: kpi, channel, team, interval, num, den, by calendar interval of the horizon.
    ``histograms``: kpi, channel, low, high, count, with bins (low, high].
    ``days``: kpi, team, day, num, den; ``agents``: kpi, team, agent, num, den; empty where nobody is a person.
    """

    kpis: Table
    series: Table
    histograms: Table
    days: Table
    agents: Table

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
    n_channels = len(log.channels)
    where = places(log, scenario, period)
    rows = Rows(log.channels, log.teams, scenario.world.prices.currency, scopes(scenario, log.channels, log.teams))
    seen = attempts(log, period)
    counted = tally(log, seen, within(scenario, log.channels), period)
    cases, stretches = tickets(log, period)
    first = {index: replies(cases, log, scenario, period, index) for index in rows.scopes["async"]}
    judged = judge(scenario, log.channels, counted, first, period)
    learning = None if where is None else trainees(log, where)
    spent = hours(log, scenario, period, learning)
    stands = stock(cases, stretches, n_channels, period)
    waiting_s = waiting_seconds(log, rows.live, period)
    needs = issues(log, period)
    met = sessions(log, needs, period)
    price = bot_cost(met.of(SessionKind.BOT), log, scenario)
    tools = tool_costs(log, scenario, period)
    given = concessions(log, needs, period)
    gifts, audits = concession_cost(given, n_channels), audit_cost(given, scenario, n_channels)
    mood = tempers(log, period)
    reading = reading_cost(mood, scenario, n_channels)
    took = solved(needs, log, scenario, period)

    service_rows(rows, counted, judged, kept_from_queue(met, needs, n_channels))
    wait_rows(rows, seen, counted, scenario)
    queue_rows(rows, log, waiting_s, period)
    handling_rows(rows, log, period)
    reply_rows(rows, first, judged)
    if rows.scopes["tickets"]:
        last = {index: solutions(cases, stretches, log, scenario, period, index) for index in rows.scopes["tickets"]}
        solution_rows(rows, last, scenario, period)
        stock_rows(rows, stands, period)
        reopen_rows(rows, cases, stretches, period)
        agent_clock_rows(rows, needs, log, period, stretches.until)
    touch_rows(rows, log, cases, final_status(cases, stretches), period)
    start_rows(rows, log, period)
    end_rows(rows, needs)
    resolution_rows(rows, needs, took)
    first_contact_rows(rows, needs, log, period)
    rate_rows(rows, needs, log, period)
    bot_rows(rows, met, needs, log, price, period)
    self_service_rows(rows, met, needs, log, period)
    tool_rows(rows, tools)
    if rows.scopes["concession"]:
        asked = requests(log, needs, period)
        approval_rows(rows, asked)
        approval_need_rows(rows, asked, given, needs, log, period)
        concession_rows(rows, given, needs, gifts, audits)
        autonomy_rows(rows, spent, scenario)
        supervisor_rows(rows, spent, log, scenario, period)
    if rows.scopes["anger"]:
        anger_rows(rows, mood, needs, log, reading, period)
    people_rows(rows, spent, scenario)
    beside = float((price + gifts + audits + reading).sum()) + sum(tools.values())
    if where is not None and learning is not None:
        wear_rows(rows, where, log, learning, period)
        empathy_rows(rows, where, log, period)
        turnover_rows(rows, where, scenario)
        headcount_rows(rows, where)
        costs = people_costs(where, scenario, len(log.teams))
        people_cost_rows(rows, costs)
        beside += float(sum(cost.sum() for cost in costs))
    money_rows(rows, log, scenario, spent, beside, period)
    return Measured(
        kpis=rows.table(),
        series=series(rows, counted, judged, spent, waiting_s, stands, period),
        histograms=histograms(rows, seen, first, needs, took),
        days=days_table(rows, where, log, spent, period),
        agents=agents_table(rows, where, log),
    )


def waiting_seconds(log: Log, waits_on_line: Bools, period: Period) -> Floats:
    """Shape (channels, intervals): seconds of customers on the line between entry and the agent (or leaving)."""
    contacts = log.contacts
    queued = on_line(log, waits_on_line)
    left_at = np.where(reached(log), contacts["answered_at"], contacts["ended_at"])[queued]
    entered = floats(contacts["entered_at"])[queued]
    return period.spread(entered, left_at, channels(log)[queued], len(log.channels))
