"""Uniforms belong to (issue, purpose, occurrence): what else is drawn, and how much of it, changes none of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.purposes import purposes
from sim.workload import draw
from tests.laws.played import SEED, on_some_random_desks, played


@on_some_random_desks
def test_more_purposes_and_more_occurrences_change_no_uniform(mapping: dict[str, Any]) -> None:
    scenario = played(mapping).scenario
    few = draw(scenario, SEED, 0, {"talk": 1, "topic": 1})
    many = draw(scenario, SEED, 0, {"patience": 2, "talk": 3, "a purpose of tomorrow": 1, "topic": 1})
    assert np.array_equal(few.key, many.key)
    assert np.array_equal(few.arrived_at, many.arrived_at)
    assert np.array_equal(few.uniforms["topic"], many.uniforms["topic"])
    assert np.array_equal(few.uniforms["talk"][:, 0], many.uniforms["talk"][:, 0])
    assert len(np.unique(few.key)) == len(few.key)


@on_some_random_desks
def test_a_plan_keeps_the_uniforms_on_which_rules_decide_as_they_were_drawn(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    wanted = purposes(desk.scenario)
    decided = {name: one.columns for name, one in wanted.items() if one.laws is None and one.columns}
    drawn = draw(desk.scenario, SEED, 0, decided).uniforms
    for name in set(decided) & set(desk.plan.draws._fields):
        assert np.array_equal(getattr(desk.plan.draws, name), drawn[name])
        assert ((drawn[name] > 0) & (drawn[name] < 1)).all()
