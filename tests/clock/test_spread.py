"""Stretches of time fall into intervals without a rounding that grows with the horizon."""

from __future__ import annotations

import numpy as np
import pytest

from sim.clock.spread import spread


def one_by_one(since: list[float], until: list[float], weight: list[float], width: float, n: int) -> list[float]:
    return [
        sum(
            w * max(0.0, min(end, (at + 1) * width) - max(begin, at * width))
            for begin, end, w in zip(since, until, weight, strict=True)
        )
        for at in range(n)
    ]


def test_each_interval_has_what_overlaps_it() -> None:
    since, until, weight = [0.0, 5.0, 12.5, 30.0, 39.0], [10.0, 5.0, 37.5, 60.0, 41.0], [1.0, 9.0, 2.0, 3.0, 1.0]
    found = spread(np.array(since), np.array(until), [0] * 5, 1, 10.0, 4, weight)
    assert found.tolist() == [one_by_one(since, until, weight, 10.0, 4)]
    assert found.tolist() == [[10.0, 15.0, 20.0, 46.0]]


def test_groups_are_kept_apart_and_random_stretches_agree_with_the_definition() -> None:
    rng = np.random.default_rng(4)
    since = rng.uniform(0, 110, 300)
    until = since + rng.exponential(20, 300)
    group, weight = rng.integers(0, 3, 300), rng.integers(0, 5, 300).astype(float)
    found = spread(since, until, group, 3, 7.0, 15, weight)
    for one in range(3):
        mine = group == one
        expected = one_by_one(*(of[mine].tolist() for of in (since, until, weight)), 7.0, 15)
        np.testing.assert_allclose(found[one], expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("days", [7, 728])
def test_two_years_on_an_empty_interval_holds_nothing_and_a_full_one_exactly_its_people(days: int) -> None:
    begins = np.repeat(np.arange(days) * 86400.0 + 8 * 3600.0, 21)
    found = spread(begins, begins + 12 * 3600.0, np.zeros(len(begins)), 1, 1800.0, days * 48)[0].reshape(days, 48)
    assert (found[:, :16] == 0.0).all()
    assert (found[:, 16:40] == 21 * 1800.0).all()
    assert (found[:, 40:] == 0.0).all()
