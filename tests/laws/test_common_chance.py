"""Common random numbers across every policy of a ticket's journey: a switch moves no customer and no draw.

A draw belongs to (issue, purpose, occurrence, channel), wherever a plan keeps it: in the issue's own columns or in the
pool. A policy may bring a purpose of its own (whether a callback is accepted); it changes none of the others.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.engine import lower, play
from sim.engine.draws import drawer
from sim.engine.plan import Names, Plan
from sim.kpi import measure
from sim.scenario import Scenario
from tests.desks import desk, exponential, steady

Lowered = tuple[Plan, Names]


def lively(**changes: Any) -> Scenario:
    """A phone, chat and email desk whose customers chase, redial, come back, and speak two languages."""
    scenario = desk(
        {name: steady(12.0) for name in ("phone", "chat", "email")},
        exponential(240.0),
        {"team": 3, "seniors": 1},
        kinds={"chat": "chat", "email": "async"},
        patience={"phone": {"law": exponential(120.0)}, "chat": {"law": exponential(90.0), "silent": 0.4}},
        world__topics={"simple": {"share": 2, "urgent": 0.2}, "hard": {"effort": 1.5, "patience": 2.0}},
        world__languages={"german": {"share": 3}, "french": {}},
        world__redial={"phone": {"share": 0.5, "switch": {"chat": 0.2}}, "chat": {"share": 0.5}},
        world__resolution={"return_channels": {"phone": 0.3}, "noticed": exponential(1800.0)},
        world__chase={"per_hour": 1.0, "channels": {"phone": 0.3}, "expects": "10min"},
        world__replies={"customer": exponential(1800.0), "third_party": exponential(1800.0)},
    )
    return scenario.with_values({"policy.teams.seniors.senior": True} | changes)


def plain(**changes: Any) -> Scenario:
    """Nobody comes back and nobody tries again: the desk on which a policy is first to ask for a second draw."""
    nothing = {f"world.{name}": None for name in ("resolution", "chase")}
    return lively(**nothing, **{"world.redial": {}, "world.replies": {}}, **changes)


def waiting(**changes: Any) -> Scenario:
    """Customers chase, and that is all that they do beside waiting and giving up."""
    return lively(**{"world.resolution": None, "world.redial": {}, "world.replies": {}}, **changes)


ANYWHERE: dict[str, dict[str, Any]] = {
    "acknowledge": {"policy.follow_up.acknowledge": True},
    "announce": {"policy.channels.phone.announce": True, "policy.channels.chat.announce": True},
    "callback": {"policy.callback": {"phone": {"offer_above": "30s"}}},
    "chats at once": {"policy.teams.team.chats": 3},
    "close later": {"policy.follow_up.close_after": "1h"},
    "forgotten": {"policy.routing.forgotten_after": {"email": "20min"}},
    "hand over": {"policy.end_of_shift.rule": "hand_over"},
    "heads": {"policy.heads.team.plus": 1},
    "interpreter": {"policy.interpreter": True, "policy.teams.team.languages": ["german"]},
    "kept": {"policy.follow_up.kept": 0.2},
    "languages": {"policy.teams.team.languages": ["german"]},
    "last agent": {"policy.routing.last_agent": "2min"},
    "later": {"policy.channels.phone.later": "email"},
    "link": {"policy.follow_up.link": 0.1},
    "messages": {
        "policy.channels.phone.open": "08:00-20:00",
        "policy.channels.phone.when_closed": "take_message",
        "policy.channels.phone.later": "email",
    },
    "notice": {"policy.follow_up.notice": exponential(60.0)},
    "opening hours": {"policy.channels.phone.open": "09:00-17:00"},
    "preempt": {"policy.blending.rule": "preempt"},
    "promise": {"policy.follow_up.promise": "1h", "policy.follow_up.promise_on": {"email": "30min"}},
    "quality": {"policy.teams.team.quality": 1.2},
    "random agent": {"policy.routing.next_agent": "random"},
    "reminder": {"policy.follow_up.remind_after": "10min", "policy.follow_up.give_up_after": "40min"},
    "sends to": {"policy.channels.phone.sends_to": {"email": 0.3}},
    "seniors": {"policy.teams.seniors.senior": False},
    "sorting": {"policy.sorting": {"correct": 0.7, "warm": True}},
    "tell": {"policy.follow_up.tell": 0.2, "policy.follow_up.timeframe": 0.2},
    "threshold": {"policy.blending.rule": "threshold"},
    "urgent first": {"policy.routing.urgent_first": True},
}
"""Every policy of the journey, by what it is called here."""
CONFIRM = {"policy.follow_up.confirm": True, "policy.follow_up.confirm_detects": 0.5}


def lowered(scenario: Scenario) -> Lowered:
    """The plan of one replication."""
    return lower(scenario, 3, 1)


def who_comes(one: Lowered) -> dict[str, Any]:
    """Every customer: when they come, to which channel, with what, in which language, how urgent, how difficult."""
    plan, names = one
    issues = plan.issues
    return {
        "arrived_at": issues.arrived_at.tolist(),
        "key": issues.key.tolist(),
        "kind": [names.queues[queue] for queue in issues.queue.tolist()],
        "topic": [names.topics[topic] for topic in issues.topic.tolist()],
        "difficulty": issues.difficulty.tolist(),
        "patience": issues.patience_scale.tolist(),
        "place": issues.pool_at.tolist(),
    }


def uses(plan: Plan, purpose: str) -> bool:
    """Whether a plan draws for a purpose."""
    return bool(getattr(plan.draws, purpose).size or getattr(plan.pools, purpose).size)


def same_draws(one: Lowered, other: Lowered, occurrences: int) -> list[str]:
    """The purposes that both plans use; all that both keep, and every draw that can be asked for, is the same."""
    first, second = one[0], other[0]
    common = [purpose for purpose in first.draws._fields if uses(first, purpose) and uses(second, purpose)]
    for purpose in common:
        columns, others = getattr(first.draws, purpose), getattr(second.draws, purpose)
        n = min(columns.shape[1], others.shape[1])
        assert np.array_equal(columns[:, :n], others[:, :n]), purpose
        pool, another = getattr(first.pools, purpose), getattr(second.pools, purpose)
        if pool.size and another.size:
            assert np.array_equal(pool, another), purpose
        draws = drawer(first, purpose), drawer(second, purpose)
        n_channels = len(one[1].channels)
        for issue, index, channel in product(range(0, len(first.issues.key), 7), range(occurrences), range(n_channels)):
            assert draws[0](issue, index, channel) == draws[1](issue, index, channel), (purpose, index, channel)
    return common


def purposes_of(plan: Plan) -> set[str]:
    return {purpose for purpose in plan.draws._fields if uses(plan, purpose)}


LIVELY = lowered(lively())


@pytest.mark.parametrize("switch", [*ANYWHERE, "confirm"])
def test_a_policy_changes_no_customer_and_no_draw(switch: str) -> None:
    changed = lowered(lively(**(ANYWHERE | {"confirm": CONFIRM})[switch]))
    assert who_comes(changed) == who_comes(LIVELY)
    common = same_draws(LIVELY, changed, occurrences=5)
    assert set(common) == purposes_of(LIVELY[0]), "a policy takes no purpose away"
    assert len(LIVELY[0].issues.key) > 800
