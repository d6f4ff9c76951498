"""Morris and Sobol against functions whose indices are known exactly, and the designs that they are played on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.study.sensitivity import morris, sobol
from sim.study.sensitivity.designs import LEVELS, Trajectories, matrices, trajectories

Floats = NDArray[np.float64]
STEP = LEVELS / (2 * (LEVELS - 1))


def ishigami(u: Floats) -> Floats:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 with x = -pi + 2 pi u; the last axis of u has the three coordinates."""
    x = -math.pi + 2 * math.pi * u
    return np.asarray(np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0]))


A_OF_G = np.array([0.0, 1.0, 4.5, 9.0])


def g_function(u: Floats) -> Floats:
    """Sobol's g: the product of (|4 u - 2| + a) / (1 + a)."""
    return np.asarray(np.prod((np.abs(4 * u - 2) + A_OF_G) / (1 + A_OF_G), axis=-1))


def effects(design: Trajectories, y: Floats) -> morris.Effects:
    """One output, one replication."""
    return morris.summary(morris.elementary_effects(design, y)[..., None, None])


def test_each_step_of_a_trajectory_changes_one_coefficient_by_two_thirds_and_stays_on_the_grid() -> None:
    design = trajectories(20, 7, seed=3)
    assert design.points.shape == (20, 8, 7)
    moves = np.diff(design.points, axis=1)
    assert (np.count_nonzero(moves, axis=2) == 1).all()
    np.testing.assert_array_equal(np.sort(design.moved, axis=1), np.tile(np.arange(7), (20, 1)))
    taken = np.take_along_axis(moves, design.moved[:, :, None], axis=2)[:, :, 0]
    np.testing.assert_allclose(taken, design.step, atol=1e-15)
    np.testing.assert_array_equal(np.abs(design.step), STEP)
    assert set(np.unique(design.points)) == {level / (LEVELS - 1) for level in range(LEVELS)}


def test_every_level_and_both_directions_are_as_likely() -> None:
    design = trajectories(2000, 2, seed=1)
    start = np.rint(design.points[:, 0, :] * (LEVELS - 1)).astype(int)
    shares = np.bincount(start.ravel(), minlength=LEVELS) / start.size
    np.testing.assert_allclose(shares, 0.25, atol=0.03)
    assert (design.step > 0).mean() == pytest.approx(0.5, abs=0.03)


def test_more_trajectories_leave_the_first_ones_as_they_were() -> None:
    few, many = trajectories(2, 5, seed=8), trajectories(6, 5, seed=8)
    for one, other in zip(few, many, strict=True):
        np.testing.assert_array_equal(one, other[:2])
    assert not np.array_equal(few.points, trajectories(2, 5, seed=9).points)


def test_of_a_linear_function_effects_are_the_slopes_everywhere() -> None:
    slopes = np.array([3.0, -2.0, 0.0, 0.5])
    design = trajectories(5, 4, seed=2)
    found = effects(design, design.points @ slopes)
    np.testing.assert_allclose(found.mu[:, 0], slopes, atol=1e-12)
    np.testing.assert_allclose(found.mu_star[:, 0], np.abs(slopes), atol=1e-12)
    np.testing.assert_allclose(found.sigma[:, 0], 0.0, atol=1e-12)


def test_of_a_product_an_effect_is_the_other_factor() -> None:
    design = trajectories(4000, 2, seed=4)
    found = effects(design, design.points[..., 0] * design.points[..., 1])
    # The other factor is on each of four levels as often: mean 1/2, standard deviation sqrt(15/12) / 3.
    np.testing.assert_allclose(found.mu_star[:, 0], 0.5, atol=0.02)
    np.testing.assert_allclose(found.sigma[:, 0], math.sqrt(15 / 12) / 3, atol=0.02)


def test_ishigami_on_four_levels_has_the_effects_that_can_be_worked_out() -> None:
    design = trajectories(4000, 3, seed=5)
    found = effects(design, ishigami(design.points))
    # sin^2 is 0, 3/4, 3/4, 0 on the levels: up or down by 7 x 3/4 at every step.
    assert found.mu_star[1, 0] == pytest.approx(7 * 0.75 / STEP, abs=1e-12)
    assert found.mu[1, 0] == pytest.approx(0.0, abs=0.35)
    # x3^4 goes between pi^4 and pi^4 / 81; |sin x1| is 0, sqrt(3)/2, sqrt(3)/2, 0: a mean of sqrt(3)/4.
    assert found.mu_star[2, 0] == pytest.approx(0.1 * math.pi**4 * (80 / 81) * math.sqrt(3) / 4 / STEP, rel=0.03)
    assert found.mu[2, 0] == pytest.approx(0.0, abs=0.4)


def test_morris_orders_the_coordinates_of_g_by_their_weight() -> None:
    design = trajectories(50, 4, seed=6)
    found = effects(design, g_function(design.points))
    assert (np.diff(found.mu_star[:, 0]) < 0).all()


