"""Blending: how asynchronous work and customers on the line share agents."""

from __future__ import annotations

from typing import Literal

from sim.declare import Duration, Settings, setting


class Blending(Settings):
    """What a customer on the line may expect of an agent who has, or could have, a ticket in hand."""

    rule: Literal["none", "preempt", "threshold"] = setting(
        "none",
        meaning="none: a ticket once begun is finished; preempt: a customer on the line interrupts it and it resumes "
        "later; threshold: a ticket is begun only while more than keep_free agents of the group are free",
    )
    set_up: Duration = setting(30.0, unit="s", ge=0, meaning="preempt: extra work when an interrupted ticket resumes")
    keep_free: int = setting(
        1,
        unit="agents",
        ge=0,
        le=100_000,
        meaning="threshold: agents kept for customers on the line (routing.reserve counts before)",
    )
