"""Hiring: what happens to the place of somebody who leaves."""

from __future__ import annotations

from typing import Literal

from sim.declare import Duration, Settings, setting
from sim.laws import Exponential, Law
from sim.units import DAY_S


class Hiring(Settings):
    """Notice, requisition, hiring class: quit -> notice -> vacancy -> requisition -> class -> training -> on queue."""

    refill: bool = setting(True, meaning="whether places of leavers are filled again")
    notice: Duration = setting(14 * DAY_S, unit="s", ge=0, meaning="from giving notice to the last day")
    opens: Literal["vacancy", "notice"] = setting(
        "vacancy", meaning="when a requisition opens: when the place is empty, or as soon as notice is given"
    )
    lag: Law = setting(Exponential(mean=45 * DAY_S), unit="s", meaning="from the requisition to somebody who can start")
    class_size: int = setting(
        1, unit="hires", ge=1, le=1000, meaning="a team's training starts when so many hires are ready"
    )
    class_waits: Duration = setting(
        28 * DAY_S, unit="s", ge=0, meaning="or when the first of them has waited this long"
    )
    hire_price: float = setting(
        4000.0,
        unit="currency",
        ge=0,
        meaning="price of finding one hire: advertising, agency, interviews",
        source="assumed; 10 to 20 thousand an exit are quoted with the ramp, which comes out of the model here",
    )
    trainee_pay: float = setting(1.0, ge=0, le=10, meaning="pay during training as a share of the team's wage")


def class_starts(ready: int, size: int, waited_days: float, waits_days: float) -> bool:
    """Whether a training class starts: it is full, or the first of those ready has waited long enough."""
    return ready > 0 and (ready >= size or waited_days >= waits_days)
