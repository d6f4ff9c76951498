"""Laws of clocks: the first word is said once, waits are counted once, and no clock runs ahead of the wall's."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from sim.clock.hours import business_seconds
from sim.log import Outcome, Status, TouchEnd
from tests.laws.played import BESIDE, on_random_desks, played

PAUSED = (Status.PENDING_CUSTOMER, Status.SOLVED, Status.CLOSED)
NO_WORD = (TouchEnd.UNREACHED, TouchEnd.DEAD)
UNDECIDED = (TouchEnd.OPEN, TouchEnd.PUT_BACK, TouchEnd.HANDED_OVER)


def first_word(contacts: list[Any]) -> float | None:
    """When a human first says something on a matter: on the line by picking up, in writing by the answer.

    Whoever only finds out that it belongs elsewhere says nothing. None: the simulation ended before one could tell.
    """
    for contact in contacts:
        touches = [touch for touch in contact.touches if touch.end not in NO_WORD]
        if not touches:
            continue
        end = touches[-1].end
        if contact.on_line and end in UNDECIDED:
            return None
        if contact.on_line and end != TouchEnd.TRANSFERRED:
            return float(contact.answered_at)
        if not contact.on_line and contact.outcome == Outcome.ANSWERED:
            return float(contact.ended_at)
    return math.nan


@on_random_desks
def test_the_first_reply_is_the_first_word_on_the_matter_and_comes_after_the_ticket(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    matters = [contact for contact in desk.contacts if contact.ticket >= 0 and contact.cause not in BESIDE]
    matters.sort(key=lambda contact: (contact.issue, contact.ticket, contact.contact))
    of = {key: list(mine) for key, mine in groupby(matters, key=lambda contact: (contact.issue, contact.ticket))}
    for ticket in desk.tickets:
        expected = first_word(of[ticket.issue, ticket.ticket])
        if expected is not None:
            assert ticket.replied_at == expected or (math.isnan(ticket.replied_at) and math.isnan(expected))
        assert not ticket.replied_at < ticket.opened_at


@on_random_desks
def test_the_requesters_wait_never_exceeds_the_calendar_and_business_hours_never_exceed_either(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    calendar = desk.scenario.calendar
    for channel, name in enumerate(desk.log.channels):
        openings = calendar.openings(desk.scenario.policy.channels[name].open)
        mine = {(ticket.issue, ticket.ticket) for ticket in desk.tickets if ticket.channel == channel}
        for key, path in groupby(desk.statuses, key=lambda status: (status.issue, status.ticket)):
            if key not in mine:
                continue
            rows = list(path)
            since = np.array([row.since for row in rows])
            until = np.append(since[1:], desk.log.ends_at)
            runs = ~np.isin([row.status for row in rows], PAUSED)
            wait_s = float((until - since)[runs].sum())
            open_s = business_seconds(openings, until) - business_seconds(openings, since)
            assert (until >= since).all()
            assert 0.0 <= float(open_s[runs].sum()) <= wait_s <= desk.log.ends_at - since[0]


@on_random_desks
def test_littles_law_holds_on_every_path_for_queues_channels_and_those_in_service(mapping: dict[str, Any]) -> None:
    """The area under a number is the sum of the times, all closed at the end, by two different tables."""
    desk = played(mapping)
    n_queues, ends_at = len(desk.log.queues), desk.log.ends_at
    spans: dict[int, list[tuple[float, float]]] = {queue: [] for queue in range(n_queues)}
    waits: dict[int, list[float]] = {queue: [] for queue in range(n_queues)}
    for contact in desk.contacts:
        left = min(at for at in (contact.answered_at, contact.ended_at, ends_at) if not math.isnan(at))
        spans[contact.queue].append((max(contact.entered_at, desk.log.starts_at), left))
        waits[contact.queue].append(left - max(contact.entered_at, desk.log.starts_at))
    of_channel = {
        -1 - channel: [queue for queue, its in enumerate(desk.log.queue_channel) if its == channel]
        for channel in range(len(desk.log.channels))
    }
    for queues in [[queue] for queue in range(n_queues)] + list(of_channel.values()):
        area = number = 0.0
        events = sorted(
            [(since, 1) for queue in queues for since, _ in spans[queue]]
            + [(until, -1) for queue in queues for _, until in spans[queue]]
        )
        for (at, change), (following, _) in pairwise([*events, (ends_at, 0)]):
            number += change
            area += number * (following - at)
        assert number == 0
        assert math.isclose(area, math.fsum(wait for queue in queues for wait in waits[queue]), abs_tol=1e-5)
