"""Chats and callbacks, number by number: silent customers, several chats at once, those who left the line."""

from __future__ import annotations

import pytest

from sim.kpi import Measured, measure
from sim.log import Cause, Duty, Log, Outcome, TouchEnd
from tests.kpi.logs import CHAT, EMAIL, NAN, at, contact, desk, log, touch

NINE = at(9)


def chat_day() -> Log:
    """Six chats at nine with the target of 60 s: two answered, one left, three left silently after 10, 20 and 30 s."""
    return log(
        [
            contact(Outcome.ANSWERED, NINE, NINE + 30, NINE + 300, issue=0, queue=CHAT),
            contact(Outcome.ANSWERED, NINE, NINE + 90, NINE + 300, issue=1, queue=CHAT),
            contact(Outcome.ABANDONED, NINE, ended=NINE + 40, issue=2, queue=CHAT),
            contact(Outcome.SILENT, NINE, NINE + 50, NINE + 10, issue=3, queue=CHAT),
            contact(Outcome.SILENT, NINE, NINE + 70, NINE + 20, issue=4, queue=CHAT),
            contact(Outcome.SILENT, NINE, NAN, NINE + 30, issue=5, queue=CHAT),
        ]
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("offered", 6),
        ("answered", 2),
        ("abandoned", 4),
        ("service_level", 1 / 6),
        # An agent opened one of the dead chats within a minute.
        ("service_level_shown", 2 / 6),
        ("sl_answered", 1 / 2),
        ("sl_ab_met", 5 / 6),
        ("sl_excl", 1 / 2),
        ("abandonment", 4 / 6),
        ("abandonment_shown", 1 / 6),
        ("silent_share", 3 / 4),
        ("wait", (30 + 90) / 2),
        ("wait_all", (30 + 90 + 40 + 10 + 20 + 30) / 6),
        ("queue_length", (30 + 90 + 40 + 10 + 20 + 30) / 172800),
    ],
)
def test_silent_customers_gave_up_when_they_left(kpi: str, expected: float) -> None:
    assert measure(chat_day(), desk()).value(kpi, "chat") == pytest.approx(expected, rel=1e-12)


def test_a_dead_chat_still_in_the_queue_is_no_customer_waiting() -> None:
    measured = measure(chat_day(), desk())
    assert measured.value("still_waiting", "chat") == 0
    counts = measured.histograms
    gave_up = (counts["kpi"] == "wait_of_abandoned") & (counts["channel"] == "chat")
    assert counts["count"][gave_up].sum() == 4


def two_chats() -> Measured:
    """Agent 0 has chats from 9:00 to 9:20 and from 9:10 to 9:30, agent 2 one from 9:00 to 9:05 and a call after it.

    The shared ten minutes cost each chat five.
    """
    work = [
        touch(0, at(9), at(9, 20), 1140, 0, 60, queue=CHAT, agent_s=900),
        touch(0, at(9, 10), at(9, 30), 1200, queue=CHAT, agent_s=900),
        touch(2, at(9), at(9, 5), 300, queue=CHAT, end=TouchEnd.DEAD),
        touch(2, at(9, 10), at(9, 20), 600),
        touch(1, at(9), at(9, 15), 900, queue=EMAIL),
    ]
    duty = [(agent, Duty.ON_QUEUE, 1, at(9), at(10)) for agent in (0, 1, 2)]
    return measure(log([], work, duty, agents=[(0, 0), (1, 1), (2, 0)]), desk())


@pytest.mark.parametrize(
    ("kpi", "team", "expected"),
    [
        ("occupancy", "front", (30 + 5 + 10) / 120),
        ("occupancy", "back", 15 / 60),
        ("sync_occupancy", "back", 0.0),
        ("sync_occupancy", "front", (30 + 5 + 10) / 120),
        # 45 minutes of chats in hand, two slots for each of two agents for an hour.
        ("chat_load", "front", 45 / 240),
        ("chat_load", "", 45 / 240),
        ("concurrency", "front", 45 / 35),
        ("utilisation", "", (45 + 15) / 210),
    ],
)
def test_chats_at_once_are_counted_once_in_occupancy_and_twice_in_the_load(
    kpi: str, team: str, expected: float
) -> None:
    # The front is written as heads with 80 % on queue: 2 h are paid as 2.5 h.
    assert two_chats().value(kpi, team=team) == pytest.approx(expected)


def test_a_team_without_chats_has_no_chat_load() -> None:
    value = two_chats().value("chat_load", team="back")
    assert value != value


def test_the_elapsed_time_of_a_chat_and_the_agents_own_time() -> None:
    measured = two_chats()
    assert measured.value("handle_time", "chat") == 1200
    assert measured.value("agent_time", "chat") == 900
    assert measured.value("agent_time", "phone") == 600
    # The dead chat is no contact handled; it took 5 of 35 minutes.
    assert measured.value("dead_time_share", "chat") == pytest.approx(5 / 35)


