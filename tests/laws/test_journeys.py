"""Laws of a customer's need: it goes on from contact to contact until it ends in exactly one way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.clock.grid import GRID_PER_S
from sim.log import TABLES, Cause, End, Outcome, Result, Status, TouchEnd
from tests.laws.played import Played, on_random_desks, played

O, E = Outcome, TouchEnd
AGAIN = {Cause.REDIAL}
BACK = {Cause.REOPEN, Cause.RECONTACT}
UNSERVED = {
    O.ABANDONED: (AGAIN, {End.GAVE_UP}),
    O.SILENT: (AGAIN, {End.GAVE_UP}),
    O.BLOCKED: (AGAIN, {End.GAVE_UP}),
    O.CLOSED: (AGAIN, {End.GAVE_UP}),
    O.DISCONNECTED: (set(), {End.GAVE_UP}),
    O.UNREACHED: (set(), {End.GAVE_UP}),
    O.MESSAGE: ({Cause.MESSAGE}, set()),
    O.TRANSFERRED: ({Cause.TRANSFER}, set()),
    O.WAITING: (set(), {End.OPEN}),
    O.IN_SERVICE: (set(), {End.OPEN}),
}
"""By outcome: the causes with which an issue may go on, and how else it ends."""
SERVED = {
    E.ON_HOLD: ({Cause.NEXT_TOUCH}, set()),
    E.PENDING_INTERNAL: ({Cause.NEXT_TOUCH}, set()),
    E.NEXT_TOUCH: ({Cause.NEXT_TOUCH}, set()),
    E.BOUNCED: ({Cause.BOUNCED}, {End.LOST}),
    E.PENDING_APPROVAL: ({Cause.DECIDED}, set()),
    E.HUNG_UP: (AGAIN, {End.GAVE_UP}),
}
"""The same for a contact that an agent has served, by the end of its last touch."""
COMES_LATER = AGAIN | BACK | {Cause.NEXT_TOUCH, Cause.BOUNCED, Cause.REPLY, Cause.CONFIRM, Cause.DECIDED}
"""What lies ahead when the simulation ends leaves an issue open."""
STOPPED = {E.HANDED_OVER, E.PUT_BACK}


def truth(contacts: list[Any]) -> int:
    """What the last touch that called the matter solved really did to it."""
    results = [touch.result for contact in contacts for touch in contact.touches if touch.result != Result.NONE]
    return results[-1] if results else Result.RESOLVED


def ways_on(desk: Played, contacts: list[Any]) -> tuple[set[Any], set[Any]]:
    """The causes with which an issue may go on after its last contact but one, and the ways in which it may end."""
    contact = contacts[-1]
    if contact.outcome in UNSERVED:
        return UNSERVED[contact.outcome]
    touch = contact.touches[-1]
    if touch.end in SERVED:
        return SERVED[touch.end]
    if touch.end == E.PENDING_CUSTOMER:
        return ({Cause.REPLY}, {End.NO_REPLY}) if touch.result == Result.NONE else ({Cause.CONFIRM}, set())
    assert touch.end in (E.DONE, E.OPEN)
    if desk.scenario.world.resolution is None or truth(contacts) == Result.RESOLVED:
        return set(), {End.RESOLVED}
    return BACK, {End.SILENT}


@on_random_desks
def test_every_issue_goes_on_contact_by_contact_as_it_may_and_ends_in_exactly_one_way(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    threads = list(desk.threads())
    assert [contacts[0].issue for contacts in threads] == [issue.issue for issue in desk.issues]
    for issue, contacts in zip(desk.issues, threads, strict=True):
        assert contacts[0].cause == issue.cause in (Cause.FIRST, Cause.BACKLOG)
        assert contacts[0].entered_at == issue.arrived_at
        for number, contact in enumerate(contacts[1:], start=1):
            assert contact.cause in ways_on(desk, contacts[:number])[0]
            before = contacts[number - 1]
            assert contact.entered_at >= before.ended_at
            if contact.cause in (Cause.TRANSFER, Cause.MESSAGE):
                assert contact.entered_at == before.ended_at, "nobody is nowhere"
        causes, ends = ways_on(desk, contacts)
        if contacts[-1].touches and contacts[-1].touches[-1].end == E.OPEN:
            continue  # in after-call work: what the agent has decided is not yet written down
        unfinished = causes & COMES_LATER or End.NO_REPLY in ends
        assert issue.end in ends | ({End.OPEN} if unfinished else set())
        if desk.scenario.calendar.at_end == "drain" and issue.end == End.OPEN:
            undecided = Cause.DECIDED in causes
            assert contacts[-1].outcome == O.WAITING or End.NO_REPLY in ends or undecided


@on_random_desks
def test_an_issue_ends_and_is_solved_when_its_last_contact_and_its_tickets_say(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    solved: dict[int, list[float]] = {}
    for status in desk.statuses:
        if status.status == Status.SOLVED:
            solved.setdefault(status.issue, []).append(status.since)
    for issue, contacts in zip(desk.issues, desk.threads(), strict=True):
        last = contacts[-1]
        assert math.isnan(issue.ended_at) == (issue.end == End.OPEN)
        if issue.end in (End.RESOLVED, End.SILENT):
            assert issue.ended_at == last.ended_at >= issue.solved_at
        elif issue.end in (End.GAVE_UP, End.LOST):
            assert issue.ended_at == last.ended_at
        elif issue.end == End.NO_REPLY:
            assert issue.ended_at == last.ended_at + desk.scenario.policy.follow_up.give_up_after >= issue.solved_at
        if desk.statuses:
            mine = sorted(solved.get(issue.issue, []))
            assert mine[:1] == ([] if math.isnan(issue.solved_at) else [issue.solved_at])
            assert issue.end not in (End.RESOLVED, End.SILENT) or mine[-1] == issue.ended_at
        elif issue.end == End.RESOLVED:
            assert issue.solved_at == issue.ended_at


@on_random_desks
def test_the_contacts_of_an_issue_are_numbered_in_the_order_in_which_they_came(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    numbers: dict[int, int] = {}
    entered: dict[int, float] = {}
    for contact in desk.contacts:
        assert contact.contact == numbers.get(contact.issue, 0)
        assert contact.entered_at >= entered.get(contact.issue, -math.inf)
        numbers[contact.issue] = contact.contact + 1
        entered[contact.issue] = contact.entered_at
    ended = {issue.issue: issue.ended_at for issue in desk.issues if issue.end != End.OPEN}
    for contact in desk.contacts:
        assert not contact.entered_at > ended.get(contact.issue, math.inf), "nobody comes after the end"


@on_random_desks
def test_a_contact_has_exactly_the_instants_and_the_touches_of_its_outcome(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    live_touches = 0
    for contact in desk.contacts:
        ends = [touch.end for touch in contact.touches]
        live_touches += len(ends)
        answered, ended = not math.isnan(contact.answered_at), not math.isnan(contact.ended_at)
        assert ended == (contact.outcome not in (O.WAITING, O.IN_SERVICE))
        assert not ended or contact.ended_at >= contact.entered_at
        begun = [touch for touch in contact.touches if touch.end != E.UNREACHED and not dials(contact, touch)]
        assert answered == bool(begun)
        assert not begun or contact.answered_at == begun[0].started_at >= contact.entered_at
        for first, second in zip(contact.touches, contact.touches[1:], strict=False):
            assert second.started_at >= first.ended_at, "two agents at once"
        match contact.outcome:
            case O.ANSWERED | O.CALLED_BACK:
                reached = [end for end in ends if end != E.UNREACHED]
                assert contact.outcome == O.CALLED_BACK or reached == ends
                assert set(reached[:-1]) <= STOPPED
                assert reached[-1] not in STOPPED | {E.DEAD, E.TRANSFERRED, E.ESCALATED}
                assert (reached[-1] == E.ASIDE) == (contact.cause in (Cause.CHASE, Cause.NOTICE)) or reached[-1] == 0
            case O.TRANSFERRED:
                assert set(ends[:-1]) <= STOPPED | {E.UNREACHED}
                assert ends[-1] in (E.TRANSFERRED, E.ESCALATED, E.OPEN)
            case O.IN_SERVICE:
                assert set(ends[:-1]) <= STOPPED | {E.UNREACHED}
                assert ends[-1] == E.OPEN
            case O.WAITING:
                assert set(ends[:-1]) <= STOPPED | {E.UNREACHED}
                assert not ends or ends[-1] in STOPPED | {E.UNREACHED, E.OPEN}
            case O.SILENT:
                assert desk.chat[contact.queue]
                assert ends in ([], [E.DEAD], [E.OPEN])
            case O.UNREACHED:
                tries = desk.scenario.policy.callback[desk.log.channels[desk.log.queue_channel[contact.queue]]].tries
                assert ends == [E.UNREACHED] * tries
            case _:
                assert ends == []
        if begun and contact.outcome in (O.ANSWERED, O.CALLED_BACK, O.TRANSFERRED):
            last = begun[-1]
            assert contact.ended_at == last.started_at + last.talk_s + last.hold_s
    assert live_touches == len(desk.touches), "touches of nobody"


def dials(contact: Any, touch: Any) -> bool:
    """Whether an agent calls somebody back at the end of the simulation who will not pick up."""
    return contact.outcome == O.WAITING and touch.end == E.OPEN


@on_random_desks
def test_every_instant_lies_on_the_grid(mapping: dict[str, Any]) -> None:
    log = played(mapping).log
    columns = [
        np.asarray(getattr(log, table.name)[column.name])
        for table in TABLES
        for column in table.columns
        if column.unit == "s" and column.name not in ("agent_s", "work_s")
    ]
    steps = np.concatenate(columns) * GRID_PER_S
    steps = steps[np.isfinite(steps)]
    assert (steps == np.rint(steps)).all()
