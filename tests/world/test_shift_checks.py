"""A shift meets the hours of its team's channels, and a pause lies in its shift, over midnight too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desks import desk, recorded


def staffed(hours: str, **pause: Any) -> None:
    pauses = {"meal": {"lasts": "30min", **pause}} if pause else {}
    desk(
        {"phone": recorded("09:00:00")},
        60,
        {"team": None},
        policy__shifts={"one": {"team": "team", "agents": 1, "hours": hours, "days": "daily", "pauses": pauses}},
        policy__channels={"phone": {"kind": "live", "open": "08:00-23:00"}},
    )


@pytest.mark.parametrize("hours", ["06:00-08:00", "23:00-06:00"])
def test_a_shift_that_only_touches_the_opening_hours_is_outside_them(hours: str) -> None:
    with pytest.raises(ValueError, match="lies outside the opening hours"):
        staffed(hours)


@pytest.mark.parametrize("hours", ["06:00-08:01", "22:59-06:00"])
def test_a_minute_inside_the_opening_hours_is_inside(hours: str) -> None:
    staffed(hours)


@pytest.mark.parametrize("pause", [{"at": "05:45"}, {"at": "07:00"}, {"at": "05:00", "stagger": "45min"}])
def test_a_pause_that_outlasts_a_night_shift_is_refused(pause: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="lies within the shift"):
        staffed("22:00-06:00", **pause)


@pytest.mark.parametrize("pause", [{"at": "05:30"}, {"at": "22:00"}, {"at": "00:00", "stagger": "5h"}])
def test_a_pause_within_a_night_shift_is_not(pause: dict[str, Any]) -> None:
    staffed("22:00-06:00", **pause)
