from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.calibrate.special_days import day_scores, special_days
from sim.units import DAY_S
from tests.calibrate.histories import history_of

WEEKDAY = np.tile(np.arange(7), 10)
LEVEL = 100.0 * np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.5, 0.4])[WEEKDAY]


def totals(rng: np.random.Generator, kappa: float = 50.0) -> np.ndarray:
    return rng.negative_binomial(kappa, kappa / (kappa + LEVEL)).astype(np.float64)


def history(counts: np.ndarray, first_date: date = date(2024, 1, 1)):
    created = np.repeat(np.arange(len(counts)) * DAY_S + 36000.0, counts.astype(int))
    return history_of(created, n_days=len(counts), first_date=first_date)


def test_a_planted_holiday_and_a_planted_rush_are_found_and_hardly_anything_else() -> None:
    rng = np.random.default_rng(2)
    planted, others = 0, 0
    for _ in range(40):
        counts = totals(rng)
        counts[17] *= 0.15
        counts[45] *= 2.5
        _, z, _ = day_scores(counts, WEEKDAY)
        found = set(np.flatnonzero(np.abs(z) >= 3.5))
        planted += len(found & {17, 45})
        others += len(found - {17, 45})
    assert planted >= 66  # of 80: a day at 15 % lies about 4.4 robust deviations off, and the cut is 3.5
    assert others <= 28  # of 2720: a hundredth; a normal score would give a twentieth of that


def test_a_day_is_told_with_its_factor_and_the_name_of_a_holiday() -> None:
    counts = totals(np.random.default_rng(3))
    counts[0] = 5.0  # the first of January
    found = special_days(history(counts), country="AT")
    first = found[0]
    assert (first.day, first.date, first.contacts) == (0, date(2024, 1, 1), 5)
    assert "New Year" in first.holiday
    assert first.factor == pytest.approx(5.0 / first.expected)
    assert first.factor < 0.1
    assert first.z < -3.5
    assert first.p_value < 1e-4


def test_the_day_after_a_holiday_is_named_and_an_unknown_country_names_none() -> None:
    counts = totals(np.random.default_rng(3))
    counts[1] = 400.0
    assert special_days(history(counts), country="AT")[0].holiday.startswith("day after")
    assert special_days(history(counts), country="XX")[0].holiday == ""
    assert special_days(history(counts))[0].holiday == ""


def test_two_days_of_a_weekday_say_nothing_about_each_other() -> None:
    counts = np.full(14, 100.0)
    counts[3] = 1000.0
    expected, z, _ = day_scores(counts, WEEKDAY[:14])
    assert np.isnan(expected).all()
    assert not z.any()


def test_the_score_counts_chance_and_the_uncertainty_of_the_median() -> None:
    counts = np.full(21, 100.0)
    counts[10] = 130.0
    expected, z, kappa = day_scores(counts, WEEKDAY[:21])
    assert np.isinf(kappa)
    assert expected[10] == 100.0
    assert z[10] == pytest.approx(30.0 / np.sqrt(100.0 * (1.0 + np.pi / 4.0)))


def test_a_day_cannot_hide_itself_among_three() -> None:
    counts = np.full(21, 100.0) + np.tile([-3.0, 0.0, 3.0], 7)
    counts[10] = 300.0
    expected, z, _ = day_scores(counts, WEEKDAY[:21])
    assert expected[10] == pytest.approx(100.0, abs=3.0)
    assert int(np.argmax(np.abs(z))) == 10
    assert z[10] > 8.0
