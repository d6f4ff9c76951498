import math

import numpy as np
import pytest

from sim.theory import (
    erlang_c_queue,
    pollaczek_khinchine_number,
    pollaczek_khinchine_wait,
    sharing_p_number,
    sharing_time,
)
from sim.theory.sparse_chain import stationary_law


def test_exponential_service_gives_the_mean_wait_of_erlang_c_with_one_agent():
    queue = erlang_c_queue(1, 0.008, 100.0)
    assert pollaczek_khinchine_wait(0.008, 100.0, 1.0) == pytest.approx(queue.mean_wait_s, rel=1e-12)
    assert pollaczek_khinchine_number(0.008, 100.0, 1.0) == pytest.approx(0.8 / 0.2, rel=1e-12)


def test_two_stage_service_waits_as_in_its_markov_chain():
    # Erlang-2 service: cv = 1/sqrt(2); the state counts stages of work left.
    arrivals, stage_rate = 0.007, 2 / 100

    def moves(stages):
        if stages < 400:
            yield stages + 2, arrivals
        if stages:
            yield stages - 1, stage_rate

    law = stationary_law(0, moves)
    number = sum(p * math.ceil(stages / 2) for stages, p in law.items())
    assert pollaczek_khinchine_number(arrivals, 100.0, math.sqrt(0.5)) == pytest.approx(number, rel=1e-9)


def test_a_queue_that_cannot_keep_up_waits_for_ever():
    assert pollaczek_khinchine_wait(0.01, 100.0, 0.0) == math.inf
    assert pollaczek_khinchine_number(0.02, 100.0, 0.0) == math.inf
    assert sharing_time(0.01, 100.0) == math.inf


def test_an_empty_queue_has_no_wait():
    assert pollaczek_khinchine_wait(0.0, 100.0, 2.0) == 0.0
    assert pollaczek_khinchine_number(0.0, 100.0, 2.0) == 0.0


def test_sharing_takes_time_in_proportion_to_work_and_obeys_little():
    assert sharing_time(0.006, 100.0) == pytest.approx(250.0)
    assert sharing_time(0.006, 100.0, 40.0) == pytest.approx(100.0)
    numbers = np.arange(200)
    law = np.array([sharing_p_number(int(k), 0.6) for k in numbers])
    assert float(law.sum()) == pytest.approx(1.0)
    assert float(law @ numbers) == pytest.approx(0.006 * sharing_time(0.006, 100.0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sharing_p_number(2, 1.0), "load must be below 1 for a stationary state, got 1.0"),
        (lambda: pollaczek_khinchine_wait(0.1, -1.0, 1.0), "mean_service_s must be a finite number above 0, got -1.0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
