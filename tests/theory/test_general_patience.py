import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.theory import (
    deterministic_patience,
    empirical_patience,
    erlang_a_queue,
    erlang_b,
    erlang_c_queue,
    exponential_patience,
    garnett_p_wait,
    general_patience_queue,
    hyperexponential_patience,
    uniform_patience,
    weibull_patience,
)
from sim.theory.patience import Patience

FAMILIES = {
    "exponential": exponential_patience(150.0),
    "exponential, balk and delay": exponential_patience(150.0, p_balk=0.1, delay_s=12.0),
    "weibull 0.8": weibull_patience(0.8, 240.0),
    "weibull 0.5, balk and delay": weibull_patience(0.5, 240.0, p_balk=0.05, delay_s=8.0),
    "weibull 3": weibull_patience(3.0, 100.0),
    "hyperexponential": hyperexponential_patience(0.3, 15.0, 400.0, p_balk=0.02),
    "deterministic": deterministic_patience(60.0),
    "deterministic, balk and delay": deterministic_patience(50.0, p_balk=0.2, delay_s=10.0),
    "uniform": uniform_patience(20.0, 200.0),
    "uniform from 0": uniform_patience(0.0, 200.0, delay_s=5.0),
    "steps": empirical_patience([5.0, 30.0, 60.0, 200.0], [0.9, 0.6, 0.3, 0.0]),
    "steps, some never": empirical_patience([5.0, 30.0, 60.0], [0.9, 0.6, 0.2], p_balk=0.1, delay_s=3.0),
}
QUEUES = [(1, 0.6), (8, 7.0), (8, 11.0), (40, 55.0), (40, 30.0)]


@pytest.mark.parametrize("patience", FAMILIES.values(), ids=FAMILIES.keys())
def test_cumulative_survival_is_the_integral_of_survival(patience):
    ends = [0.0, *sorted({*patience.cuts_s, 37.0, 170.0, 600.0})]
    total = 0.0
    for low, high in pairwise(ends):
        total += quad(lambda t: float(patience.survival(t)), low, high, epsabs=1e-12)[0]
        assert float(patience.cumulative_survival(high)) == pytest.approx(total, rel=1e-8)


@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "steps, some never"])
def test_mean_patience_is_the_limit_of_cumulative_survival(name):
    patience = FAMILIES[name]
    assert patience.mean_s == pytest.approx(float(patience.cumulative_survival(1e9)), rel=1e-12)


def test_those_who_never_give_up_make_the_mean_patience_infinite():
    assert FAMILIES["steps, some never"].mean_s == math.inf


@pytest.mark.parametrize("patience", FAMILIES.values(), ids=FAMILIES.keys())
def test_balking_is_a_step_at_zero_and_nobody_else_leaves_before_the_delay_ends(patience):
    assert float(patience.survival(0.0)) == pytest.approx(1 - patience.p_balk)
    assert float(patience.survival(patience.delay_s * 0.999)) == pytest.approx(1 - patience.p_balk)
    assert (np.diff(patience.survival(np.linspace(0, 500, 2001))) <= 1e-15).all()


@pytest.mark.parametrize("patience", FAMILIES.values(), ids=FAMILIES.keys())
@pytest.mark.parametrize(("n", "load"), QUEUES)
def test_general_patience_equals_the_published_integrals_by_quadrature(patience, n, load):
    mean_s, t = 120.0, 20.0
    lam, serving = load / mean_s, n / mean_s

    def weight(x):
        return math.exp(lam * float(patience.cumulative_survival(x)) - serving * x)

    # Panels reach to where the exponent has long fallen below -45.
    end = 100.0
    while lam * float(patience.cumulative_survival(end)) - serving * end > -45:
        end *= 1.3
    ends = sorted({0.0, *np.geomspace(1e-6, end, 60).tolist(), *(c for c in patience.cuts_s if c < end), t})

    def integral(f, low=0.0):
        return sum(quad(f, a, b, epsabs=0, epsrel=1e-10)[0] for a, b in pairwise(ends) if a >= low)

    j = integral(weight)
    j1 = integral(lambda x: x * weight(x))
    jh = integral(lambda x: float(patience.cumulative_survival(x)) * weight(x))
    jt = integral(weight, t)
    over = 1 / erlang_b(n - 1, load) + lam * j
    queue = general_patience_queue(n, lam, mean_s, patience, t)
    assert queue.p_wait == pytest.approx(lam * j / over, rel=1e-7)
    assert queue.p_abandon == pytest.approx((1 + (lam - serving) * j) / over, rel=1e-6, abs=1e-9)
    assert queue.mean_wait_s == pytest.approx(lam * jh / over, rel=1e-7)
    wait_served = (serving * j1 - j) / over
    assert queue.mean_wait_served_s * (1 - queue.p_abandon) == pytest.approx(wait_served, rel=1e-6)
    assert queue.p_over_threshold == pytest.approx(lam * float(patience.survival(t)) * jt / over, rel=1e-7)
    served_late = (serving * jt - weight(t)) / over
    assert queue.service_level == pytest.approx(1 - queue.p_abandon - served_late, rel=1e-7, abs=1e-9)


