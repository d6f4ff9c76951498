import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.theory import concessions, lognormal_partial_moment


def _by_quadrature(f, median, sigma, low, high):
    """E[f(A) 1(low < A <= high)] over the normal law of ln A."""
    a = (math.log(low / median) / sigma) if low > 0 else -12.0
    b = (math.log(high / median) / sigma) if high < math.inf else 12.0
    density = 1 / math.sqrt(2 * math.pi)
    return quad(
        lambda z: f(median * math.exp(sigma * z)) * density * math.exp(-z * z / 2), a, b, epsabs=1e-13, epsrel=1e-12
    )[0]


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize(("low", "high"), [(0.0, 50.0), (50.0, 150.0), (150.0, math.inf), (2.0, 3.0)])
def test_partial_moments_equal_their_integrals(order, low, high):
    expected = _by_quadrature(lambda a: a**order, 30.0, 1.0, low, high)
    assert lognormal_partial_moment(30.0, 1.0, low, high, order) == pytest.approx(expected, rel=1e-9)


def test_the_far_tail_keeps_its_digits():
    assert lognormal_partial_moment(30.0, 0.5, 3000.0, math.inf, 0.0) == pytest.approx(
        math.erfc(math.log(100) / 0.5 / math.sqrt(2)) / 2, rel=1e-12
    )
    assert lognormal_partial_moment(30.0, 0.5, 3000.0, 3000.0) == 0.0


@pytest.mark.parametrize("capped", [False, True])
def test_the_cost_of_a_limit_agrees_with_drawn_amounts(capped):
    rng = np.random.default_rng(11)
    n, limit, omega, denied, top = 400_000, 50.0, 0.12, 0.1, 200.0
    amounts = 30.0 * np.exp(rng.standard_normal(n))
    by_agent = amounts <= limit
    given_by_agent = np.minimum(amounts * (1 + omega), limit) if capped else amounts * (1 + omega)
    approved = rng.random(n) >= denied
    granted = np.where(by_agent, given_by_agent, np.where(approved, np.minimum(amounts, top), 0.0))
    cost = concessions(
        30.0, 1.0, limit, over_grant=omega, p_denied=denied, supervisor_limit=top, capped_at_limit=capped
    )
    for seen, expected in (
        (~by_agent, cost.p_approval),
        (granted * by_agent, cost.by_agents),
        (granted * ~by_agent, cost.by_supervisors),
        (granted, cost.granted),
        ((given_by_agent - amounts) * by_agent, cost.over_granted),
        (amounts * ~by_agent * ~approved, cost.denied),
        (np.maximum(amounts - top, 0) * ~by_agent * approved, cost.withheld),
    ):
        assert abs(seen.mean() - expected) < 4 * seen.std() / math.sqrt(n)
    assert granted.std() == pytest.approx(cost.granted_sd, rel=0.01)


@example(2.0, 1.0, 5e-324, 0.0, 0.0, 0.0, False)  # the smallest of numbers
@given(
    st.floats(1.0, 200.0), st.floats(0.1, 2.0), st.floats(0.0, 1000.0), st.floats(0.0, 1.0), st.floats(0.0, 0.5),
    st.floats(0.0, 1000.0), st.booleans(),
)  # fmt: skip
def test_what_is_due_is_granted_denied_or_withheld(median, sigma, limit, denied, omega, further, capped):
    cost = concessions(
        median,
        sigma,
        limit,
        over_grant=omega,
        p_denied=denied,
        supervisor_limit=limit + further,
        capped_at_limit=capped,
    )
    due = median * math.exp(sigma**2 / 2)
    assert cost.granted - cost.over_granted + cost.denied + cost.withheld == pytest.approx(due, rel=1e-9)
    assert cost.over_granted >= -1e-9 * due
    assert cost.withheld >= -1e-9 * due


def test_without_a_limit_nobody_asks_and_with_none_everybody_does():
    due = 30.0 * math.exp(0.5)
    free = concessions(30.0, 1.0, math.inf, over_grant=0.18, p_denied=0.1, capped_at_limit=True)
    assert (free.p_approval, free.by_supervisors, free.denied) == (0.0, 0.0, 0.0)
    assert free.granted == pytest.approx(1.18 * due, rel=1e-12)
    bound = concessions(30.0, 1.0, 0.0, over_grant=0.18, p_denied=0.1)
    assert (bound.p_approval, bound.by_agents) == (1.0, 0.0)
    assert bound.granted == pytest.approx(0.9 * due, rel=1e-12)


def test_a_limit_of_the_median_sends_half_to_the_supervisors():
    assert concessions(30.0, 1.0, 30.0).p_approval == pytest.approx(0.5)
    assert concessions(30.0, 1.0, 50.0).p_approval == pytest.approx(0.3047, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: concessions(30.0, 1.0, 150.0, supervisor_limit=50.0),
            r"supervisor_limit must be at least limit = 150",
        ),
        (lambda: concessions(30.0, 1.0, -1.0), r"limit must be at least 0 \(math.inf is allowed\), got -1\.0"),
        (lambda: concessions(30.0, 0.0, 10.0), r"sigma must be a finite number above 0, got 0\.0"),
        (lambda: lognormal_partial_moment(30.0, 1.0, 5.0, 4.0), "low and high must satisfy 0 <= low <= high, got 5.0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
