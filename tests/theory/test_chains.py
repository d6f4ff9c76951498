import math

import numpy as np
import pytest

from sim.theory import (
    erlang_a_queue,
    erlang_c_queue,
    n_design_queue,
    priority_waits,
    redial_fixed_point,
    redial_queue,
    stationary_law,
)

# ---------------------------------------------------------------------------------------------------- the sparse solver


def test_the_sparse_solver_finds_the_birth_death_law_from_any_start():
    expected = np.cumprod([1.0] + [0.7 / k for k in range(1, 30)])
    expected /= expected.sum()
    for start in (0, 5):
        law = stationary_law(start, lambda k: [(k + 1, 0.7 if k < 29 else 0.0), (k - 1, float(k))])
        assert [law[k] for k in range(30)] == pytest.approx(expected.tolist(), rel=1e-9)


def test_the_sparse_solver_adds_up_moves_to_one_state():
    law = stationary_law("up", lambda s: [("down", 1.0), ("down", 2.0)] if s == "up" else [("up", 1.0)])
    assert law == {"up": pytest.approx(0.25), "down": pytest.approx(0.75)}
    assert stationary_law("alone", lambda s: []) == {"alone": 1.0}


def test_an_unlikely_start_costs_no_digits():
    # P(0) of a Poisson law of mean 150 is 1e-65.
    law = stationary_law(0, lambda k: [(k + 1, 150.0 if k < 400 else 0.0), (k - 1, float(k))])
    mean = sum(k * p for k, p in law.items())
    assert mean == pytest.approx(150.0, rel=1e-9)
    assert law[150] == pytest.approx(math.exp(150 * math.log(150) - 150 - math.lgamma(151)), rel=1e-9)


def test_a_chain_with_dead_ends_is_found_in_them_in_the_long_run():
    law = stationary_law(0, lambda k: [(1, 1.0), (2, 0.5), (3, 0.25)] if k == 0 else [(0, 1.0)] if k == 1 else [])
    assert law == {0: pytest.approx(0.0), 1: pytest.approx(0.0), 2: pytest.approx(2 / 3), 3: pytest.approx(1 / 3)}


def test_a_rate_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="the move from 0 to 1 must have a finite rate, got inf"):
        stationary_law(0, lambda k: [(1, math.inf)] if k == 0 else [(0, 1.0)])


def test_flows_that_do_not_come_to_balance_are_reported(monkeypatch):
    monkeypatch.setattr("sim.theory.sparse_chain.UNBALANCED_AT_MOST", -1.0)
    with pytest.raises(ArithmeticError, match="the flows of the chain do not come to balance"):
        stationary_law(0, lambda k: [(1 - k, 1.0)])


def test_a_chain_without_end_is_refused():
    with pytest.raises(ValueError, match="the chain has more than 300000 states"):
        stationary_law(0, lambda k: [(k + 1, 1.0), (0, 1.0)])


# --------------------------------------------------------------------------------------------------------------- redial


def test_without_redial_the_chain_is_erlang_a():
    redial = redial_queue(5, 0.05, 100.0, 80.0, 0.0, 600.0)
    queue = erlang_a_queue(5, 0.05, 100.0, 80.0)
    assert redial.p_abandon == pytest.approx(queue.p_abandon, rel=1e-9)
    assert redial.p_wait == pytest.approx(queue.p_wait, rel=1e-9)
    assert redial.mean_wait_s == pytest.approx(queue.mean_wait_s, rel=1e-9)
    assert (redial.mean_orbit, redial.p_lost) == (0.0, pytest.approx(redial.p_abandon))


def test_redial_equals_the_chain_solved_densely():
    n, lam, mu, theta, r, gamma = 3, 0.04, 1 / 90, 1 / 60, 0.6, 1 / 300
    rows, columns = 32, 42
    q = np.zeros((rows * columns, rows * columns))
    for i in range(rows):
        for j in range(columns):
            here = i * columns + j

            def move(to_i, to_j, rate, here=here):
                if to_i < rows and to_j < columns:
                    q[here, to_i * columns + to_j] += rate
                    q[here, here] -= rate

            move(i + 1, j, lam)
            if j:
                move(i + 1, j - 1, j * gamma)
            if i:
                leaving = max(0, i - n) * theta
                move(i - 1, j, min(i, n) * mu + (1 - r) * leaving)
                move(i - 1, j + 1, r * leaving)
    system = np.vstack([q.T[1:], np.ones(rows * columns)])
    law = np.linalg.solve(system, np.eye(rows * columns)[-1]).reshape(rows, columns)
    queue = float(law.sum(axis=1) @ np.maximum(np.arange(rows) - n, 0))
    orbit = float(law.sum(axis=0) @ np.arange(columns))
    redial = redial_queue(n, lam, 90.0, 60.0, r, 300.0)
    assert redial.mean_queue == pytest.approx(queue, rel=1e-6)
    assert redial.mean_orbit == pytest.approx(orbit, rel=1e-6)
    seen_busy = float(law.sum(axis=1)[n:].sum()) * lam + float(law[n:].sum(axis=0) @ np.arange(columns)) * gamma
    assert redial.p_wait == pytest.approx(seen_busy / redial.attempts_per_s, rel=1e-6)


