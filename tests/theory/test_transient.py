import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import poisson

from sim.theory import (
    erlang_a_queue,
    erlang_c_queue,
    exponential_service,
    finite_trunk_queue,
    infinite_server_mean,
    transient_queue,
)
from sim.theory.uniformisation import evolve, poisson_weights

EDGES = [0.0, 300.0, 700.0, 1000.0, 1600.0]
ARRIVALS = [0.05, 0.09, 0.0, 0.04]
AGENTS = [4, 6, 2, 3]
HANDLE_S = [60.0, 80.0, 80.0, 50.0]
PATIENCE_S = [90.0, 40.0, math.inf, 200.0]


@settings(max_examples=40)
@given(st.floats(0.0, 2000.0))
def test_poisson_weights_are_the_poisson_law(mean):
    weights = poisson_weights(mean)
    assert weights == pytest.approx(poisson.pmf(np.arange(weights.size), mean), rel=1e-10, abs=1e-14)
    assert poisson.sf(weights.size - 1, mean) < 1e-14


@pytest.mark.parametrize("time_s", [0.0, 3.0, 400.0])
def test_uniformisation_equals_the_matrix_exponential_and_its_integral(time_s):
    rng = np.random.default_rng(7)
    births, deaths = rng.uniform(0, 0.2, 9), rng.uniform(0, 0.3, 9)
    q = np.diag(births[:-1], 1) + np.diag(deaths[1:], -1)
    q -= np.diag(q.sum(axis=1))
    start = rng.dirichlet(np.ones(9))
    # The integral from the exponential of the chain with a clock beside it.
    double = np.block([[q, np.eye(9)], [np.zeros((9, 9)), np.zeros((9, 9))]])
    both = expm(double * time_s)
    end, spent_s = evolve(start, births, deaths, time_s)
    assert end == pytest.approx(start @ both[:9, :9], abs=1e-12)
    assert spent_s == pytest.approx(start @ both[:9, 9:], abs=1e-9)
    assert float(spent_s.sum()) == pytest.approx(time_s)


def _two_dimensional_day(rule, states=34):
    """E[N], E[Q] and E[finishing] at the end of each interval from the chain (k, finishing) and expm."""
    k = np.arange(states)
    top = max(AGENTS)
    law = np.zeros((states, top + 1))  # agents are sent home once a day here
    law[0, 0] = 1.0
    finishing = np.arange(law.shape[1])
    before, results = AGENTS[0], []
    for i, n in enumerate(AGENTS):
        if n < before and rule == "exhaustive":
            moved = np.zeros_like(law)
            for a in range(states):
                surplus = max(0, min(a, before) - n)
                for f in range(law.shape[1] - surplus):
                    moved[a - surplus, f + surplus] += law[a, f]
            law = moved
        before = n
        mu, theta = 1 / HANDLE_S[i], 1 / PATIENCE_S[i]
        q_k = np.diag(np.full(states - 1, ARRIVALS[i]), 1)
        q_k += np.diag((np.minimum(k, n) * mu + np.maximum(k - n, 0) * theta)[1:], -1)
        q_f = np.diag(finishing[1:] * mu, -1)
        q_k -= np.diag(q_k.sum(axis=1))
        q_f -= np.diag(q_f.sum(axis=1))
        # Both parts in one generator on the pairs (k, finishing).
        q = np.kron(q_k, np.eye(finishing.size)) + np.kron(np.eye(states), q_f)
        step = expm(q * (EDGES[i + 1] - EDGES[i]))
        law = (law.ravel() @ step).reshape(law.shape)
        by_k, by_f = law.sum(axis=1), law.sum(axis=0)
        results.append((by_k @ k + by_f @ finishing, by_k @ np.maximum(k - n, 0), by_f @ finishing))
    return np.array(results).T


@pytest.mark.parametrize("rule", ["preemptive", "exhaustive"])
def test_a_day_of_changing_staff_equals_the_two_dimensional_chain(rule):
    day = transient_queue(EDGES, ARRIVALS, AGENTS, HANDLE_S, PATIENCE_S, rule=rule)
    in_system, queue, finishing = _two_dimensional_day(rule)
    assert day.end_in_system == pytest.approx(in_system, rel=1e-8)
    assert day.end_queue == pytest.approx(queue, rel=1e-8)
    assert day.end_finishing == pytest.approx(finishing, abs=1e-9)
    if rule == "exhaustive":
        assert day.end_finishing[2] > 0.01


