"""A ticket's touches: done in one, taken up again, put back at the end of a shift with what is left of the work."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, play, scripted, shift, statuses, tickets, work


def emails(*times: str, days: int = 6, agents: Any = 1, **more: Any) -> Scenario:
    """Emails of 600 s."""
    resolution = SOLVES | {"solved": 0.5, "recognised": 1.0, "to_senior": 0.0, "to_internal": 0.0}
    return desk(
        {"email": recorded(*times)},
        600,
        agents,
        kinds={"email": "async"},
        days=days,
        world__resolution=more.pop("resolution", resolution),
        **more,
    )


def test_a_ticket_that_is_solved_at_once_is_closed_after_four_days() -> None:
    log = scripted(emails("09:00:00"), resolved=YES)
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]
    assert tickets(log) == [(0, 0, "email", "FIRST", -1, at(9), at(9, 10))]
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("SOLVED", at(9, 10)),
        ("CLOSED", at(9, 10) + 4 * at(24)),
    ]
    assert work(log) == [(0, 0, 0, "DONE", "RESOLVED", at(9), at(9, 10))]
    assert ends(log) == [("RESOLVED", at(9, 10), at(9, 10))]


def test_without_resolution_a_ticket_is_solved_by_the_reply_and_never_closed() -> None:
    log = play(emails("09:00:00", "09:05:00", resolution=None))
    assert statuses(log, 1) == [("NEW", at(9, 5)), ("IN_SERVICE", at(9, 10)), ("SOLVED", at(9, 20))]
    assert [row[5:] for row in tickets(log)] == [(at(9), at(9, 10)), (at(9, 5), at(9, 20))]
    assert ends(log) == [("RESOLVED", at(9, 10), at(9, 10)), ("RESOLVED", at(9, 20), at(9, 20))]


def test_a_touch_that_does_not_solve_it_is_followed_by_another_behind_who_came_meanwhile() -> None:
    # Issue 0 needs three touches of 10, 5 and 1 min; issue 1 came before the second of them.
    log = scripted(
        emails("09:00:00", "09:05:00", agents=1),
        resolved=[[NO, NO, YES], [YES, YES, YES]],
        talk=[[600.0, 300.0, 60.0], [600.0, 0.0, 0.0]],
    )
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "NEXT_TOUCH", "ANSWERED", at(9, 10), at(9, 20), at(9, 25)),
        (0, "NEXT_TOUCH", "ANSWERED", at(9, 25), at(9, 25), at(9, 26)),
        (1, "FIRST", "ANSWERED", at(9, 5), at(9, 10), at(9, 20)),
    ]
    assert tickets(log)[0] == (0, 0, "email", "FIRST", -1, at(9), at(9, 10))
    assert statuses(log)[:-1] == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("OPEN", at(9, 10)),
        ("IN_SERVICE", at(9, 20)),
        ("OPEN", at(9, 25)),
        ("IN_SERVICE", at(9, 25)),
        ("SOLVED", at(9, 26)),
    ]
    assert sorted(work(log))[:3] == [
        (0, 0, 0, "NEXT_TOUCH", "RECOGNISED", at(9), at(9, 10)),
        (0, 1, 0, "NEXT_TOUCH", "RECOGNISED", at(9, 20), at(9, 25)),
        (0, 2, 0, "DONE", "RESOLVED", at(9, 25), at(9, 26)),
    ]
    assert ends(log)[0] == ("RESOLVED", at(9, 26), at(9, 26))


def test_the_next_touch_follows_after_work_and_what_was_promised_counts_from_the_reply() -> None:
    scenario = emails("09:00:00", resolution=SOLVES | {"solved": 0.5, "recognised": 1.0, "to_senior": 0.0}).with_values(
        {
            "world.effort.email.after_call": always(60.0),
            "world.resolution.to_internal": 0.5,
            "world.replies.internal": always(7200.0),
            "world.chase": {"waking": None},
            "policy.follow_up": {"promise": "1h", "kept": 1.0},
        }
    )
    own = scripted(scenario, resolved=[NO, YES], passed_on=NO)
    assert [row[3:] for row in entries(own)] == [(at(9), at(9), at(9, 10)), (at(9, 11), at(9, 11), at(9, 21))]
    assert statuses(own)[2:4] == [("OPEN", at(9, 11)), ("IN_SERVICE", at(9, 11))]
    assert [row[6] for row in work(own)] == [at(9, 11), at(9, 22)]
    internal = scripted(scenario, resolved=[NO, YES], passed_on=YES, told=YES, timeframe=YES)
    assert [row[3] for row in entries(internal)] == [at(9), at(10, 10), at(11, 10)]


def test_a_ticket_put_back_at_the_end_of_a_shift_goes_on_next_morning_with_what_is_left() -> None:
    scenario = emails("09:55:00", agents={"team": None}, policy__shifts={"early": shift("08:00-10:00")})
    log = scripted(scenario, resolved=YES)
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9, 55), at(9, 55), at(32, 5))]
    assert statuses(log)[:-1] == [
        ("NEW", at(9, 55)),
        ("IN_SERVICE", at(9, 55)),
        ("OPEN", at(10)),
        ("IN_SERVICE", at(32)),
        ("SOLVED", at(32, 5)),
    ]
    assert tickets(log)[0][5:] == (at(9, 55), at(32, 5))
    assert work(log) == [
        (0, 0, 0, "PUT_BACK", "NONE", at(9, 55), at(10)),
        (0, 0, 0, "DONE", "RESOLVED", at(32), at(32, 5)),
    ]
    assert ends(log) == [("RESOLVED", at(32, 5), at(32, 5))]


def test_a_ticket_put_back_twice_is_still_one_touch_of_the_matter() -> None:
    # 10 min of work: 2 min before each of two pauses, 6 min after; only then is it drawn whether it is solved.
    pauses = {"one": {"at": "09:02", "lasts": "30min"}, "two": {"at": "09:34", "lasts": "30min"}}
    scenario = emails("09:00:00", agents={"team": None}, policy__shifts={"day": shift("08:00-18:00", pauses=pauses)})
    log = scripted(scenario, resolved=[YES, NO, NO])
    assert work(log) == [
        (0, 0, 0, "PUT_BACK", "NONE", at(9), at(9, 2)),
        (0, 0, 0, "PUT_BACK", "NONE", at(9, 32), at(9, 34)),
        (0, 0, 0, "DONE", "RESOLVED", at(10, 4), at(10, 10)),
    ]
    assert log.touches["talk_s"].tolist() == log.touches["agent_s"].tolist() == [120.0, 120.0, 360.0]


def test_a_ticket_put_back_goes_before_younger_ones_to_whoever_is_there() -> None:
    shifts = {"early": shift("08:00-10:00"), "late": shift("09:00-12:00")}
    scenario = emails("09:55:00", "09:56:00", "09:57:00", agents={"team": None}, policy__shifts=shifts)
    log = scripted(scenario, resolved=YES)
    assert sorted(work(log)) == [
        (0, 0, 0, "PUT_BACK", "NONE", at(9, 55), at(10)),
        (0, 0, 1, "DONE", "RESOLVED", at(10, 6), at(10, 11)),
        (1, 0, 1, "DONE", "RESOLVED", at(9, 56), at(10, 6)),
        (2, 0, 1, "DONE", "RESOLVED", at(10, 11), at(10, 21)),
    ]


def test_a_ticket_is_open_at_the_end_and_says_so() -> None:
    log = scripted(emails("23:55:00", "23:56:00", days=1), resolved=YES)
    assert entries(log) == [
        (0, "FIRST", "IN_SERVICE", at(23, 55), at(23, 55), None),
        (1, "FIRST", "WAITING", at(23, 56), None, None),
    ]
    assert tickets(log) == [
        (0, 0, "email", "FIRST", -1, at(23, 55), None),
        (1, 0, "email", "FIRST", -1, at(23, 56), None),
    ]
    assert ends(log) == [("OPEN", None, None)] * 2
