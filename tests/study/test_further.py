"""What first contacts bring with them, expected beforehand, is what a simulation counts where waits play no part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.log import Cause
from sim.scenario import Scenario
from sim.settings import Typed, load
from sim.study.further import brings
from sim.study.plan import at_once, expected, mean_handle
from sim.theory import containment
from tests.desks import always, desk, exponential, steady

HOUR = 3600.0
NOTHING_ELSE = {"wrong": 0.0, "pending_customer": 0.0, "pending_third_party": 0.0, "recognised": 0.0}


def email(**changes: Any) -> Scenario:
    return desk({"email": steady(40.0)}, always(60.0), 20, kinds={"email": "async"}, days=6, **changes)


def counted(scenario: Scenario, *causes: Cause) -> tuple[float, float]:
    """Contacts of these causes per issue over four replications, of issues that came in the first half."""
    values = []
    for replication in range(4):
        log = simulate(scenario, 1, replication)
        early = np.flatnonzero(np.asarray(log.issues["arrived_at"]) < log.ends_at / 2)
        mine = np.isin(log.contacts["cause"], causes) & (np.asarray(log.contacts["issue"]) <= early.max())
        values.append(mine.sum() / len(early))
    return float(np.mean(values)), float(np.std(values, ddof=1) / 2)


def one_issue(scenario: Scenario) -> Any:
    return brings(scenario, dict.fromkeys(scenario.policy.channels, 1.0), {"email": 60.0, "phone": 120.0})


def test_without_resolution_every_answer_is_the_end() -> None:
    found = one_issue(email())["email"]
    assert (found.first, found.returns, found.further, found.aside, found.work_s) == (1.0, 0.0, 0.0, 0.0, 60.0)


def test_false_solutions_bring_the_geometric_number_of_returns() -> None:
    plain = {**NOTHING_ELSE, "solved": 0.7, "returns": 0.8}
    found = one_issue(email(world__resolution=plain, policy__follow_up={"link": 1.0}))["email"]
    assert found.returns == pytest.approx(0.24 / (1 - 0.24))
    assert found.further == 0.0
    assert found.work_s == pytest.approx(60.0 / (1 - 0.24))


def test_a_return_that_is_not_recognised_takes_longer() -> None:
    plain = {**NOTHING_ELSE, "solved": 0.7, "returns": 0.8}
    found = one_issue(email(world__resolution=plain, policy__follow_up={"link": 0.0}))["email"]
    assert found.work_s == pytest.approx(60.0 + 60.0 * 1.15 * 0.24 / (1 - 0.24))


def test_waits_for_others_bring_further_touches() -> None:
    waiting = {**NOTHING_ELSE, "solved": 0.999999, "returns": 0.0, "pending_third_party": 0.5}
    found = one_issue(email(world__resolution=waiting))["email"]
    assert found.further == pytest.approx(1.0, rel=1e-5)


def test_further_touches_of_a_call_are_on_the_channel_of_later_work() -> None:
    waiting = {**NOTHING_ELSE, "solved": 0.999999, "returns": 0.0, "pending_third_party": 0.5}
    scenario = desk(
        {"phone": steady(1.0), "email": steady(1.0)}, always(60.0), 2, kinds={"email": "async"},
        world__resolution=waiting, policy__channels__phone__later="email",
    )  # fmt: skip
    found = brings(scenario, {"phone": 1.0, "email": 0.0}, {"phone": 120.0, "email": 60.0})
    assert found["phone"].work_s == pytest.approx(120.0)
    assert found["email"].further == pytest.approx(1.0, rel=1e-5)
    assert found["email"].work_s == pytest.approx(60.0, rel=1e-5)


def test_notices_are_counted_where_customers_ask() -> None:
    waiting = {**NOTHING_ELSE, "solved": 0.999999, "returns": 0.0, "pending_third_party": 0.5}
    scenario = email(
        world__resolution=waiting,
        world__chase={"per_hour": 1.0},
        world__replies={"third_party": always(2.5 * HOUR)},
        policy__follow_up={"tell": 1.0, "timeframe": 1.0, "kept": 0.5, "promise": "1h"},
    )
    assert one_issue(scenario)["email"].aside == pytest.approx(0.5 + 0.25, rel=1e-5)  # after 1 h, after 2 h


def test_what_is_expected_is_what_a_simulation_counts() -> None:
    scenario = email(
        world__resolution={"noticed": exponential(HOUR), "returns": 0.8},
        world__replies={
            name: exponential(HOUR) for name in ("customer", "third_party", "internal", "after_reminder", "confirms")
        },
        world__chase={"per_hour": 0.01},
        policy__follow_up={"promise": "1h", "link": 1.0, "confirm": True},
    )
    found = one_issue(scenario)["email"]
    for causes, exact in (
        ((Cause.RECONTACT, Cause.REOPEN), found.returns),
        ((Cause.NEXT_TOUCH, Cause.REPLY), found.further),
        ((Cause.CONFIRM, Cause.NOTICE), found.aside),
    ):
        mean, error = counted(scenario, *causes)
        assert mean == pytest.approx(exact, abs=4 * error + 0.02 * exact), causes


def test_seniors_and_languages_do_not_count_work_twice() -> None:
    scenario = load(Typed(("scenario=support_desk",))).request.scenario
    handle = mean_handle(scenario, "phone", expected(scenario).heads)
    assert handle == pytest.approx(420.0, rel=1e-3)
    spoken = desk(
        {"phone": steady(1.0)}, always(60.0), {"one": 1, "two": 1}, skills={"one": ["phone"], "two": ["phone"]},
        world__languages={"en": {"share": 3}, "fr": {"share": 1}}, policy__teams__one__languages=["en"],
    )  # fmt: skip
    assert mean_handle(spoken, "phone", expected(spoken).heads) == pytest.approx(60.0)
    by_interpreter = spoken.with_values({"policy.interpreter": True, "policy.teams.two.languages": ["en"]})
    assert mean_handle(by_interpreter, "phone", expected(spoken).heads) == pytest.approx(60.0 * (0.75 + 0.25 * 1.35))


def test_a_chat_takes_the_share_of_an_agent_who_has_all_slots_in_use() -> None:
    scenario = load(Typed(("scenario=support_desk",))).request.scenario
    plan = expected(scenario)
    at_a_time = at_once(scenario, "chat", plan.heads)
    assert at_a_time == pytest.approx(3 / (1 + 0.35 * 2))
    assert plan.agent_s["chat"] == pytest.approx(plan.handle_s["chat"] / at_a_time)
    assert at_once(scenario, "phone", plan.heads) == pytest.approx(1.0)


def test_the_load_of_the_reference_desk_is_that_of_the_simulation_within_three_points() -> None:
    from sim.cli.capacity import by_team
    from sim.kpi import measure

    scenario = load(Typed(("scenario=support_desk",))).request.scenario
    teams = by_team(scenario)
    estimated = sum(team.work_h for team in teams) / sum(team.on_queue_h for team in teams)
    simulated = np.mean([measure(simulate(scenario, 7, r), scenario).value("occupancy") for r in range(2)])
    assert estimated == pytest.approx(simulated, abs=0.03)
    assert max(team.load for team in teams) - min(team.load for team in teams) < 0.02


def test_behind_a_bot_come_those_whom_it_passes_on_and_those_whom_it_failed() -> None:
    bot = {"contains": 0.5, "hides_human": 0.2, "hand_off": 1.0}
    habits = {"engaged": 0.8, "solved": 0.6, "returns": 0.85, "repeating": 0.1}
    scenario = desk({"phone": steady(10)}, exponential(120.0), 3)
    fronted = scenario.with_values({"policy.chatbot": {"phone": bot}, "world.bot": habits})
    plain, found = (brings(one, {"phone": 100.0}, {"phone": 120.0})["phone"] for one in (scenario, fronted))
    exact = containment(1.0, 0.5, 0.6, engaged=0.8, returns=0.85, hidden=0.2, after_bot=0.9,
                        after_return=scenario.world.effort["phone"].no_context)  # fmt: skip
    assert (plain.first, plain.returns) == (100.0, 0.0)
    assert found.returns == pytest.approx(100.0 * exact.returns)
    assert found.first + found.returns == pytest.approx(100.0 * exact.contacts)
    assert found.work_s == pytest.approx(plain.work_s * exact.work)
