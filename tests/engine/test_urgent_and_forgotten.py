"""Urgent contacts go first; a ticket that lies too long becomes urgent, and its clocks go on."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, entries, play, queues, scripted, statuses, tickets, work

HOUR = 3600.0


def emails(*times: str, first: bool = True, **more: Any) -> Scenario:
    """Emails of 600 s for one agent, some of them urgent."""
    return desk(
        {"email": recorded(*times)},
        600,
        1,
        kinds={"email": "async"},
        world__topics={"any": {"urgent": 0.5}},
        policy__routing={"urgent_first": first},
        **more,
    )


def test_urgent_first_goes_before_all_that_wait() -> None:
    belong = ["email/any", "email/any", "email/any urgent", "email/any urgent"]
    times = ("09:00:00", "09:01:00", "09:02:00", "09:03:00")
    log = scripted(emails(*times), belong=belong)
    assert [row[0] for row in work(log)] == [0, 2, 3, 1]
    assert statuses(log, 2) == [
        ("urgent NEW", at(9, 2)),
        ("urgent IN_SERVICE", at(9, 10)),
        ("urgent SOLVED", at(9, 20)),
    ]
    assert log.issues["urgent"].tolist() == [0, 0, 1, 1]
    # Otherwise urgency is only known, not acted upon.
    assert [row[0] for row in work(scripted(emails(*times, first=False), belong=belong))] == [0, 1, 2, 3]


def test_urgent_goes_before_a_rule_of_priorities() -> None:
    scenario = desk(
        {"email": recorded("09:00:00", "09:00:10"), "phone": recorded("09:00:20")},
        60,
        1,
        kinds={"email": "async"},
        world__topics={"any": {"urgent": 0.5}},
        policy__routing={"urgent_first": True, "next_contact": "priority", "priority": {"email": 9}},
    )
    log = scripted(scenario, belong=["email/any", "email/any urgent", "phone/any"])
    assert [row[0] for row in work(log)] == [0, 1, 2]


def lying(*calls: str, **more: Any) -> Scenario:
    """An email at 09:00 behind calls of 30 min, which go first; after 2 h it is urgent, and goes before them."""
    return desk(
        {"phone": recorded(*calls), "email": recorded("09:00:00")},
        {"phone": 1800, "email": 600},
        1,
        kinds={"email": "async"},
        policy__routing={
            "urgent_first": True,
            "next_contact": "priority",
            "priority": {"email": 2},
            "forgotten_after": {"email": "2h"},
        },
        **more,
    )


def test_a_forgotten_ticket_becomes_urgent_and_is_taken_next() -> None:
    log = play(lying("08:59:00", "09:01:00", "09:02:00", "09:03:00", "09:04:00", "09:05:00"))
    issue = next(row[0] for row in tickets(log) if row[2] == "email")
    # Calls end at 09:29, 09:59, 10:29, 10:59 and 11:29; the email is urgent from 11:00 on.
    assert statuses(log, issue) == [
        ("NEW", at(9)),
        ("urgent NEW", at(11)),
        ("urgent IN_SERVICE", at(11, 29)),
        ("urgent SOLVED", at(11, 39)),
    ]
    assert [row[3:] for row in entries(log) if row[0] == issue] == [(at(9), at(11, 29), at(11, 39))]
    assert queues(log)[issue] == "email/any urgent"
    # It was opened at 09:00, whatever it has become.
    assert tickets(log)[issue][5:] == (at(9), at(11, 39))
    assert log.issues["urgent"][issue] == 0


def test_a_ticket_that_is_taken_in_time_is_not_forgotten_even_if_it_is_put_back() -> None:
    shifts = {"early": {"team": "team", "agents": 1, "hours": "08:00-10:55", "days": "daily"}}
    scenario = desk(
        {"email": recorded("09:00:00", "09:00:00")},
        3600 * 1.5,
        {"team": None},
        kinds={"email": "async"},
        days=2,
        policy__shifts=shifts,
        policy__routing={"forgotten_after": {"email": "2h"}},
    )
    log = play(scenario)
    # The second is begun at 10:30, put back at 10:55, and goes on the next morning.
    assert statuses(log, 1) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(10, 30)),
        ("OPEN", at(10, 55)),
        ("IN_SERVICE", at(32)),
        ("SOLVED", at(33, 5)),
    ]


def test_what_has_been_forgotten_once_stays_urgent() -> None:
    resolution = SOLVES | {"pending_customer": 0.5}
    scenario = lying(
        *("08:59:00", "09:01:00", "09:02:00", "09:03:00", "09:04:00"),
        *("12:20:00", "12:21:00"),
        world__resolution=resolution,
        world__replies={"customer": always(HOUR)},
    )
    issue = 1
    log = scripted(scenario, pending=[[NO, NO], [YES, NO]] + [[NO, NO]] * 6)
    # Asked at 11:39, answered at 12:39 while a call goes on to 12:50 and another waits: the answer goes first.
    assert [row[1:5] for row in entries(log) if row[0] == issue] == [
        ("FIRST", "ANSWERED", at(9), at(11, 29)),
        ("REPLY", "ANSWERED", at(12, 39), at(12, 50)),
    ]
    assert statuses(log, issue)[3:6] == [
        ("urgent PENDING_CUSTOMER", at(11, 39)),
        ("urgent OPEN", at(12, 39)),
        ("urgent IN_SERVICE", at(12, 50)),
    ]


def test_what_waits_for_others_is_not_forgotten_meanwhile_and_is_when_it_waits_again() -> None:
    resolution = SOLVES | {"pending_third_party": 0.5}
    scenario = desk(
        {"email": recorded("09:00:00")},
        600,
        {"team": {"09:00": 1, "10:00": 0, "18:00": 1}},
        kinds={"email": "async"},
        world__resolution=resolution,
        world__replies={"third_party": always(5 * HOUR)},
        policy__routing={"forgotten_after": {"email": "2h"}},
    )
    log = scripted(scenario, pending=[YES, NO])
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("ON_HOLD", at(9, 10)),
        ("OPEN", at(14, 10)),
        ("urgent OPEN", at(16, 10)),
        ("urgent IN_SERVICE", at(18)),
        ("urgent SOLVED", at(18, 10)),
    ]
