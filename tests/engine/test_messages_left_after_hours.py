"""Who comes outside the opening hours and leaves a message: a ticket on another channel, answered when somebody is."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import (
    NO,
    SOLVES,
    YES,
    at,
    ends,
    entries,
    live,
    play,
    queues,
    scripted,
    statuses,
    tickets,
    work,
)


def phone(*times: str, agents: Any = 1, **more: Any) -> Scenario:
    """Calls of 180 s from 08:00 to 10:00, messages by email of 300 s."""
    return desk(
        {"phone": recorded(*times), "email": steady(0)},
        {"phone": 180, "email": 300},
        agents,
        kinds={"email": "async"},
        policy__channels={
            "phone": live("08:00-10:00", when_closed="take_message", later="email"),
            "email": {"kind": "async"},
        },
        **more,
    )


def test_a_message_is_the_same_contact_going_on_as_a_ticket() -> None:
    log = play(phone("10:30:00", agents={"team": {"08:00": 1, "10:00": 0, "11:00": 1}}))
    assert entries(log) == [
        (0, "FIRST", "MESSAGE", at(10, 30), None, at(10, 30)),
        (0, "MESSAGE", "ANSWERED", at(10, 30), at(11), at(11, 5)),
    ]
    assert queues(log) == ["phone/any", "email/any"]
    assert log.contacts["ticket"].tolist() == [-1, 0]
    assert tickets(log) == [(0, 0, "email", "MESSAGE", -1, at(10, 30), at(11, 5))]
    assert statuses(log) == [("NEW", at(10, 30)), ("IN_SERVICE", at(11)), ("SOLVED", at(11, 5))]
    assert work(log) == [(0, 1, 0, "DONE", "NONE", at(11), at(11, 5))]
    assert ends(log) == [("RESOLVED", at(11, 5), at(11, 5))]


def test_inside_the_hours_there_are_no_messages_and_at_the_instant_of_closing_there_are() -> None:
    log = play(phone("09:59:59", "10:00:00"))
    assert [row[2] for row in entries(log)] == ["ANSWERED", "MESSAGE", "ANSWERED"]


def test_who_gives_up_and_comes_again_after_closing_leaves_a_message() -> None:
    scenario = phone(
        *("09:58:00", "09:58:10"),
        patience=always(60.0),
        world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(600.0)}},
    )
    log = play(scenario)
    assert entries(log)[1:] == [
        (1, "FIRST", "ABANDONED", at(9, 58, 10), None, at(9, 59, 10)),
        (1, "REDIAL", "MESSAGE", at(10, 9, 10), None, at(10, 9, 10)),
        (1, "MESSAGE", "ANSWERED", at(10, 9, 10), at(10, 9, 10), at(10, 14, 10)),
    ]


def test_the_reply_to_a_message_may_fail_to_solve_it_like_any_other() -> None:
    resolution = SOLVES | {"solved": 1e-9, "recognised": 0.0, "returns": 1.0, "noticed": always(3600.0)}
    log = play(phone("10:30:00", world__resolution=resolution))
    # Who finds that it is not solved answers the email; that reply fails again, and so on.
    assert entries(log)[:4] == [
        (0, "FIRST", "MESSAGE", at(10, 30), None, at(10, 30)),
        (0, "MESSAGE", "ANSWERED", at(10, 30), at(10, 30), at(10, 35)),
        (0, "REOPEN", "ANSWERED", at(11, 35), at(11, 35), at(11, 40)),
        (0, "REOPEN", "ANSWERED", at(12, 40), at(12, 40), at(12, 45)),
    ]
    assert statuses(log)[:6] == [
        ("NEW", at(10, 30)),
        ("IN_SERVICE", at(10, 30)),
        ("SOLVED", at(10, 35)),
        ("REOPENED", at(11, 35)),
        ("IN_SERVICE", at(11, 35)),
        ("SOLVED", at(11, 40)),
    ]
    assert ends(log) == [("OPEN", None, at(10, 35))]


def test_who_comes_back_after_hours_leaves_a_message_on_the_same_ticket() -> None:
    resolution = SOLVES | {"solved": 0.5, "recognised": 0.0, "returns": 1.0, "noticed": always(3 * 3600.0)}
    log = scripted(phone("09:00:00", world__resolution=resolution), resolved=[NO, YES], link=YES)
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 3)),
        (0, "REOPEN", "MESSAGE", at(12, 3), None, at(12, 3)),
        (0, "MESSAGE", "ANSWERED", at(12, 3), at(12, 3), at(12, 8)),
    ]
    assert tickets(log) == [(0, 0, "phone", "FIRST", -1, at(9), at(9))]
    assert statuses(log)[2:] == [
        ("SOLVED", at(9, 3)),
        ("REOPENED", at(12, 3)),
        ("IN_SERVICE", at(12, 3)),
        ("SOLVED", at(12, 8)),
    ]


def test_who_is_not_recognised_in_a_message_says_everything_again_in_it() -> None:
    resolution = SOLVES | {"solved": 0.5, "recognised": 0.0, "returns": 1.0, "noticed": always(3 * 3600.0)}
    scenario = phone("09:00:00", world__resolution=resolution).with_values({"world.effort.email.no_context": 1.2})
    log = scripted(scenario, resolved=[NO, YES], link=NO)
    assert [row[1:3] + row[5:] for row in entries(log)][1:] == [
        ("RECONTACT", "MESSAGE", at(12, 3)),
        ("MESSAGE", "ANSWERED", at(12, 9)),
    ]
    assert [row[2:5] for row in tickets(log)] == [("phone", "FIRST", -1), ("email", "MESSAGE", -1)]


def test_messages_of_a_topic_stay_in_its_queue_on_the_other_channel() -> None:
    scenario = phone("10:30:00", world__topics={"bill": {"share": 0}, "fault": {}})
    assert queues(play(scenario)) == ["phone/fault", "email/fault"]
