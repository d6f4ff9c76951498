"""What the work on contacts took and came to: handle time, transfers, wrong information, touches per ticket."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.kpi.chains import IS_ATTEMPT, channels, reached
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.kpi.tickets import Tickets, place_of
from sim.log import Cause, Log, Result, Status, TouchEnd


def _ends(chosen: Iterable[TouchEnd]) -> Bools:
    return np.isin(np.arange(len(TouchEnd)), [int(end) for end in chosen])


REACHED_NOBODY = _ends((TouchEnd.DEAD, TouchEnd.UNREACHED))
"""By end: an agent worked, but there was no customer."""

GOES_ON = _ends((TouchEnd.HANDED_OVER, TouchEnd.PUT_BACK, TouchEnd.TRANSFERRED, TouchEnd.ESCALATED))
"""By end: the contact is not finished by it; its work counts whole where it is."""

ON_THE_MATTER = _ends(
    (
        TouchEnd.DONE,
        TouchEnd.ESCALATED,
        TouchEnd.PENDING_CUSTOMER,
        TouchEnd.ON_HOLD,
        TouchEnd.PENDING_INTERNAL,
        TouchEnd.NEXT_TOUCH,
    )
)
"""By end: it came to the question whether the matter is solved."""

A_TOUCH = ON_THE_MATTER | _ends((TouchEnd.TRANSFERRED, TouchEnd.BOUNCED, TouchEnd.PENDING_APPROVAL, TouchEnd.HUNG_UP))
"""By end: a piece of work on a ticket; interruptions, and what leaves the matter where it is, are none."""


def handling_rows(rows: Rows, log: Log, period: Period) -> None:
    """Handle time and its parts: work of all finished touches that began in the period, over contacts finished by them.

    The work of a contact that changed hands or went back to its queue thus counts whole, on the contact's channel.
    """
    touches = log.touches
    end, started_at = ints(touches["end"]), floats(touches["started_at"])
    channel = ints(np.asarray(log.queue_channel))[ints(touches["queue"])]
    n_channels = len(log.channels)
    begun = (started_at >= period.starts_at) & (end != TouchEnd.OPEN)
    handled = begun & ~REACHED_NOBODY[end]
    finished = np.bincount(channel[handled & ~GOES_ON[end]], minlength=n_channels)

    def add_up(column: str, which: Bools) -> Floats:
        seconds = np.bincount(channel[which], weights=floats(touches[column])[which], minlength=n_channels)
        return np.asarray(seconds, dtype=float)

    parts = {
        kpi: add_up(column, handled)
        for kpi, column in (("talk_time", "talk_s"), ("hold_time", "hold_s"), ("after_call_time", "after_call_s"))
    }
    rows.ratios("handle_time", sum(parts.values()), finished)
    rows.ratios("agent_time", add_up("agent_s", handled), finished)
    for kpi, seconds in parts.items():
        rows.ratios(kpi, seconds, finished)
    rows.ratios("dead_time_share", add_up("agent_s", begun & (end == TouchEnd.DEAD)), add_up("agent_s", begun))

    inside = period.contains(started_at)

    def count(which: Bools) -> Ints:
        return np.bincount(channel[inside & which], minlength=n_channels)

    taken = taken_by_channel(log, period)
    rows.ratios("transfer_share", count(end == TouchEnd.TRANSFERRED), taken)
    rows.ratios("bounced_share", count(end == TouchEnd.BOUNCED), taken)
    matter = ON_THE_MATTER[end]
    rows.ratios("wrong_information", count(matter & (touches["result"] == Result.WRONG)), count(matter))


def taken_by_channel(log: Log, period: Period) -> Ints:
    """Shape (channels,): contacts of customers that an agent took, by the channel they entered in the period."""
    contacts = log.contacts
    cause = ints(contacts["cause"])
    chosen = (IS_ATTEMPT[cause] | (cause == Cause.MESSAGE)) & reached(log)
    chosen &= period.contains(floats(contacts["entered_at"]))
    return np.bincount(channels(log)[chosen], minlength=len(log.channels))


def touch_rows(rows: Rows, log: Log, found: Tickets, final: Ints, period: Period) -> None:
    """Touches and chases by the channel of their ticket; ``final`` is each ticket's last status, -1 for none."""
    contacts, touches = log.contacts, log.touches
    n_channels = len(log.channels)
    over = found.counted & ((final == Status.SOLVED) | (final == Status.CLOSED))
    issue, number = ints(contacts["issue"]), ints(contacts["contact"])
    row = place_of(issue, number, ints(touches["issue"]), ints(touches["contact"]))
    belongs = place_of(found.issue, found.number, issue, ints(contacts["ticket"]))
    ticket = belongs[row[A_TOUCH[ints(touches["end"])] & (row >= 0)]]
    n = np.bincount(ticket[ticket >= 0], minlength=len(over))
    rows.ratios(
        "touches_per_ticket",
        np.bincount(found.channel[over], weights=n[over], minlength=n_channels),
        np.bincount(found.channel[over], minlength=n_channels),
    )
    asked = (contacts["cause"] == Cause.CHASE) & period.contains(floats(contacts["entered_at"])) & (belongs >= 0)
    rows.ratios(
        "chases_per_ticket",
        np.bincount(found.channel[belongs[asked]], minlength=n_channels),
        np.bincount(found.channel[found.counted], minlength=n_channels),
    )
