"""Reading a plan's draws one by one: the first few of a purpose from its columns, later ones from the pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan import Plan
from sim.streams import POOL_SIZE

Draw = Callable[[int, int, int], float]
"""(issue, index of the occurrence, channel) -> the draw."""

POOL_MASK = POOL_SIZE - 1

SCALE = {"talk": "difficulty", "hold": "difficulty", "after_call": "difficulty", "patience": "patience_scale"}
"""What multiplies a pooled draw; the columns contain it."""

BY_CHANNEL = (*SCALE, "redial_delay", "bot_session")
"""Purposes with a law, and so a row of the pool, for each channel."""


def doubles(array: NDArray[np.float64]) -> memoryview[float]:
    """An array as a flat view whose items are plain floats: four times as fast to read one by one."""
    return cast("memoryview[float]", array.ravel().data)


def drawer(plan: Plan, purpose: str) -> Draw:
    """(issue, index, channel) -> the draw: a column of the issue for the first few, the pool for those beyond.

    Columns of work and patience hold the law of the issue's first channel: on another channel the pool is read at once.
    """
    draws: NDArray[np.float64] = getattr(plan.draws, purpose)
    pools: NDArray[np.float64] = getattr(plan.pools, purpose)
    flat = doubles(draws)
    columns: int = draws.shape[1]
    if not pools.size:

        def first(issue: int, index: int, channel: int) -> float:
            return flat[issue]

        return first
    pool_at = plan.issues.pool_at.data
    n_pool: int = pools.shape[1]
    pool = doubles(pools)
    if not columns:

        def pooled(issue: int, index: int, channel: int) -> float:
            return pool[(pool_at[issue] + index) & POOL_MASK]

        return pooled
    if purpose not in BY_CHANNEL:

        def draw(issue: int, index: int, channel: int) -> float:
            return flat[issue * columns + index] if index < columns else pool[(pool_at[issue] + index) & POOL_MASK]

        return draw
    first_channel = plan.queues.channel[plan.issues.queue].data
    by_issue: NDArray[np.float64] = getattr(plan.issues, SCALE[purpose]) if purpose in SCALE else np.empty(0)
    scaled, scale = by_issue.size > 0, doubles(by_issue)

    def draw_by_channel(issue: int, index: int, channel: int) -> float:
        if index < columns and first_channel[issue] == channel:
            return flat[issue * columns + index]
        base: float = pool[channel * n_pool + ((pool_at[issue] + index) & POOL_MASK)]
        return base * scale[issue] if scaled else base

    return draw_by_channel


def maybe(plan: Plan, purpose: str) -> Draw | None:
    """The draws of a purpose, or None where the plan does not use it."""
    return drawer(plan, purpose) if getattr(plan.draws, purpose).size or getattr(plan.pools, purpose).size else None
