import math

import numpy as np
import pytest

from sim.theory import chat_queue, chat_speed, erlang_a_queue, erlang_c_queue, sharing_time, stationary_law

SAME = ("p_wait", "p_abandon", "service_level", "mean_wait_s", "mean_wait_served_s", "mean_queue")


@pytest.mark.parametrize("slowdown", [0.0, 0.35, 2.0])
@pytest.mark.parametrize(("n", "arrivals", "patience_s"), [(1, 0.02, 60.0), (6, 0.05, 90.0), (6, 0.09, 300.0)])
def test_one_slot_is_erlang_a_whatever_the_slowdown(n, arrivals, patience_s, slowdown):
    chats = chat_queue(n, 1, arrivals, 100.0, patience_s, slowdown, threshold_s=30.0)
    queue = erlang_a_queue(n, arrivals, 100.0, patience_s, threshold_s=30.0)
    for name in SAME:
        assert getattr(chats, name) == pytest.approx(getattr(queue, name), rel=1e-9), name
    assert chats.occupancy == pytest.approx(queue.occupancy, rel=1e-9)
    assert chats.chat_load == pytest.approx(queue.occupancy, rel=1e-9)
    assert chats.mean_chat_s == pytest.approx(100.0, rel=1e-9)


def test_one_slot_without_giving_up_is_erlang_c():
    chats = chat_queue(5, 1, 0.04, 100.0, math.inf, 0.35)
    queue = erlang_c_queue(5, 0.04, 100.0)
    for name in SAME:
        assert getattr(chats, name) == pytest.approx(getattr(queue, name), rel=1e-9), name


@pytest.mark.parametrize(("n", "slots"), [(1, 4), (2, 3), (3, 2)])
@pytest.mark.parametrize("patience_s", [80.0, math.inf])
def test_without_slowing_every_slot_is_an_agent(n, slots, patience_s):
    arrivals = 0.9 * n * slots / 100.0
    chats = chat_queue(n, slots, arrivals, 100.0, patience_s, 0.0)
    queue = erlang_a_queue(n * slots, arrivals, 100.0, patience_s)
    for name in SAME:
        assert getattr(chats, name) == pytest.approx(getattr(queue, name), rel=1e-9), name
    assert chats.chat_load == pytest.approx(queue.occupancy, rel=1e-9)


def test_one_agent_with_many_slots_and_full_slowing_is_processor_sharing():
    chats = chat_queue(1, 200, 0.007, 100.0, math.inf, 1.0)
    assert chats.mean_chat_s == pytest.approx(sharing_time(0.007, 100.0), rel=1e-9)
    assert chats.occupancy == pytest.approx(0.7, rel=1e-9)
    assert chats.p_chats[3] == pytest.approx(0.3 * 0.7**3, rel=1e-9)


def _agents_by_name(n, slots, lam, mu, theta, slowdown, room):
    """The same desk with each agent's number of chats kept, ties between the least loaded broken at random."""

    def moves(state):
        chats, waiting = state
        least = min(chats)
        if least == slots:
            if waiting < room:
                yield (chats, waiting + 1), lam
        else:
            ties = [i for i in range(n) if chats[i] == least]
            for i in ties:
                yield ((*chats[:i], least + 1, *chats[i + 1 :]), 0), lam / len(ties)
        for i in range(n):
            rate = chats[i] * mu / (1 + slowdown * (chats[i] - 1)) if chats[i] else 0.0
            if waiting:
                yield (chats, waiting - 1), rate
            elif chats[i]:
                yield ((*chats[:i], chats[i] - 1, *chats[i + 1 :]), 0), rate
        if waiting:
            yield (chats, waiting - 1), waiting * theta

    return stationary_law(((0,) * n, 0), moves)


@pytest.mark.parametrize(("slowdown", "lam"), [(0.35, 0.03), (0.35, 0.08), (1.4, 0.03)])
def test_the_chain_of_counts_equals_the_chain_that_names_every_agent(slowdown, lam):
    law = _agents_by_name(3, 3, lam, 1 / 100, 1 / 70, slowdown, room=60)
    chats = chat_queue(3, 3, lam, 100.0, 70.0, slowdown)

    def mean(of):
        return sum(p * of(*state) for state, p in law.items())

    assert chats.mean_queue == pytest.approx(mean(lambda _, waiting: waiting), rel=1e-8)
    assert chats.p_wait == pytest.approx(mean(lambda chats, _: min(chats) == 3), rel=1e-8)
    assert chats.mean_chats == pytest.approx(mean(lambda chats, _: sum(chats)), rel=1e-8)
    for k in range(4):
        assert chats.p_chats[k] == pytest.approx(mean(lambda chats, _, k=k: chats.count(k) / 3), rel=1e-8)


