import importlib
import math

import numpy as np
import pytest

from sim.theory import (
    erlang_a_queue,
    erlang_b,
    erlang_c_queue,
    machine_repair,
    pollaczek_khinchine_wait,
    sync_approvals,
    sync_approvals_capacity,
)
from tests.theory.approval_desk import ratio_with_error, simulate

DESK = (4, 2, 0.024, 120.0, 0.35, 150.0, 300.0, 200.0)


def test_a_desk_where_nobody_asks_is_erlang_a_and_erlang_c():
    for patience_s, queue in (
        (90.0, erlang_a_queue(5, 0.045, 100.0, 90.0)),
        (math.inf, erlang_c_queue(5, 0.045, 100.0)),
    ):
        desk = sync_approvals(5, 2, 0.045, 100.0, 0.0, 300.0, patience_s, 60.0)
        assert desk.p_wait == pytest.approx(queue.p_wait, rel=1e-7)
        assert desk.p_abandon == pytest.approx(queue.p_abandon, rel=1e-7)
        assert desk.mean_wait_s == pytest.approx(queue.mean_wait_s, rel=1e-7)
        assert desk.occupancy == pytest.approx(queue.occupancy, rel=1e-7)
        assert (desk.asks_per_s, desk.mean_hold_s, desk.p_hang_up, desk.utilisation) == (0.0, 0.0, 0.0, 0.0)
        assert math.isnan(desk.mean_reached_wait_s)


def test_one_agent_with_a_supervisor_at_hand_is_pollaczek_khinchine():
    talk_s, q, approval_s = 100.0, 0.3, 150.0
    mean = talk_s + q * approval_s
    variance = talk_s**2 + 2 * q * approval_s**2 - (q * approval_s) ** 2
    desk = sync_approvals(1, 1, 0.005, talk_s, q, approval_s)
    assert desk.mean_wait_s == pytest.approx(
        pollaczek_khinchine_wait(0.005, mean, math.sqrt(variance) / mean), rel=1e-7
    )
    assert desk.p_wait == desk.occupancy == pytest.approx(0.005 * mean, rel=1e-8)
    assert (desk.p_ask_wait, desk.mean_ask_wait_s, desk.p_reached) == (0.0, 0.0, 1.0)
    assert desk.mean_hold_s == pytest.approx(approval_s, rel=1e-8)


def test_many_supervisors_and_callers_without_patience_are_erlang_b_whatever_the_law_of_service():
    # A loss system depends on the mean of service only; on hold it ends at the rate mu_s + theta_h.
    for hold_patience_s, hold_s in ((math.inf, 150.0), (100.0, 60.0)):
        desk = sync_approvals(3, 12, 0.02, 100.0, 0.4, 150.0, 1e-3, hold_patience_s)
        assert desk.p_abandon == pytest.approx(erlang_b(3, 0.02 * (100.0 + 0.4 * hold_s)), rel=1e-4)
        assert desk.p_hang_up == pytest.approx(1 - hold_s / 150.0, abs=1e-7)
        assert desk.mean_hold_s == pytest.approx(hold_s, rel=1e-6)


def test_customers_who_hang_up_at_once_leave_only_the_talk():
    desk = sync_approvals(4, 1, 0.03, 100.0, 0.3, 150.0, 120.0, 0.01)
    queue = erlang_a_queue(4, 0.03, 100.0, 120.0)
    assert desk.p_abandon == pytest.approx(queue.p_abandon, rel=1e-3)
    assert desk.mean_wait_s == pytest.approx(queue.mean_wait_s, rel=1e-3)
    assert desk.p_hang_up == pytest.approx(1.0, abs=1e-3)


def test_the_supervisors_of_a_large_desk_are_erlang_a_of_their_own():
    # Nobody waits for an agent, so requests are a Poisson stream; approvals in vain take as long as others, and only
    # waiting requests are withdrawn: M/M/k+M.
    desk = sync_approvals(40, 2, 0.08, 100.0, 0.2, 150.0, 600.0, 120.0)
    queue = erlang_a_queue(2, 0.08 * 0.2, 150.0, 120.0)
    assert desk.p_wait < 1e-9
    assert desk.asks_per_s == pytest.approx(0.016, rel=1e-8)
    assert desk.p_ask_wait == pytest.approx(queue.p_wait, rel=1e-6)
    assert desk.p_reached == pytest.approx(1 - queue.p_abandon, rel=1e-6)
    assert desk.mean_ask_wait_s == pytest.approx(queue.mean_wait_s, rel=1e-6)
    assert desk.mean_reached_wait_s == pytest.approx(queue.mean_wait_served_s, rel=1e-6)
    assert desk.utilisation == pytest.approx(queue.occupancy, rel=1e-6)


