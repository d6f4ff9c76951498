"""Laws of tickets: who opens them, which way their status may go, and that no clock runs ahead of the wall's."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import Any

from sim.log import Cause, Outcome, Status, TouchEnd
from tests.laws.played import BESIDE, Played, on_random_desks, played

S, E = Status, TouchEnd
MAY_BECOME = {
    S.NEW: {S.NEW, S.IN_SERVICE},
    S.OPEN: {S.OPEN, S.IN_SERVICE, S.CLOSED},
    S.IN_SERVICE: {S.OPEN, S.PENDING_CUSTOMER, S.ON_HOLD, S.PENDING_INTERNAL, S.SOLVED, S.CLOSED},
    S.PENDING_CUSTOMER: {S.OPEN, S.SOLVED, S.IN_SERVICE, S.CLOSED},
    S.ON_HOLD: {S.OPEN},
    S.PENDING_INTERNAL: {S.OPEN},
    S.SOLVED: {S.CLOSED, S.REOPENED},
    S.REOPENED: {S.REOPENED, S.IN_SERVICE},
    S.CLOSED: set(),
}
"""A row of the same status is one that has become urgent."""
IN_QUEUE = {S.NEW, S.OPEN, S.REOPENED}
"""May last no time at all: an agent takes it at once."""
AT_ONCE = {(S.IN_SERVICE, S.OPEN), (S.SOLVED, S.CLOSED), (S.PENDING_CUSTOMER, S.CLOSED)}
"""So may a touch of an agent who is interrupted at that instant, what is closed as soon as it is solved, and the ticket
of who hangs up while a supervisor is asked and does not call again."""
WAITS = IN_QUEUE | {S.ON_HOLD, S.PENDING_INTERNAL}
TAKEN_UP = {
    E.PUT_BACK: S.OPEN,
    E.HANDED_OVER: S.OPEN,
    E.TRANSFERRED: S.OPEN,
    E.ESCALATED: S.OPEN,
    E.PENDING_CUSTOMER: S.PENDING_CUSTOMER,
    E.ON_HOLD: S.ON_HOLD,
    E.PENDING_INTERNAL: S.PENDING_INTERNAL,
    E.NEXT_TOUCH: S.OPEN,
    E.BOUNCED: S.CLOSED,
    E.PENDING_APPROVAL: S.PENDING_INTERNAL,
    E.HUNG_UP: S.PENDING_CUSTOMER,
    E.DONE: S.SOLVED,
}
"""What a touch of the matter leaves its ticket as."""


def histories(desk: Played) -> list[tuple[Any, list[Any]]]:
    """Every ticket with its statuses."""
    found = {
        key: list(group) for key, group in groupby(desk.statuses, key=lambda status: (status.issue, status.ticket))
    }
    assert list(found) == [(ticket.issue, ticket.ticket) for ticket in desk.tickets]
    return [(ticket, found[ticket.issue, ticket.ticket]) for ticket in desk.tickets]


def contacts_of(desk: Played) -> dict[tuple[int, int], list[Any]]:
    """By issue and ticket: the contacts by which the matter went on."""
    out: dict[tuple[int, int], list[Any]] = {}
    for contact in desk.contacts:
        if contact.ticket >= 0 and contact.cause not in BESIDE:
            out.setdefault((contact.issue, contact.ticket), []).append(contact)
    return out


@on_random_desks
def test_the_statuses_of_a_ticket_form_a_legal_path_in_order_of_time(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    for ticket, path in histories(desk):
        assert path[0].status == S.NEW
        assert path[0].since == ticket.opened_at
        for before, after in pairwise(path):
            assert after.status in MAY_BECOME[S(before.status)]
            at_once = before.status in IN_QUEUE or (before.status, after.status) in AT_ONCE
            assert after.since > before.since or (at_once and after.since == before.since)
            if after.status == before.status:
                assert (before.urgent, after.urgent) == (0, 1)


@on_random_desks
def test_a_ticket_is_opened_by_one_contact_and_every_touch_of_the_matter_is_on_a_ticket(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    mine = contacts_of(desk)
    keeps = desk.scenario.world.resolution is not None or any(not live for live in desk.live)
    assert bool(desk.tickets) <= keeps
    numbers: dict[int, int] = {}
    for ticket in desk.tickets:
        assert ticket.ticket == numbers.get(ticket.issue, 0)
        assert -1 <= ticket.follows < ticket.ticket
        numbers[ticket.issue] = ticket.ticket + 1
        first = mine[ticket.issue, ticket.ticket][0]
        assert (first.cause, first.entered_at) == (ticket.cause, ticket.opened_at)
        assert desk.log.queue_channel[first.queue] == ticket.channel
        assert ticket.cause != Cause.REOPEN
    for contacts in desk.threads():
        for before, contact in pairwise(contacts):
            if contact.ticket < 0:
                continue
            if contact.cause in (Cause.RECONTACT, Cause.BOUNCED):
                assert contact.ticket > before.ticket
            elif contact.cause not in (Cause.REDIAL, Cause.MESSAGE, Cause.TRANSFER):
                assert contact.ticket == before.ticket
            assert contact.ticket >= before.ticket
    for contact in desk.contacts:
        begun = not math.isnan(contact.answered_at) and contact.outcome != Outcome.SILENT
        assert contact.ticket >= 0 or not (keeps and (begun or not contact.on_line))


@on_random_desks
def test_a_ticket_stands_where_its_contacts_have_left_it(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    for key, path in ((ticket, path) for ticket, path in histories(desk)):
        statuses = {(status.since, status.status) for status in path}
        for contact in contacts_of(desk).get((key.issue, key.ticket), []):
            for touch in contact.touches:
                if touch.end in (E.UNREACHED, E.DEAD):
                    continue
                assert (touch.started_at, S.IN_SERVICE) in statuses
                if touch.end == E.OPEN:
                    continue
                stopped = touch.started_at + touch.talk_s + touch.hold_s
                if touch.end == E.NEXT_TOUCH:
                    stopped += touch.after_call_s
                after = (stopped, TAKEN_UP[E(touch.end)])
                left_early = desk.scenario.world.resolution is None and touch.end == E.BOUNCED
                assert after in statuses or left_early or after[0] >= desk.log.ends_at


@on_random_desks
def test_customers_ask_and_are_told_only_while_they_wait_for_the_desk_and_are_awake(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    chase = desk.scenario.world.chase
    paths = {(ticket.issue, ticket.ticket): path for ticket, path in histories(desk)}
    asked = [contact for contact in desk.contacts if contact.cause in BESIDE]
    awake = desk.scenario.calendar.openings(chase.waking).tolist() if chase and chase.waking else [[0.0, math.inf]]
    for contact in asked:
        before = [status.status for status in paths[contact.issue, contact.ticket] if status.since < contact.entered_at]
        assert before[-1] in WAITS
        assert contact.cause == Cause.NOTICE or any(wakes <= contact.entered_at <= sleeps for wakes, sleeps in awake)
    assert not asked or chase is not None


@on_random_desks
def test_what_is_urgent_stays_urgent_wherever_it_is_passed_on_to(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    urgent = {issue.issue for issue in desk.issues if issue.urgent}
    queues = desk.plan.queues
    assert all(status.urgent for status in desk.statuses if status.issue in urgent)
    assert all(queues.urgent[contact.queue] for contact in desk.contacts if contact.issue in urgent)
