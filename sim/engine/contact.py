"""A contact in motion: what the desk knows of it between coming and going."""

from __future__ import annotations

from typing import Any

from sim.log import Outcome

NAN = float("nan")
NOBODY = -1
WAITING, IN_SERVICE = int(Outcome.WAITING), int(Outcome.IN_SERVICE)


class Contact:
    """A customer's attempt to be helped, from entering a queue to the end."""

    __slots__ = (
        "after_call_s",
        "agent",
        "answered_at",
        "attempt",
        "begun",
        "cause",
        "entered_at",
        "hold_s",
        "issue",
        "left_s",
        "outcome",
        "queue",
        "started_at",
        "talk_s",
        "wake",
    )

    def __init__(self, issue: int, attempt: int, queue: int, cause: int, entered_at: float) -> None:
        self.issue = issue
        self.attempt = attempt
        self.queue = queue
        self.cause = cause
        self.entered_at = entered_at
        self.outcome = WAITING
        self.answered_at = NAN
        self.agent = NOBODY
        self.started_at = NAN
        self.talk_s = 0.0
        self.hold_s = 0.0
        self.after_call_s = 0.0
        self.begun = False
        """whether an agent has taken it, now or before: patience and closing no longer end it"""
        self.left_s = 0.0
        """work left over from an agent who had to stop"""
        self.wake: Any = None
        """the event that the journey waits for"""

    def __lt__(self, other: Contact) -> bool:
        """For ties of key and issue: an entry that an earlier attempt left behind comes first."""
        return self.attempt < other.attempt
