"""Rules are plain functions of numbers: each compiles with numba and gives bit-equal results."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.clock import on_grid
from sim.policy.assist import asks_factor, assist_quality, assist_speed
from sim.policy.authority import autonomy, holds, script_effort, script_logit
from sim.policy.callback import estimated_wait
from sim.policy.chatbot import hand_off_factor
from sim.policy.knowledge import knowledge_logit, knowledge_time
from sim.policy.routing import score
from sim.policy.sentiment import is_flagged
from sim.policy.sorting import sorted_right
from sim.world.anger import is_angry, p_angry
from sim.world.concession import over_granting, share_within
from sim.world.effort import pace, phase_time
from sim.world.patience import balks, patience_left
from sim.world.redial import redials
from sim.world.replies import reply_after
from sim.world.resolution import resolution_effect, shifted
from tests.contract.rules_of_people import RULES as RULES_OF_PEOPLE

numba = pytest.importorskip("numba", reason="numba has no build for this machine")

RNG = np.random.default_rng(1)
N = 2000


def floats(low: float, high: float) -> list[float]:
    return RNG.uniform(low, high, N).tolist()


def counts(low: int, high: int) -> list[int]:
    return RNG.integers(low, high, N).tolist()


def flags() -> list[bool]:
    return (RNG.random(N) < 0.5).tolist()


U = floats(0, 1)
RULES: dict[str, tuple[Callable[..., Any], list[list[Any]]]] = {
    "asks_factor": (asks_factor, [flags(), floats(0, 1)]),
    "assist_quality": (assist_quality, [floats(0, 60), floats(0, 12), U, floats(12, 60), floats(-1, 0)]),
    "assist_speed": (assist_speed, [floats(0, 60), floats(0, 0.5), floats(0.1, 12), floats(0, 0.05)]),
    "autonomy": (autonomy, [U, floats(0, 1)]),
    "balks": (balks, [floats(0, 900), floats(0, 900), floats(0.1, 3)]),
    "estimated_wait": (estimated_wait, [counts(0, 40), [0.0, 0.0, *floats(0, 20)[2:]], floats(1, 900)]),
    "hand_off_factor": (hand_off_factor, [[0.0, *floats(0, 1)[1:]], floats(0, 1)]),
    "holds": (holds, [floats(0, 900), floats(0, 900), floats(0, 900)]),
    "is_angry": (is_angry, [U, floats(0, 1)]),
    "is_flagged": (is_flagged, [U, flags(), floats(0, 1), floats(0, 1)]),
    "knowledge_logit": (knowledge_logit, [U, floats(0, 2)]),
    "knowledge_time": (knowledge_time, [U, floats(0, 0.5)]),
    "on_grid": (on_grid, [floats(0.0, 1e8)]),
    "over_granting": (over_granting, [[0.0, *floats(0, 2000)[1:]], U, floats(0, 1), floats(0, 1), floats(0.01, 1)]),
    "p_angry": (
        p_angry,
        [U, floats(0, 1e5), floats(1, 2e4), floats(0, 3), flags(), floats(1, 4), flags(), floats(1, 4)],
    ),
    "pace": (pace, [counts(1, 9), U]),
    "patience_left": (patience_left, [floats(0, 900), floats(0, 900)]),
    "phase_time": (phase_time, [floats(0, 5000), floats(0.5, 2), floats(0.1, 2)]),
    "redials": (redials, [U, floats(0, 1), floats(0, 1), counts(1, 9)]),
    "reply_after": (reply_after, [floats(0, 4e5), floats(0, 4e5), U, floats(0, 1), floats(0, 1e5)]),
    "resolution_effect": (
        resolution_effect,
        [
            floats(0, 2),
            floats(1, 4),
            flags(),
            flags(),
            floats(0.1, 4),
            floats(-1, 0),
            *(floats(0, 2) for _ in range(5)),
        ],
    ),
    "score": (
        score,
        [counts(1, 9), floats(0, 900), floats(1, 900), floats(0, 5), floats(0.1, 5), floats(0, 5), floats(0, 120)],
    ),
    "script_effort": (script_effort, [U]),
    "script_logit": (script_logit, [U]),
    "share_within": (
        share_within,
        [[0.0, float("inf"), *floats(0, 2000)[2:]], floats(1, 200), [1.0, 1.0, 0.0, *floats(0.1, 4)[3:]]],
    ),
    "shifted": (shifted, [U, floats(-5, 5)]),
    "sorted_right": (sorted_right, [U, floats(0, 1)]),
}
RULES |= RULES_OF_PEOPLE


@pytest.mark.parametrize("name", RULES)
def test_a_compiled_rule_gives_the_same_bits(name: str) -> None:
    rule, arguments = RULES[name]
    compiled = numba.njit(rule)
    rows = list(zip(*arguments, strict=True))
    assert [rule(*row) for row in rows] == [compiled(*row) for row in rows]


def test_every_rule_of_world_and_policy_is_among_them() -> None:
    import sim.policy
    import sim.world

    found = {
        name
        for package in (sim.world, sim.policy)
        for module in pkgutil.iter_modules(package.__path__)
        for name, rule in vars(importlib.import_module(f"{package.__name__}.{module.name}")).items()
        if inspect.isfunction(rule) and not name.startswith("_") and rule.__module__.startswith(package.__name__)
    }
    assert found == set(RULES) - {"on_grid"}


def test_halves_of_the_grid_go_to_the_even_multiple_in_all_three_forms() -> None:
    from sim.clock.grid import array_on_grid

    halves = (np.arange(64) + 0.5) / 1048576
    expected = [on_grid(value) for value in halves.tolist()]
    assert array_on_grid(halves).tolist() == expected
    assert [numba.njit(on_grid)(value) for value in halves.tolist()] == expected
