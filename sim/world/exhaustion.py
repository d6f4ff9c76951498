"""Exhaustion: over weeks, a day's demands wear people down and their resources and days off restore them.

The job demands-resources model (Bakker, Demerouti and Schaufeli 2003, 477 people of a call centre): demands lead to
exhaustion, resources buffer them. Sizes are assumed; the hinge at 0.75 stands for the practitioners' "85 % ceiling".
"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.declare import Settings, setting


class Exhaustion(Settings):
    """Exhaustion E from 0 to 1, stepped once a day: E + gain D (1 - buffer R) (1 - E) - recover E.

    The fixed point of working days alone is g / (g + recover) with g = gain D (1 - buffer R), approached with a time
    constant of 1 / (g + recover) days.
    """

    gain: float = setting(0.02, unit="per day", ge=0, le=1, meaning="exhaustion from a day with demands of 1")
    recover: float = setting(0.03, unit="per day", ge=0, le=1, meaning="share that a working day's evening restores")
    recover_off: float = setting(0.05, unit="per day", ge=0, le=1, meaning="share that a day off restores")
    at_start: float = setting(0.0, ge=0, le=1, meaning="exhaustion of those who are there at the start")
    occupancy: float = setting(0.8, ge=0, le=10, meaning="demands at a paced occupancy of occupancy_from + width")
    occupancy_from: float = setting(0.75, ge=0, lt=1, meaning="paced occupancy from which demands rise")
    occupancy_width: float = setting(0.25, gt=0, le=10, meaning="and over which they rise in a straight line")
    fatigue: float = setting(0.5, ge=0, le=10, meaning="demands from a day of mean fatigue 1")
    angry: float = setting(0.05, ge=0, le=10, meaning="demands from each angry contact")
    overtime: float = setting(0.3, unit="per hour", ge=0, le=10, meaning="demands from overtime")
    unclear: float = setting(0.2, ge=0, le=10, meaning="demands from work that is wholly unclear")
    buffer: float = setting(0.5, ge=0, le=1, meaning="share of demands that full resources take off")
    autonomy: float = setting(0.35, ge=0, le=1, meaning="weight of autonomy among resources")
    support: float = setting(0.25, ge=0, le=1, meaning="weight of support")
    training: float = setting(0.2, ge=0, le=1, meaning="weight of training")
    control: float = setting(0.2, ge=0, le=1, meaning="weight of control over one's schedule")
    recognition: float = setting(0.0, ge=0, le=1, meaning="weight of recognition; counted within support by default")
    coaching: float = setting(
        0.1, unit="per hour a week", ge=0, le=1, meaning="support that an hour of a team lead's coaching adds"
    )

    @model_validator(mode="after")
    def _resources_at_most_one(self) -> Self:
        weights = self.autonomy + self.support + self.training + self.control + self.recognition
        if weights > 1.0 + 1e-9:
            raise ValueError(
                "the weights of autonomy, support, training, control and recognition add up to at most 1, "
                f"and here to {weights:g}"
            )
        return self


def paced_occupancy(live_s: float, async_s: float, available_s: float, async_pace: float) -> float:
    """(live work + async_pace x work on tickets) / time on queue, all in seconds; 0 without time on queue."""
    return (live_s + async_pace * async_s) / available_s if available_s > 0.0 else 0.0


def demands(
    occupancy: float,
    fatigue: float,
    angry: float,
    overtime_h: float,
    unclear: float,
    occupancy_from: float,
    occupancy_width: float,
    w_occupancy: float,
    w_fatigue: float,
    w_angry: float,
    w_overtime: float,
    w_unclear: float,
) -> float:
    """A day's demands: the occupancy above a hinge, mean fatigue, angry contacts, hours of overtime, unclear work.

    w_occupancy (occupancy - from)+ / width + w_fatigue F + w_angry n + w_overtime h + w_unclear u.
    """
    over = (occupancy - occupancy_from) / occupancy_width if occupancy > occupancy_from else 0.0
    return w_occupancy * over + w_fatigue * fatigue + w_angry * angry + w_overtime * overtime_h + w_unclear * unclear


def support_with(support: float, coaching_h: float, per_h: float) -> float:
    """Support from 0 to 1 with hours of coaching a week: support + per_h x hours, at most 1."""
    more = support + per_h * coaching_h
    return more if more < 1.0 else 1.0


def resources(
    autonomy: float,
    support: float,
    training: float,
    control: float,
    recognition: float,
    w_autonomy: float,
    w_support: float,
    w_training: float,
    w_control: float,
    w_recognition: float,
) -> float:
    """Resources from 0 to 1: the weighted sum of the five."""
    return (
        w_autonomy * autonomy
        + w_support * support
        + w_training * training
        + w_control * control
        + w_recognition * recognition
    )


def exhaustion_after(
    exhaustion: float, demand: float, resource: float, gain: float, recover: float, buffer: float
) -> float:
    """Exhaustion a day later: E + g (1 - E) - recover E with g = gain D (1 - buffer R), at most 1.

    On a day off demands are 0 and ``recover`` is that of days off.
    """
    push = gain * demand * (1.0 - buffer * resource)
    if push > 1.0:
        push = 1.0
    return exhaustion + push * (1.0 - exhaustion) - recover * exhaustion
