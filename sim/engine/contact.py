"""Things in motion: a need on its way through the desk (case), and one entry of it into a queue (contact).

Defaults are attributes of the class: a contact of a plain desk sets only the few that differ.
"""

from __future__ import annotations

from typing import Any

from sim.log import Outcome, Result, TouchEnd

NAN = float("nan")
NOBODY = -1
WAITING, IN_SERVICE = int(Outcome.WAITING), int(Outcome.IN_SERVICE)
MATTER, CHASE, NOTICE, CONFIRMATION = range(4)
"""What an agent has to do: work on the matter itself, answer a chase, give a notice, read a confirmation."""


class Case:
    """A customer's need, from the first contact to its end. The counts are the places of its next draws."""

    contacts = 0
    line_entries = 0
    """entries into queues on the line: places of patience"""
    touches = 0
    """touches of the matter: places of work and of what comes of it"""
    failures = 0
    """failed attempts: the place of the next redial"""
    waits = 0
    """waits for others and returns: places of their lengths"""
    chases = 0
    promises = 0
    tickets = 0
    ticket = NOBODY
    """its ticket; NOBODY before the first and between two"""
    ticket_channel = NOBODY
    status = 0
    follows = NOBODY
    """the closed ticket to which the next one will be linked"""
    truth = int(Result.NONE)
    """what the touch after which the desk calls it solved really did"""
    last_agent = NOBODY
    wait = 0
    """version of the customer's wait for the desk: who counts on an older one has been overtaken"""
    waiting = False
    """the customer waits for the desk, off the line"""
    starts_waiting = False
    """and has only just begun to"""
    promised = False
    promise_s = 0.0
    """how long the customer waits before asking"""
    next: Any = None
    """the contact with which it goes on after the present pause; None: it has ended"""
    next_at = 0.0
    next_kind = 0
    """``Kind`` of the event that ends the pause"""

    def __init__(self, issue: int, home: int) -> None:
        self.issue = issue
        self.home = home
        """queue that it belongs to, on the channel where it now is"""


class Contact:
    """One entry into a queue, to the end of the work on it."""

    ticket = NOBODY
    chat = False
    """one of several that an agent may have at once"""
    work = MATTER
    answered_at = NAN
    left_at = NAN
    """left a chat in silence"""
    queued = False
    """waits in a queue, and may be taken from it"""
    held = False
    """waits for one agent, outside its queue"""
    to_head = False
    prefers = NOBODY
    knows = True
    """whether the next agent knows what was said before"""
    out_of_depth = False
    """handled by an agent who has not the skill for it"""
    agent = NOBODY
    started_at = NAN
    touch = 0
    line_entry = 0
    talk_s = 0.0
    hold_s = 0.0
    after_call_s = 0.0
    agent_s = 0.0
    """chat: the agent's clock of shared time when the touch began, then the time that it cost"""
    begun = False
    """whether an agent has taken it, now or before: patience and closing no longer end it"""
    left_s = 0.0
    """work left over from an agent who had to stop"""
    introduction_s = 0.0
    admitted = False
    """has its line already: passed on"""
    patience_s = -1.0
    """patience that is left over; below 0: drawn when it is needed"""
    called_back = False
    """has left the line and will be called"""
    tries = 0
    tag = 0.0
    """chat: reading of the agent's virtual clock at which its work is done"""
    end = int(TouchEnd.DONE)
    result = int(Result.NONE)
    wake: Any = None
    """the event that the story waits for"""

    def __init__(self, case: Case, queue: int, cause: int, entered_at: float, on_line: bool) -> None:
        self.case = case
        self.issue = case.issue
        self.queue = queue
        self.cause = cause
        self.entered_at = entered_at
        self.on_line = on_line
        """the customer waits on the line"""
        self.number = NOBODY
        """within the issue, from its entry on"""
        self.outcome = WAITING

    def __lt__(self, other: Contact) -> bool:
        """For ties of key and issue: the older one comes first."""
        return self.number < other.number