@pytest.mark.parametrize("rule", ["preemptive", "exhaustive"])
def test_nobody_is_lost_between_arriving_answered_abandoned_and_still_there(rule):
    day = transient_queue(EDGES, ARRIVALS, AGENTS, HANDLE_S, PATIENCE_S, rule=rule, start=9)
    there = np.concatenate([[9.0], day.end_in_system])
    gone = day.answered + day.abandoned + day.lost_arrivals
    assert there[:-1] + day.arrivals - gone == pytest.approx(there[1:], rel=1e-10)
    assert day.abandoned[2] == 0.0


def test_time_averages_are_the_means_of_a_finer_course():
    fine = 40
    edges = np.concatenate([np.linspace(a, b, fine, endpoint=False) for a, b in pairwise(EDGES)])
    edges = np.append(edges, EDGES[-1])

    def often(values):
        return np.repeat(values, fine)

    coarse = transient_queue(EDGES, ARRIVALS, AGENTS, HANDLE_S, PATIENCE_S, rule="exhaustive")
    finer = transient_queue(
        edges, often(ARRIVALS), often(AGENTS), often(HANDLE_S), often(PATIENCE_S), rule="exhaustive"
    )
    for name in ("mean_in_system", "mean_queue", "p_wait"):
        assert getattr(finer, name).reshape(4, fine).mean(axis=1) == pytest.approx(getattr(coarse, name), rel=1e-9), (
            name
        )
    for name in ("arrivals", "answered", "abandoned"):
        assert getattr(finer, name).reshape(4, fine).sum(axis=1) == pytest.approx(getattr(coarse, name), rel=1e-9), name
    # And the averages agree with the trapezium rule over the finer ends.
    ends = np.concatenate([[0.0], finer.end_in_system])
    areas = np.diff(edges) * (ends[:-1] + ends[1:]) / 2
    assert areas.reshape(4, fine).sum(axis=1) / np.diff(EDGES) == pytest.approx(coarse.mean_in_system, rel=2e-3)


@pytest.mark.parametrize("patience_s", [60.0, math.inf])
def test_after_a_long_time_the_queue_is_stationary(patience_s):
    day = transient_queue([0.0, 40_000.0, 41_000.0], 0.06, 6, 80.0, patience_s)
    queue = erlang_a_queue(6, 0.06, 80.0, patience_s)
    assert day.p_wait[1] == pytest.approx(queue.p_wait, rel=1e-7)
    assert day.mean_queue[1] == pytest.approx(queue.mean_queue, rel=1e-7)
    assert day.end_queue[0] == pytest.approx(queue.mean_queue, rel=1e-7)
    assert day.abandoned[1] / day.arrivals[1] == pytest.approx(queue.p_abandon, rel=1e-7, abs=1e-12)


def test_endless_patience_and_a_small_room_is_the_limited_queue():
    day = transient_queue([0.0, 50_000.0, 51_000.0], 0.08, 4, 60.0, n_states=8)
    room = finite_trunk_queue(4, 7, 0.08, 60.0)
    assert day.lost_arrivals[1] / day.arrivals[1] == pytest.approx(room.p_blocked, rel=1e-9)
    assert day.mean_queue[1] == pytest.approx(room.mean_queue, rel=1e-9)


def test_with_more_agents_than_customers_the_number_is_poisson_with_the_infinite_server_mean():
    day = transient_queue(EDGES, ARRIVALS, 60, 300.0)
    means = infinite_server_mean(EDGES[1:], EDGES, ARRIVALS, exponential_service(300.0))
    assert day.end_in_system == pytest.approx(means, rel=1e-9)
    k = np.arange(day.end_law.shape[1])
    assert day.end_law[1] == pytest.approx(poisson.pmf(k, means[1]), abs=1e-11)
    assert day.p_wait.max() < 1e-11