@pytest.mark.parametrize(("n", "lam", "r", "delay_s"), [(3, 0.04, 0.5, 60.0), (10, 0.12, 0.7, 900.0)])
def test_flows_balance_with_redial(n, lam, r, delay_s):
    redial = redial_queue(n, lam, 90.0, 60.0, r, delay_s)
    assert redial.edge_mass < 1e-10
    abandoned = redial.mean_queue / 60.0
    assert redial.attempts_per_s == pytest.approx(lam + r * abandoned, rel=1e-7)
    assert redial.mean_orbit == pytest.approx(r * abandoned * delay_s, rel=1e-7)
    assert n * redial.occupancy / 90.0 == pytest.approx(lam * (1 - redial.p_lost), rel=1e-7)
    assert redial.mean_wait_s == pytest.approx(redial.p_abandon * 60.0, rel=1e-12)


def test_long_redial_delays_come_to_the_fixed_point_and_short_ones_are_worse():
    attempts, p_abandon = redial_fixed_point(4, 0.05, 80.0, 50.0, 0.5)
    slow = redial_queue(4, 0.05, 80.0, 50.0, 0.5, 8_000.0)
    soon = redial_queue(4, 0.05, 80.0, 50.0, 0.5, 30.0)
    assert slow.p_abandon == pytest.approx(p_abandon, rel=2e-3)
    assert slow.attempts_per_s == pytest.approx(attempts, rel=2e-3)
    assert soon.p_abandon > slow.p_abandon * 1.05
    assert attempts == pytest.approx(0.05 + 0.5 * attempts * p_abandon, rel=1e-10)


def test_a_sure_redial_is_refused():
    with pytest.raises(ValueError, match=r"p_redial must be at least 0 and below 1, got 1\.0"):
        redial_queue(4, 0.05, 80.0, 50.0, 1.0, 900.0)


# ------------------------------------------------------------------------------------------------------------- N-design


def _n_design_with_everyone_named(n, rates, handle_s, patience_s, priority, room):
    """The same system with five numbers: busy in pool 1, pool 2 with class 1, pool 2 with class 2, and two queues."""
    mu1, mu2 = 1 / handle_s[0], 1 / handle_s[1]

    def moves(state):
        own, helped, other, wait1, wait2 = state
        if own < n[0]:
            yield (own + 1, helped, other, wait1, wait2), rates[0]
        elif helped + other < n[1]:
            yield (own, helped + 1, other, wait1, wait2), rates[0]
        elif wait1 < room:
            yield (own, helped, other, wait1 + 1, wait2), rates[0]
        if helped + other < n[1]:
            yield (own, helped, other + 1, wait1, wait2), rates[1]
        elif wait2 < room:
            yield (own, helped, other, wait1, wait2 + 1), rates[1]
        if own:
            yield (own, helped, other, wait1 - 1, wait2) if wait1 else (own - 1, helped, other, 0, wait2), own * mu1
        for class1, rate in ((True, helped * mu2), (False, other * mu2)):
            if rate == 0:
                continue
            h, o = (helped - 1, other) if class1 else (helped, other - 1)
            takes1 = wait1 and (priority == 1 or not wait2)
            if takes1:
                yield (own, h + 1, o, wait1 - 1, wait2), rate
            elif wait2:
                yield (own, h, o + 1, wait1, wait2 - 1), rate
            else:
                yield (own, h, o, wait1, wait2), rate
        if wait1:
            yield (own, helped, other, wait1 - 1, wait2), wait1 / patience_s[0]
        if wait2:
            yield (own, helped, other, wait1, wait2 - 1), wait2 / patience_s[1]

    return stationary_law((0, 0, 0, 0, 0), moves)


