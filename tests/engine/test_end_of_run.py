"""The end of the simulation: what is open is written as open, and a drain ends with the last thing that happens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.desks import always, desk, exponential, recorded, steady
from tests.engine.days import at, contacts, duties, outcomes, play, shift


@pytest.mark.parametrize(
    ("started", "worked"),
    [("23:59:30", [30.0, 0.0, 0.0]), ("23:58:30", [60.0, 30.0, 0.0]), ("23:57:30", [60.0, 40.0, 50.0])],
)
def test_work_that_is_open_at_the_end_is_told_apart_by_phase(started: str, worked: list[float]) -> None:
    effort = {"phone": {"talk": always(60.0), "hold": always(40.0), "after_call": always(100.0)}}
    log = play(desk({"phone": recorded(started)}, effort, 1))
    assert [float(log.touches[name][0]) for name in ("talk_s", "hold_s", "after_call_s")] == worked
    assert outcomes(log) == ["ANSWERED" if worked[2] else "IN_SERVICE"]


def test_a_drain_ends_with_the_last_contact_and_not_with_the_patience_of_those_who_were_served() -> None:
    scenario = desk(
        {"phone": recorded("23:59:00", "23:59:30")}, 60, 1, patience=always(36000.0), calendar__at_end="drain"
    )
    log = play(scenario)
    assert contacts(log)[1] == ("ANSWERED", at(23, 59, 30), at(24), at(24, 1))
    assert log.ends_at == at(24, 1)
    assert duties(log) == [(0, "ON_QUEUE", 0.0, at(24, 1))]


def test_a_drain_with_nothing_left_ends_with_the_last_day() -> None:
    scenario = desk({"phone": recorded("09:00:00")}, 60, 1, patience=always(36000.0), calendar__at_end="drain")
    assert play(scenario).ends_at == at(24)


def test_a_drain_keeps_who_is_on_duty_at_the_end_but_calls_nobody_back() -> None:
    def drained(hours: str, *times: str) -> Any:
        scenario = desk(
            {"phone": recorded(*times)},
            600,
            {"team": None},
            policy__shifts={"late": shift(hours)},
            calendar__at_end="drain",
        )
        return play(scenario)

    assert outcomes(drained("08:00-20:00", "19:59:00", "19:59:10")) == ["ANSWERED", "WAITING"]
    night = drained("18:00-02:00", "23:59:00", "23:59:10")
    assert outcomes(night) == ["ANSWERED", "ANSWERED"]
    assert duties(night)[-1] == (0, "ON_QUEUE", at(18), at(24, 19))


def test_work_that_ends_exactly_at_the_end_is_still_open() -> None:
    log = play(desk({"phone": recorded("23:59:00")}, 60, 1))
    assert contacts(log) == [("IN_SERVICE", at(23, 59), at(23, 59), None)]


@pytest.mark.parametrize("agents", [{"team": 0}, {"team": 1, "nobody": 0}, {"nobody": 0, "team": {"08:00": 1}}])
def test_a_team_of_nobody_is_a_team(agents: dict[str, Any]) -> None:
    log = play(desk({"phone": recorded("09:00:00")}, 60, agents, patience=exponential(600.0)))
    assert outcomes(log) == (["ABANDONED"] if agents == {"team": 0} else ["ANSWERED"])


def test_a_desk_without_demand_has_an_empty_day() -> None:
    scenario = desk({"phone": steady(0.0)}, exponential(60.0), 1, world__redial={"phone": {"share": 0.5}})
    log = play(scenario)
    assert (len(log.contacts["issue"]), len(log.touches["issue"])) == (0, 0)
    assert duties(log) == [(0, "ON_QUEUE", 0.0, at(24))]
    assert np.array_equal(log.issues["issue"], [])


def test_a_drain_lasts_until_the_last_after_call_work_is_done() -> None:
    effort = {"phone": {"talk": always(60.0), "after_call": always(90.0)}}
    log = play(desk({"phone": recorded("23:59:30")}, effort, 1, calendar__at_end="drain"))
    assert contacts(log)[0][3] == at(24, 0, 30)
    assert log.ends_at == at(24, 2)


def test_a_drain_lasts_until_the_last_who_gives_up_is_gone() -> None:
    scenario = desk(
        {"phone": recorded("23:50:00", "23:55:00")}, 60, {"team": {"00:00": 1, "23:52": 0}}, patience=always(1200.0)
    )
    log = play(scenario.with_values({"calendar.at_end": "drain"}))
    assert contacts(log)[1] == ("ABANDONED", at(23, 55), None, at(24, 15))
    assert log.ends_at == at(24, 15)
