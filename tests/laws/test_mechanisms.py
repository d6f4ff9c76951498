"""The random desks are worth their laws: everything that can happen to a contact happens on many of them."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import Any

import pytest

from sim.log import Cause, End, Outcome, Result, Status, TouchEnd
from tests.laws.played import on_random_desks, played


@pytest.mark.parametrize(
    ("table", "column", "kinds"),
    [
        ("issues", "end", End),
        ("contacts", "cause", Cause),
        ("contacts", "outcome", Outcome),
        ("touches", "end", TouchEnd),
        ("touches", "result", Result),
        ("statuses", "status", Status),
    ],
)
def test_everything_that_can_happen_happens_on_many_of_the_random_desks(
    table: str, column: str, kinds: type[IntEnum]
) -> None:
    desks: Counter[int] = Counter()

    @on_random_desks
    def count(mapping: dict[str, Any]) -> None:
        desks.update(set(getattr(played(mapping).log, table)[column].tolist()))

    count()
    assert {kind.name for kind in kinds if desks[kind] < 5} == set()
