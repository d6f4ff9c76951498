"""How the sentences of a study write numbers."""

from __future__ import annotations

import math

import pytest

from sim.study.say import duration, interval, number, per_cent, span, tenths


@pytest.mark.parametrize(
    ("seconds", "text"), [(20, "20 s"), (7200, "2 h"), (90, "1 min 30 s"), (0.5, "0.5 s"), (90061, "1 d 1 h 1 min 1 s")]
)
def test_durations_stand_before_their_units(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_numbers_have_a_true_minus_and_a_sign_where_it_is_asked_for() -> None:
    assert number(-1234.5, 1) == "−1,234.5"
    assert number(0.028, 3, signed=True) == "+0.028"
    assert number(math.nan) == "?"
    assert (per_cent(0.8125), per_cent(math.inf)) == ("81.2 %", "?")


def test_an_interval_is_left_out_only_where_there_is_none() -> None:
    assert span(12.0, 14.0, 10.0, unit=" h") == "12 h (10 to 14)"
    assert interval(math.nan, math.nan) == ""
    assert interval(10.0, 10.0) == ""
    assert interval(9.96, 10.04, tenths) == " (10.0 to 10.0)"
