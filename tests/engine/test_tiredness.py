"""Fatigue over an agent's day, brought up to date at every change."""

from __future__ import annotations

import pytest

from sim.engine.tiredness import Doing, Tiredness, fatigue_rules
from sim.world.fatigue import Fatigue, fatigue_after, fatigue_hours, fatigue_shaken

H = 3600.0


def a_day() -> Tiredness:
    tiredness = Tiredness(fatigue_rules(Fatigue()), 2, 0.0)
    tiredness.changes(0, Doing.IDLE, 0.0, 8 * H)
    tiredness.changes(0, Doing.BUSY, 1.0, 8 * H)
    tiredness.changes(0, Doing.BUSY, 3.0, 10 * H)
    tiredness.changes(0, Doing.RESTING, 0.0, 11 * H)
    return tiredness


def test_a_day_is_stepped_through_its_states() -> None:
    tiredness = a_day()
    expected = fatigue_after(fatigue_after(0.0, 2.0, 0.12, 0.02), 1.0, 0.12 * 1.3, 0.02)
    assert tiredness.now(0, 11 * H) == pytest.approx(expected, rel=1e-12)
    assert tiredness.now(0, 11.5 * H) == pytest.approx(expected * 2.718281828459045**-0.4, rel=1e-12)
    tiredness.changes(0, Doing.OFF, 0.0, 12 * H)
    assert tiredness.now(0, 24 * H) == pytest.approx(expected * 2.718281828459045 ** -(0.8 + 0.35 * 12), rel=1e-12)
    assert tiredness.now(1, 24 * H) == 0.0


def test_reading_in_between_changes_nothing() -> None:
    asked, silent = a_day(), a_day()
    for quarter in range(4 * 11, 4 * 20):
        asked.now(0, quarter * H / 4)
    assert asked.now(0, 20 * H) == pytest.approx(silent.now(0, 20 * H), rel=1e-13)


def test_an_angry_customer_shakes_at_once() -> None:
    tiredness = a_day()
    before = tiredness.now(0, 11 * H)
    tiredness.is_shaken(0, 0.5, 0.7, 11 * H)
    assert tiredness.now(0, 11 * H) == fatigue_shaken(before, 0.03, 0.5, 0.7, 0.4, 0.3) > before


def test_the_mean_of_a_day_counts_time_on_duty_alone() -> None:
    tiredness = Tiredness(fatigue_rules(Fatigue()), 1, 0.0)
    tiredness.changes(0, Doing.BUSY, 1.0, 8 * H)
    tiredness.changes(0, Doing.OFF, 0.0, 12 * H)
    assert tiredness.mean_of_day(0, 24 * H) == pytest.approx(fatigue_hours(0.0, 4.0, 0.12, 0.02) / 4.0, rel=1e-12)
    assert tiredness.mean_of_day(0, 48 * H) == 0.0


def test_somebody_new_is_rested() -> None:
    tiredness = a_day()
    tiredness.changes(0, Doing.BUSY, 1.0, 11 * H)
    tiredness.is_new(0, 12 * H)
    assert tiredness.now(0, 12 * H) == 0.0
    assert tiredness.now(0, 13 * H) == pytest.approx(fatigue_after(0.0, 1.0, 0.12, 0.02), rel=1e-12)
    assert tiredness.mean_of_day(0, 13 * H) == pytest.approx(fatigue_hours(0.0, 1.0, 0.12, 0.02), rel=1e-12)


def test_without_fatigue_nobody_tires() -> None:
    tiredness = Tiredness(fatigue_rules(None), 1, 0.0)
    tiredness.changes(0, Doing.BUSY, 4.0, 0.0)
    tiredness.is_shaken(0, 0.0, 0.0, 5 * H)
    assert tiredness.now(0, 9 * H) == 0.0
    assert tiredness.mean_of_day(0, 9 * H) == 0.0
