"""What everybody took for solved was not: the customer comes back to the ticket, with a new one, or not at all."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, queues, scripted, statuses, tickets, work

DAY = at(24)


def email(noticed_h: float, days: int = 12, **more: Any) -> Scenario:
    """An email at 09:00 (600 s) that is not solved; the customer finds out after some hours. Calls take 300 s."""
    resolution = SOLVES | {"solved": 0.5, "recognised": 0.0, "returns": 0.5, "noticed": always(noticed_h * 3600)}
    return desk(
        {"email": recorded("09:00:00"), "phone": steady(0)},
        {"email": 600, "phone": {"talk": always(300.0), "no_context": 1.2}},
        1,
        kinds={"email": "async"},
        days=days,
        world__resolution=resolution | more.pop("resolution", {}),
        policy__follow_up={"link": 0.5},
        **more,
    )


ONCE: dict[str, Any] = {"resolved": [NO, YES], "recognised": NO, "returns": YES, "link": YES}
PHONE = {"return_channels": {"phone": 1.0}}


def test_inside_the_window_the_answer_reopens_the_ticket() -> None:
    log = scripted(email(36), **ONCE)
    back = at(9, 10) + 36 * 3600
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "REOPEN", "ANSWERED", back, back, back + 600),
    ]
    assert log.contacts["ticket"].tolist() == [0, 0]
    assert tickets(log) == [(0, 0, "email", "FIRST", -1, at(9), at(9, 10))]
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("SOLVED", at(9, 10)),
        ("REOPENED", back),
        ("IN_SERVICE", back),
        ("SOLVED", back + 600),
        ("CLOSED", back + 600 + 4 * DAY),
    ]
    assert work(log) == [
        (0, 0, 0, "DONE", "UNNOTICED", at(9), at(9, 10)),
        (0, 1, 0, "DONE", "RESOLVED", back, back + 600),
    ]
    assert ends(log) == [("RESOLVED", back + 600, at(9, 10))]


def test_after_the_window_there_is_a_new_ticket_that_follows_the_closed_one() -> None:
    # Closed at the very instant at which the customer comes: too late to reopen.
    for hours in (96, 97):
        log = scripted(email(hours), **ONCE)
        back = at(9, 10) + hours * 3600
        assert entries(log)[1] == (0, "RECONTACT", "ANSWERED", back, back, back + 600)
        assert tickets(log) == [
            (0, 0, "email", "FIRST", -1, at(9), at(9, 10)),
            (0, 1, "email", "RECONTACT", 0, back, back + 600),
        ]
        assert statuses(log)[2:] == [("SOLVED", at(9, 10)), ("CLOSED", at(9, 10) + 4 * DAY)]
        assert statuses(log, ticket=1) == [
            ("NEW", back),
            ("IN_SERVICE", back),
            ("SOLVED", back + 600),
            ("CLOSED", back + 600 + 4 * DAY),
        ]
        assert log.contacts["ticket"].tolist() == [0, 1]
        assert ends(log) == [("RESOLVED", back + 600, at(9, 10))]


def test_just_before_it_closes_the_ticket_is_reopened() -> None:
    log = scripted(email(95.999), **ONCE)
    assert [row[1] for row in entries(log)] == ["FIRST", "REOPEN"]
    assert [status for status, _ in statuses(log)].count("CLOSED") == 1


def test_who_calls_instead_and_is_recognised_reopens_the_ticket_on_the_line() -> None:
    log = scripted(email(36, resolution=PHONE), **ONCE)
    back = at(9, 10) + 36 * 3600
    assert queues(log) == ["email/any", "phone/any"]
    assert entries(log)[1] == (0, "REOPEN", "ANSWERED", back, back, back + 300)
    assert len(tickets(log)) == 1
    assert statuses(log)[3:6] == [("REOPENED", back), ("IN_SERVICE", back), ("SOLVED", back + 300)]


def test_who_calls_instead_and_is_not_recognised_tells_it_all_again() -> None:
    log = scripted(email(36, resolution=PHONE), **ONCE | {"link": NO})
    back = at(9, 10) + 36 * 3600
    assert entries(log)[1] == (0, "RECONTACT", "ANSWERED", back, back, back + 360)
    assert tickets(log)[1] == (0, 1, "phone", "RECONTACT", -1, back, back)
    # The first ticket closes as if nothing had happened.
    assert statuses(log)[2:] == [("SOLVED", at(9, 10)), ("CLOSED", at(9, 10) + 4 * DAY)]


def test_who_is_called_back_to_the_queue_by_phone_waits_with_a_ticket_that_is_reopened_from_then() -> None:
    scenario = email(36, resolution=PHONE).with_values(
        {"world.arrivals.phone": recorded("21:08:00", date="2026-01-06")}
    )
    log = scripted(scenario, **ONCE | {"resolved": [[NO, YES], [YES, YES]]})
    # On the second evening a call of 5 min began 2 min before.
    assert entries(log)[1] == (0, "REOPEN", "ANSWERED", at(45, 10), at(45, 13), at(45, 18))
    assert statuses(log)[3:5] == [("REOPENED", at(45, 10)), ("IN_SERVICE", at(45, 13))]


def test_who_comes_back_by_phone_and_gives_up_leaves_the_ticket_as_it_was() -> None:
    scenario = email(36, resolution=PHONE, patience=always(60.0)).with_values(
        {"world.arrivals.phone": recorded("21:08:00", date="2026-01-06")}
    )
    log = scripted(scenario, **ONCE | {"resolved": [[NO, YES], [YES, YES]]})
    assert entries(log)[1] == (0, "REOPEN", "ABANDONED", at(45, 10), None, at(45, 11))
    assert statuses(log)[2:] == [("SOLVED", at(9, 10)), ("CLOSED", at(9, 10) + 4 * DAY)]
    assert ends(log)[0] == ("GAVE_UP", at(45, 11), at(9, 10))


def test_who_says_nothing_is_lost_to_sight_and_the_ticket_closes() -> None:
    log = scripted(email(36), **ONCE | {"returns": NO})
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]
    assert statuses(log)[2:] == [("SOLVED", at(9, 10)), ("CLOSED", at(9, 10) + 4 * DAY)]
    assert ends(log) == [("SILENT", at(9, 10), at(9, 10))]


def test_it_may_be_taken_for_solved_again_and_again() -> None:
    log = scripted(email(36), resolved=[NO, NO, NO], recognised=[NO] * 3, returns=[YES, YES, NO], link=[YES] * 3)
    assert [row[1] for row in entries(log)] == ["FIRST", "REOPEN", "REOPEN"]
    last = at(9, 30) + 72 * 3600
    assert ends(log) == [("SILENT", last, at(9, 10))]
    assert [status for status, _ in statuses(log)].count("SOLVED") == 3


def test_who_comes_back_after_the_last_day_has_not_come_yet() -> None:
    log = scripted(email(36, days=1), **ONCE)
    assert [row[1] for row in entries(log)] == ["FIRST"]
    assert statuses(log)[-1] == ("SOLVED", at(9, 10))
    assert ends(log) == [("OPEN", None, at(9, 10))]
