"""Open tickets: how many, in which status, how old; at the end of the period, over its course, and how many return."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.censored import quantile
from sim.kpi.period import Bools, Floats, Ints, Period
from sim.kpi.rows import Rows
from sim.kpi.tickets import Stretches, Tickets
from sim.log import Status

GROUPS: dict[str, tuple[Status, ...]] = {
    "new": (Status.NEW,),
    "queued": (Status.OPEN, Status.REOPENED),
    "in_service": (Status.IN_SERVICE,),
    "pending_customer": (Status.PENDING_CUSTOMER,),
    "on_hold": (Status.ON_HOLD,),
    "pending_internal": (Status.PENDING_INTERNAL,),
}
"""Groups of open statuses, as they are counted."""


@dataclass(frozen=True)
class Stock:
    """Ticket-seconds of shape (channels, intervals), tickets opened before the period included; and who is open."""

    open_s: Floats
    by_group_s: dict[str, Floats]
    at_end: dict[str, Floats]
    """Shape (channels,): open tickets at the end of the period, by group of statuses."""
    ages_s: dict[int, Floats]
    """By channel: the ages of those tickets."""


def stock(found: Tickets, stretches: Stretches, n_channels: int, period: Period) -> Stock:
    """The open tickets of a log; one that is solved at the very end of the period is not open then."""
    lies = stretches.is_open
    ticket, status = stretches.ticket[lies], stretches.status[lies]
    since, until = stretches.since[lies], stretches.until[lies]
    channel, opened_at = found.channel[ticket], found.opened_at[ticket]
    group = _GROUP[status]
    by_group = period.spread(since, until, group * n_channels + channel, len(GROUPS) * n_channels)
    by_group = by_group.reshape(len(GROUPS), n_channels, -1)
    at_end = _at(since, until, period.ends_at)
    counts = np.bincount((group * n_channels + channel)[at_end], minlength=len(GROUPS) * n_channels)
    return Stock(
        open_s=by_group.sum(axis=0),
        by_group_s=dict(zip(GROUPS, by_group, strict=True)),
        at_end=dict(zip(GROUPS, counts.reshape(len(GROUPS), n_channels).astype(float), strict=True)),
        ages_s={index: period.ends_at - opened_at[at_end & (channel == index)] for index in range(n_channels)},
    )


def stock_rows(rows: Rows, stands: Stock, period: Period) -> None:
    """The backlog at the end and on average, in all and by group of statuses, and its age at the end."""
    rows.counts("backlog", sum(stands.at_end.values()))
    rows.averages("backlog_average", stands.open_s.sum(axis=1), period.length_s)
    for name in GROUPS:
        rows.counts(f"backlog_{name}", stands.at_end[name])
        rows.averages(f"{name}_average", stands.by_group_s[name].sum(axis=1), period.length_s)

    def together(channels: list[int]) -> Floats:
        return np.concatenate([stands.ages_s[channel] for channel in channels])

    rows.samples("backlog_age", lambda chosen: (_mean(together(chosen)), len(together(chosen))))
    rows.samples("backlog_age_p90", lambda chosen: (quantile(together(chosen), 0.9), len(together(chosen))))


def reopen_rows(rows: Rows, found: Tickets, stretches: Stretches, period: Period) -> None:
    """Reopenings in the period for each ticket first solved in it, by the ticket's channel."""
    after_solved = np.append(False, (stretches.status[:-1] == Status.SOLVED) & (np.diff(stretches.ticket) == 0))
    again = after_solved[: len(stretches.ticket)] & stretches.is_open & period.contains(stretches.since)
    n_channels = len(rows.channels)
    rows.ratios(
        "reopen_share",
        np.bincount(found.channel[stretches.ticket[again]], minlength=n_channels),
        np.bincount(found.channel[period.contains(found.first_solved_at)], minlength=n_channels),
    )


def _at(since: Floats, until: Floats, instant: float) -> Bools:
    return np.asarray((since < instant) & ~(until <= instant))


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


_GROUP: Ints = np.zeros(len(Status), dtype=np.int64)
for _place, _statuses in enumerate(GROUPS.values()):
    _GROUP[list(_statuses)] = _place
