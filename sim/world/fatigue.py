"""Fatigue: hours of work tire, idle time, breaks and nights restore, and an angry customer costs more than a call.

Effort and recovery within hours (Bakker et al. 2003; Meijman and Mulder's effort-recovery): dF/dt = rise (1 - F) -
rest F with rates that are constant while an agent's state is, so that every update is exact. Sizes are assumed.
"""

from __future__ import annotations

from math import exp, tanh

from sim.declare import Settings, setting


class Fatigue(Settings):
    """Rates of tiring and recovering by what an agent does; fatigue runs from 0 to 1."""

    rise: float = setting(0.12, unit="per hour", ge=0, le=10, meaning="tiring while busy")
    per_chat: float = setting(0.15, ge=0, le=10, meaning="share by which each chat more at once adds to it")
    rest_busy: float = setting(0.02, unit="per hour", ge=0, le=10, meaning="recovering while busy")
    rest_idle: float = setting(0.25, unit="per hour", ge=0, le=10, meaning="recovering while waiting for work")
    rest_break: float = setting(0.80, unit="per hour", ge=0, le=10, meaning="recovering on a break")
    rest_off: float = setting(0.35, unit="per hour", ge=0, le=10, meaning="recovering off shift")
    angry: float = setting(
        0.03,
        ge=0,
        le=1,
        meaning="share of the way to exhaustion that an angry contact takes",
        source="sign: Grandey et al. 2004; size assumed",
    )
    angry_autonomy: float = setting(0.4, ge=0, le=1, meaning="share of that which full autonomy takes off")
    angry_support: float = setting(0.3, ge=0, le=1, meaning="share of that which full support takes off")


def fatigue_load(chats: float, per_chat: float) -> float:
    """Load of a busy agent: 1, and ``per_chat`` for each chat beyond the first."""
    return 1.0 + per_chat * (chats - 1.0) if chats > 1.0 else 1.0


def fatigue_after(fatigue: float, hours: float, rise: float, rest: float) -> float:
    """Fatigue after ``hours`` in one state: F* + (F - F*) e^(-k h), k = rise + rest, F* = rise / k.

    ``rise`` is the rate of tiring x the load, 0 where the agent is not busy; both rates are per hour.
    """
    rate = rise + rest
    if rate == 0.0:
        return fatigue
    level = rise / rate
    return level + (fatigue - level) * exp(-rate * hours)


def fatigue_hours(fatigue: float, hours: float, rise: float, rest: float) -> float:
    """The integral of fatigue over ``hours`` in one state: F* h + (F - F*) (1 - e^(-k h)) / k.

    1 - e^(-x) is written 2 t / (1 + t) with t = tanh(x / 2), which loses no digits for small x.
    """
    rate = rise + rest
    if rate == 0.0:
        return fatigue * hours
    level = rise / rate
    t = tanh(rate * hours / 2.0)
    return level * hours + (fatigue - level) * (2.0 * t / (1.0 + t)) / rate


def fatigue_shaken(
    fatigue: float, angry: float, autonomy: float, support: float, w_autonomy: float, w_support: float
) -> float:
    """Fatigue after an angry contact: F + angry (1 - F) (1 - w_autonomy autonomy) (1 - w_support support)."""
    return fatigue + angry * (1.0 - fatigue) * (1.0 - w_autonomy * autonomy) * (1.0 - w_support * support)
