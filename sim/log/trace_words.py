"""The words in which :mod:`sim.log.trace` tells an issue's life: one for each value of the log's enumerations."""

from __future__ import annotations

from sim.log.kinds import End, Outcome, Result, Status, TouchEnd
from sim.world.causes import Cause

COMES = {
    Cause.FIRST: "the customer comes on {channel}",
    Cause.REDIAL: "the customer tries again on {channel} (redial)",
    Cause.BACKLOG: "the customer comes on {channel}, before the simulation starts (backlog)",
    Cause.CHASE: "the customer asks on {channel} where things stand (chase)",
    Cause.RECONTACT: "the customer comes back on {channel}: it is not solved after all, a new ticket (recontact)",
    Cause.REOPEN: "the customer comes back on {channel}: it is not solved after all, the same ticket (reopen)",
    Cause.BOUNCED: "the customer comes on {channel}, sent there by another channel (bounced)",
    Cause.MESSAGE: "the message waits on {channel}",
    Cause.REPLY: "the customer answers on {channel} what the desk asked",
    Cause.TRANSFER: "waits on {channel}, passed on from another desk (transfer)",
    Cause.NEXT_TOUCH: "the desk takes it up again on {channel}",
    Cause.NOTICE: "a notice to the customer is due on {channel}, as promised",
    Cause.CONFIRM: "the customer answers on {channel} whether it is solved",
    Cause.DECIDED: "a supervisor has decided, and the desk takes it up again on {channel}",
}
"""What a row of contacts begins with."""

AT_ONCE = {
    Outcome.ABANDONED: ", and does not wait (balked)",
    Outcome.BLOCKED: ", and hears a busy tone: no line is free (blocked)",
    Outcome.CLOSED: ", and finds it closed",
    Outcome.MESSAGE: ", finds it closed and leaves a message",
}
"""What it goes on with where the contact ends as it begins."""

TURNED_AWAY = (Outcome.BLOCKED, Outcome.CLOSED, Outcome.MESSAGE)
"""They never wait."""

LEAVES = {
    Outcome.ABANDONED: "the customer gives up after waiting {wait} (abandoned)",
    Outcome.DISCONNECTED: "the channel closes: cut off after waiting {wait} (disconnected)",
    Outcome.SILENT: "the customer gives up after waiting {wait}, and leaves the chat open (silent)",
    Outcome.UNREACHED: "the customer cannot be reached by the last call back",
}
"""How a contact ends in the queue, as far as no agent's work tells."""

AT_THE_END = {
    Outcome.WAITING: "still waits in the queue at the end of the simulation, after {wait}",
    Outcome.IN_SERVICE: "still with an agent at the end of the simulation",
}

ENDS = {
    TouchEnd.OPEN: "still at it",
    TouchEnd.DONE: "done, solved as far as the desk knows",
    TouchEnd.HANDED_OVER: "hands it over at the end of the shift",
    TouchEnd.PUT_BACK: "puts it back into the queue with the work that is left",
    TouchEnd.TRANSFERRED: "wrong desk, passes it on",
    TouchEnd.ESCALATED: "passes it to a senior agent",
    TouchEnd.PENDING_CUSTOMER: "asks the customer, who has to act first",
    TouchEnd.ON_HOLD: "has to wait for a third party",
    TouchEnd.PENDING_INTERNAL: "leaves it to somebody else in the company",
    TouchEnd.NEXT_TOUCH: "not done, and it goes on",
    TouchEnd.BOUNCED: "sends the customer to another channel",
    TouchEnd.DEAD: "finds nobody there any more",
    TouchEnd.UNREACHED: "calls back, and nobody picks up",
    TouchEnd.ASIDE: "tells the customer where things stand",
    TouchEnd.PENDING_APPROVAL: "has to wait for a supervisor's decision",
    TouchEnd.HUNG_UP: "the customer has hung up while holding for a supervisor",
}

TRUTH = {
    Result.WRONG: "in truth not solved: wrong information",
    Result.UNNOTICED: "in truth not solved, and nobody noticed",
    Result.RECOGNISED: "not solved, and the agent knows",
}

BECOMES = {
    Status.NEW: "is opened",
    Status.OPEN: "waits in the queue again",
    Status.IN_SERVICE: "is with an agent",
    Status.PENDING_CUSTOMER: "waits for the customer",
    Status.ON_HOLD: "waits for a third party",
    Status.PENDING_INTERNAL: "waits for somebody else in the company",
    Status.SOLVED: "counts as solved",
    Status.CLOSED: "is closed for good",
    Status.REOPENED: "is open again and waits in the queue",
}

PAUSES = {
    Status.PENDING_CUSTOMER: "waiting for the customer",
    Status.ON_HOLD: "waiting for a third party",
    Status.PENDING_INTERNAL: "waiting for somebody else in the company",
    Status.SOLVED: "counting as solved",
}
"""States whose length is told when they end: nothing else tells it."""

ENDINGS = {
    End.OPEN: "not ended by the end of the simulation",
    End.RESOLVED: "resolved",
    End.GAVE_UP: "the customer gave up and did not try again",
    End.SILENT: "not resolved: the customer stayed away",
    End.NO_REPLY: "closed because the customer did not answer",
    End.LOST: "sent to another channel, and did not go there",
}
