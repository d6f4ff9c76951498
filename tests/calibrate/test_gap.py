from __future__ import annotations

import math

import pytest

from sim.calibrate.compared import FORECAST, Compared
from sim.calibrate.gap import compared, distance, too, written


def figure(measure: str, observed: float, simulated: float, low: float, high: float) -> Compared:
    return Compared(FORECAST, "all", "all", measure, observed, simulated, low, high)


def test_a_figure_is_told_with_its_unit_its_interval_and_its_distance() -> None:
    assert compared(figure("abandonment", 0.159, 0.179, 0.125, 0.233)) == (
        "seen 15.9 %, simulated 17.9 % (12.5 to 23.3 %), +13 %"
    )
    assert compared(figure("wait_all", 54.7, 57.5, 39.5, 75.4)) == (
        "seen 54.7 s, simulated 57.5 s (39.5 to 75.4 s), +5.1 %"
    )


def test_a_figure_outside_its_interval_says_so() -> None:
    assert compared(figure("offered", 7704.0, 8228.0, 8000.0, 8400.0)).endswith("+6.8 %, outside its interval")


@pytest.mark.parametrize(
    ("value", "text"), [(0.128, "+13 %"), (-0.0321, "-3.2 %"), (0.0, "+0.0 %"), (math.nan, "no distance")]
)
def test_a_distance_has_a_sign_and_no_false_precision(value: float, text: str) -> None:
    assert distance(value) == text


def test_too_high_and_too_low_are_said_in_words() -> None:
    assert (too(0.13), too(-0.05), too(math.nan)) == ("13 % too high", "5.0 % too low", "no distance")


def test_nothing_observed_has_no_distance() -> None:
    assert math.isnan(figure("abandonment", 0.0, 0.1, 0.0, 0.2).distance)


def test_contacts_have_no_unit() -> None:
    assert written(7704.2, "offered") == "7,704"
