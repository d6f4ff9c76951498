"""Customers who leave a chat without closing it: gone, and still taken by an agent who finds nobody."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import at, duties, ends, entries, live, play, shift, work


def chats(*times: str, slots: int = 1, slowdown: float = 1.0, **more: Any) -> Scenario:
    """Chats of 100 s; who has waited 60 s is gone unnoticed, and an agent needs 120 s to see it."""
    return desk(
        {"chat": recorded(*times)},
        {"chat": {"talk": always(100.0), "slowdown": slowdown}},
        more.pop("agents", 1),
        kinds={"chat": "chat"},
        patience={"chat": {"law": always(60.0), "silent": 1.0, "detected_after": "120s"}},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": slots}},
        **more,
    )


def test_a_dead_chat_is_taken_in_its_turn_and_keeps_the_agent_from_the_next() -> None:
    log = play(chats("09:00:00", "09:00:10", "09:02:50"))
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 1, 40)),
        (1, "FIRST", "SILENT", at(9, 0, 10), at(9, 1, 40), at(9, 1, 10)),
        (2, "FIRST", "ANSWERED", at(9, 2, 50), at(9, 3, 40), at(9, 5, 20)),
    ]
    assert work(log) == [
        (0, 0, 0, "DONE", "NONE", at(9), at(9, 1, 40)),
        (1, 0, 0, "DEAD", "NONE", at(9, 1, 40), at(9, 3, 40)),
        (2, 0, 0, "DONE", "NONE", at(9, 3, 40), at(9, 5, 20)),
    ]
    assert ends(log) == [
        ("RESOLVED", at(9, 1, 40), at(9, 1, 40)),
        ("GAVE_UP", at(9, 1, 10), None),
        ("RESOLVED", at(9, 5, 20), at(9, 5, 20)),
    ]
    assert log.touches["talk_s"].tolist() == [100.0, 120.0, 100.0]


def test_a_dead_chat_holds_a_slot_but_does_not_slow_the_others() -> None:
    # Two share the agent until 09:03:20. Then the dead chat is taken, and a live one at 09:03:30, at full speed.
    log = play(chats("09:00:00", "09:00:00", "09:00:10", "09:03:30", "09:04:40", slots=2))
    assert work(log)[2:] == [
        (2, 0, 0, "DEAD", "NONE", at(9, 3, 20), at(9, 5, 20)),
        (3, 0, 0, "DONE", "NONE", at(9, 3, 30), at(9, 5, 10)),
        (4, 0, 0, "DONE", "NONE", at(9, 5, 10), at(9, 6, 50)),
    ]
    # The fifth waits for the slot. Each pays half of the time in which two slots are taken.
    assert log.touches["agent_s"].tolist()[2:] == [10 + 50 + 5, 50.0, 5 + 90]


def test_whose_patience_ends_just_as_a_slot_becomes_free_is_served() -> None:
    log = play(chats("09:00:00", "09:00:30", "09:00:40", slots=2, slowdown=0.0))
    # The first ends at 09:01:40, when the patience of the third does.
    assert entries(log)[2] == (2, "FIRST", "ANSWERED", at(9, 0, 40), at(9, 1, 40), at(9, 3, 20))


def test_who_left_in_silence_may_come_again_while_the_dead_chat_still_waits() -> None:
    log = play(
        chats("09:00:00", "09:00:10", world__redial={"chat": {"share": 1.0, "decay": 0.0, "delay": always(10.0)}})
    )
    # Back at 09:01:20, behind the dead chat, and gone in silence again at 09:02:20; with decay 0 for good.
    assert entries(log)[1:] == [
        (1, "FIRST", "SILENT", at(9, 0, 10), at(9, 1, 40), at(9, 1, 10)),
        (1, "REDIAL", "SILENT", at(9, 1, 20), at(9, 3, 40), at(9, 2, 20)),
    ]
    assert [row[3] for row in work(log)] == ["DONE", "DEAD", "DEAD"]
    assert ends(log)[1] == ("GAVE_UP", at(9, 2, 20), None)


def test_a_dead_chat_in_hand_at_the_end_of_a_shift_is_seen_through_and_not_handed_over() -> None:
    scenario = chats(
        *("09:57:30", "09:57:40"),
        agents={"team": None},
        policy__shifts={"early": shift("08:00-10:00"), "late": shift("10:00-12:00")},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
    )
    log = play(scenario)
    assert work(log)[1] == (1, 0, 0, "DEAD", "NONE", at(9, 59, 10), at(10, 1, 10))
    assert duties(log)[:2] == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 1, 10))]


def test_a_cut_at_closing_removes_a_dead_chat_that_nobody_has_opened() -> None:
    scenario = chats(
        *("09:58:40", "09:58:50"),
        policy__channels={"chat": live("08:00-10:00", closing="disconnect") | {"kind": "chat"}},
    )
    log = play(scenario.with_values({"world.effort.chat.talk.value": "200s"}))
    assert entries(log)[1] == (1, "FIRST", "SILENT", at(9, 58, 50), None, at(9, 59, 50))
    assert len(work(log)) == 1


def test_a_dead_chat_that_waits_or_is_open_at_the_end_is_written_down_as_left() -> None:
    log = play(chats("23:57:00", "23:57:10", "23:57:20"))
    assert entries(log)[1:] == [
        (1, "FIRST", "SILENT", at(23, 57, 10), at(23, 58, 40), at(23, 58, 10)),
        (2, "FIRST", "SILENT", at(23, 57, 20), None, at(23, 58, 20)),
    ]
    assert work(log)[1] == (1, 0, 0, "OPEN", "NONE", at(23, 58, 40), None)


def test_a_silent_leaver_gives_the_line_back_at_once() -> None:
    scenario = chats(*("09:00:00", "09:00:10", "09:01:20"), policy__channels={"chat": {"kind": "chat", "lines": 2}})
    assert [row[2] for row in entries(play(scenario))] == ["ANSWERED", "SILENT", "SILENT"]
