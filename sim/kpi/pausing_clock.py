"""The requester's clock of a ticket: it runs while the customer waits for the desk, and pauses while they do not.

c(t) = sum over the ticket's stretches of status, each [since, until), of [runs] (P(min(until, t)) - P(min(since, t)))

P is the scale of time: the identity for the calendar, the open seconds before an instant for business hours. The clock
stands still in PENDING_CUSTOMER, and from SOLVED until REOPENED; a row that changes only the urgency changes nothing.
All functions take whole tables: one element a stretch, in order of ticket and time; ``ticket`` counts from 0.
"""

from __future__ import annotations

import numpy as np

from sim.clock.grid import GRID_PER_S
from sim.kpi.period import Bools, Floats, Ints
from sim.log import Status

RUNS: Bools = ~np.isin(np.arange(len(Status)), [Status.PENDING_CUSTOMER, Status.SOLVED, Status.CLOSED])
"""By status: whether the requester's clock runs."""


def ends(ticket: Ints, since: Floats) -> Floats:
    """When each stretch ends: when the ticket's next one begins; NaN for its last."""
    until = np.full(len(since), np.nan)
    same = ticket[1:] == ticket[:-1]
    until[:-1][same] = since[1:][same]
    return until


def spent(since: Floats, until: Floats, runs: Bools) -> Floats:
    """Seconds that the clock ran in each stretch; ``since`` and ``until`` on the scale P, ``until`` without NaN."""
    return np.where(runs, np.maximum(until - since, 0.0), 0.0)


def total(ticket: Ints, seconds: Floats, n_tickets: int) -> Floats:
    """Shape (n_tickets,): seconds by ticket."""
    return np.asarray(np.bincount(ticket, weights=seconds, minlength=n_tickets), dtype=float)


def before(ticket: Ints, seconds: Floats) -> Floats:
    """What the ticket's clock showed when each stretch began.

    Summed in steps of the time grid, so that no number of tickets before it costs a ticket its last digits.
    """
    steps = np.rint(seconds * GRID_PER_S).astype(np.int64)
    run = np.cumsum(steps) - steps
    first = np.flatnonzero(np.diff(ticket, prepend=-1))
    offset = np.repeat(run[first], np.diff(np.append(first, len(ticket))))
    return (run - offset) / GRID_PER_S


def passes(ticket: Ints, since: Floats, seconds: Floats, limit_s: float, n_tickets: int) -> Floats:
    """Shape (n_tickets,): when the clock reached ``limit_s`` on its way beyond, on the scale P; NaN if it did not."""
    showed = before(ticket, seconds)
    over = np.flatnonzero(showed + seconds > limit_s)
    at = np.full(n_tickets, np.nan)
    first = over[np.diff(ticket[over], prepend=-1) != 0]  # the clock never runs back: only the first crossing counts
    at[ticket[first]] = since[first] + np.maximum(limit_s - showed[first], 0.0)
    return at
