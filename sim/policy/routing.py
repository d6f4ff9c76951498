"""Routing: which contact a free agent takes next, and which free agent a contact gets.

Keys are frozen when a contact enters its queue or an agent becomes available; scores that change with time compare the
heads of queues only, in ascending order of queue, and only a strictly better one wins.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from sim.declare import Duration, Settings, setting


class NextContact(IntEnum):
    """How a free agent chooses among queues."""

    FIFO = 0
    PRIORITY = 1
    LONGEST_WAIT = 2
    DUE = 3
    C_MU = 4
    SCORE = 5


class NextAgent(IntEnum):
    """How a contact chooses among free agents."""

    LONGEST_IDLE = 0
    LEAST_OCCUPIED = 1
    BEST_SKILL = 2
    RANDOM = 3
    RANDOM_TEAM = 4


class Weights(Settings):
    """The weighted score: priority class, age against the target, and a bonus shortly before the target is missed."""

    priority: float = setting(1.0, ge=0, le=1e6, meaning="weight of one priority class")
    age: float = setting(
        1.0, gt=0, le=1e6, meaning="weight of waiting time over target; above 0, so that nobody starves"
    )
    due_soon: float = setting(0.0, ge=0, le=1e6, meaning="bonus when little time is left")
    soon: Duration = setting(60.0, unit="s", ge=0, meaning="how little")


class Routing(Settings):
    """Queues are named ``channel`` or ``channel/topic``; the more special name counts."""

    next_contact: Literal["fifo", "priority", "longest_wait", "due", "c_mu", "score"] = setting(
        "fifo",
        meaning="fifo: first into its queue; priority: lowest number first; longest_wait: since the first attempt; "
        "due: earliest due date; c_mu: highest cost of waiting per hour of work; score: weighted",
    )
    next_agent: Literal["longest_idle", "least_occupied", "best_skill", "random", "random_team"] = setting(
        "longest_idle", meaning="which free agent takes a contact"
    )
    priority: dict[str, int] = setting(
        default_factory=dict, meaning="priority number by queue; 1 (the default) is first"
    )
    waiting_cost: dict[str, float] = setting(
        default_factory=dict, unit="per hour", meaning="c of c_mu: cost of an hour's waiting, by queue (1 by default)"
    )
    reserve: dict[str, int] = setting(
        default_factory=dict,
        unit="agents",
        meaning="a queue may take an agent only while more than this many eligible agents of the group are free",
    )
    weights: Weights = setting(default_factory=Weights, meaning="weights of the score")
    urgent_first: bool = setting(False, meaning="urgent contacts go before all others, by whatever rule")
    last_agent: Duration = setting(
        0.0,
        unit="s",
        ge=0,
        meaning="a ticket that comes back waits this long for the agent who had it last, if on duty; 0: not at all",
    )
    forgotten_after: dict[str, Duration] = setting(
        default_factory=dict, unit="s", meaning="waiting longer than this on a channel makes a ticket urgent"
    )


def score(
    priority: int, waited_s: float, target_s: float, w_priority: float, w_age: float, w_due: float, soon_s: float
) -> float:
    """Weighted score of a queue's head: -w_priority priority + w_age waited / target + w_due [target - waited < soon].

    ``target_s`` > 0 (queues without a target are given an hour).
    """
    bonus = w_due if target_s - waited_s < soon_s else 0.0
    return w_age * waited_s / target_s - w_priority * priority + bonus
