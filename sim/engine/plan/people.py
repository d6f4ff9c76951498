"""The part of a plan that is about people: numbers of their days, weeks and years, and who they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan.arrays import Floats


class LifeRules(NamedTuple):
    """Numbers of a person's days, weeks and years."""

    gain: float
    recover: float
    recover_off: float
    buffer: float
    exhaustion_at_start: float
    unclear: float
    occupancy_from: float
    occupancy_width: float
    w_occupancy: float
    w_fatigue: float
    w_angry: float
    w_overtime: float
    w_unclear: float
    forgetting: float
    """0 where there is continuing training"""
    absence: float
    w_absence: float
    reference: float
    quits: float
    w_quits: float
    early: float
    early_days: float
    pay_factor: float
    novice_below: float
    """months"""
    novices_leave: float
    """factor on the rate of leaving of novices with assist; 1 without any"""
    cap: float
    refill: bool
    notice_days: float
    opens_at_notice: bool
    class_size: int
    class_waits_days: float
    onboarding_days: float


class SkillRules(NamedTuple):
    """Numbers of learning after training, and of the knowledge base."""

    power: bool
    novice: float
    ramp_weeks: float
    exponent: float
    best: float
    novice_quality: float
    quality_weeks: float
    saved: float
    notice_quality: float


class FatigueRules(NamedTuple):
    """Rates an hour, and what an angry contact does."""

    rise: float
    per_chat: float
    rest: Floats
    """(4,) by ``Doing``"""
    angry: float
    w_autonomy: float
    w_support: float


class StrainRules(NamedTuple):
    """What fatigue, exhaustion and a long queue do to work, and to the customers in it."""

    rush: float
    slower_tired: float
    slower_exhausted: float
    solves_tired: float
    solves_exhausted: float
    wrong_tired: float
    empathy_tired: float
    empathy_exhausted: float


class AssistRules(NamedTuple):
    """Help for agents, by their own tenure."""

    gain: float
    fades: float
    floor: float
    novice_below: float
    novice_quality: float
    top_from: float
    top_quality: float


class People(NamedTuple):
    """The agents as persons."""

    at_work: bool
    """whether people learn, tire, wear out or leave; if not, nothing else here counts"""
    learn: bool
    """whether tools are read by the tenure of each, and not of a team"""
    person: NDArray[np.bool_]
    """(n,) false for teams staffed by heads"""
    resource: Floats
    """(n,) resources against exhaustion, from 0 to 1"""
    autonomy: Floats
    """(n,) from 0 to 1"""
    support: float
    assisted: NDArray[np.bool_]
    """(n,)"""
    async_pace: float
    """how much work on tickets counts in paced occupancy"""
    week_h: float
    kappa: float
    """coverage of the agents' knowledge base at the start; 0 without one"""
    solved_logit: float
    """what a perfect one adds to the log-odds of a resolution"""
    wrong_logit: float
    documented: float
    per_entry: float
    ageing: float
