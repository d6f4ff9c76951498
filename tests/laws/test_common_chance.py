"""Common random numbers across every policy of a ticket's journey: a switch moves no customer and no draw.

A draw belongs to (issue, purpose, occurrence, channel), wherever a plan keeps it: in the issue's own columns or in the
pool. A policy may bring a purpose of its own (whether a callback is accepted); it changes none of the others.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.engine import lower, simulate
from sim.engine.draws import drawer
from sim.engine.plan import Names, Plan
from sim.log import Cause
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
    "chatbot": {"policy.chatbot": {"phone": {"contains": 0.6}, "email": {"hides_human": 0.5}}},
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


OCCURRENCES = 5


def same_draws(one: Lowered, other: Lowered) -> list[str]:
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
        again = pool.size and another.size  # else nothing happens twice, or on another channel than the issue's own
        for issue in range(0, len(first.issues.key), 7):
            own = int(first.queues.channel[first.issues.queue[issue]])
            asked = product(range(OCCURRENCES), range(len(one[1].channels))) if again else [(0, own)]
            for index, channel in asked:
                assert draws[0](issue, index, channel) == draws[1](issue, index, channel), (purpose, index, channel)
    return common


def purposes_of(plan: Plan) -> set[str]:
    return {purpose for purpose in plan.draws._fields if uses(plan, purpose)}


WORLDS = {"lively": lowered(lively()), "plain": lowered(plain()), "waiting": lowered(waiting())}
NEEDS_TICKETS = ("seniors", "forgotten")
"""Without a resolution nobody is passed up, and nothing waits on a live channel; the rest is for every world."""
CASES = [("lively", switch) for switch in [*ANYWHERE, "confirm"]] + [
    (world, switch) for world in ("plain", "waiting") for switch in ANYWHERE
]


@pytest.mark.parametrize(("world", "switch"), CASES)
def test_a_policy_changes_no_customer_and_no_draw(world: str, switch: str) -> None:
    before, make = WORLDS[world], {"lively": lively, "plain": plain, "waiting": waiting}[world]
    after = lowered(make(**(ANYWHERE | {"confirm": CONFIRM})[switch]))
    assert who_comes(after) == who_comes(before)
    common = same_draws(before, after)
    assert set(common) == purposes_of(before[0]), "a policy takes no purpose away"
    assert len(before[0].issues.key) > 800


IDLE: dict[str, dict[str, Any]] = {
    "written out": {"policy.follow_up.kept": 0.9, "policy.routing.last_agent": "0s", "policy.sorting.correct": 1.0},
    "announced to no effect": {"policy.channels.phone.announce": True, "world.patience.phone.announced": 1.0},
    "callbacks after a month": {"policy.callback": {"phone": {"offer_above": "30d"}}},
    "forgotten after a month": {"policy.routing.forgotten_after": {"email": "30d"}},
    "sent elsewhere, nobody": {"policy.channels.phone.sends_to": {"email": 0.0}},
    "sorted as good as right": {"policy.sorting.correct": 1 - 1e-12},
    "interpreter for nobody": {"policy.interpreter": True},
    "messages at a door that is open": {
        "policy.channels.phone.when_closed": "take_message",
        "policy.channels.phone.later": "email",
        "policy.channels.chat.later": "email",
    },
}
"""Policies written down that decide nothing."""


def story(scenario: Scenario) -> dict[str, Any]:
    """What happened, in words that do not depend on the numbers of queues."""
    log = simulate(scenario, 3, 1)
    contacts, issues = dict(log.contacts), dict(log.issues)
    kinds = np.array([queue.removesuffix(" urgent") for queue in log.queues])
    contacts["queue"], issues["queue"] = kinds[contacts["queue"]], kinds[issues["queue"]]
    return {"contacts": contacts, "issues": issues, "tickets": log.tickets, "statuses": log.statuses}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The columns that differ."""
    return [
        f"{table}.{name}"
        for table, columns in one.items()
        for name, column in columns.items()
        if not np.array_equal(column, other[table][name], equal_nan=column.dtype.kind == "f")
    ]


@pytest.mark.parametrize("switch", IDLE)
def test_a_policy_that_decides_nothing_differs_by_exactly_nothing(switch: str) -> None:
    later = {"policy.channels.phone.later": "email", "policy.channels.chat.later": "email"}
    before, after = lively(**later), lively(**(later | IDLE[switch]))
    assert differences(story(before), story(after)) == []


NOTHING: dict[str, dict[str, Any]] = {
    "resolution": {"world.resolution": None, "world.replies": {}},
    "chase": {"world.chase": None},
    "redial": {"world.redial": {}},
    "silence": {"world.patience.chat.silent": 0.0},
    "urgency": {"world.topics.simple.urgent": 0.0},
    "languages": {"world.languages": {"any": {}}},
    "difficulty": {"world.topics.hard.effort": 1.0},
}
"""The worlds in which one thing does not happen."""


