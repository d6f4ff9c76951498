import math

import numpy as np
import pytest

from sim.theory import blending_queue, other_duties, pollaczek_khinchine_wait, single_server_priority_waits


def _waits(arrivals, services, duty_s, duties):
    """One supervisor, moment by moment of decision: a request if one waits, else a piece of work if there is one."""
    waits, now, i, j = np.zeros(arrivals.size), 0.0, 0, 0
    while i < arrivals.size:
        if arrivals[i] <= now:
            waits[i], now, i = now - arrivals[i], now + services[i], i + 1
        elif duties is None:
            now += duty_s
        elif duties[j] <= now:
            now, j = now + duty_s, j + 1
        else:
            now = min(arrivals[i], duties[j])
    return waits


def _agrees(waits, expected):
    batches = np.array([part.mean() for part in np.array_split(waits, 40)])
    error = batches.std(ddof=1) / math.sqrt(batches.size)
    assert error < 0.02 * expected
    assert abs(waits.mean() - expected) < 4 * error


def test_ten_minute_pieces_that_are_always_there_agree_with_a_simulated_supervisor():
    rng = np.random.default_rng(7)
    n = 150_000
    arrivals, services = np.cumsum(rng.exponential(400.0, n)), rng.gamma(2.0, 120.0, n)
    _agrees(_waits(arrivals, services, 600.0, None), other_duties(1 / 400, 240.0, math.sqrt(0.5), 600.0).mean_wait_s)


def test_ten_minute_pieces_that_come_by_chance_agree_with_a_simulated_supervisor():
    rng = np.random.default_rng(8)
    n = 150_000
    arrivals, services = np.cumsum(rng.exponential(800.0, n)), rng.exponential(240.0, n)
    pieces = np.cumsum(rng.exponential(1200.0, n))
    duties = other_duties(1 / 800, 240.0, 1.0, 600.0, duties_per_s=1 / 1200)
    _agrees(_waits(arrivals, services, 600.0, pieces), duties.mean_wait_s)
    assert (duties.on_requests, duties.on_duties) == (pytest.approx(0.3), pytest.approx(0.5))


def test_endless_pieces_cost_a_request_half_a_piece_and_take_all_the_time_left():
    duties = other_duties(0.002, 240.0, 0.7, 600.0)
    assert duties.mean_wait_s == pytest.approx(300.0 + pollaczek_khinchine_wait(0.002, 240.0, 0.7), rel=1e-12)
    assert (duties.on_duties, duties.duties_per_s) == (pytest.approx(0.52), pytest.approx(0.52 / 600))
    assert duties.duty_mean_wait_s == math.inf


def test_more_and_more_duties_come_to_the_vacations_without_a_jump():
    spare = 1 - 0.002 * 240.0
    endless = other_duties(0.002, 240.0, 0.7, 600.0)
    nearly = other_duties(0.002, 240.0, 0.7, 600.0, duties_per_s=spare / 600 * (1 - 1e-9))
    assert nearly.mean_wait_s == pytest.approx(endless.mean_wait_s, rel=1e-6)
    assert other_duties(0.002, 240.0, 0.7, 600.0, duties_per_s=1.0) == endless
    overloaded = single_server_priority_waits([0.002, 1.0], [240.0, 600.0], [240.0**2 * 1.49, 600.0**2])
    assert overloaded[0] == pytest.approx(endless.mean_wait_s, rel=1e-12)


def test_exponential_pieces_are_the_blended_desk_with_one_agent():
    blended = blending_queue(1, 0, 0.002, 240.0, math.inf, 600.0)
    duties = other_duties(0.002, 240.0, 1.0, 600.0, 1.0)
    assert duties.mean_wait_s == pytest.approx(blended.mean_wait_s, rel=1e-6)
    assert duties.duties_per_s == pytest.approx(blended.async_per_s, rel=1e-8)


def test_without_duties_it_is_pollaczek_khinchine_and_overload_waits_for_ever():
    assert other_duties(0.002, 240.0, 0.7, 600.0, duties_per_s=0.0).mean_wait_s == pytest.approx(
        pollaczek_khinchine_wait(0.002, 240.0, 0.7), rel=1e-12
    )
    swamped = other_duties(0.005, 240.0, 0.7, 600.0)
    assert (swamped.mean_wait_s, swamped.on_requests, swamped.on_duties) == (math.inf, 1.0, 0.0)


def test_a_wrong_input_is_named():
    with pytest.raises(ValueError, match=r"duties_per_s must be a finite number of at least 0, got -1\.0"):
        other_duties(0.002, 240.0, 0.7, 600.0, duties_per_s=-1.0)
