"""The plan: a scenario and its workload lowered to arrays and numbers, all that an engine reads.

No settings objects, callables, strings or dicts: a plan goes to a .npz file and back and plays to the same log.
Durations are base draws in seconds (before the multipliers of hour and agent); uniforms stay where a rule decides
with them. :mod:`sim.engine.lower` makes plans.
"""

from __future__ import annotations

import io
from typing import NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

END_RULES = ("finish", "stop_new", "hand_over")
REPEATED = 3
"""Columns of draws that an issue often needs more than once; later ones come from the pool."""


class Issues(NamedTuple):
    """Issues in order of arrival; n of them."""

    arrived_at: Floats
    """(n,) s"""
    queue: Ints
    """(n,)"""
    due_at: Floats
    """(n,) s: when the target of the first contact is missed; infinity without one"""
    backlog: NDArray[np.bool_]
    """(n,) already waiting at the start"""
    pool_at: Ints
    """(n,) place in the pools"""
    difficulty: Floats
    """(n,), or (0,) if all are 1: multiplies pooled durations (the columns below contain it)"""
    patience_scale: Floats
    """(n,), or (0,) if all are 1: multiplies pooled patience (the column below contains it)"""
    key: NDArray[np.uint64]
    topic: NDArray[np.int16]


class Draws(NamedTuple):
    """Base durations in seconds, and uniforms (u), (n, columns); (0, 0) where the plan does not use them."""

    talk: Floats
    hold: Floats
    after_call: Floats
    patience: Floats
    """balking customers have 0, those who never give up infinity"""
    silent: Floats
    """u: gives up without closing the chat"""
    redial: Floats
    """u: tries again"""
    redial_delay: Floats
    redial_channel: Floats
    """u: where"""
    callback: Floats
    """u: accepts one"""
    reached: Floats
    """u: picks up, by call"""
    sorting: Floats
    """u: which queue, by entry"""
    detected: Floats
    """u: whether a wrong desk notices"""
    bounced: Floats
    """u: sent to which other channel"""
    lost: Floats
    """u: does not go there"""
    bounced_delay: Floats
    wrong: Floats
    """u: gets wrong information, by touch"""
    pending: Floats
    """u: has to wait for somebody else, by touch"""
    resolved: Floats
    """u: by touch"""
    recognised: Floats
    """u: the agent notices a failure, by touch"""
    passed_on: Floats
    """u: to whom it goes then"""
    customer: Floats
    third_party: Floats
    internal: Floats
    reminded: Floats
    """u: a reminder moves the customer"""
    after_reminder: Floats
    noticed: Floats
    returns: Floats
    """u: comes back"""
    return_channel: Floats
    """u: where"""
    link: Floats
    """u: is recognised there"""
    told: Floats
    """u: hears that the ticket is pending"""
    timeframe: Floats
    """u: gets a promise"""
    kept: Floats
    """u: the desk keeps it"""
    chase: Floats
    """waking time to the next chase"""
    chase_channel: Floats
    """u: where"""
    chase_work: Floats
    notice_work: Floats
    confirms: Floats
    confirm_work: Floats
    confirm_detects: Floats
    """u: a confirmation shows that it is not solved"""
    bot_engaged: Floats
    """u: talks to the bot"""
    bot_session: Floats
    bot_contained: Floats
    """u"""
    bot_solved: Floats
    """u: what was contained is solved in truth"""
    bot_hidden: Floats
    """u: does not find the way to a human"""
    bot_returns: Floats
    """u: comes back"""
    bot_return_delay: Floats
    bot_stranded: Floats
    """u: what to do before a closed door"""
    bot_elsewhere_delay: Floats


class Queues(NamedTuple):
    """By queue; q of them."""

    channel: Ints
    topic: Ints
    urgent: NDArray[np.bool_]
    rank: Floats
    """(q,) lower is taken first, before any key is compared; 0 for rules that compare keys alone"""
    priority: Ints
    target_s: Floats
    """(q,) an hour where there is no target"""
    reserve: Ints
    """(q,) may take an agent only while more than this many of the group are free"""
    mean_work_s: Floats
    """(q,) expected work of one contact at proficiency 1, for estimated waits"""
    on_channel: Ints
    """(q, c): the queue of the same kind on each channel, not escalated; -1 for none"""
    urgent_twin: Ints
    """(q,) the queue of urgent contacts of its kind; itself if it is that; -1 for none"""
    escalated_twin: Ints
    """(q,) the queue for senior agents; -1 for none"""
    mistaken_for: Ints
    """(q, m): the queues that sorting may take it for, -1 for none"""
    mistaken_share: Floats
    """(q, m): cumulative shares of those"""


