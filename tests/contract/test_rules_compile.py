"""Rules are plain functions of numbers: each compiles with numba and gives bit-equal results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.clock import on_grid
from sim.policy.routing import score
from sim.world.effort import phase_time
from sim.world.redial import redials

numba = pytest.importorskip("numba", reason="numba has no build for this machine")

RNG = np.random.default_rng(1)
N = 2000


def floats(low: float, high: float) -> list[float]:
    return RNG.uniform(low, high, N).tolist()


RULES: dict[str, tuple[Callable[..., Any], list[list[Any]]]] = {
    "on_grid": (on_grid, [floats(0.0, 1e8)]),
    "phase_time": (phase_time, [floats(0, 5000), floats(0.5, 2), floats(0.1, 2)]),
    "redials": (redials, [floats(0, 1), floats(0, 1), floats(0, 1), RNG.integers(1, 9, N).tolist()]),
    "score": (
        score,
        [
            RNG.integers(1, 9, N).tolist(),
            floats(0, 900),
            floats(1, 900),
            floats(0, 5),
            floats(0.1, 5),
            floats(0, 5),
            floats(0, 120),
        ],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_compiled_rule_gives_the_same_bits(name: str) -> None:
    rule, arguments = RULES[name]
    compiled = numba.njit(rule)
    rows = list(zip(*arguments, strict=True))
    assert [rule(*row) for row in rows] == [compiled(*row) for row in rows]


def test_halves_of_the_grid_go_to_the_even_multiple_in_all_three_forms() -> None:
    from sim.clock.grid import array_on_grid

    halves = (np.arange(64) + 0.5) / 1048576
    expected = [on_grid(value) for value in halves.tolist()]
    assert array_on_grid(halves).tolist() == expected
    assert [numba.njit(on_grid)(value) for value in halves.tolist()] == expected
