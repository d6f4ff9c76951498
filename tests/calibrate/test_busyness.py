from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calibrate.busyness import _dispersions, busyness

LEVEL = np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.5, 0.4])


def counts(
    rng: np.random.Generator,
    weeks: int,
    kappa: float | None,
    kappa_interval: float | None = None,
    per_cell: float = 20.0,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    weekday = np.tile(np.arange(7), weeks)
    mean = per_cell * LEVEL[weekday][:, None] * (1.0 + 0.5 * np.sin(np.linspace(0.0, np.pi, 24)))
    if kappa is not None:
        mean = mean * rng.gamma(kappa, 1.0 / kappa, len(weekday))[:, None]
    if kappa_interval is not None:
        mean = mean * rng.gamma(kappa_interval, 1.0 / kappa_interval, mean.shape)
    return rng.poisson(mean), weekday


def test_both_dispersions_are_recovered_within_their_standard_errors() -> None:
    found = busyness(*counts(np.random.default_rng(3), 40, 50.0, 30.0))
    # 280 days: 1/kappa = 0.02 is known to an eighth, so a kappa of 100 (0.01) would lie four errors away.
    assert 0.0 < found.inverse_se < 0.003
    assert abs(found.inverse - 1 / 50) < 3.0 * found.inverse_se
    assert 0.0 < found.inverse_interval_se < 0.004
    assert abs(found.inverse_interval - 1 / 30) < 3.0 * found.inverse_interval_se


@pytest.mark.parametrize(("kappa", "kappa_interval"), [(50.0, None), (20.0, 25.0), (None, 25.0), (None, None)])
def test_three_weeks_give_estimates_without_bias_and_honest_errors(
    kappa: float | None, kappa_interval: float | None
) -> None:
    rng = np.random.default_rng(11)
    found = [busyness(*counts(rng, 3, kappa, kappa_interval)) for _ in range(120)]
    truth = (1 / kappa if kappa else 0.0, 1 / kappa_interval if kappa_interval else 0.0)
    for value, error, true in (
        ([f.inverse for f in found], [f.inverse_se for f in found], truth[0]),
        ([f.inverse_interval for f in found], [f.inverse_interval_se for f in found], truth[1]),
    ):
        spread = np.std(value, ddof=1)
        assert abs(np.mean(value) - true) < 3.5 * spread / math.sqrt(120)
        # The jackknife with three days a weekday errs on the safe side; it must not promise more than there is.
        assert 0.8 < np.sqrt(np.mean(np.square(error))) / spread < 1.6


def test_means_estimated_from_two_days_do_not_shrink_a_large_dispersion() -> None:
    rng = np.random.default_rng(12)
    group = np.repeat(np.arange(4000), 2)
    table = rng.poisson(30.0 * rng.gamma(2.0, 0.5, 8000)[:, None] * rng.gamma(5.0, 0.2, (8000, 6)))
    inverse, inverse_interval = _dispersions(table, group)
    # Without the corrections for estimated means these would be 0.40 and 0.12.
    assert inverse == pytest.approx(0.5, rel=0.06)
    assert inverse_interval == pytest.approx(0.2, rel=0.06)


def test_poisson_arrivals_have_a_variance_ratio_of_one_and_no_kappa() -> None:
    found = busyness(*counts(np.random.default_rng(4), 30, None))
    assert abs(found.variance_ratio - 1.0) < 4.0 * math.sqrt(2.0 / found.degrees_of_freedom)
    assert abs(found.interval_variance_ratio - 1.0) < 0.1
    assert abs(found.inverse) < 3.5 * found.inverse_se
    assert found.kappa_range()[1] == math.inf


def test_kappa_is_the_inverse_and_infinite_where_none_is_seen() -> None:
    flat = np.full((14, 3), 5)
    found = busyness(flat, np.tile(np.arange(7), 2))
    assert found.inverse <= 0.0
    assert found.kappa == math.inf
    busy = busyness(*counts(np.random.default_rng(3), 40, 50.0))
    low, high = busy.kappa_range()
    assert low < 1.0 / busy.inverse == busy.kappa < high


def test_special_days_may_be_left_out() -> None:
    table, weekday = counts(np.random.default_rng(8), 10, None)
    table[16] *= 4
    usual = np.arange(70) != 16
    assert busyness(table, weekday).inverse > 0.05
    assert abs(busyness(table, weekday, usual).inverse) < 0.002


def test_correlation_between_days_is_told() -> None:
    rng = np.random.default_rng(9)
    weekday = np.tile(np.arange(7), 60)
    level = np.zeros(420)
    for day in range(1, 420):
        level[day] = 0.6 * level[day - 1] + rng.normal(0.0, 0.1)
    table = rng.poisson(30.0 * np.exp(level)[:, None] * np.ones(20))
    assert busyness(table, weekday).correlation == pytest.approx(0.6, abs=0.15)
    assert abs(busyness(*counts(rng, 60, 50.0)).correlation) < 0.15


def test_one_week_tells_nothing() -> None:
    with pytest.raises(ValueError, match="two days of one weekday"):
        busyness(np.ones((7, 3), dtype=np.int64), np.arange(7))
