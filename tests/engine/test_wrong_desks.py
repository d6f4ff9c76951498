"""Contacts that are put into the wrong queue: noticed and passed on, cold or warm, or handled out of one's depth."""

from __future__ import annotations

from math import exp
from typing import Any

from sim.log import Log
from sim.scenario import Scenario
from tests.desks import always, desk, law, recorded
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, play, queues, scripted, statuses, tickets, work

WRONG = 0.65
"""A uniform that sorts wrong, to the first of the other two topics."""


def topics(*times: str, kind: str = "live", sorting: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """Three topics with an agent each; 600 s of work, 75 s of triage."""
    names = ("a", "b", "c")
    return desk(
        {"desk": recorded(*times)},
        {"desk": {"talk": always(600.0), "no_context": 1.15}},
        dict.fromkeys(names, 1),
        kinds={"desk": kind},
        skills={name: [f"desk/{name}"] for name in names},
        world__topics={name: {} for name in names},
        policy__sorting={"correct": 0.5, "correct_again": 0.9, "detected": 0.5, "triage": "75s"} | (sorting or {}),
        **more,
    )


def sorted_wrong(scenario: Scenario, **draws: Any) -> Log:
    """One contact of topic a, taken for b, and passed on rightly."""
    usual: dict[str, Any] = {"belong": ["desk/a"], "sorting": [WRONG, YES], "detected": YES}
    return scripted(scenario, **usual | draws)


def test_a_wrong_desk_passes_a_caller_on_cold_and_everything_is_said_again() -> None:
    log = sorted_wrong(topics("09:00:00", world__resolution=SOLVES, days=1))
    assert entries(log) == [
        (0, "FIRST", "TRANSFERRED", at(9), at(9), at(9, 1, 15)),
        (0, "TRANSFER", "ANSWERED", at(9, 1, 15), at(9, 1, 15), at(9, 12, 45)),
    ]
    assert queues(log) == ["desk/b", "desk/a"]
    assert work(log) == [
        (0, 0, 1, "TRANSFERRED", "NONE", at(9), at(9, 1, 15)),
        (0, 1, 0, "DONE", "RESOLVED", at(9, 1, 15), at(9, 12, 45)),
    ]
    # Passing it on is no first reply.
    assert tickets(log) == [(0, 0, "desk", "FIRST", -1, at(9), at(9, 1, 15))]
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("OPEN", at(9, 1, 15)),
        ("IN_SERVICE", at(9, 1, 15)),
        ("SOLVED", at(9, 12, 45)),
    ]
    assert ends(log) == [("RESOLVED", at(9, 12, 45), at(9, 12, 45))]


def test_a_wrong_desk_passes_a_ticket_on() -> None:
    log = sorted_wrong(topics("09:00:00", kind="async"))
    assert [row[1:3] for row in entries(log)] == [("FIRST", "TRANSFERRED"), ("TRANSFER", "ANSWERED")]
    assert tickets(log) == [(0, 0, "desk", "FIRST", -1, at(9), at(9, 12, 45))]
    assert statuses(log)[1:3] == [("IN_SERVICE", at(9)), ("OPEN", at(9, 1, 15))]


def test_a_warm_transfer_costs_both_agents_an_introduction_and_nothing_is_said_twice() -> None:
    log = sorted_wrong(topics("09:00:00", sorting={"warm": True, "introduction": "30s"}))
    assert work(log) == [
        (0, 0, 1, "TRANSFERRED", "NONE", at(9), at(9, 1, 45)),
        (0, 1, 0, "DONE", "NONE", at(9, 1, 15), at(9, 11, 45)),
    ]
    assert log.touches["after_call_s"].tolist() == [30.0, 0.0]
    assert [row[2:] for row in entries(log)] == [
        ("TRANSFERRED", at(9), at(9), at(9, 1, 15)),
        ("ANSWERED", at(9, 1, 15), at(9, 1, 15), at(9, 11, 45)),
    ]


def test_cold_transfers_go_to_the_tail_and_warm_ones_to_the_head() -> None:
    # Issue 1 is at the wrong desk from 09:00:10 to 09:01:25; issue 2 is in the right queue since 09:01.
    for warm, order in ((False, [0, 2, 1, 3]), (True, [0, 1, 2, 3])):
        log = scripted(
            topics("09:00:00", "09:00:10", "09:01:00", "09:02:00", sorting={"warm": warm}),
            belong=["desk/a"] * 4,
            sorting=[[YES, YES], [WRONG, YES], [YES, YES], [YES, YES]],
            detected=YES,
        )
        assert [row[0] for row in work(log) if row[2] == 0] == order


def test_a_second_guess_may_be_wrong_too() -> None:
    # Taken for b, then for c (0.975 is three quarters of the way from 0.9 to 1), then rightly for a.
    log = sorted_wrong(topics("09:00:00"), sorting=[WRONG, 0.975, YES], detected=[YES, YES])
    assert queues(log) == ["desk/b", "desk/c", "desk/a"]
    assert [row[2:4] + row[5:] for row in work(log)] == [
        (1, "TRANSFERRED", at(9), at(9, 1, 15)),
        (2, "TRANSFERRED", at(9, 1, 15), at(9, 2, 30)),
        (0, "DONE", at(9, 2, 30), at(9, 14)),
    ]