def test_very_short_talks_move_the_queue_from_agents_to_supervisors_and_no_more():
    # With next to no talk and everybody asking, both queues together are that of M/M/k.
    desk = sync_approvals(4, 2, 0.015, 1e-3, 1.0, 100.0)
    queue = erlang_c_queue(2, 0.015, 100.0)
    assert desk.mean_wait_s + desk.mean_ask_wait_s == pytest.approx(queue.mean_wait_s, rel=1e-4)
    assert desk.utilisation == pytest.approx(queue.occupancy, rel=1e-6)


def test_a_flooded_desk_is_machine_repair():
    desk = sync_approvals(4, 2, 2.0, 120.0, 0.5, 150.0, 30.0)
    closed = machine_repair(4, 2, 120.0, 150.0, 0.5)
    assert desk.p_wait == pytest.approx(1.0, abs=1e-12)
    assert desk.mean_holding == pytest.approx(closed.mean_holding, rel=1e-8)
    assert desk.mean_ask_wait_s == pytest.approx(closed.mean_wait_s, rel=1e-8)
    assert desk.p_ask_wait == pytest.approx(closed.p_ask_wait, rel=1e-8)
    assert sync_approvals_capacity(4, 2, 120.0, 0.5, 150.0) == pytest.approx(closed.talks_per_s, rel=1e-9)


@pytest.mark.parametrize("hold_patience_s", [math.inf, 200.0])
def test_flows_balance_and_obey_little(hold_patience_s):
    n, k, arrivals, talk_s, q, approval_s, patience_s, _ = DESK
    desk = sync_approvals(n, k, arrivals, talk_s, q, approval_s, patience_s, hold_patience_s)
    talks = arrivals * (1 - desk.p_abandon)
    assert desk.asks_per_s == pytest.approx(q * talks, rel=1e-8)
    assert n * desk.occupancy == pytest.approx(talks * talk_s + desk.mean_holding, rel=1e-8)
    assert desk.mean_holding == pytest.approx(desk.asks_per_s * desk.mean_hold_s, rel=1e-12)
    assert desk.mean_decisions / approval_s == pytest.approx(desk.asks_per_s * (1 - desk.p_hang_up), rel=1e-8)
    assert k * desk.utilisation == pytest.approx(desk.mean_decisions + k * desk.in_vain, rel=1e-12)
    # Whoever is reached costs a whole approval: what requests meet agrees with what supervisors do.
    assert k * desk.utilisation == pytest.approx(desk.asks_per_s * desk.p_reached * approval_s, rel=1e-8)
    assert 1 - desk.p_reached == pytest.approx(desk.mean_ask_wait_s / hold_patience_s, abs=1e-9)
    assert desk.edge_mass < 1e-10


def test_the_chain_equals_a_dense_one_that_counts_everyone_apart():
    n, k, lam, talk_s, q, approval_s, patience_s, hold_patience_s = 2, 1, 0.012, 100.0, 0.5, 140.0, 80.0, 110.0
    room = 14
    states = [
        (queue, talk, ask, decided, vain)
        for queue in range(room + 1)
        for talk in range(n + 1)
        for ask in range(n + 1)
        for decided in range(k + 1)
        for vain in range(k + 1)
        if talk + ask + decided <= n
        and decided + vain <= k
        and not (ask and decided + vain < k)
        and not (queue and talk + ask + decided < n)
    ]
    place = {state: i for i, state in enumerate(states)}
    q_matrix = np.zeros((len(states), len(states)))

    def put_right(queue, talk, ask, decided, vain):
        if ask and decided + vain < k:
            ask, decided = ask - 1, decided + 1
        if queue and talk + ask + decided < n:
            queue, talk = queue - 1, talk + 1
        return queue, talk, ask, decided, vain

    for state in states:
        queue, talk, ask, decided, vain = state
        for target, rate in (
            ((queue + 1, talk, ask, decided, vain), lam),
            ((queue - 1, talk, ask, decided, vain), queue / patience_s),
            ((queue, talk - 1, ask, decided, vain), talk * (1 - q) / talk_s),
            ((queue, talk - 1, ask + 1, decided, vain), talk * q / talk_s),
            ((queue, talk, ask, decided - 1, vain), decided / approval_s),
            ((queue, talk, ask - 1, decided, vain), ask / hold_patience_s),
            ((queue, talk, ask, decided - 1, vain + 1), decided / hold_patience_s),
            ((queue, talk, ask, decided, vain - 1), vain / approval_s),
        ):
            if rate > 0 and put_right(*target) in place:
                q_matrix[place[state], place[put_right(*target)]] += rate
                q_matrix[place[state], place[state]] -= rate
    system = np.vstack([q_matrix.T[1:], np.ones(len(states))])
    law = np.linalg.solve(system, np.eye(len(states))[-1])
    assert np.abs(law @ q_matrix).max() < 1e-15
    mean_queue, _, waiting, decided, vain = law @ np.array(states)
    desk = sync_approvals(n, k, lam, talk_s, q, approval_s, patience_s, hold_patience_s)
    assert desk.mean_queue == pytest.approx(mean_queue, rel=1e-8)
    assert desk.mean_holding == pytest.approx(waiting + decided, rel=1e-8)
    assert desk.mean_decisions == pytest.approx(decided, rel=1e-8)
    assert desk.in_vain == pytest.approx(vain, rel=1e-8)
    assert desk.mean_ask_wait_s == pytest.approx(waiting / desk.asks_per_s, rel=1e-8)
    assert desk.p_wait == pytest.approx(sum(p for s, p in zip(states, law, strict=True) if sum(s[1:4]) == n), rel=1e-8)


