"""Replications needed, and the sequential rule."""

import math

import numpy as np
import pytest

from sim.study.precision import (
    FIRST,
    MOST,
    half_width,
    next_replications,
    precise,
    replications_for,
    student,
)


def test_the_half_width_is_students() -> None:
    sample = [1.0, 2.0, 4.0, 7.0]
    assert half_width(sample) == pytest.approx(3.182446305 * np.std(sample, ddof=1) / 2, rel=1e-9)
    assert math.isnan(half_width([1.0]))


@pytest.mark.parametrize("goal", [0.05, 0.3, 1.0, 4.0])
def test_the_replications_needed_are_enough_and_one_fewer_is_not(goal: float) -> None:
    n = replications_for(2.0, goal, 0.9)
    assert student(0.9, n - 1) * 2.0 / math.sqrt(n) <= goal
    assert n == 2 or student(0.9, n - 2) * 2.0 / math.sqrt(n - 1) > goal


def test_no_spread_needs_two_and_no_width_needs_more_than_there_are() -> None:
    assert replications_for(0.0, 0.1) == 2
    assert replications_for(1.0, 0.0) == MOST + 1
    assert replications_for(1.0, math.nan) == MOST + 1


def test_the_sequential_rule_never_stops_before_ten() -> None:
    assert not precise(np.ones(FIRST - 1), 0.1)
    assert precise(np.ones(FIRST), 0.1)
    assert next_replications(np.ones(4), 0.1) == FIRST


def test_the_sequential_rule_stops_at_epsilon_over_one_plus_epsilon() -> None:
    sample = np.random.default_rng(2).normal(100.0, 10.0, 40)
    relative = half_width(sample) / sample.mean()
    exact = relative / (1 - relative)  # epsilon / (1 + epsilon) = relative
    assert precise(sample, exact * 1.0001)
    assert not precise(sample, exact * 0.9999)


def test_the_next_round_is_what_the_spread_says_and_at_most_twice_as_many() -> None:
    sample = np.random.default_rng(2).normal(100.0, 10.0, 40)
    assert next_replications(sample, 0.001) == 80
    nearly = half_width(sample) / sample.mean() * 0.99
    assert next_replications(sample, nearly) in range(41, 45)


def test_the_sequential_rule_covers_the_mean_as_often_as_it_says() -> None:
    """500 experiments: 0.95 less four standard errors; stopping early by luck costs a little."""
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(500):
        sample = rng.exponential(1.0, FIRST)
        while not precise(sample, 0.15):
            sample = np.append(sample, rng.exponential(1.0, next_replications(sample, 0.15) - len(sample)))
        hits += abs(sample.mean() - 1.0) <= 0.15
    assert hits / 500 > 0.91
