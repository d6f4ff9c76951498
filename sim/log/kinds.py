"""The kinds of things in the log: how contacts, work, sessions, requests, issues end, where tickets and places are."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """How a contact ended: one entry into a queue."""

    WAITING = 0
    """still in the queue at the end"""
    IN_SERVICE = 1
    """with an agent at the end"""
    ANSWERED = 2
    ABANDONED = 3
    """gave up waiting (a balking customer waits 0 s)"""
    BLOCKED = 4
    """busy tone: no line was free"""
    CLOSED = 5
    """came outside opening hours"""
    DISCONNECTED = 6
    """cut off in the queue at closing"""
    SILENT = 7
    """gave up without closing the chat: an agent who opens it (answered_at) finds nobody"""
    CALLED_BACK = 8
    """left the line and was called back (answered_at is when the agent reached them)"""
    UNREACHED = 9
    """left the line and could not be reached by the last call"""
    TRANSFERRED = 10
    """an agent took it and passed it on: it goes on as a contact of cause TRANSFER"""
    MESSAGE = 11
    """came outside opening hours and left a message: it goes on as a contact of cause MESSAGE"""


class TouchEnd(IntEnum):
    """How a piece of an agent's work ended."""

    OPEN = 0
    DONE = 1
    """solved, as far as the desk knows"""
    HANDED_OVER = 2
    """live work given to whoever is next, at the end of a shift"""
    PUT_BACK = 3
    """asynchronous work returned to its queue with what was left of it"""
    TRANSFERRED = 4
    """wrong desk: passed to another queue"""
    ESCALATED = 5
    """passed to a senior agent"""
    PENDING_CUSTOMER = 6
    """the customer has to do something first"""
    ON_HOLD = 7
    """a third party has to"""
    PENDING_INTERNAL = 8
    """somebody else in the company has to"""
    NEXT_TOUCH = 9
    """not done, and the desk knows: it goes on"""
    BOUNCED = 10
    """the customer is sent to another channel"""
    DEAD = 11
    """nobody was there any more (a chat left in silence)"""
    UNREACHED = 12
    """a callback that nobody picked up"""
    ASIDE = 13
    """a chase answered or a notice given: the matter itself has not moved"""
    PENDING_APPROVAL = 14
    """a supervisor has to decide first"""
    HUNG_UP = 15
    """the customer did not wait for a supervisor's decision"""


class Result(IntEnum):
    """What a touch did to the matter, which the desk does not always know."""

    NONE = 0
    """it did not come to that"""
    RESOLVED = 1
    WRONG = 2
    """wrong information: not resolved, and everybody believes it is"""
    UNNOTICED = 3
    """not resolved, and the agent did not notice"""
    RECOGNISED = 4
    """not resolved, and the agent knows"""


class SessionKind(IntEnum):
    """What a customer met before anybody else, in this order."""

    STATUS_PAGE = 0
    KNOWLEDGE_BASE = 1
    BOT = 2


class SessionEnd(IntEnum):
    """How a session with a bot, or a customer's own search, ended."""

    OPEN = 0
    CONTAINED = 1
    """the customer left without asking for a human; of self-service: found an answer and contacted nobody, for now"""
    HIDDEN = 2
    """wanted a human and did not find the way"""
    ESCALATED = 3
    """passed on to a human"""
    DEAD_END = 4
    """wanted a human, and nobody was there"""
    IN_VAIN = 5
    """looked for an answer and found none: goes on to the desk"""


class Grant(IntEnum):
    """How a concession came to be."""

    OWN = 0
    """within the agent's limit"""
    APPROVED = 1
    """a supervisor said yes"""
    DENIED = 2
    """a supervisor said no: nothing was given"""
    DISCOUNT = 3
    """the customer took what the agent could give instead"""
    GOODWILL = 4
    """a gesture to who had to come again"""
    UNWARRANTED = 5
    """given although none was needed"""


class Request(IntEnum):
    """What a supervisor is to do."""

    ON_HOLD = 0
    """decide, while agent and customer wait"""
    LATER = 1
    """decide, while the ticket is pending"""
    DUTY = 2
    """something else"""


class RequestEnd(IntEnum):
    """How that ended."""

    OPEN = 0
    GRANTED = 1
    DENIED = 2
    WITHDRAWN = 3
    """the customer hung up before a supervisor took it"""
    IN_VAIN = 4
    """the customer hung up while a supervisor was at it"""
    DONE = 5
    """other duties"""
    PUT_OFF = 6
    """the last supervisor left before taking it: who held was told that the decision comes later"""


class Status(IntEnum):
    """Where a ticket stands."""

    NEW = 0
    OPEN = 1
    """waits in a queue after an agent has had it"""
    IN_SERVICE = 2
    PENDING_CUSTOMER = 3
    ON_HOLD = 4
    """waits for a third party, unseen by the customer"""
    PENDING_INTERNAL = 5
    SOLVED = 6
    """as far as the desk knows"""
    CLOSED = 7
    """for good: a customer who returns opens a new one"""
    REOPENED = 8
    """waits in a queue because the customer came back"""


class End(IntEnum):
    """How an issue ended; each in exactly one way."""

    OPEN = 0
    """it had not by the end"""
    RESOLVED = 1
    GAVE_UP = 2
    """the customer's last contact failed and they did not try again"""
    SILENT = 3
    """not resolved: the customer noticed, or not, and did not come back"""
    NO_REPLY = 4
    """the customer did not answer, and the desk closed it"""
    LOST = 5
    """sent to another channel, and did not go there"""


class Stage(IntEnum):
    """Where a place is between one person's first day on queue and the next one's."""

    AT_WORK = 0
    NOTICE = 1
    """works, and will leave"""
    VACANT = 2
    """a requisition is open, or will not be"""
    READY = 3
    """somebody is found, and waits for a training class"""
    TRAINING = 4
    """paid, and not on queue yet"""
