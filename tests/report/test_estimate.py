from __future__ import annotations

import numpy as np
import pytest

from sim.report.estimate import pooled


def test_a_pooled_ratio_weighs_replications_by_what_they_counted() -> None:
    value, _, _ = pooled(np.array([[1.0], [90.0]]), np.array([[10.0], [100.0]]))
    assert value[0] == pytest.approx(91 / 110)


def test_without_variation_between_replications_the_interval_is_a_point() -> None:
    value, low, high = pooled(np.full((5, 2), 3.0), np.full((5, 2), 4.0))
    assert np.allclose([value, low, high], 0.75)


def test_one_replication_has_no_interval_and_nothing_counted_has_no_value() -> None:
    value, low, high = pooled(np.array([[3.0, 0.0]]), np.array([[4.0, 0.0]]))
    assert value[0] == 0.75
    assert np.isnan([value[1], low[0], high[0]]).all()


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    den = rng.poisson(200, (20, 2000)).astype(float)
    num = rng.binomial(den.astype(int), 0.8).astype(float)
    _, low, high = pooled(num, den)
    held = float(np.mean((low <= 0.8) & (high >= 0.8)))
    assert held == pytest.approx(0.95, abs=0.02)
