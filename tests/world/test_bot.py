"""How customers take a bot: what is assumed, and what cannot be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.units import HOUR_S
from sim.world import BotHabits


def test_what_is_assumed_of_customers_is_what_the_model_says() -> None:
    habits = BotHabits()
    assert (habits.engaged, habits.solved, habits.returns) == (0.8, 0.65, 0.85)
    assert (habits.goes_elsewhere, habits.repeating) == (0.7, 0.10)
    assert habits.returns_after.mean_s == 18 * HOUR_S


@pytest.mark.parametrize("name", ["engaged", "solved", "returns", "goes_elsewhere", "repeating"])
@pytest.mark.parametrize(("value", "rule"), [(-0.1, "greater than or equal to 0"), (1.1, "less than or equal to 1")])
def test_a_share_lies_between_0_and_1(name: str, value: float, rule: str) -> None:
    with pytest.raises(ValidationError, match=rule):
        BotHabits.from_mapping({name: value})


def test_a_delay_carries_its_unit() -> None:
    with pytest.raises(ValidationError, match="a duration carries its unit"):
        BotHabits.from_mapping({"returns_after": {"law": "exponential", "mean": 18}})
