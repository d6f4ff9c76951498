"""Load before a simulation reads the same factors of tools and self-service as the engine."""

from __future__ import annotations

import numpy as np
import pytest

from sim.cli.capacity import by_channel, by_team
from sim.engine import simulate
from sim.kpi import measure
from sim.policy.assist import assist_speed
from sim.scenario import Scenario
from sim.study.plan import expected
from tests.desks import always, desk, steady

CALLS = desk({"phone": steady(20.0)}, {"phone": {"talk": always(300.0), "after_call": always(100.0)}}, 6, days=3)
TOOLS = {
    "policy.assist": {"summaries": {}},
    "policy.knowledge": {"kappa": 1.0},
    "policy.teams.team.tenure": 2.0,
}


def test_the_expected_handle_time_is_the_one_that_comes_out() -> None:
    scenario = CALLS.with_values(TOOLS)
    handle_s = 360 * 0.85 / assist_speed(2.0, 0.30, 4.0, 0.01)
    assert np.allclose(expected(scenario).handle_s["phone"], handle_s)
    assert measure(simulate(scenario, 1, 0), scenario).value("handle_time", "phone") == pytest.approx(handle_s)


def test_the_load_of_teams_falls_with_it() -> None:
    plain, helped = (by_team(scenario)[0].load for scenario in (CALLS, CALLS.with_values(TOOLS)))
    assert helped / plain == pytest.approx(0.9 * 0.85 / assist_speed(2.0, 0.30, 4.0, 0.01))


def test_only_those_who_come_count() -> None:
    articles = {"knowledge_base": {"covers": 0.5}}
    habits = {"looks": 0.4, "solved": 0.6, "returns": 0.5}
    scenario = CALLS.with_values({"policy.self_service": articles, "world.self_service": habits})
    (plain,), (less,) = by_channel(CALLS), by_channel(scenario)
    assert less.work_h / plain.work_h == pytest.approx(1 - 0.2 * (1 - 0.4 * 0.5))


def test_a_knowledge_base_leaves_fewer_further_touches() -> None:
    def further(scenario: Scenario) -> float:
        return by_channel(scenario)[0].brings.further

    tickets = CALLS.with_values({"world.resolution": {}})
    assert further(tickets.with_values({"policy.knowledge": {"kappa": 0.0}})) == further(tickets)
    assert further(tickets.with_values({"policy.knowledge": {"kappa": 1.0}})) < further(tickets)
