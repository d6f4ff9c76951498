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
