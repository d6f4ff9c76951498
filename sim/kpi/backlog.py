"""Open tickets: how many at the end of the period, how old, and how many on average."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.kpi.censored import quantile
from sim.kpi.period import Bools, Floats, Period
from sim.kpi.rows import Rows
from sim.kpi.tickets import Tickets


def open_seconds(by_channel: Mapping[int, Tickets], n_channels: int, period: Period) -> Floats:
    """Shape (channels, intervals): ticket-seconds open, tickets that came before the period included."""
    table = np.zeros((n_channels, period.n_intervals))
    for channel, tickets in by_channel.items():
        nobody = np.zeros(len(tickets.entered_at), dtype=np.int64)
        table[channel] = period.spread(tickets.entered_at, tickets.ended_at, nobody, 1)[0]
    return table


def backlog_rows(rows: Rows, by_channel: Mapping[int, Tickets], open_s: Floats, period: Period) -> None:
    """The backlog at the end of the period (a ticket replied to at that instant is closed), its age, its average."""
    ages = {
        channel: period.ends_at - tickets.entered_at[_open_at(tickets, period.ends_at)]
        for channel, tickets in by_channel.items()
    }
    n_channels = len(rows.channels)
    rows.counts("backlog", [len(ages.get(channel, ())) for channel in range(n_channels)])
    rows.ratios("backlog_average", open_s.sum(axis=1), np.full(n_channels, period.length_s), n=1)

    def p90(channels: list[int]) -> tuple[float, int]:
        together = np.concatenate([ages[channel] for channel in channels])
        return quantile(together, 0.9), len(together)

    rows.samples("backlog_age_p90", p90)


def _open_at(tickets: Tickets, instant: float) -> Bools:
    return np.asarray((tickets.entered_at < instant) & ~(tickets.ended_at <= instant))
