"""Who takes a chat: as many as there are slots, the least loaded first, and never beside a call or a ticket."""

from __future__ import annotations

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import at, entries, play, work


def mixed(
    chat: tuple[str, ...], phone: tuple[str, ...] = (), email: tuple[str, ...] = (), agents: int = 1, slots: int = 2
) -> Scenario:
    """Chats of 100 s, calls of 300 s, emails of 300 s, for agents who do all of it."""
    arrivals = {
        name: recorded(*times) for name, times in {"chat": chat, "phone": phone, "email": email}.items() if times
    }
    return desk(
        arrivals,
        {name: 100 if name == "chat" else 300 for name in arrivals},
        {"team": agents},
        kinds={"chat": "chat", "phone": "live", "email": "async"} if email else {"chat": "chat"},
        policy__teams={"team": {"skills": dict.fromkeys(arrivals, 1.0), "chats": slots}},
    )


def taken(scenario: Scenario) -> list[tuple[int, int, float | None]]:
    """(issue, agent, started) of every touch, by issue."""
    return sorted((issue, agent, started) for issue, _, agent, _, _, started, _ in work(play(scenario)))


def test_beyond_the_slots_chats_wait_and_the_next_to_end_makes_room() -> None:
    # Two chats end together at 09:02:15; the one that waits has the agent alone from there.
    assert entries(play(mixed(("09:00:00", "09:00:00", "09:00:10")))) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 2, 15)),
        (1, "FIRST", "ANSWERED", at(9), at(9), at(9, 2, 15)),
        (2, "FIRST", "ANSWERED", at(9, 0, 10), at(9, 2, 15), at(9, 3, 55)),
    ]


def test_the_limit_is_each_agents_own() -> None:
    log = play(mixed(("09:00:00",) * 5, agents=2))
    assert [row[4] for row in entries(log)] == [at(9)] * 4 + [at(9, 2, 15)]


def test_a_chat_goes_to_the_idle_then_to_who_has_fewest_and_has_had_so_few_the_longest() -> None:
    scenario = mixed(("09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:00:40"), agents=2, slots=3)
    assert [row[:2] for row in taken(scenario)] == [(0, 0), (1, 1), (2, 0), (3, 1), (4, 0)]


def test_who_has_just_ended_one_has_fewer_than_the_others() -> None:
    # Agent 0 has chats 0 and 2; chat 0 ends first (100 s of work, 20 s alone: 80 x 1.35 = 108 s), at 09:02:08. Then
    # agent 0 has one chat and agent 1 has two, so chat 4 goes to agent 0.
    scenario = mixed(("09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:02:08"), agents=2, slots=3)
    assert taken(scenario)[4] == (4, 0, at(9, 2, 8))


def test_teams_with_more_slots_take_more() -> None:
    scenario = desk(
        {"chat": recorded(*["09:00:00"] * 6)},
        100,
        {"new": 1, "old": 1},
        kinds={"chat": "chat"},
        policy__teams={"new": {"skills": {"chat": 1.0}}, "old": {"skills": {"chat": 1.0}, "chats": 4}},
    )
    assert [agent for _, agent, _ in taken(scenario)] == [0, 1, 1, 1, 1, 0]


def test_an_agent_on_a_call_takes_no_chat_and_one_with_a_chat_takes_no_call() -> None:
    scenario = mixed(("09:00:10", "09:05:30"), ("09:00:00", "09:05:20"))
    # The call ends at 09:05 and the agent takes the chat, with 70 s left of it another one; the call waits for both:
    # 70 s in twos to 09:07:04.5, then 30 s.
    assert entries(play(scenario)) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 5)),
        (1, "FIRST", "ANSWERED", at(9, 0, 10), at(9, 5), at(9, 7, 4.5)),
        (2, "FIRST", "ANSWERED", at(9, 5, 20), at(9, 7, 34.5), at(9, 12, 34.5)),
        (3, "FIRST", "ANSWERED", at(9, 5, 30), at(9, 5, 30), at(9, 7, 34.5)),
    ]


def test_an_agent_with_a_ticket_takes_no_chat_until_it_is_done_and_then_as_many_as_wait() -> None:
    scenario = mixed(("09:00:10", "09:00:20", "09:00:30"), email=("09:00:00",))
    assert taken(scenario) == [(0, 0, at(9)), (1, 0, at(9, 5)), (2, 0, at(9, 5)), (3, 0, at(9, 7, 15))]


def test_a_free_agent_takes_what_came_first_and_fills_up_with_chats_behind_it() -> None:
    # At 09:05 the email that came before the chats is taken alone; then both chats together.
    scenario = mixed(("09:00:20", "09:00:30"), email=("09:00:00", "09:00:10"))
    assert taken(scenario) == [(0, 0, at(9)), (1, 0, at(9, 5)), (2, 0, at(9, 10)), (3, 0, at(9, 10))]


def test_agents_who_come_on_duty_share_the_queue_in_order_of_their_number() -> None:
    scenario = desk(
        {"chat": recorded("08:59:00", "08:59:10", "08:59:20")},
        100,
        {"team": {"09:00": 2}},
        kinds={"chat": "chat"},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": 2}},
    )
    assert taken(scenario) == [(0, 0, at(9)), (1, 0, at(9)), (2, 1, at(9))]


def test_a_chat_that_is_impatient_leaves_its_place_to_the_next() -> None:
    scenario = desk(
        {"chat": recorded("09:00:00", "09:00:00", "09:00:10", "09:00:40")},
        100,
        1,
        kinds={"chat": "chat"},
        patience=always(120.0),
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": 2}},
    )
    assert entries(play(scenario))[2:] == [
        (2, "FIRST", "ABANDONED", at(9, 0, 10), None, at(9, 2, 10)),
        (3, "FIRST", "ANSWERED", at(9, 0, 40), at(9, 2, 15), at(9, 3, 55)),
    ]