def test_what_chance_alone_shows_is_not_above_the_noise_and_a_true_effect_is() -> None:
    design = trajectories(6, 40, seed=7)
    rng = np.random.default_rng(1)
    true = 5.0 * design.points[..., 0]
    y = true[..., None, None] + rng.normal(0.0, 1.0, (6, 41, 2, 1))
    found = morris.summary(morris.elementary_effects(design, y))
    assert found.above[0, 0]
    assert found.above[1:, 0].sum() <= 4  # about one in thirty by chance
    spread = y.mean(axis=2).reshape(-1, 1).std(axis=0)
    few = morris.chosen(found, spread, 5)
    assert few[0] == 0
    assert len(few) <= 5


def test_an_inert_coefficient_under_common_chance_has_no_effect_and_no_noise() -> None:
    design = trajectories(4, 3, seed=7)
    chance = np.random.default_rng(2).normal(0.0, 1.0, (4, 1, 2, 1))
    y = design.points[..., :1, None] * (1 + 0.1 * chance) + chance
    found = morris.summary(morris.elementary_effects(design, y))
    np.testing.assert_allclose(found.mu_star[1:], 0.0, atol=1e-14)
    assert found.above[0, 0]
    assert morris.chosen(found, np.array([1.0]), 5) == [0]


def test_outputs_that_never_vary_choose_nobody() -> None:
    design = trajectories(3, 4, seed=7)
    found = morris.summary(morris.elementary_effects(design, np.ones((3, 5, 2, 1))))
    assert morris.chosen(found, np.zeros(1), 5) == []


def test_only_one_column_of_b_stands_in_a() -> None:
    at = matrices(16, 3, seed=1)
    for place in range(3):
        others = [other for other in range(3) if other != place]
        np.testing.assert_array_equal(at.AB[place][:, place], at.B[:, place])
        np.testing.assert_array_equal(at.AB[place][:, others], at.A[:, others])
    assert (at.A > 0).all()
    assert (at.B < 1).all()


def test_more_samples_leave_the_first_ones_as_they_were() -> None:
    few, many = matrices(8, 4, seed=3), matrices(32, 4, seed=3)
    np.testing.assert_array_equal(few.A, many.A[:8])
    np.testing.assert_array_equal(few.B, many.B[:8])


@pytest.mark.parametrize("n", [0, 3, 100])
def test_samples_are_a_power_of_two(n: int) -> None:
    with pytest.raises(ValueError, match=f"n is a power of two, and not {n}"):
        matrices(n, 2, seed=1)


def found_indices(function: object, n: int, d: int) -> sobol.Indices:
    at = matrices(n, d, seed=11)
    y_A, y_B, y_AB = (function(points)[..., None] for points in at)  # type: ignore[operator]
    return sobol.indices(y_A, y_B, y_AB, seed=1)


@pytest.mark.slow
def test_the_indices_of_ishigami_are_those_known() -> None:
    found = found_indices(ishigami, 1024, 3)
    eighth, b = math.pi**4 / 5, 0.1
    v1, v2 = 0.5 * (1 + b * eighth) ** 2, 49 / 8
    v13 = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    first = np.array([v1, v2, 0.0]) / total
    whole = np.array([v1 + v13, v2, v13]) / total
    np.testing.assert_allclose(found.first[:, 0], first, atol=0.04)
    np.testing.assert_allclose(found.total[:, 0], whole, atol=0.04)
    assert ((found.first_low[:, 0] - 0.02 < first) & (first < found.first_high[:, 0] + 0.02)).all()
    assert ((found.total_low[:, 0] - 0.02 < whole) & (whole < found.total_high[:, 0] + 0.02)).all()


@pytest.mark.slow
def test_the_indices_of_g_are_those_known() -> None:
    found = found_indices(g_function, 1024, 4)
    v = 1 / (3 * (1 + A_OF_G) ** 2)
    total = np.prod(1 + v) - 1
    np.testing.assert_allclose(found.first[:, 0], v / total, atol=0.04)
    np.testing.assert_allclose(found.total[:, 0], v * np.prod(1 + v) / (1 + v) / total, atol=0.04)


def test_chance_of_each_row_is_nobodys_share() -> None:
    n = 256
    at = matrices(n, 2, seed=2)
    chance = np.random.default_rng(3).normal(0.0, 1.0, n)
    slope = math.sqrt(12.0)  # variance 1, as much as chance has
    y = [slope * points[..., :1] + chance[:, None] for points in at]
    found = sobol.indices(*y, seed=1)
    np.testing.assert_allclose(found.total[:, 0], [0.5, 0.0], atol=0.08)
    assert found.first[0, 0] == pytest.approx(0.5, abs=0.15)
    assert found.first[1, 0] == pytest.approx(0.0, abs=0.1)


def test_a_single_coefficient_and_several_outputs_keep_their_shapes() -> None:
    at = matrices(64, 1, seed=2)
    y = [np.concatenate([points, np.ones_like(points)], axis=-1) for points in at]
    found = sobol.indices(*y, seed=1)
    assert found.first.shape == found.total_high.shape == (1, 2)
    assert found.total[0, 0] == pytest.approx(1.0, abs=0.1)
    assert found.total[0, 1] == 0.0
