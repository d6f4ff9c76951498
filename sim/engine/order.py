"""The order of events at the same instant, as a table with reasons.

An event is scheduled with priority ``kind << 40 | entity``, so ties within a kind go by number of the issue or agent.
Kinds begin at 2: SimPy's own wake-ups (0 and 1) run first, so that a process that was woken has continued before the
next event of that instant. Opening hours and duties are half-open and tested by time, so it does not matter for them
which of two simultaneous events ran first.
"""

from __future__ import annotations

from enum import IntEnum

ENTITY_BITS = 40


class Kind(IntEnum):
    """Kinds of event, first to last at one instant."""

    COMPLETION = 2
    """Work ends first: an agent who finishes now can serve a customer whose patience ends now."""
    MIDNIGHT = 3
    """Then a day is over for those who work: what it did to them, who leaves, who is absent tomorrow."""
    SHIFT = 4
    """Then duties change: who leaves at this instant takes nothing that comes at it."""
    PENDING = 5
    """Then others have done their part, customers who answer and third parties: what comes back finds those on duty."""
    REASSIGN = 6
    """Then work that somebody had to stop, or passed on, finds its agent, when all duties of this instant have
    changed."""
    CLOSING = 7
    """Then a queue is cut off, after those who finished or came on duty have taken from it."""
    PATIENCE = 8
    """Then customers give up: only those whom nobody could take at this very instant."""
    PROMISE = 9
    """Then the desk's own deadlines lapse: promises, tickets left lying, tickets held for one agent."""
    RETURN = 10
    """Customers who come back are ahead of new ones: they have waited before."""
    ARRIVAL = 11
    """New customers meet the desk as everything above has left it."""


def priority(kind: Kind, entity: int) -> int:
    """The number by which SimPy orders events of one instant; less is earlier."""
    return kind << ENTITY_BITS | entity
