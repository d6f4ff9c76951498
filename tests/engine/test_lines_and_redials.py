"""Lines that free again, and customers who try again: who, when, how often, and in which place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.log import Cause
from sim.scenario import Scenario
from tests.desks import always, desk, exponential, recorded
from tests.engine.days import at, contacts, live, outcomes, play


def redial(delay: Any = None, **more: Any) -> dict[str, Any]:
    return {"phone": {"share": 1.0, "decay": 1.0, "delay": delay or always(600.0), **more}}


def test_whoever_gives_up_frees_the_line() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10", "09:00:20", "09:02:00")},
        300,
        1,
        patience=always(60.0),
        policy__channels={"phone": live("always", lines=2)},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "ABANDONED", "BLOCKED", "ABANDONED"]


def test_whoever_balks_frees_the_line() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10", "09:00:20")},
        300,
        1,
        patience={"phone": {"law": None, "balk": 0.999999}},
        policy__channels={"phone": live("always", lines=2)},
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "ABANDONED", "ABANDONED"]


@pytest.mark.parametrize(("after_blocking", "tries"), [(True, 2), (False, 1)])
def test_a_busy_tone_is_followed_by_redials_only_where_the_world_says_so(after_blocking: bool, tries: int) -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10")},
        300,
        1,
        world__redial=redial(after_blocking=after_blocking),
        policy__channels={"phone": live("always", lines=1)},
    )
    log = play(scenario)
    assert outcomes(log) == ["ANSWERED", "BLOCKED", "ANSWERED"][: tries + 1]


def test_the_chance_of_another_attempt_falls_with_every_failure() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10")},
        36000,
        1,
        patience=always(60.0),
        world__redial=redial(decay=0.0),
    )
    assert outcomes(play(scenario)) == ["ANSWERED", "ABANDONED", "ABANDONED"]


def test_each_attempt_has_a_delay_of_its_own() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10")},
        36000,
        1,
        patience=always(60.0),
        world__redial=redial(exponential(600.0)),
    )
    log = play(scenario)
    entered = log.contacts["entered_at"][log.contacts["issue"] == 1]
    delays = np.diff(entered) - 60.0
    assert len(delays) >= 5
    assert len(np.unique(np.round(delays, 3))) == len(delays)


def test_a_redial_after_closing_or_in_the_drain_meets_a_closed_desk_and_ends() -> None:
    def closed_at(hour: str, **more: Any) -> list[str]:
        scenario = desk(
            {"phone": recorded(f"{hour}:50:00", f"{hour}:51:00")},
            900,
            1,
            patience=always(240.0),
            world__redial=redial(),
            **more,
        )
        return outcomes(play(scenario))

    assert closed_at("09", policy__channels={"phone": live("08:00-10:00")}) == ["ANSWERED", "ABANDONED", "CLOSED"]
    # Beyond the last day nothing is open, so nobody comes again, even where the desk never closes.
    assert closed_at("23", calendar__at_end="drain") == ["ANSWERED", "ABANDONED", "CLOSED"]
    assert closed_at("23") == ["IN_SERVICE", "ABANDONED"]


def test_who_waited_at_the_start_and_tries_again_comes_as_a_redial_of_now() -> None:
    scenario = desk(
        {"phone": recorded("11:30:00")},
        600,
        1,
        calendar__start_at="11:00",
        patience=always(60.0),
        world__redial=redial(),
        start__backlog={"phone": {"contacts": 2, "oldest": "2min"}},
    )
    log = play(scenario)
    assert contacts(log)[:3] == [
        ("ANSWERED", at(10, 58), at(11), at(11, 10)),
        ("ABANDONED", at(10, 59), None, at(11, 1)),
        ("ANSWERED", at(11, 11), at(11, 11), at(11, 21)),
    ]
    assert log.contacts["cause"].tolist()[:3] == [Cause.BACKLOG, Cause.BACKLOG, Cause.REDIAL]


def ranked(rule: str) -> Scenario:
    # Issue 1 gives up at 09:05 and tries again at 09:06; issue 2 came at 09:05:30 and waits still.
    return desk(
        {"phone": recorded("09:00:00", "09:04:00", "09:05:30")},
        480,
        1,
        patience={"phone": {"law": always(60.0), "by_time": {"00:00": 1, "09:05": 100}}},
        world__redial=redial(always(60.0)),
        calendar__interval="5min",
        policy__routing={"next_contact": rule},
        policy__targets={"phone": {"within": "1min"}},
    )


@pytest.mark.parametrize(("rule", "next_issue"), [("fifo", 2), ("longest_wait", 1), ("due", 2), ("score", 2)])
def test_a_redial_begins_anew_unless_the_rule_counts_from_the_first_attempt(rule: str, next_issue: int) -> None:
    log = play(ranked(rule))
    served = log.touches["issue"][np.argsort(log.touches["started_at"])]
    assert served[:2].tolist() == [0, next_issue]


def test_later_attempts_draw_from_the_pool_of_their_own_channel_and_difficulty() -> None:
    scenario = desk(
        {"other": recorded("23:00:00"), "phone": recorded("09:00:00", "09:00:10")},
        {"other": always(1.0), "phone": {"talk": always(1500.0), "hold": {"law": "empirical", "values": [20.0, 20.0]}}},
        1,
        patience={"other": {"law": always(7.0)}, "phone": {"law": always(60.0)}},
        world__redial={
            "other": {"share": 1.0, "delay": always(1.0)},
            "phone": {"share": 1.0, "decay": 1.0, "delay": always(300.0)},
        },
        world__topics={"any": {"effort": 2.0, "patience": 0.5}},
    )
    log = play(scenario)
    second = log.contacts["issue"] == 1
    entered = log.contacts["entered_at"][second]
    # Effort twice the channel's (50 min 40 s for the first), patience half of a minute, at every attempt.
    assert np.diff(entered).tolist() == [330.0] * 10
    assert log.touches["talk_s"][:2].tolist() == [3000.0, 3000.0]
    assert log.touches["hold_s"][:2].tolist() == [40.0, 40.0]
