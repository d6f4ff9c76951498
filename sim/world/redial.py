"""Customers who gave up, met a busy tone or were sent elsewhere, and try again."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.laws import Exponential, Law


class Redial(Settings):
    """After failed attempt n a customer returns with probability ``share`` x ``decay``^(n-1), after a delay."""

    share: float = setting(0.0, ge=0, le=1, meaning="probability of trying again after the first failed attempt")
    decay: float = setting(0.7, ge=0, le=1, meaning="factor on that probability with every further failure")
    delay: Law = setting(Exponential(mean=900.0), unit="s", meaning="time until the next attempt")
    after_blocking: bool = setting(True, meaning="whether a busy tone is followed by redials too")
    after_closing: bool = setting(False, meaning="whether a closed door is followed by redials too")
    switch: dict[str, float] = setting(
        default_factory=dict, meaning="share of the further attempts that go to another channel; the rest stays"
    )


class Bounced(Settings):
    """Customers who are told to contact another channel."""

    lost: float = setting(0.15, ge=0, le=1, meaning="share who do not go there")
    delay: Law = setting(Exponential(mean=600.0), unit="s", meaning="time until they do")


def redials(u: float, share: float, decay: float, failed: int) -> bool:
    """Whether a customer tries again after ``failed`` attempts (1 or more): u < share decay^(failed - 1)."""
    return u < share * decay ** (failed - 1)
