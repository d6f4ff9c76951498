"""Tickets, chats and promises at one instant: work ends, others answer, duties change, then deadlines and customers."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, duties, entries, play, scripted, shift, statuses, work

HOUR = 3600.0


def answered(shifts: dict[str, Any], replies: dict[str, Any], **more: Any) -> Scenario:
    """An email at 09:00 (600 s) is pending from 09:10 on, and comes back after a time."""
    return desk(
        {"email": recorded("09:00:00")},
        600,
        {"team": None},
        kinds={"email": "async"},
        days=2,
        world__resolution=SOLVES | {"pending_customer": 0.3, "pending_third_party": 0.3},
        world__replies=replies,
        policy__shifts=shifts,
        **more,
    )


TWO_HOURS = {"customer": always(2 * HOUR), "third_party": always(2 * HOUR)}


def test_an_answer_at_the_end_of_a_shift_is_not_begun_by_who_leaves() -> None:
    log = scripted(answered({"early": shift("08:00-11:10")}, TWO_HOURS), pending=[YES, NO])
    assert entries(log)[1] == (0, "REPLY", "ANSWERED", at(11, 10), at(32), at(32, 10))
    assert [row[2:] for row in work(log)] == [
        (0, "PENDING_CUSTOMER", "NONE", at(9), at(9, 10)),
        (0, "DONE", "RESOLVED", at(32), at(32, 10)),
    ]
    assert statuses(log)[3:5] == [("OPEN", at(11, 10)), ("IN_SERVICE", at(32))]


def test_an_answer_at_the_change_of_shifts_is_taken_by_who_comes() -> None:
    shifts = {"early": shift("08:00-11:10"), "late": shift("11:10-18:00")}
    log = scripted(answered(shifts, TWO_HOURS), pending=[YES, NO])
    assert [row[2:] for row in work(log)][1:] == [(1, "DONE", "RESOLVED", at(11, 10), at(11, 20))]


def test_a_third_party_that_is_done_as_a_pause_begins_waits_for_its_end() -> None:
    pauses = {"tea": {"at": "11:10", "lasts": "15min"}}
    log = scripted(answered({"day": shift("08:00-18:00", pauses=pauses)}, TWO_HOURS), pending=[0.4, NO])
    assert [row[2:] for row in work(log)][1:] == [(0, "DONE", "RESOLVED", at(11, 25), at(11, 35))]
    assert (0, "BREAK", at(11, 10), at(11, 25)) in duties(log)


def test_two_answers_at_once_are_taken_in_order_of_their_issues() -> None:
    scenario = answered({"day": shift("08:00-18:00")}, {"customer": {"law": "uniform", "low": "1h", "high": "2h"}})
    two = scenario.with_values({"world.arrivals.email": recorded("09:00:00", "09:10:00")})
    log = scripted(two, pending=[[YES, NO], [YES, NO]], customer=[[2 * HOUR], [2 * HOUR - 600]])
    assert [(row[0], row[5]) for row in work(log)][2:] == [(0, at(11, 10)), (1, at(11, 20))]


def asked(agents: dict[str, Any], **more: Any) -> Scenario:
    """An email at 09:00, expected within 1 h; who asks does so by email too."""
    return desk(
        {"email": recorded("09:00:00")},
        600,
        agents,
        kinds={"email": "async"},
        world__chase={"waking": None, "expects": "1h"},
        **more,
    )


def test_an_answer_begun_as_the_promise_lapses_or_as_the_customer_would_ask_is_in_time() -> None:
    for begins in ("10:00", "10:30"):
        log = scripted(asked({"team": {begins: 1}}), chase=1800.0)
        assert [row[1] for row in entries(log)] == ["FIRST"]
    late = scripted(asked({"team": {"10:31": 1}}), chase=1800.0)
    assert [row[1] for row in entries(late)] == ["FIRST", "CHASE"]


def test_work_that_ends_as_the_promise_of_the_next_lapses_saves_the_notice() -> None:
    scenario = desk(
        {"email": recorded("09:00:00", "09:10:00")},
        4200,
        1,
        kinds={"email": "async"},
        world__chase={"waking": None},
        policy__follow_up={"acknowledge": True, "promise": "1h", "kept": 1.0},
    )
    # The first is done at 10:10, when the promise to the second customer lapses.
    assert [row[1:5] for row in entries(play(scenario))] == [
        ("FIRST", "ANSWERED", at(9), at(9)),
        ("FIRST", "ANSWERED", at(9, 10), at(10, 10)),
    ]


def test_a_third_party_that_is_done_as_the_promise_lapses_ends_the_wait_if_an_agent_is_free() -> None:
    replies = {"third_party": always(HOUR)}
    for heads, causes in (
        ({"09:00": 1}, ["FIRST", "NEXT_TOUCH"]),
        ({"09:00": 1, "09:30": 0, "11:00": 1}, ["FIRST", "NEXT_TOUCH", "NOTICE"]),
    ):
        scenario = desk(
            {"email": recorded("09:00:00")},
            600,
            {"team": heads},
            kinds={"email": "async"},
            world__resolution=SOLVES | {"pending_third_party": 0.5},
            world__replies=replies,
            world__chase={"waking": None},
            policy__follow_up={"promise": "1h", "kept": 1.0},
        )
        log = scripted(scenario, pending=[YES, NO], told=YES, timeframe=YES, chase=9 * HOUR)
        assert [row[1] for row in entries(log)] == causes


def test_a_call_that_comes_as_a_ticket_is_done_interrupts_nothing() -> None:
    scenario = desk(
        {"email": recorded("09:00:00"), "phone": recorded("09:10:00")},
        {"email": 600, "phone": 180},
        1,
        kinds={"email": "async"},
        policy__blending={"rule": "preempt"},
    )
    assert [row[3:] for row in work(play(scenario))] == [
        ("DONE", "NONE", at(9), at(9, 10)),
        ("DONE", "NONE", at(9, 10), at(9, 13)),
    ]


def test_a_ticket_that_is_taken_as_it_would_be_forgotten_is_not() -> None:
    scenario = desk(
        {"email": recorded("09:00:00")},
        600,
        {"team": {"11:00": 1}},
        kinds={"email": "async"},
        policy__routing={"forgotten_after": {"email": "2h"}},
    )
    assert statuses(play(scenario))[1] == ("IN_SERVICE", at(11))


def test_a_chat_that_comes_as_another_ends_finds_its_slot_and_who_waits_has_it_first() -> None:
    def chats(*times: str) -> Scenario:
        teams = {"team": {"skills": {"chat": 1.0}, "chats": 2}}
        return desk({"chat": recorded(*times)}, 100, 1, kinds={"chat": "chat"}, policy__teams=teams)

    # Two chats end together at 09:02:15: room for two.
    log = play(chats("09:00:00", "09:00:00", "09:02:15"))
    assert entries(log)[2][4:] == (at(9, 2, 15), at(9, 3, 55))
    log = play(chats("09:00:00", "09:00:00", "09:02:00", "09:02:10", "09:02:15"))
    assert [row[4] for row in entries(log)][2:4] == [at(9, 2, 15)] * 2
    assert entries(log)[4][4] == at(9, 4, 30)


def test_who_is_called_again_as_another_calls_goes_first() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10", "09:00:20", "09:23:40")},
        100,
        1,
        policy__callback={"phone": {"offer_above": "150s", "gap": "20min", "dial": "20s"}},
    )
    log = scripted(scenario, callback=[[NO], [NO], [YES], [NO]], reached=[NO, YES])
    assert [row[4] for row in entries(log)][2:] == [at(9, 23, 40), at(9, 25, 20)]


def test_a_message_left_at_the_instant_of_closing_meets_the_agent_who_frees_then() -> None:
    scenario = desk(
        {"phone": recorded("09:57:00", "10:00:00"), "email": steady(0)},
        {"phone": 180, "email": 300},
        1,
        kinds={"email": "async"},
        policy__channels={
            "phone": {"kind": "live", "open": "08:00-10:00", "when_closed": "take_message", "later": "email"},
            "email": {"kind": "async"},
        },
    )
    assert [row[1:] for row in entries(play(scenario))][1:] == [
        ("FIRST", "MESSAGE", at(10), None, at(10)),
        ("MESSAGE", "ANSWERED", at(10), at(10), at(10, 5)),
    ]
