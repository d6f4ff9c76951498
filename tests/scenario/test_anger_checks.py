"""Anger and flags whose settings cannot go together, and what is worth a remark although it can."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario.remarks import remarks
from tests.desks import desk, exponential, steady

Changes = dict[str, Any]

BASE = desk(
    {"phone": steady(10), "chat": steady(10), "email": steady(10)},
    exponential(60.0),
    {"team": 3, "others": 1},
    kinds={"chat": "chat", "email": "async"},
    world__topics={"bill": {}, "tech": {}},
    world__anger={},
)
FIRST = {"policy.sentiment.then": "priority", "policy.routing.urgent_first": True}
SENIOR = {"policy.sentiment.then": "senior"}


def faults(changes: Changes) -> list[str]:
    with pytest.raises(ValidationError) as error:
        BASE.with_values(changes)
    return [str(fault) for fault in error.value.errors()[0]["ctx"]["error"].faults]


WRONG: list[tuple[Changes, str]] = [
    (
        {"world.anger.share_on": {"bil": 0.5}},
        'world.anger.share_on.bil = bil: there is no topic of this name (did you mean "bill"?)',
    ),
    ({"world.anger.share_on": {"bill": 1.5}}, "world.anger.share_on.bill = 1.5: a share lies between 0 and 1"),
    (
        {"world.anger.expects_on": {"caht": "1min"}},
        'world.anger.expects_on.caht = caht: there is no channel of this name (did you mean "chat"?)',
    ),
    ({"world.anger.expects_on": {"chat": "0s"}}, "world.anger.expects_on.chat = 0s: longer than 0 s"),
    (
        {**FIRST, "world.anger": None},
        "policy.sentiment: nobody is ever angry: there is no world.anger (null; or world.anger: {})",
    ),
    (
        {**FIRST, "policy.sentiment.channels": ["fone"]},
        'policy.sentiment.channels = fone: there is no channel of this name (did you mean "phone"?)',
    ),
    (
        {**FIRST, "policy.sentiment.channels": []},
        "policy.sentiment.channels = []: it reads on some channel (null for all, or policy.sentiment: null)",
    ),
    (
        {**FIRST, "policy.sentiment.sensitivity": 0.3, "policy.sentiment.specificity": 0.4},
        "policy.sentiment.sensitivity = 0.3 + 0.4: it flags calm customers more often than angry ones: sensitivity + "
        "specificity is less than 1 (at least 1 together)",
    ),
    (
        {"policy.sentiment": {}},
        "policy.sentiment.then = priority: who is flagged is urgent, and urgent contacts do not go first "
        "(policy.routing.urgent_first: true)",
    ),
    (
        SENIOR,
        "policy.sentiment.then = senior: no team is senior (policy.teams.<name>.senior: true; or then: priority)",
    ),
    (
        {**SENIOR, "policy.teams.others": {"skills": {"phone": 1.0}, "senior": True},
         "policy.sentiment.channels": ["phone", "chat"]},
        "policy.sentiment.then = senior: no senior team has the skill chat (add it to the skills of one, or leave chat "
        "out of policy.sentiment.channels)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_a_fault_is_told_with_its_path_its_value_its_rule_and_a_way_out(changes: Changes, message: str) -> None:
    assert faults(changes) == [message]


def test_what_is_out_of_range_is_told_by_its_own_setting() -> None:
    for path, value in (
        ("world.anger.share", 1.5),
        ("world.anger.after_failure", 0.5),
        ("world.anger.handle_time", 0.0),
        ("world.anger.expects_live", "0s"),
        ("policy.sentiment.sensitivity", -0.1),
        ("policy.sentiment.then", "apologise"),
    ):
        with pytest.raises(ValidationError) as error:
            BASE.with_values(FIRST | {path: value})
        assert ".".join(str(part) for part in error.value.errors()[0]["loc"]) == path


def test_seniors_for_one_topic_are_enough() -> None:
    team = {"skills": {"phone/bill": 1.0}, "senior": True}
    found = BASE.with_values(SENIOR | {"policy.teams.others": team, "policy.sentiment.channels": ["phone"]})
    assert found.policy.sentiment is not None


def test_flagged_tickets_that_go_before_customers_on_the_line_are_worth_a_remark() -> None:
    assert remarks(BASE.with_values(FIRST)) == [
        "policy.sentiment: what is flagged on email is urgent, and urgent contacts go before all others, those on "
        "phone and chat too (policy.sentiment.channels says where customers are flagged)"
    ]
    for quiet in (
        {},
        {"policy.sentiment.channels": ["phone", "chat"]},
        {"policy.blending.rule": "preempt"},
    ):
        assert remarks(BASE if not quiet else BASE.with_values(FIRST | quiet)) == []
