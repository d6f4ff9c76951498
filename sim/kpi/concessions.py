"""Concessions: what customers were given, what of it they did not need, and what looking after that costs.

Money counts where it was granted in the period, on the channel of the contact on which that was decided; per need, on
the channel of the issue's first contact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.kpi.chains import channels
from sim.kpi.issues import Issues
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.kpi.tickets import place_of
from sim.log import Grant, Log
from sim.scenario import Scenario


@dataclass(frozen=True)
class Concessions:
    """One element a row of the log's concessions, in its order."""

    issue: Ints
    """its place in the table of issues"""
    channel: Ints
    """of the contact on which it was decided"""
    how: Ints
    """a ``Grant``"""
    needed: Floats
    granted: Floats
    counted: Bools
    """decided in the period"""


def concessions(log: Log, needs: Issues, period: Period) -> Concessions:
    """The concessions of a log."""
    table = log.concessions
    issue = ints(table["issue"])
    return Concessions(
        issue=np.searchsorted(needs.number, issue),
        channel=channel_of(log, issue, ints(table["contact"])),
        how=ints(table["grant"]),
        needed=floats(table["needed"]),
        granted=floats(table["granted"]),
        counted=period.contains(floats(table["at"])),
    )


def channel_of(log: Log, issue: Ints, contact: Ints) -> Ints:
    """The channel of each contact, named by issue and number."""
    return channels(log)[place_of(ints(log.contacts["issue"]), ints(log.contacts["contact"]), issue, contact)]


def concession_cost(given: Concessions, n_channels: int) -> Floats:
    """Shape (channels,): the sum granted in the period."""
    return _by_channel(given.channel, given.granted, given.counted, n_channels)


def audit_cost(given: Concessions, scenario: Scenario, n_channels: int) -> Floats:
    """Shape (channels,): the expected price of audits of what agents granted on their own in the period."""
    authority = scenario.policy.authority
    own = given.counted & (given.how == Grant.OWN)
    price = authority.audited * authority.audit_cost
    return np.asarray(price * np.bincount(given.channel[own], minlength=n_channels), dtype=float)


def concession_rows(rows: Rows, given: Concessions, needs: Issues, cost: Floats, audits: Floats) -> None:
    """How many needs were given something, how much, and how much too much."""
    n_channels = len(rows.channels)

    def sums(amount: Floats, which: Bools) -> Floats:
        return _by_channel(given.channel, amount, given.counted & which, n_channels)

    something = np.zeros(len(needs.number), dtype=bool)
    something[given.issue[given.granted > 0]] = True
    total = np.bincount(needs.channel[needs.counted], minlength=n_channels)
    rows.ratios("concession_rate", np.bincount(needs.channel[needs.counted & something], minlength=n_channels), total)
    rows.counts("concession_cost", cost)
    of_needs = _by_channel(needs.channel[given.issue], given.granted, given.counted, n_channels)
    rows.ratios("concession_cost_per_issue", of_needs, total)

    beyond = np.maximum(given.granted - given.needed, 0.0)
    leakage = sums(beyond, np.isin(given.how, (Grant.OWN, Grant.UNWARRANTED)))
    rows.counts("leakage", leakage)
    rows.ratios("leakage_share", leakage, cost)
    rows.counts("discount_savings", sums(given.needed - given.granted, given.how == Grant.DISCOUNT))
    rows.counts("goodwill_cost", sums(given.granted, given.how == Grant.GOODWILL))
    rows.counts("audit_cost", audits)


def _by_channel(channel: Ints, amount: ArrayLike, which: Bools, n_channels: int) -> Floats:
    chosen = np.asarray(amount, dtype=float)[which]
    return np.bincount(channel[which], weights=chosen, minlength=n_channels).astype(float)