def test_busy_time_by_interval_is_the_union_of_chats() -> None:
    work = [
        touch(0, at(9, 20), at(9, 40), queue=CHAT, agent_s=900),
        touch(0, at(9, 25), at(9, 35), queue=CHAT, agent_s=300),
        touch(0, at(9, 40), at(9, 50), queue=CHAT),
    ]
    series = measure(log([], work, [(0, Duty.ON_QUEUE, 1, at(9), at(10))]), desk()).series
    for kpi, seconds in (("occupancy", [600, 1200]), ("chats_in_hand", [900, 1500])):
        rows = (series["kpi"] == kpi) & (series["team"] == "front") & (series["num"] > 0)
        assert series["num"][rows].tolist() == seconds


def callbacks() -> Measured:
    """Eight calls: two reached after 600 and 1000 s, one not, two answered at once, two gave up, one still to call."""
    return measure(
        log(
            [
                contact(Outcome.CALLED_BACK, NINE, NINE + 600, NINE + 700, issue=0),
                contact(Outcome.CALLED_BACK, NINE, NINE + 1000, NINE + 1100, issue=1),
                contact(Outcome.UNREACHED, NINE, NAN, NINE + 3000, issue=2),
                contact(Outcome.ANSWERED, NINE, NINE, NINE + 60, issue=3),
                contact(Outcome.ANSWERED, NINE, NINE, NINE + 60, issue=4),
                contact(Outcome.ABANDONED, NINE, NAN, NINE + 60, issue=5),
                contact(Outcome.ABANDONED, NINE, NAN, NINE + 60, issue=6),
                contact(Outcome.WAITING, at(23, 59, day=1), issue=7),
            ]
        ),
        desk(),
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("called_back", 2),
        ("unreached", 1),
        ("still_waiting", 1),
        ("callback_share", 3 / 8),
        ("callback_wait", 800),
        ("callback_unreached", 1 / 3),
        ("service_level", 2 / 8),
        ("wait", 1600 / 4),
        ("wait_all", (600 + 1000 + 3000 + 60 + 60 + 60) / 8),
        ("abandonment", 2 / 8),
    ],
)
def test_who_leaves_the_line_for_a_callback_has_waited_all_the_same(kpi: str, expected: float) -> None:
    assert callbacks().value(kpi, "phone") == pytest.approx(expected)


def test_a_callback_is_never_in_time_however_long_the_target() -> None:
    call = contact(Outcome.CALLED_BACK, NINE, NINE + 10, NINE + 60, issue=0)
    assert measure(log([call]), desk()).value("service_level", "phone") == 0.0


def test_a_channel_without_callbacks_has_no_rows_for_them() -> None:
    with pytest.raises(KeyError):
        callbacks().value("callback_share", "chat")


def test_who_is_passed_on_waits_again_and_may_give_up() -> None:
    calls = [
        contact(Outcome.TRANSFERRED, NINE, NINE + 10, NINE + 100, issue=0, ticket=0),
        contact(Outcome.ABANDONED, NINE + 100, NAN, NINE + 160, issue=0, contact=1, cause=Cause.TRANSFER, ticket=0),
        contact(Outcome.TRANSFERRED, NINE, NINE + 10, NINE + 100, issue=1, ticket=0),
        contact(Outcome.ANSWERED, NINE + 100, NINE + 120, NINE + 160, issue=1, contact=1, cause=Cause.TRANSFER),
    ]
    work = [
        touch(0, NINE + 10, NINE + 100, 90, issue=0, end=TouchEnd.TRANSFERRED),
        touch(2, NINE + 10, NINE + 100, 90, issue=1, end=TouchEnd.TRANSFERRED),
        touch(0, NINE + 120, NINE + 160, 40, issue=1, contact=1),
    ]
    measured = measure(log(calls, work, agents=[(0, 0), (1, 1), (2, 0)]), desk())
    assert (measured.value("offered", "phone"), measured.value("passed_on", "phone")) == (2, 2)
    assert measured.value("service_level", "phone") == 1.0
    assert measured.value("abandonment", "phone") == 0.0
    assert measured.value("abandoned_passed_on", "phone") == 0.5
    assert measured.value("transfers", "phone") == 2
    assert measured.value("transfer_share", "phone") == 1.0
    assert measured.value("handle_time", "phone") == 90 + 90 + 40
    assert measured.value("queue_length", "phone") == pytest.approx((10 + 60 + 10 + 20) / 172800)


def test_the_desks_own_work_in_a_live_queue_is_no_wait_of_a_customer() -> None:
    own = [
        contact(Outcome.ANSWERED, NINE, NINE + 500, NINE + 600, issue=0, contact=0, cause=Cause.NEXT_TOUCH),
        contact(Outcome.TRANSFERRED, NINE, NINE + 500, NINE + 600, issue=1, contact=0, cause=Cause.REPLY),
        contact(Outcome.ANSWERED, NINE + 600, NINE + 900, NINE + 960, issue=1, contact=1, cause=Cause.TRANSFER),
        contact(Outcome.ANSWERED, NINE, NINE + 500, NINE + 600, issue=2, contact=0, cause=Cause.NOTICE),
    ]
    measured = measure(log(own), desk())
    assert measured.value("offered", "phone") == 0
    assert measured.value("queue_length", "phone") == 0.0
    assert measured.value("cost_per_contact") != measured.value("cost_per_contact")
