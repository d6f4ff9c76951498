"""Every routing rule, on a desk where the rules differ: who is taken, and who takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.policy.routing import NextAgent, NextContact, Routing, score
from sim.scenario import Scenario
from tests.desks import always, desk, exponential, recorded, steady

# One agent is busy until 09:10; meanwhile these come, and the rule decides their order.
ARRIVALS = {
    "bank": recorded("09:00:00", "09:03:00"),
    "card": recorded("09:02:00"),
    "sale": recorded("09:04:00"),
}
ORDERS = {
    "fifo": ["card", "bank", "sale"],
    "priority": ["sale", "card", "bank"],
    "longest_wait": ["card", "bank", "sale"],
    "due": ["sale", "card", "bank"],
    "c_mu": ["bank", "sale", "card"],
    "score": ["sale", "card", "bank"],
}


def order_of(scenario: Scenario) -> list[str]:
    log = simulate(scenario, 1, 0)
    contacts = log.contacts
    by_answer = np.argsort(contacts["answered_at"])[1:]
    return [log.channels[log.queue_channel[contacts["queue"][row]]] for row in by_answer]


def one_agent(rule: str) -> Scenario:
    return desk(
        ARRIVALS,
        {"bank": always(600.0), "card": always(300.0), "sale": always(400.0)},
        1,
        policy__routing={
            "next_contact": rule,
            "priority": {"sale": 1, "card": 2, "bank": 3},
            "waiting_cost": {"bank": 6.0, "card": 1.0, "sale": 2.0},
            "weights": {"priority": 2.0},
        },
        policy__targets={"bank": {"within": "15min"}, "card": {"within": "14min"}, "sale": {"within": "1min"}},
    )


@pytest.mark.parametrize("rule", [rule.name.lower() for rule in NextContact])
def test_a_free_agent_takes_the_contact_that_the_rule_puts_first(rule: str) -> None:
    assert order_of(one_agent(rule)) == ORDERS[rule]


def test_the_longest_wait_counts_from_the_first_attempt_and_fifo_from_the_last() -> None:
    def order(rule: str) -> list[int]:
        scenario = desk(
            {"phone": recorded("09:00:00", "09:01:00", "09:05:00")},
            900,
            1,
            patience={"phone": {"law": {"law": "empirical", "values": [120.0, 120.0]}}},
            world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(690.0)}},
            policy__routing={"next_contact": rule},
        )
        contacts = simulate(scenario, 1, 0).contacts
        served = ~np.isnan(contacts["answered_at"])
        return contacts["issue"][served][np.argsort(contacts["answered_at"][served])].tolist()

    # Issue 1 tries at 09:01 and 09:14:30, issue 2 at 09:05 and 09:18:30: both orders begin with issue 1, ...
    assert order("fifo")[:2] == order("longest_wait")[:2] == [0, 1]


def test_reserved_agents_stay_free_for_others() -> None:
    scenario = desk(
        {"vip": recorded("09:02:00"), "other": recorded("09:00:00", "09:01:00")},
        always(600.0),
        2,
        policy__routing={"reserve": {"other": 1}},
    )
    log = simulate(scenario, 1, 0)
    answered = {
        (log.channels[log.queue_channel[queue]], float(entered)): float(at)
        for queue, entered, at in zip(
            log.contacts["queue"], log.contacts["entered_at"], log.contacts["answered_at"], strict=True
        )
    }
    nine = 9 * 3600.0
    assert answered == {
        ("other", nine): nine,
        ("vip", nine + 120): nine + 120,
        # The first agent frees at 09:10, but may not be the last free one; at 09:12 the second one frees too.
        ("other", nine + 60): nine + 720,
    }


TAKERS = {
    "longest_idle": [0, 1, 0, 1],
    "least_occupied": [0, 1, 1, 1],
    "best_skill": [1, 1, 1, 1],
}


@pytest.mark.parametrize("rule", TAKERS)
def test_a_contact_gets_the_agent_that_the_rule_puts_first(rule: str) -> None:
    talk = {"phone": {"law": "empirical", "values": [60.0, 60.0]}}
    scenario = desk(
        {"phone": recorded("09:00:00", "09:10:00", "09:20:00", "09:30:00")},
        talk,
        {"slow": 1, "fast": 1},
        policy__teams={"slow": {"skills": {"phone": 0.5}}, "fast": {"skills": {"phone": 2.0}}},
        policy__routing={"next_agent": rule},
    )
    assert simulate(scenario, 1, 0).touches["agent"].tolist() == TAKERS[rule]


@pytest.mark.parametrize("rule", [rule.name.lower() for rule in NextAgent])
def test_whoever_is_chosen_equal_agents_give_the_same_waits(rule: str) -> None:
    """With equal agents the choice moves work between them and changes no customer's wait."""

    def waits(chosen: str) -> list[float]:
        scenario = desk(
            {"phone": steady(60.0)}, exponential(200.0), {"one": 2, "two": 2}, policy__routing={"next_agent": chosen}
        )
        contacts = simulate(scenario, 3, 0).contacts
        return (contacts["answered_at"] - contacts["entered_at"]).tolist()

    np.testing.assert_array_equal(waits(rule), waits("longest_idle"))


def test_random_choices_spread_over_agents_and_over_teams() -> None:
    def shares(rule: str) -> Any:
        scenario = desk(
            {"phone": steady(20.0)},
            exponential(30.0),
            {"one": 1, "three": 3},
            days=14,
            policy__teams={"one": {"skills": {"phone": 1.0}}, "three": {"skills": {"phone": 1.0 + 1e-9}}},
            policy__routing={"next_agent": rule},
        )
        agents = simulate(scenario, 3, 0).touches["agent"]
        return np.bincount(agents, minlength=4) / len(agents)

    assert np.abs(shares("random") - 0.25).max() < 0.03
    assert shares("random_team") == pytest.approx([0.5, 1 / 6, 1 / 6, 1 / 6], abs=0.05)


def test_every_rule_of_the_settings_has_its_number() -> None:
    fields = Routing.model_fields
    assert [rule.name.lower() for rule in NextContact] == list(fields["next_contact"].annotation.__args__)  # type: ignore[union-attr]
    assert [rule.name.lower() for rule in NextAgent] == list(fields["next_agent"].annotation.__args__)  # type: ignore[union-attr]


def test_the_score_weighs_class_age_and_the_last_minute() -> None:
    assert score(2, 30.0, 60.0, 1.5, 2.0, 4.0, 10.0) == 2.0 * 0.5 - 1.5 * 2
    assert score(2, 51.0, 60.0, 1.5, 2.0, 4.0, 10.0) == 2.0 * 51 / 60 - 3.0 + 4.0
