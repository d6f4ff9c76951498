"""Patience by topic: the same customers, more or less patient, and nothing else moved."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine import from_bytes, lower, simulate, to_bytes
from sim.scenario import Scenario

DESK: dict[str, Any] = {
    "title": "two topics",
    "calendar": {"start": "2024-01-01", "days": 2, "at_end": "drain"},
    "world": {
        "arrivals": {"phone": {"source": "profile", "per_week": 3000, "profile": {"daily": {"08:00": 1, "18:00": 0}}}},
        "topics": {"new": {"share": 0.4}, "known": {"share": 0.6}},
        "effort": {"phone": {"talk": {"law": "exponential", "mean": "200s"}}},
        "patience": {"phone": {"law": {"law": "exponential", "mean": "120s"}, "balk": 0.05}},
        "redial": {"phone": {"share": 0.9, "decay": 0.9}},
    },
    "policy": {
        "channels": {"phone": {"kind": "live", "open": {"daily": "08:00-18:00"}}},
        "teams": {"desk": {"skills": {"phone": 1.0}}},
        "heads": {"desk": {"on_queue": 2}},
        "targets": {"phone": {"share": 0.8, "within": "20s"}},
    },
}
BASE = Scenario.from_mapping(DESK)


def test_the_draws_of_one_topic_are_multiplied_and_no_others() -> None:
    plain, _ = lower(BASE, 1, 0)
    hasty, _ = lower(BASE.with_values({"world.topics.new.patience": 0.5}), 1, 0)
    new = plain.issues.topic == 0
    assert np.array_equal(hasty.draws.patience[new], 0.5 * plain.draws.patience[new])
    assert np.array_equal(hasty.draws.patience[~new], plain.draws.patience[~new])
    assert np.array_equal(hasty.pools.patience, plain.pools.patience)
    assert np.array_equal(hasty.issues.patience_scale, np.where(new, 0.5, 1.0))
    assert np.array_equal(hasty.draws.talk, plain.draws.talk)
    assert np.array_equal(hasty.issues.arrived_at, plain.issues.arrived_at)


def test_factors_of_one_cost_nothing_and_change_nothing() -> None:
    plan, _ = lower(BASE, 1, 0)
    assert plan.issues.patience_scale.size == 0
    assert from_bytes(to_bytes(plan)).issues.patience_scale.size == 0


def test_a_factor_for_all_topics_is_a_longer_law_from_the_first_call_to_the_last_redial() -> None:
    # Redials beyond the third read the pools; half the time is exact in binary, so the logs are equal to the bit.
    factors = {"world.topics.new.patience": 0.5, "world.topics.known.patience": 0.5}
    by_topic = simulate(BASE.with_values(factors), 2, 0)
    by_law = simulate(BASE.with_values({"world.patience.phone.law.mean": "60s"}), 2, 0)
    for table in ("contacts", "touches"):
        left, right = getattr(by_topic, table), getattr(by_law, table)
        for column in left:
            assert np.array_equal(np.asarray(left[column]), np.asarray(right[column]), equal_nan=True), column
    attempts = np.bincount(np.asarray(by_topic.contacts["issue"]))
    assert attempts.max() > 4


def test_the_impatient_topic_gives_up_more_often() -> None:
    from sim.log import Outcome

    log = simulate(BASE.with_values({"world.topics.new.patience": 0.3}), 1, 0)
    gone = np.asarray(log.contacts["outcome"]) == Outcome.ABANDONED
    new = np.asarray(log.contacts["queue"]) == list(log.queues).index("phone/new")
    assert gone[new].mean() > 1.3 * gone[~new].mean()
