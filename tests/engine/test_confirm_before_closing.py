"""Asking whether it is solved before closing: a short touch more, which may find out that it is not."""

from __future__ import annotations

from typing import Any

from sim.log import Log
from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, live, queues, scripted, statuses, tickets, work

DAY = at(24)


def asking(channel: str = "async", later: str | None = None, **more: Any) -> Scenario:
    """One contact at 09:00 of 600 s; asked, the customer answers after 3 h, and reading that takes 60 s."""
    kinds = {"desk": channel, "email": "async"}
    channels: dict[str, Any] = {name: {"kind": kind} for name, kind in kinds.items()}
    if later:
        channels["desk"] = live("always", later=later)
    return desk(
        {"desk": recorded("09:00:00"), "email": steady(0)},
        600,
        1,
        kinds=kinds,
        days=12,
        world__resolution=SOLVES | {"solved": 0.5, "recognised": 0.0, "returns": 0.5, "noticed": always(36 * 3600.0)},
        world__replies={"confirms": always(3 * 3600.0)},
        policy__follow_up={"confirm": True, "confirm_work": always(60.0), "confirm_detects": 0.5},
        policy__channels=channels,
        **more,
    )


def false_resolution(detected: float, scenario: Scenario | None = None) -> Log:
    return scripted(
        scenario or asking(), resolved=[NO, YES], recognised=NO, confirm_detects=[detected] * 9, returns=[YES] * 9
    )


def test_a_true_resolution_is_closed_by_the_customers_yes() -> None:
    log = scripted(asking(), resolved=YES)
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "CONFIRM", "ANSWERED", at(12, 10), at(12, 10), at(12, 11)),
    ]
    assert tickets(log) == [(0, 0, "desk", "FIRST", -1, at(9), at(9, 10))]
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("PENDING_CUSTOMER", at(9, 10)),
        ("OPEN", at(12, 10)),
        ("IN_SERVICE", at(12, 10)),
        ("SOLVED", at(12, 11)),
        ("CLOSED", at(12, 11) + 4 * DAY),
    ]
    assert work(log) == [
        (0, 0, 0, "PENDING_CUSTOMER", "RESOLVED", at(9), at(9, 10)),
        (0, 1, 0, "DONE", "NONE", at(12, 10), at(12, 11)),
    ]
    assert ends(log) == [("RESOLVED", at(12, 11), at(12, 11))]


def test_a_false_resolution_that_comes_out_is_worked_on_at_once() -> None:
    log = false_resolution(YES)
    assert entries(log)[1:] == [
        (0, "CONFIRM", "ANSWERED", at(12, 10), at(12, 10), at(12, 11)),
        (0, "NEXT_TOUCH", "ANSWERED", at(12, 11), at(12, 11), at(12, 21)),
        (0, "CONFIRM", "ANSWERED", at(15, 21), at(15, 21), at(15, 22)),
    ]
    assert [row[3:5] for row in work(log)] == [
        ("PENDING_CUSTOMER", "UNNOTICED"),
        ("NEXT_TOUCH", "NONE"),
        ("PENDING_CUSTOMER", "RESOLVED"),
        ("DONE", "NONE"),
    ]
    assert statuses(log)[4:9] == [
        ("IN_SERVICE", at(12, 10)),
        ("OPEN", at(12, 11)),
        ("IN_SERVICE", at(12, 11)),
        ("PENDING_CUSTOMER", at(12, 21)),
        ("OPEN", at(15, 21)),
    ]
    assert ends(log) == [("RESOLVED", at(15, 22), at(15, 22))]


def test_a_false_resolution_that_the_customer_has_not_noticed_yet_is_closed_and_found_later() -> None:
    log = false_resolution(NO)
    back = at(12, 11) + 36 * 3600
    assert [(row[1], row[3]) for row in entries(log)] == [
        ("FIRST", at(9)),
        ("CONFIRM", at(12, 10)),
        ("REOPEN", back),
        ("CONFIRM", back + 600 + 3 * 3600),
    ]
    assert ends(log) == [("RESOLVED", back + 660 + 3 * 3600, at(12, 11))]


def test_a_caller_is_asked_where_later_work_goes() -> None:
    log = scripted(asking("live", later="email"), resolved=YES)
    assert queues(log) == ["desk/any", "email/any"]
    assert entries(log)[1] == (0, "CONFIRM", "ANSWERED", at(12, 10), at(12, 10), at(12, 11))
    assert tickets(log) == [(0, 0, "desk", "FIRST", -1, at(9), at(9))]
