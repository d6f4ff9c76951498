import math
from itertools import pairwise

import numpy as np
import pytest

from sim.theory import blending_queue, erlang_a_queue, n_design_queue, priority_waits


def test_without_reserve_blending_is_priority_without_interruption():
    waits = priority_waits(4, [0.015, 0.015], 100.0)
    desk = blending_queue(4, 0, 0.015, 100.0, math.inf, 100.0, 0.015)
    assert desk.mean_wait_s == pytest.approx(float(waits[0]), rel=1e-6)
    assert desk.async_mean_wait_s == pytest.approx(float(waits[1]), rel=1e-6)
    assert desk.async_per_s == pytest.approx(0.015, rel=1e-7)


def test_without_reserve_and_with_patience_it_is_the_pool_2_of_the_n_design():
    pair = n_design_queue((0, 4), (0.03, 0.008), (100.0, 100.0), (60.0, math.inf), 1)
    desk = blending_queue(4, 0, 0.03, 100.0, 60.0, 100.0, 0.008)
    assert desk.mean_wait_s == pytest.approx(pair.mean_wait_s[0], rel=1e-6)
    assert desk.async_mean_wait_s == pytest.approx(pair.mean_wait_s[1], rel=1e-6)
    assert desk.occupancy == pytest.approx(pair.occupancy[1], rel=1e-7)


@pytest.mark.parametrize("items", [0.0, math.inf])
def test_live_work_alone_is_erlang_a(items):
    reserve = 5 if items else 2  # with all agents reserved endless work is never begun
    desk = blending_queue(5, reserve, 0.04, 100.0, 80.0, 60.0, items)
    queue = erlang_a_queue(5, 0.04, 100.0, 80.0)
    assert desk.mean_wait_s == pytest.approx(queue.mean_wait_s, rel=1e-8)
    assert desk.p_wait == pytest.approx(queue.p_wait, rel=1e-8)
    assert (desk.on_async, desk.async_per_s) == (0.0, 0.0)


def test_endless_work_without_reserve_keeps_everybody_busy():
    desk = blending_queue(4, 0, 0.02, 100.0, math.inf, 100.0)
    assert desk.occupancy == pytest.approx(1.0, rel=1e-9)
    assert desk.on_live == pytest.approx(2.0, rel=1e-7)
    # Live work then sees an M/M/1 of the rate at which agents become free.
    assert desk.mean_wait_s == pytest.approx(1 / (4 / 100 - 0.02), rel=1e-6)
    assert desk.async_mean_wait_s == math.inf


def test_a_larger_reserve_spares_callers_and_costs_items():
    desks = [blending_queue(6, reserve, 0.03, 100.0, 90.0, 200.0) for reserve in range(5)]
    for less, more in pairwise(desks):
        assert more.p_wait < less.p_wait
        assert more.async_per_s < less.async_per_s


@pytest.mark.parametrize(("reserve", "items"), [(0, 0.006), (2, 0.006), (2, math.inf)])
def test_flows_balance(reserve, items):
    desk = blending_queue(6, reserve, 0.03, 100.0, 90.0, 200.0, items)
    assert desk.on_live / 100.0 + desk.mean_queue / 90.0 == pytest.approx(0.03, rel=1e-7)
    if items < math.inf:
        assert desk.async_per_s == pytest.approx(items, rel=1e-6)
    assert desk.edge_mass < 1e-10


def test_items_near_capacity_wait_long_and_above_it_are_refused():
    most = blending_queue(3, 1, 0.01, 100.0, 60.0, 150.0).async_per_s
    waits = [blending_queue(3, 1, 0.01, 100.0, 60.0, 150.0, share * most).async_mean_wait_s for share in (0.5, 0.9)]
    assert waits[1] > 4 * waits[0]
    with pytest.raises(ValueError, match="asynchronous items wait as long as it takes, and at most"):
        blending_queue(3, 1, 0.01, 100.0, 60.0, 150.0, most)


def _played(n, reserve, lam, handle_s, patience_s, async_s, items, n_live, seed):
    """Contacts and items with their own times, from event to event: live wait, share given up, wait of items."""
    rng = np.random.default_rng(seed)
    calls = np.cumsum(rng.exponential(1 / lam, n_live)).tolist()
    mails = np.cumsum(rng.exponential(1 / items, int(2 * n_live * items / lam) + 50)).tolist()
    patience = rng.exponential(patience_s, n_live).tolist()
    busy, line, box, waits, gave_up, mail_waits = [], [], [], [], 0, []
    call = mail = 0
    while call < n_live:
        ends = min(busy, default=math.inf)
        loses = min((calls[i] + patience[i] for i in line), default=math.inf)
        now = min(ends, loses, calls[call], mails[mail])
        if now == ends:
            busy.remove(now)
        elif now == loses:
            gone = min(line, key=lambda i: calls[i] + patience[i])
            line.remove(gone)
            waits.append(patience[gone])
            gave_up += 1
        elif now == calls[call]:
            line.append(call)
            call += 1
        else:
            box.append(now)
            mail += 1
        while line and len(busy) < n:
            waits.append(now - calls[line.pop(0)])
            busy.append(now + rng.exponential(handle_s))
        while box and n - len(busy) > reserve:
            mail_waits.append(now - box.pop(0))
            busy.append(now + rng.exponential(async_s))
    return float(np.mean(waits)), gave_up / n_live, float(np.mean(mail_waits))


def test_a_blended_desk_played_event_by_event_comes_to_the_chain():
    numbers = (4, 1, 0.02, 100.0, 80.0, 150.0, 0.006)
    desk = blending_queue(*numbers)
    runs = np.array([_played(*numbers, 3000, seed) for seed in range(12)])
    error = runs.std(axis=0, ddof=1) / math.sqrt(len(runs))
    expected = np.array([desk.mean_wait_s, desk.p_abandon, desk.async_mean_wait_s])
    assert (np.abs(runs.mean(axis=0) - expected) <= 4 * error).all(), (runs.mean(axis=0), expected, error)
    assert (error < 0.1 * expected).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"mean_patience_s": math.inf, "arrivals_per_s": 0.05},
            "live contacts never give up, and at most 0.04 of 0.05",
        ),
        ({"reserve": 1.5}, r"reserve must be a whole number of at least 0, got 1\.5"),
        ({"async_per_s": -0.1}, r"async_per_s must be a finite number of at least 0, got -0\.1"),
    ],
)
def test_a_wrong_input_is_named(change, message):
    desk = {
        "n_agents": 4,
        "reserve": 1,
        "arrivals_per_s": 0.02,
        "mean_handle_s": 100.0,
        "mean_patience_s": 60.0,
        "async_handle_s": 150.0,
    }
    with pytest.raises(ValueError, match=message):
        blending_queue(**{**desk, **change})
