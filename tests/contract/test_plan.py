"""The plan is plain arrays, and all that an engine reads: it goes to a file and back and plays to the same log."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine import from_bytes, lower, play, to_bytes
from tests.laws.played import SEED, on_some_random_desks, played, same_log


@on_some_random_desks
def test_a_plan_from_a_file_plays_to_the_same_log(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    _, names = lower(desk.scenario, SEED, 0)
    for part in desk.plan:
        for value in part:
            assert isinstance(value, np.ndarray | int | float | bool), type(value)
            assert not isinstance(value, np.ndarray) or value.dtype != object
    again = from_bytes(to_bytes(desk.plan))
    assert same_log(desk.log, play(again, names))
    for mine, other in zip(desk.plan, again, strict=True):
        for one, two in zip(mine, other, strict=True):
            assert np.array_equal(one, two, equal_nan=np.asarray(one).dtype.kind == "f")
            assert np.asarray(one).dtype == np.asarray(two).dtype
