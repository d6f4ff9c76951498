"""What happens at one instant happens in the order of the table: work ends, duties, closing, patience, returns, new."""

from __future__ import annotations

from tests.desks import always, desk, recorded
from tests.engine.days import at, contacts, live, outcomes, play, shift, touches


def test_who_frees_as_the_channel_closes_takes_one_more_before_the_queue_is_cut_off() -> None:
    scenario = desk(
        {"phone": recorded("09:57:00", "09:58:00", "09:59:00")},
        180,
        1,
        policy__channels={"phone": live("08:00-10:00", closing="disconnect")},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "ANSWERED", "DISCONNECTED"]


def test_who_comes_on_duty_as_the_channel_closes_takes_one_before_the_queue_is_cut_off() -> None:
    scenario = desk(
        {"phone": recorded("09:58:00", "09:59:00")},
        180,
        {"team": {"10:00": 1}},
        policy__channels={"phone": live("08:00-10:00", closing="disconnect")},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "DISCONNECTED"]


def test_whose_patience_ends_as_the_channel_closes_is_cut_off() -> None:
    scenario = desk(
        {"phone": recorded("09:50:00", "09:58:00")},
        1800,
        1,
        patience=always(120.0),
        policy__channels={"phone": live("08:00-10:00", closing="disconnect")},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "DISCONNECTED"]


def test_who_comes_back_is_ahead_of_who_comes_for_the_first_time() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:01:00", "09:12:00")},
        600,
        1,
        patience=always(60.0),
        world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(600.0)}},
    )
    log = play(scenario)
    assert log.contacts["issue"].tolist()[:4] == [0, 1, 1, 2]
    assert contacts(log)[2] == ("ANSWERED", at(9, 12), at(9, 12), at(9, 22))
    assert contacts(log)[3][0] == "ABANDONED"


def test_a_call_at_the_instant_of_opening_is_taken_and_at_closing_is_not() -> None:
    scenario = desk(
        {"phone": recorded("08:00:00", "10:00:00")},
        60,
        {"team": {"08:00": 1}},
        policy__channels={"phone": live("08:00-10:00")},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "CLOSED"]


def test_who_gives_up_as_another_comes_back_leaves_the_line_to_them() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:01:00", "09:11:00")},
        3600,
        1,
        patience=always(60.0),
        world__redial={"phone": {"share": 1.0, "decay": 0.0, "delay": always(600.0)}},
        policy__channels={"phone": live("always", lines=2)},
    )
    # Issue 1 gives up at 09:02 and is back at 09:12, when the patience of issue 2 ends.
    log = play(scenario)
    assert log.contacts["issue"].tolist() == [0, 1, 1, 2, 2]
    assert outcomes(log)[1:] == ["ABANDONED"] * 4


def test_work_that_stops_finds_nobody_whose_shift_ends_at_the_same_instant() -> None:
    scenario = desk(
        {"email": recorded("09:50:00")},
        1800,
        {"team": None},
        kinds={"email": "async"},
        policy__shifts={"early": shift("08:00-10:00", 3), "late": shift("10:00-12:00")},
    )
    assert touches(play(scenario)) == [(0, 0, "PUT_BACK", at(9, 50), at(10)), (0, 3, "DONE", at(10), at(10, 20))]
