from __future__ import annotations

import numpy as np
import pytest

from sim.report import observed_against_simulated
from sim.report.charts.chart import Chart
from sim.report.figures import svg
from sim.report.words import NB

HOURS = 7 + 0.5 * np.arange(20)


def chart(observed: np.ndarray, unit: str = "share", totals: tuple[float, float] | None = None) -> Chart:
    middle = np.full(20, 0.10 if unit == "share" else 10.0)
    return observed_against_simulated(
        HOURS,
        observed,
        middle,
        0.5 * middle,
        1.5 * middle,
        what="abandonment",
        unit=unit,
        name="calibration",
        totals=totals,
    )


def test_the_title_counts_the_intervals_inside_the_band() -> None:
    observed = np.where(np.arange(20) < 15, 0.1, 0.3)
    assert chart(observed).title == "Abandonment: 15 of 20 intervals lie inside the band."


def test_the_title_gives_both_totals_and_their_distance() -> None:
    title = chart(np.full(20, 0.1), totals=(0.10, 0.12)).title.replace(NB, " ")
    assert title.startswith("Abandonment: 10.0 % recorded, 12.0 % simulated (+20.0 %)")


def test_intervals_without_records_are_not_judged() -> None:
    observed = np.full(20, 0.1)
    observed[:4] = np.nan
    made = chart(observed)
    assert "16 of 16 intervals" in made.title
    assert made.data["observed"].isna().sum() == 4


@pytest.mark.parametrize("unit", ["share", "s", "calls"])
def test_it_is_drawn_in_every_unit_and_always_the_same(unit: str) -> None:
    observed = np.linspace(5, 15, 20) / (100 if unit == "share" else 1)
    first, again = chart(observed, unit), chart(observed, unit)
    assert svg(first.figure, "x") == svg(again.figure, "x")
    assert list(first.data.columns) == ["from_h", "observed", "simulated", "low", "high"]
