"""The frontier of authority, who is on it, who is sensible, and which options are compared at all."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.study.authority_frontier import authority_options, frontier, limit_of_agent, supervisors
from tests.desks import desk, exponential, steady

ASKING = desk(
    {"phone": steady(10)},
    exponential(60.0),
    {"team": 3, "bosses": 2},
    skills={"team": ["phone"], "bosses": []},
    world__concession={},
    policy__teams={"team": {"skills": {"phone": 1.0}}, "bosses": {"approves": True}},
)


def test_an_option_that_another_beats_on_both_is_not_on_the_frontier() -> None:
    found = frontier(np.array([0.0, 10.0, 12.0, 30.0]), np.array([100.0, 20.0, 50.0, 0.0]))
    assert found.on.tolist() == [True, True, False, True]
    assert (found.cheapest, found.quickest) == (0, 3)
    np.testing.assert_allclose(found.saves, [0.0, 0.8, 0.5, 1.0])
    np.testing.assert_allclose(found.extra, [0.0, 1 / 3, 0.4, 1.0])
    assert found.sensible.tolist() == [False, True, False, False]


def test_a_gain_of_two_per_cent_of_the_time_is_none() -> None:
    cost = np.array([0.0, 10.0, 20.0])
    assert frontier(cost, np.array([100.0, 1.9, 0.0])).on.tolist() == [True, True, False]
    assert frontier(cost, np.array([100.0, 2.1, 0.0])).on.tolist() == [True, True, True]


def test_at_the_same_cost_the_quicker_one_counts() -> None:
    assert frontier(np.array([5.0, 5.0]), np.array([9.0, 1.0])).on.tolist() == [False, True]


@pytest.mark.parametrize(
    ("cost", "time"),
    [
        ([5.0], [1.0]),  # one option
        ([5.0, 9.0], [1.0, 1.0]),  # the cheapest is as quick as any
        ([0.0, 10.0, 20.0], [90.0, 45.0, 0.0]),  # every second saved costs the same
    ],
)
def test_nothing_is_sensible_where_nothing_saves_much_for_a_part_of_the_cost(
    cost: list[float], time: list[float]
) -> None:
    assert not frontier(np.array(cost), np.array(time)).sensible.any()


def with_values(**changes: object) -> Scenario:
    return ASKING.with_values({path.replace("__", "."): value for path, value in changes.items()})


def test_options_of_authority_differ_in_limits_and_supervisors_only() -> None:
    options = [
        ASKING,
        with_values(policy__authority__agent=0.0, policy__authority__senior=0.0),
        with_values(policy__heads__bosses__plus=3, title="More"),
        with_values(policy__heads__team__plus=1),
        with_values(policy__authority__script=0.5),
        with_values(policy__authority__agent=None, policy__authority__senior=None, policy__authority__supervisor=None),
    ]
    assert authority_options(options) == [0, 1, 2, 5]
    assert [limit_of_agent(one) for one in (options[0], options[1], options[5])] == [50.0, 0.0, math.inf]
    assert [supervisors(one) for one in options[:3]] == [2, 2, 5]


def test_there_are_none_where_nobody_needs_a_concession_or_nobody_decides() -> None:
    assert authority_options([with_values(world__concession=None)]) == []
    assert authority_options([with_values(policy__heads__bosses__plus=-2)]) == []


def test_supervisors_on_shifts_are_counted_over_all_of_them() -> None:
    shift = {"team": "bosses", "hours": "08:00-16:00", "days": "mon-fri"}
    mapping = ASKING.to_mapping()
    del mapping["policy"]["heads"]["bosses"]
    mapping["policy"]["shifts"] = {"early": {**shift, "agents": 2}, "late": {**shift, "agents": 1}}
    assert supervisors(Scenario.from_mapping(mapping)) == 3
