"""The sentences on what saved wages cost in people, from numbers made by hand."""

from __future__ import annotations

import numpy as np

from sim.scenario import Scenario
from sim.study.of_people import of_people
from sim.study.options import StudyOptions
from sim.study.panel import Key, Panel, Sample
from sim.study.variant import Variant
from tests.study.desk import desk

LOOP = desk().with_values({"calendar.days": 14, "world.exhaustion": {}, "world.departures": {}})
CALM = LOOP.with_values({"world.exhaustion": None})
SERVICE = Key("service_level", "phone", "")
CHANNEL = next(name for name in LOOP.policy.channels if name in LOOP.policy.targets)
BASE = {"staff_cost": 2000.0, "hiring_cost": 0.0, "training_cost": 0.0, "exhaustion": 0.2, "leavers": 1.0}


def samples(changes: dict[str, float], spread: float = 0.0, teams: dict[str, list[float]] | None = None) -> Panel:
    """One variant ``of`` with the base's values plus changes, over two replications that differ by the spread."""
    level = {kpi: value + changes.get(kpi, 0.0) for kpi, value in BASE.items()}
    keys = {Key(kpi, "", ""): [value - spread * value, value + spread * value] for kpi, value in level.items()}
    served = 0.8 + changes.get("service_level", 0.0)
    keys[Key("service_level", CHANNEL, "")] = [served, served]
    keys |= {Key(kpi, "", "callers"): values for kpi, values in (teams or {}).items()}
    return {"of": {key: Sample(np.arange(2), np.array(num), np.ones(2), "") for key, num in keys.items()}}


def told(variants: dict[str, tuple[Scenario, Panel]]) -> tuple[str, ...]:
    found = {name: panel["of"] for name, (_, panel) in variants.items()}
    named = [Variant(name, scenario, name.capitalize()) for name, (scenario, _) in variants.items()]
    return of_people(found, named, StudyOptions(), "EUR")


def test_the_option_that_saves_most_is_told_with_what_it_does_to_people() -> None:
    fewer = {"staff_cost": -400.0, "hiring_cost": 60.0, "exhaustion": 0.05, "leavers": 0.5, "service_level": -0.1}
    (text,) = told(
        {
            "today": (LOOP, samples({})),
            "some": (LOOP, samples({"staff_cost": -100.0})),
            "fewer": (LOOP.with_values({"policy.heads.helpers.plus": -1}), samples(fewer)),
            "dream": (CALM, samples({"staff_cost": -900.0})),  # another world is no choice
        }
    )
    # Two weeks: 400 are 200 a week, and half a leaver more is 13 a year.
    assert text.startswith(
        "“Fewer” saves EUR 200 a week in staff cost against “Today” (EUR 30 more go into hiring and training): "
        "exhaustion 0.250, +0.050, leavers a year 39.1, +13.0, answered within "
    )
    assert text.endswith(f"({CHANNEL}) 70.0 %, −10.0 points.")


def test_differences_carry_the_paired_interval() -> None:
    (text,) = told({"today": (LOOP, samples({})), "fewer": (LOOP, samples({"staff_cost": -1000.0}, 0.1))})
    # Pairs differ by -1100 and -900 in two weeks: -500 +- 12.7062 x 50 a week.
    assert "saves EUR 500 (−135 to 1,135) a week" in text


def test_an_option_that_is_there_without_wear_tells_what_wear_takes() -> None:
    few, calm_few = (one.with_values({"policy.heads.helpers.plus": -1}) for one in (LOOP, CALM))
    variants = {
        "today": (LOOP, samples({})),
        "calm": (CALM, samples({"service_level": 0.05})),
        "few": (few, samples({"service_level": -0.3})),
        "promise": (calm_few, samples({"service_level": -0.1})),
    }
    (text,) = told(variants)
    assert text.startswith("“Few” would have 70.0 % answered within ")
    assert text.endswith(f"({CHANNEL}) if nobody wore out, and has 50.0 %: wear takes 20.0 points.")
    del variants["promise"]
    assert told(variants)[0].startswith("“Today” would have 85.0 %")
    variants["calm"] = (CALM.with_values({"world.people.absence": 0.2}), samples({"service_level": 0.05}))
    assert told(variants) == ()  # more than wear is different there


def test_wear_that_may_be_nothing_is_said_to_be_so() -> None:
    several = samples({"service_level": 0.05})
    uneven = {"of": {**several["of"], SERVICE: Sample(np.arange(2), np.array([0.7, 1.0]), np.ones(2), "")}}
    (text,) = told({"today": (LOOP, samples({})), "calm": (CALM, uneven)})
    assert text.endswith("wear takes 5.0 points (−185.6 to 195.6), which may be nothing.")


def test_teams_that_failed_are_named_and_the_run_went_on() -> None:
    failed = samples({}, teams={"death_spiral": [0.0, 1.0], "empty_days": [3.0, 0.0]})
    assert told({"today": (LOOP, samples({})), "worse": (LOOP, failed)}) == (
        "Overloaded day after day (death spiral): callers in “Worse” (1 of 2 replications). The run went on.",
        "Nobody of the team was left: callers in “Worse” (1.5 days). The run went on.",
    )


def test_nothing_is_said_where_nobody_is_a_person_or_nothing_is_saved() -> None:
    assert told({"today": (desk(), samples({})), "fewer": (desk(), samples({"staff_cost": -100.0}))}) == ()
    assert told({"today": (LOOP, samples({})), "more": (LOOP, samples({"staff_cost": 100.0}))}) == ()
