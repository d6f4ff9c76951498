"""Supervision: what supervisors do, in which order, and how they decide."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting
from sim.laws import Law, Lognormal


class Supervision(Settings):
    """The work of the teams with ``approves: true``.

    First requests with a customer on hold, then those of pending tickets, then other duties; who is at something
    finishes it first.
    """

    decision: Law = setting(
        Lognormal(mean=240.0, cv=0.7), unit="s", meaning="a supervisor's work on one request", source="assumed"
    )
    denied: float = setting(0.10, ge=0, le=1, meaning="share of requests that is refused", source="assumed")
    duties: float = setting(
        0.5, ge=0, lt=1, meaning="share of a supervisor's time that other duties ask for", source="assumed"
    )
    duty_lasts: Duration = setting(600.0, unit="s", gt=0, meaning="length of one piece of other duties")
