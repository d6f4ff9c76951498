"""A bot in front of a channel: how long it talks, whom it keeps, and what it tells the human behind it."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.laws import Law, Lognormal


class Chatbot(Settings):
    """A bot that first contacts meet before anybody else does, at any hour, as many at once as come.

    It *contains* a session if the customer leaves without having asked for a human; whether the matter is solved is
    another question (``world.bot``). All others are passed on to the channel's queue, or stand before a closed door.
    """

    session: Law = setting(Lognormal(mean=120.0, cv=0.8), unit="s", meaning="length of a session")
    contains: float = setting(
        0.35,
        ge=0,
        le=1,
        meaning="share of its sessions that it contains",
        source="20 to 30 % with fixed answers, 40 to 60 % with retrieval are told by practitioners",
    )
    contains_on: dict[str, float] = setting(default_factory=dict, meaning="the same, on named topics instead")
    hides_human: float = setting(
        0.0, ge=0, le=1, meaning="share of those who want a human and do not find the way: they leave with nothing"
    )
    hand_off: float = setting(
        0.0,
        ge=0,
        le=1,
        meaning="how much of what was said reaches the human (fidelity of the summary); 0: the customer starts anew",
    )
    cost_per_session: float = setting(0.10, unit="currency", ge=0, meaning="price of a session")


def hand_off_factor(fidelity: float, gain: float) -> float:
    """Factor on the work of who takes over from a bot: 1 - gain fidelity with a summary, 1 + gain without."""
    return 1.0 - gain * fidelity if fidelity > 0.0 else 1.0 + gain