def test_sorted_right_nothing_happens_and_wrong_at_a_desk_that_can_do_both_neither() -> None:
    right = scripted(topics("09:00:00"), belong=["desk/a"], sorting=0.49)
    assert [row[2:4] for row in work(right)] == [(0, "DONE")]
    scenario = topics("09:00:00").with_values({"policy.teams.b.skills": {"desk/b": 1.0, "desk/a": 0.5}})
    able = sorted_wrong(scenario)
    # Handled at once, at the proficiency that the agent has for what it really is about.
    assert queues(able) == ["desk/b"]
    assert work(able) == [(0, 0, 1, "DONE", "NONE", at(9), at(9, 20))]


def test_who_does_not_notice_is_out_of_their_depth() -> None:
    scenario = topics("09:00:00", world__resolution=SOLVES | {"solved": 0.5, "recognised": 0.0})
    p = 1 / (1 + exp(0.9))
    for u, result in ((p - 1e-9, "RESOLVED"), (p + 1e-9, "UNNOTICED")):
        log = sorted_wrong(scenario, detected=NO, resolved=u)
        assert work(log) == [(0, 0, 1, "DONE", result, at(9), at(9) + 1000)]
        assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9) + 1000)]


def test_what_was_said_before_and_is_not_known_makes_a_resolution_less_likely() -> None:
    scenario = topics("09:00:00", world__resolution=SOLVES | {"solved": 0.5, "recognised": 0.0})
    p = 1 / (1 + exp(0.5))
    for u, result in ((p - 1e-9, "RESOLVED"), (p + 1e-9, "UNNOTICED")):
        assert work(sorted_wrong(scenario, resolved=u))[1][4] == result


def test_who_gives_up_after_a_cold_transfer_and_comes_again_has_to_say_it_again() -> None:
    scenario = topics(
        *("09:00:00", "09:00:00"),
        patience={"desk": {"law": law("uniform", low="10s", high="20s")}},
        world__redial={"desk": {"share": 1.0, "decay": 0.0, "delay": always(1200.0)}},
    )
    log = scripted(
        scenario,
        belong=["desk/a", "desk/a"],
        sorting=[[YES] * 3, [WRONG, YES, YES]],
        detected=YES,
        patience=[60.0] * 3,
    )
    assert entries(log)[1:] == [
        (1, "FIRST", "TRANSFERRED", at(9), at(9), at(9, 1, 15)),
        (1, "TRANSFER", "ABANDONED", at(9, 1, 15), None, at(9, 2, 15)),
        (1, "REDIAL", "ANSWERED", at(9, 22, 15), at(9, 22, 15), at(9, 33, 45)),
    ]


def test_a_customer_passed_on_keeps_the_line_until_the_end() -> None:
    scenario = topics("09:00:00", "09:01:20", "09:12:50", policy__channels={"desk": {"kind": "live", "lines": 1}})
    log = scripted(scenario, belong=["desk/a"] * 3, sorting=[[WRONG, YES], [YES, YES], [YES, YES]], detected=YES)
    assert [row[2] for row in entries(log)] == ["TRANSFERRED", "ANSWERED", "BLOCKED", "ANSWERED"]


def test_with_everything_sorted_right_no_queue_is_guessed() -> None:
    log = play(topics("09:00:00", "09:00:00", "09:00:00", sorting={"correct": 1.0}))
    topic_of = {"a": 0, "b": 1, "c": 2}
    assert [row[2] for row in sorted(work(log))] == [topic_of[queue.removeprefix("desk/")] for queue in queues(log)]


def test_a_chat_is_passed_on_at_the_speed_of_the_chats_at_once() -> None:
    chats = {name: {"skills": {f"desk/{name}": 1.0}, "chats": 2} for name in ("a", "b", "c")}
    scenario = topics("08:59:00", "09:00:00", kind="chat", policy__teams=chats)
    for warm, released in ((False, at(9, 1, 41.25)), (True, at(9, 2, 21.75))):
        log = scripted(
            scenario.with_values({"policy.sorting.warm": warm}),
            belong=["desk/b", "desk/a"],
            sorting=[[YES, YES], [WRONG, YES]],
            detected=YES,
        )
        # 75 s of triage beside a chat of its own take 101.25 s, and 30 s of introduction 40.5 s.
        assert entries(log)[1] == (1, "FIRST", "TRANSFERRED", at(9), at(9), at(9, 1, 41.25))
        assert next(row[6] for row in work(log) if row[3] == "TRANSFERRED") == released
        assert entries(log)[2][3:5] == (at(9, 1, 41.25), at(9, 1, 41.25))


def test_who_was_passed_on_and_still_queues_at_closing_is_cut_off_like_the_others() -> None:
    channel = {"desk": {"kind": "live", "open": "08:00-10:00", "closing": "disconnect"}}
    scenario = topics("09:58:00", "09:58:00", policy__channels=channel, world__resolution=SOLVES)
    log = scripted(scenario, belong=["desk/a"] * 2, sorting=[[YES, YES], [WRONG, YES]], detected=YES)
    assert entries(log)[1:] == [
        (1, "FIRST", "TRANSFERRED", at(9, 58), at(9, 58), at(9, 59, 15)),
        (1, "TRANSFER", "DISCONNECTED", at(9, 59, 15), None, at(10)),
    ]
    assert statuses(log, 1) == [
        ("NEW", at(9, 58)),
        ("IN_SERVICE", at(9, 58)),
        ("OPEN", at(9, 59, 15)),
        ("CLOSED", at(10)),
    ]
    assert tickets(log)[1][5:] == (at(9, 58), None)
    assert ends(log)[1] == ("GAVE_UP", at(10), None)