@pytest.mark.parametrize("priority", [1, 2])
def test_the_n_design_equals_the_chain_that_names_everyone(priority):
    n, rates, handle_s, patience_s = (2, 3), (0.03, 0.025), (90.0, 110.0), (50.0, 70.0)
    law = _n_design_with_everyone_named(n, rates, handle_s, patience_s, priority, room=20)
    pair = n_design_queue(n, rates, handle_s, patience_s, priority)

    def mean(of):
        return sum(p * of(state) for state, p in law.items())

    assert pair.mean_queue == pytest.approx((mean(lambda s: s[3]), mean(lambda s: s[4])), rel=1e-6)
    assert pair.occupancy == pytest.approx((mean(lambda s: s[0]) / 2, mean(lambda s: s[1] + s[2]) / 3), rel=1e-6)
    both_full = mean(lambda s: s[0] == 2 and s[1] + s[2] == 3)
    assert pair.p_wait == pytest.approx((both_full, mean(lambda s: s[1] + s[2] == 3)), rel=1e-6)
    by_pool = mean(lambda s: s[0]) / 90.0, mean(lambda s: s[1]) / 110.0
    assert pair.p_helped == pytest.approx(by_pool[1] / sum(by_pool), rel=1e-6)


def test_one_pool_with_priority_and_no_patience_is_the_priority_formula():
    pair = n_design_queue((0, 4), (0.015, 0.018), (100.0, 100.0), (math.inf, math.inf), priority=1)
    waits = priority_waits(4, [0.015, 0.018], 100.0)
    assert pair.mean_wait_s == pytest.approx(waits.tolist(), rel=1e-6)
    assert math.isnan(pair.occupancy[0])
    swapped = n_design_queue((0, 4), (0.018, 0.015), (100.0, 100.0), (math.inf, math.inf), priority=2)
    assert swapped.mean_wait_s == pytest.approx(waits.tolist()[::-1], rel=1e-6)


@pytest.mark.parametrize("priority", [1, 2])
def test_one_class_alone_uses_both_pools_as_one(priority):
    pair = n_design_queue((3, 2), (0.05, 0.0), (80.0, 80.0), (60.0, 60.0), priority)
    queue = erlang_a_queue(5, 0.05, 80.0, 60.0)
    assert pair.p_abandon[0] == pytest.approx(queue.p_abandon, rel=1e-9)
    assert pair.mean_wait_s[0] == pytest.approx(queue.mean_wait_s, rel=1e-9)


def test_with_one_patience_and_one_handle_time_priority_only_moves_waits_between_classes():
    first = n_design_queue((0, 5), (0.03, 0.03), (80.0, 80.0), (60.0, 60.0), 1)
    queue = erlang_a_queue(5, 0.06, 80.0, 60.0)
    assert sum(first.mean_queue) == pytest.approx(queue.mean_queue, rel=1e-8)
    assert first.mean_wait_s[0] < queue.mean_wait_s < first.mean_wait_s[1]


def test_flows_balance_in_the_n_design():
    rates, handle_s, patience_s = (0.06, 0.03), (90.0, 70.0), (120.0, 45.0)
    pair = n_design_queue((3, 2), rates, handle_s, patience_s, 2)
    served = pair.occupancy[0] * 3 / handle_s[0] + pair.occupancy[1] * 2 / handle_s[1]
    abandoned = pair.mean_queue[0] / patience_s[0] + pair.mean_queue[1] / patience_s[1]
    assert served + abandoned == pytest.approx(sum(rates), rel=1e-8)
    assert pair.edge_mass < 1e-10


def test_a_patient_class_2_on_its_own_pool_is_erlang_c_when_it_has_priority_and_class_1_never_comes():
    pair = n_design_queue((3, 4), (1e-9, 0.03), (100.0, 100.0), (60.0, math.inf), 2)
    assert pair.mean_wait_s[1] == pytest.approx(erlang_c_queue(4, 0.03, 100.0).mean_wait_s, rel=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"mean_patience_s": (60.0, math.inf), "arrivals_per_s": (0.1, 0.03)},
            "class 2 never gives up, and at most 0.02",
        ),
        (
            {"mean_patience_s": (math.inf, 60.0), "arrivals_per_s": (0.1, 0.01)},
            "class 1 never gives up, and at most 0.05",
        ),
        (
            {"mean_patience_s": (math.inf, math.inf), "arrivals_per_s": (0.04, 0.015)},
            "everybody together never gives up, and at most 0.05 of 0.055 arrivals per s can be served",
        ),
        ({"priority": 3}, "priority must be 1 or 2, got 3"),
        ({"arrivals_per_s": (0.0, 0.01)}, r"arrivals_per_s\[0\] must be a finite number above 0, got 0.0"),
    ],
)
def test_a_system_without_stationary_state_is_named(change, message):
    design = {
        "n_agents": (3, 2),
        "arrivals_per_s": (0.02, 0.01),
        "mean_handle_s": (100.0, 100.0),
        "mean_patience_s": (60.0, 60.0),
    }
    with pytest.raises(ValueError, match=message):
        n_design_queue(**{**design, **change})
