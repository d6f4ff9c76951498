"""How people learn: speed and quality grow with the weeks worked on a skill, and fade where nobody trains them.

Modelled: a time factor on handle time by experience, a lasting difference between agents, quality by experience, what
short or poor training does to all three, continuing training, and forgetting. Left out: learning from colleagues and
from a particular kind of matter. Experience counts *working weeks on the skill*, not time in the company.
"""

from __future__ import annotations

from math import exp, log1p
from typing import Literal

from sim.declare import Settings, setting
from sim.laws import Exponential, Law
from sim.units import DAY_S

MONTH_DAYS = 30.0


class Learning(Settings):
    """From novice to proficient.

    Handle time is multiplied by the agent's own factor x 1 + (novice - 1) exp(-weeks / ramp_weeks), or under the power
    law by novice (1 + weeks / ramp_weeks)^-exponent. Quality is best - (best - novice_quality) exp(-weeks /
    quality_weeks); a desk's ``quality`` of a team multiplies it.
    """

    curve: Literal["exponential", "power"] = setting(
        "exponential", meaning="exponential: towards a proficient agent's time; power: ever on, ever slower"
    )
    novice: float = setting(
        1.5, ge=1, le=10, meaning="handle time of a well-trained novice over a proficient agent's", source="1.3 to 1.8"
    )
    ramp_weeks: float = setting(
        4.3,
        unit="weeks",
        gt=0,
        le=520,
        meaning="time constant of learning; 4.3 is a half-life of 3 weeks",
        source="call-centre practice: 600 s from 900 s in 3 weeks; 2 to 6 months to proficiency",
    )
    exponent: float = setting(
        0.2, ge=0, le=1, meaning="exponent of the power law", source="0.1 to 0.3 is usual (Gans et al. 2010)"
    )
    agent_cv: float = setting(
        0.12, ge=0, le=2, meaning="agents differ: lognormal factor of mean 1 on handle time", source="assumed; 0 to 0.3"
    )
    best: float = setting(1.0, ge=0, le=2, meaning="quality after long experience without continuing training")
    novice_quality: float = setting(0.5, ge=0, le=2, meaning="quality of a well-trained novice")
    quality_weeks: float = setting(8.0, unit="weeks", gt=0, le=520, meaning="time constant of quality")
    untrained_novice: float = setting(0.4, ge=0, le=10, meaning="what no training at all adds to the novice's time")
    untrained_quality: float = setting(0.4, ge=0, le=2, meaning="what no training at all takes off novice quality")
    untrained_ramp: float = setting(0.5, ge=0, le=10, meaning="share by which no training at all lengthens learning")
    best_per_h: float = setting(
        0.02, unit="per hour a week", ge=0, le=1, meaning="what continuing training adds to the best quality"
    )
    best_at_most: float = setting(0.1, ge=0, le=1, meaning="and at most")
    forgetting: float = setting(
        0.01, unit="per month", ge=0, lt=1, meaning="share of what is known beyond a novice that fades without training"
    )
    week_h: float = setting(40.0, unit="h", gt=0, le=168, meaning="hours on queue that make a week of experience")
    at_start: Law = setting(
        Exponential(mean=1217 * DAY_S),
        unit="s",
        meaning="tenure of those who are there at the start; the default is what leavers at 0.3 a year leave behind",
    )


def learning_factor(weeks: float, novice: float, ramp_weeks: float) -> float:
    """Factor on handle time after ``weeks`` on a skill: 1 + (novice - 1) e^(-weeks / ramp_weeks)."""
    return 1.0 + (novice - 1.0) * exp(-weeks / ramp_weeks)


def practice_factor(weeks: float, novice: float, ramp_weeks: float, exponent: float) -> float:
    """The power law: novice (1 + weeks / ramp_weeks)^-exponent; it passes 1 and goes on."""
    return novice * exp(-exponent * log1p(weeks / ramp_weeks))


def quality_after(weeks: float, novice: float, best: float, quality_weeks: float) -> float:
    """Quality after ``weeks`` on a skill: best - (best - novice) e^(-weeks / quality_weeks)."""
    return best - (best - novice) * exp(-weeks / quality_weeks)


def novice_factor(novice: float, untrained: float, intensity: float) -> float:
    """A novice's factor on handle time after training of an intensity from 0 to 1: novice + untrained (1 - z)."""
    return novice + untrained * (1.0 - intensity)


def novice_quality(novice: float, untrained: float, intensity: float) -> float:
    """A novice's quality after training of an intensity from 0 to 1: novice - untrained (1 - z), at least 0."""
    quality = novice - untrained * (1.0 - intensity)
    return quality if quality > 0.0 else 0.0


def ramp_time(ramp_weeks: float, untrained: float, intensity: float, shorter: float, coverage: float) -> float:
    """Time constant of learning in weeks: L (1 + untrained (1 - z)) (1 - shorter x coverage of the knowledge base)."""
    return ramp_weeks * (1.0 + untrained * (1.0 - intensity)) * (1.0 - shorter * coverage)


def best_quality(best: float, per_h: float, hours: float, at_most: float) -> float:
    """Quality after long experience with ``hours`` of continuing training a week: best + min(per_h hours, at_most)."""
    more = per_h * hours
    return best + (more if more < at_most else at_most)


def kept_after(kept: float, days: float, forgetting: float) -> float:
    """Share of what was learnt that is still there after ``days`` without training: kept (1 - forgetting)^(days/30)."""
    return kept * exp(log1p(-forgetting) * days / MONTH_DAYS)


def quality_kept(quality: float, novice: float, kept: float) -> float:
    """Quality of which a share ``kept`` of what exceeds a novice's has not faded."""
    return novice + (quality - novice) * kept if quality > novice and kept < 1.0 else quality


def weeks_gained(on_queue_h: float, share: float, week_h: float) -> float:
    """Weeks of experience on a skill from hours on queue of which ``share`` of the work was on it."""
    return on_queue_h * share / week_h
