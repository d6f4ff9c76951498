"""Incidents: how many contacts, when, on which channels, and what a status page takes away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.workload import draw
from tests.desks import desk, steady

KNOWN: dict[str, Any] = {"per_week": 5.0, "median_size": 2.0, "spread": 0.0, "decay": "6h"}


def troubled(days: int = 364, start_at: str = "00:00", **more: Any) -> Scenario:
    return desk(
        {"phone": steady(20.0), "email": steady(5.0)},
        60,
        1,
        kinds={"email": "async"},
        days=days,
        calendar__start_at=start_at,
        world__incidents={**KNOWN, **more},
    )


def extra(scenario: Scenario, channel: int = 0, replication: int = 0) -> Any:
    """Instants of the contacts that incidents brought."""
    calm = draw(scenario.with_values({"world.incidents": None}), 1, replication, {})
    found = draw(scenario, 1, replication, {})
    added = ~np.isin(found.key, calm.key) & (found.channel == channel)
    return found.arrived_at[added]


def test_an_incident_brings_size_times_the_mean_rate_times_its_decay() -> None:
    # 260 incidents of 2 x 20 an hour x 6 h = 240 contacts each.
    n = len(extra(troubled()))
    expected = 260 * 240
    assert abs(n - expected) < 4 * (260**0.5 * 240 + expected**0.5)
    assert n == pytest.approx(4 * len(extra(troubled(), channel=1)), rel=0.05)


def test_incidents_touch_their_channels_only() -> None:
    only = troubled(days=28, channels=["email"])
    assert len(extra(only)) == 0
    assert len(extra(only, channel=1)) > 0


def test_a_status_page_tells_its_share_after_its_lag_and_moves_nobody() -> None:
    plain, page = troubled(), {"policy.self_service.status_page": {"removes": 0.5, "after": "6h"}}
    with_page = plain.with_values(page)
    before, after = draw(plain, 1, 0, {}), draw(with_page, 1, 0, {})
    assert np.array_equal(before.key, after.key)
    assert np.array_equal(before.arrived_at, after.arrived_at)
    assert not before.told.any()
    phone = after.channel == 0
    # exp(-1) of the contacts come after the page stands, and half of those know by then.
    told = np.count_nonzero(after.told & phone) / len(extra(plain))
    assert told == pytest.approx(0.5 * np.exp(-1), abs=0.01)
    calm = draw(plain.with_values({"world.incidents": None}), 1, 0, {})
    assert not np.isin(after.key[after.told], calm.key).any()


def test_an_incident_before_the_start_still_brings_contacts_and_none_come_before_it_or_after_the_end() -> None:
    counts = []
    for replication in range(40):
        instants = extra(troubled(days=1, start_at="06:00", per_week=20.0, decay="2d"), replication=replication)
        assert ((instants >= 6 * 3600) & (instants < 86400)).all()
        counts.append(len(instants))
    # In the long run 20 / 168 incidents an hour, each 2 x 20 x 48 contacts: 229 an hour (a little less, since the
    # incidents of only one week back are drawn), for 18 hours.
    per_hour = 20 / 168 * 2 * 20 * 48
    assert 0.75 * 18 * per_hour < np.mean(counts) < 1.15 * 18 * per_hour


def test_contacts_of_incidents_thin_out_with_age() -> None:
    one = troubled(days=2400, per_week=0.02)  # so rare that hardly ever two of them meet
    instants = np.sort(extra(one))
    begins = instants[np.flatnonzero(np.diff(instants, prepend=-1e9) > 3 * 86400)]
    age = instants - begins[np.searchsorted(begins, instants, side="right") - 1]
    assert len(begins) >= 4
    assert age.mean() == pytest.approx(6 * 3600, rel=4 / len(instants) ** 0.5)


def test_another_horizon_keeps_the_contacts_of_the_days_they_share() -> None:
    def weekdays(days: int) -> Any:
        profile = {**steady(20.0), "profile": {"mon-fri": 1}}
        scenario = troubled(days=days).with_values({"world.arrivals.phone": profile})
        return draw(scenario, 1, 0, {}).key

    # Monday to Friday alone has a higher mean rate than the week; an incident is as large in both.
    short, long = weekdays(5), weekdays(7)
    assert np.isin(short, long).all()
    assert len(short) > 0


def test_a_forecast_of_the_same_volume_has_incidents_of_the_same_size() -> None:
    rows = [{"day": "daily", "time": time, "volume": 240} for time in ("00:00", "12:00")]
    forecast = {"source": "forecast", "busyness": None, "rows": rows}
    profile = troubled(days=56)
    n = len(extra(profile))
    assert n > 1000
    assert len(extra(profile.with_values({"world.arrivals.phone": forecast}))) == pytest.approx(n, abs=2)
