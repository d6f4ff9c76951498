"""Several chats at once: each goes at 1 / (1 + slowdown (k - 1)) of its speed alone, to the instant."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import at, entries, play, work


def chats(
    *times: str, slowdown: float = 0.35, slots: int = 3, agents: int = 1, after_call: float = 0.0, **more: Any
) -> Scenario:
    """Chats of 100 s of work each."""
    effort = {"talk": always(100.0), "after_call": always(after_call), "slowdown": slowdown}
    return desk(
        {"chat": recorded(*times)},
        {"chat": effort},
        {"team": agents},
        kinds={"chat": "chat"},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": slots}},
        **more,
    )


def ended(scenario: Scenario) -> list[float | None]:
    return [row[5] for row in entries(play(scenario))]


def cost(scenario: Scenario) -> list[float]:
    """The agent's seconds of every touch."""
    return [float(seconds) for seconds in play(scenario).touches["agent_s"]]


def test_a_second_chat_slows_the_first_until_one_of_them_is_over() -> None:
    # 40 s alone; then the first has 60 s left, which take 60 x 1.35 = 81 s; then the second has 40 s left, alone.
    scenario = chats("09:00:00", "09:00:40")
    assert entries(play(scenario)) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 2, 1)),
        (1, "FIRST", "ANSWERED", at(9, 0, 40), at(9, 0, 40), at(9, 2, 41)),
    ]
    assert work(play(scenario)) == [
        (0, 0, 0, "DONE", "NONE", at(9), at(9, 2, 1)),
        (1, 0, 0, "DONE", "NONE", at(9, 0, 40), at(9, 2, 41)),
    ]
    # Half of each of the 81 s that they share: together the 161 s in which the agent has a chat.
    assert cost(scenario) == [80.5, 80.5]


def test_with_slowdown_1_nothing_is_gained_and_with_0_nothing_is_lost() -> None:
    # Sharing: 60 s at half speed take 120 s, and 200 s of work keep the agent for 200 s.
    assert ended(chats("09:00:00", "09:00:40", slowdown=1.0)) == [at(9, 2, 40), at(9, 3, 20)]
    assert ended(chats("09:00:00", "09:00:40", slowdown=0.0)) == [at(9, 1, 40), at(9, 2, 20)]


def test_three_chats_go_at_the_speed_of_three() -> None:
    # 20 s alone, 27 s in twos (20 s of work each), then 60 s of the first in threes: 102 s. The second has 20 s left,
    # in twos 27 s; the third then 20 s, alone.
    scenario = chats("09:00:00", "09:00:20", "09:00:47")
    assert ended(scenario) == [at(9, 2, 29), at(9, 2, 56), at(9, 3, 16)]
    assert cost(scenario) == [20 + 13.5 + 34, 13.5 + 34 + 13.5, 34 + 13.5 + 20]


def test_three_chats_share_an_agent_who_gains_nothing() -> None:
    # Each has a third of the agent: 300 s for all.
    assert ended(chats("09:00:00", "09:00:00", "09:00:00", slowdown=1.0)) == [at(9, 5)] * 3


def test_a_chat_that_comes_in_the_middle_finds_what_is_left_of_the_others() -> None:
    # Two from 09:00:00: after 54 s each has 40 s done. The third comes; 60 s in threes take 102 s, to 09:02:36. Both
    # end there; the third has 40 s left, alone.
    assert ended(chats("09:00:00", "09:00:00", "09:00:54")) == [at(9, 2, 36), at(9, 2, 36), at(9, 3, 16)]


def test_an_agent_who_was_free_for_a_while_starts_from_nothing() -> None:
    scenario = chats("09:00:00", "09:00:40", "11:00:00", "11:00:40")
    assert ended(scenario)[2:] == [at(11, 2, 1), at(11, 2, 41)]
    assert cost(scenario) == [80.5] * 4


def test_a_proficient_agent_has_less_work_in_each_chat() -> None:
    scenario = chats("09:00:00", "09:00:00").with_values({"policy.teams.team.skills.chat": 2.0})
    assert ended(scenario) == [at(9, 1, 7.5)] * 2


def test_after_chat_work_keeps_its_slot_and_shares_the_agent_but_the_customer_has_gone() -> None:
    # The first ends at 09:01:40 and leaves 30 s of after-chat work, which the second, coming then, stretches to 40.5 s.
    # The second has done 30 s by then and has 70 s left.
    scenario = chats("09:00:00", "09:01:40", after_call=30.0, slots=2)
    log = play(scenario)
    assert ended(scenario) == [at(9, 1, 40), at(9, 3, 30.5)]
    assert work(log) == [
        (0, 0, 0, "DONE", "NONE", at(9), at(9, 2, 20.5)),
        (1, 0, 0, "DONE", "NONE", at(9, 1, 40), at(9, 4, 0.5)),
    ]
    assert [log.touches[name].tolist() for name in ("talk_s", "after_call_s", "agent_s")] == [
        [100.0, 110.5],
        [40.5, 30.0],
        [120.25, 120.25],
    ]


def test_a_chat_waits_while_after_chat_work_holds_the_last_slot() -> None:
    scenario = chats("09:00:00", "09:01:50", after_call=30.0, slots=1)
    assert entries(play(scenario))[1] == (1, "FIRST", "ANSWERED", at(9, 1, 50), at(9, 2, 10), at(9, 3, 50))


def test_work_that_is_open_at_the_end_is_cut_there() -> None:
    log = play(chats("23:58:30", "23:58:57", after_call=30.0))
    # 27 s alone, 73 s left in twos: until 24:00:05.55.
    assert entries(log) == [
        (0, "FIRST", "IN_SERVICE", at(23, 58, 30), at(23, 58, 30), None),
        (1, "FIRST", "IN_SERVICE", at(23, 58, 57), at(23, 58, 57), None),
    ]
    assert [log.touches[name].tolist() for name in ("talk_s", "after_call_s", "agent_s")] == [
        [90.0, 63.0],
        [0.0, 0.0],
        [27 + 31.5, 31.5],
    ]
