from __future__ import annotations

import numpy as np

from sim.calibrate.poisson_checks import poisson_check, resolution_s
from sim.units import DAY_S
from tests.calibrate.histories import history_of, poisson_instants


def check(instants: np.ndarray, **options: object):
    history = history_of(instants, n_days=int(instants.max() // DAY_S) + 1)
    return poisson_check(history, np.random.default_rng(7), **options)  # type: ignore[arg-type]


def even(seed: int, days: int = 28, per_day: float = 600.0) -> np.ndarray:
    return poisson_instants(np.random.default_rng(seed), np.full(days, per_day), 8 * 3600, 18 * 3600)


def test_poisson_arrivals_pass_without_a_warning() -> None:
    p_values = [check(even(seed)).p_value for seed in range(20)]
    assert np.mean(np.array(p_values) < 0.05) <= 0.2  # 1 of 20 expected; 5 or more with probability 0.003
    assert check(even(1)).warnings == ()


def test_arrivals_in_step_with_the_clock_are_rejected() -> None:
    instants = even(3)
    bunched = np.sort(instants - (instants % 1800.0) * 0.5)  # everybody in the first half of each half hour
    assert check(bunched).p_value < 1e-6


def test_rounding_is_told_and_undone() -> None:
    rounded = np.floor(even(4, per_day=3000.0) / 60.0) * 60.0
    found = check(rounded)
    assert (found.resolution_s, found.tied_share > 0.5) == (60.0, True)
    assert found.p_value_as_recorded < 1e-6 < 0.01 < found.p_value
    assert "stamps are rounded to 60 s" in found.warnings[0]


def test_busy_weeks_are_told_and_do_not_hurt_the_test() -> None:
    rng = np.random.default_rng(5)
    per_day = 600.0 * np.repeat(rng.gamma(20.0, 1 / 20.0, 4), 7)
    found = check(poisson_instants(rng, per_day, 8 * 3600, 18 * 3600))
    assert found.p_value > 0.01
    assert any("weeks must not be pooled" in warning for warning in found.warnings)


def test_a_rate_that_moves_within_an_interval_is_told() -> None:
    rng = np.random.default_rng(6)
    days = np.repeat(np.arange(28), 600)
    ramp = 8 * 3600 + 36000 * np.sqrt(rng.random(len(days)))
    found = check(np.sort(days * DAY_S + ramp), interval_s=7200.0)
    assert any("use shorter intervals" in warning for warning in found.warnings)
    assert found.p_value < 0.01


def test_special_days_may_be_left_out() -> None:
    assert check(even(1, days=8), without_days=(0, 1)).n < check(even(1, days=8)).n


def test_the_step_of_stamps_is_the_coarsest_that_fits() -> None:
    for step in (1800.0, 900.0, 300.0, 60.0, 1.0):
        assert resolution_s(np.arange(50) * step + step) == step
    assert resolution_s(np.array([0.25, 1.5, 2.125])) == 0.001
