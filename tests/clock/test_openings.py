"""Openings of a horizon, and the business clock at their edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from sim.clock import Calendar, OpenHours, WeekCurve, business_seconds
from sim.clock.hours import after_business_seconds

H = 3600.0


def openings(hours: Any, days: int, holidays: tuple[dt.date, ...] = ()) -> list[list[float]]:
    made = Calendar(start=dt.date(2026, 1, 5), days=days, holidays=holidays)
    table = made.openings(OpenHours.model_validate(hours)) / H
    return [[float(opens), float(closes)] for opens, closes in table]


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        ("always", 3, [[0, 72]]),
        ("22:00-06:00", 2, [[0, 6], [22, 30], [46, 48]]),
        ("08:00-12:00,12:00-18:00", 1, [[8, 18]]),
        ("08:00-12:00,14:00-18:00", 1, [[8, 12], [14, 18]]),
        ({"mon": "20:00-06:00", "tue": "04:00-05:00"}, 2, [[20, 30]]),
        ({"sun": "20:00-02:00"}, 1, [[0, 2]]),
        ({"sat": "20:00-02:00"}, 1, []),
    ],
)
def test_openings_are_joined_where_they_touch_and_cut_to_the_horizon(
    hours: Any, days: int, expected: list[list[float]]
) -> None:
    assert openings(hours, days=days) == expected


def test_a_holiday_closes_what_begins_on_it_and_not_what_began_before() -> None:
    assert openings("22:00-06:00", days=3, holidays=(dt.date(2026, 1, 6),)) == [[0, 6], [22, 30], [70, 72]]


def test_a_due_time_at_the_very_end_of_an_opening_is_that_end() -> None:
    table = np.array([[8.0, 12.0], [14.0, 18.0]]) * H
    due = after_business_seconds(table, np.array([8.0, 9.0, 12.5, 14.0, 17.0, 19.0]) * H, 4 * H) / H
    assert due.tolist() == [12, 15, 18, 18, np.inf, np.inf]


def test_what_is_due_at_once_is_due_on_coming_even_when_closed() -> None:
    table = np.array([[8.0, 12.0], [14.0, 18.0]]) * H
    assert (after_business_seconds(table, np.array([9.0, 13.0]) * H, 0.0) / H).tolist() == [9, 13]


def test_without_openings_no_business_time_passes_and_nothing_is_ever_due() -> None:
    nothing = np.empty((0, 2))
    assert business_seconds(nothing, np.array([0.0, 9 * H])).tolist() == [0, 0]
    assert after_business_seconds(nothing, np.array([9 * H]), 60.0).tolist() == [np.inf]


def test_spans_of_one_day_may_touch_but_not_overlap() -> None:
    assert OpenHours.model_validate("08:00-12:00,12:00-18:00").open_s_per_week == 7 * 10 * H
    with pytest.raises(ValueError, match="spans of one day overlap"):
        OpenHours.model_validate("08:00-12:00,11:59-18:00")


def test_a_step_holds_from_its_very_instant_and_the_lowest_level_counts_the_unwritten_morning() -> None:
    curve = WeekCurve.model_validate({"08:00": 4, "12:00": 6})
    assert [curve.at(0, second * H) for second in (7.99, 8, 11.99, 12)] == [0, 4, 4, 6]
    assert (curve.lowest, curve.highest) == (0, 6)
    assert WeekCurve.model_validate({"00:00": 4, "12:00": 6}).lowest == 4


def test_a_curve_over_coarser_intervals_is_the_mean_of_its_steps() -> None:
    curve = WeekCurve.model_validate({"mon": {"08:15": 4, "08:45": 8}, "tue-sun": 0})
    assert curve.sampled(1800.0)[0, 15:19].tolist() == [0, 2, 6, 8]