def test_an_overloaded_interval_carries_its_backlog_on_as_the_formula_does_not():
    # Load 12 on 10 agents for a quarter of an hour, then load 8.
    day = transient_queue([0.0, 900.0, 1800.0], [0.04, 0.08 / 3], 10, 300.0, start=10)
    assert erlang_c_queue(10, 0.04, 300.0).mean_queue == math.inf
    assert 3.0 < day.end_queue[0] < 20.0
    assert day.mean_queue[1] > 2 * erlang_c_queue(10, 0.08 / 3, 300.0).mean_queue


def test_a_closed_interval_collects_its_callers():
    day = transient_queue([0.0, 100.0], 0.3, 0, 60.0)
    assert day.end_queue[0] == pytest.approx(30.0, rel=1e-8)
    assert (day.p_wait[0], day.answered[0]) == (pytest.approx(1.0), 0.0)


def test_finishing_agents_take_no_new_customer_and_leave_at_their_rate():
    # Five busy agents, all sent home: their customers are finished, the one in queue waits.
    day = transient_queue([0.0, 1e-9, 120.0], 0.0, [5, 0], 60.0, rule="exhaustive", start=6)
    assert day.end_finishing[1] == pytest.approx(5 * math.exp(-2), rel=1e-6)
    assert day.answered[1] == pytest.approx(5 * (1 - math.exp(-2)), rel=1e-6)
    assert day.end_queue[1] == pytest.approx(1.0)
    back = transient_queue([0.0, 1e-9, 120.0], 0.0, [5, 0], 60.0, start=6)
    assert back.end_queue[1] == pytest.approx(6.0)


def test_a_start_law_is_the_mixture_of_its_numbers():
    law = np.array([0.25, 0.0, 0.0, 0.75])
    mixed = transient_queue(EDGES, ARRIVALS, AGENTS, HANDLE_S, 60.0, start=law).end_queue
    none = transient_queue(EDGES, ARRIVALS, AGENTS, HANDLE_S, 60.0, start=0).end_queue
    three = transient_queue(EDGES, ARRIVALS, AGENTS, HANDLE_S, 60.0, start=3).end_queue
    assert mixed == pytest.approx(0.25 * none + 0.75 * three, rel=1e-9)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 8), min_size=3, max_size=3), st.integers(0, 2))
def test_one_more_agent_in_one_interval_never_lengthens_the_queue_of_patient_customers(staff, where):
    # With patience this is no law: a customer sent back from a closed desk is kept from giving up in the meantime.
    more = staff.copy()
    more[where] += 1
    edges = [0.0, 200.0, 400.0, 600.0]
    few = transient_queue(edges, 0.06, staff, 80.0, n_states=90)
    many = transient_queue(edges, 0.06, more, 80.0, n_states=90)
    assert (many.end_queue <= few.end_queue + 1e-9).all()
    assert many.answered.sum() >= few.answered.sum() - 1e-9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"edges_s": [0.0, 1.0, 1.0]}, "edges_s must be at least two finite instants in strictly increasing order"),
        ({"n_agents": [2.5, 1]}, r"n_agents must be whole numbers, got \[2.5, 1.0\]"),
        ({"mean_handle_s": 0.0}, r"mean_handle_s must be above 0, got \[0.0, 0.0\]"),
        ({"mean_handle_s": math.inf}, "mean_handle_s must be finite and at least 0"),
        ({"start": 2.5}, "start must be a whole number of at least 0, got 2.5"),
        ({"rule": "polite"}, "rule must be 'preemptive' or 'exhaustive', got 'polite'"),
        ({"start": np.array([0.5, 0.4])}, "start must be a number of customers or a law"),
        ({"start": -1}, "start must be a whole number of at least 0, got -1"),
        ({"n_states": 2, "start": 5}, "the state space needs between 6 and 200000 states, got 2"),
    ],
)
def test_a_wrong_input_is_named(change, message):
    day = {"edges_s": [0.0, 1.0, 2.0], "arrivals_per_s": 0.1, "n_agents": 2, "mean_handle_s": 10.0}
    with pytest.raises(ValueError, match=message):
        transient_queue(**{**day, **change})
