"""Why something enters a queue."""

from __future__ import annotations

from enum import IntEnum


class Cause(IntEnum):
    """Why a contact happened: the customer came, or the desk has work to do for one who is not on the line."""

    FIRST = 0
    REDIAL = 1
    """tries again after giving up, a busy tone or a closed door"""
    BACKLOG = 2
    """was already waiting at the start"""
    CHASE = 3
    """asks where things stand"""
    RECONTACT = 4
    """the need was not met after all; a new ticket"""
    REOPEN = 5
    """the need was not met after all; the same ticket, not yet closed"""
    BOUNCED = 6
    """was sent here by another channel"""
    MESSAGE = 7
    """left on a channel that was closed: the same contact goes on here"""
    REPLY = 8
    """the customer's answer to a question of ours"""
    TRANSFER = 9
    """passed on from another queue"""
    NEXT_TOUCH = 10
    """the desk takes up a ticket again: after a third party, after internal work, or because it is not done"""
    NOTICE = 11
    """the desk tells a waiting customer where things stand, as promised"""
    CONFIRM = 12
    """the customer's answer to whether it is solved"""
    DECIDED = 13
    """the desk finishes a ticket on which a supervisor has decided"""


INBOUND = frozenset(
    {Cause.FIRST, Cause.REDIAL, Cause.BACKLOG, Cause.CHASE, Cause.RECONTACT, Cause.REOPEN, Cause.BOUNCED}
)
"""Customers who come of their own accord; answers that the desk asked for and its own work are not among them."""

FAILURE_DEMAND = frozenset({Cause.REDIAL, Cause.CHASE, Cause.RECONTACT, Cause.REOPEN})
"""Contacts that a desk which did it right the first time would not have had."""