@pytest.mark.parametrize("lam", [0.02, 0.06, 0.12])
def test_what_comes_is_answered_or_gives_up(lam):
    chats = chat_queue(4, 3, lam, 100.0, 70.0, 0.35)
    finished = sum(4 * share * k * chat_speed(k, 0.35) / 100.0 for k, share in enumerate(chats.p_chats) if k)
    assert finished + chats.mean_queue / 70.0 == pytest.approx(lam, rel=1e-9)
    assert chats.p_abandon == pytest.approx(chats.mean_wait_s / 70.0, rel=1e-9)
    assert sum(chats.p_chats) == pytest.approx(1.0, rel=1e-12)
    assert chats.occupancy >= chats.chat_load


def _simulated(n, slots, lam, work_s, patience_s, slowdown, n_chats, seed):
    """Chats with their own work and patience, moved on from event to event: (gave up, waits, agents in use, chats)."""
    rng = np.random.default_rng(seed)
    arrivals = np.cumsum(rng.exponential(1 / lam, n_chats)).tolist()
    works, patience = rng.exponential(work_s, n_chats).tolist(), rng.exponential(patience_s, n_chats).tolist()
    left = [[] for _ in range(n)]  # remaining work of each chat, by agent
    line, waits, gave_up = [], [], 0
    now, come, in_use, chatting = 0.0, 0, 0.0, 0.0
    while come < n_chats:
        speeds = [1 / (1 + slowdown * (len(chats) - 1)) if chats else 0.0 for chats in left]
        ends = [now + min(chats) / speed if chats else math.inf for chats, speed in zip(left, speeds, strict=True)]
        loses = min((arrivals[i] + patience[i] for i in line), default=math.inf)
        then = min(*ends, loses, arrivals[come])
        in_use += (then - now) * sum(1 for chats in left if chats)
        chatting += (then - now) * sum(len(chats) for chats in left)
        left = [[w - (then - now) * speed for w in chats] for chats, speed in zip(left, speeds, strict=True)]
        now = then
        if then == arrivals[come]:
            agent = min(range(n), key=lambda a: len(left[a]))
            if len(left[agent]) < slots:
                left[agent].append(works[come])
                waits.append(0.0)
            else:
                line.append(come)
            come += 1
        elif then == loses:
            gone = min(line, key=lambda i: arrivals[i] + patience[i])
            line.remove(gone)
            waits.append(patience[gone])
            gave_up += 1
        else:
            agent = ends.index(then)
            left[agent].remove(min(left[agent]))
            if line:
                first = line.pop(0)
                left[agent].append(works[first])
                waits.append(now - arrivals[first])
    return gave_up / n_chats, float(np.mean(waits)), in_use / now / n, chatting / now / (n * slots)


def test_chats_played_one_by_one_come_to_the_chain():
    exact = chat_queue(3, 3, 0.05, 100.0, 70.0, 0.35)
    runs = np.array([_simulated(3, 3, 0.05, 100.0, 70.0, 0.35, 8000, seed) for seed in range(12)])
    error = runs.std(axis=0, ddof=1) / math.sqrt(len(runs))
    expected = np.array([exact.p_abandon, exact.mean_wait_s, exact.occupancy, exact.chat_load])
    assert (np.abs(runs.mean(axis=0) - expected) <= 4 * error).all(), (runs.mean(axis=0), expected, error)
    assert (error < 0.04 * expected).all()


def test_with_overload_and_patience_nearly_all_slots_are_full():
    chats = chat_queue(3, 2, 1.0, 100.0, 50.0, 0.35)
    assert chats.p_wait == pytest.approx(1.0, abs=1e-9)
    served = 3 * 2 * chat_speed(2, 0.35) / 100.0
    assert chats.p_abandon == pytest.approx(1 - served / 1.0, rel=1e-6)
    assert chats.mean_chat_s == pytest.approx(135.0, rel=1e-6)


def test_a_chat_that_nobody_shares_takes_its_work_only():
    chats = chat_queue(8, 3, 1e-6, 100.0, 60.0, 0.35)
    assert chats.mean_chat_s == pytest.approx(100.0, rel=1e-4)
    assert chats.p_wait == pytest.approx(0.0, abs=1e-12)


def test_the_speed_is_that_of_the_model():
    assert [round(k * chat_speed(k, 0.35), 2) for k in (1, 2, 3)] == [1.0, 1.48, 1.76]
    assert 5 * chat_speed(5, 1.0) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: chat_queue(2, 2, 0.03, 100.0, math.inf, 0.35),
            r"at most 0\.0296296 of 0\.03 arrivals per s can be served: the queue would grow for ever",
        ),
        (lambda: chat_queue(100, 5, 0.03, 100.0, 60.0, 0.35), "100 agents with 5 slots make 96560646 states"),
        (lambda: chat_queue(2, 0, 0.03, 100.0, 60.0, 0.35), "n_slots must be a whole number of at least 1, got 0"),
        (
            lambda: chat_queue(2, 2, 0.03, 100.0, 60.0, -0.1),
            r"slowdown must be a finite number of at least 0, got -0\.1",
        ),
        (lambda: chat_speed(0, 0.35), "chats must be a whole number of at least 1, got 0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
