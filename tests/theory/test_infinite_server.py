import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.stats import lognorm

from sim.theory import (
    any_service,
    deterministic_service,
    exponential_service,
    infinite_server_mean,
    lognormal_service,
    sinusoid_mean,
    time_averaged_load,
)

EDGES = np.array([0.0, 900.0, 1800.0, 3600.0, 4500.0])
RATES = np.array([0.02, 0.05, 0.0, 0.03])
TIMES = np.array([-50.0, 0.0, 100.0, 900.0, 2000.0, 3600.0, 4400.0, 6000.0])


def test_exponential_service_follows_its_differential_equation():
    def slope(t, m):
        i = np.searchsorted(EDGES, t, side="right") - 1
        return (RATES[i] if 0 <= i < 4 else 0.0) - m / 400.0

    m = 0.0
    expected = {0.0: 0.0}
    knots = sorted({*EDGES.tolist(), *(t for t in TIMES.tolist() if t >= 0)})
    for low, high in pairwise(knots):
        middle = (low + high) / 2
        m = solve_ivp(lambda t, y, at=middle: slope(at, y), (low, high), [m], rtol=1e-11, atol=1e-12).y[0, -1]
        expected[high] = m
    got = infinite_server_mean(TIMES, EDGES, RATES, exponential_service(400.0))
    assert got[0] == 0.0
    assert got[1:].tolist() == pytest.approx([expected[t] for t in TIMES[1:].tolist()], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("cv", [0.3, 1.3])
def test_lognormal_service_equals_the_convolution_with_the_survival_function(cv):
    sigma = math.sqrt(math.log1p(cv**2))
    law = lognorm(sigma, scale=300.0 * math.exp(-sigma * sigma / 2))
    expected = []
    for t in TIMES.tolist():
        pieces = [
            rate * quad(lambda u, t=t: float(law.sf(t - u)), low, min(high, t), epsrel=1e-10)[0]
            for rate, low, high in zip(RATES.tolist(), EDGES[:-1].tolist(), EDGES[1:].tolist(), strict=True)
            if low < t
        ]
        expected.append(sum(pieces))
    got = infinite_server_mean(TIMES, EDGES, RATES, lognormal_service(300.0, cv))
    assert got.tolist() == pytest.approx(expected, rel=1e-8, abs=1e-9)


def test_constant_service_counts_the_arrivals_of_the_last_service_time():
    got = infinite_server_mean([600.0, 1000.0, 2000.0], EDGES, RATES, deterministic_service(300.0))
    assert got.tolist() == pytest.approx([6.0, 0.02 * 200 + 0.05 * 100, 0.05 * 100])


def test_any_service_by_quadrature_agrees_with_the_ready_ones():
    times = np.array([0.0, 10.0, 250.0, 5000.0])
    smooth = any_service(lambda x: math.exp(-x / 400.0))
    assert smooth(times).tolist() == pytest.approx(exponential_service(400.0)(times).tolist(), rel=1e-9)
    step = any_service(lambda x: 1.0 if x < 300.0 else 0.0, cuts_s=(300.0,))
    assert step(times).tolist() == pytest.approx(deterministic_service(300.0)(times).tolist(), rel=1e-9)


@pytest.mark.parametrize(
    "service", [exponential_service(300.0), lognormal_service(300.0, 1.3), deterministic_service(300.0)]
)
def test_a_constant_rate_fills_up_to_the_offered_load_and_empties_again(service):
    m = infinite_server_mean([1e6, 3e6], [0.0, 2e6], [0.1], service)
    assert m[0] == pytest.approx(30.0, rel=1e-6)
    assert m[1] == pytest.approx(0.0, abs=1e-5)


def test_the_sinusoid_is_what_a_fine_staircase_comes_to():
    period_s, g = 7200.0, 2 * math.pi / 7200.0
    edges = np.linspace(-10 * period_s, period_s, 22_001)
    middles = (edges[:-1] + edges[1:]) / 2
    stairs = 0.1 + 0.06 * np.sin(g * middles)
    at = np.linspace(0.0, period_s, 25)[:-1]
    got = sinusoid_mean(at, 0.1, 0.06, g, 600.0)
    assert got.tolist() == pytest.approx(
        infinite_server_mean(at, edges, stairs, exponential_service(600.0)).tolist(), rel=1e-5
    )


def test_the_sinusoid_has_the_published_amplitude_and_lag():
    g, mu = 2 * math.pi / 7200.0, 1 / 600.0
    at = np.linspace(0.0, 7200.0, 72_001)
    m = sinusoid_mean(at, 0.1, 0.06, g, 600.0)
    assert (m.max() - m.min()) / 2 == pytest.approx(0.06 / math.sqrt(mu * mu + g * g), rel=1e-8)
    assert float(at[m.argmax()]) - 1800.0 == pytest.approx(math.atan(g / mu) / g, abs=0.1)


def test_the_time_averaged_load_is_the_mean_of_m_over_the_interval():
    service = lognormal_service(300.0, 1.0)
    loads = time_averaged_load(EDGES, RATES, service, points=24)
    for i, load in enumerate(loads.tolist()):
        low, high = EDGES[i], EDGES[i + 1]
        area = quad(lambda t: float(infinite_server_mean([t], EDGES, RATES, service)[0]), low, high)[0]
        assert load == pytest.approx(area / (high - low), rel=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: infinite_server_mean([1.0], [0.0, 0.0], [0.1], exponential_service(1.0)),
            "edges_s must be at least two finite instants in strictly increasing order",
        ),
        (lambda: infinite_server_mean([1.0], [0.0, 1.0], [0.1, 0.2], exponential_service(1.0)), "or a vector of 1"),
        (lambda: sinusoid_mean([0.0], 0.1, 0.2, 1.0, 1.0), "amplitude_per_s must be at most mean_per_s = 0.1, got 0.2"),
        (lambda: lognormal_service(10.0, 0.0), "cv must be a finite number above 0, got 0.0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
