"""How customers help themselves: who looks for an answer before they contact anybody, and whom it really helps."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.laws import Exponential, Law
from sim.units import HOUR_S


class SelfServiceHabits(Settings):
    """Of those who would contact the desk. Who was misled finds out later, and then contacts it after all."""

    looks: float = setting(0.5, ge=0, le=1, meaning="share who look for an answer in a knowledge base first")
    looks_on: dict[str, float] = setting(default_factory=dict, meaning="the same, of those of named channels instead")
    solved: float = setting(
        0.7,
        ge=0,
        le=1,
        meaning="share of those who found an answer whose matter it solves in truth, if that calls for no concession",
    )
    solved_on: dict[str, float] = setting(default_factory=dict, meaning="the same, on named topics instead")
    returns: float = setting(0.85, ge=0, le=1, meaning="share of those misled who contact the desk after all")
    returns_after: Law = setting(Exponential(mean=18 * HOUR_S), unit="s", meaning="until they do")
