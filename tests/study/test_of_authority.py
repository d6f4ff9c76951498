"""The sentences on what a higher limit saves and costs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.of_authority import of_authority
from sim.study.options import StudyOptions
from sim.study.panel import Key, Panel, Sample
from sim.study.variant import Variant
from tests.study.test_authority_frontier import with_values

OPTIONS = StudyOptions(replications=4)
SWAY = np.array([-1.0, -0.5, 0.5, 1.0])
"""Of the four replications, shared by every option; the second option sways half a unit more."""


def values(
    cost: float, delay: float, hung_up: float = 0.0, leakage: float = 0.0, sway: float = 0.0
) -> dict[Key, Sample]:
    """KPIs over two weeks and 100 needs each, in four replications."""
    found = {
        "cost_per_week": (cost + 10 * (1 + sway) * SWAY, 1.0),
        "approval_delay_per_issue": (100 * (delay + (1 + sway) * SWAY), 100.0),
        "approvals_withdrawn": (hung_up / 2 + SWAY, 1.0),
        "approvals_in_vain": (hung_up / 2 + sway * SWAY, 1.0),
        "leakage": (leakage + 10 * sway * SWAY, 1.0),
    }
    of = np.arange(4)
    return {Key(kpi, "", ""): Sample(of, num, np.full(4, den), "") for kpi, (num, den) in found.items()}


def option(name: str, **changes: object) -> Variant:
    days = {"calendar__days": 14}
    return Variant(name, with_values(**days, **changes), title=name.capitalize())


BASE = option("today")
HIGH = option("high", policy__authority__agent=150.0)
NONE = option("none", policy__authority__agent=0.0, policy__authority__senior=0.0)
ANY = option("any", policy__authority__agent=900.0, policy__authority__senior=900.0)


def told(found: Panel, *variants: Variant) -> tuple[str, ...]:
    return of_authority(found, variants, OPTIONS, "EUR")


def test_the_best_sensible_option_is_told_against_the_first_with_paired_intervals() -> None:
    found = {
        "today": values(1000.0, 80.0, 40.0, 100.0),
        "high": values(1200.0, 20.0, 10.0, 300.0, sway=0.5),
        "none": values(900.0, 180.0, 90.0),
        "any": values(2000.0, 0.5, 0.0, 900.0),
    }
    which, against = told(found, BASE, HIGH, NONE, ANY)
    assert which == (
        "Of 4 options of authority, 4 are beaten by no other on time and money, from “None” to “Any”. Sensible: "
        "“High”, which saves at least two thirds of the time that the quickest of them saves, for at most two thirds "
        "of what that costs."
    )
    # Half of the sway is not shared: 0.5 x SWAY x 3.18 / sqrt(4), SWAY with standard deviation 0.91.
    assert against == (
        "“High” saves 60 s (59 s to 61 s) of resolution time per need against “Today”, 15 (15 to 15) fewer customers a "
        "week hang up while a supervisor is asked, and it costs EUR 200 (193 to 207) a week more; EUR 100 (96 to 104) "
        "more is given without need."
    )


def test_nothing_sensible_is_said_to_be_so_and_the_quickest_is_told() -> None:
    found = {"today": values(1000.0, 80.0), "high": values(1500.0, 40.0), "any": values(2000.0, 0.0)}
    which, against = told(found, BASE, HIGH, ANY)
    assert "from “Today” to “Any”; none of them saves at least two thirds" in which
    assert against.startswith("“Any” saves 80 s of resolution time per need against “Today”, and it costs EUR 1,000")


def test_the_first_option_may_be_the_best_and_is_told_against_the_cheapest() -> None:
    found = {"today": values(1000.0, 20.0), "none": values(900.0, 180.0), "any": values(2000.0, 0.0)}
    which, against = told(found, BASE, NONE, ANY)
    assert "Sensible: “Today”, which saves" in which
    assert against.startswith("“Today” saves 160 s of resolution time per need against “None”")


def test_the_cheapest_may_be_as_quick_as_any() -> None:
    found = {"today": values(1000.0, 20.0), "high": values(1100.0, 20.0), "any": values(1200.0, 20.0)}
    (which,) = told(found, BASE, HIGH, ANY)
    assert which.endswith("1 is beaten by no other on time and money: “Today” is the cheapest and as quick as any.")


def test_of_two_options_only_the_difference_is_told_whichever_way_it_goes() -> None:
    found = {"today": values(1000.0, 20.0, 10.0), "none": values(900.0, 180.0, 90.0)}
    (text,) = told(found, BASE, NONE)
    assert text == (
        "“None” adds 160 s of resolution time per need against “Today”, 40 more customers a week hang up while a "
        "supervisor is asked, and it costs EUR 100 a week less."
    )


@pytest.mark.parametrize(
    "variants",
    [
        (BASE,),
        (BASE, option("more", policy__heads__bosses__plus=1)),  # one limit
        (BASE, option("people", policy__heads__team__plus=1)),  # no option of authority
        (option("free", world__concession=None), HIGH),
    ],
    ids=["one", "one limit", "other", "no concession"],
)
def test_nothing_is_said_without_two_limits_to_compare(variants: tuple[Variant, ...]) -> None:
    assert told({one.name: values(1000.0, 20.0) for one in variants}, *variants) == ()


def test_nothing_is_said_where_the_figures_are_missing() -> None:
    assert told({"today": {}, "high": {}}, BASE, HIGH) == ()
    empty = values(1000.0, np.nan)
    assert told({"today": values(1000.0, 20.0), "high": empty}, BASE, HIGH) == ()
