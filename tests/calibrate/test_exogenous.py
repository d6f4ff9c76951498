from __future__ import annotations

import numpy as np
import pytest

from sim.calibrate.exogenous import exogenous_share
from sim.calibrate.history import History
from sim.units import DAY_S, HOUR_S
from tests.calibrate.histories import history_of


def desk(seed: int, because_abandoned: float, because_answered: float, days: int = 56, a_day: float = 0.08) -> History:
    """Customers with habits of their own; some come back within hours because of how the first contact went."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.8, 1.0 / 0.8, 1500) * a_day  # contacts a day, long-tailed
    first = [
        (customer, day * DAY_S + second)
        for customer, number in enumerate(rng.poisson(rate * days))
        for day, second in zip(rng.integers(0, days, number), rng.uniform(9 * HOUR_S, 17 * HOUR_S, number), strict=True)
    ]
    rows, waiting = [], first
    while waiting:
        returned = []
        for customer, at in waiting:
            abandoned = rng.random() < 0.2
            rows.append((customer, at, "abandoned" if abandoned else "answered"))
            if rng.random() < (because_abandoned if abandoned else because_answered):
                returned.append((customer, at + rng.uniform(60.0, 6 * HOUR_S)))
        waiting = [(customer, at) for customer, at in returned if at < days * DAY_S]
    customers, instants, outcomes = zip(*rows, strict=True)
    return history_of(
        np.array(instants),
        outcome=np.array(outcomes),
        customer=np.array(customers),
        n_days=days,
    )


def test_returns_after_each_outcome_are_recovered_within_their_errors() -> None:
    found = exogenous_share(desk(1, 0.5, 0.1))
    assert found is not None
    by_outcome = {item.after: item for item in found.returns}
    for outcome, truth in (("abandoned", 0.5), ("answered", 0.1)):
        item = by_outcome[outcome]
        assert item.because_se < 0.03
        assert abs(item.because - truth) < 3.5 * item.because_se
    # Each contact causes another with probability 0.2 x 0.5 + 0.8 x 0.1 = 0.18; so 82 % arose by themselves.
    assert abs(found.share - 0.82) < 3.5 * found.share_se < 0.06
    assert found.identified_share == 1.0


def test_returns_are_recovered_though_chance_brings_many_back_too() -> None:
    found = exogenous_share(desk(3, 0.4, 0.4, days=42, a_day=0.35))
    assert found is not None
    for item in found.returns:
        assert item.by_chance > 0.25
        assert abs(item.because - 0.4) < 3.5 * item.because_se < 0.06


def test_habits_alone_do_not_look_like_failure() -> None:
    shares = [exogenous_share(desk(seed, 0.0, 0.0)) for seed in range(2, 8)]
    z = [(item.share - 1.0) / item.share_se for item in shares if item is not None]
    assert len(z) == 6
    assert abs(np.mean(z)) < 3.0 / np.sqrt(6)
    assert max(item.share_se for item in shares if item is not None) < 0.015
    assert all(item.returns[1].came_back > 0.05 for item in shares if item is not None)


def test_it_cannot_be_told_without_customers_or_in_a_short_history() -> None:
    created = np.arange(200) * HOUR_S
    assert exogenous_share(history_of(created)) is None
    assert exogenous_share(history_of(created[:150], customer=np.arange(150) % 9, n_days=7)) is None
    assert exogenous_share(history_of(np.arange(0, 20 * 24, 4) * HOUR_S, customer=1)) is not None


def test_only_contacts_within_the_window_count() -> None:
    created = np.concatenate([np.arange(60) * 100.0, np.arange(60) * 100.0 + 2 * DAY_S, [30 * DAY_S]])
    customer = np.concatenate([np.arange(60), np.arange(60), [99]])
    history = history_of(created, customer=customer, n_days=31)
    one, three = exogenous_share(history, DAY_S), exogenous_share(history, 3 * DAY_S)
    assert one is not None
    assert three is not None
    assert one.returns[0].came_back == 0.0
    assert one.share == 1.0
    assert three.returns[0].came_back == pytest.approx(60 / 121, abs=0.01)