@pytest.mark.parametrize("world", NOTHING)
def test_what_happens_in_a_world_changes_only_its_own_draws(world: str) -> None:
    with_it, without = WORLDS["lively"], lowered(lively(**NOTHING[world]))
    mine, others = who_comes(with_it), who_comes(without)
    for what in ("arrived_at", "key", "topic", "patience", "place"):
        assert mine[what] == others[what]
    if world not in ("difficulty",):
        assert same_draws(without, with_it)
        assert mine["difficulty"] == others["difficulty"]
    assert purposes_of(without[0]) <= purposes_of(with_it[0])


@pytest.mark.parametrize("world", ["resolution", "chase", "redial", "silence"])
def test_with_staff_for_everybody_first_contacts_are_the_same_whatever_may_follow(world: str) -> None:
    """So a first touch takes what it takes, whether or not others will follow it."""
    plenty = {"policy.heads.team.on_queue": 150, "policy.heads.seniors.on_queue": 0}

    def first_contacts(scenario: Scenario) -> Any:
        contacts = simulate(scenario, 3, 1).contacts
        first = contacts["contact"] == 0
        return np.stack([contacts[name][first] for name in ("issue", "entered_at", "answered_at", "ended_at")])

    one, other = (first_contacts(lively(**plenty, **changes)) for changes in ({}, NOTHING[world]))
    assert np.array_equal(one, other, equal_nan=True)
    assert np.isfinite(one).mean() > 0.99


@pytest.mark.parametrize(
    ("path", "law", "purpose"),
    [
        ("policy.follow_up.notice", exponential(60.0), "notice_work"),
        ("world.chase.per_hour", 3.0, "chase"),
        ("world.chase.work", exponential(60.0), "chase_work"),
        ("world.effort.chat.talk", exponential(60.0), "talk"),
        ("world.patience.chat.law", exponential(60.0), "patience"),
        ("world.redial.phone.delay", exponential(60.0), "redial_delay"),
        ("world.replies.customer", exponential(60.0), "customer"),
        ("world.resolution.noticed", exponential(60.0), "noticed"),
    ],
)
def test_another_law_changes_the_durations_of_its_purpose_alone(path: str, law: Any, purpose: str) -> None:
    before, after = WORLDS["lively"], lowered(lively(**{path: law}))
    assert who_comes(before) == who_comes(after)
    changed = {
        name
        for part in ("draws", "pools")
        for name in before[0].draws._fields
        if not np.array_equal(getattr(getattr(before[0], part), name), getattr(getattr(after[0], part), name))
    }
    assert changed == {purpose}


ENOUGH: dict[str, Any] = {
    "policy.heads.team.on_queue": 150,
    "policy.heads.seniors.on_queue": 150,
    "policy.teams.seniors.senior": False,
    "policy.teams.team.skills": {"phone/simple": 1.0, "chat/simple": 1.0, "email/simple": 1.0},
    "policy.teams.seniors.skills": {"phone/hard": 1.0, "chat/hard": 1.0, "email/hard": 1.0},
    "policy.sorting": {"correct": 0.5},
    "world.chase": {"per_hour": 10.0, "waking": None, "expects": "0s", "expects_pending": "0s"},
    "policy.follow_up.tell": 0.0,
}
"""Everybody is served at once, half of them at the wrong desk, and whoever waits for a third party asks and asks."""


def matters(scenario: Scenario) -> tuple[dict[int, list[Any]], int]:
    """By issue: every contact at which the matter went on, as (queue, outcome, instants); and how many others."""
    log = simulate(scenario, 3, 1)
    table = log.contacts
    of: dict[int, list[Any]] = {}
    columns = ("issue", "cause", "queue", "outcome", "entered_at", "ended_at")
    others = 0
    for issue, cause, queue, *rest in zip(*(table[name].tolist() for name in columns), strict=True):
        if cause in (Cause.CHASE, Cause.NOTICE):
            others += 1
        else:
            of.setdefault(issue, []).append((cause, log.queues[queue], *(None if at != at else at for at in rest)))
    return of, others


def test_where_there_are_agents_enough_customers_who_ask_move_nothing_else() -> None:
    """The draws of a matter do not count its chases: occurrences belong to (issue, purpose)."""
    asked, chases = matters(lively(**ENOUGH))
    silent, none = matters(lively(**(ENOUGH | {"world.chase": None})))
    assert chases > 100
    assert none == 0
    assert asked == silent


def test_where_there_are_agents_enough_asking_whether_it_is_solved_to_no_effect_brings_the_same_people_back() -> None:
    """What customers do after a solution does not count what they were asked before it."""
    confirm = {
        "policy.follow_up.confirm": True,
        "policy.follow_up.confirm_detects": 0.0,
        "policy.follow_up.close_after": "30d",
        "world.replies.confirms": exponential(1e-3),
    }
    solved = ENOUGH | {"policy.follow_up.close_after": "30d", "policy.follow_up.confirm_work": exponential(1.0)}
    plain, asked = matters(lively(**solved))[0], matters(lively(**(solved | confirm)))[0]

    def ways(contacts: list[Any]) -> list[Any]:
        return [(cause, queue) for cause, queue, *_ in contacts if cause != Cause.CONFIRM]

    morning = [issue for issue in plain if plain[issue][0][3] < 12 * 3600.0]
    assert all(ways(plain[issue]) == ways(asked[issue]) for issue in morning)
    assert sum(len(ways(contacts)) > 1 for contacts in plain.values()) > 200
