"""Tickets and customers on the line share agents: not at all, by interrupting, or by keeping some agents free."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import desk, recorded
from tests.engine.days import at, entries, play, statuses, tickets, work


def blended(emails: tuple[str, ...], calls: tuple[str, ...], rule: str, agents: Any = 1, **more: Any) -> Scenario:
    """Emails of 600 s and calls of 180 s."""
    return desk(
        {"email": recorded(*emails), "phone": recorded(*calls)},
        {"email": 600, "phone": 180},
        agents,
        kinds={"email": "async"},
        policy__blending={"rule": rule} | more.pop("blending", {}),
        **more,
    )


def test_none_finishes_the_ticket_first() -> None:
    log = play(blended(("09:00:00",), ("09:04:00",), "none"))
    assert work(log) == [
        (0, 0, 0, "DONE", "NONE", at(9), at(9, 10)),
        (1, 0, 0, "DONE", "NONE", at(9, 10), at(9, 13)),
    ]


def test_preempt_puts_the_ticket_back_and_resumes_it_with_set_up() -> None:
    log = play(blended(("09:00:00",), ("09:04:00",), "preempt"))
    # 240 s done, 360 s left + 30 s.
    assert work(log) == [
        (0, 0, 0, "PUT_BACK", "NONE", at(9), at(9, 4)),
        (1, 0, 0, "DONE", "NONE", at(9, 4), at(9, 7)),
        (0, 0, 0, "DONE", "NONE", at(9, 7), at(9, 13, 30)),
    ]
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 13, 30)),
        (1, "FIRST", "ANSWERED", at(9, 4), at(9, 4), at(9, 7)),
    ]
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("OPEN", at(9, 4)),
        ("IN_SERVICE", at(9, 7)),
        ("SOLVED", at(9, 13, 30)),
    ]
    assert tickets(log)[0] == (0, 0, "email", "FIRST", -1, at(9), at(9, 13, 30))
    assert log.touches["talk_s"].tolist() == log.touches["agent_s"].tolist() == [240.0, 180.0, 390.0]


def test_every_interruption_costs_set_up_time_again() -> None:
    log = play(blended(("09:00:00",), ("09:04:00", "09:08:00"), "preempt"))
    # Resumed at 09:07 with 390 s; interrupted at 09:08 with 330 s left + 30 s, resumed at 09:11.
    assert [row[3:] for row in work(log) if row[0] == 0] == [
        ("PUT_BACK", "NONE", at(9), at(9, 4)),
        ("PUT_BACK", "NONE", at(9, 7), at(9, 8)),
        ("DONE", "NONE", at(9, 11), at(9, 17)),
    ]


def test_calls_that_wait_are_taken_before_the_ticket_is_resumed_only_if_they_came_first() -> None:
    # The second call finds the agent on the first one and waits; the ticket came before it and is resumed first, which
    # interrupts nothing: the call has been waiting, it does not come now.
    log = play(blended(("09:00:00",), ("09:04:00", "09:05:00"), "preempt"))
    assert [(row[0], row[5]) for row in work(log)] == [
        (0, at(9)),
        (1, at(9, 4)),
        (0, at(9, 7)),
        (2, at(9, 13, 30)),
    ]
    routing = {"next_contact": "priority", "priority": {"email": 2}}
    calls_first = blended(("09:00:00",), ("09:04:00", "09:05:00"), "preempt", policy__routing=routing)
    assert [(row[0], row[5]) for row in work(play(calls_first))] == [
        (0, at(9)),
        (1, at(9, 4)),
        (2, at(9, 7)),
        (0, at(9, 10)),
    ]


def test_an_idle_agent_goes_before_an_interruption() -> None:
    log = play(blended(("09:00:00",), ("09:04:00",), "preempt", agents=2))
    assert [row[2:4] for row in work(log)] == [(0, "DONE"), (1, "DONE")]


def test_the_ticket_begun_last_is_interrupted_first() -> None:
    log = play(blended(("09:00:00", "09:01:00"), ("09:02:00", "09:02:30"), "preempt", agents=2))
    # Agent 1 is free again at 09:05 and resumes the older of the two tickets.
    assert sorted(work(log)) == [
        (0, 0, 0, "PUT_BACK", "NONE", at(9), at(9, 2, 30)),
        (0, 0, 1, "DONE", "NONE", at(9, 5), at(9, 13)),
        (1, 0, 0, "DONE", "NONE", at(9, 5, 30), at(9, 15)),
        (1, 0, 1, "PUT_BACK", "NONE", at(9, 1), at(9, 2)),
        (2, 0, 1, "DONE", "NONE", at(9, 2), at(9, 5)),
        (3, 0, 0, "DONE", "NONE", at(9, 2, 30), at(9, 5, 30)),
    ]


def test_an_interrupted_ticket_goes_at_once_to_a_colleague_who_does_only_tickets() -> None:
    skills = {"both": ["email", "phone"], "writers": ["email"]}
    agents = {"both": 1, "writers": 1}
    log = play(blended(("09:00:00",), ("09:04:00",), "preempt", agents=agents, skills=skills))
    assert work(log) == [
        (0, 0, 0, "PUT_BACK", "NONE", at(9), at(9, 4)),
        (1, 0, 0, "DONE", "NONE", at(9, 4), at(9, 7)),
        (0, 0, 1, "DONE", "NONE", at(9, 4), at(9, 10, 30)),
    ]


def test_who_cannot_take_the_call_is_not_interrupted_and_neither_is_a_call_or_after_work() -> None:
    skills = {"callers": ["phone"], "writers": ["email"]}
    agents = {"callers": 1, "writers": 1}
    calls = ("09:01:00", "09:02:00")
    log = play(blended(("09:00:00",), calls, "preempt", agents=agents, skills=skills))
    assert [(row[0], row[3], row[5]) for row in work(log)] == [
        (0, "DONE", at(9)),
        (1, "DONE", at(9, 1)),
        (2, "DONE", at(9, 4)),
    ]
    filing = blended(("09:00:00",), ("09:10:30",), "preempt").with_values(
        {"world.effort.email.after_call": {"law": "deterministic", "value": "60s"}}
    )
    assert [row[3:] for row in work(play(filing))] == [
        ("DONE", "NONE", at(9), at(9, 11)),
        ("DONE", "NONE", at(9, 11), at(9, 14)),
    ]


def test_a_chat_interrupts_a_ticket_only_if_nobody_has_room_beside_other_chats() -> None:
    scenario = desk(
        {"chat": recorded("09:00:00", "09:02:00", "09:02:10"), "email": recorded("09:01:00")},
        {"chat": 600, "email": 600},
        2,
        kinds={"chat": "chat", "email": "async"},
        policy__teams={"team": {"skills": {"chat": 1.0, "email": 1.0}, "chats": 2}},
        policy__blending={"rule": "preempt"},
    )
    # Issues: 0 the first chat (agent 0), 1 the email (agent 1), 2 the second chat, 3 the third.
    assert [row[:1] + row[2:4] + row[5:6] for row in work(play(scenario))[:5]] == [
        (0, 0, "DONE", at(9)),
        (1, 1, "PUT_BACK", at(9, 1)),
        (2, 0, "DONE", at(9, 2)),
        (3, 1, "DONE", at(9, 2, 10)),
        (1, 1, "DONE", at(9, 12, 10)),
    ]


def test_threshold_begins_a_ticket_only_while_more_agents_are_free_than_are_kept() -> None:
    log = play(blended(("09:00:00", "09:00:10"), ("09:00:20", "09:04:00"), "threshold", agents=2))
    # After the first ticket one agent is kept for calls; the second waits until both are free, at 09:10.
    assert [(row[0], row[2], row[5]) for row in work(log)] == [
        (0, 0, at(9)),
        (2, 1, at(9, 0, 20)),
        (3, 1, at(9, 4)),
        (1, 0, at(9, 10)),
    ]


def test_threshold_counts_free_agents_when_a_call_ends_too() -> None:
    log = play(blended(("09:00:30",), ("09:00:00", "09:00:10"), "threshold", agents=2))
    # At 09:03 the first call ends and one agent is free: kept. At 09:03:10 the second: two are free, and it begins.
    assert [(row[0], row[2], row[5]) for row in work(log)][2] == (2, 1, at(9, 3, 10))
    kept = play(blended(("09:00:30",), ("09:00:00",), "threshold", agents=2, blending={"keep_free": 2}))
    assert entries(kept)[1][2] == "WAITING"
