import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory import (
    beta_for_p_wait,
    busy_day_agents,
    erlang_a_queue,
    erlang_c,
    garnett_p_abandon,
    garnett_p_wait,
    halfin_whitt_p_wait,
    square_root_agents,
)
from sim.theory.square_root import normal_hazard


@given(st.floats(-6.0, 6.0))
def test_the_normal_hazard_is_density_over_tail(x):
    density = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    tail = math.erfc(x / math.sqrt(2)) / 2
    assert normal_hazard(x) == pytest.approx(density / tail, rel=1e-12)


def test_the_normal_hazard_far_out_is_the_distance_itself_and_far_in_is_nothing():
    assert normal_hazard(1e4) == pytest.approx(1e4, rel=1e-7)
    assert normal_hazard(-40.0) == 0.0


@pytest.mark.parametrize("beta", [0.1, 0.5, 1.0, 2.0])
def test_halfin_whitt_is_the_limit_of_erlang_c(beta):
    # n - a = beta sqrt(a): the load that belongs to a round number of agents.
    errors = []
    for n in (400, 40_000):
        load = ((math.sqrt(beta * beta + 4 * n) - beta) / 2) ** 2
        errors.append(abs(erlang_c(n, load) - halfin_whitt_p_wait(beta)))
    # The error falls like 1/sqrt(n): a tenth for a hundred times the agents.
    assert errors[1] < 0.15 * errors[0] < 0.01


@pytest.mark.parametrize("beta", [-1.0, 0.0, 0.5, 2.0])
@pytest.mark.parametrize("ratio", [0.25, 1.0, 4.0])
def test_garnett_is_the_limit_of_erlang_a(beta, ratio):
    n = 40_000
    load = ((math.sqrt(beta * beta + 4 * n) - beta) / 2) ** 2
    queue = erlang_a_queue(n, load / 100, 100.0, 100.0 / ratio)
    assert queue.p_wait == pytest.approx(garnett_p_wait(beta, ratio), abs=4e-3)
    assert queue.p_abandon == pytest.approx(garnett_p_abandon(beta, ratio, load), rel=0.02)


def test_garnett_of_endless_patience_is_halfin_whitt_and_of_none_is_no_wait():
    assert garnett_p_wait(0.7, 1e-12) == pytest.approx(halfin_whitt_p_wait(0.7), rel=1e-5)
    assert garnett_p_wait(0.7, 1e12) == pytest.approx(0.0, abs=1e-5)
    assert garnett_p_wait(0.0, 1.0) == pytest.approx(0.5)
    assert garnett_p_wait(40.0, 1.0) == 0.0
    assert halfin_whitt_p_wait(0.0) == 1.0


@given(st.floats(0.01, 0.99), st.sampled_from([0.0, 0.3, 1.0, 5.0]))
def test_beta_for_a_waiting_probability_gives_it_back(p_wait, ratio):
    beta = beta_for_p_wait(p_wait, ratio)
    back = halfin_whitt_p_wait(beta) if ratio == 0 else garnett_p_wait(beta, ratio)
    assert back == pytest.approx(p_wait, abs=1e-9)


def test_square_root_staffing_rounds_up_and_never_below_zero():
    assert square_root_agents(100.0, 0.51) == 106
    assert square_root_agents(100.0, 0.0) == 100
    assert square_root_agents(1.0, -3.0) == 0


def test_busy_days_need_a_safety_in_proportion_to_the_load():
    assert busy_day_agents(100.0, 0.0, 1.0) == 110
    assert busy_day_agents(100.0, 0.02, 1.0) == math.ceil(100 + math.sqrt(100 + 200))
    large = busy_day_agents(10_000.0, 0.02, 1.0) - 10_000
    assert large == pytest.approx(10_000 * math.sqrt(0.02), rel=0.01)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: beta_for_p_wait(1.0), "p_wait must lie strictly between 0 and 1, got 1.0"),
        (lambda: garnett_p_wait(0.5, 0.0), "patience_ratio must be a finite number above 0, got 0.0"),
        (lambda: square_root_agents(-1.0, 0.5), "load must be a finite number of at least 0, got -1.0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
