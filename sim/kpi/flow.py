"""Three small tables that can be added up over replications: ways through the states, ages of open tickets, causes.

They are what pictures of a ticket's journey are drawn from; every number of them is a count or a sum of a log's rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Table
from sim.log import Cause, Log, Status
from sim.scenario import Scenario
from sim.units import DAY_S

OUTSIDE = ""
"""What ``from`` says of a ticket that is opened, and ``to`` of one that is still where it is at the end of the log."""

AGES = (("under 1 day", 0.0), ("1 to 3 days", DAY_S), ("3 to 7 days", 3 * DAY_S), ("over 7 days", 7 * DAY_S))
"""Bands of age: name, and the least age in it, in seconds."""

_AT_REST = (Status.SOLVED, Status.CLOSED)


def journeys(log: Log, scenario: Scenario, warm_up_s: float = 0.0) -> dict[str, Table]:
    """The three tables by name: flow, backlog_ages, causes; ``warm_up_s`` as in :func:`sim.kpi.measure`."""
    period = Period.of(log, scenario, warm_up_s)
    return {
        "flow": status_flow(log, period),
        "backlog_ages": backlog_ages(log, scenario, period),
        "causes": causes(log, period),
    }


def status_flow(log: Log, period: Period) -> Table:
    """Columns channel, from, to, tickets, seconds: moves between states, and the time spent in ``from`` before them.

    Tickets opened in the period, followed to the end of the log, by the channel that they were opened on. The sum of
    ``seconds`` over ``to`` is the time spent in a state, the sum of ``tickets`` the number of visits to it; a visit
    that still goes on at the end counts as long as it lasted. A row of the same status (it became urgent) is no move.
    """
    stays = _stays(log)
    chosen = period.contains(floats(log.tickets["opened_at"]))[stays.of]
    n_states, n_channels = len(Status), len(log.channels)
    outside = n_states
    source = np.concatenate([np.full(int(chosen[stays.first].sum()), outside), stays.status[chosen]])
    target = np.concatenate([stays.status[stays.first & chosen], stays.next_status[chosen]])
    channel = ints(log.tickets["channel"])[np.concatenate([stays.of[stays.first & chosen], stays.of[chosen]])]
    until = np.where(np.isnan(stays.until), period.log_end, stays.until)
    lasted = np.concatenate([np.zeros(len(source) - int(chosen.sum())), (until - stays.since)[chosen]])
    shape = (n_channels, n_states + 1, n_states + 1)
    cell = np.ravel_multi_index((channel, source, target), shape)
    counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
    seconds = np.bincount(cell, weights=lasted, minlength=int(np.prod(shape))).reshape(shape)
    # Openings first, then the states in the order of a ticket's life.
    order = [outside, *range(n_states)]
    found = [(at, start, end) for at in range(n_channels) for start in order for end in range(n_states + 1)]
    found = [place for place in found if counts[place]]
    names = [*(status.name for status in Status), OUTSIDE]
    return {
        "channel": _words([log.channels[at] for at, _, _ in found]),
        "from": _words([names[start] for _, start, _ in found]),
        "to": _words([names[end] for _, _, end in found]),
        "tickets": np.array([counts[place] for place in found], dtype=np.int64),
        "seconds": np.array([seconds[place] for place in found], dtype=float),
    }


def backlog_ages(log: Log, scenario: Scenario, period: Period) -> Table:
    """Columns day, channel, age, tickets: open tickets at the end of each day of the period, by age since opening.

    Open is every ticket that is not solved or closed at that instant, also one that waits for somebody else. Days
    count from 0; channels are those with tickets, and every asynchronous one.
    """
    stays = _stays(log)
    opened = floats(log.tickets["opened_at"])
    open_ = ~np.isin(stays.status, _AT_REST)
    ends = (np.arange(scenario.calendar.days) + 1) * DAY_S
    days = np.flatnonzero((ends > period.starts_at) & (ends <= period.ends_at))
    until = np.where(np.isnan(stays.until), np.inf, stays.until)[open_]
    # Every stay covers the ends of days in [since, until): from the first at or after it began, to before it ended.
    first = np.searchsorted(ends, stays.since[open_], side="left")
    last = np.searchsorted(ends, until, side="left")
    lengths = np.maximum(last - first, 0)
    which = np.repeat(np.arange(len(lengths)), lengths)
    day = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[which]
    ticket = stays.of[open_][which]
    age = ends[day] - opened[ticket]
    band = np.searchsorted([least for _, least in AGES], age, side="right") - 1
    channel = ints(log.tickets["channel"])
    shape = (len(ends), len(log.channels), len(AGES))
    cell = np.ravel_multi_index((day, channel[ticket], np.maximum(band, 0)), shape)
    counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
    async_ = [name for name, about in scenario.policy.channels.items() if not about.waits_on_line]
    shown = [at for at, name in enumerate(log.channels) if name in async_ or bool((channel == at).any())]
    found = [(int(at), which_, kind) for at in days for which_ in shown for kind in range(len(AGES))]
    return {
        "day": np.array([at for at, _, _ in found], dtype=np.int64),
        "channel": _words([log.channels[which_] for _, which_, _ in found]),
        "age": _words([AGES[kind][0] for _, _, kind in found]),
        "tickets": np.array([counts[place] for place in found], dtype=np.int64),
    }


def causes(log: Log, period: Period) -> Table:
    """Columns channel, cause, contacts: entries into queues in the period, by channel and by why they happened."""
    entered = period.contains(floats(log.contacts["entered_at"]))
    channel = ints(np.asarray(log.queue_channel, dtype=np.int64))[ints(log.contacts["queue"])[entered]]
    cell = channel * len(Cause) + ints(log.contacts["cause"])[entered]
    counts = np.bincount(cell, minlength=len(log.channels) * len(Cause)).reshape(-1, len(Cause))
    found = [(at, cause) for at in range(len(log.channels)) for cause in Cause if counts[at, cause]]
    return {
        "channel": _words([log.channels[at] for at, _ in found]),
        "cause": _words([cause.name for _, cause in found]),
        "contacts": np.array([counts[place] for place in found], dtype=np.int64),
    }


@dataclass(frozen=True, slots=True)
class _Stays:
    """Stays of tickets in a state, one element each, in the order of the log; a repeated status is one stay."""

    of: Ints
    """Row of the ticket in ``log.tickets``."""
    first: Bools
    """The first of its ticket."""
    status: Ints
    next_status: Ints
    """``len(Status)`` if it still goes on."""
    since: Floats
    until: Floats
    """NaN if it still goes on."""


def _stays(log: Log) -> _Stays:
    key = _key(log.statuses["issue"], log.statuses["ticket"])
    status = ints(log.statuses["status"])
    first = np.append(True, key[1:] != key[:-1])[: len(key)]
    moved = first | np.append(True, status[1:] != status[:-1])[: len(key)]
    key, first, status = key[moved], first[moved], status[moved]
    since = floats(log.statuses["since"])[moved]
    goes_on = np.append(~first[1:], False)[: len(key)]
    return _Stays(
        of=np.searchsorted(_key(log.tickets["issue"], log.tickets["ticket"]), key).astype(np.int64),
        first=first,
        status=status,
        next_status=np.where(goes_on, np.roll(status, -1), len(Status)),
        since=since,
        until=np.where(goes_on, np.roll(since, -1), np.nan),
    )


def _key(issue: NDArray[np.generic], ticket: NDArray[np.generic]) -> Ints:
    """One number for issue and ticket, in their order."""
    return ints(issue) * 2**16 + ints(ticket)


def _words(texts: list[str]) -> NDArray[np.object_]:
    return np.array(texts, dtype=object)
