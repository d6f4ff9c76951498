"""The grid, week curves, opening hours, the calendar and business time."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.clock import Calendar, OpenHours, WeekCurve, business_seconds, on_grid
from sim.clock.grid import GRID_PER_S, array_on_grid
from sim.clock.hours import after_business_seconds

DAY = 86400.0


@given(st.lists(st.floats(0, 8e9), min_size=2, max_size=20))
def test_sums_of_instants_on_the_grid_do_not_depend_on_their_order(values: list[float]) -> None:
    instants = [on_grid(value / len(values)) for value in values]
    assert sum(instants) == sum(reversed(instants))
    assert all(instant * GRID_PER_S == round(instant * GRID_PER_S) for instant in instants)


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_the_grid_of_an_array_is_the_grid_of_its_elements(values: list[float]) -> None:
    assert array_on_grid(np.array(values)).tolist() == [on_grid(value) for value in values]


def curve(value: Any) -> WeekCurve:
    return WeekCurve.model_validate_json(json.dumps(value))


def test_a_curve_holds_each_step_until_the_next() -> None:
    week = curve({"mon-fri": {"08:00": 4, "12:00": 6, "20:00": 0}, "sat": 2})
    assert [week.at(0, hour * 3600.0) for hour in (7, 8, 11.99, 12, 20)] == [0, 4, 4, 6, 0]
    assert week.at(5, 3.0) == 2
    assert week.at(6, 3.0) == 0
    assert week.sampled(8 * 3600.0)[0].tolist() == [0.0, 5.0, 3.0]


@pytest.mark.parametrize(
    "value", [3, {"08:00": 4, "20:00": 0}, {"mon-fri": {"08:00": 4, "20:00": 0}, "sat": 2}, {"mon": 1, "tue-sun": 2}]
)
def test_a_curve_goes_to_yaml_and_back(value: Any) -> None:
    week = curve(value)
    assert curve(week.model_dump(mode="json")) == week


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"mon-fri": 1, "fri": 2}, "names a day that another line names too"),
        ({"8 am": 1}, "time of day"),
        ({"08:00": "four"}, "not a number"),
        ({"08:00": True}, "not a number"),
        ({"someday": 1}, "mon-fri"),
    ],
)
def test_a_wrong_curve_is_refused(value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        curve(value)


def hours(value: Any) -> OpenHours:
    return OpenHours.model_validate_json(json.dumps(value))


@pytest.mark.parametrize(
    "value",
    ["always", "08:00-20:00", {"mon-thu": "08:00-12:00,13:00-17:00", "sat": "closed", "fri,sun": "22:00-02:00"}],
)
def test_hours_go_to_yaml_and_back(value: Any) -> None:
    week = hours(value)
    assert hours(week.model_dump(mode="json")) == week


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1230, "quoted"),
        ("08:00-12:00,11:00-17:00", "overlap"),
        ("8-20", "time of day"),
        ({"mon-fri": "08:00-18:00", "fri": "08:00-14:00"}, "another line"),
    ],
)
def test_wrong_hours_are_refused(value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        hours(value)


def test_openings_join_over_midnight_and_skip_holidays() -> None:
    calendar = Calendar.from_mapping({"start": "2026-01-05", "days": 3, "holidays": ["2026-01-06"]})
    assert calendar.openings(hours("always")).tolist() == [[0.0, DAY], [2 * DAY, 3 * DAY]]
    night = calendar.openings(hours("22:00-06:00"))
    # Sunday night reaches into Monday; Tuesday is a holiday, so no night begins on it.
    assert (night / 3600).tolist() == [[0.0, 6.0], [22.0, 30.0], [70.0, 72.0]]


def test_business_time_counts_open_seconds_and_due_time_inverts_it() -> None:
    openings = np.array([[8.0, 20.0], [32.0, 44.0]]) * 3600
    at = np.array([0.0, 9.0, 20.0, 30.0, 40.0]) * 3600
    assert (business_seconds(openings, at) / 3600).tolist() == [0.0, 1.0, 12.0, 12.0, 20.0]
    due = after_business_seconds(openings, at, 4 * 3600.0) / 3600
    assert due.tolist() == [12.0, 13.0, 36.0, 36.0, 44.0]
    assert after_business_seconds(openings, np.array([43 * 3600.0]), 2 * 3600.0).tolist() == [np.inf]


@given(st.lists(st.floats(0, 172800), min_size=1, max_size=10), st.floats(0.001, 20000))
def test_the_due_time_is_the_first_at_which_the_open_time_has_passed(starts: list[float], open_s: float) -> None:
    openings = np.array([[8.0, 20.0], [32.0, 44.0]]) * 3600
    at = np.array(starts)
    due = after_business_seconds(openings, at, open_s)
    reached = np.isfinite(due)
    passed = business_seconds(openings, due[reached]) - business_seconds(openings, at[reached])
    np.testing.assert_allclose(passed, open_s, rtol=1e-9, atol=1e-9)  # instants of 1e5 s in double precision
    left = business_seconds(openings, np.array([172800.0])) - business_seconds(openings, at[~reached])
    assert (left <= open_s + 1e-9).all()