class Channels(NamedTuple):
    """By channel; c of them."""

    live: NDArray[np.bool_]
    """(c,) the customer waits on the line: live and chat"""
    chat: NDArray[np.bool_]
    disconnect: NDArray[np.bool_]
    lines: Ints
    """(c,) 0 for no limit"""
    holds: NDArray[np.bool_]
    """(c,) whether its work has a hold phase"""
    wraps_up: NDArray[np.bool_]
    """(c,) whether its work has after-call work"""
    slowdown: Floats
    no_context: Floats
    announce: NDArray[np.bool_]
    announced: Floats
    balks_above: Floats
    """(c,) infinity for nobody"""
    carried: NDArray[np.bool_]
    silent: Floats
    detected_s: Floats
    later: Ints
    """(c,) where messages and later work go; the channel itself for none"""
    takes_message: NDArray[np.bool_]
    redial_share: Floats
    redial_decay: Floats
    redial_after_blocking: NDArray[np.bool_]
    redial_after_closing: NDArray[np.bool_]
    switch: Floats
    """(c, c): cumulative share of further attempts by the channel they go to, the own one last"""
    sends_to: Floats
    """(c, c): cumulative share of those answered who are sent on to each channel; the rest is not"""
    returns_to: Floats
    """(c, c): cumulative share of returns by channel, the own one last"""
    chases_on: Floats
    """(c, c): cumulative share of chases by channel, the own one last"""
    expects_s: Floats
    promise_s: Floats
    forgotten_s: Floats
    """(c,) infinity for never"""
    offer_above_s: Floats
    """(c,) a callback is offered above this estimated wait; infinity for never"""
    tries: Ints
    gap_s: Floats
    dial_s: Floats
    openings: Floats
    """(m, 3): channel, opens, closes in seconds, in order"""
    waking: Floats
    """(m, 2): hours in which customers chase, in order; (0, 2) for round the clock"""
    effort_by_time: Floats
    """(c, n_intervals), or (0, 0) if all are 1"""
    patience_by_time: Floats
    """(c, n_intervals), or (0, 0) if all are 1"""


class Bots(NamedTuple):
    """Bots by channel, and how customers take them."""

    fronts: NDArray[np.bool_]
    """(c,) whether a bot stands in front of the channel"""
    contains: Floats
    """(c, topics)"""
    hides_human: Floats
    """(c,)"""
    factor: Floats
    """(c,) on the work of the human who takes over"""
    solved: Floats
    """(topics,)"""
    elsewhere: Floats
    """(c, c): cumulative share of those before a closed door by the channel they find; the rest gives up"""
    engaged: float
    returns: float
    goes_elsewhere: float


class Topics(NamedTuple):
    """By topic; what a touch comes to, before the effects of agent and circumstances."""

    solved: Floats
    pending_customer: Floats
    pending_third_party: Floats


class Agents(NamedTuple):
    """By agent; a of them, and their groups (agents of the same skills)."""

    team: Ints
    group: Ints
    proficiency: Floats
    """(groups, queues): 0 where the group lacks the skill or the language"""
    interpreted: Floats
    """(groups, queues): what an interpreter takes off the log-odds of a resolution; 0 without one"""
    slots: Ints
    """(groups,) chats at once"""
    quality: Floats
    """(teams,)"""
    duty_agent: Ints
    """(s,) stretches of persons' days, by agent and time"""
    duty: Ints
    duty_paid: Ints
    duty_since: Floats
    duty_until: Floats
    heads_at: Floats
    """(h,) changes of heads of teams without persons"""
    heads_team: Ints
    heads: Ints
    mark: Floats
    """(pool,) uniforms for random choices; (0,) where the rules do not use them"""


class Rules(NamedTuple):
    """Numbers that choose and parametrise the rules."""

    next_contact: int
    next_agent: int
    w_priority: float
    w_age: float
    w_due: float
    soon_s: float
    last_agent_s: float
    preempt: bool
    resume_s: float
    """extra work when an interrupted ticket resumes"""
    end_of_shift: int
    set_up_s: float
    interval_s: float
    starts_at: float
    ends_at: float
    drain: bool


class Matters(NamedTuple):
    """Numbers of sorting, resolving and following up."""

    tickets: bool
    """whether tickets are kept"""
    resolution: bool
    """whether an answer may fail to solve the matter"""
    correct: float
    correct_again: float
    detected: float
    triage_s: float
    out_of_depth: float
    warm: bool
    introduction_s: float
    lost: float
    w_quality: float
    w_crowding: float
    w_misrouted: float
    w_no_context: float
    w_difficulty: float
    wrong: float
    w_wrong_quality: float
    recognised: float
    to_senior: float
    to_internal: float
    returns: float
    reminded: float
    remind_after_s: float
    give_up_after_s: float
    close_after_s: float
    link: float
    confirm: bool
    confirm_detects: float
    chase: bool
    expects_pending_s: float
    tell: float
    timeframe: float
    acknowledge: bool
    kept: float
    accepted: float
    reached: float


class Plan(NamedTuple):
    """Everything an engine reads."""

    issues: Issues
    draws: Draws
    pools: Draws
    """(channels, pool size) or (1, pool size) each: draws beyond the columns, before difficulty and patience_scale"""
    queues: Queues
    channels: Channels
    bots: Bots
    topics: Topics
    agents: Agents
    rules: Rules
    matters: Matters


class Names(NamedTuple):
    """The names behind a plan's indices; the log carries them, engines do not see them."""

    channels: tuple[str, ...]
    topics: tuple[str, ...]
    queues: tuple[str, ...]
    teams: tuple[str, ...]
    agents: tuple[str, ...]


def to_bytes(plan: Plan) -> bytes:
    """The plan as the bytes of a .npz file."""
    arrays = {
        f"{part}.{name}": np.asarray(value)
        for part, group in plan._asdict().items()
        for name, value in group._asdict().items()
    }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
    return buffer.getvalue()


def from_bytes(data: bytes) -> Plan:
    """The plan that :func:`to_bytes` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        groups = {}
        for part, cls in get_type_hints(Plan).items():
            values = {name: file[f"{part}.{name}"] for name in cls._fields}
            groups[part] = cls(**{name: value if value.ndim else value.item() for name, value in values.items()})
    return Plan(**groups)
