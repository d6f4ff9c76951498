import math

import numpy as np
import pytest

from sim.theory import (
    erlang_a_queue,
    erlang_c_queue,
    feedback_queue,
    jackson_network,
    solve_counts,
    stationary_law,
)

# ------------------------------------------------------------------------------------------------------ open networks


def test_two_desks_and_a_delay_equal_their_markov_chain():
    new, n, handle_s = [0.006, 0.003, 0.0], [2, 1, math.inf], [80.0, 50.0, 300.0]
    to = [[0.0, 0.3, 0.2], [0.25, 0.0, 0.1], [0.9, 0.0, 0.0]]
    net = jackson_network(new, to, n, handle_s)
    tops = (24, 20, 12)

    def moves(state):
        for i in range(3):
            if state[i] < tops[i]:
                yield tuple(x + (j == i) for j, x in enumerate(state)), new[i]
            rate = min(state[i], n[i]) / handle_s[i]
            if not state[i]:
                continue
            yield tuple(x - (j == i) for j, x in enumerate(state)), rate * (1 - sum(to[i]))
            for k in range(3):
                if k != i and state[k] < tops[k]:
                    yield tuple(x - (j == i) + (j == k) for j, x in enumerate(state)), rate * to[i][k]

    law = stationary_law((0, 0, 0), moves)
    for i in range(3):
        assert sum(p * state[i] for state, p in law.items()) == pytest.approx(net.mean_number[i], rel=1e-6)
    busy = sum(p * min(state[0], 2) for state, p in law.items())
    assert busy / 2 == pytest.approx(net.occupancy[0], rel=1e-7)
    # Product form: the stations are independent at one instant.
    alone = [sum(p for state, p in law.items() if state[i] == 1) for i in range(3)]
    assert law[1, 1, 1] == pytest.approx(math.prod(alone), rel=1e-6)


def test_what_comes_in_goes_out_and_obeys_little():
    new, to = np.array([0.02, 0.01]), np.array([[0.1, 0.3], [0.2, 0.0]])
    net = jackson_network(new, to, [4, 3], [90.0, 60.0])
    assert float(net.visits_per_s @ (1 - to.sum(axis=1))) == pytest.approx(0.03, rel=1e-12)
    assert net.mean_number.tolist() == pytest.approx((net.visits_per_s * net.mean_visit_s).tolist(), rel=1e-12)
    visits = np.linalg.inv(np.eye(2) - to)  # mean visits to j of a ticket that begins at i
    assert net.mean_total_s == pytest.approx(float(new / 0.03 @ visits @ net.mean_visit_s), rel=1e-12)


def test_a_line_of_desks_is_erlang_c_at_each():
    net = jackson_network([0.03, 0.0], [[0.0, 1.0], [0.0, 0.0]], [4, 3], [100.0, 70.0])
    for i, (n, handle_s) in enumerate([(4, 100.0), (3, 70.0)]):
        assert net.mean_wait_s[i] == pytest.approx(erlang_c_queue(n, 0.03, handle_s).mean_wait_s, rel=1e-12)


def test_a_desk_that_cannot_keep_up_waits_for_ever_and_an_unvisited_one_is_empty():
    net = jackson_network([0.03, 0.0], [[0.5, 0.0], [0.0, 0.0]], [5, 1], [100.0, 70.0])
    assert (net.mean_number[0], net.mean_total_s) == (math.inf, math.inf)
    assert (net.visits_per_s[1], net.mean_number[1]) == (0.0, 0.0)
    assert math.isnan(jackson_network([0.0], [[0.0]], [1], 10.0).mean_total_s)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"routing": [[0.0, 1.0], [1.0, 0.0]]}, "routing keeps some tickets for ever"),
        ({"routing": [[0.6, 0.6], [0.0, 0.0]]}, "each row of routing must be probabilities that sum to at most 1"),
        ({"routing": [0.5, 0.5]}, r"routing must have shape \(2, 2\), got \(2,\)"),
        ({"n_agents": [2, 1.5]}, r"n_agents\[1\] must be a whole number of at least 1, got .*1\.5"),
        ({"mean_handle_s": [10.0, 0.0]}, r"mean_handle_s must be above 0, got \[10\.0, 0\.0\]"),
    ],
)
def test_a_network_with_a_wrong_input_is_named(change, message):
    network = {
        "arrivals_per_s": [0.01, 0.01],
        "routing": [[0.0, 0.5], [0.0, 0.0]],
        "n_agents": [2, 2],
        "mean_handle_s": [50.0, 50.0],
    }
    with pytest.raises(ValueError, match=message):
        jackson_network(**{**network, **change})


# --------------------------------------------------------------------------------------------- the desk with returns


