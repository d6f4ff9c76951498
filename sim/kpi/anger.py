"""Angry customers: how many contacts, touches and needs, how many for an agent a day; and what flagging them finds.

A contact is angry or not from the moment an agent took it; who was not taken, and the desk's own work, is neither.
Contacts count where they came in the period, on the channel of their queue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.chains import channels
from sim.kpi.issues import Issues
from sim.kpi.people import agents_team
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.log import Duty, Log
from sim.scenario import Scenario
from sim.units import DAY_S


@dataclass(frozen=True)
class Tempers:
    """Contacts that came in the period; one element each."""

    issue: Ints
    channel: Ints
    angry: Ints
    flagged: Ints
    wait_s: Floats
    """until an agent took it; NaN if none did"""


def tempers(log: Log, period: Period) -> Tempers:
    """The contacts of a log that came in the period."""
    contacts = log.contacts
    came_at = floats(contacts["entered_at"])
    chosen = period.contains(came_at)
    return Tempers(
        issue=ints(contacts["issue"])[chosen],
        channel=channels(log)[chosen],
        angry=ints(contacts["angry"])[chosen],
        flagged=ints(contacts["flagged"])[chosen],
        wait_s=(floats(contacts["answered_at"]) - came_at)[chosen],
    )


def reading_cost(mood: Tempers, scenario: Scenario, n_channels: int) -> Floats:
    """Shape (channels,): the price of reading contacts for anger."""
    sentiment = scenario.policy.sentiment
    price = sentiment.price_per_contact if sentiment else 0.0
    return price * np.bincount(mood.channel[mood.flagged >= 0], minlength=n_channels).astype(np.float64)


def anger_rows(rows: Rows, mood: Tempers, needs: Issues, log: Log, reading: Floats, period: Period) -> None:
    """Shares, waits and flags of angry customers by channel, and angry contacts per agent and day by team."""
    n_channels = len(rows.channels)

    def count(which: Bools) -> Ints:
        return np.bincount(mood.channel[which], minlength=n_channels)

    def wait(kpi: str, which: Bools) -> None:
        total = np.bincount(mood.channel[which], weights=mood.wait_s[which], minlength=n_channels)
        rows.ratios(kpi, total, count(which))

    met, angry, calm = mood.angry >= 0, mood.angry == 1, mood.angry == 0
    read, flagged = mood.flagged >= 0, mood.flagged == 1
    rows.ratios("angry_share", count(angry), count(met))
    rows.ratios("angry_touches", *_touches(log, n_channels, period))
    rows.ratios("angry_first", *_first_met(log, needs, n_channels))
    wait("wait_angry", angry)
    wait("wait_calm", calm)
    rows.ratios("flagged_share", count(flagged), count(read))
    rows.ratios("angry_flagged", count(angry & flagged), count(angry & read))
    rows.ratios("calm_flagged", count(calm & flagged), count(calm & read))
    rows.ratios("flags_right", count(angry & flagged), count(met & flagged))
    wait("wait_flagged", met & flagged)
    wait("wait_unflagged", met & (mood.flagged == 0))
    rows.counts("sentiment_cost", reading)
    rows.team_ratios("angry_per_day", _angry_contacts(log, period), _agent_days(log, period))


def _of_touches(log: Log) -> Ints:
    """Shape (touches,): the row of each touch's contact."""
    contacts, touches = log.contacts, log.touches
    n = int(ints(contacts["contact"]).max(initial=0)) + 1
    return np.searchsorted(
        ints(contacts["issue"]) * n + ints(contacts["contact"]), ints(touches["issue"]) * n + ints(touches["contact"])
    )


def _touches(log: Log, n_channels: int, period: Period) -> tuple[Ints, Ints]:
    """By channel: touches with an angry customer, and with any, that began in the period."""
    mood = ints(log.contacts["angry"])[_of_touches(log)]
    there = period.contains(floats(log.touches["started_at"]))
    channel = ints(np.asarray(log.queue_channel))[ints(log.touches["queue"])]
    angry, any_ = (np.bincount(channel[there & which], minlength=n_channels) for which in (mood == 1, mood >= 0))
    return angry, any_


def _first_met(log: Log, needs: Issues, n_channels: int) -> tuple[Ints, Ints]:
    """By channel of the need: those angry when an agent first took them, and all that an agent took."""
    met = np.flatnonzero(ints(log.contacts["angry"]) >= 0)
    taken_at = floats(log.contacts["answered_at"])[met]
    met = met[np.lexsort((taken_at, ints(log.contacts["issue"])[met]))]
    issue, first = np.unique(ints(log.contacts["issue"])[met], return_index=True)
    place = np.searchsorted(needs.number, issue)
    there = needs.counted[place]
    channel = needs.channel[place[there]]
    angry = log.contacts["angry"][met[first]][there] == 1
    return np.bincount(channel[angry], minlength=n_channels), np.bincount(channel, minlength=n_channels)


def _angry_contacts(log: Log, period: Period) -> Ints:
    """By team: angry contacts, each once for every agent who began work on it in the period."""
    row = _of_touches(log)
    chosen = (ints(log.contacts["angry"])[row] == 1) & period.contains(floats(log.touches["started_at"]))
    pairs = np.unique(np.stack([ints(log.touches["agent"])[chosen], row[chosen]]), axis=1)
    return np.bincount(agents_team(log)[pairs[0]], minlength=len(log.teams))


def _agent_days(log: Log, period: Period) -> Ints:
    """By team: days on which an agent was on queue, added up over its agents."""
    duty = log.duty
    begin, end = period.clipped(floats(duty["since"]), floats(duty["until"]))
    chosen = (duty["duty"] == Duty.ON_QUEUE) & (end > begin)
    agent, begin, end = ints(duty["agent"])[chosen], begin[chosen], end[chosen]
    first = np.floor(begin / DAY_S).astype(np.int64)
    n_days = np.ceil(end / DAY_S).astype(np.int64) - first
    stretch = np.repeat(np.arange(len(agent)), n_days)
    day = first[stretch] + np.arange(len(stretch)) - np.repeat(np.cumsum(n_days) - n_days, n_days)
    pairs = np.unique(np.stack([agent[stretch], day]), axis=1)
    return np.bincount(agents_team(log)[pairs[0]], minlength=len(log.teams))
