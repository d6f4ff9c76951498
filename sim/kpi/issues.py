"""Issues: how they ended, how long they took, and whether the first contact was enough.

An issue counts on the channel of its first contact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.chains import IS_INBOUND
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.kpi.survival_rows import by_channel, survival_rows
from sim.kpi.tickets import business, openings_around
from sim.log import Cause, End, Log, Result, SessionEnd, SessionKind, Status, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S

ENDS: dict[str, End] = {f"issues_{end.name.lower()}": end for end in End}
"""KPIs that count issues by their end."""

SOLVED = (End.RESOLVED, End.SILENT, End.NO_REPLY)
"""Ends that the desk takes for a solution."""

WINDOWS = {"fcr_1d": 1, "fcr_7d": 7, "fcr_30d": 30}
"""Days within which a further contact counts against the first."""


@dataclass(frozen=True)
class Issues:
    """One element an issue."""

    number: Ints
    channel: Ints
    arrived_at: Floats
    counted: Bools
    """arose in the period, and is not part of the starting backlog"""
    end: Ints
    ended_at: Floats
    solved_at: Floats
    """the first solution, as far as the desk knows"""
    alone: Bools
    """ended where customers help themselves: no human and no bot ever heard of it"""


def issues(log: Log, period: Period) -> Issues:
    """The issues of a log."""
    table = log.issues
    arrived_at = floats(table["arrived_at"])
    return Issues(
        number=ints(table["issue"]),
        channel=ints(table["channel"]),
        arrived_at=arrived_at,
        counted=period.contains(arrived_at) & (table["cause"] != Cause.BACKLOG),
        end=ints(table["end"]),
        ended_at=floats(table["ended_at"]),
        solved_at=floats(table["solved_at"]),
        alone=_alone(log),
    )


def _alone(log: Log) -> Bools:
    """By issue: an article or a status page kept it from the desk for good."""
    number, sessions = log.issues["issue"], log.sessions
    itself = sessions["kind"] != SessionKind.BOT
    kept = itself & (sessions["end"] == SessionEnd.CONTAINED)
    if not kept.any():
        return np.zeros(len(number), dtype=bool)
    heard = np.concatenate([sessions["issue"][~itself], log.contacts["issue"]])
    over = np.isin(log.issues["end"], (End.RESOLVED, End.SILENT))
    return np.asarray(np.isin(number, sessions["issue"][kept]) & ~np.isin(number, heard) & over)


def end_rows(rows: Rows, needs: Issues) -> None:
    """How many issues there were, and how they ended."""
    n_channels = len(rows.channels)
    ends = np.bincount(
        needs.end[needs.counted] * n_channels + needs.channel[needs.counted], minlength=len(End) * n_channels
    ).reshape(len(End), n_channels)
    total = ends.sum(axis=0)
    rows.counts("issues", total)
    for kpi, end in ENDS.items():
        rows.counts(kpi, ends[end])
    rows.ratios("helped", ends[End.RESOLVED], total)
    rows.ratios("resolved_share", ends[End.RESOLVED], total - ends[End.OPEN])


@dataclass(frozen=True)
class Solved:
    """Seconds from the need to its solution, or to the end of the log, one element an issue; who is one to count."""

    times_s: dict[str, Floats]
    happened: dict[str, Bools]
    chosen: dict[str, Bools]


def solved(needs: Issues, log: Log, scenario: Scenario, period: Period) -> Solved:
    """The three resolution times of each issue, by KPI."""
    still_open = needs.end == End.OPEN
    last = np.isin(needs.end, SOLVED)
    first = ~np.isnan(needs.solved_at)
    until = np.where(last, needs.ended_at, period.log_end)
    in_hours = np.zeros(len(until))
    for index, name in enumerate(log.channels):
        here = needs.channel == index
        since = needs.arrived_at[here]
        openings = openings_around(scenario, scenario.policy.channels[name].open, since, period)
        in_hours[here] = business(openings, since, until[here])
    heard = needs.counted & ~needs.alone
    over = heard & (last | still_open)
    return Solved(
        times_s={
            "resolution_time": until - needs.arrived_at,
            "resolution_time_first": np.where(first, needs.solved_at, period.log_end) - needs.arrived_at,
            "resolution_time_business": in_hours,
        },
        happened={"resolution_time": last, "resolution_time_first": first, "resolution_time_business": last},
        chosen={
            "resolution_time": over,
            "resolution_time_first": heard & (first | still_open),
            "resolution_time_business": over,
        },
    )


def resolution_rows(rows: Rows, needs: Issues, took: Solved) -> None:
    """Resolution time to the last and to the first solution, and in opening hours."""
    for kpi, times_s in took.times_s.items():
        times = by_channel(needs.channel, times_s, took.happened[kpi], took.chosen[kpi], len(rows.channels))
        survival_rows(rows, kpi, times)


def first_contact_rows(rows: Rows, needs: Issues, log: Log, period: Period) -> None:
    """First contact resolution: net within each window; gross and true for seven days."""
    n_channels = len(rows.channels)
    by_agent, right = _first_solution(needs, log)
    returned_at = first_return(needs, log)
    at_first = by_agent & (returned_at > needs.solved_at)

    def count(which: Bools) -> Ints:
        return np.bincount(needs.channel[which], minlength=n_channels)

    for kpi, days in WINDOWS.items():
        early = needs.counted & ~needs.alone & (needs.arrived_at <= period.ends_at - days * DAY_S)
        alone = early & at_first & (returned_at > needs.solved_at + days * DAY_S)
        rows.ratios(kpi, count(alone), count(early))
        if days == 7:
            rows.ratios("fcr_7d_gross", count(early & at_first), count(early))
            rows.ratios("fcr_7d_true", count(alone & right), count(early))


def _first_solution(needs: Issues, log: Log) -> tuple[Bools, Bools]:
    """Whether an agent, or a bot, called each issue solved (nobody, if silence was taken for it), and truly so."""
    touches, n = log.touches, len(needs.number)
    place = np.searchsorted(needs.number, ints(touches["issue"]))
    by_then = floats(touches["started_at"]) <= needs.solved_at[place]
    by_agent = np.zeros(n, dtype=bool)
    by_agent[place[by_then & (touches["end"] == TouchEnd.DONE)]] = True
    # What the last touch before it said that settled the matter, truly or falsely; touches are in order of start.
    settled = by_then & np.isin(touches["result"], (Result.RESOLVED, Result.WRONG, Result.UNNOTICED))
    result = np.full(n, int(Result.RESOLVED))
    result[place[settled]] = touches["result"][settled]
    right = result == Result.RESOLVED
    kept = (log.sessions["end"] == SessionEnd.CONTAINED) & (log.sessions["kind"] == SessionKind.BOT)  # before touches
    by_bot = np.searchsorted(needs.number, ints(log.sessions["issue"])[kept])
    by_agent[by_bot], right[by_bot] = True, log.sessions["solved"][kept] == 1
    return by_agent, right


def first_return(needs: Issues, log: Log) -> Floats:
    """When the customer of each issue first came of their own accord again; infinity for never."""
    cause = ints(log.contacts["cause"])
    again = np.flatnonzero(IS_INBOUND[cause] & (cause != Cause.FIRST) & (cause != Cause.BACKLOG))
    returned_at = np.full(len(needs.number), np.inf)
    place = np.searchsorted(needs.number, ints(log.contacts["issue"])[again])
    np.minimum.at(returned_at, place, floats(log.contacts["entered_at"])[again])
    return returned_at


def rate_rows(rows: Rows, needs: Issues, log: Log, period: Period) -> None:
    """Recontacts, chases and escalations in the period for each issue of the period."""
    contacts, touches = log.contacts, log.touches
    n_channels = len(rows.channels)
    total = np.bincount(needs.channel[needs.counted], minlength=n_channels)

    def count(issue: Ints) -> Ints:
        return np.bincount(needs.channel[np.searchsorted(needs.number, issue)], minlength=n_channels)

    entered = period.contains(floats(contacts["entered_at"]))
    for kpi, cause in (("recontact_rate", Cause.RECONTACT), ("chase_rate", Cause.CHASE)):
        rows.ratios(kpi, count(ints(contacts["issue"])[entered & (contacts["cause"] == cause)]), total)
    up = (touches["end"] == TouchEnd.ESCALATED) & period.contains(floats(touches["started_at"]))
    rows.ratios("escalation_rate", count(ints(touches["issue"])[up]), total)


def agent_clock_rows(rows: Rows, needs: Issues, log: Log, period: Period, until: Floats) -> None:
    """Time IN_SERVICE of ended issues; ``until`` is the end of each row of statuses, NaN for the last of a ticket."""
    statuses = log.statuses
    n_channels = len(rows.channels)
    with_agent = np.asarray(statuses["status"] == Status.IN_SERVICE)
    lasted = np.where(np.isnan(until), period.log_end, until) - floats(statuses["since"])
    place = np.searchsorted(needs.number, ints(statuses["issue"]))
    spent = np.bincount(place[with_agent], weights=lasted[with_agent], minlength=len(needs.number))
    over = needs.counted & (needs.end != End.OPEN)
    over &= np.bincount(place, minlength=len(over)) > 0  # without a ticket nobody's time was kept
    rows.ratios(
        "agent_clock",
        np.bincount(needs.channel[over], weights=spent[over], minlength=n_channels),
        np.bincount(needs.channel[over], minlength=n_channels),
    )