def test_the_desk_with_returns_is_the_network_of_a_desk_and_a_delay():
    again = 0.28 * 0.85
    desk = feedback_queue(5, 0.03, 100.0, again, 36 * 3600.0)
    net = jackson_network([0.03, 0.0], [[0.0, again], [1.0, 0.0]], [5, math.inf], [100.0, 36 * 3600.0])
    assert desk.visits_per_s == pytest.approx(net.visits_per_s[0], rel=1e-12)
    assert desk.mean_visit_s == pytest.approx(net.mean_visit_s[0], rel=1e-12)
    assert desk.mean_in_delay == pytest.approx(net.mean_number[1], rel=1e-12)
    assert desk.mean_total_s == pytest.approx(net.mean_total_s, rel=1e-12)
    assert desk.mean_visits == pytest.approx(solve_counts(0.72, 0.85).mean, rel=1e-12)
    assert desk.is_exact


def _chain(n, lam, mu, theta, q, gamma, tops):
    def moves(state):
        i, j = state
        if i < tops[0]:
            yield (i + 1, j), lam
            if j:
                yield (i + 1, j - 1), j * gamma
        if i:
            served, back = min(i, n) * mu, q if j < tops[1] else 0.0
            yield (i - 1, j), served * (1 - back) + max(0, i - n) * theta
            yield (i - 1, j + 1), served * back

    return stationary_law((0, 0), moves)


def test_the_delay_station_is_poisson_and_independent_of_the_desk():
    law = _chain(3, 0.02, 1 / 80, 0.0, 0.3, 1 / 200, (80, 25))
    desk = feedback_queue(3, 0.02, 80.0, 0.3, 200.0)
    m = desk.mean_in_delay
    for j in range(6):
        here = sum(p for (_, other), p in law.items() if other == j)
        assert here == pytest.approx(math.exp(-m) * m**j / math.factorial(j), rel=1e-6)
    number = sum(p * i for (i, _), p in law.items())
    assert number == pytest.approx(desk.visits_per_s * desk.mean_visit_s, rel=1e-6)


def test_a_desk_with_returns_played_ticket_by_ticket_agrees_for_any_law_of_delay():
    # Two agents, constant delays: the desk is still M/M/2 with visits lambda / (1 - q).
    import heapq

    n, lam, handle_s, q, delay_s = 2, 0.012, 80.0, 0.35, 500.0
    desk = feedback_queue(n, lam, handle_s, q, delay_s)
    results = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        events = [(t, True) for t in np.cumsum(rng.exponential(1 / lam, 6000)).tolist()]
        end, visits, waited = events[-1][0], 0, 0.0
        heapq.heapify(events)
        free = [0.0] * n
        while events[0][0] < end:
            now, _ = heapq.heappop(events)
            agent = min(range(n), key=free.__getitem__)
            start = max(now, free[agent])
            free[agent] = start + rng.exponential(handle_s)
            visits += 1
            waited += start - now
            if rng.random() < q:
                heapq.heappush(events, (free[agent] + delay_s, False))
        results.append((visits / end, waited / visits))
    runs = np.array(results)
    error = runs.std(axis=0, ddof=1) / math.sqrt(len(runs))
    expected = np.array([desk.visits_per_s, desk.desk.mean_wait_s])
    assert (np.abs(runs.mean(axis=0) - expected) <= 4 * error).all(), (runs.mean(axis=0), expected, error)


def test_with_patience_the_approximation_is_close_for_long_delays_and_balances():
    desk = feedback_queue(3, 0.03, 80.0, 0.3, 20 * 80.0, mean_patience_s=60.0)
    law = _chain(3, 0.03, 1 / 80, 1 / 60, 0.3, 1 / 1600, (40, 60))
    queue = sum(p * max(0, i - 3) for (i, _), p in law.items())
    delayed = sum(p * j for (_, j), p in law.items())
    assert desk.desk.mean_queue == pytest.approx(queue, rel=5e-3)
    assert desk.mean_in_delay == pytest.approx(delayed, rel=5e-3)
    assert not desk.is_exact
    in_all = desk.visits_per_s * desk.mean_visit_s + desk.mean_in_delay
    assert desk.mean_total_s == pytest.approx(in_all / 0.03, rel=1e-9)
    assert desk.desk == erlang_a_queue(3, desk.visits_per_s, 80.0, 60.0)


def test_without_returns_the_desk_is_erlang_c_and_too_many_returns_overload_it():
    assert feedback_queue(4, 0.03, 100.0, 0.0, 600.0).desk == erlang_c_queue(4, 0.03, 100.0)
    assert feedback_queue(4, 0.03, 100.0, 0.3, 600.0).mean_total_s == math.inf


def test_a_sure_return_is_refused():
    with pytest.raises(ValueError, match=r"p_return must be at least 0 and below 1, got 1\.0"):
        feedback_queue(4, 0.03, 100.0, 1.0, 600.0)
