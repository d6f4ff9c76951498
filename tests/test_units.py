"""Durations, times of day, spans and days: as people write them, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import units


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("20s", 20), ("4h", 14400), ("1h30m", 5400), ("15min", 900), ("2d", 172800), ("1.5h", 5400), ("250ms", 0.25)],
)
def test_durations_are_read_with_their_unit(text: str, seconds: float) -> None:
    assert units.parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "20", "s", "20 parsecs", "1h30", "1h-5m", "nans", "-", "-s"])
def test_a_duration_without_a_proper_unit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="written with its unit"):
        units.parse_duration(text)


@pytest.mark.parametrize("text", ["-5s", " - 3d", "-1h30m", "-3", "-.5h", "\u22125s", "-0s"])
def test_a_negative_duration_is_told_that_none_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a duration is never negative$"):
        units.parse_duration(text)


@given(st.one_of(st.integers(0, 10**9).map(float), st.floats(0, 1e7, allow_subnormal=False)))
def test_a_formatted_duration_reads_back_as_the_same_number(seconds: float) -> None:
    assert units.parse_duration(units.format_duration(seconds)) == seconds


@given(st.integers(0, 86400))
def test_a_formatted_time_of_day_reads_back(second: int) -> None:
    assert units.parse_time_of_day(units.format_time_of_day(second)) == second


@pytest.mark.parametrize("text", ["8", "8.30", "24:01", "12:60", "noon"])
def test_a_time_of_day_is_written_with_a_colon(text: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        units.parse_time_of_day(text)


def test_a_span_over_midnight_ends_on_the_next_day() -> None:
    assert units.parse_span("22:00-06:00") == (79200.0, 108000.0)
    assert units.format_span(79200.0, 108000.0) == "22:00-06:00"
    assert units.parse_span("00:00-24:00") == (0.0, 86400.0)
    with pytest.raises(ValueError, match="has a length"):
        units.parse_span("08:00-08:00")


@given(st.sets(st.integers(0, 6), min_size=1))
def test_formatted_weekdays_read_back(days: set[int]) -> None:
    ordered = tuple(sorted(days))
    assert units.parse_days(units.format_days(ordered)) == ordered


def test_weekdays_run_over_the_weekend() -> None:
    assert units.parse_days("sat-mon") == (0, 5, 6)
    with pytest.raises(ValueError, match="mon-fri"):
        units.parse_days("monday")
