"""Targets: what the desk promises itself."""

from __future__ import annotations

from typing import Literal

from sim.declare import Duration, Settings, setting


class Target(Settings):
    """A share of contacts answered, or tickets first replied to, within a time."""

    share: float = setting(0.8, gt=0, le=1, meaning="share that has to be met")
    within: Duration = setting(20.0, unit="s", ge=0, meaning="time to the answer, or to the first reply")
    clock: Literal["calendar", "business"] = setting(
        "calendar", meaning="whether only opening hours count (business) or all hours (calendar)"
    )
    urgent_within: Duration | None = setting(
        None, unit="s", ge=0, meaning="time for what is urgent; null: as the others"
    )
    solved_within: Duration | None = setting(
        None,
        unit="s",
        gt=0,
        meaning="time to the solution, not counting the time in which the customer has to act; null: no target",
    )
