import math
import time
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.theory import (
    carried_load,
    erlang_a_queue,
    erlang_a_tail,
    erlang_b,
    erlang_c,
    erlang_c_queue,
    erlang_c_tail,
    finite_trunk_queue,
    offered_wait_tail,
    places_for_blocking,
)
from sim.theory.waiting_line import line_lengths
from tests.theory.exact_birth_death import exact_queue

loads = st.floats(0.05, 60.0)
agents = st.integers(1, 60)
patience = st.floats(5.0, 5000.0)


# ------------------------------------------------------------------------------------------------------------ Erlang B


@pytest.mark.parametrize("n", [0, 1, 2, 7, 30])
@pytest.mark.parametrize("load", [Fraction(1, 3), Fraction(5), Fraction(47, 2)])
def test_erlang_b_equals_the_exact_fraction_of_its_definition(n, load):
    terms = [load**k / math.factorial(k) for k in range(n + 1)]
    assert erlang_b(n, float(load)) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-14)


@pytest.mark.parametrize(("n", "load"), [(10, 4.461), (50, 37.90), (100, 84.06)])
def test_erlang_b_gives_the_one_per_cent_loads_of_the_published_tables(n, load):
    assert erlang_b(n, load) == pytest.approx(0.01, rel=2e-3)


@pytest.mark.parametrize(("n", "load"), [(1000, 980.0), (100_000, 100_000.0), (100_000, 99_000.0), (50_000, 100_000.0)])
def test_erlang_b_equals_its_integral_for_very_many_agents(n, load):
    # 1/B = a int_0^inf exp(-a y) (1 + y)^n dy, the peak factored out.
    peak = max(0.0, n / load - 1)
    top = n * math.log1p(peak) - load * peak
    width = 40 / math.sqrt(n) + 40 / load
    low, high = max(0.0, peak - width), peak + width + 40 / (abs(load - n) + 1)

    def integrand(y):
        return math.exp(n * math.log1p(y) - load * y - top)

    cuts = np.linspace(low, high, 41)
    inverse = load * math.exp(top) * sum(quad(integrand, a, b, epsabs=0)[0] for a, b in pairwise(cuts))
    assert erlang_b(n, load) == pytest.approx(1 / inverse, rel=1e-9)


def test_erlang_b_of_a_hundred_thousand_agents_takes_less_than_fifty_milliseconds():
    took = []
    for _ in range(3):
        began = time.perf_counter()
        erlang_b(100_000, 100_000.0)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05


def test_erlang_b_at_the_limits_blocks_nobody_without_load_and_everybody_without_agents():
    assert erlang_b(0, 0.0) == 1.0
    assert erlang_b(0, 3.0) == 1.0
    assert erlang_b(5, 0.0) == 0.0
    assert erlang_b(1000, 1.0) == 0.0  # 1/1000!: below the smallest number


@given(agents, loads)
def test_carried_load_is_what_erlang_b_lets_through(n, load):
    assert carried_load(n, load) == pytest.approx(load * (1 - erlang_b(n, load)), rel=1e-12, abs=1e-14)


def test_carried_load_keeps_its_digits_when_nearly_everybody_is_blocked():
    # One agent at load a is busy a / (1 + a) of the time.
    assert carried_load(1, 1e15) == 1e15 / (1 + 1e15)
    assert carried_load(3, 0.0) == 0.0


# ------------------------------------------------------------------------------------------------------------ Erlang C


@pytest.mark.parametrize(("n", "load"), [(1, Fraction(1, 2)), (5, Fraction(9, 2)), (30, Fraction(29))])
def test_erlang_c_equals_the_exact_fraction_of_its_definition(n, load):
    last = load**n / math.factorial(n) * n / (n - load)
    exact = last / (sum(load**k / Fraction(math.factorial(k)) for k in range(n)) + last)
    assert erlang_c(n, float(load)) == pytest.approx(float(exact), rel=1e-13)


