from __future__ import annotations

import numpy as np
import pytest

from sim.calibrate.patience_by_topic import patience_by_topic

FAMILIES = ("exponential", "weibull")


def waits(
    means: dict[str, float], answered_after: dict[str, float], size: int = 6000, seed: int = 9
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Exponential patience by topic, censored by an exponential offered wait by topic."""
    rng = np.random.default_rng(seed)
    topic = rng.choice(list(means), size)
    patience = rng.exponential([means[name] for name in topic])
    offered = rng.exponential([answered_after[name] for name in topic])
    return np.minimum(patience, offered), patience < offered, topic


def test_factors_are_found_whatever_the_place_in_the_queue() -> None:
    # Both topics give up about as often: the impatient one is answered sooner.
    wait, gone, topic = waits({"calm": 400.0, "hasty": 100.0}, {"calm": 200.0, "hasty": 50.0})
    found = patience_by_topic(wait, gone, topic, FAMILIES)
    assert found is not None
    assert found.evident
    factor = {one.name: one.factor for one in found.topics}
    assert factor["calm"] / factor["hasty"] == pytest.approx(4.0, rel=0.12)
    assert found.best.law.mean_s * factor["calm"] == pytest.approx(400.0, rel=0.12)
    counts = {one.name: one.n_waited for one in found.topics}
    assert sum(counts[name] * factor[name] for name in counts) / sum(counts.values()) == pytest.approx(1.0)


def test_topics_that_are_answered_later_are_not_taken_for_less_patient() -> None:
    wait, gone, topic = waits({"early": 300.0, "late": 300.0}, {"early": 40.0, "late": 400.0})
    found = patience_by_topic(wait, gone, topic, FAMILIES)
    assert found is not None
    assert not found.evident
    assert gone[topic == "late"].mean() > 3.0 * gone[topic == "early"].mean()
    assert {one.name: one.factor for one in found.topics}["late"] == pytest.approx(1.0, abs=0.15)


def test_one_topic_or_few_who_gave_up_tell_no_topics_apart() -> None:
    wait, gone, topic = waits({"one": 300.0, "other": 300.0}, {"one": 100.0, "other": 100.0}, size=60)
    assert patience_by_topic(wait, gone, topic, FAMILIES) is None


def test_small_topics_share_a_factor() -> None:
    means = {"big": 300.0, "wide": 150.0, "a": 600.0, "b": 600.0}
    wait, gone, topic = waits(means, dict.fromkeys(means, 100.0), size=8000)
    small = np.isin(topic, ["a", "b"]) & (np.arange(8000) % 10 > 0)
    found = patience_by_topic(wait[~small], gone[~small], topic[~small], FAMILIES)
    assert found is not None
    factor = {one.name: one.factor for one in found.topics}
    assert factor["a"] == factor["b"]
    assert factor["a"] > factor["big"] > factor["wide"]
