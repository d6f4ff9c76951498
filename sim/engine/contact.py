"""Things in motion: a need on its way through the desk (case), and one entry of it into a queue (contact).

Everything has its slot from the beginning: reading one costs a fifth of finding a default on the class.
"""

from __future__ import annotations

from typing import Any

from sim.log import Outcome, Result, TouchEnd

NAN = float("nan")
NOBODY = -1
WAITING, IN_SERVICE = int(Outcome.WAITING), int(Outcome.IN_SERVICE)
DONE, NO_RESULT = int(TouchEnd.DONE), int(Result.NONE)
CHASES_FROM = 1 << 12
"""Place of the draws that chases on the line need, so that they take none from the matter's own entries."""
MATTER, CHASE, NOTICE, CONFIRMATION, REQUEST, DUTY = range(6)
"""What there is to do: work on the matter itself, answer a chase, give a notice, read a confirmation; for supervisors
decide what an agent asks, and other duties."""
BESIDE = frozenset((CHASE, NOTICE))
"""Work that is not on the matter, and leaves the ticket as it is."""
OF_SUPERVISORS = frozenset((REQUEST, DUTY))
"""Work that is no customer's contact."""
UNDECIDED, UNNEEDED, ASKED, GRANTED, REFUSED = range(5)
"""How far a concession has got."""


class Case:
    """A customer's need, from the first contact to its end. The counts are the places of its next draws."""

    __slots__ = (
        "calls",
        "chases",
        "closes_at",
        "concession",
        "consoled",
        "contacts",
        "decision",
        "failures",
        "follows",
        "home",
        "issue",
        "last_agent",
        "line_entries",
        "misled_s",
        "next",
        "next_at",
        "next_kind",
        "promise_s",
        "promised",
        "promises",
        "requests",
        "solutions",
        "sortings",
        "starts_waiting",
        "status",
        "ticket",
        "ticket_channel",
        "tickets",
        "touches",
        "truth",
        "unreplied",
        "wait",
        "waiting",
        "waits",
    )

    def __init__(self, issue: int, home: int) -> None:
        self.issue = issue
        self.home = home
        """queue that it belongs to, on the channel where it now is"""
        self.misled_s = 0.0
        """how long a wrong answer kept the customer from the first contact"""
        self.contacts = 0
        self.line_entries = 0
        """entries into queues on the line: places of patience"""
        self.touches = 0
        """touches of the matter: places of work and of what comes of it"""
        self.failures = 0
        """failed attempts: the place of the next redial"""
        self.waits = 0
        """waits for others: places of their lengths"""
        self.solutions = 0
        """times that the desk believed it solved: places of what the customer then does"""
        self.sortings = 0
        self.calls = 0
        """calls back, to anybody or nobody"""
        self.chases = 0
        self.requests = 0
        """requests to supervisors: places of their work and of what they decide"""
        self.promises = 0
        self.tickets = 0
        self.ticket = NOBODY
        """its ticket; NOBODY before the first and between two"""
        self.ticket_channel = NOBODY
        self.status = 0
        self.closes_at = 0.0
        """when the ticket closes, if it counts as solved"""
        self.unreplied = NOBODY
        """row of the ticket in which nobody has said a word on the matter yet; NOBODY if there is none"""
        self.follows = NOBODY
        """the closed ticket to which the next one will be linked"""
        self.truth = NO_RESULT
        """what the touch after which the desk calls it solved really did"""
        self.last_agent = NOBODY
        self.wait = 0
        """version of the customer's wait for the desk: who counts on an older one has been overtaken"""
        self.waiting = False
        """the customer waits for the desk, off the line"""
        self.starts_waiting = False
        """and has only just begun to"""
        self.promised = False
        self.promise_s = 0.0
        """how long the customer waits before asking"""
        self.concession = UNDECIDED
        self.consoled = False
        """has got its goodwill"""
        self.decision: Any = None
        """the event that ends the present pause, a supervisor's decision; None: it ends at ``next_at``"""
        self.next: Any = None
        """the contact with which it goes on after the present pause; None: it has ended"""
        self.next_at = 0.0
        self.next_kind = 0
        """``Kind`` of the event that ends the pause"""


class Contact:
    """One entry into a queue, to the end of the work on it."""

    __slots__ = (
        "admitted",
        "after_call_s",
        "agent",
        "agent_s",
        "angry",
        "answered_at",
        "asked_at",
        "begun",
        "called_back",
        "case",
        "cause",
        "chat",
        "empathy",
        "end",
        "entered_at",
        "factor",
        "flagged",
        "held",
        "hold_s",
        "introduction_s",
        "issue",
        "knows",
        "left_at",
        "left_s",
        "line_entry",
        "number",
        "on_line",
        "out_of_depth",
        "outcome",
        "patience_s",
        "prefers",
        "queue",
        "queued",
        "request",
        "result",
        "started_at",
        "tag",
        "talk_s",
        "ticket",
        "to_head",
        "touch",
        "tries",
        "waited_s",
        "wake",
        "work",
    )

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
        self.outcome: int = WAITING
        self.ticket = NOBODY
        self.chat = False
        """one of several that an agent may have at once"""
        self.work = MATTER
        self.answered_at = NAN
        self.left_at = NAN
        """left a chat in silence"""
        self.queued = False
        """waits in a queue, and may be taken from it"""
        self.held = False
        """waits for one agent, outside its queue"""
        self.to_head = False
        self.prefers = NOBODY
        self.knows = True
        """whether the next agent knows what was said before"""
        self.factor = 1.0
        """on the work: less or more than usual after a bot, or with an angry customer"""
        self.angry = NOBODY
        """1 if the customer is angry, from when an agent takes it; NOBODY before, and where no customer is"""
        self.flagged = NOBODY
        """1 if the customer seemed angry on entry; NOBODY where nobody looked"""
        self.waited_s = 0.0
        """before it was passed on; below 0: the desk's own work, for which nobody waits"""
        self.out_of_depth = False
        """handled by an agent who has not the skill for it"""
        self.agent = NOBODY
        self.started_at = NAN
        self.touch = 0
        self.line_entry = 0
        self.talk_s = 0.0
        self.hold_s = 0.0
        self.after_call_s = 0.0
        self.agent_s = 0.0
        """chat: the agent's clock of shared time when the touch began, then the time that it cost"""
        self.empathy = 0.0
        """what strain took off the log-odds of a satisfied customer when the touch was judged"""
        self.begun: bool = False
        """whether an agent has taken it, now or before: patience and closing no longer end it"""
        self.left_s = 0.0
        """work left over from an agent who had to stop"""
        self.introduction_s = 0.0
        self.admitted = False
        """has its line already: passed on"""
        self.patience_s = -1.0
        """patience that is left over; below 0: drawn when it is needed"""
        self.called_back = False
        """has left the line and will be called"""
        self.tries = 0
        self.tag = 0.0
        """chat: reading of the agent's virtual clock at which its work is done"""
        self.request: Any = None
        """the request to a supervisor for whose decision customer and agent wait; of a request: who asks"""
        self.asked_at = NAN
        self.end = DONE
        self.result = NO_RESULT
        self.wake: Any = None
        """the event that the story waits for"""

    def __lt__(self, other: Contact) -> bool:
        """For ties of key and issue: the older one comes first."""
        return self.number < other.number
