"""Settings of people: what cannot be is refused with its name, its value and the reason."""

from __future__ import annotations

from typing import Any

import pytest

from sim.declare import Settings
from sim.policy.development import Development, training_index
from sim.policy.environment import Environment, agents_at
from sim.policy.hiring import Hiring, class_starts
from sim.policy.knowledge import Knowledge
from sim.units import DAY_S
from sim.world.departures import Departures
from sim.world.exhaustion import Exhaustion
from sim.world.fatigue import Fatigue
from sim.world.learning import Learning
from sim.world.strain import Strain

ALL: list[type[Settings]] = [
    Learning,
    Knowledge,
    Fatigue,
    Exhaustion,
    Strain,
    Departures,
    Development,
    Hiring,
    Environment,
]


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        (Departures, {"quits": 4.0}, r"the rate of leaving \(quits: 4 a year\) lies above its cap \(cap: 3 a year\)"),
        (Departures, {"quits": 0.5, "cap": 0.4}, r"quits: 0\.5 a year\) lies above its cap \(cap: 0\.4 a year\)"),
        (Departures, {"early_days": 0}, r"early_days\n  Input should be greater than 0"),
        (
            Exhaustion,
            {"recognition": 0.2},
            "the weights of autonomy, support, training, control and recognition add up to at most 1, and here to 1.2",
        ),
        (Exhaustion, {"gain": 1.5}, r"gain\n  Input should be less than or equal to 1"),
        (Fatigue, {"rest_break": -0.1}, r"rest_break\n  Input should be greater than or equal to 0"),
        (Learning, {"novice": 0.9}, r"novice\n  Input should be greater than or equal to 1"),
        (Learning, {"curve": "logistic"}, r"curve\n  Input should be 'exponential' or 'power'"),
        (Learning, {"ramp_weeks": "4w"}, r"ramp_weeks\n  Input should be a valid number"),
        (Hiring, {"lag": {"law": "exponential", "mean": "-3d"}}, "a duration is never negative"),
        (Hiring, {"notice": 14}, 'a duration carries its unit, such as "14s"'),
        (Hiring, {"class_size": 0}, r"class_size\n  Input should be greater than or equal to 1"),
        (Development, {"intensity": 2}, r"intensity\n  Input should be less than or equal to 1"),
        (Environment, {"pay": 0}, r"pay\n  Input should be greater than 0"),
        (Environment, {"occupancy_targt": 0.8}, r"occupancy_targt\n  Extra inputs are not permitted"),
    ],
)
def test_what_cannot_be_is_refused_by_name(kind: type[Settings], values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        kind.from_mapping(values)


@pytest.mark.parametrize("kind", ALL)
def test_every_setting_says_what_it_means_and_reads_back(kind: type[Settings]) -> None:
    assert all(field.description for field in kind.model_fields.values())
    assert kind.from_mapping(kind().to_mapping()) == kind()


def test_days_of_hiring_are_written_as_days() -> None:
    hiring = Hiring.from_mapping({"notice": "30d", "lag": {"law": "lognormal", "mean": "60d", "cv": 0.5}})
    assert (hiring.notice, hiring.lag.mean_s) == (30 * DAY_S, 60 * DAY_S)


def test_training_is_a_full_resource_at_enough_hours() -> None:
    assert [training_index(hours, 4.0) for hours in (0.0, 2.0, 6.0)] == [0.0, 0.5, 1.0]


def test_a_load_and_an_occupancy_to_aim_at_make_a_number_of_agents() -> None:
    assert agents_at(16.0, 0.8) == pytest.approx(20.0)


def test_a_class_starts_when_it_is_full_or_the_first_has_waited_long_enough() -> None:
    assert class_starts(4, 4, 0.0, 28.0)
    assert not class_starts(3, 4, 27.0, 28.0)
    assert class_starts(3, 4, 28.0, 28.0)
    assert not class_starts(0, 1, 99.0, 28.0)
