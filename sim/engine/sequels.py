"""The next contact of a case: the desk takes it up again later, or the customer comes with it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.contact import NOBODY, Case, Contact
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.log import Cause

if TYPE_CHECKING:
    from sim.engine.desk import Desk

REOPEN, RETURN = int(Cause.REOPEN), Kind.RETURN


class Sequels:
    """How a case goes on after a touch."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._on_channel: list[list[int]] = plan.queues.on_channel.tolist()
        self._escalated: list[int] = plan.queues.escalated_twin.tolist()
        self._later: list[int] = plan.channels.later.tolist()

    def later(self, case: Case, cause: int, at: float, kind: Kind) -> Contact:
        """The desk takes the ticket up again, off the line, where the channel's later work goes."""
        was = case.home
        home = self._on_channel[was][self._later[self._channel_of[was]]]
        if self._escalated[was] == was and self._escalated[home] != NOBODY:
            home = self._escalated[home]
        case.home = home
        contact = Contact(case, home, cause, at, on_line=False)
        contact.prefers = case.last_agent
        self._desk.then(case, contact, at, kind)
        return contact

    def reopened(self, case: Case, channel: int, at: float) -> None:
        """The customer comes back with the ticket that counts as solved."""
        contact = self._comes(case, channel, REOPEN, at)
        contact.prefers = case.last_agent

    def anew(self, case: Case, channel: int, cause: int, at: float, *, linked: bool) -> None:
        """The customer comes with the same matter and a new ticket; linked to the old one if they are recognised."""
        case.follows = case.ticket if linked else NOBODY
        case.ticket = NOBODY
        contact = self._comes(case, channel, cause, at)
        contact.knows = linked
        contact.prefers = case.last_agent if linked else NOBODY

    def _comes(self, case: Case, channel: int, cause: int, at: float) -> Contact:
        case.home = self._on_channel[case.home][channel]
        contact = Contact(case, case.home, cause, at, self._desk.live[channel])
        self._desk.then(case, contact, at, RETURN)
        return contact
