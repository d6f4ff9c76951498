"""How long others take whom a ticket waits for: the customer, a third party, somebody in the company."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.laws import Exponential, Law, Lognormal
from sim.units import HOUR_S


class Replies(Settings):
    """Durations of pending states."""

    customer: Law = setting(Exponential(mean=20 * HOUR_S), unit="s", meaning="until the customer answers a question")
    third_party: Law = setting(
        Lognormal(mean=48 * HOUR_S, cv=1.0), unit="s", meaning="until a third party has done its part"
    )
    internal: Law = setting(Exponential(mean=8 * HOUR_S), unit="s", meaning="until somebody in the company has")
    reminded: float = setting(0.5, ge=0, le=1, meaning="share of those not yet heard from whom a reminder moves")
    after_reminder: Law = setting(Exponential(mean=4 * HOUR_S), unit="s", meaning="until they answer then")
    confirms: Law = setting(
        Exponential(mean=20 * HOUR_S), unit="s", meaning="until the customer says whether it is solved, if asked"
    )


def reply_after(own_s: float, reminder_s: float, u_moved: float, moved_share: float, after_reminder_s: float) -> float:
    """Seconds until a customer answers: on their own, or some time after a reminder that moves them, the earlier."""
    if own_s > reminder_s and u_moved < moved_share and reminder_s + after_reminder_s < own_s:
        return reminder_s + after_reminder_s
    return own_s
