from __future__ import annotations

import math

import pytest

from sim.report.words import NB, amount, days, difference, duration, interval, listing, number, per_cent, plural


def plain(text: str) -> str:
    return text.replace(NB, " ")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.8134, "share", "81.3 %"),
        (1.0, "share", "100.0 %"),
        (8.44, "s", "8.4 s"),
        (45.2, "s", "45 s"),
        (125, "s", "2 min 5 s"),
        (3600 * 3.25, "s", "3.2 h"),
        (86400 * 3, "s", "3 days"),
        (12340.4, "EUR", "EUR 12,340"),
        (12340.4, "EUR per week", "EUR 12,340 a week"),
        (4.708, "EUR per contact", "EUR 4.71 a contact"),
        (1234, "contacts", "1,234 contacts"),
        (12.345, "h", "12.3 h"),
        (7, "", "7"),
    ],
)
def test_every_amount_carries_its_unit(value: float, unit: str, text: str) -> None:
    assert plain(amount(value, unit, "EUR")) == text


@pytest.mark.parametrize("unit", ["share", "s", "EUR", "EUR per week", "contacts", ""])
def test_what_is_not_there_is_said_to_be_so_in_every_unit(unit: str) -> None:
    for value in (math.nan, math.inf):
        assert amount(value, unit, "EUR") == "n/a"
        assert difference(value, unit, "EUR") == "n/a"
        assert interval(value, 1.0, unit, "EUR") == "n/a"


def test_differences_of_shares_are_points_and_not_per_cent() -> None:
    assert plain(difference(0.0213, "share")) == "+2.1 points"
    assert plain(difference(-0.0213, "share")) == "−2.1 points"
    assert plain(difference(-4457.2, "EUR per week", "EUR")) == "−EUR 4,457 a week"


def test_the_unit_of_an_interval_stands_once() -> None:
    assert plain(interval(0.809, 0.833, "share")) == "80.9 to 83.3 %"
    assert plain(interval(12000, 12500, "EUR per week", "EUR")) == "EUR 12,000 to 12,500 a week"
    assert plain(interval(8, 45, "s")) == "8 s to 45 s"


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    for text in (per_cent(0.5), duration(20), duration(7200), amount(5, "h"), amount(5, "EUR", "EUR")):
        assert " " not in text


def test_zero_has_no_sign_and_thousands_have_commas() -> None:
    assert number(-0.0001, 1) == "0.0"
    assert number(-1234567) == "−1,234,567"


def test_lists_and_weekdays_read_like_speech() -> None:
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert days([0, 1, 2, 3, 4]) == "Monday to Friday"
    assert days([6, 0, 1, 2, 3]) == "Sunday to Thursday"
    assert days([0, 2]) == "Monday and Wednesday"
    assert days([5]) == "Saturday"
    assert days(range(7)) == "every day"
    assert plural(1, "option") == "1 option"
    assert plural(4000, "option") == "4,000 options"
