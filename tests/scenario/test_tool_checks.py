"""Self-service and tools whose settings cannot go together, told by name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario.remarks import remarks
from tests.scenario.test_bot_checks import BASE, Changes, faults

NOTHING = {"gain": 0.0, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0, "asks_supervisor": 1.0}

WRONG: list[tuple[Changes, str]] = [
    (
        {"policy.self_service.knowledge_base": {"covers_on": {"bil": 0.5}}},
        'policy.self_service.knowledge_base.covers_on.bil = bil: there is no topic of this name (did you mean "bill"?)',
    ),
    (
        {"policy.self_service.knowledge_base": {"covers_on": {"bill": 1.5}}},
        "policy.self_service.knowledge_base.covers_on.bill = 1.5: a share lies between 0 and 1",
    ),
    (
        {"world.self_service.looks_on": {"caht": 0.5}},
        'world.self_service.looks_on.caht = caht: there is no channel of this name (did you mean "chat"?)',
    ),
    (
        {"world.self_service.solved_on": {"tech": -0.1}},
        "world.self_service.solved_on.tech = -0.1: a share lies between 0 and 1",
    ),
    (
        {"policy.self_service.status_page": {}},
        "policy.self_service.status_page: a status page tells of incidents, and there are none (null; or "
        "world.incidents: {} sets them, with their defaults)",
    ),
    (
        {"policy.assist": {"teams": ["teem"]}},
        'policy.assist.teams = teem: there is no team of this name (did you mean "team"?)',
    ),
    (
        {"policy.assist": {"teams": []}},
        "policy.assist.teams: nobody has it (null for every team, or policy.assist: null)",
    ),
    (
        {"policy.assist": NOTHING},
        "policy.assist: assist without effect: neither speed nor quality nor asking for supervisors changes, and it "
        "writes no summaries (policy.assist: null, or a gain above 0)",
    ),
    (
        {"policy.assist": {"top_from": 3.0}},
        "policy.assist.top_from = 3: nobody is a novice (below 6 months) and long there (at least 6, or a smaller "
        "novice_below)",
    ),
    (
        {"world.topics": {"bill": {}}, "policy.sorting.classifier": {}},
        "policy.sorting.classifier.correct = 0.9: every channel has one topic: there is nothing to mix up "
        "(policy.sorting.classifier: null, or several world.topics)",
    ),
]


@pytest.mark.parametrize(("changes", "told"), WRONG)
def test_what_cannot_be_is_told_by_name(changes: Changes, told: str) -> None:
    assert faults(changes) == [told]


@pytest.mark.parametrize(
    "path",
    [
        "policy.self_service.knowledge_base.covers",
        "policy.self_service.status_page.removes",
        "world.self_service.looks",
        "world.self_service.solved",
        "policy.knowledge.kappa",
        "policy.sorting.classifier.correct",
        "policy.assist.summaries.after_call",
    ],
)
def test_a_share_above_1_is_refused_where_it_stands(path: str) -> None:
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        BASE.with_values({path: 1.01})


@pytest.mark.parametrize(
    "changes",
    [
        {"policy.self_service.status_page": {}, "world.incidents": {}},
        {"policy.self_service.knowledge_base": {"covers": 0.0}},
        {"world.self_service": {"looks": 1.0, "solved_on": {"bill": 1.0}}},
        {"policy.assist": {"teams": ["team"]}},
        {"policy.assist": NOTHING | {"summaries": {}}},
        {"policy.knowledge": {"kappa": 0.0}},
        {"policy.sorting": {"classifier": {}, "correct": 0.8}},
    ],
)
def test_what_fits_together_is_let_through(changes: Changes) -> None:
    assert remarks(BASE.with_values(changes)) == []


def test_a_classifier_that_sorts_worse_than_people_is_worth_a_remark() -> None:
    changes: dict[str, Any] = {"policy.sorting.classifier": {"correct": 0.9}}
    assert remarks(BASE.with_values(changes)) == [
        "policy.sorting.classifier: it sorts 90 % rightly and replaces 100 % by hand or menu (policy.sorting.correct; "
        "0.80 is usual)"
    ]
