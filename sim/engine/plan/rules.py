"""The part of a plan that is about rules: numbers that choose and parametrise them."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.plan.arrays import Floats

END_RULES = ("finish", "stop_new", "hand_over")


class Topics(NamedTuple):
    """By topic; what a touch comes to, before the effects of agent and circumstances."""

    solved: Floats
    pending_customer: Floats
    pending_third_party: Floats


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
