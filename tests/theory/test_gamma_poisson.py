import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma, nbinom, poisson

from sim.theory import (
    busyness_correlation,
    busyness_covariance,
    busyness_variance,
    channel_covariance,
    count_covariance,
    count_variance,
    day_total_log_pmf,
    day_total_quantile,
    day_variance,
    fano_factor,
)


@settings(max_examples=40)
@given(st.floats(0.1, 500.0), st.floats(0.5, 500.0))
def test_the_day_total_is_negative_binomial(mean, kappa):
    counts = np.arange(0, int(mean * 3) + 20)
    got = np.exp(day_total_log_pmf(counts, mean, kappa))
    assert got == pytest.approx(nbinom.pmf(counts, kappa, kappa / (kappa + mean)), rel=1e-9, abs=1e-14)


def test_the_day_total_is_the_gamma_mixture_of_poisson_laws():
    kappa, mean = 7.0, 30.0
    for count in (10, 30, 70):
        mixed = quad(lambda b, n=count: poisson.pmf(n, mean * b) * gamma.pdf(b, kappa, scale=1 / kappa), 0, 6)[0]
        assert math.exp(float(day_total_log_pmf(count, mean, kappa))) == pytest.approx(mixed, rel=1e-8)


def test_the_law_of_the_day_total_has_the_stated_mean_and_variance():
    counts = np.arange(3000)
    law = np.exp(day_total_log_pmf(counts, 200.0, 25.0))
    mean = float(law @ counts)
    assert mean == pytest.approx(200.0)
    assert float(law @ (counts - mean) ** 2) == pytest.approx(count_variance(200.0, 25.0), rel=1e-9)


def test_endless_kappa_is_poisson():
    counts = np.arange(100)
    assert np.exp(day_total_log_pmf(counts, 20.0, math.inf)) == pytest.approx(poisson.pmf(counts, 20.0), rel=1e-11)
    assert np.exp(day_total_log_pmf(counts, 20.0, 1e12)) == pytest.approx(poisson.pmf(counts, 20.0), rel=1e-8)
    assert (busyness_variance(math.inf), fano_factor(20.0, math.inf), count_variance(20.0, math.inf)) == (0, 1, 20)
    assert count_covariance(3.0, 4.0, math.inf) == 0.0


@pytest.mark.parametrize("level", [0.001, 0.1, 0.5, 0.95, 0.9999, 1 - 1e-9])
@pytest.mark.parametrize("kappa", [0.3, 2.0, 50.0])
def test_quantiles_of_the_day_total_are_those_of_the_negative_binomial(level, kappa):
    assert day_total_quantile(level, 300.0, kappa) == nbinom.ppf(level, kappa, kappa / (kappa + 300.0))


def test_interval_noise_multiplies_the_second_moments():
    # E[B^2 eps^2] = (1 + 1/k)(1 + 1/k_I).
    assert busyness_variance(50.0, 80.0) == pytest.approx((1 + 1 / 50) * (1 + 1 / 80) - 1)
    assert count_variance(30.0, 50.0, 80.0) == pytest.approx(30 * fano_factor(30.0, 50.0, 80.0))


@given(st.lists(st.floats(0.0, 50.0), min_size=1, max_size=8), st.floats(1.0, 400.0), st.floats(1.0, 400.0))
def test_the_day_variance_is_the_sum_of_all_variances_and_covariances(means, kappa, kappa_interval):
    total = sum(count_variance(m, kappa, kappa_interval) for m in means)
    total += sum(count_covariance(a, b, kappa) for i, a in enumerate(means) for j, b in enumerate(means) if i != j)
    assert day_variance(means, kappa, kappa_interval) == pytest.approx(total, rel=1e-9, abs=1e-12)
    one = count_variance(sum(means), kappa)
    assert day_variance(means, kappa) == pytest.approx(one, rel=1e-9, abs=1e-12)


def test_counts_drawn_by_the_recipe_have_the_stated_variances_and_covariances():
    rng = np.random.default_rng(11)
    size, kappas, shared, noise = 400_000, (20.0, 40.0), 12.0, 60.0
    common = rng.gamma(shared, size=size)
    days = [(common + rng.gamma(k - shared, size=size)) / k for k in kappas]
    means = (9.0, 14.0)
    first = [rng.poisson(m * days[0] * rng.gamma(noise, 1 / noise, size)) for m in means]
    other = rng.poisson(20.0 * days[1])

    def agrees(products, expected):
        error = float(products.std()) / math.sqrt(size)
        return abs(float(products.mean()) - expected) < 4 * error and error < 0.05 * expected

    a, b, c = first[0] - 9.0, first[1] - 14.0, other - 20.0
    assert agrees(a * a, count_variance(9.0, 20.0, noise))
    assert agrees(a * b, count_covariance(9.0, 14.0, 20.0))
    assert agrees(a * c, channel_covariance(9.0, 20.0, 20.0, 40.0, shared))
    assert agrees((a + b) ** 2, day_variance(means, 20.0, noise))
    correlation = float(np.corrcoef(days[0], days[1])[0, 1])
    assert correlation == pytest.approx(busyness_correlation(20.0, 40.0, shared), abs=0.01)


def test_channels_that_share_all_of_the_smaller_shape_are_as_correlated_as_can_be():
    assert busyness_correlation(20.0, 20.0, 20.0) == pytest.approx(1.0)
    assert busyness_covariance(20.0, 80.0, 20.0) == pytest.approx(1 / 80)
    assert busyness_correlation(20.0, 80.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: busyness_covariance(20.0, 40.0, 30.0),
            r"kappa_shared must be at most the smaller kappa \(20.0\), got 30",
        ),
        (lambda: count_variance(-1.0, 20.0), "mean must be a finite number of at least 0, got -1.0"),
        (lambda: count_variance(1.0, 0.0), r"kappa must be above 0 \(math.inf is allowed\), got 0.0"),
        (lambda: day_total_quantile(1.0, 5.0, 20.0), "level must lie strictly between 0 and 1, got 1.0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
