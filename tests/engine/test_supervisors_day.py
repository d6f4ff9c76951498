"""A supervisor's day: pauses and ends of shifts, tickets and customers of their own, and agents with several chats."""

from __future__ import annotations

from typing import Any

import pytest

from sim.log import Grant
from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, YES, at, duties, ends, entries, play, scripted, shift, touches, work
from tests.engine.test_asking_a_supervisor import ASKS, DECISION, TALK, asked, grants, phone

ALONE: dict[str, Any] = {"policy__teams": {"leads": {"approves": True, "skills": {"phone": 1.0}}}}


def chats(*times: str, slowdown: float, after_call: float = 0.0) -> Scenario:
    """An agent with two chats at once, and a supervisor who decides within 4 min."""
    talk = {"phone": {"talk": always(TALK), "after_call": always(after_call), "slowdown": slowdown}}
    teams = {"agents": {"skills": {"phone": 1.0}, "chats": 2}}
    return phone(*times, kind="chat", talk=talk, teams=teams)


# Several chats at once.


def test_the_other_chat_of_an_agent_goes_on_alone_while_one_waits_for_a_supervisor() -> None:
    log = scripted(chats("09:00:00", "09:01:00", slowdown=1.0), **{**ASKS, "concession": [[YES], [NO]]})
    # From 9:01 each goes at half pace, so the first is done at 9:19, when 9 of the second's 10 min are done too; the
    # last runs alone while the first holds until 9:23.
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 23)),
        (1, "FIRST", "ANSWERED", at(9, 1), at(9, 1), at(9, 20)),
    ]
    assert log.touches["talk_s"].tolist() == [19 * 60.0, 19 * 60.0]
    assert log.touches["hold_s"].tolist() == [DECISION, 0.0]


def test_the_hold_of_a_chat_is_no_after_call_work() -> None:
    log = scripted(chats("09:00:00", slowdown=0.0, after_call=60.0), **ASKS)
    assert touches(log) == [(0, 0, "DONE", at(9), at(9, 15))]
    assert [log.touches[name].tolist() for name in ("talk_s", "hold_s", "after_call_s")] == [[TALK], [DECISION], [60.0]]


def test_a_chat_on_hold_keeps_its_place_so_that_a_third_has_to_wait() -> None:
    three = chats("09:00:00", "09:10:00", "09:11:00", slowdown=0.0)
    log = scripted(three, **{**ASKS, "concession": [[YES], [NO], [NO]]})
    assert [row[4] for row in entries(log)] == [at(9), at(9, 10), at(9, 14)]


# Supervisors who serve customers too.


def test_a_supervisor_who_serves_customers_asks_nobody_and_gives_what_there_is() -> None:
    alone = phone(**ALONE, policy__heads={"leads": {"on_queue": 1}}, concession={"patience": None})
    log = scripted(alone, **{**ASKS, "amount": 1500.0})
    assert asked(log) == []
    assert grants(log) == [(0, "APPROVED", 1500.0, 1000.0, at(9, 10))]
    assert ends(log) == [("RESOLVED", at(9, 10), at(9, 10))]


def test_nor_is_one_of_two_asked_by_the_other() -> None:
    two = phone(
        "09:00:00", "09:00:00", **ALONE, policy__heads={"leads": {"on_queue": 2}}, concession={"patience": None}
    )
    log = scripted(two, **{**ASKS, "amount": 1500.0})
    assert asked(log) == []
    assert [row[1] for row in grants(log)] == ["APPROVED", "APPROVED"]


def both(*, rule: str, duties_share: float = 0.0, approval: str = "hold") -> Scenario:
    """Agents on the phone; a supervisor who writes emails; one email at 9:00, a call at 9:05 that asks at 9:15."""
    return desk(
        {"phone": recorded("09:05:00"), "email": recorded("09:00:00")},
        {"phone": TALK, "email": 3600.0},
        2,
        kinds={"email": "async"},
        policy__teams={
            "agents": {"skills": {"phone": 1.0}},
            "leads": {"skills": {"email": 1.0, "phone": 1.0}, "approves": True},
        },
        policy__heads={"agents": {"on_queue": 1}, "leads": {"on_queue": {"00:00": 0, "09:00": 1, "17:00": 0}}},
        policy__blending={"rule": rule},
        world__concession={"patience": None},
        policy__authority={"approval": approval},
        policy__supervision={"decision": always(DECISION), "duties": duties_share},
    )


@pytest.mark.parametrize("approval", ["hold", "later"])
@pytest.mark.parametrize("rule", ["none", "preempt"])
def test_a_supervisor_finishes_the_ticket_in_hand_before_a_request(approval: str, rule: str) -> None:
    log = scripted(both(rule=rule, approval=approval), **{**ASKS, "concession": [[NO], [YES]]})
    assert [row[2] for row in touches(log) if row[0] == 0] == ["DONE"]
    assert [row[4] for row in asked(log)] == [at(10)]


def test_other_duties_interrupt_no_ticket_either() -> None:
    log = scripted(both(rule="preempt", duties_share=0.5), **{**ASKS, "concession": NO, "unwarranted": NO})
    assert touches(log)[0] == (0, 1, "DONE", at(9), at(10))
    assert [row[3:5] for row in asked(log)][:3] == [
        (at(9, 10), at(10)),
        (at(9, 30), at(10, 10)),
        (at(9, 50), at(10, 20)),
    ]


# Pauses and ends.


