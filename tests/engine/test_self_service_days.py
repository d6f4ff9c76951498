"""Customers who look for an answer before they contact anybody: right, wrong, in vain; and word of an incident."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import lower
from sim.engine import play as carry_out
from sim.log import Log, SessionEnd, SessionKind
from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, play, queues, scripted, tickets, work


def chat(*times: str, **more: Any) -> Scenario:
    """Articles before a chat and an email desk, ten minutes of work each; who was misled comes five hours later."""
    return desk(
        {"chat": recorded(*(times or ("09:00:00",))), "email": steady(0)},
        600.0,
        1,
        kinds={"chat": "chat", "email": "async"},
        days=2,
        policy__self_service={"knowledge_base": {"covers": 0.5}},
        world__self_service={"looks": 0.5, "solved": 0.5, "returns_after": always(5 * 3600.0)},
        **more,
    )


def looks(log: Log) -> list[tuple[int, str, str, int, float]]:
    """(issue, kind, end, solved, when) of every session."""
    table = log.sessions
    return [
        (int(issue), SessionKind(int(kind)).name, SessionEnd(int(end)).name, int(solved), float(began))
        for issue, kind, end, solved, began in zip(
            *(table[name] for name in ("issue", "kind", "end", "solved", "began_at")), strict=True
        )
    ]


FOUND: dict[str, Any] = {"kb_looks": YES, "kb_found": YES}


def test_an_answer_that_is_right_ends_the_matter_and_nobody_at_the_desk_ever_hears_of_it() -> None:
    log = scripted(chat(world__resolution=SOLVES), **FOUND, kb_solved=YES)
    assert looks(log) == [(0, "KNOWLEDGE_BASE", "CONTAINED", 1, at(9))]
    assert entries(log) == tickets(log) == work(log) == []
    assert ends(log) == [("RESOLVED", at(9), None)]


def test_who_was_misled_comes_later_for_the_first_time() -> None:
    log = scripted(chat(world__resolution=SOLVES), **FOUND, kb_solved=NO, kb_returns=YES)
    assert looks(log) == [(0, "KNOWLEDGE_BASE", "CONTAINED", 0, at(9))]
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(14), at(14), at(14, 10))]
    assert tickets(log) == [(0, 0, "chat", "FIRST", -1, at(14), at(14))]
    assert ends(log) == [("RESOLVED", at(14, 10), at(14, 10))]


def test_or_stays_away() -> None:
    log = scripted(chat(), **FOUND, kb_solved=NO, kb_returns=NO)
    assert entries(log) == []
    assert ends(log) == [("SILENT", at(9), None)]


def test_who_finds_nothing_comes_at_once() -> None:
    log = scripted(chat(), kb_looks=YES, kb_found=NO)
    assert looks(log) == [(0, "KNOWLEDGE_BASE", "IN_VAIN", 0, at(9))]
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]


def test_who_does_not_look_comes_as_ever() -> None:
    log = scripted(chat(), kb_looks=NO)
    assert looks(log) == []
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]


def test_the_articles_come_before_the_bot_and_who_was_misled_meets_the_bot_when_they_come() -> None:
    bot = {"policy__chatbot": {"chat": {"session": always(120.0), "contains": 0.5}}}
    log = scripted(chat(**bot), **FOUND, kb_solved=NO, kb_returns=YES, bot_engaged=YES, bot_contained=YES,
                   bot_solved=YES)  # fmt: skip
    assert looks(log) == [(0, "KNOWLEDGE_BASE", "CONTAINED", 0, at(9)), (0, "BOT", "CONTAINED", 1, at(14))]
    assert entries(log) == []
    assert ends(log) == [("RESOLVED", at(14, 2), at(14, 2))]


def test_who_found_nothing_meets_the_bot_at_once() -> None:
    bot = {"policy__chatbot": {"chat": {"session": always(120.0), "contains": 0.5}}}
    log = scripted(chat(**bot), kb_looks=YES, kb_found=NO, bot_engaged=YES, bot_contained=NO)
    assert looks(log) == [(0, "KNOWLEDGE_BASE", "IN_VAIN", 0, at(9)), (0, "BOT", "ESCALATED", 0, at(9))]
    assert [row[1:4] for row in entries(log)] == [("FIRST", "ANSWERED", at(9, 2))]


def test_topics_differ_in_what_is_written_and_channels_in_who_reads() -> None:
    scenario = chat("09:00:00", "10:00:00", world__topics={"easy": {}, "hard": {}}).with_values(
        {
            "policy.self_service.knowledge_base.covers_on": {"easy": 0.9, "hard": 0.1},
            "world.self_service.solved_on": {"easy": 0.9, "hard": 0.1},
            "world.self_service.looks_on": {"chat": 0.9},
        }
    )
    log = scripted(scenario, ["chat/easy", "chat/hard"], kb_looks=0.6, kb_found=0.5, kb_solved=0.5)
    assert [row[2:4] for row in looks(log)] == [("CONTAINED", 1), ("IN_VAIN", 0)]
    assert log.sessions["topic"].tolist() == [0, 1]


def test_at_night_too() -> None:
    log = scripted(chat("23:00:00", policy__channels={"chat": {"kind": "chat", "open": "08:00-20:00"},
                                                      "email": {"kind": "async"}}), **FOUND, kb_solved=YES)  # fmt: skip
    assert ends(log) == [("RESOLVED", at(23), None)]


def test_a_misled_customer_goes_behind_those_who_came_before() -> None:
    """Neither the wait since the first attempt nor the due date counts from when they looked."""
    for rule in ("longest_wait", "due"):
        scenario = chat("09:00:00", "13:50:00", "13:55:00", policy__routing={"next_contact": rule},
                        policy__targets={"chat": {"within": "20s"}})  # fmt: skip
        log = scripted(scenario, kb_looks=[[YES], [NO], [NO]], kb_found=YES, kb_solved=NO, kb_returns=YES,
                       talk=[[600.0], [900.0], [600.0]])  # fmt: skip
        answered = {row[0]: row[4] for row in entries(log)}
        assert answered == {1: at(13, 50), 2: at(14, 5), 0: at(14, 15)}


def test_a_backlog_has_come_already_and_does_not_look() -> None:
    scenario = chat("23:00:00", start__backlog={"email": {"contacts": 1}}, world__topics={"any": {}})
    log = play(scenario.with_values({"world.self_service.looks": 1.0}))
    assert 0 not in log.sessions["issue"].tolist()
    assert queues(log)[0] == "email/any"


@pytest.mark.parametrize("told", [True, False])
def test_who_is_told_of_the_incident_does_not_come_and_looks_for_nothing(told: bool) -> None:
    page = {"policy.self_service.status_page": {}, "world.incidents": {"per_week": 1e-9}}
    plan, names = lower(chat().with_values(page | {"world.self_service.looks": 0.0}), 1, 0)
    plan = plan._replace(issues=plan.issues._replace(told=np.full(len(plan.issues.key), told)))
    log = carry_out(plan, names)
    if told:
        assert looks(log) == [(0, "STATUS_PAGE", "CONTAINED", 1, at(9))]
        assert entries(log) == []
        assert ends(log) == [("RESOLVED", at(9), None)]
    else:
        assert looks(log) == []
        assert ends(log) == [("RESOLVED", at(9, 10), at(9, 10))]