def test_erlang_c_gives_the_well_known_example_of_200_calls_an_hour():
    queue = erlang_c_queue(14, 200 / 3600, 180.0, threshold_s=20.0)
    assert queue.load == pytest.approx(10.0)
    assert queue.p_wait == pytest.approx(0.174, abs=5e-4)
    assert queue.service_level == pytest.approx(0.888, abs=5e-4)
    assert queue.mean_wait_s == pytest.approx(7.8, abs=0.05)
    assert queue.occupancy == pytest.approx(10 / 14)


@given(st.floats(0.01, 0.99), st.floats(0.0, 1000.0))
def test_erlang_c_of_one_agent_is_the_textbook_single_server(rho, wait_s):
    queue = erlang_c_queue(1, rho / 100, 100.0, wait_s)
    assert queue.p_wait == pytest.approx(rho)
    assert queue.mean_wait_s == pytest.approx(100 * rho / (1 - rho))
    assert queue.p_over_threshold == pytest.approx(rho * math.exp(-(1 - rho) * wait_s / 100))


def test_unstable_erlang_c_says_that_everybody_waits_for_ever():
    queue = erlang_c_queue(10, 0.1, 100.0)
    assert (queue.p_wait, queue.service_level, queue.mean_wait_s, queue.mean_queue) == (1.0, 0.0, math.inf, math.inf)
    assert queue.occupancy == 1.0
    assert erlang_c(0, 1.0) == 1.0
    assert erlang_c_tail(10, 0.2, 100.0, 60.0) == 1.0


def test_a_lone_customer_waits_only_where_nobody_is_on_duty():
    assert erlang_c_queue(3, 0.0, 100.0).service_level == 1.0
    nobody = erlang_c_queue(0, 0.0, 100.0)
    assert (nobody.p_wait, nobody.mean_queue) == (1.0, 0.0)
    assert math.isnan(nobody.occupancy)


# ------------------------------------------------------------------------------------------------------------ Erlang A

SMALL = [
    (1, Fraction(1, 50), Fraction(1, 60), Fraction(1, 40)),
    (4, Fraction(1, 20), Fraction(1, 60), Fraction(1, 90)),
    (4, Fraction(1, 8), Fraction(1, 60), Fraction(1, 30)),
    (12, Fraction(1, 10), Fraction(1, 60), Fraction(1, 20)),
]


@pytest.mark.parametrize(("n", "arrivals", "mu", "theta"), SMALL)
def test_erlang_a_equals_the_birth_death_chain_in_exact_fractions(n, arrivals, mu, theta):
    exact = exact_queue(n, arrivals, mu, theta, places=n + 60)
    queue = erlang_a_queue(n, float(arrivals), float(1 / mu), float(1 / theta), threshold_s=15.0)
    assert queue.p_wait == pytest.approx(exact.p_wait, rel=1e-11)
    assert queue.p_abandon == pytest.approx(exact.p_abandon, rel=1e-11)
    assert queue.mean_wait_s == pytest.approx(exact.mean_wait, rel=1e-11)
    assert queue.mean_queue == pytest.approx(float(exact.mean_queue), rel=1e-11)
    assert queue.mean_busy == pytest.approx(exact.mean_busy, rel=1e-11)
    assert queue.p_over_threshold == pytest.approx(exact.tail(15.0, served=False), rel=1e-9)
    answered_in_time = 1 - exact.p_abandon - exact.tail(15.0, served=True)
    assert queue.service_level == pytest.approx(answered_in_time, rel=1e-9)


@given(agents, loads, patience)
def test_flows_balance_in_erlang_a(n, load, patience_s):
    arrivals = load / 200.0
    queue = erlang_a_queue(n, arrivals, 200.0, patience_s)
    assert arrivals * queue.p_abandon == pytest.approx(queue.mean_queue / patience_s, rel=1e-9, abs=1e-14)
    assert queue.mean_queue == pytest.approx(arrivals * queue.mean_wait_s, rel=1e-9, abs=1e-14)
    # Who is served is served at rate mu: the mean number busy, found from the chain below n as well.
    p_none_waits = 1 - queue.p_wait
    busy_below = load * p_none_waits * _share_below(n, load)
    assert queue.mean_busy == pytest.approx(busy_below + n * queue.p_wait, rel=1e-9)


