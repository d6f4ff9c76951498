"""What is paid: a pause that a call runs into, pauses side by side, overtime."""

from __future__ import annotations

from sim.log import Duty, Log
from tests.desks import desk, recorded
from tests.engine.days import at, play, shift


def paid(log: Log) -> list[tuple[str, bool, float, float]]:
    table = log.duty
    return [
        (Duty(int(duty)).name, bool(pay), float(since), float(until))
        for duty, pay, since, until in zip(table["duty"], table["paid"], table["since"], table["until"], strict=True)
    ]


def test_finishing_a_call_is_paid_and_the_rest_of_an_unpaid_break_is_not() -> None:
    pauses = {
        "lunch": {"at": "09:00", "lasts": "15min", "paid": False},
        "tea": {"at": "09:15", "lasts": "15min"},
    }
    scenario = desk(
        {"phone": recorded("08:59:00", "09:59:00")},
        180,
        {"team": None},
        policy__shifts={"early": shift("08:00-10:00", pauses=pauses)},
    )
    assert paid(play(scenario)) == [
        ("ON_QUEUE", True, at(8), at(9)),
        ("FINISHING", True, at(9), at(9, 2)),
        ("BREAK", False, at(9, 2), at(9, 15)),
        ("BREAK", True, at(9, 15), at(9, 30)),
        ("ON_QUEUE", True, at(9, 30), at(10)),
        ("OVERTIME", True, at(10), at(10, 2)),
    ]


def test_a_call_that_outlasts_the_pause_goes_straight_on_queue_and_one_that_outlasts_the_shift_is_overtime() -> None:
    pauses = {"tea": {"at": "09:00", "lasts": "15min"}, "end": {"at": "09:45", "lasts": "15min", "paid": False}}
    scenario = desk(
        {"phone": recorded("08:59:00", "09:44:00")},
        1200,
        {"team": None},
        policy__shifts={"early": shift("08:00-10:00", pauses=pauses)},
    )
    assert paid(play(scenario)) == [
        ("ON_QUEUE", True, at(8), at(9)),
        ("FINISHING", True, at(9), at(9, 15)),
        ("ON_QUEUE", True, at(9, 15), at(9, 45)),
        ("FINISHING", True, at(9, 45), at(10)),
        ("OVERTIME", True, at(10), at(10, 4)),
    ]


def test_unpaid_work_of_a_roster_is_told_apart_from_paid_work_beside_it() -> None:
    rows = [
        {"agent": "Ann", "date": "2026-01-05", "hours": "08:00-09:00"},
        {"agent": "Ann", "date": "2026-01-05", "hours": "09:00-10:00", "paid": False},
    ]
    scenario = desk({"phone": recorded("08:30:00")}, 60, {"team": None}, policy__roster={"team": {"rows": rows}})
    assert paid(play(scenario)) == [("ON_QUEUE", True, at(8), at(9)), ("ON_QUEUE", False, at(9), at(10))]
