"""A micro-day on the phone, number by number."""

from __future__ import annotations

import pytest

from sim.kpi import measure
from sim.log import Cause, Log, Outcome
from tests.kpi.logs import EMAIL, at, contact, desk, log

NINE = at(9)


def phone_day() -> Log:
    """Eleven attempts on Monday and one on Tuesday; waits of those picked up: 0, 20, 20.5, 60 and 0 s."""
    return log(
        [
            contact(Outcome.ANSWERED, NINE, NINE, NINE + 100, issue=0),
            contact(Outcome.ANSWERED, NINE + 10, NINE + 30, NINE + 90, issue=1),
            contact(Outcome.ANSWERED, at(9, 30), at(9, 30) + 20.5, at(9, 40), issue=2),
            contact(Outcome.ABANDONED, at(9, 31), ended=at(9, 31) + 5, issue=3),
            contact(Outcome.ABANDONED, at(9, 32), ended=at(9, 32) + 50, issue=4),
            contact(Outcome.ANSWERED, at(9, 40), at(9, 41), at(9, 45), issue=4, contact=1, cause=Cause.REDIAL),
            contact(Outcome.BLOCKED, at(10), ended=at(10), issue=5),
            contact(Outcome.CLOSED, at(21), ended=at(21), issue=6),
            contact(Outcome.DISCONNECTED, at(19, 59), ended=at(20), issue=7),
            contact(Outcome.WAITING, at(19, 50, day=1), issue=8),
            contact(Outcome.IN_SERVICE, at(19, 50, day=1), at(19, 50, day=1), issue=9),
        ]
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("offered", 9),
        ("answered", 4),
        ("in_service", 1),
        ("still_waiting", 1),
        ("abandoned", 2),
        ("disconnected", 1),
        ("blocked", 1),
        ("closed", 1),
        ("redials", 1),
        ("service_level", 3 / 9),
        ("sl_answered", 3 / 5),
        ("sl_ab_met", 4 / 9),
        ("sl_excl", 3 / 8),
        ("sl_incl_blocked", 3 / 10),
        ("abandonment", 2 / 9),
        ("abandonment_long", 1 / 8),
        ("delayed", 7 / 9),
        ("blocked_share", 1 / 10),
        ("redial_share", 1 / 11),
        ("contacts_per_issue", 11 / 10),
        ("helped", 4 / 10),
        ("wait", 100.5 / 5),
        ("wait_all", (100.5 + 5 + 50 + 60 + 15000) / 9),
        ("wait_median", 20),
        ("wait_p90", 60),
        ("wait_p95", 60),
        ("queue_length", (100.5 + 5 + 50 + 60 + 15000) / 172800),
    ],
)
def test_the_micro_day_gives(kpi: str, expected: float) -> None:
    measured = measure(phone_day(), desk())
    assert measured.value(kpi, "phone") == pytest.approx(expected, rel=1e-12)


def test_a_wait_equal_to_the_target_is_within_it() -> None:
    after = [measure(answered_after(seconds), desk()).value("service_level", "phone") for seconds in (20.0, 20.000001)]
    assert after == [1.0, 0.0]


def answered_after(seconds: float) -> Log:
    return log([contact(Outcome.ANSWERED, NINE, NINE + seconds, NINE + 200, issue=0)])


def test_a_contact_belongs_to_the_interval_that_starts_at_its_entry() -> None:
    series = measure(phone_day(), desk()).series
    chosen = (series["kpi"] == "offered") & (series["channel"] == "phone") & (series["num"] > 0)
    assert dict(zip(series["interval"][chosen], series["num"][chosen], strict=True)) == {18: 2, 19: 4, 39: 1, 87: 2}


def test_a_wait_counts_in_the_interval_of_entry_even_if_it_ends_in_the_next() -> None:
    late = at(9, 29, 50)
    series = measure(log([contact(Outcome.ANSWERED, late, late + 30, late + 60, issue=0)]), desk()).series
    waits = (series["kpi"] == "wait") & (series["channel"] == "phone")
    assert (series["interval"][waits], series["num"][waits], series["den"][waits]) == ([18], [30], [1])


