"""Chats in hand when a shift ends or a pause begins: finished, stopped before, handed over; and nothing new taken."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import at, duties, entries, play, shift, work


def chats(*times: str, shifts: dict[str, Any], after_call: float = 0.0, slots: int = 2, **more: Any) -> Scenario:
    """Chats of 100 s of work: alone at 1, two at once at 1 / 1.35, three at 1 / 1.7."""
    return desk(
        {"chat": recorded(*times)},
        {"chat": {"talk": always(100.0), "after_call": always(after_call)}},
        {"team": None},
        kinds={"chat": "chat"},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": slots}},
        policy__shifts=shifts,
        **more,
    )


HAND_OVER = {"rule": "hand_over", "set_up": "30s"}


def test_finish_keeps_the_agent_until_the_last_chat_is_over_and_room_in_between_is_not_filled() -> None:
    # 27 s alone, then 73 s in twos: 98.55 s; the second has 27 s left. The third comes when there is room, but the
    # shift is over.
    scenario = chats("09:59:00", "09:59:27", "10:01:10", shifts={"early": shift("08:00-10:00")})
    log = play(scenario)
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9, 59), at(9, 59), at(10, 1, 5.55)),
        (1, "FIRST", "ANSWERED", at(9, 59, 27), at(9, 59, 27), at(10, 1, 32.55)),
        (2, "FIRST", "WAITING", at(10, 1, 10), None, None),
    ]
    assert duties(log) == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 1, 32.55))]


def test_stop_new_takes_no_chat_in_the_last_minutes_and_finishes_those_in_hand() -> None:
    scenario = chats(
        "09:54:00",
        "09:54:27",
        "09:55:10",
        "09:56:10",
        shifts={"early": shift("08:00-10:00"), "late": shift("10:00-12:00")},
        slots=3,
        policy__end_of_shift={"rule": "stop_new", "stop_before": "5min"},
    )
    log = play(scenario)
    assert work(log)[:2] == [
        (0, 0, 0, "DONE", "NONE", at(9, 54), at(9, 56, 5.55)),
        (1, 0, 0, "DONE", "NONE", at(9, 54, 27), at(9, 56, 32.55)),
    ]
    assert work(log)[2:] == [(issue, 0, 1, "DONE", "NONE", at(10), at(10, 2, 15)) for issue in (2, 3)]
    assert duties(log)[:3] == [
        (0, "ON_QUEUE", at(8), at(9, 55)),
        (0, "FINISHING", at(9, 55), at(9, 56, 32.55)),
        (0, "OFF_QUEUE", at(9, 56, 32.55), at(10)),
    ]


def test_all_chats_are_handed_over_to_who_comes_on_duty_with_set_up_time_for_each() -> None:
    # After 54 s in twos each has 40 s done, and 60 s + 30 s to go with the colleague: 121.5 s in twos.
    shifts = {"early": shift("08:00-10:00"), "late": shift("10:00-12:00")}
    log = play(chats("09:59:06", "09:59:06", shifts=shifts, policy__end_of_shift=HAND_OVER))
    assert work(log) == [
        (0, 0, 0, "HANDED_OVER", "NONE", at(9, 59, 6), at(10)),
        (1, 0, 0, "HANDED_OVER", "NONE", at(9, 59, 6), at(10)),
        (0, 0, 1, "DONE", "NONE", at(10), at(10, 2, 1.5)),
        (1, 0, 1, "DONE", "NONE", at(10), at(10, 2, 1.5)),
    ]
    assert log.touches["agent_s"].tolist() == [27.0, 27.0, 60.75, 60.75]
    assert [row[2:] for row in entries(log)] == [("ANSWERED", at(9, 59, 6), at(9, 59, 6), at(10, 2, 1.5))] * 2
    assert duties(log) == [(0, "ON_QUEUE", at(8), at(10)), (1, "ON_QUEUE", at(10), at(12))]


def test_chats_handed_over_wait_at_the_head_for_room_and_do_not_give_up() -> None:
    # Agent 0 has chats 0 and 2, 40 s of each done at 10:00. Agent 1 has chats 1 and 3: the first ends at
    # 09:59:33 + 73 x 1.35 s = 10:01:11.55 and makes room for chat 0 (90 s), the second after 27 x 1.35 s for chat 2.
    # Chat 4 is behind those two, and gives up.
    scenario = chats(
        *("09:59:06", "09:59:06", "09:59:06", "09:59:33", "10:00:05"),
        shifts={"early": shift("08:00-10:00"), "late": shift("09:00-12:00")},
        policy__end_of_shift=HAND_OVER,
        patience=always(90.0),
    )
    log = play(scenario)
    assert sorted(work(log)) == [
        (0, 0, 0, "HANDED_OVER", "NONE", at(9, 59, 6), at(10)),
        (0, 0, 1, "DONE", "NONE", at(10, 1, 11.55), at(10, 3, 13.05)),
        (1, 0, 1, "DONE", "NONE", at(9, 59, 6), at(10, 1, 11.55)),
        (2, 0, 0, "HANDED_OVER", "NONE", at(9, 59, 6), at(10)),
        (2, 0, 1, "DONE", "NONE", at(10, 1, 48), at(10, 3, 40.05)),
        (3, 0, 1, "DONE", "NONE", at(9, 59, 33), at(10, 1, 48)),
    ]
    assert entries(log)[4] == (4, "FIRST", "ABANDONED", at(10, 0, 5), None, at(10, 1, 35))


def test_without_a_colleague_handing_over_is_finishing() -> None:
    shifts = {"early": shift("08:00-10:00"), "late": shift("10:01-12:00")}
    log = play(chats("09:59:06", "09:59:06", shifts=shifts, policy__end_of_shift=HAND_OVER))
    assert [row[2:4] for row in work(log)] == [(0, "DONE")] * 2
    assert duties(log)[1] == (0, "OVERTIME", at(10), at(10, 1, 21))


def test_after_chat_work_stays_with_its_agent_while_the_other_chat_goes() -> None:
    # The talk of chat 0 ends at 09:59:33 when chat 1 comes. 27 s later, at 10:00, both have come 20 s further: 10 s of
    # after-chat work, then alone, and 80 s of chat 1 + 30 s with the colleague.
    scenario = chats(
        "09:57:53",
        "09:59:33",
        shifts={"early": shift("08:00-10:00"), "late": shift("10:00-12:00")},
        after_call=30.0,
        policy__end_of_shift=HAND_OVER,
    )
    log = play(scenario)
    assert work(log) == [
        (0, 0, 0, "DONE", "NONE", at(9, 57, 53), at(10, 0, 10)),
        (1, 0, 0, "HANDED_OVER", "NONE", at(9, 59, 33), at(10)),
        (1, 0, 1, "DONE", "NONE", at(10), at(10, 2, 20)),
    ]
    assert [log.touches[name].tolist() for name in ("talk_s", "after_call_s", "agent_s")] == [
        [100.0, 27.0, 110.0],
        [37.0, 0.0, 30.0],
        [123.5, 13.5, 140.0],
    ]
    assert duties(log)[:2] == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 0, 10))]


def test_a_pause_begins_when_the_last_chat_is_over_and_takes_none_before() -> None:
    pauses = {"tea": {"at": "10:00", "lasts": "15min"}}
    scenario = chats("09:59:00", "09:59:27", "10:01:10", shifts={"day": shift("08:00-12:00", pauses=pauses)})
    log = play(scenario)
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(10)),
        (0, "FINISHING", at(10), at(10, 1, 32.55)),
        (0, "BREAK", at(10, 1, 32.55), at(10, 15)),
        (0, "ON_QUEUE", at(10, 15), at(12)),
    ]
    assert work(log)[2] == (2, 0, 0, "DONE", "NONE", at(10, 15), at(10, 16, 40))


def test_a_pause_that_chats_outlast_is_lost_and_then_room_is_filled() -> None:
    # After 81 s in twos 40 s of each are left. From 10:00:27 they are three: 68 s, then 60 s of the third alone.
    pauses = {"tea": {"at": "10:00", "lasts": "27s"}}
    shifts = {"day": shift("08:00-12:00", pauses=pauses)}
    log = play(chats("09:59:06", "09:59:06", "10:00:10", shifts=shifts, slots=3))
    assert [row[5:] for row in work(log)] == [
        (at(9, 59, 6), at(10, 1, 35)),
        (at(9, 59, 6), at(10, 1, 35)),
        (at(10, 0, 27), at(10, 2, 35)),
    ]
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(10)),
        (0, "FINISHING", at(10), at(10, 0, 27)),
        (0, "ON_QUEUE", at(10, 0, 27), at(12)),
    ]


@pytest.mark.parametrize("more", [{}, {"pauses": {"tea": {"at": "10:00", "lasts": "15min"}}}])
def test_a_chat_that_ends_exactly_then_makes_no_room(more: dict[str, Any]) -> None:
    hours = "08:00-12:00" if more else "08:00-10:00"
    log = play(chats("09:57:45", "09:57:45", "09:58:00", shifts={"day": shift(hours, **more)}))
    # Two chats until 10:00 exactly; who waits then waits for the end of the pause, or in vain.
    assert entries(log)[2][4] == (at(10, 15) if more else None)
    assert duties(log)[0] == (0, "ON_QUEUE", at(8), at(10))
    assert "FINISHING" not in [row[1] for row in duties(log)]


def test_when_heads_fall_the_chats_of_the_highest_number_are_handed_to_who_stays() -> None:
    scenario = desk(
        {"chat": recorded("09:59:06", "09:59:06", "09:59:06")},
        100,
        {"team": {"08:00": 2, "10:00": 1}},
        kinds={"chat": "chat"},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": 3}},
        policy__end_of_shift=HAND_OVER,
    )
    # At 10:00 agent 0 has chats 0 and 2 with 60 s left, and gets chat 1 of agent 1 with 46 s + 30 s: in threes 102 s,
    # then 16 s of chat 1 alone.
    log = play(scenario)
    assert sorted(work(log)) == [
        (0, 0, 0, "DONE", "NONE", at(9, 59, 6), at(10, 1, 42)),
        (1, 0, 0, "DONE", "NONE", at(10), at(10, 1, 58)),
        (1, 0, 1, "HANDED_OVER", "NONE", at(9, 59, 6), at(10)),
        (2, 0, 0, "DONE", "NONE", at(9, 59, 6), at(10, 1, 42)),
    ]
