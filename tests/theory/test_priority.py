import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory import (
    erlang_c_queue,
    erlang_c_tail,
    first_class_tail,
    pollaczek_khinchine_wait,
    preemptive_resume_times,
    priority_waits,
    single_server_priority_waits,
)
from sim.theory.sparse_chain import stationary_law

shares = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=5)


@given(st.integers(1, 40), shares, st.floats(0.05, 0.98))
def test_priorities_only_share_out_the_wait_of_first_come_first_served(n, classes, rho):
    rates = np.array(classes) / sum(classes) * rho * n / 150.0
    waits = priority_waits(n, rates, 150.0)
    assert float(rates @ waits) == pytest.approx(
        rates.sum() * erlang_c_queue(n, float(rates.sum()), 150.0).mean_wait_s, rel=1e-9
    )
    assert (np.diff(waits) >= -1e-12).all()


def test_two_classes_wait_as_in_the_markov_chain_of_their_queue_lengths():
    n, rates, mean_s = 3, (0.012, 0.015), 100.0
    mu = 1 / mean_s

    def moves(state):
        busy, first, second = state
        if busy < n:
            yield (busy + 1, 0, 0), sum(rates)
            yield (busy - 1, 0, 0), busy * mu
            return
        if first < 60:
            yield (n, first + 1, second), rates[0]
        if second < 200:
            yield (n, first, second + 1), rates[1]
        freed = (n, first - 1, second) if first else (n, 0, second - 1) if second else (n - 1, 0, 0)
        yield freed, n * mu

    law = stationary_law((0, 0, 0), moves)
    queues = [sum(p * state[i] for state, p in law.items()) for i in (1, 2)]
    waits = priority_waits(n, rates, mean_s)
    assert waits[0] == pytest.approx(queues[0] / rates[0], rel=1e-9)
    assert waits[1] == pytest.approx(queues[1] / rates[1], rel=1e-6)


def test_urgent_classes_stay_served_when_lower_classes_overload_the_agents():
    waits = priority_waits(4, [0.02, 0.01, 0.05, 0.01], 100.0)
    # All agents are always busy, so the first class waits as in M/M/1 after a residual service of 100/4 s.
    assert waits[0] == pytest.approx(25.0 / 0.5)
    assert waits[1] == pytest.approx(25.0 / (0.5 * 0.25))
    assert (waits[2], waits[3]) == (math.inf, math.inf)


def test_the_tail_of_the_first_class_has_its_mean_and_is_erlang_c_when_alone():
    rates = [0.02, 0.01]
    times = np.linspace(0.0, 3000.0, 30_001)
    tail = np.array([first_class_tail(4, rates, 100.0, float(t)) for t in times])
    assert float(np.trapezoid(tail, times)) == pytest.approx(float(priority_waits(4, rates, 100.0)[0]), rel=1e-4)
    assert first_class_tail(4, [0.03], 100.0, 50.0) == pytest.approx(erlang_c_tail(4, 0.03, 100.0, 50.0), rel=1e-12)
    assert first_class_tail(4, [0.05, 0.01], 100.0, 50.0) == 1.0


@given(shares, st.floats(0.05, 0.95), st.floats(0.0, 3.0))
def test_one_server_keeps_its_work_whatever_the_priorities(classes, rho, cv):
    means = np.linspace(50.0, 150.0, len(classes))
    rates = np.array(classes) / float(np.array(classes) @ means) * rho
    squares = means**2 * (1 + cv**2)
    waits = single_server_priority_waits(rates, means, squares)
    # Kleinrock's conservation law: sum rho_k W_k = rho R / (1 - rho).
    assert float((rates * means) @ waits) == pytest.approx(rho * float(rates @ squares) / 2 / (1 - rho), rel=1e-9)


def test_one_class_on_one_server_is_pollaczek_khinchine():
    expected = pollaczek_khinchine_wait(0.008, 100.0, 1.4)
    squares = 100.0**2 * (1 + 1.4**2)
    assert single_server_priority_waits([0.008], 100.0, [squares])[0] == pytest.approx(expected, rel=1e-12)
    assert preemptive_resume_times([0.008], 100.0, [squares])[0] == pytest.approx(100.0 + expected, rel=1e-12)


def test_exponential_services_of_one_mean_agree_with_the_many_agent_formula_at_one_agent():
    rates = [0.002, 0.003, 0.004]
    assert single_server_priority_waits(rates, 100.0, 20_000.0) == pytest.approx(priority_waits(1, rates, 100.0))


def test_a_class_that_overloads_one_server_leaves_finite_waits_to_those_before_it():
    # Class 1 alone fills the half that class 0 leaves; residual 0.5 * 100 + 0.5 * 60.
    waits = single_server_priority_waits([0.005, 0.02], [100.0, 60.0], [20_000.0, 7_200.0])
    assert waits[0] == pytest.approx((0.5 * 100 + 0.5 * 60) / 0.5)
    assert waits[1] == math.inf


def test_preemption_hides_lower_classes_from_higher_ones_and_keeps_the_work():
    rates, means = np.array([0.003, 0.004]), np.array([100.0, 120.0])
    squares = 2 * means**2
    times = preemptive_resume_times(rates, means, squares)
    alone = preemptive_resume_times(rates[:1], means[:1], squares[:1])
    assert times[0] == pytest.approx(alone[0], rel=1e-12)
    # Exponential services: the mean work sum rho_k T_k is that of first come, first served.
    rho = float(rates @ means)
    work = float(rates @ squares) / 2 / (1 - rho)
    assert float((rates * means) @ times) == pytest.approx(work, rel=1e-12)
    assert preemptive_resume_times([0.02, 0.001], [100.0, 10.0], [1e4, 1e2]).tolist() == [math.inf, math.inf]


def test_preemptive_times_equal_the_chain_of_two_exponential_classes():
    rates, mus = (0.003, 0.004), (1 / 100, 1 / 120)

    def moves(state):
        first, second = state
        if first < 60:
            yield (first + 1, second), rates[0]
        if second < 250:
            yield (first, second + 1), rates[1]
        if first:
            yield (first - 1, second), mus[0]
        elif second:
            yield (first, second - 1), mus[1]

    law = stationary_law((0, 0), moves)
    times = preemptive_resume_times(rates, [100.0, 120.0], [20_000.0, 28_800.0])
    for k in (0, 1):
        assert sum(p * state[k] for state, p in law.items()) / rates[k] == pytest.approx(float(times[k]), rel=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: priority_waits(0, [0.1], 100.0), "n_agents must be a whole number of at least 1, got 0"),
        (lambda: priority_waits(2, [[0.1]], 100.0), r"arrivals_per_s must be a vector, got shape \(1, 1\)"),
        (lambda: priority_waits(2, [0.1, -0.1], 100.0), "arrivals_per_s must be finite and at least 0"),
        (lambda: single_server_priority_waits([0.1, 0.1], [1.0], 2.0), "mean_service_s must be one number or a vector"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