def test_a_supervisor_has_a_break_after_the_request_in_hand_and_nobody_holds_meanwhile() -> None:
    lunch = {"lunch": {"at": "09:12", "lasts": "30min"}}
    scenario = phone(
        "09:00:00",
        "09:05:00",
        agents=2,
        policy__heads={"agents": {"on_queue": 2}},
        policy__shifts={"leads": shift("08:00-16:00", team="supervisors", pauses=lunch)},
    )
    log = scripted(scenario, **ASKS)
    assert asked(log) == [
        (0, "ON_HOLD", "GRANTED", at(9, 10), at(9, 10), at(9, 14), at(9, 14)),
        (1, "LATER", "GRANTED", at(9, 15), at(9, 42), at(9, 46), at(9, 46)),
    ]
    lead = [row[1:] for row in duties(log) if row[0] == 2]
    assert lead[:4] == [
        ("ON_QUEUE", at(8), at(9, 12)),
        ("FINISHING", at(9, 12), at(9, 14)),
        ("BREAK", at(9, 14), at(9, 42)),
        ("ON_QUEUE", at(9, 42), at(16)),
    ]


def test_a_duty_begun_before_the_end_of_a_shift_is_finished_in_overtime() -> None:
    scenario = phone(
        policy__heads={"agents": {"on_queue": 1}},
        policy__shifts={"leads": shift("09:00-09:15", team="supervisors")},
        supervision={"duties": 0.5, "duty_lasts": "10min"},
        days=1,
    )
    log = scripted(scenario, **{**ASKS, "amount": 40.0})
    # 15 min x 0.5 = 7.5 min of duties: the first of 10 min falls due when 5 have been earned.
    assert asked(log) == [(-1, "DUTY", "DONE", at(9, 10), at(9, 10), at(9, 20), at(9, 20))]
    assert [row[1:] for row in duties(log) if row[0] == 1] == [
        ("ON_QUEUE", at(9), at(9, 15)),
        ("OVERTIME", at(9, 15), at(9, 20)),
    ]


def test_a_run_that_is_drained_ends_when_supervisors_are_done_too() -> None:
    scenario = phone(
        days=1,
        calendar__at_end="drain",
        supervisors={"daily": {"00:00": 0, "23:50": 1}},
        supervision={"duties": 0.9, "duty_lasts": "15min"},
    )
    log = scripted(scenario, **{**ASKS, "amount": 40.0})
    assert asked(log) == [(-1, "DUTY", "DONE", at(23, 58, 20), at(23, 58, 20), at(24, 13, 20), at(24, 13, 20))]
    assert log.ends_at == at(24, 13, 20)


# Roles, topics and channels.


@pytest.mark.parametrize(
    ("role", "amount", "grant"),
    [({}, 100.0, Grant.APPROVED), ({"senior": True}, 100.0, Grant.OWN), ({"senior": True}, 200.0, Grant.APPROVED)],
)
def test_a_senior_agent_may_grant_more(role: dict[str, Any], amount: float, grant: Grant) -> None:
    log = scripted(phone(teams={"agents": {"skills": {"phone": 1.0}, **role}}), **{**ASKS, "amount": amount})
    assert log.concessions["grant"].tolist() == [grant]


@pytest.mark.parametrize(("needed", "rows"), [(0.0, 0), (1.0, 1)])
def test_a_topic_has_its_own_share_of_needs(needed: float, rows: int) -> None:
    scenario = phone(world__topics={"any": {"concession": needed}}, concession={"needed": 0.5, "unwarranted": 0.0})
    assert len(scripted(scenario, concession=0.7, amount=40.0).concessions["issue"]) == rows


def test_the_touch_that_finishes_a_ticket_takes_the_time_of_the_channel_where_it_goes_on() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00"), "email": steady(0.0)},
        {"phone": TALK, "email": 200.0},
        1,
        kinds={"email": "async"},
        policy__channels={"phone": {"kind": "live", "later": "email"}, "email": {"kind": "async"}},
        policy__teams={"team": {"skills": {"phone": 1.0, "email": 1.0}}, "leads": {"approves": True}},
        policy__heads={"team": {"on_queue": 1}, "leads": {"on_queue": 1}},
        world__concession={},
        policy__authority={"approval": "later"},
        policy__supervision={"decision": always(DECISION), "duties": 0.0},
    )
    log = scripted(scenario, **ASKS)
    assert [row[3:] for row in work(log)] == [
        ("PENDING_APPROVAL", "NONE", at(9), at(9, 10)),
        ("DONE", "NONE", at(9, 14), at(9, 15, 20)),
    ]


def test_who_hangs_up_on_hold_and_writes_instead_is_asked_for_later() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00"), "email": steady(0.0)},
        TALK,
        1,
        kinds={"email": "async"},
        policy__teams={"team": {"skills": {"phone": 1.0, "email": 1.0}}, "leads": {"approves": True}},
        policy__heads={"team": {"on_queue": 1}, "leads": {"on_queue": 1}},
        world__concession={"patience": always(60.0)},
        world__redial={"phone": {"share": 1.0, "switch": {"email": 1.0}, "delay": always(3600.0)}},
        policy__authority={"approval": "hold"},
        policy__supervision={"decision": always(DECISION), "duties": 0.0},
    )
    log = scripted(scenario, **ASKS, redial=YES, redial_channel=YES)
    assert [row[1:3] for row in asked(log)] == [("ON_HOLD", "IN_VAIN"), ("LATER", "GRANTED")]
    assert [row[1] for row in entries(log)] == ["FIRST", "REDIAL", "DECIDED"]
    assert ends(log)[0][0] == "RESOLVED"


def test_limits_of_null_leave_supervisors_nothing_but_their_duties() -> None:
    anything = dict.fromkeys(("agent", "senior", "supervisor"))
    log = play(
        phone("09:00:00", "10:00:00", authority=anything, concession={"needed": 1.0}, supervision={"duties": 0.1})
    )
    assert {row[1] for row in asked(log)} == {"DUTY"}
    assert [row[1] for row in grants(log)] == ["OWN", "OWN"]
