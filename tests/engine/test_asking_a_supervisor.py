"""Concessions: granted by the agent, asked for on hold or later, refused; and what else supervisors do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.log import Grant, Log, Request, RequestEnd
from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, duties, ends, entries, play, scripted, shift, statuses, touches, work

TALK, DECISION = 600.0, 240.0


def phone(*times: str, agents: int = 1, supervisors: Any = 1, kind: str = "live", **more: Any) -> Scenario:
    """A phone desk, and supervisors who decide within 4 min; who asks does so after 10 min of talk.

    Agents may grant 50, seniors 150, supervisors 1000.
    """
    teams = {"agents": {"skills": {"phone": 1.0}}, "supervisors": {"approves": True}, **more.pop("teams", {})}
    heads = {"agents": {"on_queue": agents}, "supervisors": {"on_queue": supervisors}}
    return desk(
        {"phone": recorded(*(times or ("09:00:00",)))},
        more.pop("talk", TALK),
        {"agents": agents},
        kinds={"phone": kind},
        days=more.pop("days", 2),
        policy__teams=more.pop("policy__teams", teams),
        policy__heads=more.pop("policy__heads", heads),
        world__concession=more.pop("world__concession", {"patience": always(900.0), **more.pop("concession", {})}),
        policy__authority={"approval": "hold", **more.pop("authority", {})},
        policy__supervision={"decision": always(DECISION), "duties": 0.0, **more.pop("supervision", {})},
        **more,
    )


def grants(log: Log) -> list[tuple[int, str, float, float, float]]:
    """(issue, how, needed, granted, at) of every concession."""
    table = log.concessions
    return [
        (int(issue), Grant(int(grant)).name, float(needed), round(float(granted), 9), float(when))
        for issue, grant, needed, granted, when in zip(
            *(table[name] for name in ("issue", "grant", "needed", "granted", "at")), strict=True
        )
    ]


def asked(log: Log) -> list[tuple[int, str, str, *tuple[float | None, ...]]]:
    """(issue, request, end, asked, taken, ended, released) of everything that supervisors were asked to do."""
    table = log.supervision
    return [
        (
            int(issue),
            Request(int(request)).name,
            RequestEnd(int(end)).name,
            *(None if np.isnan(when) else float(when) for when in times),
        )
        for issue, request, end, *times in zip(
            *(table[n] for n in ("issue", "request", "end", "asked_at", "taken_at", "ended_at", "released_at")),
            strict=True,
        )
    ]


ASKS: dict[str, Any] = {"concession": YES, "amount": 200.0, "denied": NO}


def test_an_agent_grants_what_is_within_the_limit_and_somewhat_too_much() -> None:
    log = scripted(phone(), **{**ASKS, "amount": 40.0})
    assert grants(log) == [(0, "OWN", 40.0, 42.4, at(9, 10))]
    assert asked(log) == []
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]


def test_who_needs_nothing_gets_nothing_unless_it_is_given_without_need() -> None:
    assert grants(scripted(phone(), concession=NO, amount=40.0, unwarranted=NO)) == []
    given = scripted(phone(), concession=NO, amount=40.0, unwarranted=YES)
    assert grants(given) == [(0, "UNWARRANTED", 0.0, 40.0, at(9, 10))]
    assert grants(scripted(phone(), concession=NO, amount=51.0, unwarranted=YES)) == []  # beyond the limit


def test_above_the_limit_customer_and_agent_wait_together_for_a_supervisor() -> None:
    log = scripted(phone("09:00:00", "09:11:00"), **{**ASKS, "concession": [[YES], [NO]]})
    assert asked(log) == [(0, "ON_HOLD", "GRANTED", at(9, 10), at(9, 10), at(9, 14), at(9, 14))]
    assert grants(log) == [(0, "APPROVED", 200.0, 200.0, at(9, 14))]
    assert entries(log)[0] == (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 14))
    assert entries(log)[1][4] == at(9, 14)  # the agent is seized until then
    assert float(log.touches["hold_s"][0]) == DECISION
    assert float(log.touches["talk_s"][0]) == TALK


def test_a_supervisor_grants_no_more_than_the_own_limit() -> None:
    assert grants(scripted(phone(), **{**ASKS, "amount": 1500.0})) == [(0, "APPROVED", 1500.0, 1000.0, at(9, 14))]


def test_two_requests_wait_in_turn_for_one_supervisor() -> None:
    log = scripted(phone("09:00:00", "09:01:00", agents=2), **ASKS)
    assert asked(log) == [
        (0, "ON_HOLD", "GRANTED", at(9, 10), at(9, 10), at(9, 14), at(9, 14)),
        (1, "ON_HOLD", "GRANTED", at(9, 11), at(9, 14), at(9, 18), at(9, 18)),
    ]


def test_a_customer_who_hangs_up_before_a_supervisor_is_free_withdraws_the_request() -> None:
    log = scripted(phone("09:00:00", "09:01:00", agents=2, concession={"patience": always(100.0)}),
                   **{**ASKS, "decision": [[240.0]]}, hold_patience=[[INFINITE], [100.0]])  # fmt: skip
    assert asked(log) == [
        (0, "ON_HOLD", "GRANTED", at(9, 10), at(9, 10), at(9, 14), at(9, 14)),
        (1, "ON_HOLD", "WITHDRAWN", at(9, 11), None, at(9, 12, 40), None),
    ]
    assert touches(log)[1] == (1, 1, "HUNG_UP", at(9, 1), at(9, 12, 40))
    assert ends(log)[1] == ("GAVE_UP", at(9, 12, 40), None)


INFINITE = 1e6


def test_a_supervisor_finishes_in_vain_what_a_customer_does_not_wait_for() -> None:
    log = scripted(phone(concession={"patience": always(100.0)}), **ASKS)
    assert asked(log) == [(0, "ON_HOLD", "IN_VAIN", at(9, 10), at(9, 10), at(9, 11, 40), at(9, 14))]
    assert grants(log) == []
    assert touches(log) == [(0, 0, "HUNG_UP", at(9), at(9, 11, 40))]


def test_who_hangs_up_may_call_again_and_asks_again() -> None:
    log = scripted(
        phone(
            concession={"patience": always(100.0)},
            world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(3600.0)}},
        ),
        **ASKS,
        redial=YES,
        hold_patience=[[100.0, INFINITE]],
    )
    assert [row[:3] for row in asked(log)] == [(0, "ON_HOLD", "IN_VAIN"), (0, "ON_HOLD", "GRANTED")]
    assert [row[1:3] for row in entries(log)] == [("FIRST", "ANSWERED"), ("REDIAL", "ANSWERED")]
    assert entries(log)[1][3] == at(10, 11, 40)
    assert ends(log) == [("RESOLVED", at(10, 25, 40), at(10, 25, 40))]


@pytest.mark.parametrize(("yes", "how", "granted"), [(NO, "APPROVED", 200.0), (YES, "DENIED", 0.0)])
def test_an_email_waits_as_a_pending_ticket_and_is_finished_in_less_time(yes: float, how: str, granted: float) -> None:
    log = scripted(phone(kind="async"), **{**ASKS, "denied": yes})
    assert asked(log) == [(0, "LATER", "DENIED" if how == "DENIED" else "GRANTED", *at_(10, 10, 14, 14))]
    assert grants(log) == [(0, how, 200.0, granted, at(9, 14))]
    assert statuses(log) == [
        ("NEW", at(9)), ("IN_SERVICE", at(9)), ("PENDING_INTERNAL", at(9, 10)), ("OPEN", at(9, 14)),
        ("IN_SERVICE", at(9, 14)), ("SOLVED", at(9, 18)),
    ]  # fmt: skip
    assert [row[1:] for row in entries(log)] == [
        ("FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        ("DECIDED", "ANSWERED", at(9, 14), at(9, 14), at(9, 18)),
    ]
    assert ends(log) == [("RESOLVED", at(9, 18), at(9, 18))]


def at_(*minutes: float) -> list[float]:
    """Minutes past nine."""
    return [at(9, minute) for minute in minutes]


def test_after_call_work_may_outlast_the_decision() -> None:
    talk = {"phone": {"talk": always(TALK), "after_call": always(600.0)}}
    log = scripted(phone(talk=talk, authority={"approval": "later"}, agents=2), **ASKS)
    assert asked(log)[0] == (0, "LATER", "GRANTED", *at_(10, 10, 14, 14))
    assert [row[3] for row in entries(log)] == at_(0, 20)  # the case goes on when the agent has wrapped up


def test_on_the_phone_a_refusal_makes_a_solution_less_likely() -> None:
    resolution = {**SOLVES, "solved": 0.5, "recognised": 1.0, "to_senior": 0.0, "to_internal": 0.0}
    refused = phone(world__resolution=resolution, concession={"refused": 1.2})
    p = 1 / (1 + np.exp(1.2))
    for u, result in ((p - 1e-9, "RESOLVED"), (p + 1e-9, "RECOGNISED")):
        log = scripted(refused, **{**ASKS, "denied": YES}, wrong=NO, pending=NO, resolved=u, recognised=YES)
        assert work(log)[0][4] == result
    log = scripted(refused, **ASKS, wrong=NO, pending=NO, resolved=p + 1e-9, recognised=YES)
    assert work(log)[0][4] == "RESOLVED"


def test_without_a_supervisor_on_duty_the_decision_comes_later() -> None:
    log = scripted(phone(supervisors={"daily": {"00:00": 0, "12:00": 1, "18:00": 0}}), **ASKS)
    assert asked(log) == [(0, "LATER", "GRANTED", at(9, 10), at(12), at(12, 4), at(12, 4))]
    assert [row[1] for row in entries(log)] == ["FIRST", "DECIDED"]
    assert float(log.touches["talk_s"][1]) == 0.4 * TALK


ONE_UNTIL_NOON = {"daily": {"00:00": 1, "09:15": 0, "12:00": 1, "18:00": 0}}
ENDLESS: dict[str, Any] = {"patience": None}


def test_who_holds_when_the_last_supervisor_leaves_hears_that_the_decision_comes_later() -> None:
    calls = phone("09:00:00", "09:02:00", agents=2, supervisors=ONE_UNTIL_NOON, concession=ENDLESS)
    log = scripted(calls, **{**ASKS, "decision": [[360.0], [DECISION]]})
    assert asked(log) == [
        (0, "ON_HOLD", "GRANTED", at(9, 10), at(9, 10), at(9, 16), at(9, 16)),  # at work already: finished first
        (1, "ON_HOLD", "PUT_OFF", at(9, 12), None, at(9, 15), None),
        (1, "LATER", "GRANTED", at(9, 15), at(12), at(12, 4), at(12, 4)),
    ]
    assert touches(log) == [
        (0, 0, "DONE", at(9), at(9, 16)),
        (1, 1, "PENDING_APPROVAL", at(9, 2), at(9, 15)),
        (1, 1, "DONE", at(12, 4), at(12, 8)),
    ]
    assert [float(held) for held in log.touches["hold_s"]] == [360.0, 180.0, 0.0]
    assert grants(log) == [(0, "APPROVED", 200.0, 200.0, at(9, 16)), (1, "APPROVED", 200.0, 200.0, at(12, 4))]
    assert [row[1:] for row in entries(log) if row[0] == 1] == [
        ("FIRST", "ANSWERED", at(9, 2), at(9, 2), at(9, 15)),
        ("DECIDED", "ANSWERED", at(12, 4), at(12, 4), at(12, 8)),
    ]
    assert ends(log)[1] == ("RESOLVED", at(12, 8), at(12, 8))


def test_who_holds_goes_on_holding_if_another_supervisor_comes_as_the_last_one_leaves() -> None:
    teams = {"agents": {"skills": {"phone": 1.0}}, "early": {"approves": True}, "late": {"approves": True}}
    heads = {
        "agents": {"on_queue": 2},
        "early": {"on_queue": {"daily": {"00:00": 1, "09:15": 0}}},
        "late": {"on_queue": {"daily": {"00:00": 0, "09:15": 1}}},
    }
    log = scripted(
        phone("09:00:00", "09:02:00", agents=2, concession=ENDLESS, policy__teams=teams, policy__heads=heads),
        **{**ASKS, "decision": [[360.0], [DECISION]]},
    )
    assert asked(log) == [
        (0, "ON_HOLD", "GRANTED", at(9, 10), at(9, 10), at(9, 16), at(9, 16)),
        (1, "ON_HOLD", "GRANTED", at(9, 12), at(9, 15), at(9, 19), at(9, 19)),
    ]


def test_a_chat_on_hold_is_put_off_and_the_others_go_on() -> None:
    teams = {"agents": {"skills": {"phone": 1.0}, "chats": 2}, "supervisors": {"approves": True}}
    log = scripted(
        phone("09:00:00", "09:02:00", kind="chat", policy__teams=teams, supervisors=ONE_UNTIL_NOON, concession=ENDLESS),
        **{**ASKS, "decision": [[360.0], [DECISION]]},
    )
    assert [row[:3] for row in asked(log)] == [
        (0, "ON_HOLD", "GRANTED"), (1, "ON_HOLD", "PUT_OFF"), (1, "LATER", "GRANTED"),
    ]  # fmt: skip
    assert [row[:3] for row in touches(log)] == [
        (0, 0, "DONE"), (1, 0, "PENDING_APPROVAL"), (1, 0, "DONE"),
    ]  # fmt: skip


def test_by_wait_holds_only_while_the_decision_is_expected_soon() -> None:
    calls = ("09:00:00", "09:00:10", "09:00:20")
    log = scripted(phone(*calls, agents=3, authority={"approval": "by_wait"}), **ASKS)
    # 4 min are below 8; behind one at work 4 + 4 are not
    assert [row[1] for row in asked(log)] == ["ON_HOLD", "LATER", "LATER"]
    patient = scripted(phone(*calls, agents=3, authority={"approval": "by_wait", "hold_below": "481s"}), **ASKS)
    assert [row[1] for row in asked(patient)] == ["ON_HOLD", "ON_HOLD", "LATER"]


def test_requests_on_hold_come_before_later_ones_and_both_before_other_duties() -> None:
    both = desk(
        {"phone": recorded("09:01:00"), "email": recorded("09:00:30", "09:00:45")},
        TALK,
        {"agents": 3},
        kinds={"email": "async"},
        days=1,
        policy__teams={
            "agents": {"skills": {"phone": 1.0, "email": 1.0}},
            "supervisors": {"approves": True},
        },
        policy__heads={
            "agents": {"on_queue": 3},
            "supervisors": {"on_queue": {"daily": {"00:00": 0, "09:00": 1, "10:00": 0}}},
        },
        world__concession={"patience": None},
        policy__authority={"approval": "hold"},
        policy__supervision={"decision": always(DECISION), "duties": 0.5},
    )
    log = scripted(both, **ASKS)
    # Duties fall due each 20 min of the hour: at 9:10, 9:30, 9:50.
    assert asked(log) == [
        (-1, "DUTY", "DONE", at(9, 10), at(9, 10), at(9, 20), at(9, 20)),
        (0, "LATER", "GRANTED", at(9, 10, 30), at(9, 24), at(9, 28), at(9, 28)),
        (1, "LATER", "GRANTED", at(9, 10, 45), at(9, 28), at(9, 32), at(9, 32)),
        (2, "ON_HOLD", "GRANTED", at(9, 11), at(9, 20), at(9, 24), at(9, 24)),
        (-1, "DUTY", "DONE", at(9, 30), at(9, 32), at(9, 42), at(9, 42)),
        (-1, "DUTY", "DONE", at(9, 50), at(9, 50), at(10), at(10)),
    ]


def test_a_discount_may_settle_what_is_above_the_limit() -> None:
    offering = phone(authority={"offers_less": True})
    assert grants(scripted(offering, **ASKS, settles=YES)) == [(0, "DISCOUNT", 200.0, 50.0, at(9, 10))]
    assert grants(scripted(offering, **ASKS, settles=NO)) == [(0, "APPROVED", 200.0, 200.0, at(9, 14))]


def test_who_had_to_come_again_gets_goodwill_once() -> None:
    resolution = {**SOLVES, "wrong": 0.5, "returns": 1.0, "noticed": always(3600.0)}
    scenario = phone(world__resolution=resolution, authority={"goodwill": 20.0})
    log = scripted(
        scenario, concession=NO, amount=70.0, wrong=[[YES, YES, NO]], pending=NO, resolved=YES, returns=YES
    )  # fmt: skip
    assert len(entries(log)) == 3
    assert grants(log) == [(0, "GOODWILL", 0.0, 20.0, at(10, 20))]


def test_a_shift_that_ends_on_hold_is_finished_in_overtime_and_not_handed_over() -> None:
    scenario = phone(
        policy__teams={
            "agents": {"skills": {"phone": 1.0}},
            "others": {"skills": {"phone": 1.0}},
            "supervisors": {"approves": True},
        },
        policy__heads={"supervisors": {"on_queue": 1}},
        policy__shifts={"early": shift("08:00-09:12", team="agents"), "late": shift("09:11-18:00", team="others")},
        policy__end_of_shift={"rule": "hand_over"},
    )
    log = scripted(scenario, **ASKS)
    assert touches(log) == [(0, 0, "DONE", at(9), at(9, 14))]
    assert (0, "OVERTIME", at(9, 12), at(9, 14)) in duties(log)


def test_a_supervisor_whose_shift_ends_finishes_the_request_in_hand() -> None:
    heads = {"daily": {"00:00": 1, "09:12": 0}}
    log = scripted(phone("09:00:00", "09:01:00", agents=2, supervisors=heads), **ASKS)
    assert asked(log)[0] == (0, "ON_HOLD", "GRANTED", *at_(10, 10, 14, 14))
    assert asked(log)[1:] == [  # nobody comes any more today
        (1, "ON_HOLD", "PUT_OFF", at(9, 11), None, at(9, 12), None),
        (1, "LATER", "GRANTED", at(9, 12), at(24), at(24, 4), at(24, 4)),
    ]


def test_two_chats_of_one_agent_go_on_while_a_third_waits_for_a_supervisor() -> None:
    teams = {"agents": {"skills": {"phone": 1.0}, "chats": 2}}
    log = scripted(phone("09:00:00", "09:10:00", kind="chat", teams=teams), **{**ASKS, "concession": [[YES], [NO]]})
    # The second begins when the first asks, and is alone at work from the start: 10 min.
    assert [row[2:] for row in entries(log)] == [
        ("ANSWERED", at(9), at(9), at(9, 14)),
        ("ANSWERED", at(9, 10), at(9, 10), at(9, 20)),
    ]
    assert log.touches["talk_s"].tolist() == [TALK, TALK]
    assert log.touches["hold_s"].tolist() == [DECISION, 0.0]


def test_a_bot_cannot_meet_a_need_that_calls_for_a_concession() -> None:
    bot = {"policy__chatbot": {"phone": {"session": always(120.0), "contains": 0.5}}}
    habits = {"world__bot": {"returns_after": always(3600.0), "returns": 1.0}}
    kept = {"bot_engaged": YES, "bot_contained": YES, "bot_solved": YES, "bot_returns": YES}
    met = scripted(phone(**bot, **habits), concession=NO, amount=40.0, unwarranted=NO, **kept)
    assert ends(met) == [("RESOLVED", at(9, 2), at(9, 2))]
    needed = scripted(phone(**bot, **habits), concession=YES, amount=40.0, **kept)
    assert [row[1] for row in entries(needed)] == ["RECONTACT"]
    assert grants(needed) == [(0, "OWN", 40.0, 42.4, at(10, 13, 30))]  # 15 % longer: nothing was handed on


def test_the_end_of_the_run_leaves_requests_open() -> None:
    log = scripted(phone("23:45:00", "23:46:00", agents=2, days=1, concession={"patience": None}), **ASKS)
    assert asked(log) == [
        (0, "ON_HOLD", "GRANTED", at(23, 55), at(23, 55), at(23, 59), at(23, 59)),
        (1, "ON_HOLD", "OPEN", at(23, 56), at(23, 59), None, None),
    ]
    table = log.touches
    assert table["talk_s"].tolist() == [TALK, TALK]
    assert table["hold_s"].tolist() == [DECISION, DECISION]
    assert np.isnan(table["ended_at"]).tolist() == [False, True]


def test_nothing_is_drawn_or_written_where_nobody_needs_a_concession() -> None:
    log = play(phone(world__concession=None))
    assert not len(log.concessions["issue"])
    assert not len(log.supervision["issue"])
