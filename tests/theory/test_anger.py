"""Angry customers of M/M/n: limits that are known, and the integral by throwing dice."""

from __future__ import annotations

import numpy as np
import pytest

from sim.theory import angry_queue, erlang_c_queue

QUEUE = (3, 51 / 3600, 180.0)


def test_where_waiting_makes_nobody_angry_the_share_stays_and_all_wait_alike() -> None:
    found = angry_queue(*QUEUE, 0.3, 0.0, 60.0)
    wait_s = erlang_c_queue(*QUEUE).mean_wait_s
    assert found.share == pytest.approx(0.3)
    assert found.mean_wait_angry_s == pytest.approx(wait_s)
    assert found.mean_wait_calm_s == pytest.approx(wait_s)


def test_the_two_waits_add_up_to_that_of_all() -> None:
    found = angry_queue(*QUEUE, 0.12, 0.25, 60.0)
    both = found.share * found.mean_wait_angry_s + (1 - found.share) * found.mean_wait_calm_s
    assert both == pytest.approx(erlang_c_queue(*QUEUE).mean_wait_s)
    assert found.mean_wait_angry_s > found.mean_wait_calm_s


def test_it_is_the_mean_over_waits_thrown_by_dice() -> None:
    agents, per_s, mean_s = QUEUE
    rng, n = np.random.default_rng(1), 400_000
    p_wait = erlang_c_queue(*QUEUE).p_wait
    wait_s = np.where(rng.random(n) < p_wait, rng.exponential(1 / (agents / mean_s - per_s), n), 0.0)
    odds = 0.2 / 0.8 * np.exp(0.8 * np.log2(1 + wait_s / 30.0))
    p = odds / (1 + odds)
    found = angry_queue(*QUEUE, 0.2, 0.8, 30.0)
    assert found.share == pytest.approx(p.mean(), abs=4 * p.std() / n**0.5)
    assert found.mean_wait_angry_s == pytest.approx((wait_s * p).mean() / p.mean(), rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*QUEUE, 0.0, 0.2, 60.0), "share must lie between 0 and 1"),
        ((*QUEUE, 1.2, 0.2, 60.0), "share must lie between 0 and 1"),
        ((*QUEUE, 0.2, -0.2, 60.0), "per_doubling"),
        ((*QUEUE, 0.2, 0.2, 0.0), "expects_s"),
        ((2, 51 / 3600, 180.0, 0.2, 0.2, 60.0), "2 agents cannot serve a load of 2.55"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        angry_queue(*arguments)  # type: ignore[arg-type]
