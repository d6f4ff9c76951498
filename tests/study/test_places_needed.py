"""How many hours a team needs where people come and go: occupancy aimed at, and places that are empty."""

from __future__ import annotations

import pytest

from sim.scenario import Scenario
from sim.study.places_needed import places_needed
from tests.desks import desk, steady
from tests.engine.days import shift


def crew(**changes: object) -> Scenario:
    """Ten callers, who leave after a mean of one year and are replaced after 30 days and 4 weeks of training."""
    return desk(
        {"phone": steady(10)},
        300.0,
        {"team": None},
        days=7,
        policy__shifts={"day": shift("08:00-16:00", agents=10)},
    ).with_values(
        {
            "world.departures": {"quits": 1.0, "early": 0.0},
            "policy.hiring": {"notice": "1d", "lag": {"law": "deterministic", "value": "30d"}},
            "policy.environment.occupancy_target": 0.8,
            **changes,
        }
    )


def test_places_that_are_empty_or_in_training_are_filled_up() -> None:
    found = places_needed(crew(), "team", 80.0, 120.0)
    assert found is not None
    tenure = 365.0 + 1.0
    cycle = tenure + 30.0 + 28.0
    assert found.vacant == pytest.approx(30.0 / cycle, rel=1e-3)
    assert found.training == pytest.approx(28.0 / cycle, rel=1e-3)
    assert found.needed_h == pytest.approx(100.0 * cycle / tenure, rel=1e-3)


def test_assist_lengthens_the_tenure_that_is_counted_on() -> None:
    """A constant rate of one a year, half of it for those who have been there for less than all the years there are."""
    tool = {"teams": ["team"], "novice_below": 1000.0, "top_from": 1000.0, "leaving": 0.5}
    usual, kept = (places_needed(crew(**more), "team", 80.0, 120.0) for more in ({}, {"policy.assist": tool}))
    assert usual is not None
    assert kept is not None
    cycle = 2 * 365.0 + 1.0 + 30.0 + 28.0
    assert kept.vacant == pytest.approx(30.0 / cycle, rel=1e-3)
    assert kept.needed_h < usual.needed_h


def test_without_leavers_it_is_work_over_the_occupancy_aimed_at() -> None:
    tired = crew(**{"world.departures": None, "world.fatigue": {}})
    found = places_needed(tired, "team", 80.0, 120.0)
    assert found is not None
    assert (found.vacant, found.training, found.needed_h) == (0.0, 0.0, pytest.approx(100.0))


def test_a_desk_without_people_has_no_such_line() -> None:
    assert places_needed(crew(**{"world.departures": None}), "team", 80.0, 120.0) is None
