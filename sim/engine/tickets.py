"""Keeping tickets: opening them, writing down what status they have, and when the first word on the matter was said."""

from __future__ import annotations

from sim.engine.contact import NAN, NOBODY, Case, Contact
from sim.engine.plan import Plan
from sim.log import End, Status
from sim.log.recorder import Recorder

NEW, CLOSED, REOPENED, OPEN = int(Status.NEW), int(Status.CLOSED), int(Status.REOPENED), int(Status.OPEN)
RESOLVED = int(End.RESOLVED)
IN_SERVICE, SOLVED = int(Status.IN_SERVICE), int(Status.SOLVED)


class Tickets:
    """The tickets of all issues, and how each issue ended."""

    def __init__(self, plan: Plan, recorder: Recorder) -> None:
        self.kept = plan.matters.tickets
        """False where every answer is the end and nobody keeps tickets"""
        self._rows = recorder.tickets
        self._write_status, self._status_row = recorder.statuses.write, recorder.statuses.pack
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._urgent: list[bool] = plan.queues.urgent.tolist()
        self._close_after_s = plan.matters.close_after_s
        n = len(plan.issues.queue)
        self.end = [int(End.OPEN)] * n
        self.ended_at = [NAN] * n
        self.solved_at = [NAN] * n
        self._n_tickets = 0

    def enters(self, contact: Contact, now: float) -> None:
        """A matter enters a queue off the line: a new ticket, or one that is open again."""
        case = contact.case
        if case.ticket == NOBODY:
            self._open(contact)
        elif case.status != OPEN:  # which it is where a customer who was passed on gave up, and comes again
            self._write(case, REOPENED if case.status == SOLVED else OPEN, now, contact.queue)
        contact.ticket = case.ticket

    def taken(self, contact: Contact, now: float) -> None:
        """An agent takes a matter: a customer on the line has a ticket from here on, dated from when they came."""
        case = contact.case
        if case.ticket == NOBODY:
            self._open(contact)
        elif case.status == SOLVED:
            self._write(case, REOPENED, contact.entered_at, contact.queue)
        contact.ticket = case.ticket
        case.status = IN_SERVICE
        self._write_status(self._status_row(case.issue, case.ticket, IN_SERVICE, self._urgent[contact.queue], now))

    def _open(self, contact: Contact) -> None:
        case = contact.case
        case.ticket, case.tickets = case.tickets, case.tickets + 1
        case.ticket_channel = self._channel_of[contact.queue]
        case.unreplied = self._n_tickets
        self._n_tickets += 1
        self._rows.write(
            self._rows.pack(
                case.issue, case.ticket, case.ticket_channel, contact.cause, case.follows, contact.entered_at, NAN
            )
        )
        self._write(case, NEW, contact.entered_at, contact.queue)

    def replies(self, contact: Contact, now: float) -> None:
        """A human says something on the matter: the first reply, if there was none."""
        case = contact.case
        if case.unreplied >= 0:
            self._rows.change_last(case.unreplied, now)
            case.unreplied = NOBODY

    def becomes(self, case: Case, status: int, now: float) -> None:
        """A ticket has a status from an instant on, which may lie ahead if nothing can come between."""
        if self.kept and case.ticket != NOBODY:
            case.status = status
            self._write_status(self._status_row(case.issue, case.ticket, status, self._urgent[case.home], now))

    def becomes_urgent(self, case: Case, queue: int, now: float) -> None:
        """A ticket is treated as urgent from now on; its status and its clocks go on."""
        self._write(case, case.status, now, queue)

    def _write(self, case: Case, status: int, since: float, queue: int) -> None:
        case.status = status
        self._write_status(self._status_row(case.issue, case.ticket, status, self._urgent[queue], since))

    def solved(self, case: Case, now: float) -> float:
        """The desk calls it solved; returns when the ticket will be closed."""
        if self.solved_at[case.issue] != self.solved_at[case.issue]:
            self.solved_at[case.issue] = now
        self.becomes(case, SOLVED, now)
        case.closes_at = now + self._close_after_s
        return case.closes_at

    def closed(self, case: Case, at: float) -> None:
        """A ticket is closed for good; one that counts as solved, when it would have been anyway."""
        self.becomes(case, CLOSED, case.closes_at if case.status == SOLVED else at)

    def solves(self, issue: int, now: float) -> None:
        """An issue is solved, and that is its end: nothing else can come of an answer."""
        self.solved_at[issue] = self.ended_at[issue] = now
        self.end[issue] = RESOLVED

    def ends(self, case: Case, end: int, at: float) -> None:
        """An issue ends, now or at an instant ahead if nothing can come between."""
        self.end[case.issue] = end
        self.ended_at[case.issue] = at
        case.next = None
