"""A ticket waits for the customer, a third party or somebody inside: how long, what then, and which clock runs."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, live, queues, scripted, statuses, tickets, work

CUSTOMER, THIRD_PARTY = 0.0, 0.4
"""Uniforms with the shares of 0.3 and 0.3 below; ``NO`` is neither."""
H = 3600.0


def email(days: int = 12, replies: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """One email at 09:00, 600 s of work each time."""
    resolution = SOLVES | {"pending_customer": 0.3, "pending_third_party": 0.3, "recognised": 1.0, "to_senior": 0.0}
    return desk(
        {"email": recorded("09:00:00")},
        600,
        1,
        kinds={"email": "async"},
        days=days,
        world__resolution=resolution,
        world__replies={"customer": always(2 * H), "third_party": always(30 * H), "internal": always(3 * H)}
        | (replies or {}),
        **more,
    )


def test_the_customers_answer_comes_to_the_queue_and_the_clock_stood_still_meanwhile() -> None:
    log = scripted(email(), pending=[CUSTOMER, NO])
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "REPLY", "ANSWERED", at(11, 10), at(11, 10), at(11, 20)),
    ]
    assert tickets(log) == [(0, 0, "email", "FIRST", -1, at(9), at(9, 10))]
    assert statuses(log) == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("PENDING_CUSTOMER", at(9, 10)),
        ("OPEN", at(11, 10)),
        ("IN_SERVICE", at(11, 10)),
        ("SOLVED", at(11, 20)),
        ("CLOSED", at(11, 20) + 96 * H),
    ]
    assert work(log) == [
        (0, 0, 0, "PENDING_CUSTOMER", "NONE", at(9), at(9, 10)),
        (0, 1, 0, "DONE", "RESOLVED", at(11, 10), at(11, 20)),
    ]
    assert ends(log) == [("RESOLVED", at(11, 20), at(11, 20))]


def test_a_reminder_moves_those_whom_it_moves() -> None:
    late = {"customer": always(90 * H), "after_reminder": always(4 * H), "reminded": 0.5}
    moved, unmoved = (scripted(email(replies=late), pending=[CUSTOMER, NO], reminded=u) for u in (YES, NO))
    assert entries(moved)[1][:4] == (0, "REPLY", "ANSWERED", at(9, 10) + 52 * H)
    assert entries(unmoved)[1][:4] == (0, "REPLY", "ANSWERED", at(9, 10) + 90 * H)


def test_who_would_have_answered_sooner_than_the_reminder_brings_about_does_so() -> None:
    late = {"customer": always(50 * H), "after_reminder": always(4 * H), "reminded": 1.0}
    assert entries(scripted(email(replies=late), pending=[CUSTOMER, NO]))[1][3] == at(9, 10) + 50 * H


def test_no_reply_is_taken_for_solved_after_four_days_and_closed_four_days_later() -> None:
    log = scripted(email(replies={"customer": always(97 * H), "reminded": 0.0}), pending=[CUSTOMER, NO])
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]
    assert statuses(log)[2:] == [
        ("PENDING_CUSTOMER", at(9, 10)),
        ("SOLVED", at(9, 10) + 96 * H),
        ("CLOSED", at(9, 10) + 192 * H),
    ]
    assert ends(log) == [("NO_REPLY", at(9, 10) + 96 * H, at(9, 10) + 96 * H)]


def test_an_answer_at_the_very_end_of_the_four_days_still_counts() -> None:
    log = scripted(email(replies={"customer": always(96 * H), "reminded": 0.0}), pending=[CUSTOMER, NO])
    assert [row[1] for row in entries(log)] == ["FIRST", "REPLY"]
    assert ends(log)[0][0] == "RESOLVED"


def test_what_lies_ahead_of_the_end_has_not_happened() -> None:
    log = scripted(email(days=2, replies={"customer": always(97 * H), "reminded": 0.0}), pending=[CUSTOMER, NO])
    assert statuses(log)[-1] == ("PENDING_CUSTOMER", at(9, 10))
    assert ends(log) == [("OPEN", None, None)]


def test_a_third_party_takes_its_time_whatever_the_hour() -> None:
    log = scripted(email(), pending=[THIRD_PARTY, NO])
    back = at(9, 10) + 30 * H
    assert entries(log)[1] == (0, "NEXT_TOUCH", "ANSWERED", back, back, back + 600)
    assert statuses(log)[2:5] == [("ON_HOLD", at(9, 10)), ("OPEN", back), ("IN_SERVICE", back)]
    assert work(log)[0] == (0, 0, 0, "ON_HOLD", "NONE", at(9), at(9, 10))


def test_somebody_inside_is_asked_when_the_agent_sees_that_it_is_not_solved() -> None:
    scenario = email().with_values({"world.resolution.to_internal": 1.0, "world.resolution.solved": 0.5})
    log = scripted(scenario, pending=NO, resolved=[NO, YES])
    assert entries(log)[1] == (0, "NEXT_TOUCH", "ANSWERED", at(12, 10), at(12, 10), at(12, 20))
    assert statuses(log)[2:4] == [("PENDING_INTERNAL", at(9, 10)), ("OPEN", at(12, 10))]
    assert work(log) == [
        (0, 0, 0, "PENDING_INTERNAL", "RECOGNISED", at(9), at(9, 10)),
        (0, 1, 0, "DONE", "RESOLVED", at(12, 10), at(12, 20)),
    ]


def test_waits_follow_one_another_each_with_a_length_of_its_own() -> None:
    # Customer 2 h, then the third party 30 h, then the customer again, 1 h.
    log = scripted(
        email(replies={"customer": {"law": "uniform", "low": "1h", "high": "2h"}}),
        pending=[CUSTOMER, THIRD_PARTY, CUSTOMER, NO],
        customer=[2 * H, 0.0, 1 * H],
        talk=[60.0] * 4,
    )
    assert [(row[1], row[3]) for row in entries(log)] == [
        ("FIRST", at(9)),
        ("REPLY", at(11, 1)),
        ("NEXT_TOUCH", at(41, 2)),
        ("REPLY", at(42, 3)),
    ]


def test_later_work_on_a_call_goes_to_the_channel_for_later_work_or_stays() -> None:
    def phone(later: str | None) -> Scenario:
        return desk(
            {"phone": recorded("09:00:00", "11:09:00"), "email": steady(0)},
            600,
            1,
            kinds={"email": "async"},
            days=1,
            world__resolution=SOLVES | {"pending_customer": 0.3},
            world__replies={"customer": always(2 * H)},
            policy__channels={"phone": live("always", later=later), "email": {"kind": "async"}},
        )

    for later, queue in (("email", "email/any"), (None, "phone/any")):
        log = scripted(phone(later), pending=[[CUSTOMER, NO, NO], [NO, NO, NO]])
        # The answer comes while the agent is on the second call. Nobody is on the line: it waits without giving up.
        assert entries(log)[1] == (0, "REPLY", "ANSWERED", at(11, 10), at(11, 19), at(11, 29))
        assert queues(log) == ["phone/any", queue, "phone/any"]
        assert tickets(log)[0] == (0, 0, "phone", "FIRST", -1, at(9), at(9))
        assert statuses(log) == [
            ("NEW", at(9)),
            ("IN_SERVICE", at(9)),
            ("PENDING_CUSTOMER", at(9, 10)),
            ("OPEN", at(11, 10)),
            ("IN_SERVICE", at(11, 19)),
            ("SOLVED", at(11, 29)),
        ]