def _share_below(n, load):
    """P(N <= n - 2 | N <= n - 1) of the states without waiting: E[N; N < n] = a P(N <= n - 2)."""
    return 1 - erlang_b(n - 1, load)


@given(agents, loads, patience)
def test_served_and_abandoned_waits_make_up_the_mean_wait(n, load, patience_s):
    # E[min(V, R)]: the wait of those who leave is exponential patience given V > R, found by the tail integral.
    queue = erlang_a_queue(n, load / 200.0, 200.0, patience_s)
    wait_of_abandoned = queue.mean_wait_s - queue.mean_wait_served_s * (1 - queue.p_abandon)
    assert -1e-12 <= wait_of_abandoned <= queue.p_abandon * patience_s * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize(("n", "load", "patience_s"), [(5, 4.0, 60.0), (40, 44.0, 150.0), (20, 12.0, 1000.0)])
def test_mean_wait_of_erlang_a_is_the_integral_of_its_tail(n, load, patience_s):
    def tail(t):
        return erlang_a_tail(n, load / 200, 200.0, patience_s, t)

    queue = erlang_a_queue(n, load / 200, 200.0, patience_s)
    integral = quad(tail, 0, 400, limit=200)[0] + quad(tail, 400, 4000, limit=200)[0]
    assert queue.mean_wait_s == pytest.approx(integral, rel=1e-7)


@given(agents, loads, patience, st.floats(0.0, 200.0))
def test_the_offered_wait_outlasts_the_wait_by_the_share_still_patient(n, load, patience_s, wait_s):
    over = offered_wait_tail(n, load / 200, 200.0, patience_s, wait_s)
    assert over * math.exp(-wait_s / patience_s) == pytest.approx(
        erlang_a_tail(n, load / 200, 200.0, patience_s, wait_s), rel=1e-12
    )
    assert over <= 1.0 + 1e-12


def test_the_offered_wait_is_known_where_no_patience_reaches_and_at_the_limits():
    # exp(-1000/1) of customers are still there at 1000 s, but the question is what they would have met.
    assert 0.0 <= offered_wait_tail(5, 0.02, 200.0, 1.0, 1000.0) < 1e-12
    assert offered_wait_tail(0, 0.02, 200.0, 60.0, 1e6) == 1.0
    assert offered_wait_tail(5, 0.02, 200.0, math.inf, 30.0) == erlang_c_tail(5, 0.02, 200.0, 30.0)


@given(agents, loads, patience)
def test_one_more_agent_is_never_worse_and_more_patience_never_waits_less(n, load, patience_s):
    now = erlang_a_queue(n, load / 200, 200.0, patience_s)
    more = erlang_a_queue(n + 1, load / 200, 200.0, patience_s)
    patient = erlang_a_queue(n, load / 200, 200.0, patience_s * 1.5)
    tiny = 1e-12
    assert more.p_wait <= now.p_wait + tiny
    assert more.p_abandon <= now.p_abandon + tiny
    assert more.service_level >= now.service_level - tiny
    assert more.mean_wait_s <= now.mean_wait_s + tiny
    assert more.occupancy <= now.occupancy + tiny
    assert patient.p_abandon <= now.p_abandon + tiny
    assert patient.p_wait >= now.p_wait - tiny


@given(agents, st.floats(0.05, 0.97))
def test_erlang_a_of_endless_patience_is_erlang_c(n, rho):
    arrivals = rho * n / 200
    patient = erlang_a_queue(n, arrivals, 200.0, 1e10)
    endless = erlang_a_queue(n, arrivals, 200.0, math.inf)
    assert endless == erlang_c_queue(n, arrivals, 200.0)
    assert patient.p_wait == pytest.approx(endless.p_wait, rel=1e-3, abs=1e-13)
    assert patient.mean_wait_s == pytest.approx(endless.mean_wait_s, rel=1e-3, abs=1e-11)
    assert patient.service_level == pytest.approx(endless.service_level, abs=1e-4)


