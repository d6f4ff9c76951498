import math

import pytest

from sim.theory import async_approvals, erlang_c_queue, jackson_network, stationary_law


def test_first_and_finishing_touches_in_one_queue_keep_the_product_form():
    # The chain names the class of every ticket in the agents' line: 1 a first touch, 2 a finishing one.
    lam, touch_s, q, decision_s, room = 0.002, 100.0, 0.5, 150.0, 9

    def moves(state):
        line, deciding = state
        if len(line) + deciding < room:
            yield ((*line, 1), deciding), lam
        if line:
            first, rest = line[0], line[1:]
            if first == 1:
                yield (rest, deciding + 1), q / touch_s
            yield (rest, deciding), (1 - q if first == 1 else 1.0) / touch_s
        if deciding:
            yield ((*line, 2), deciding - 1), 1 / decision_s

    law = stationary_law(((), 0), moves)
    net = async_approvals(1, 1, lam, touch_s, q, decision_s)
    assert sum(p * len(line) for (line, _), p in law.items()) == pytest.approx(net.mean_in_agents, rel=1e-3)
    assert sum(p * y for (_, y), p in law.items()) == pytest.approx(net.mean_in_supervisors, rel=1e-3)
    busy_a, busy_s = lam * (1 + q) * touch_s, lam * q * decision_s
    for a, s in ((0, 0), (1, 0), (1, 1), (2, 1)):
        joint = sum(p for (line, y), p in law.items() if (len(line), y) == (a, s))
        assert joint == pytest.approx((1 - busy_a) * busy_a**a * (1 - busy_s) * busy_s**s, rel=1e-3)


def test_each_station_is_erlang_c_and_the_whole_obeys_little():
    net = async_approvals(5, 2, 0.03, 100.0, 0.2, 240.0)
    assert net.agents == erlang_c_queue(5, 0.03 * 1.2, 100.0)
    assert net.supervisors == erlang_c_queue(2, 0.006, 240.0)
    assert net.mean_in_agents + net.mean_in_supervisors == pytest.approx(0.03 * net.mean_total_s, rel=1e-12)
    assert net.mean_approval_s - 2 * net.mean_plain_s == pytest.approx(net.supervisors.mean_wait_s + 240.0)


def test_it_is_the_jackson_network_of_three_stations_when_agents_never_queue():
    # With agents for everybody the two touches may be taken apart; then a network without memory says the same.
    net = async_approvals(60, 2, 0.03, 100.0, 0.2, 240.0)
    routing = [[0.0, 0.2, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    apart = jackson_network([0.03, 0.0, 0.0], routing, [math.inf, 2, math.inf], [100.0, 240.0, 100.0])
    assert net.mean_total_s == pytest.approx(apart.mean_total_s, rel=1e-12)


def test_without_requests_supervisors_do_not_matter():
    net = async_approvals(4, 0, 0.03, 100.0, 0.0, 240.0)
    assert net.mean_total_s == net.mean_plain_s == erlang_c_queue(4, 0.03, 100.0).mean_wait_s + 100.0


def test_a_station_that_cannot_keep_up_has_an_endless_wait():
    net = async_approvals(5, 1, 0.03, 100.0, 0.2, 240.0)
    assert (net.mean_approval_s, net.mean_total_s, net.mean_in_supervisors) == (math.inf, math.inf, math.inf)
    assert net.mean_plain_s < math.inf


def test_a_wrong_input_is_named():
    with pytest.raises(ValueError, match=r"p_ask must lie between 0 and 1, got -0\.1"):
        async_approvals(5, 1, 0.03, 100.0, -0.1, 240.0)
