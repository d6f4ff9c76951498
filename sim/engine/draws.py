"""Reading a plan's draws one by one: the first three of a purpose from its columns, later ones from the pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan import Plan
from sim.streams import POOL_SIZE

Draw = Callable[[int, int, int], float]
"""(issue, attempt, channel) -> the draw."""

POOL_MASK = POOL_SIZE - 1


def doubles(array: NDArray[np.float64]) -> memoryview[float]:
    """An array as a flat view whose items are plain floats: four times as fast to read one by one."""
    return cast("memoryview[float]", array.ravel().data)


def drawer(plan: Plan, purpose: str) -> Draw:
    """(issue, attempt, channel) -> the draw: a column for the first three attempts, the channel's pool after that."""
    draws: NDArray[np.float64] = getattr(plan.draws, purpose)
    pools: NDArray[np.float64] = getattr(plan.pools, purpose)
    flat = doubles(draws)
    columns: int = draws.shape[1]
    if columns <= 1:

        def first(issue: int, attempt: int, channel: int) -> float:
            return flat[issue]

        return first
    pool_at = plan.issues.pool_at.data
    n_pool: int = pools.shape[1]
    pool = doubles(pools)
    own = {"talk": "difficulty", "hold": "difficulty", "after_call": "difficulty", "patience": "patience_scale"}
    by_issue: NDArray[np.float64] = getattr(plan.issues, own[purpose]) if purpose in own else np.empty(0)
    scaled, scale = by_issue.size > 0, doubles(by_issue)

    def draw(issue: int, attempt: int, channel: int) -> float:
        if attempt < columns:
            return flat[issue * columns + attempt]
        base: float = pool[channel * n_pool + ((pool_at[issue] + attempt) & POOL_MASK)]
        return base * scale[issue] if scaled else base

    return draw
