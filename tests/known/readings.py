"""Figures read straight from the log: means over contacts or issues that came in a stretch of time, and time averages.

A reading returns numerator and denominator of one replication over [from, until); what came in it has ended by the end
of the log, so that nothing is censored.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.log import Cause, Log, Status, TouchEnd
from tests.known.case import Reading

Floats = NDArray[np.float64]
Stretches = Callable[[Log], tuple[Floats, Floats]]
"""The beginnings and ends of what is counted."""


def of_contacts(channel: str, value: Callable[[dict[str, Floats]], Floats]) -> Reading:
    """The mean of a value over the contacts with the matter on a channel: all but chases and notices."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        contacts = log.contacts
        there = np.array(log.queue_channel)[contacts["queue"]] == log.channels.index(channel)
        matter = ~np.isin(contacts["cause"], (Cause.CHASE, Cause.NOTICE))
        came = (contacts["entered_at"] >= since) & (contacts["entered_at"] < until)
        chosen = there & matter & came
        values = value({name: column[chosen] for name, column in contacts.items()})
        assert not np.isnan(values).any(), "a contact has not ended: cool_down_s is too short"
        return float(np.sum(values)), float(chosen.sum())

    return read


def mean_wait(channel: str) -> Reading:
    """The mean time until an agent takes a contact, s."""
    return of_contacts(channel, lambda contacts: contacts["answered_at"] - contacts["entered_at"])


def mean_stay(channel: str) -> Reading:
    """The mean time from coming to the end of the talk, or to the reply, s."""
    return of_contacts(channel, lambda contacts: contacts["ended_at"] - contacts["entered_at"])


def per_issue(value: Callable[[Log], Floats]) -> Reading:
    """The mean over issues of a value that has one element for each issue."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        arrived_at = log.issues["arrived_at"]
        chosen = (arrived_at >= since) & (arrived_at < until)
        return float(np.sum(value(log)[chosen])), float(chosen.sum())

    return read


def touches_ending(log: Log, end: TouchEnd) -> Floats:
    """How many touches of each issue ended in a way."""
    issue = log.touches["issue"][log.touches["end"] == end]
    return np.bincount(issue, minlength=len(log.issues["issue"])).astype(float)


def average(stretches: Stretches, value: Callable[[Floats], Floats]) -> Reading:
    """The time average of a value of the number of stretches that are going on."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        begins, ends = stretches(log)
        times = np.concatenate([begins, ends])
        steps = np.concatenate([np.ones(len(begins)), -np.ones(len(ends))])
        order = np.argsort(times, kind="stable")
        edges = np.clip(np.concatenate([[since], times[order], [until]]), since, until)
        number = np.concatenate([[0.0], np.cumsum(steps[order])])
        return float(np.sum(value(number) * np.diff(edges))), until - since

    return read


def in_status(status: Status) -> Stretches:
    """Tickets in a status."""

    def stretches(log: Log) -> tuple[Floats, Floats]:
        statuses = log.statuses
        here = np.flatnonzero(statuses["status"] == status)
        later = np.append(statuses["since"][1:], np.inf)
        ticket = statuses["issue"] * 1000 + statuses["ticket"]
        is_last = np.append(ticket[1:] != ticket[:-1], True)
        until = np.where(is_last, log.ends_at, later)
        return statuses["since"][here], until[here]

    return stretches


def away(*causes: Cause) -> Stretches:
    """Customers between the end of a contact and the next one, of one of the causes."""

    def stretches(log: Log) -> tuple[Floats, Floats]:
        contacts = log.contacts
        back = np.flatnonzero(np.isin(contacts["cause"], causes))
        assert (contacts["issue"][back] == contacts["issue"][back - 1]).all()
        return contacts["ended_at"][back - 1], contacts["entered_at"][back]

    return stretches


def waits_for_others(value: Callable[[Floats], Floats]) -> Reading:
    """The mean over stretches ON_HOLD that began in the period of a value of the number of chases in each."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        begins, ends = in_status(Status.ON_HOLD)(log)
        statuses = log.statuses
        issue = statuses["issue"][statuses["status"] == Status.ON_HOLD]
        contacts = log.contacts
        is_chase = contacts["cause"] == Cause.CHASE
        # Both tables are in order of issue and time: a chase belongs to the last stretch that began before it.
        apart = 2.0 * log.ends_at
        place = np.searchsorted(
            begins + issue * apart, contacts["entered_at"][is_chase] + contacts["issue"][is_chase] * apart, "right"
        )
        chases = np.bincount(place - 1, minlength=len(begins))
        assert (contacts["entered_at"][is_chase] <= ends[place - 1]).all(), "a chase when nobody was pending"
        chosen = (begins >= since) & (begins < until)
        assert (ends[chosen] < log.ends_at).all(), "a ticket is still pending: cool_down_s is too short"
        return float(np.sum(value(chases[chosen].astype(float)))), float(chosen.sum())

    return read


def chats_in_hand(log: Log) -> tuple[Floats, Floats]:
    """Touches, from the beginning to the end."""
    ended_at = log.touches["ended_at"]
    return log.touches["started_at"], np.where(np.isnan(ended_at), log.ends_at, ended_at)
