"""Choices where they are close: ties, a new day, reserves over groups, work that comes back, many who gave up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.log import Log, Outcome
from tests.desks import always, desk, recorded


def at(hour: int, minute: int = 0, second: int = 0) -> float:
    return hour * 3600.0 + minute * 60.0 + second


def instants(*times: str) -> dict[str, Any]:
    return {"source": "recorded", "at": [f"2026-01-{day}" for day in times]}


def shift(hours: str, agents: int = 1) -> dict[str, Any]:
    return {"team": "team", "agents": agents, "hours": hours, "days": "daily"}


def in_order(log: Log, column: str) -> list[int]:
    values: list[int] = log.touches[column][np.argsort(log.touches["started_at"], kind="stable")].tolist()
    return values


def test_who_is_least_occupied_is_counted_anew_every_day() -> None:
    # By channel: an hour, ten minutes, five, twenty.
    arrivals = {
        "hour": instants("05T09:00:00"),
        "ten": instants("05T09:10:00"),
        "five": instants("06T09:00:00", "06T11:00:00"),
        "twenty": instants("06T10:00:00"),
    }
    minutes = {"hour": 60, "ten": 10, "five": 5, "twenty": 20}
    scenario = desk(
        arrivals,
        {channel: always(60.0 * number) for channel, number in minutes.items()},
        {"team": None},
        days=2,
        policy__shifts={"day": shift("08:00-16:00", 2)},
        policy__routing={"next_agent": "least_occupied"},
    )
    assert in_order(simulate(scenario, 1, 0), "agent") == [0, 1, 0, 1, 0]


def test_of_two_heads_of_the_same_key_the_queue_named_first_is_taken() -> None:
    scenario = desk(
        {"first": recorded("09:00:00", "09:01:00"), "second": recorded("09:01:00")},
        300,
        1,
        policy__routing={"next_contact": "fifo"},
    )
    log = simulate(scenario, 1, 0)
    names = [log.channels[log.queue_channel[queue]] for queue in in_order(log, "queue")]
    assert names == ["first", "first", "second"]


def test_of_two_groups_idle_for_as_long_the_team_named_first_is_taken() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00"), "chat": recorded("23:00:00")},
        300,
        {"both": 1, "callers": 1},
        skills={"both": ["phone", "chat"], "callers": ["phone"]},
    )
    assert in_order(simulate(scenario, 1, 0), "agent")[0] == 0


def test_a_reserve_counts_the_free_agents_of_each_group_by_itself() -> None:
    scenario = desk(
        {"vip": recorded("23:00:00"), "other": recorded("09:00:00", "09:00:10", "09:00:20")},
        600,
        {"one": 2, "two": 2},
        policy__teams={"one": {"skills": {"vip": 1.0, "other": 1.0}}, "two": {"skills": {"vip": 1.0, "other": 1.1}}},
        policy__routing={"reserve": {"other": 1}},
    )
    contacts = simulate(scenario, 1, 0).contacts
    # One of each group; the third waits until the first is free again and two of that group are.
    assert contacts["answered_at"][:3] == pytest.approx([at(9), at(9, 0, 10), at(9, 0, 10) + 600 / 1.1], abs=1e-6)


@pytest.mark.parametrize("rule", ["longest_idle", "random"])
def test_an_agent_who_comes_finds_the_caller_that_a_reserve_kept_waiting(rule: str) -> None:
    scenario = desk(
        {"vip": recorded("23:00:00"), "other": recorded("09:00:00")},
        60,
        {"team": {"08:00": 1, "10:00": 2, "12:00": 1}},
        policy__routing={"reserve": {"other": 1}, "next_agent": rule},
    )
    assert simulate(scenario, 1, 0).contacts["answered_at"][0] == at(10)


def test_work_that_was_put_back_keeps_the_place_of_its_first_entry() -> None:
    scenario = desk(
        {"email": recorded("09:30:00", "09:50:00", "09:55:00")},
        {"email": {"talk": always(1500.0)}},
        {"team": None},
        kinds={"email": "async"},
        days=2,
        policy__shifts={"early": shift("08:00-10:00")},
    )
    # The second email has waited longer than the third, though its work began first and was stopped at 10:00.
    assert in_order(simulate(scenario, 1, 0), "issue") == [0, 1, 1, 2]


def test_many_who_gave_up_leave_the_others_in_their_order() -> None:
    times = [f"09:{minute:02d}:{second:02d}" for minute in range(5) for second in range(60)]
    scenario = desk(
        {"phone": recorded("08:59:00", *times)},
        {"phone": {"talk": always(1.0), "by_time": {"00:00": 1, "08:30": 1800, "09:00": 1}}},
        1,
        patience={"phone": {"law": always(600.0)}},
        world__topics={"hasty": {"share": 0.9, "patience": 0.1}, "calm": {"share": 0.1, "patience": 100.0}},
        policy__routing={"next_contact": "fifo"},
    )
    log = simulate(scenario, 1, 0)
    contacts = log.contacts
    assert len(contacts["issue"]) == 301
    calm = log.issues["topic"] == 1
    answered = contacts["outcome"] == Outcome.ANSWERED
    assert np.array_equal(answered[1:], calm[1:])
    assert 15 < calm.sum() < 60
    assert (np.diff(contacts["answered_at"][answered]) > 0).all()
