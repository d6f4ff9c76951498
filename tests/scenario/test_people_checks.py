"""People whose settings cannot go together, told by name; and what reaches nobody, remarked on."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.engine import simulate
from sim.log import Outcome, Stage
from sim.scenario import Scenario
from sim.scenario.remarks import remarks
from tests.desks import MONDAY, always, desk, steady
from tests.engine.days import shift
from tests.scenario.test_bot_checks import Changes

LONG = {"calendar.days": 400}


def mixed(**changes: Any) -> Scenario:
    """A team of three in a shift, one of heads, and one with a roster."""
    rows = [{"agent": "Ann", "date": MONDAY, "hours": "08:00-16:00"}]
    scenario = desk(
        {"phone": steady(5.0)},
        60.0,
        {"callers": None, "crowd": 2, "named": None},
        policy__shifts={"early": shift("08:00-16:00", 3, "callers")},
        policy__roster={"named": {"rows": rows}},
        policy__development={"hours": 0.0},
    )
    return scenario.with_values(changes)


def faults(changes: Changes) -> list[str]:
    with pytest.raises(ValidationError) as told:
        mixed(**changes)
    return str(told.value.errors()[0]["msg"]).removeprefix("Value error, ").splitlines()


FATIGUE: Changes = {"world.fatigue": {}}
WRONG: list[tuple[Changes, str]] = [
    (
        {**FATIGUE, "policy.development.hours": 38.0, "policy.environment.coaching": 2.0},
        "policy.shifts.early: training and coaching take 40 of 40 hours a week: nothing is left on queue (fewer "
        "policy.development.hours (now 38) or policy.environment.coaching (now 2))",
    ),
    (
        {**FATIGUE, "policy.environment.coaching": 30.0, "policy.shifts.early.off_queue": 0.25},
        "policy.shifts.early: training and coaching take 30 of 40 hours a week and 25 % off queue by the shift itself: "
        "nothing is left on queue (fewer policy.development.hours (now 0) or policy.environment.coaching (now 30) or a "
        "smaller off_queue)",
    ),
    (
        {**FATIGUE, "policy.environment": {"break_every": "30min", "break_lasts": "45min"}},
        "policy.environment.break_lasts = 45min: a break is longer than the 30min of work before it (break_every) (at "
        "most 30min, or a longer break_every)",
    ),
]


@pytest.mark.parametrize(("changes", "told"), WRONG)
def test_what_cannot_be_is_told_by_name(changes: Changes, told: str) -> None:
    assert faults(changes) == [told]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"policy.hiring.lag": {"law": "deterministic", "value": "-3d"}}, "a duration is never negative"),
        ({"policy.hiring.lag": {"law": "uniform", "low": "-3d", "high": "9d"}}, "a duration is never negative"),
        ({"policy.hiring.notice": "-1d"}, "a duration is never negative"),
        ({"policy.environment.break_every": "0s"}, "greater than 0"),
        ({"world.departures": {"quits": 13.0}}, "less than or equal to 12"),
        ({"world.departures": {"quits": 4.0}}, "lies above its cap"),
    ],
)
def test_negative_lags_and_rates_above_the_cap_cannot_be_written(changes: Changes, rule: str) -> None:
    with pytest.raises(ValidationError, match=rule):
        mixed(**changes)


HEADS = "policy.heads: team crowd is staffed by heads, which are nobody in particular: nobody there "
ROSTER = "policy.roster: named: a roster says itself when its people are off queue, and this one has no rows of "


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({}, []),
        ({"world.strain": {}}, ["world.strain: nobody tires (world.fatigue) or wears out (world.exhaustion)"]),
        (FATIGUE, [HEADS + "tires; policy.shifts or policy.roster makes people of them"]),
        ({**FATIGUE, "world.strain": {}, "world.exhaustion": {}}, [HEADS + "tires or wears out; "]),
        ({**FATIGUE, "policy.heads": {}, "policy.shifts.late": shift("08:00-16:00", 1, "crowd")}, []),
        ({**FATIGUE, "policy.development.hours": 2.0}, [HEADS, ROSTER]),
        ({"policy.environment.occupancy_target": 0.8}, []),
        (
            {**FATIGUE, "policy.environment.occupancy_target": 0.9},
            [HEADS, "policy.environment.occupancy_target = 0.9: only `supportsim show` reads it, for the hours"],
        ),
        (
            {"policy.environment.occupancy_target": 0.7},
            ["policy.environment.occupancy_target = 0.7: only `supportsim show` reads it"],
        ),
        (
            {"world.learning": {}, "policy.knowledge": {"kappa": 1.0, "ramp": 0.5}},
            [HEADS, "world.learning.ramp_weeks = 4.3 (2.15 by policy.knowledge): a ramp takes about 45 days"],
        ),
        (
            {"world.departures": {"quits": 2.0}, "policy.assist": {"teams": ["callers"]}, **LONG},
            [HEADS, "world.departures.cap = 3: the newest in teams without assist would leave at 4 a year"],
        ),
        (
            {"world.departures": {"quits": 2.0}, "policy.assist": {"teams": ["callers", "named"]}, **LONG},
            [HEADS],
        ),
        ({"policy.environment.break_every": "2h"}, ["policy.environment.break_every: breaks by rule belong to people"]),
        ({"world.departures": {}, **LONG}, [HEADS + "is absent more often or leaves"]),
        ({"world.learning": {}}, [HEADS + "learns; ", "world.learning.ramp_weeks = 4.3: a ramp takes about 90 days"]),
        (
            {"world.departures": {}, "policy.environment.pay": 0.3, **LONG},
            [HEADS, "world.departures.cap = 3: the newest would leave at 6.67 a year before any exhaustion"],
        ),
        (
            {"world.departures": {"quits": 3.0, "early": 0.0}, "policy.hiring.refill": False, **LONG},
            [HEADS, "policy.hiring.refill = false: of the 3 of team callers about 0.1 are left after 400 days"],
        ),
    ],
)
def test_what_reaches_nobody_is_remarked_on(changes: Changes, begins: list[str]) -> None:
    found = [remark for remark in remarks(mixed(**changes)) if "of team named" not in remark]
    assert len(found) == len(begins), found
    assert all(remark.startswith(begin) for remark, begin in zip(found, begins, strict=True))


def test_a_team_that_leaving_empties_does_not_stop_the_run_and_shows_in_the_log() -> None:
    scenario = desk(
        {"phone": steady(2.0)},
        60.0,
        {"team": None},
        days=200,
        policy__shifts={"early": shift("08:00-16:00", 2)},
        policy__hiring={"refill": False, "notice": "0d", "lag": always(0.0)},
        world__departures={"quits": 12.0, "cap": 12.0},
    )
    log = simulate(scenario, 1, 0)
    assert (log.people["stage"][log.people["day"] == 199] == Stage.VACANT).all()
    assert log.contacts["outcome"][-1] == Outcome.WAITING
    assert any("the team may be empty before the end" in remark for remark in remarks(scenario))
