"""Bots: how many talked to one, whom it kept, whose matter it solved in truth, and whom it left standing.

What a bot *claims* (who left without a human) and what it *does* (needs that no human heard of) are counted apart. A
session counts on the channel in front of which the bot stands. The work on those who do reach a human is that of the
channel's contacts: ``handle_time``, ``agent_time``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.chains import IS_INBOUND
from sim.kpi.issues import Issues
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.log import Log, SessionEnd, SessionKind
from sim.scenario import Scenario
from sim.units import DAY_S

WINDOW_S = 7 * DAY_S
"""A need that comes to a human within this time was not deflected (model, section on chatbots)."""


@dataclass(frozen=True)
class Sessions:
    """Sessions that began in the period; one element each."""

    issue: Ints
    """its place in the table of issues"""
    channel: Ints
    end: Ints
    solved: Bools
    """in truth"""
    kind: Ints

    def of(self, *kinds: SessionKind) -> Sessions:
        """Those of some kinds."""
        chosen = np.isin(self.kind, kinds)
        return Sessions(*(column[chosen] for column in vars(self).values()))

    @property
    def contained(self) -> Bools:
        """Whether the customer left without asking for a human."""
        return np.asarray(self.end == SessionEnd.CONTAINED)


def sessions(log: Log, needs: Issues, period: Period) -> Sessions:
    """The sessions of a log that began in the period."""
    table = log.sessions
    chosen = period.contains(floats(table["began_at"]))
    return Sessions(
        issue=np.searchsorted(needs.number, ints(table["issue"])[chosen]),
        channel=ints(table["channel"])[chosen],
        end=ints(table["end"])[chosen],
        solved=np.asarray(table["solved"][chosen] == 1),
        kind=ints(table["kind"])[chosen],
    )


def kept_from_queue(found: Sessions, needs: Issues, n_channels: int) -> Ints:
    """Shape (channels,): first contacts that a bot or self-service ended, so that they came to no queue."""
    kept = np.isin(found.end, (SessionEnd.CONTAINED, SessionEnd.HIDDEN, SessionEnd.DEAD_END))
    kept &= (found.kind == SessionKind.BOT) | needs.alone[found.issue]  # who looked and comes after all comes FIRST
    return np.bincount(found.channel[kept], minlength=n_channels)


def bot_cost(found: Sessions, log: Log, scenario: Scenario) -> Floats:
    """Shape (channels,): the price of the sessions."""
    bots = [scenario.policy.chatbot.get(name) for name in log.channels]
    price = np.array([bot.cost_per_session if bot else 0.0 for bot in bots])
    return price * np.bincount(found.channel, minlength=len(price))


def bot_rows(rows: Rows, met: Sessions, needs: Issues, log: Log, cost: Floats, period: Period) -> None:
    """What became of sessions, and of the needs of channels in front of which a bot stands."""
    n_channels = len(rows.channels)
    found = met.of(SessionKind.BOT)

    def count(which: Bools) -> Ints:
        return np.bincount(found.channel[which], minlength=n_channels)

    contained, solved = found.contained, found.contained & found.solved
    over = count(found.end != SessionEnd.OPEN)
    total = np.bincount(needs.channel[needs.counted], minlength=n_channels)
    rows.counts("bot_sessions", count(found.end >= SessionEnd.OPEN))
    came = np.bincount(needs.channel[needs.counted & ~needs.alone], minlength=n_channels)
    rows.ratios("bot_engagement", count(needs.counted[found.issue]), came)
    rows.ratios("containment", count(contained), over)
    hidden = found.end == SessionEnd.HIDDEN
    rows.ratios("containment_shown", count(contained | hidden), over)
    rows.ratios("bot_true_resolution", count(solved), count(contained))
    rows.ratios("bot_solved", count(solved), over)
    rows.ratios("bot_passed_on", count(found.end == SessionEnd.ESCALATED), over)
    rows.ratios("bot_hidden", count(hidden), over)
    rows.ratios("bot_dead_ends", count(found.end == SessionEnd.DEAD_END), over)

    came_to_human = first_human(needs, log) <= needs.arrived_at + WINDOW_S
    early = needs.counted & (needs.arrived_at <= period.ends_at - WINDOW_S)
    tells = contained & early[found.issue]
    back = came_to_human[found.issue]
    rows.ratios("bot_returns", count(tells & back), count(tells))
    # Of needs, since one may have met self-service and a bot.
    kept, right = (np.zeros(len(needs.number), dtype=bool) for _ in range(2))
    kept[met.issue[met.contained]], right[met.issue[met.solved]] = True, True

    def needed(which: Bools) -> Ints:
        return np.bincount(needs.channel[which], minlength=n_channels)

    rows.ratios("net_deflection", needed(early & kept & ~came_to_human), needed(early))
    rows.ratios("solved_without_human", needed(needs.counted & right), total)
    rows.counts("bot_cost", cost)


def first_human(needs: Issues, log: Log) -> Floats:
    """When each issue's customer first came to the desk itself; infinity for never."""
    contacts = log.contacts
    came = np.flatnonzero(IS_INBOUND[ints(contacts["cause"])])
    came_at = np.full(len(needs.number), np.inf)
    place = np.searchsorted(needs.number, ints(contacts["issue"])[came])
    np.minimum.at(came_at, place, floats(contacts["entered_at"])[came])
    return came_at
