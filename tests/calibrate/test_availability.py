"""The desk is simulated with known breaks; from its call record alone the share of presence that was there is found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.calibrate import availability as module
from sim.calibrate.availability import _slope, estimate_availability
from sim.calibrate.find import find
from sim.calibrate.replay import Week
from sim.calibrate.tally import Tally
from tests.calibrate.histories import history_of, shipped
from tests.calibrate.simulated_desk import recorded


@pytest.fixture(scope="module")
def found() -> module.Availability:
    estimate = estimate_availability(find(recorded().history), replications=1)
    assert estimate is not None
    return estimate


def test_breaks_that_nobody_recorded_are_found_from_the_queue(found: module.Availability) -> None:
    known = recorded()
    there = find(known.history).presence
    assert there is not None
    truth = (known.hours_paid - known.hours_away) / there.agent_hours
    assert 0.82 < truth < 0.87
    assert 0.005 < found.standard_error < 0.025  # full availability lies more than five errors away
    assert abs(found.factor - truth) < 3.0 * found.standard_error
    assert 1.0 - found.factor > 5.0 * found.standard_error


def test_waits_and_abandonment_match_at_the_factor(found: module.Availability) -> None:
    assert abs(found.abandonment_gap) < 0.05
    assert abs(found.wait_gap) < 0.05
    assert abs(found.abandonment_gap + found.wait_gap) < 0.04
    assert not found.at_limit


def test_the_factor_lies_between_one_that_loses_too_many_and_one_that_loses_too_few(
    found: module.Availability,
) -> None:
    too_few_there = max(factor for factor, gap in found.tried if gap > 0.0)
    enough = min(factor for factor, gap in found.tried if gap <= 0.0)
    assert 0.0 < enough - too_few_there <= 0.004
    assert found.factor in (too_few_there, enough)


def test_fewer_are_lost_the_more_of_them_are_there(found: module.Availability) -> None:
    excess = [gap for _, gap in sorted(found.tried)]
    wide = [gap for factor, gap in sorted(found.tried) if factor in (0.3, 0.8, 1.05, 1.3)]
    assert wide == sorted(wide, reverse=True)
    assert excess[0] > 0.0 > excess[-1]


def test_agents_who_take_no_breaks_are_all_there() -> None:
    estimate = estimate_availability(find(recorded(pauses=False, days=14).history), replications=1)
    assert estimate is not None
    assert abs(estimate.factor - 1.0) < 3.0 * estimate.standard_error < 0.09


def test_a_record_that_no_factor_explains_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_waits(parts: object, factor: float, channel: str, *_: object) -> list[Tally]:
        return [Tally(*(np.zeros((7, 48)) for _ in range(5)))]

    monkeypatch.setattr(module, "simulate_weeks", nobody_waits)
    estimate = estimate_availability(find(recorded(days=7).history), replications=1)
    assert estimate is not None
    assert estimate.at_limit
    assert estimate.abandonment_gap == estimate.wait_gap == -1.0
    assert len(estimate.tried) == 2


def test_of_a_long_history_the_last_weeks_are_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LATEST_DAYS", 7)
    replayed: list[int] = []
    simulate = module.simulate_weeks

    def noted(parts: list[Week], *rest: Any) -> list[Tally]:
        replayed.extend(part.scenario.calendar.start.toordinal() for part in parts)
        return simulate(parts, *rest)

    monkeypatch.setattr(module, "simulate_weeks", noted)
    known = recorded(days=14).history
    estimate = estimate_availability(find(known), replications=1, tolerance=0.1)
    assert estimate is not None
    assert set(replayed) == {known.date_of(known.n_days - 7).toordinal()}


def test_it_cannot_be_found_without_abandonment_names_or_calls() -> None:
    created = np.arange(200) * 3600.0
    assert estimate_availability(find(history_of(created, wait_s=20.0))) is None
    gone = np.where(np.arange(200) % 4 == 0, "abandoned", "answered")
    waits = np.random.default_rng(1).exponential(20.0, 200)
    nameless = find(history_of(created, wait_s=waits, outcome=gone, agent=-1))
    assert nameless.channels["phone"].patience is not None
    assert estimate_availability(nameless) is None
    assert estimate_availability(find(history_of(created, wait_s=waits, mapping=shipped("zendesk")))) is None


def test_the_slope_of_nearly_equal_factors_needs_no_fit_that_warns() -> None:
    close = [(0.5, 0.2), (0.5 + 1e-9, 0.2 - 1e-9), (1.3, -1.0)]
    assert _slope(close, 0.5) == pytest.approx(-1.0, rel=1e-6)
    assert _slope([(0.8, 0.1), (0.8, 0.1)], 0.8) == 0.0
    assert _slope([(0.3, 1.0), (0.8, 0.0)], 0.8) == pytest.approx(-2.0)
