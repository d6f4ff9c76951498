"""Closing: who is still served, by whom and in which order, and who is cut off."""

from __future__ import annotations

import pytest

from tests.desks import always, desk, recorded
from tests.engine.days import at, contacts, duties, live, outcomes, play, shift, touches


def test_whoever_has_email_in_hand_at_closing_puts_it_back_and_serves_out_the_callers() -> None:
    scenario = desk(
        {"phone": recorded("09:59:00"), "email": recorded("09:58:00")},
        300,
        {"team": None},
        kinds={"email": "async"},
        days=2,
        policy__shifts={"early": shift("08:00-10:00")},
        policy__channels={"phone": live("08:00-10:00"), "email": {"kind": "async"}},
    )
    log = play(scenario)
    assert touches(log) == [
        (0, 0, "PUT_BACK", at(9, 58), at(10)),
        (1, 0, "DONE", at(10), at(10, 5)),
        (0, 0, "DONE", at(32), at(32, 3)),
    ]
    assert duties(log)[:2] == [(0, "ON_QUEUE", at(8), at(10)), (0, "OVERTIME", at(10), at(10, 5))]


@pytest.mark.parametrize(("closing", "second"), [("serve_out", "ANSWERED"), ("disconnect", "DISCONNECTED")])
def test_whoever_frees_exactly_when_shift_and_channel_end_serves_out_but_does_not_save_from_the_cut(
    closing: str, second: str
) -> None:
    scenario = desk(
        {"phone": recorded("09:57:00", "09:58:00")},
        180,
        {"team": None},
        policy__shifts={"early": shift("08:00-10:00")},
        policy__channels={"phone": live("08:00-10:00", closing=closing)},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", second]


def test_a_break_at_closing_is_not_put_off_for_the_queue() -> None:
    scenario = desk(
        {"phone": recorded("11:59:00", "11:59:30")},
        180,
        {"team": None},
        policy__shifts={"day": shift("08:00-18:00", pauses={"lunch": {"at": "12:00", "lasts": "2h"}})},
        policy__channels={"phone": live("08:00-12:00,14:00-18:00")},
    )
    # Who is queueing when the desk closes for lunch waits on the line until lunch is over, or gives up.
    assert contacts(play(scenario))[1] == ("ANSWERED", at(11, 59, 30), at(14), at(14, 3))


@pytest.mark.parametrize(("rule", "order"), [("fifo", [0, 2, 3]), ("priority", [0, 3, 2])])
def test_the_queues_of_closed_channels_are_cleared_by_the_rule_and_by_those_who_can(
    rule: str, order: list[int]
) -> None:
    scenario = desk(
        {"chat": recorded("09:59:01"), "sale": recorded("09:59:20"), "phone": recorded("09:58:00", "09:59:10")},
        180,
        {"team": {"08:00": 1, "10:00": 0}, "other": {"08:00": 1, "09:00": 0}},
        skills={"team": ["sale", "phone"], "other": ["chat"]},
        policy__channels={name: live("08:00-10:00") for name in ("chat", "sale", "phone")},
        policy__routing={"next_contact": rule, "priority": {"sale": 1, "phone": 2}},
    )
    # Issues: 0 the first call, 1 a chat that nobody can take any more, 2 the second call, 3 the sale.
    assert [issue for issue, *_ in sorted(touches(play(scenario)), key=lambda row: row[3])] == order


def test_each_of_several_closings_cuts_off_its_queue_and_frees_the_lines() -> None:
    scenario = desk(
        {"phone": recorded("09:58:00", "09:59:00", "11:00:00", "11:00:10", "11:59:00")},
        {"phone": {"talk": {"law": "deterministic", "value": "5min"}}},
        1,
        policy__channels={"phone": live("08:00-10:00,11:00-12:00", closing="disconnect", lines=2)},
    )
    log = play(scenario)
    assert outcomes(log) == ["ANSWERED", "DISCONNECTED", "ANSWERED", "ANSWERED", "ANSWERED"]


def test_an_opening_over_midnight_is_one_opening() -> None:
    scenario = desk(
        {
            "phone": {
                "source": "recorded",
                "at": ["2026-01-05T21:59:59", "2026-01-05T23:59:00", "2026-01-06T01:59:59", "2026-01-06T02:00:00"],
            }
        },
        120,
        1,
        days=2,
        policy__channels={"phone": live("22:00-02:00", closing="disconnect")},
    )
    assert outcomes(play(scenario)) == ["CLOSED", "ANSWERED", "ANSWERED", "CLOSED"]


def test_a_start_after_a_closing_does_not_turn_time_back() -> None:
    scenario = desk(
        {"phone": recorded("11:30:00")},
        60,
        1,
        calendar__start_at="11:00",
        patience=always(60.0),
        start__backlog={"phone": {"contacts": 2, "oldest": "3min"}},
        policy__channels={"phone": live("08:00-10:00,10:30-12:00", closing="disconnect")},
    )
    log = play(scenario)
    assert [row[2] for row in contacts(log)] == [at(11), at(11, 1), at(11, 30)]
    assert log.starts_at == at(11)


def test_who_is_on_a_break_when_shift_and_channel_end_goes_home() -> None:
    scenario = desk(
        {"phone": recorded("09:50:00")},
        180,
        {"team": None},
        policy__shifts={"early": shift("08:00-10:00", pauses={"last": {"at": "09:45", "lasts": "15min"}})},
        policy__channels={"phone": live("08:00-10:00")},
    )
    log = play(scenario)
    assert outcomes(log) == ["WAITING"]
    assert duties(log)[-1] == (0, "BREAK", at(9, 45), at(10))


def test_a_reserve_keeps_nobody_waiting_after_closing() -> None:
    scenario = desk(
        {"phone": recorded("09:58:00", "09:59:00")},
        180,
        {"team": {"08:00": 2, "10:00": 0}},
        policy__channels={"phone": live("08:00-10:00")},
        policy__routing={"reserve": {"phone": 1}},
    )
    assert [row[2] for row in contacts(play(scenario))] == [at(9, 58), at(10)]