@given(agents, loads)
def test_erlang_a_without_patience_loses_what_erlang_b_blocks(n, load):
    queue = erlang_a_queue(n, load / 200, 200.0, 1e-9)
    assert queue.p_abandon == pytest.approx(erlang_b(n, load), rel=1e-6, abs=1e-13)


def test_overloaded_erlang_a_of_very_many_agents_follows_the_fluid_limit():
    # a = 110,000 on 100,000 agents: the surplus 1/11 gives up, and V nears patience * ln(1.1). Being served leans to
    # short waits by theta Var V = 1/(n mu), the skew of V to long ones by half of that.
    queue = erlang_a_queue(100_000, 110_000 / 300, 300.0, 120.0)
    assert queue.p_abandon == pytest.approx(1 / 11, rel=1e-9)
    assert queue.mean_wait_s == pytest.approx(120 / 11, rel=1e-9)
    assert queue.mean_wait_served_s == pytest.approx(120 * math.log(1.1) - 300.0 / 200_000, rel=1e-7)
    assert offered_wait_tail(100_000, 110_000 / 300, 300.0, 120.0, 120 * math.log(1.1)) == pytest.approx(0.5, abs=0.01)


def test_erlang_a_keeps_its_digits_where_waiting_is_very_rare():
    exact = exact_queue(30, Fraction(1, 200), Fraction(1, 400), Fraction(1, 100), places=60)
    queue = erlang_a_queue(30, 1 / 200, 400.0, 100.0)
    assert queue.p_wait < 1e-22
    assert queue.p_wait == pytest.approx(exact.p_wait, rel=1e-10)
    assert queue.p_abandon == pytest.approx(exact.p_abandon, rel=1e-10)


def test_with_nobody_on_duty_everybody_gives_up_after_a_patience():
    queue = erlang_a_queue(0, 0.1, 200.0, 60.0, threshold_s=60.0)
    assert (queue.p_wait, queue.p_abandon, queue.service_level, queue.mean_busy) == (1.0, 1.0, 0.0, 0.0)
    assert (queue.mean_wait_s, queue.mean_queue) == (60.0, pytest.approx(6.0))
    assert queue.p_over_threshold == pytest.approx(math.exp(-1))
    assert math.isnan(queue.mean_wait_served_s)
    assert math.isnan(queue.occupancy)


def test_a_customer_who_comes_alone_is_answered_at_once():
    queue = erlang_a_queue(2, 0.0, 200.0, 60.0)
    assert (queue.p_wait, queue.p_abandon, queue.service_level, queue.mean_wait_s) == (0.0, 0.0, 1.0, 0.0)


def test_patience_beyond_all_measure_in_overload_is_refused_with_a_hint():
    with pytest.raises(ValueError, match="patience is practically endless; use Erlang C"):
        erlang_a_queue(10, 1.0, 100.0, 1e12)


# ------------------------------------------------------------------------------------------------------ limited places


@pytest.mark.parametrize(("n", "arrivals", "mu", "theta"), [*SMALL, (3, Fraction(1, 10), Fraction(1, 60), Fraction(0))])
@pytest.mark.parametrize("room", [0, 1, 6])
def test_limited_places_equal_the_birth_death_chain_in_exact_fractions(n, arrivals, mu, theta, room):
    exact = exact_queue(n, arrivals, mu, theta, places=n + room)
    patience_s = float(1 / theta) if theta else math.inf
    queue = finite_trunk_queue(n, n + room, float(arrivals), float(1 / mu), patience_s, threshold_s=15.0)
    assert queue.p_blocked == pytest.approx(exact.p_blocked, rel=1e-12)
    assert queue.p_wait == pytest.approx(exact.p_wait, rel=1e-12)
    assert queue.p_abandon == pytest.approx(exact.p_abandon, rel=1e-12)
    assert queue.mean_wait_s == pytest.approx(exact.mean_wait, rel=1e-12)
    assert queue.mean_busy == pytest.approx(exact.mean_busy, rel=1e-12)
    assert queue.p_over_threshold == pytest.approx(exact.tail(15.0, served=False), rel=1e-10)
    in_time = 1 - exact.p_abandon - exact.tail(15.0, served=True)
    assert queue.service_level == pytest.approx(in_time, rel=1e-10)
    if theta == 0:
        assert queue.mean_wait_served_s == pytest.approx(queue.mean_wait_s, rel=1e-12)


