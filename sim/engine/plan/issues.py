"""The part of a plan that is about issues: when and what, and the draws of each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan.arrays import Floats, Ints

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
    told: NDArray[np.bool_]
    """(n,) a status page tells them of the incident that they would come for"""


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
    concession: Floats
    """u: needs one"""
    amount: Floats
    """currency, not seconds"""
    settles: Floats
    """u: takes what the agent may give"""
    asks: Floats
    """u: an agent with assist asks all the same"""
    unwarranted: Floats
    """u: gets one without need"""
    decision: Floats
    denied: Floats
    """u"""
    hold_patience: Floats
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
    kb_looks: Floats
    """u: looks for an answer before the first contact"""
    kb_found: Floats
    """u: finds one"""
    kb_solved: Floats
    """u: it solves the matter in truth"""
    kb_returns: Floats
    """u: was misled, and contacts the desk after all"""
    kb_return_delay: Floats
    anger: Floats
    """u: is angry, the same at every contact"""
    sentiment: Floats
    """u: is flagged, by reading"""
