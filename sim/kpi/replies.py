"""How long tickets wait for their reply and issues for their end, with what is still open counted as censored."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.kpi.censored import Survival
from sim.kpi.judge import Judged
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.kpi.tickets import Tickets
from sim.log import Cause, Log, Outcome


def reply_rows(rows: Rows, by_channel: Mapping[int, Tickets], judged: Judged) -> None:
    """First response time on both clocks, and SLA attainment."""
    counted = {channel: tickets.counted for channel, tickets in by_channel.items()}
    for kpi, clock in (("first_response_time", "calendar_s"), ("first_response_time_business", "business_s")):
        times = {
            channel: (getattr(tickets, clock)[counted[channel]], tickets.replied[counted[channel]])
            for channel, tickets in by_channel.items()
        }
        _survival_rows(rows, kpi, times)
    rows.ratios("sla_attainment", judged.due_in_time.sum(axis=1), judged.due.sum(axis=1), judged.targeted)


def issue_rows(rows: Rows, log: Log, period: Period) -> None:
    """Resolution time, and the share of needs that were met; an issue is on the channel of its first attempt.

    An issue whose last attempt failed, and that did not come back by the end of the log, was not helped: it counts in
    ``helped`` and is no part of the resolution time.
    """
    contacts = log.contacts
    issue = ints(contacts["issue"])
    first = np.flatnonzero(np.diff(issue, prepend=-1))
    last = np.append(first[1:], len(issue)) - 1 if len(issue) else first
    entered = floats(contacts["entered_at"])[first]
    ended = floats(contacts["ended_at"])[last]
    outcome = ints(contacts["outcome"])[last]
    chosen = period.contains(entered) & (contacts["cause"][first] == Cause.FIRST)
    channel = ints(np.asarray(log.queue_channel))[ints(contacts["queue"])[first]]
    helped = (outcome == Outcome.ANSWERED) & ~np.isnan(ended)
    still_open = (outcome == Outcome.WAITING) | (outcome == Outcome.IN_SERVICE)
    n_channels = len(log.channels)
    rows.ratios(
        "helped",
        np.bincount(channel[chosen & helped], minlength=n_channels),
        np.bincount(channel[chosen], minlength=n_channels),
    )
    chosen &= helped | still_open
    took = np.where(helped, ended, period.log_end) - entered
    _survival_rows(rows, "resolution_time", _by_channel(channel, took, helped, chosen, n_channels))


def start_rows(rows: Rows, log: Log, period: Period) -> None:
    """What became of those already waiting at the start; with a warm-up they came before the period: no contacts."""
    contacts = log.contacts
    chosen = np.asarray(contacts["cause"] == Cause.BACKLOG) & (not period.warmed_up)
    channel = ints(np.asarray(log.queue_channel))[ints(contacts["queue"])]
    n_channels = len(log.channels)
    entered, answered_at = floats(contacts["entered_at"]), floats(contacts["answered_at"])
    answered = contacts["outcome"] == Outcome.ANSWERED
    counts = np.bincount(channel[chosen], minlength=n_channels)
    rows.counts("backlog_start", counts)
    rows.ratios("backlog_start_answered", np.bincount(channel[chosen & answered], minlength=n_channels), counts)
    # On a live channel the wait ends with the agent, or is cut short by giving up; on the others, with the reply.
    ended = floats(contacts["ended_at"])
    live = np.asarray(rows.live, dtype=bool)[channel]
    reached = np.where(live, ~np.isnan(answered_at), answered)
    until = np.where(live & reached, answered_at, np.where(np.isnan(ended), period.log_end, ended))
    _survival_rows(rows, "backlog_start_wait", _by_channel(channel, until - entered, reached, chosen, n_channels))


def _by_channel(
    channel: Ints, times: Floats, happened: Bools, chosen: Bools, n_channels: int
) -> dict[int, tuple[Floats, Bools]]:
    parts = {index: chosen & (channel == index) for index in range(n_channels)}
    return {index: (times[part], happened[part]) for index, part in parts.items()}


def _survival_rows(rows: Rows, kpi: str, times: Mapping[int, tuple[Floats, Bools]]) -> None:
    """The restricted mean, and median and p90 where they are declared, by channel and over all."""
    curves: dict[tuple[int, ...], Survival] = {}

    def curve(channels: list[int]) -> Survival:
        key = tuple(channels)
        if key not in curves:
            parts = [times[channel] for channel in channels]
            curves[key] = Survival.of(
                np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
            )
        return curves[key]

    rows.samples(kpi, lambda channels: (curve(channels).mean(), len(curve(channels).times)))
    if kpi == "backlog_start_wait":
        return
    for end, p in (("median", 0.5), ("p90", 0.9)):
        rows.samples(
            f"{kpi}_{end}",
            lambda channels, p=p: (curve(channels).quantile(p), len(curve(channels).times)),  # type: ignore[misc]
        )
