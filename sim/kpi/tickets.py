"""Tickets: when they were opened, first replied to, solved and closed, and every stretch of status in between.

All tickets are here, the starting backlog and the warm-up too: a ticket that came before the period can fall due in it,
and lies open in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import OpenHours
from sim.clock.hours import business_seconds
from sim.kpi.pausing_clock import ends
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.log import Cause, Log, Status
from sim.scenario import Scenario
from sim.units import DAY_S


@dataclass(frozen=True)
class Tickets:
    """One element a ticket; NaN for what did not happen."""

    issue: Ints
    number: Ints
    """within the issue"""
    channel: Ints
    opened_at: Floats
    replied_at: Floats
    counted: Bools
    """opened in the period, and not part of the starting backlog"""
    urgent_at: Floats
    first_solved_at: Floats
    solved_at: Floats
    """the last solution, if nothing but closing came after it"""
    closed_at: Floats


@dataclass(frozen=True)
class Stretches:
    """One element a stretch of status, in order of ticket and time; ``ticket`` is the place in :class:`Tickets`."""

    ticket: Ints
    status: Ints
    since: Floats
    until: Floats
    """NaN for the last one of a ticket"""

    @property
    def is_open(self) -> Bools:
        """Whether the ticket is neither solved nor closed."""
        return np.asarray((self.status != Status.SOLVED) & (self.status != Status.CLOSED))

    def of(self, chosen: Bools) -> Stretches:
        """Those of chosen tickets; tickets are numbered anew in the same order."""
        rows = chosen[self.ticket]
        number = np.cumsum(chosen) - 1
        return Stretches(number[self.ticket[rows]], self.status[rows], self.since[rows], self.until[rows])


def keeps_tickets(scenario: Scenario) -> bool:
    """Whether the desk keeps tickets: not where every answer on the line is the end."""
    return scenario.world.resolution is not None or any(
        channel.kind == "async" for channel in scenario.policy.channels.values()
    )


def tickets(log: Log, period: Period) -> tuple[Tickets, Stretches]:
    """The tickets of a log and their statuses."""
    table, rows = log.tickets, log.statuses
    issue, number = ints(table["issue"]), ints(table["ticket"])
    n = len(issue)
    opened_at = floats(table["opened_at"])
    ticket = place_of(issue, number, ints(rows["issue"]), ints(rows["ticket"]))
    status, since = ints(rows["status"]), floats(rows["since"])
    found = Stretches(ticket, status, since, ends(ticket, since))
    closed = status == Status.CLOSED
    # The last status that is not CLOSED says whether it was solved when it ended.
    last = np.full(n, -1)
    last[ticket[~closed]] = np.flatnonzero(~closed)
    solved = (last >= 0) & (status[last] == Status.SOLVED) if n else np.zeros(0, dtype=bool)
    return (
        Tickets(
            issue=issue,
            number=number,
            channel=ints(table["channel"]),
            opened_at=opened_at,
            replied_at=floats(table["replied_at"]),
            counted=period.contains(opened_at) & (table["cause"] != Cause.BACKLOG),
            urgent_at=_first(ticket, since, np.asarray(rows["urgent"] == 1), n),
            first_solved_at=_first(ticket, since, status == Status.SOLVED, n),
            solved_at=np.where(solved, since[last], np.nan) if n else np.zeros(0),
            closed_at=_first(ticket, since, closed, n),
        ),
        found,
    )


def final_status(found: Tickets, stretches: Stretches) -> Ints:
    """Shape (tickets,): the last status of each; -1 for one without any."""
    final = np.full(len(found.issue), -1)
    final[stretches.ticket] = stretches.status
    return final


def place_of(issue: Ints, number: Ints, wanted_issue: Ints, wanted_number: Ints) -> Ints:
    """The places of wanted pairs in a table that is sorted by issue and number; -1 for those that it does not hold."""
    if not len(issue):
        return np.full(len(wanted_issue), -1)
    most = int(max(number.max(initial=0), wanted_number.max(initial=0))) + 1
    keys, wanted = issue * most + number, wanted_issue * most + wanted_number
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where((keys[place] == wanted) & (wanted_number >= 0), place, -1)


def openings_around(scenario: Scenario, hours: OpenHours, since: Floats, period: Period) -> Floats:
    """Shape (n, 2): openings of the horizon, of the days before it back to the oldest instant, and of the drained days.

    The clock of a ticket that already waited ran before time 0 too, by the same opening hours and holidays.
    """
    calendar = scenario.calendar
    before = int(np.ceil(max(-since.min(initial=0.0), 0.0) / DAY_S))
    after = int(np.ceil(max(period.log_end - calendar.horizon_s, 0.0) / DAY_S))
    if not before and not after:
        return calendar.openings(hours)
    # Not with_values: days beyond the limit of a setting are fine here, and nobody sees this calendar.
    longer = calendar.model_copy(update={"start": calendar.date(-before), "days": calendar.days + before + after})
    return longer.openings(hours) - before * DAY_S


def business(openings: Floats, since: Floats, until: Floats) -> Floats:
    """Open seconds in [since, until)."""
    return business_seconds(openings, until) - business_seconds(openings, since)


def _first(ticket: Ints, since: Floats, which: Bools, n_tickets: int) -> Floats:
    """Shape (n_tickets,): when the first chosen stretch of each ticket began; NaN if there is none."""
    at = np.full(n_tickets, np.nan)
    rows = np.flatnonzero(which)[::-1]
    at[ticket[rows]] = since[rows]
    return at