def test_as_many_places_as_agents_is_erlang_b():
    queue = finite_trunk_queue(10, 10, 0.05, 180.0)
    assert queue.p_blocked == pytest.approx(erlang_b(10, 9.0), rel=1e-14)
    assert (queue.p_wait, queue.service_level) == (0.0, 1.0)


@given(agents, loads, patience)
def test_very_many_places_are_erlang_a(n, load, patience_s):
    roomy = finite_trunk_queue(n, n + 20_000, load / 200, 200.0, patience_s)
    queue = erlang_a_queue(n, load / 200, 200.0, patience_s)
    assert roomy.p_blocked == pytest.approx(0.0, abs=1e-15)
    assert roomy.p_abandon == pytest.approx(queue.p_abandon, rel=1e-12, abs=1e-300)
    assert roomy.service_level == pytest.approx(queue.service_level, rel=1e-12)


def test_places_without_agents_fill_with_patience_or_for_ever():
    patient = finite_trunk_queue(0, 4, 0.1, 200.0, 60.0)
    assert patient.p_blocked == pytest.approx(erlang_b(4, 6.0))
    assert patient.mean_queue == pytest.approx(carried_load(4, 6.0))
    endless = finite_trunk_queue(0, 4, 0.1, 200.0)
    assert (endless.p_blocked, endless.mean_queue, endless.p_abandon) == (1.0, 4.0, 0.0)
    assert finite_trunk_queue(0, 4, 0.0, 200.0).mean_queue == 0.0


@pytest.mark.parametrize("patience_s", [60.0, math.inf])
@pytest.mark.parametrize("limit", [0.2, 0.05, 0.001])
def test_places_for_blocking_is_the_fewest_that_keep_the_limit(patience_s, limit):
    places = places_for_blocking(8, 0.04, 180.0, patience_s, limit)
    assert finite_trunk_queue(8, places, 0.04, 180.0, patience_s).p_blocked <= limit
    if places > 8:
        assert finite_trunk_queue(8, places - 1, 0.04, 180.0, patience_s).p_blocked > limit


def test_blocking_below_the_lasting_overload_is_refused():
    with pytest.raises(ValueError, match=r"cannot be reached with any number of places: at least 0\.5 of attempts"):
        places_for_blocking(5, 0.1, 100.0, math.inf, 0.4)


# -------------------------------------------------------------------------------------------------------------- inputs


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: erlang_b(-1, 1.0), "n_agents must be a whole number of at least 0, got -1"),
        (lambda: erlang_b(2.5, 1.0), "n_agents must be a whole number of at least 0, got 2.5"),
        (lambda: erlang_b(2, -1.0), "load must be a finite number of at least 0, got -1.0"),
        (lambda: erlang_c(2, math.nan), "load must be a finite number of at least 0, got nan"),
        (lambda: erlang_a_queue(2, 0.1, 0.0, 60.0), "mean_handle_s must be a finite number above 0, got 0.0"),
        (
            lambda: erlang_a_queue(2, 0.1, 60.0, 0.0),
            r"mean_patience_s must be above 0 \(math.inf is allowed\), got 0.0",
        ),
        (
            lambda: erlang_a_queue(2, 0.1, 60.0, 9.0, -1.0),
            "threshold_s must be a finite number of at least 0, got -1.0",
        ),
        (lambda: finite_trunk_queue(5, 4, 0.1, 60.0), "n_places must be a whole number of at least 5, got 4"),
        (lambda: line_lengths(0.1, 0.2, 0.0), "a line without limit needs leaving_per_s above 0: use Erlang C"),
        (lambda: places_for_blocking(5, 0.1, 9.0, 9.0, 1.5), "p_blocked_max must lie between 0 and 1, got 1.5"),
    ],
)
def test_a_wrong_input_is_named_with_its_rule_and_value(call, message):
    with pytest.raises(ValueError, match=message):
        call()
