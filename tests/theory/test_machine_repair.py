import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from sim.theory import erlang_c_queue, machine_repair, stationary_law, sync_approvals_capacity


def test_two_agents_and_one_supervisor_by_hand():
    # r = approval / talk = 1/2: weights 1, 2 r, 2 r^2 = 1, 1, 1/2.
    loop = machine_repair(2, 1, 200.0, 100.0)
    assert loop.p_holding.tolist() == pytest.approx([0.4, 0.4, 0.2], rel=1e-14)
    assert loop.mean_holding == pytest.approx(0.8)
    assert loop.asks_per_s == pytest.approx(1.2 / 200)
    assert loop.utilisation == pytest.approx(0.6)
    # The other agent alone holds with probability r / (1 + r) = 1/3.
    assert loop.p_ask_wait == pytest.approx(1 / 3)
    assert loop.mean_wait_s == pytest.approx(100 / 3)
    assert loop.mean_waiting == pytest.approx(0.2)


def test_a_supervisor_for_each_agent_leaves_agents_independent():
    loop = machine_repair(5, 5, 300.0, 100.0, 0.5)
    holds = 100 / (600 + 100)
    binomial = [math.comb(5, j) * holds**j * (1 - holds) ** (5 - j) for j in range(6)]
    assert loop.p_holding.tolist() == pytest.approx(binomial, rel=1e-12)
    assert (loop.mean_wait_s, loop.p_ask_wait) == (0.0, 0.0)
    assert loop.mean_hold_s == 100.0


@pytest.mark.parametrize(("n", "k"), [(6, 1), (7, 3)])
def test_the_law_is_that_of_the_matrix_exponential(n, k):
    ask, decide = 0.3 / 250, 1 / 120
    q = np.zeros((n + 1, n + 1))
    for j in range(n):
        q[j, j + 1], q[j + 1, j] = (n - j) * ask, min(j + 1, k) * decide
    q -= np.diag(q.sum(axis=1))
    law = expm(q * 1e6)[0]
    loop = machine_repair(n, k, 250.0, 120.0, 0.3)
    assert loop.p_holding.tolist() == pytest.approx(law.tolist(), rel=1e-8)
    assert np.abs(loop.p_holding @ q).max() < 1e-16


def test_talks_of_another_law_and_the_share_who_ask_change_nothing_but_the_mean():
    # Talks in two exponential stages; at the end of each the agent asks with probability 0.4, else it begins another.
    n, k, stage_rate, q, decide = 4, 1, 2 / 180, 0.4, 1 / 100

    def moves(state):
        first, second = state
        holding = n - first - second
        yield (first - 1, second + 1), first * stage_rate
        yield (first, second - 1), second * stage_rate * q
        yield (first + 1, second - 1), second * stage_rate * (1 - q)
        yield (first + 1, second), min(holding, k) * decide

    law = stationary_law((n, 0), moves)
    loop = machine_repair(n, k, 180.0, 100.0, q)
    for j in range(n + 1):
        p_j = sum(p for state, p in law.items() if n - sum(state) == j)
        assert p_j == pytest.approx(loop.p_holding[j], rel=1e-9)


@given(st.integers(1, 60), st.integers(1, 20), st.floats(10.0, 1000.0), st.floats(10.0, 1000.0), st.floats(0.01, 1.0))
def test_flows_balance_and_obey_little(n, k, talk_s, approval_s, q):
    loop = machine_repair(n, k, talk_s, approval_s, q)
    assert loop.asks_per_s == pytest.approx(k * loop.utilisation / approval_s, rel=1e-9)
    assert loop.mean_waiting == pytest.approx(loop.asks_per_s * loop.mean_wait_s, rel=1e-9, abs=1e-12)
    assert loop.mean_holding == pytest.approx(loop.asks_per_s * loop.mean_hold_s, rel=1e-9)
    assert loop.talks_per_s == pytest.approx(n * loop.talking / talk_s, rel=1e-9)
    assert loop.asks_per_s == pytest.approx(q * loop.talks_per_s, rel=1e-9)
    # One agent's cycle: the time to ask, and the hold.
    assert n / loop.asks_per_s == pytest.approx(talk_s / q + loop.mean_hold_s, rel=1e-9)


def test_many_agents_who_seldom_ask_are_a_poisson_stream():
    loop = machine_repair(20_000, 2, 20_000 / 0.015, 100.0)
    queue = erlang_c_queue(2, 0.015, 100.0)
    assert loop.mean_wait_s == pytest.approx(queue.mean_wait_s, rel=2e-3)
    assert loop.p_ask_wait == pytest.approx(queue.p_wait, rel=2e-3)


def test_the_capacity_of_the_chain_without_hang_ups_is_machine_repair():
    loop = machine_repair(9, 2, 240.0, 200.0, 0.3)
    assert sync_approvals_capacity(9, 2, 240.0, 0.3, 200.0) == pytest.approx(loop.talks_per_s, rel=1e-10)
    assert sync_approvals_capacity(9, 2, 240.0, 0.3, 200.0, 300.0) > loop.talks_per_s


def test_nobody_asks_and_nobody_waits():
    loop = machine_repair(3, 1, 100.0, 100.0, 0.0)
    assert (loop.asks_per_s, loop.mean_wait_s, loop.talking, loop.utilisation) == (0.0, 0.0, 1.0, 0.0)
    assert loop.p_holding.tolist() == [1.0, 0.0, 0.0, 0.0]


def test_a_wrong_input_is_named():
    with pytest.raises(ValueError, match="n_supervisors must be a whole number of at least 1, got 0"):
        machine_repair(3, 0, 100.0, 100.0)