@given(st.integers(1, 80), st.floats(0.1, 100.0), st.floats(5.0, 3000.0), st.floats(0.0, 100.0))
def test_exponential_patience_gives_erlang_a(n, load, patience_s, threshold_s):
    general = general_patience_queue(n, load / 200, 200.0, exponential_patience(patience_s), threshold_s)
    erlang = erlang_a_queue(n, load / 200, 200.0, patience_s, threshold_s)
    for name in ("p_wait", "p_abandon", "mean_wait_s", "mean_wait_served_s", "mean_queue", "mean_busy"):
        assert getattr(general, name) == pytest.approx(getattr(erlang, name), rel=1e-9, abs=1e-12), name
    assert general.service_level == pytest.approx(erlang.service_level, abs=1e-10)
    assert general.p_over_threshold == pytest.approx(erlang.p_over_threshold, rel=1e-8, abs=1e-13)


@pytest.mark.parametrize("alike", [weibull_patience(1.0, 90.0), hyperexponential_patience(0.4, 90.0, 90.0)])
def test_families_that_contain_the_exponential_agree_with_it(alike):
    one = general_patience_queue(12, 0.1, 120.0, alike)
    other = general_patience_queue(12, 0.1, 120.0, exponential_patience(90.0))
    assert one.p_abandon == pytest.approx(other.p_abandon, rel=1e-10)
    assert one.service_level == pytest.approx(other.service_level, rel=1e-10)


def test_balking_alone_is_a_birth_death_chain_with_fewer_births_above_n():
    n, lam, mean_s, balk = 6, 0.06, 120.0, 0.3
    patience = empirical_patience([1.0], [1.0], p_balk=balk)  # who does not balk never gives up
    queue = general_patience_queue(n, lam, mean_s, patience)
    load, ratio = lam * mean_s, lam * (1 - balk) * mean_s / n
    below = sum(load**k / math.factorial(k) for k in range(n))
    at_n = load**n / math.factorial(n)
    waits = at_n / (1 - ratio) / (below + at_n / (1 - ratio))
    assert queue.p_wait == pytest.approx(waits, rel=1e-11)
    assert queue.p_abandon == pytest.approx(balk * waits, rel=1e-11)
    assert queue.mean_queue == pytest.approx(waits * ratio / (1 - ratio), rel=1e-11)
    # The wait of those who stay is Erlang C's: exponential at rate n mu - lambda (1 - b).
    assert queue.p_over_threshold == pytest.approx(
        waits * (1 - balk) * math.exp(-(n / mean_s - lam * (1 - balk)) * 20.0), rel=1e-11
    )


def test_patience_that_nobody_exhausts_gives_erlang_c():
    general = general_patience_queue(10, 0.04, 200.0, deterministic_patience(1e6))
    erlang = erlang_c_queue(10, 0.04, 200.0)
    assert general.p_wait == pytest.approx(erlang.p_wait, rel=1e-11)
    assert general.mean_wait_s == pytest.approx(erlang.mean_wait_s, rel=1e-11)
    assert general.service_level == pytest.approx(erlang.service_level, rel=1e-11)


@pytest.mark.parametrize("patience", FAMILIES.values(), ids=FAMILIES.keys())
def test_flows_balance_with_any_patience(patience):
    queue = general_patience_queue(30, 0.2, 180.0, patience)
    assert queue.mean_busy == pytest.approx(36.0 * (1 - queue.p_abandon), rel=1e-12)
    assert queue.mean_busy <= 30 * (1 + 1e-12)
    # Busy agents from the states below n: E[N; N < n] + n P(N >= n).
    below = 36.0 * (1 - queue.p_wait) * (1 - erlang_b(29, 36.0))
    assert queue.mean_busy == pytest.approx(below + 30 * queue.p_wait, rel=1e-9)


def test_deterministic_patience_in_overload_of_five_thousand_agents_follows_the_fluid_limit():
    queue = general_patience_queue(5000, 5000 / 300 * 1.3, 300.0, deterministic_patience(600.0))
    assert queue.p_abandon == pytest.approx(0.3 / 1.3, rel=1e-9)
    assert queue.mean_wait_s == pytest.approx(600.0, rel=1e-3)
    assert queue.p_over_threshold == pytest.approx(1.0, abs=1e-12)
    assert queue.service_level == pytest.approx(0.0, abs=1e-9)


def test_weibull_patience_in_overload_waits_until_the_surplus_has_left():
    # Fluid: P(R > w) = n mu / lambda = 1/1.3.
    patience = weibull_patience(0.8, 240.0)
    queue = general_patience_queue(5000, 5000 / 300 * 1.3, 300.0, patience)
    assert queue.p_abandon == pytest.approx(0.3 / 1.3, rel=1e-9)
    assert float(patience.survival(queue.mean_wait_served_s)) == pytest.approx(1 / 1.3, rel=2e-3)


