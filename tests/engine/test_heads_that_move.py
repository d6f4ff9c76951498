"""Heads that fall and rise: who goes, who stays, who takes what waits."""

from __future__ import annotations

from tests.desks import always, desk, recorded
from tests.engine.days import at, contacts, duties, play, touches


def test_work_that_ends_as_heads_fall_lets_that_agent_go_and_the_others_take_the_queue() -> None:
    log = play(desk({"phone": recorded("09:57:00", "09:57:00", "09:58:00")}, 180, {"team": {"08:00": 2, "10:00": 1}}))
    assert touches(log)[2] == (2, 0, "DONE", at(10), at(10, 3))
    assert (1, "ON_QUEUE", at(8), at(10)) in duties(log)


def test_whoever_still_works_when_heads_rise_again_stays_before_a_lower_number_comes() -> None:
    log = play(
        desk(
            {"phone": recorded("09:58:00", "09:58:10")},
            1800,
            {"team": {"08:00": 2, "10:00": 0, "10:15": 1}},
            calendar__interval="15min",
            policy__end_of_shift={"rule": "finish"},
        )
    )
    # Both finish in overtime; at 10:15 the lower-numbered of the two that still work is on duty again.
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(10)),
        (0, "OVERTIME", at(10), at(10, 15)),
        (0, "ON_QUEUE", at(10, 15), at(24)),
        (1, "ON_QUEUE", at(8), at(10)),
        (1, "OVERTIME", at(10), at(10, 28, 10)),
    ]
    only_second = play(
        desk(
            {"phone": {**recorded("09:40:00", "09:58:10")}},
            1800,
            {"team": {"08:00": 2, "10:00": 0, "10:15": 1}},
        )
    )
    assert [row for row in duties(only_second) if row[0] == 1][-1] == (1, "ON_QUEUE", at(10, 15), at(24))
    assert [row for row in duties(only_second) if row[0] == 0][-1] == (0, "OVERTIME", at(10), at(10, 10))


def test_the_queue_is_taken_when_heads_rise_and_agents_who_free_at_that_instant_take_from_it_too() -> None:
    log = play(
        desk(
            {"phone": recorded("09:57:00", "09:58:00", "09:59:00", "09:59:30")},
            180,
            {"team": {"08:00": 1, "10:00": 2}},
        )
    )
    assert [row[2] for row in contacts(log)] == [at(9, 57), at(10), at(10), at(10, 3)]


def test_two_teams_of_the_same_skills_are_one_group_and_leave_by_team() -> None:
    log = play(
        desk(
            {"phone": recorded("09:00:00", "09:10:00", "09:20:00", "10:10:00", "10:20:00")},
            60,
            {"one": {"08:00": 1, "10:00": 0}, "two": {"08:00": 2}},
        )
    )
    assert [row[1] for row in touches(log)] == [0, 1, 2, 1, 2]
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(10)),
        (1, "ON_QUEUE", at(8), at(24)),
        (2, "ON_QUEUE", at(8), at(24)),
    ]


def test_email_in_hand_makes_way_when_heads_fall_and_goes_to_who_stays() -> None:
    scenario = desk(
        {"email": recorded("09:50:00", "09:55:00")},
        always(660.0),
        {"team": {"08:00": 2, "10:00": 1}},
        kinds={"email": "async"},
    )
    assert touches(play(scenario)) == [
        (0, 0, "DONE", at(9, 50), at(10, 1)),
        (1, 1, "PUT_BACK", at(9, 55), at(10)),
        (1, 0, "DONE", at(10, 1), at(10, 7)),
    ]
