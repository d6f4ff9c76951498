"""A ticket that comes back goes to the agent who had it last: at once, after a short wait, or to somebody else."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, entries, queues, scripted, work

HOUR = 3600.0


def emails(*times: str, hold: str = "60s", agents: Any = 2, **more: Any) -> Scenario:
    """Emails of 600 s; the customer of the first answers a question at 11:10."""
    return desk(
        {"email": recorded(*times)},
        600,
        agents,
        kinds={"email": "async"},
        world__resolution=SOLVES | {"pending_customer": 0.5},
        world__replies={"customer": always(2 * HOUR)},
        policy__routing={"last_agent": hold},
        **more,
    )


def reply(scenario: Scenario, n_issues: int = 1) -> tuple[int, float]:
    """Who takes the answer of the first customer, and when."""
    log = scripted(scenario, pending=[[YES, NO]] + [[NO, NO]] * (n_issues - 1))
    return next((row[2], row[5]) for row in work(log) if row[:2] == (0, 1) and row[5] is not None)


def test_it_goes_to_the_last_agent_before_one_who_has_been_idle_for_longer() -> None:
    assert reply(emails("09:00:00")) == (0, at(11, 10))
    assert reply(emails("09:00:00", hold="0s")) == (1, at(11, 10))


def test_it_waits_for_the_last_agent_though_another_is_idle() -> None:
    # The other emails: one for agent 1, done at 09:15; one for agent 0 (idle since 09:10) from 11:00:30 to 11:10:30.
    times = ("09:00:00", "09:05:00", "11:00:30")
    assert reply(emails(*times), 3) == (0, at(11, 10, 30))


def test_after_the_hold_it_goes_to_anybody() -> None:
    times = ("09:00:00", "09:05:00", "11:02:00")
    assert reply(emails(*times), 3) == (1, at(11, 11))
    # And if nobody is free then, into the queue: both are busy until 11:12.
    busy = ("09:00:00", "09:05:00", "11:02:00", "11:02:00", "11:10:30")
    log = scripted(emails(*busy), pending=[[YES, NO]] + [[NO, NO]] * 4)
    assert [(row[0], row[4]) for row in entries(log)][1] == (0, at(11, 12))
    # In its place by when it came: before the one of 11:10:30.
    assert entries(log)[5][4] == at(11, 12)


def test_an_agent_who_becomes_free_as_the_hold_ends_takes_it() -> None:
    assert reply(emails("09:00:00", "09:05:00", "11:01:00"), 3) == (0, at(11, 11))


def test_who_is_off_duty_is_not_waited_for() -> None:
    shifts = {
        "early": {"team": "team", "agents": 1, "hours": "08:00-10:00", "days": "daily"},
        "all": {"team": "team", "agents": 1, "hours": "09:05-18:00", "days": "daily"},
    }
    assert reply(emails("09:00:00", agents={"team": None}, policy__shifts=shifts)) == (1, at(11, 10))


def test_the_last_agent_is_who_finished_a_ticket_that_was_put_back() -> None:
    shifts = {
        "early": {"team": "team", "agents": 1, "hours": "08:00-09:05", "days": "daily"},
        "more": {"team": "team", "agents": 2, "hours": "09:05-18:00", "days": "daily"},
    }
    # Begun by agent 0, finished by agent 1 at 09:10; agent 2 has been idle for longer.
    log = scripted(emails("09:00:00", agents={"team": None}, policy__shifts=shifts), pending=[YES, NO])
    assert [row[:4] + row[5:6] for row in work(log)] == [
        (0, 0, 0, "PUT_BACK", at(9)),
        (0, 0, 1, "PENDING_CUSTOMER", at(9, 5)),
        (0, 1, 1, "DONE", at(11, 10)),
    ]


def test_the_held_ticket_goes_before_older_ones_in_the_queue() -> None:
    # Both agents are busy from 11:02 on, agent 0 until 11:10:40. An email waits since 11:03.
    times = ("09:00:00", "09:05:00", "11:00:40", "11:01:00", "11:03:00")
    assert reply(emails(*times), 5) == (0, at(11, 10, 40))


def test_who_has_not_the_skill_for_the_channel_on_which_it_comes_back_is_not_waited_for() -> None:
    resolution = SOLVES | {
        "solved": 0.5,
        "recognised": 0.0,
        "returns": 1.0,
        "noticed": always(HOUR),
        "return_channels": {"phone": 1.0},
    }
    scenario = desk(
        {"email": recorded("09:00:00"), "phone": steady(0)},
        600,
        {"writers": 1, "callers": 1},
        kinds={"email": "async"},
        skills={"writers": ["email"], "callers": ["phone"]},
        world__resolution=resolution,
        policy__routing={"last_agent": "60s"},
    )
    log = scripted(scenario, resolved=[NO, YES], link=YES)
    assert queues(log) == ["email/any", "phone/any"]
    assert entries(log)[1] == (0, "REOPEN", "ANSWERED", at(10, 10), at(10, 10), at(10, 20))


def chats(*times: str, agents: int, hold: str) -> Scenario:
    """Chats of 100 s, two at once; the first is not solved, and its customer comes back an hour later."""
    return desk(
        {"chat": recorded(*times)},
        100,
        agents,
        kinds={"chat": "chat"},
        world__resolution=SOLVES | {"solved": 0.5, "recognised": 0.0, "returns": 1.0, "noticed": always(HOUR)},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": 2}},
        policy__routing={"last_agent": hold},
    )


def test_a_chat_that_comes_back_finds_room_beside_the_chats_of_its_last_agent() -> None:
    scenario = chats("09:00:00", "10:01:00", "10:01:00", agents=2, hold="60s")
    log = scripted(scenario, resolved=[[NO, YES]] + [[YES, YES]] * 2, link=YES)
    # Back at 10:01:40, when each agent has one chat.
    assert work(log)[3][:3] + work(log)[3][5:6] == (0, 1, 0, at(10, 1, 40))


def test_a_chat_that_comes_back_gets_the_next_slot_of_its_last_agent_before_who_waits_for_any() -> None:
    scenario = chats("09:00:00", "10:00:40", "10:00:50", "10:01:00", agents=1, hold="2min")
    log = scripted(scenario, resolved=[[NO, YES]] + [[YES, YES]] * 3, link=YES)
    # The first slot is free 90 x 1.35 s after 10:00:50, the second 10 x 1.35 s later.
    assert [row[:2] + row[5:6] for row in work(log)][3:] == [(0, 1, at(10, 2, 51.5)), (3, 0, at(10, 3, 5))]


def test_a_customer_on_the_line_who_is_held_for_an_agent_may_give_up() -> None:
    resolution = SOLVES | {"solved": 0.5, "recognised": 0.0, "returns": 1.0, "noticed": always(HOUR)}
    scenario = desk(
        {"phone": recorded("09:00:00", "09:05:00", "10:05:00")},
        600,
        2,
        patience=always(30.0),
        world__resolution=resolution,
        policy__routing={"last_agent": "60s"},
    )
    log = scripted(scenario, resolved=[[NO, YES]] + [[YES, YES]] * 2, link=YES)
    assert entries(log)[1] == (0, "REOPEN", "ABANDONED", at(10, 10), None, at(10, 10, 30))


def test_an_agent_kept_free_for_callers_does_not_begin_a_ticket_of_their_own() -> None:
    # Only who wrote it is free when the answer comes at 11:10, and is kept for calls; at 11:15 two are free.
    scenario = desk(
        {"email": recorded("09:00:00"), "phone": recorded("11:05:00")},
        600,
        2,
        kinds={"email": "async"},
        world__resolution=SOLVES | {"pending_customer": 0.5},
        world__replies={"customer": always(2 * HOUR)},
        policy__routing={"last_agent": "60s"},
        policy__blending={"rule": "threshold", "keep_free": 1},
    )
    log = scripted(scenario, pending=[[YES, NO], [NO, NO]])
    assert [(row[1], row[3], row[4]) for row in entries(log)] == [
        ("FIRST", at(9), at(9)),
        ("REPLY", at(11, 10), at(11, 15)),
        ("FIRST", at(11, 5), at(11, 5)),
    ]
