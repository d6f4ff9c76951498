"""Approvals: what agents ask supervisors, how long that takes, what it costs customers, and what supervisors do.

A request counts on the channel of the contact on which it was asked, in the period in which it was asked; what becomes
of it counts up to the end of the log. Shares of needs count on the channel of the issue's first contact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.censored import quantile
from sim.kpi.concessions import Concessions, channel_of
from sim.kpi.issues import Issues, first_return
from sim.kpi.people import Hours
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import ALL, Rows
from sim.log import Cause, Log, Request, RequestEnd, TouchEnd
from sim.scenario import Scenario
from sim.scenario.autonomy import autonomy_of
from sim.units import HOUR_S

_WITHOUT_A_SOLUTION = (TouchEnd.PENDING_APPROVAL, TouchEnd.HUNG_UP)
"""Touches that ended otherwise than they would have if nobody had been asked."""


@dataclass(frozen=True)
class Requests:
    """One element a request to a supervisor, in the order of the log; other duties are none."""

    issue: Ints
    """its place in the table of issues"""
    channel: Ints
    """of the contact on which it was asked"""
    on_hold: Bools
    """the customer held the line; the others were decided later"""
    end: Ints
    counted: Bools
    """asked in the period"""
    asked_at: Floats
    taken_at: Floats
    ended_at: Floats
    """decided or withdrawn; NaN if not yet"""

    @property
    def decided(self) -> Bools:
        """Whether a supervisor said yes or no."""
        return np.isin(self.end, (RequestEnd.GRANTED, RequestEnd.DENIED))

    @property
    def hung_up(self) -> Bools:
        """Whether the customer did not wait for the decision."""
        return np.isin(self.end, (RequestEnd.WITHDRAWN, RequestEnd.IN_VAIN))


def requests(log: Log, needs: Issues, period: Period) -> Requests:
    """The requests of a log."""
    table = log.supervision
    chosen = np.asarray(table["request"] != Request.DUTY)
    issue, asked_at = ints(table["issue"])[chosen], floats(table["asked_at"])[chosen]
    return Requests(
        issue=np.searchsorted(needs.number, issue),
        channel=channel_of(log, issue, ints(table["contact"])[chosen]),
        on_hold=np.asarray(table["request"][chosen] == Request.ON_HOLD),
        end=ints(table["end"])[chosen],
        counted=period.contains(asked_at),
        asked_at=asked_at,
        taken_at=floats(table["taken_at"])[chosen],
        ended_at=floats(table["ended_at"])[chosen],
    )


def approval_rows(rows: Rows, asked: Requests) -> None:
    """Requests by kind and end, and how long they waited and took."""
    n_channels = len(rows.channels)
    kinds = {"": np.ones(len(asked.issue), dtype=bool), "_on_hold": asked.on_hold, "_later": ~asked.on_hold}

    def count(which: Bools) -> Ints:
        return np.bincount(asked.channel[asked.counted & which], minlength=n_channels)

    for kind, of_kind in kinds.items():
        rows.counts(f"approvals{kind}", count(of_kind))
    for kpi, end in (
        ("approvals_withdrawn", RequestEnd.WITHDRAWN),
        ("approvals_in_vain", RequestEnd.IN_VAIN),
        ("approvals_put_off", RequestEnd.PUT_OFF),
        ("approvals_open", RequestEnd.OPEN),
    ):
        rows.counts(kpi, count(asked.end == end))
    for kpi, known, until in (
        ("approval_wait", ~np.isnan(asked.taken_at), asked.taken_at),
        ("approval_time", asked.decided, asked.ended_at),
    ):
        lasted = until - asked.asked_at
        for kind, of_kind in kinds.items():
            which = asked.counted & known & of_kind
            seconds = np.bincount(asked.channel[which], weights=lasted[which], minlength=n_channels)
            rows.ratios(f"{kpi}{kind}", seconds, count(known & of_kind))

        def p90(chosen: list[int], which: Bools = asked.counted & known, lasted: Floats = lasted) -> tuple[float, int]:
            values = lasted[which & np.isin(asked.channel, chosen)]
            return quantile(values, 0.9), len(values)

        rows.samples(f"{kpi}_p90", p90)
    held_to_the_end = asked.on_hold & (asked.end != RequestEnd.OPEN)
    rows.ratios("approval_hang_ups", count(asked.on_hold & asked.hung_up), count(held_to_the_end))
    rows.ratios("denied_share", count(asked.end == RequestEnd.DENIED), count(asked.decided))


def approval_need_rows(
    rows: Rows, asked: Requests, given: Concessions, needs: Issues, log: Log, period: Period
) -> None:
    """On how many needs a supervisor was asked, and what the asking added to their way."""
    n_channels, n = len(rows.channels), len(needs.number)

    def count(which: Bools) -> Ints:
        return np.bincount(needs.channel[needs.counted & which], minlength=n_channels)

    with_request = np.bincount(asked.issue, minlength=n) > 0
    came_out = with_request | (np.bincount(given.issue[given.needed > 0], minlength=n) > 0)
    everyone = count(np.ones(n, dtype=bool))
    rows.ratios("concession_needed", count(came_out), everyone)
    rows.ratios("approval_share", count(with_request), count(came_out))
    rows.ratios("approval_rate", count(with_request), everyone)

    touches = log.touches
    issue = np.searchsorted(needs.number, ints(touches["issue"]))
    stuck = np.isin(touches["end"], _WITHOUT_A_SOLUTION)
    stuck &= floats(touches["started_at"]) < first_return(needs, log)[issue]
    rows.ratios("fcr_lost_to_approvals", count(np.bincount(issue[stuck], minlength=n) > 0), everyone)

    added_s = np.bincount(asked.issue, weights=_goes_on(asked, needs, log, period) - asked.asked_at, minlength=n)
    seconds = np.bincount(needs.channel[needs.counted], weights=added_s[needs.counted], minlength=n_channels)
    rows.ratios("approval_delay", seconds, count(with_request))
    rows.ratios("approval_delay_per_issue", seconds, everyone)


def _goes_on(asked: Requests, needs: Issues, log: Log, period: Period) -> Floats:
    """When the matter of each request goes on; the end of the log if it has not.

    On hold: with the decision, or the hang-up. Later: when an agent takes the issue's first contact of cause DECIDED
    that entered at or after the decision.
    """
    contacts, n = log.contacts, len(asked.issue)
    finishing = np.flatnonzero(contacts["cause"] == Cause.DECIDED)
    issue = np.concatenate([asked.issue, np.searchsorted(needs.number, ints(contacts["issue"])[finishing])])
    at = np.concatenate([asked.ended_at, floats(contacts["entered_at"])[finishing]])
    taken_at = np.concatenate([np.full(n, np.nan), floats(contacts["answered_at"])[finishing], [np.nan]])
    # In order of issue and time, requests first; from the back, the place of the next finishing contact.
    is_contact = np.arange(len(issue)) >= n
    order = np.lexsort((is_contact, at, issue))
    following = np.where(is_contact[order], np.arange(len(order)), len(order))
    following = np.minimum.accumulate(following[::-1])[::-1]
    found = np.full(len(issue), len(issue))
    found[order] = np.append(order, len(issue))[following]
    found = found[:n]
    own = np.append(issue, -1)[found] == asked.issue
    taken_up = np.where(own & asked.decided, taken_at[found], np.nan)
    goes_on = np.where(asked.on_hold, asked.ended_at, taken_up)
    return np.where(np.isnan(goes_on), period.log_end, goes_on)


def supervisor_rows(rows: Rows, spent: Hours, log: Log, scenario: Scenario, period: Period) -> None:
    """How busy supervisors are, with what, what they leave undone, and how many agents there are to one."""
    approves = rows.teams_in("supervisor")
    if not approves.any():
        return
    busy, on_queue = spent.busy.sum(axis=1), spent.on_queue.sum(axis=1)
    rows.team_ratios("supervisor_utilisation", busy, on_queue)
    rows.team_ratios("supervisor_request_share", spent.on_requests.sum(axis=1), busy)
    table = log.supervision
    due = (table["request"] == Request.DUTY) & period.contains(floats(table["asked_at"]))
    done = due & (table["end"] == RequestEnd.DONE)
    each_h = scenario.policy.supervision.duty_lasts / HOUR_S
    rows.add("duties_done", ALL, ALL, np.count_nonzero(done) * each_h, 1.0, 1)
    rows.add("duties_undone", ALL, ALL, np.count_nonzero(due & ~done) * each_h, 1.0, 1)
    supervisors_s = on_queue[approves].sum()
    rows.add("span_of_control", ALL, ALL, on_queue[~approves].sum(), supervisors_s, supervisors_s > 0)


def autonomy_rows(rows: Rows, spent: Hours, scenario: Scenario) -> None:
    """The autonomy index of each team, and on average over the time on queue of those who approve nothing."""
    teams = [scenario.policy.teams[name] for name in rows.teams]
    index = np.array([autonomy_of(scenario, team) for team in teams])
    for name, value in zip(rows.teams, index, strict=True):
        rows.add("autonomy", ALL, name, value, 1.0, 1)
    on_queue = np.where([team.approves for team in teams], 0.0, spent.on_queue.sum(axis=1))
    rows.add("autonomy", ALL, ALL, (index * on_queue).sum(), on_queue.sum(), on_queue.sum() > 0)