def test_only_the_density_of_patience_at_zero_matters_for_many_agents():
    # Uniform on [0, 200]: density 1/200 at 0, like an exponential of mean 200 s (Zeltyn-Mandelbaum).
    n, beta = 5000, 0.3
    load = n - beta * math.sqrt(n)
    queue = general_patience_queue(n, load / 100, 100.0, uniform_patience(0.0, 200.0))
    assert queue.p_wait == pytest.approx(garnett_p_wait(beta, 0.5), abs=0.01)


def test_a_played_queue_agrees_with_weibull_patience_balking_and_delay():
    n, lam, mean_s, shape, patience_s, balk, delay_s = 5, 0.055, 100.0, 0.7, 80.0, 0.1, 6.0
    rng = np.random.default_rng(20_240_607)
    size, warm = 240_000, 2_000
    arrival = np.cumsum(rng.exponential(1 / lam, size)).tolist()
    service = rng.exponential(mean_s, size).tolist()
    patience = delay_s + rng.weibull(shape, size) * patience_s / math.gamma(1 + 1 / shape)
    patience = np.where(rng.random(size) < balk, 0.0, patience).tolist()
    free = [0.0] * n
    offered = np.empty(size)
    for i, now in enumerate(arrival):
        first = min(range(n), key=free.__getitem__)
        wait = max(0.0, free[first] - now)
        offered[i] = wait
        if wait == 0.0 or patience[i] > wait:
            free[first] = now + wait + service[i]
    willing = np.array(patience)
    lost = (offered > 0) & (willing <= offered)
    queue = general_patience_queue(
        n, lam, mean_s, weibull_patience(shape, patience_s, p_balk=balk, delay_s=delay_s), 20.0
    )
    seen = {
        "p_wait": offered > 0,
        "p_abandon": lost,
        "mean_wait_s": np.minimum(offered, willing),
        "service_level": ~lost & (offered <= 20.0),
    }
    for name, values in seen.items():
        batches = values[warm:].astype(float).reshape(-1, 2_000).mean(axis=1)
        error = batches.std(ddof=1) / math.sqrt(batches.size)
        assert abs(batches.mean() - getattr(queue, name)) < 4 * error, name
        assert error < 0.02 * batches.mean()


@given(st.integers(1, 30), st.floats(0.2, 40.0), st.floats(0.4, 3.0))
def test_one_more_agent_is_never_worse_with_weibull_patience(n, load, shape):
    patience = weibull_patience(shape, 150.0, p_balk=0.05)
    now = general_patience_queue(n, load / 200, 200.0, patience)
    more = general_patience_queue(n + 1, load / 200, 200.0, patience)
    assert more.p_abandon <= now.p_abandon + 1e-11
    assert more.service_level >= now.service_level - 1e-11
    assert more.mean_wait_s <= now.mean_wait_s + 1e-9


def test_with_nobody_on_duty_everybody_waits_a_patience_and_leaves():
    queue = general_patience_queue(0, 0.1, 100.0, uniform_patience(20.0, 60.0), 30.0)
    assert (queue.p_wait, queue.p_abandon, queue.service_level) == (1.0, 1.0, 0.0)
    assert (queue.mean_wait_s, queue.mean_queue) == (pytest.approx(40.0), pytest.approx(4.0))
    assert queue.p_over_threshold == pytest.approx(0.75)


def test_a_customer_who_comes_alone_meets_no_wait():
    queue = general_patience_queue(3, 0.0, 100.0, exponential_patience(60.0))
    assert (queue.p_wait, queue.p_abandon, queue.service_level, queue.mean_wait_s) == (0.0, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: general_patience_queue(2, 0.1, 100.0, empirical_patience([10.0], [0.5])),
            "no stationary state: 0.05 customers per s never give up and the agents serve at most 0.02 per s",
        ),
        (lambda: uniform_patience(5.0, 5.0), "low_s must be below high_s, got 5.0 and 5.0"),
        (lambda: empirical_patience([3.0, 2.0], [0.5, 0.4]), "times_s must be strictly increasing and not empty"),
        (lambda: empirical_patience([2.0, 3.0], [0.5, 0.6]), "survival must fall from at most 1 and never rise"),
        (lambda: empirical_patience([2.0, 3.0], [0.5, 0.4, 0.1]), "survival must be one number or a vector of 2"),
        (lambda: exponential_patience(60.0, p_balk=1.2), "p_balk must lie between 0 and 1, got 1.2"),
        (lambda: weibull_patience(0.0, 60.0), "shape must be a finite number above 0, got 0.0"),
        (lambda: Patience(np.exp, np.exp, 0.0), r"mean_after_delay_s must be above 0 \(math.inf is allowed\), got 0.0"),
    ],
)
def test_a_wrong_patience_is_named_with_its_rule_and_value(call, message):
    with pytest.raises(ValueError, match=message):
        call()
