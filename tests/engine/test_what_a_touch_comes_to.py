"""What a touch comes to: each branch of the draws at its end, and what moves the probability of a resolution."""

from __future__ import annotations

from typing import Any

import pytest

from sim.log import Log
from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, queues, scripted, statuses, tickets, work

RESOLUTION = SOLVES | {"solved": 0.5, "wrong": 0.5, "recognised": 0.5, "to_senior": 0.4, "to_internal": 0.2}
SENIOR, INTERNAL = 0.0, 0.4
"""Uniforms with these shares; ``NO`` is a touch of one's own."""


def phone(seniors: bool = True, channel: str = "live", after_call: float = 0.0, **more: Any) -> Scenario:
    """One call (or email) at 09:00 of 600 s, a junior team and perhaps a senior one."""
    return desk(
        {"desk": recorded("09:00:00")},
        {"desk": {"talk": always(600.0), "after_call": always(after_call), "no_context": 1.15}},
        {"juniors": 1, "seniors": 1},
        kinds={"desk": channel},
        days=6,
        world__resolution=RESOLUTION,
        world__replies={"internal": always(3600.0)},
        policy__teams={"juniors": {"skills": {"desk": 1}}, "seniors": {"skills": {"desk": 1}, "senior": seniors}},
        **more,
    )


@pytest.mark.parametrize(
    ("draws", "result"),
    [
        ({"wrong": YES}, "WRONG"),
        ({"wrong": NO, "resolved": YES}, "RESOLVED"),
        ({"wrong": NO, "resolved": NO, "recognised": NO}, "UNNOTICED"),
    ],
)
def test_what_everybody_takes_for_solved_looks_the_same_to_the_desk(draws: dict[str, Any], result: str) -> None:
    log = scripted(phone(), **draws)
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]
    assert work(log) == [(0, 0, 0, "DONE", result, at(9), at(9, 10))]
    assert statuses(log)[2:] == [("SOLVED", at(9, 10)), ("CLOSED", at(9, 10) + 4 * at(24))]
    # Unresolved, with a customer who says nothing.
    assert ends(log) == [("RESOLVED" if result == "RESOLVED" else "SILENT", at(9, 10), at(9, 10))]


def test_wrong_information_comes_before_pending_and_pending_before_resolved() -> None:
    scenario = phone().with_values({"world.resolution.pending_customer": 1.0})
    assert work(scripted(scenario, wrong=YES, pending=YES, resolved=YES))[0][3:5] == ("DONE", "WRONG")
    assert work(scripted(scenario, wrong=NO, pending=YES, resolved=YES))[0][3:5] == ("PENDING_CUSTOMER", "NONE")


def failed(scenario: Scenario, u: Any, **draws: Any) -> Log:
    """The first touch fails and is recognised, the second solves it."""
    return scripted(scenario, wrong=[NO] * 3, resolved=[NO, YES], recognised=YES, passed_on=u, **draws)


def test_a_customer_on_the_line_is_passed_up_to_a_senior_who_has_to_be_told_again() -> None:
    log = failed(phone(after_call=60.0), SENIOR)
    assert entries(log) == [
        (0, "FIRST", "TRANSFERRED", at(9), at(9), at(9, 10)),
        (0, "TRANSFER", "ANSWERED", at(9, 10), at(9, 10), at(9, 21, 30)),
    ]
    assert queues(log) == ["desk/any", "desk/any escalated"]
    # The first agent files for a minute meanwhile; the senior works 1.15 x 600 s and files 1.15 x 60 s.
    assert work(log) == [
        (0, 0, 0, "ESCALATED", "RECOGNISED", at(9), at(9, 11)),
        (0, 1, 1, "DONE", "RESOLVED", at(9, 10), at(9, 22, 39)),
    ]
    assert statuses(log)[:-1] == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("OPEN", at(9, 10)),
        ("IN_SERVICE", at(9, 10)),
        ("SOLVED", at(9, 21, 30)),
    ]
    assert tickets(log) == [(0, 0, "desk", "FIRST", -1, at(9), at(9))]
    assert ends(log) == [("RESOLVED", at(9, 21, 30), at(9, 21, 30))]


def test_a_customer_passed_up_waits_on_the_line_for_a_senior_and_the_ticket_is_open() -> None:
    scenario = phone().with_values(
        {"world.arrivals.desk": recorded("09:00:00", "09:00:00"), "policy.heads.seniors.on_queue": {"09:15": 1}}
    )
    log = failed(scenario, [SENIOR])
    assert entries(log)[1] == (0, "TRANSFER", "ANSWERED", at(9, 10), at(9, 15), at(9, 26, 30))
    assert statuses(log)[2:4] == [("OPEN", at(9, 10)), ("IN_SERVICE", at(9, 15))]


