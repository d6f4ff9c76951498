"""The part of a plan that is about the desk: its queues, channels, bots, tempers and agents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan.arrays import Floats, Ints


class Queues(NamedTuple):
    """By queue; q of them."""

    channel: Ints
    """(q,) -1 for those of supervisors, which come last"""
    topic: Ints
    """(q,) -1 for those of supervisors"""
    on_line: NDArray[np.bool_]
    """(q,) customers wait in it on the line: live and chat"""
    chat: NDArray[np.bool_]
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


class SelfHelp(NamedTuple):
    """What customers find before the first contact, and how they take it."""

    pages: bool
    """whether there is a status page"""
    articles: bool
    """whether there is a knowledge base"""
    looks: Floats
    """(c,)"""
    covers: Floats
    """(topics,)"""
    solved: Floats
    """(topics,)"""
    returns: float


class Angers(NamedTuple):
    """Who is angry, and who is flagged for it."""

    at_work: bool
    share: Floats
    """(topics,)"""
    waiting: float
    expects_s: Floats
    """(c,)"""
    after_failure: float
    after_broken_promise: float
    handle_time: float
    reads: NDArray[np.bool_]
    """(c,) whether what comes on the channel is read for anger"""
    sensitivity: float
    specificity: float
    to_senior: bool
    """the flagged go to seniors; otherwise they are urgent"""


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
    speed: Floats
    """(teams,) of work with tools, contained in proficiency; 1 without"""
    after_call: Floats
    """(teams,) factor on after-call work beside it; 1 without summaries"""
    carries: NDArray[np.bool_]
    """(teams,) whether who takes over from them knows what was said"""
    solves_logit: Floats
    """(teams,) what tools add to the log-odds of a resolution"""
    wrong_logit: Floats
    """(teams,) what they take off those of wrong information"""
    duty_agent: Ints
    """(s,) stretches of persons' days, by agent and time"""
    duty: Ints
    duty_paid: Ints
    duty_begins: Ints
    """1 for the first stretch of a shift, where people have days of their own"""
    duty_since: Floats
    duty_until: Floats
    heads_at: Floats
    """(h,) changes of heads of teams without persons"""
    heads_team: Ints
    heads: Ints
    mark: Floats
    """(pool,) uniforms for random choices; (0,) where the rules do not use them"""
