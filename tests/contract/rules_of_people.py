"""Rules about people, with arguments to try them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.policy.assist import novices_leave
from sim.policy.development import training_index
from sim.policy.environment import agents_at
from sim.policy.hiring import class_starts
from sim.policy.knowledge import coverage_after
from sim.world import departures, exhaustion, fatigue, learning, strain

RNG = np.random.default_rng(5)
N = 2000


def floats(low: float, high: float) -> list[float]:
    return RNG.uniform(low, high, N).tolist()


def shares(number: int) -> list[list[float]]:
    """``number`` columns of values from 0 to 1, both ends among them."""
    return [[0.0, 1.0, *floats(0, 1)[2:]] for _ in range(number)]


RATES = [[0.0, 0.0, *floats(0, 2)[2:]], [0.0, *floats(0, 2)[1:]]]

RULES: dict[str, tuple[Callable[..., Any], list[list[Any]]]] = {
    "absence_probability": (
        departures.absence_probability,
        [*shares(2), [0.0, 0.0, *floats(0, 4)[2:]], floats(0, 1)],
    ),
    "agents_at": (agents_at, [floats(0, 90), floats(0.1, 1)]),
    "best_quality": (learning.best_quality, [floats(0, 2), floats(0, 0.1), floats(0, 10), floats(0, 0.3)]),
    "class_starts": (
        class_starts,
        [RNG.integers(0, 9, N).tolist(), RNG.integers(1, 9, N).tolist(), floats(0, 60), floats(0, 60)],
    ),
    "coverage_after": (
        coverage_after,
        [*shares(1), floats(0, 900), *shares(1), floats(0, 0.01), floats(0, 0.9)],
    ),
    "demands": (
        exhaustion.demands,
        [*shares(2), floats(0, 9), floats(0, 4), *shares(2), floats(0.01, 1), *(floats(0, 2) for _ in range(5))],
    ),
    "exhaustion_after": (
        exhaustion.exhaustion_after,
        [*shares(1), floats(0, 60), *shares(1), floats(0, 0.2), *shares(2)],
    ),
    "fatigue_after": (fatigue.fatigue_after, [*shares(1), floats(0, 9), *RATES]),
    "fatigue_hours": (fatigue.fatigue_hours, [*shares(1), floats(0, 9), *RATES]),
    "fatigue_load": (fatigue.fatigue_load, [floats(0, 5), floats(0, 1)]),
    "fatigue_shaken": (fatigue.fatigue_shaken, shares(6)),
    "kept_after": (learning.kept_after, [*shares(1), floats(0, 400), floats(0, 0.5)]),
    "learning_factor": (learning.learning_factor, [floats(0, 200), floats(1, 3), floats(0.1, 20)]),
    "novice_factor": (learning.novice_factor, [floats(1, 3), *shares(2)]),
    "novice_quality": (learning.novice_quality, shares(3)),
    "paced_occupancy": (
        exhaustion.paced_occupancy,
        [floats(0, 3600), floats(0, 3600), [0.0, *floats(1, 7200)[1:]], *shares(1)],
    ),
    "novices_leave": (novices_leave, [[0.0, 6.0, *floats(0, 12)[2:]], [6.0] * N, floats(0, 2)]),
    "pay_factor": (departures.pay_factor, [floats(0.5, 2), floats(0, 4)]),
    "practice_factor": (learning.practice_factor, [floats(0, 200), floats(1, 3), floats(0.1, 20), floats(0, 0.5)]),
    "quality_after": (learning.quality_after, [floats(0, 200), *shares(2), floats(0.1, 20)]),
    "quality_kept": (learning.quality_kept, shares(3)),
    "quit_probability": (departures.quit_probability, [floats(0, 12)]),
    "quit_rate": (
        departures.quit_rate,
        [
            floats(0, 2),
            *shares(1),
            floats(0, 900),
            floats(0, 4),
            *shares(1),
            floats(0, 2),
            floats(1, 200),
            floats(0.5, 2),
            floats(0.5, 4),
        ],
    ),
    "ramp_time": (learning.ramp_time, [floats(0.1, 20), *shares(4)]),
    "resources": (exhaustion.resources, shares(10)),
    "strain_factor": (strain.strain_factor, [floats(0, 3), *shares(5)]),
    "strain_logit": (strain.strain_logit, shares(4)),
    "support_with": (exhaustion.support_with, [*shares(1), floats(0, 5), *shares(1)]),
    "training_index": (training_index, [floats(0, 9), floats(0.1, 9)]),
    "weeks_gained": (learning.weeks_gained, [floats(0, 12), *shares(1), floats(20, 60)]),
}