def test_a_ticket_passed_up_has_had_no_reply_until_the_senior_writes_one() -> None:
    log = failed(phone(channel="async"), SENIOR)
    assert entries(log)[0] == (0, "FIRST", "TRANSFERRED", at(9), at(9), at(9, 10))
    assert tickets(log) == [(0, 0, "desk", "FIRST", -1, at(9), at(9, 21, 30))]


@pytest.mark.parametrize("seniors", [True, False])
def test_who_is_a_senior_or_has_none_goes_on_alone(seniors: bool) -> None:
    # The only agent there is a senior, or there is no senior team: the draw for one leads to a touch of their own.
    scenario = phone(seniors).with_values({f"policy.heads.{'juniors' if seniors else 'seniors'}.on_queue": 0})
    log = failed(scenario, SENIOR)
    assert [row[3] for row in work(log)] == ["NEXT_TOUCH", "DONE"]
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "NEXT_TOUCH", "ANSWERED", at(9, 10), at(9, 10), at(9, 20)),
    ]
    assert statuses(log)[2:4] == [("OPEN", at(9, 10)), ("IN_SERVICE", at(9, 10))]


def test_internal_work_takes_the_ticket_off_the_line_and_back_to_the_same_kind_of_queue() -> None:
    log = failed(phone(), INTERNAL)
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "NEXT_TOUCH", "ANSWERED", at(10, 10), at(10, 10), at(10, 20)),
    ]
    assert work(log)[0] == (0, 0, 0, "PENDING_INTERNAL", "RECOGNISED", at(9), at(9, 10))
    assert statuses(log)[2:5] == [
        ("PENDING_INTERNAL", at(9, 10)),
        ("OPEN", at(10, 10)),
        ("IN_SERVICE", at(10, 10)),
    ]


def test_what_was_passed_up_stays_with_the_seniors_after_a_pending_state() -> None:
    log = scripted(
        phone(), wrong=[NO] * 4, resolved=[NO, NO, YES], recognised=[YES] * 3, passed_on=[SENIOR, INTERNAL, NO]
    )
    assert queues(log) == ["desk/any", "desk/any escalated", "desk/any escalated"]
    assert [(row[1], row[3]) for row in entries(log)] == [
        ("FIRST", at(9)),
        ("TRANSFER", at(9, 10)),
        ("NEXT_TOUCH", at(10, 21, 30)),
    ]


EFFECTS: dict[str, tuple[dict[str, Any], float]] = {
    "nothing": ({}, 0.0),
    "quality": ({"policy.teams.juniors.quality": 1.5}, 0.5),
    "difficulty": ({"world.topics": {"any": {"effort": 3.0}}}, -0.5),
    "topic": ({"world.topics": {"any": {"solved": 0.6224593312018546}}}, 0.5),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_the_log_odds_of_a_resolution_move_by_each_effect(name: str) -> None:
    from math import exp

    changes, logit = EFFECTS[name]
    p = 1 / (1 + exp(-logit))
    for u, result in ((p - 1e-9, "RESOLVED"), (p + 1e-9, "UNNOTICED")):
        log = scripted(phone().with_values(changes), wrong=NO, resolved=u, recognised=NO)
        assert work(log)[0][4] == result


def test_quality_makes_wrong_information_rarer() -> None:
    from math import exp

    p = 1 / (1 + exp(1.6 * 0.5))
    scenario = phone().with_values({"policy.teams.juniors.quality": 1.5})
    for u, result in ((p - 1e-9, "WRONG"), (p + 1e-9, "RESOLVED")):
        assert work(scripted(scenario, wrong=u, resolved=YES))[0][4] == result


def test_chats_at_once_make_a_resolution_less_likely_by_their_average_number() -> None:
    from math import exp

    # The first has 67.5 s in twos and the rest, 50 s, alone: 117.5 s for 83.75 s of the agent's time.
    scenario = desk(
        {"chat": recorded("09:00:00", "09:00:50")},
        100,
        1,
        kinds={"chat": "chat"},
        policy__teams={"team": {"skills": {"chat": 1.0}, "chats": 2}},
        world__resolution=SOLVES | {"solved": 0.5, "recognised": 0.0, "crowding": 0.35},
    )
    crowd = 117.5 / 83.75
    p = 1 / (1 + exp(0.35 * (crowd - 1)))
    for u, result in ((p - 1e-9, "RESOLVED"), (p + 1e-9, "UNNOTICED")):
        log = scripted(scenario, resolved=u)
        assert work(log)[0] == (0, 0, 0, "DONE", result, at(9), at(9, 1, 57.5))