def test_a_day_is_on_target_when_its_share_reaches_the_targets_share() -> None:
    quick = [contact(Outcome.ANSWERED, NINE, NINE, NINE + 9, issue=issue) for issue in range(4)]
    slow = contact(Outcome.ANSWERED, NINE, NINE + 99, NINE + 199, issue=4)
    tuesday = contact(Outcome.ABANDONED, at(9, day=1), ended=at(10, day=1), issue=5)
    assert measure(log([*quick, slow]), desk()).value("days_on_target", "phone") == 1.0
    assert measure(log([*quick[:3], slow]), desk()).value("days_on_target", "phone") == 0.0
    assert measure(log([*quick, slow, tuesday]), desk()).value("days_on_target", "phone") == 0.5


def test_all_channels_pool_contacts_each_against_its_own_target() -> None:
    ticket = contact(Outcome.ANSWERED, at(9), at(10), at(11), issue=1, queue=EMAIL)
    measured = measure(log([contact(Outcome.ABANDONED, NINE, ended=NINE + 9, issue=0), ticket]), desk())
    assert [measured.value("service_level", name) for name in ("phone", "email", "")] == [0.0, 1.0, 0.5]
    assert measured.value("offered") == 2
    assert measured.value("wait_all") == 9.0


def test_a_channel_without_a_target_has_no_service_level() -> None:
    mapping = desk().to_mapping()
    del mapping["policy"]["targets"]["phone"]
    without = type(desk()).from_mapping(mapping)
    measured = measure(phone_day(), without)
    assert measured.value("abandonment", "phone") == 2 / 9
    with pytest.raises(KeyError):
        measured.value("service_level", "phone")


def test_a_caller_handed_over_keeps_the_first_pick_up() -> None:
    again = contact(Outcome.WAITING, NINE, NINE + 15, issue=0)
    measured = measure(log([again]), desk())
    assert (measured.value("service_level", "phone"), measured.value("wait", "phone")) == (1.0, 15.0)
    assert measured.value("still_waiting", "phone") == 1


def test_the_warm_up_is_not_counted_and_its_last_instant_is() -> None:
    measured = measure(phone_day(), desk(), warm_up_s=at(9, 30))
    assert measured.value("offered", "phone") == 7
    assert measured.series["interval"].min() == 19
    assert measured.value("queue_length", "phone") == pytest.approx((80.5 + 55 + 60 + 15000) / (172800 - at(9, 30)))


def test_the_starting_backlog_waits_from_its_true_entry_and_in_rows_of_its_own() -> None:
    waiting = [
        contact(Outcome.ANSWERED, -100.0, 20.0, 60.0, issue=0, cause=Cause.BACKLOG),
        contact(Outcome.ABANDONED, -50.0, ended=100.0, issue=1, cause=Cause.BACKLOG),
    ]
    measured = measure(log(waiting), desk())
    assert measured.value("backlog_start", "phone") == 2
    assert measured.value("backlog_start_answered", "phone") == 0.5
    # 120 s to the pick-up; the other gave up after 150 s, which only says that it would have been longer.
    assert measured.value("backlog_start_wait", "phone") == pytest.approx(120 + 0.5 * 30)
    assert measured.value("offered", "phone") == 0
    assert measured.value("queue_length", "phone") == pytest.approx((20 + 100) / 172800)


def test_calls_after_the_last_day_of_a_drained_log_are_not_attempts_but_can_help() -> None:
    late = at(23, 59, day=1)
    first = contact(Outcome.ABANDONED, late, ended=late + 30, issue=0)
    again = contact(Outcome.ANSWERED, late + 120, late + 121, late + 200, issue=0, contact=1, cause=Cause.REDIAL)
    measured = measure(log([first, again], ends_at=late + 900), desk())
    assert (measured.value("offered", "phone"), measured.value("helped", "phone")) == (1, 1.0)
    assert measured.value("resolution_time", "phone") == 200.0
