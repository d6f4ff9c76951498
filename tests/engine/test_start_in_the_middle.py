"""A start in the middle of the day: of shifts, of heads, of an opening, with a queue that is there already."""

from __future__ import annotations

from tests.desks import always, desk, recorded
from tests.engine.days import at, contacts, duties, live, outcomes, play, shift


def test_shifts_heads_and_openings_are_met_where_they_are() -> None:
    scenario = desk(
        {"phone": recorded("10:59:00", "11:00:00", "11:00:30", "12:30:00")},
        600,
        {"heads": {"08:00": 3, "10:00": 1, "12:00": 0}, "shifts": None},
        calendar__start_at="11:00",
        policy__shifts={"day": shift("08:00-13:00", team="shifts", pauses={"late": {"at": "10:45", "lasts": "30min"}})},
        policy__channels={"phone": live("08:00-12:15")},
    )
    log = play(scenario)
    assert duties(log) == [
        (0, "ON_QUEUE", at(11), at(12)),
        (1, "BREAK", at(11), at(11, 15)),
        (1, "ON_QUEUE", at(11, 15), at(13)),
    ]
    assert contacts(log) == [
        ("ANSWERED", at(11), at(11), at(11, 10)),
        ("ANSWERED", at(11, 0, 30), at(11, 10), at(11, 20)),
        ("CLOSED", at(12, 30), None, at(12, 30)),
    ]


def test_who_waits_at_the_start_is_patient_from_the_start_and_stands_in_the_order_of_age() -> None:
    scenario = desk(
        {"phone": recorded("11:00:00")},
        600,
        1,
        calendar__start_at="11:00",
        patience=always(900.0),
        start__backlog={"phone": {"contacts": 2, "oldest": "30min"}},
    )
    assert contacts(play(scenario)) == [
        ("ANSWERED", at(10, 30), at(11), at(11, 10)),
        ("ANSWERED", at(10, 45), at(11, 10), at(11, 20)),
        ("ABANDONED", at(11), None, at(11, 15)),
    ]


def test_a_live_backlog_holds_its_lines_from_the_start_and_is_turned_away_outside_the_hours() -> None:
    scenario = desk(
        {"phone": recorded("11:05:00", "11:30:00")},
        600,
        1,
        calendar__start_at="11:00",
        start__backlog={"phone": {"contacts": 2, "oldest": "3min"}},
        policy__channels={"phone": live("08:00-12:00", lines=2)},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "ANSWERED", "BLOCKED", "ANSWERED"]
    early = scenario.with_values({"calendar.start_at": "07:00"})
    assert contacts(play(early))[:2] == [
        ("CLOSED", at(6, 57), None, at(7)),
        ("CLOSED", at(6, 58, 30), None, at(7)),
    ]


def test_a_ticket_that_waits_at_the_start_waits_for_the_first_agent() -> None:
    scenario = desk(
        {"email": recorded("08:30:00")},
        600,
        {"team": {"09:00": 1}},
        kinds={"email": "async"},
        calendar__start_at="08:00",
        policy__channels={"email": {"kind": "async", "open": "09:00-17:00"}},
        start__backlog={"email": {"contacts": 1, "oldest": "2d"}},
    )
    assert contacts(play(scenario)) == [
        ("ANSWERED", at(8) - 2 * at(24), at(9), at(9, 10)),
        ("ANSWERED", at(8, 30), at(9, 10), at(9, 20)),
    ]


def test_backlog_in_the_queue_is_ordered_by_age_across_channels() -> None:
    scenario = desk(
        {"b": recorded("11:30:00"), "a": recorded("11:30:00")},
        60,
        {"team": {"11:10": 1}},
        kinds={"a": "async", "b": "async"},
        calendar__start_at="11:00",
        start__backlog={"b": {"contacts": 1, "oldest": "1h"}, "a": {"contacts": 2, "oldest": "2h"}},
    )
    log = play(scenario)
    ages = sorted(zip(log.contacts["answered_at"].tolist(), log.contacts["entered_at"].tolist(), strict=True))[:3]
    assert ages == [(at(11, 10), at(9)), (at(11, 11), at(10)), (at(11, 12), at(10))]
