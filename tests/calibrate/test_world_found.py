from __future__ import annotations

import math

import numpy as np
import pytest

from sim.calibrate.find import find
from sim.calibrate.history import History
from sim.calibrate.world_found import ASSUMED_WORK, plain_name, world_of
from sim.laws import Exponential, Lognormal
from sim.units import DAY_S
from sim.world import ProfileArrivals
from tests.calibrate.histories import history_of, shipped
from tests.calibrate.simulated_desk import recorded


def with_topics(seed: int = 1, size: int = 12000) -> History:
    """Two topics, one of them twice as long, and afternoons a fifth longer; lognormal of cv 0.8 within each."""
    rng = np.random.default_rng(seed)
    created = np.sort(
        rng.integers(0, 28, size) * DAY_S + rng.choice([9.0, 15.0], size) * 3600.0 + rng.uniform(0, 1800, size)
    )
    long = rng.random(size) < 0.3
    afternoon = created % DAY_S > 12 * 3600.0
    base = Lognormal(mean=150.0, cv=0.8).quantile(rng.random(size))
    handle = base * np.where(long, 2.0, 1.0) * np.where(afternoon, 1.2, 1.0)
    return history_of(created, handle_s=handle, topic=np.where(long, "Long one!", "short"), n_days=28)


def test_the_known_desk_is_found_again() -> None:
    world = world_of(find(recorded().history))
    arrivals = world.arrivals["phone"]
    assert isinstance(arrivals, ProfileArrivals)
    assert arrivals.per_week == pytest.approx(2500.0, rel=0.05)
    talk = world.effort["phone"].talk
    assert isinstance(talk, Lognormal)
    assert talk.mean == pytest.approx(200.0, rel=0.05)
    assert talk.cv == pytest.approx(1.0, rel=0.08)
    law = world.patience["phone"].law
    assert isinstance(law, Exponential)
    assert law.mean == pytest.approx(240.0, rel=0.1)
    assert world.patience["phone"].balk < 0.005
    assert list(world.topics) == ["any"]


def test_topics_and_hours_carry_their_part_of_the_spread() -> None:
    world = world_of(find(with_topics()))
    topics, effort = world.topics, world.effort["phone"]
    assert list(topics) == ["long_one", "short"]
    assert topics["long_one"].effort / topics["short"].effort == pytest.approx(2.0, rel=0.05)
    assert topics["long_one"].share_on["phone"] == pytest.approx(0.3, abs=0.02)
    assert effort.by_time.at(0, 15.2 * 3600) / effort.by_time.at(0, 9.2 * 3600) == pytest.approx(1.2, rel=0.05)
    assert effort.by_time.at(0, 3 * 3600) == 1.0
    assert effort.talk.cv == pytest.approx(0.8, rel=0.05)
    mean = sum(topic.share_on["phone"] * topic.effort for topic in topics.values()) * effort.talk.mean_s
    assert mean == pytest.approx(150.0 * 1.3 * 1.1, rel=0.03)


def test_a_draw_from_the_found_world_has_the_moments_of_the_record() -> None:
    findings = find(with_topics())
    effort = findings.channels["phone"].effort
    assert effort is not None
    world = world_of(findings)
    share = np.array([topic.share_on["phone"] for topic in world.topics.values()])
    factor = np.array([topic.effort for topic in world.topics.values()])
    hours = np.array([world.effort["phone"].by_time.at(0, hour * 3600.0) for hour in (9.2, 15.2)])
    product = np.outer(factor, hours).ravel()
    weight = np.outer(share, [0.5, 0.5]).ravel()
    talk = world.effort["phone"].talk
    second = (weight * product**2).sum() * (1.0 + talk.cv**2)
    assert math.sqrt(second / (weight * product).sum() ** 2 - 1.0) == pytest.approx(effort.cv, rel=0.05)


def test_what_was_not_seen_stands_as_assumed() -> None:
    tickets = history_of(np.arange(60) * 21600.0, handle_s=np.nan, mapping=shipped("zendesk"))
    tickets.contacts["channel"] = np.where(np.arange(60) % 2, "email", "fax")
    world = world_of(find(tickets))
    assert world.effort["email"] == ASSUMED_WORK["email"]
    assert world.effort["fax"].talk.mean_s == 330.0
    assert world.patience == {}
    assert world.redial == {}


def test_no_busyness_is_written_where_none_is_seen() -> None:
    even = history_of(np.concatenate([day * DAY_S + np.arange(40) * 900.0 for day in range(28)]))
    arrivals = world_of(find(even)).arrivals["phone"]
    assert isinstance(arrivals, ProfileArrivals)
    assert (arrivals.busyness, arrivals.interval_noise) == (None, None)


def test_special_days_keep_their_date_and_factor() -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(100.0, 42)
    counts[9] = 300
    created = np.repeat(np.arange(42) * DAY_S + 36000.0, counts) + rng.uniform(0.0, 3600.0, counts.sum())
    world = world_of(find(history_of(np.sort(created))))
    assert list(world.special_days) == ["2024-01-10"]
    assert world.special_days["2024-01-10"].factor == pytest.approx(3.0, rel=0.15)
    arrivals = world.arrivals["phone"]
    assert isinstance(arrivals, ProfileArrivals)
    assert arrivals.per_week == pytest.approx(700.0, rel=0.03)


@pytest.mark.parametrize(
    ("raw", "name"), [("Long one!", "long_one"), ("Ärger/Billing 2", "rger_billing_2"), ("?", "other")]
)
def test_names_become_names_of_settings(raw: str, name: str) -> None:
    assert plain_name(raw) == name
