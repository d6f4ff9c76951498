"""How customers take a bot: who talks to it, whose matter it really solves, and what the others do."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.laws import Exponential, Law
from sim.units import HOUR_S


class BotHabits(Settings):
    """Of those who meet a bot. A customer whom it let go unsolved finds out later, and comes back to a human."""

    engaged: float = setting(0.8, ge=0, le=1, meaning="share who talk to it; the others go straight to a human")
    solved: float = setting(
        0.65,
        ge=0,
        le=1,
        meaning="share of contained sessions whose matter is solved in truth, of those that call for no concession",
        source="58 % of returns, 17 % of billing disputes (Gartner 2023)",
    )
    solved_on: dict[str, float] = setting(default_factory=dict, meaning="the same, on named topics instead")
    returns: float = setting(0.85, ge=0, le=1, meaning="share of those not solved who come back, to a human")
    returns_after: Law = setting(Exponential(mean=18 * HOUR_S), unit="s", meaning="until they do")
    goes_elsewhere: float = setting(
        0.7, ge=0, le=1, meaning="share who find another way where nobody is behind the bot; the others give up"
    )
    elsewhere: dict[str, float] = setting(
        default_factory=dict, meaning="which channels they find, as shares of them; the rest give up after all"
    )
    elsewhere_after: Law = setting(Exponential(mean=1800.0), unit="s", meaning="until they are there")
    repeating: float = setting(
        0.10, ge=0, le=1, meaning="work saved by a perfect summary of what the bot was told, and added without any"
    )