@pytest.mark.parametrize(("patience_s", "hold_patience_s"), [(300.0, 200.0), (math.inf, math.inf)])
def test_the_chain_agrees_with_a_desk_simulated_event_by_event(patience_s, hold_patience_s):
    n, k, _, talk_s, q, approval_s, _, _ = DESK
    arrivals = 0.024 if patience_s < math.inf else 0.0155
    seen = simulate(n, k, arrivals, talk_s, q, approval_s, patience_s, hold_patience_s, 120_000, seed=4)
    desk = sync_approvals(n, k, arrivals, talk_s, q, approval_s, patience_s, hold_patience_s)
    everyone = np.ones(seen["asked"].size)
    figures = {
        "mean_wait_s": (seen["wait"], everyone),
        "p_wait": (seen["wait"] > 0, everyone),
        "p_abandon": (seen["gave_up"], everyone),
        "mean_ask_wait_s": (seen["ask_wait"], seen["asked"]),
        "p_ask_wait": (seen["ask_wait"] > 0, seen["asked"]),
        "mean_reached_wait_s": (seen["ask_wait"] * seen["reached"], seen["reached"]),
        "p_reached": (seen["reached"], seen["asked"]),
        "mean_hold_s": (seen["hold"], seen["asked"]),
        "p_hang_up": (seen["hung_up"], seen["asked"]),
    }
    for name, (above, below) in figures.items():
        ratio, error = ratio_with_error(above, below)
        assert error <= 0.03 * max(ratio, 0.01), name
        assert abs(ratio - getattr(desk, name)) <= 4 * error + 1e-12, (name, ratio, error, getattr(desk, name))
    assert seen["seized"] == pytest.approx(desk.occupancy, rel=0.015)
    assert seen["supervised"] == pytest.approx(desk.utilisation, rel=0.02)


def test_a_longer_queue_kept_changes_nothing(monkeypatch):
    desk = sync_approvals(3, 1, 0.012, 120.0, 0.3, 150.0)
    monkeypatch.setattr(importlib.import_module("sim.theory.sync_approvals"), "EDGE_MASS_AT_MOST", 1e-14)
    longer = sync_approvals(3, 1, 0.012, 120.0, 0.3, 150.0)
    assert longer.edge_mass < 1e-2 * desk.edge_mass
    assert longer.mean_wait_s == pytest.approx(desk.mean_wait_s, rel=1e-7)


def test_each_further_supervisor_helps_less():
    waits = [sync_approvals(6, k, 0.03, 120.0, 0.4, 150.0, 300.0, 200.0).mean_wait_s for k in range(1, 7)]
    gains = -np.diff(waits)
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_supervisors": 0}, "n_supervisors must be a whole number of at least 1, got 0"),
        ({"p_ask": 1.2}, r"p_ask must lie between 0 and 1, got 1\.2"),
        ({"mean_hold_patience_s": 0.0}, r"mean_hold_patience_s must be above 0 \(math.inf is allowed\), got 0\.0"),
        (
            {"mean_patience_s": math.inf, "arrivals_per_s": 0.03},
            r"nobody gives up in the queue, and at most 0\.02\d+ of 0\.03 arrivals per s can be dealt with",
        ),
    ],
)
def test_a_wrong_input_is_named(change, message):
    names = ("n_agents", "n_supervisors", "arrivals_per_s", "mean_talk_s", "p_ask", "mean_approval_s")
    names += ("mean_patience_s", "mean_hold_patience_s")
    with pytest.raises(ValueError, match=message):
        sync_approvals(**{**dict(zip(names, DESK, strict=True)), **change})
