from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calibrate.find import find
from sim.calibrate.replay import heads_curve, weeks
from sim.calibrate.world_found import world_of
from sim.workload import expected_heads, expected_rates
from sim.world import ProfileArrivals
from tests.calibrate.histories import history_of
from tests.calibrate.simulated_desk import recorded

OPEN = np.ones((1, 48), dtype=np.bool_)


@given(st.lists(st.floats(1.0, 30.0), min_size=48, max_size=48), st.floats(0.5, 1.2))
def test_whole_heads_add_up_to_the_hours_that_were_there(levels: list[float], factor: float) -> None:
    heads = np.array([levels]) / 0.5  # so that none falls below one and is lifted
    curve = heads_curve(heads, OPEN, 0, 1800.0, factor)
    steps = curve.sampled(600.0)[0]
    assert set(np.unique(steps % 1.0)) == {0.0}
    assert np.abs(np.cumsum(steps) - np.cumsum(np.repeat(heads[0] * factor, 3))).max() <= 0.5 + 1e-9
    assert np.abs(steps - np.repeat(heads[0] * factor, 3)).max() < 1.0 + 1e-9


def test_heads_that_are_whole_stay_as_they_are() -> None:
    heads = np.zeros((1, 48))
    heads[0, 16:36] = 4.0
    curve = heads_curve(heads, OPEN, 2, 1800.0, 1.0)
    assert curve.model_dump() == {"mon-tue,thu-sun": 0.0, "wed": {"00:00": 0.0, "08:00": 4.0, "18:00": 0.0}}


def test_a_closed_interval_has_nobody_and_an_open_one_somebody_if_anybody_was_seen() -> None:
    heads = np.full((1, 48), 0.05)
    is_open = np.zeros((1, 48), dtype=np.bool_)
    is_open[0, 20] = True
    curve = heads_curve(heads, is_open, 0, 1800.0, 1.0)
    assert curve.sampled(1800.0)[0].nonzero()[0].tolist() == [20]
    assert curve.at(0, 10 * 3600.0) == 1.0


def test_weeks_replay_the_contacts_as_they_came_with_the_heads_that_were_there() -> None:
    history = recorded(days=14).history
    findings = find(history)
    parts = list(weeks(findings, history, world_of(findings), recorded=True))
    assert [(part.first_day, part.n_days) for part in parts] == [(0, 7), (7, 7)]
    assert str(parts[1].scenario.calendar.start) == "2024-01-08"
    counted = np.concatenate([expected_rates(part.scenario)["phone"] for part in parts])
    np.testing.assert_array_equal(counted.reshape(14, 48), findings.channels["phone"].profile.counts)
    there = findings.presence
    assert there is not None
    hours = sum(expected_heads(part.with_availability(0.9))["desk"].sum() / 2.0 for part in parts)
    inside = there.heads * np.concatenate([part.open for part in parts])
    assert hours == pytest.approx(0.9 * inside.sum() / 2.0, rel=0.03)


def test_a_forecast_draws_contacts_from_the_profile_and_a_last_week_may_be_short() -> None:
    history = recorded(days=14).history.between(0, 10)
    findings = find(history)
    parts = list(weeks(findings, history, world_of(findings), recorded=False))
    assert [part.n_days for part in parts] == [7, 3]
    assert all(isinstance(part.scenario.world.arrivals["phone"], ProfileArrivals) for part in parts)
    assert expected_rates(parts[0].scenario)["phone"].sum() == pytest.approx(
        findings.channels["phone"].profile.per_week, rel=1e-3
    )


def test_a_history_without_names_cannot_be_staffed() -> None:
    nameless = history_of(np.arange(50) * 3600.0, agent=-1)
    findings = find(nameless)
    with pytest.raises(ValueError, match="nobody's presence"):
        list(weeks(findings, nameless, world_of(findings), recorded=True))
