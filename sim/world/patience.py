"""How long a customer on a live channel waits before giving up."""

from __future__ import annotations

from sim.clock import WeekCurve
from sim.declare import Duration, Settings, setting
from sim.laws import Law, Weibull
from sim.world.effort import FLAT


class Patience(Settings):
    """Time to abandonment, counted from entering the queue.

    With probability ``balk`` a customer who would have to wait at all leaves at once; the others stay ``delay`` and
    then the law's time, times the multiplier of the hour.
    """

    law: Law | None = setting(
        Weibull(mean=240.0, shape=0.8),
        unit="s",
        meaning="time until the customer gives up; null for never",
        source="assumed: a falling hazard",
    )
    balk: float = setting(0.0, ge=0, lt=1, meaning="share that leaves at once when nobody is free")
    delay: Duration = setting(0.0, unit="s", ge=0, meaning="time before anybody gives up")
    by_time: WeekCurve = setting(FLAT, meaning="multiplier of patience over the week")
    silent: float = setting(
        0.0,
        ge=0,
        le=1,
        meaning="chat: share of those giving up who leave the window open, so that an agent still takes the chat",
        source="3 to 70 % of customers across 17 firms (Castellanos et al., arXiv 2501.08869)",
    )
    detected_after: Duration = setting(
        120.0, unit="s", ge=0, meaning="chat: how long an agent waits before closing a chat with nobody in it"
    )
    announced: float = setting(
        1.3, gt=0, le=10, meaning="factor on the patience of those who are told how long it will take, and stay"
    )
    balks_above: float | None = setting(
        None,
        gt=0,
        le=100,
        meaning="leaves at once on hearing a wait above this many times their patience; null: nobody does",
    )
    carried: bool = setting(
        False,
        meaning="after a transfer the customer has only the patience that is left, and on a further attempt the same "
        "patience again; otherwise it is drawn anew",
    )


def balks(announced_s: float, patience_s: float, above: float) -> bool:
    """Whether a customer leaves on hearing a wait: announced > above x patience."""
    return announced_s > above * patience_s


def patience_left(drawn_s: float, waited_s: float) -> float:
    """Patience in seconds after a transfer: what was drawn less what was waited, at least 0."""
    return drawn_s - waited_s if drawn_s > waited_s else 0.0
