"""Remarks on people name the setting, its value and what will not be seen."""

from __future__ import annotations

from typing import Any

import pytest

from sim.policy.assist import Assist
from sim.policy.development import Development
from sim.policy.hiring import Hiring
from sim.policy.knowledge import Knowledge
from sim.scenario.remarks.people import on_people
from sim.world.departures import Departures
from sim.world.learning import Learning


def remarks(days: int = 364, **changes: Any) -> list[str]:
    told: dict[str, Any] = {
        "learning": Learning(),
        "departures": Departures(),
        "development": Development(),
        "hiring": Hiring(),
    }
    return on_people(days, {"callers": 23, "seniors": 3, "nobody": 0}, **{**told, **changes})


def test_a_year_with_the_usual_settings_needs_no_remark() -> None:
    assert remarks() == []


@pytest.mark.parametrize(
    ("days", "changes", "begins"),
    [
        (
            84,
            {},
            [
                "policy.hiring: from a notice to the successor's first day on queue it takes 87 days",
                "world.learning.ramp",
            ],
        ),
        (
            60,
            {"departures": None},
            ["world.learning.ramp_weeks = 4.3: a ramp takes about 90 days, and 60 are simulated"],
        ),
        (364, {"hiring": Hiring(class_size=4)}, ["policy.hiring.class_size = 4: team seniors has 3"]),
        (
            364,
            {"departures": Departures(quits=2.0)},
            ["world.departures.cap = 3: the newest would leave at 4 a year before any exhaustion"],
        ),
        (364, {"departures": Departures(quits=2.0), "assist": Assist()}, []),
        (364, {"departures": Departures(quits=2.0), "assist": Assist(teams=("callers", "seniors"))}, []),
        (
            364,
            {"departures": Departures(quits=2.0), "assist": Assist(teams=("seniors", "nobody"))},
            ["world.departures.cap = 3: the newest in teams without assist would leave at 4 a year before any"],
        ),
        (
            364,
            {"departures": Departures(quits=2.0), "assist": Assist(teams=("nobody",))},
            ["world.departures.cap = 3: the newest would leave at 4 a year before any exhaustion"],
        ),
        (
            364,
            {"departures": Departures(quits=1.2), "assist": Assist(teams=("seniors",), leaving=1.5)},
            ["world.departures.cap = 3: the newest in teams with assist would leave at 3.6 a year before any"],
        ),
        (
            100,
            {"departures": None, "development": Development(intensity=0.5)},
            [
                "world.learning.ramp_weeks = 4.3 (5.38 by policy.development.intensity): a ramp takes about 113 days, "
                "and 100 are simulated: nobody who begins becomes proficient"
            ],
        ),
        (
            60,
            {
                "departures": None,
                "development": Development(intensity=0.5),
                "knowledge": Knowledge(kappa=0.5, ramp=0.2),
            },
            ["world.learning.ramp_weeks = 4.3 (4.84 by policy.development.intensity and policy.knowledge): a ramp"],
        ),
        (80, {"departures": None, "knowledge": Knowledge()}, []),
        (
            60,
            {"departures": None, "learning": Learning(novice=1.0), "development": Development(intensity=0.0)},
            ["world.learning.ramp_weeks = 4.3 (6.45 by policy.development.intensity): a ramp takes about 135 days"],
        ),
        (30, {"learning": None, "departures": Departures(quits=0.0)}, []),
        (30, {"learning": Learning(novice=1.0), "hiring": Hiring(refill=False)}, []),
    ],
)
def test_what_will_not_be_seen_is_said_by_name(days: int, changes: dict[str, Any], begins: list[str]) -> None:
    found = remarks(days, **changes)
    assert len(found) == len(begins)
    assert all(remark.startswith(begin) for remark, begin in zip(found, begins, strict=True))
