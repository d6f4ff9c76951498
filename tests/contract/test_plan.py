"""The plan is plain arrays, and all that an engine reads: it goes to a file and back and plays to the same log."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from sim.engine import from_bytes, lower, play, to_bytes
from sim.scenario import Scenario
from tests.strategies import NO_SHRINKING, scenarios


@settings(max_examples=25, phases=NO_SHRINKING)
@given(scenarios())
def test_a_plan_from_a_file_plays_to_the_same_log(scenario: Scenario) -> None:
    plan, names = lower(scenario, 3, 0)
    again = from_bytes(to_bytes(plan))
    for part in plan:
        for value in part:
            assert isinstance(value, np.ndarray | int | float | bool), type(value)
            assert not isinstance(value, np.ndarray) or value.dtype != object
    first, second = play(plan, names), play(again, names)
    for table in ("issues", "contacts", "touches", "duty"):
        for name, column in getattr(first, table).items():
            assert np.array_equal(column, getattr(second, table)[name], equal_nan=column.dtype.kind == "f")
