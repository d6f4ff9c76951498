"""Micro-days of people from day to day: absence, notice, vacancy, class and training, nights, and the ends of a run."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from sim.log import Duty, Log
from sim.scenario import Scenario
from sim.units import DAY_S
from tests.desks import MONDAY, always, desk
from tests.engine.days import at, contacts, duties, entries, shift, touches
from tests.people import GOES, STAYS, lived, lives

TALK = 600.0
QUITS: dict[str, Any] = {"quits": 1.0, "quits_exhausted": 0.0, "early": 0.0}
LONG: dict[str, Any] = {"at_start": always(5000 * DAY_S), "agent_cv": 0.0, "forgetting": 0.0}
WORK_S = 8 * 3600.0


def daily(time: str, days: int) -> dict[str, Any]:
    """One call a day."""
    dates = [dt.date.fromisoformat(MONDAY) + dt.timedelta(days=day) for day in range(days)]
    return {"source": "recorded", "at": [f"{date}T{time}" for date in dates]}


def office(days: int, *, hours: str = "08:00-16:00", agents: int = 1, time: str = "09:00:00", **more: Any) -> Scenario:
    """Ten-minute calls, one a day."""
    options: dict[str, Any] = {
        "policy__shifts": {"early": shift(hours, agents)},
        "policy__development": {"hours": 0.0, "onboarding_weeks": 2 / 7},
        "policy__hiring": {"notice": "2d", "lag": always(3 * DAY_S)},
    }
    return desk({"phone": daily(time, days)}, TALK, {"team": None}, days=days, **{**options, **more})


def quits_on(day: int, days: int, places: int = 1) -> np.ndarray:
    """Uniforms by which the first place's agent gives notice at the end of a day."""
    out = np.full((places, days), STAYS)
    out[0, day] = GOES
    return out


def pay(log: Log, day: int, agent: int = 0) -> list[tuple[str, int]]:
    """(duty, paid) of an agent's stretches of a day."""
    rows = log.duty
    mine = (rows["agent"] == agent) & (rows["since"] // DAY_S == day)
    return [
        (Duty(int(duty)).name, int(paid)) for duty, paid in zip(rows["duty"][mine], rows["paid"][mine], strict=True)
    ]


def test_one_who_leaves_is_followed_by_a_vacancy_a_class_training_and_a_novice() -> None:
    scenario = office(12, world__departures=QUITS, world__learning=LONG)
    scenario = scenario.with_values({"policy.hiring.class_size": 2, "policy.hiring.class_waits": "1d"})
    log = lived(scenario, u_quit=quits_on(0, 12))
    # Notice at the end of Monday, two days of it; three of requisition; a day until the class starts; two of training.
    assert lives(log, "stage") == (
        ["AT_WORK"] + 2 * ["NOTICE"] + 3 * ["VACANT"] + ["READY"] + 2 * ["TRAINING"] + 3 * ["AT_WORK"]
    )
    assert lives(log, "incarnation") == 3 * [0] + 9 * [1]
    assert [pay(log, day) for day in range(12)] == (
        3 * [[("ON_QUEUE", 1)]] + 4 * [[]] + 2 * [[("TRAINING", 1)]] + 3 * [[("ON_QUEUE", 1)]]
    )
    assert lives(log, "tenure_days")[9:] == [0.0, 1.0, 2.0]
    assert lives(log, "effort")[9] == 1.5
    assert lives(log, "quality")[:2] == pytest.approx([1.0, 0.9], abs=1e-9)
    # Those who call meanwhile wait for the novice, who takes them one after another on the tenth day.
    assert [row[2] for row in contacts(log)][:3] == [at(9), at(33), at(57)]
    novice_s = 1.5 * TALK
    waited = [at(9 * 24 + 8) + number * novice_s for number in range(6)]
    assert [row[2] for row in contacts(log)][3:9] == pytest.approx(waited, abs=1e-3)
    assert log.touches["talk_s"][3:9].tolist() == pytest.approx(6 * [novice_s], abs=1e-3)


def test_nobody_follows_where_places_are_not_refilled() -> None:
    scenario = office(9, world__departures=QUITS)
    log = lived(scenario.with_values({"policy.hiring.refill": False}), u_quit=quits_on(0, 9))
    assert lives(log, "stage") == ["AT_WORK"] + 2 * ["NOTICE"] + 6 * ["VACANT"]
    assert [row[0] for row in contacts(log)] == 3 * ["ANSWERED"] + 6 * ["WAITING"]


def test_a_colleague_carries_on_beside_a_vacancy_and_has_her_own_life() -> None:
    log = lived(office(6, agents=2, world__departures=QUITS), u_quit=quits_on(0, 6, 2))
    assert lives(log, "stage", 1) == 6 * ["AT_WORK"]
    assert {agent for _, agent, _, started, _ in touches(log) if started > 3 * DAY_S} == {1}
    tenure = lives(log, "tenure_days", 1)
    assert tenure == [tenure[0] + day for day in range(6)]
    assert tenure[0] > 0.0  # of those who are there at the start it is drawn


def test_absence_is_decided_at_midnight_by_the_exhaustion_of_that_moment() -> None:
    wears = {"gain": 1.0, "recover": 0.0, "recover_off": 1.0, "buffer": 0.0, "unclear": 1.0, "occupancy": 0.0}
    scenario = office(
        5,
        world__people={"absence": 0.1},
        world__exhaustion=wears,
        world__departures={"quits": 0.0, "absence": 2.0, "reference": 0.25},
        policy__environment={"unclear": 1.0},
    )
    # 6 % of those who are fresh are absent, and 33 % of those who are worn out: one day of work, one day off.
    log = lived(scenario, u_absent=0.2)
    assert lives(log, "exhaustion") == [0.0, 1.0, 0.0, 1.0, 0.0]
    assert lives(log, "absent") == [0, 1, 0, 1, 0]
    assert [pay(log, day) for day in range(5)] == [[("ON_QUEUE", 1)], [("ABSENT", 1)]] * 2 + [[("ON_QUEUE", 1)]]
    assert lives(log, "on_queue_s") == [WORK_S, 0.0, WORK_S, 0.0, WORK_S]


# Nights.


def every_half_hour(days: int) -> list[str]:
    """Calls that keep an agent busy day and night."""
    first = dt.date.fromisoformat(MONDAY)
    minutes = range(0, 24 * 60, 10)
    return [f"{first + dt.timedelta(days=day)}T{m // 60:02d}:{m % 60:02d}:00" for day in range(days) for m in minutes]


@pytest.mark.parametrize("hours", ["08:00-16:00", "22:00-06:00"])
def test_five_busy_nights_wear_out_on_five_days_as_five_busy_days_do(hours: str) -> None:
    """Busy throughout, D = 0.8 each working day: the morning after a night's shift makes no day of its own."""
    scenario = desk(
        {"phone": {"source": "recorded", "at": every_half_hour(8)}},
        TALK,
        {"team": None},
        days=8,
        policy__shifts={"early": shift(hours, 1)},
        policy__development={"hours": 0.0},
        world__exhaustion={"gain": 0.02, "recover": 0.0, "recover_off": 0.0, "buffer": 0.0, "fatigue": 0.0},
    ).with_values({"policy.shifts.early.days": "mon-fri"})
    steps = np.diff(lives(lived(scenario), "exhaustion"))
    assert (steps[:5] > 0.01).all()
    assert steps[5:].tolist()[0] == 0.0


def test_a_call_that_ends_after_midnight_makes_no_working_day_of_a_day_off() -> None:
    scenario = office(3, hours="16:00-24:00", time="23:55:00", world__exhaustion={"recover": 0.0, "recover_off": 0.0})
    log = lived(scenario.with_values({"policy.shifts.early.days": "mon", "world.exhaustion.fatigue": 0.0}))
    assert lives(log, "overtime_s")[1] == 300.0
    assert lives(log, "occupancy")[1] == 1.0
    assert lives(log, "exhaustion") == [0.0, 0.0, 0.0]


def test_who_leaves_at_midnight_works_the_night_to_its_end() -> None:
    scenario = office(3, hours="22:00-06:00", time="01:00:00", world__departures=QUITS)
    log = lived(scenario.with_values({"policy.hiring.notice": "0d"}), u_quit=quits_on(0, 3))
    assert lives(log, "stage") == ["AT_WORK", "VACANT", "VACANT"]
    assert [row[1:] for row in duties(log)] == [("ON_QUEUE", 0.0, at(6)), ("ON_QUEUE", at(22), at(30))]
    assert lives(log, "on_queue_s") == [8 * 3600.0, 6 * 3600.0, 0.0]
    assert [row[0] for row in contacts(log)] == ["ANSWERED", "ANSWERED", "WAITING"]


def test_the_night_that_goes_on_at_the_start_has_the_absence_of_its_own_date() -> None:
    scenario = office(2, hours="22:00-06:00", world__people={"absence": 0.5}, world__fatigue={})
    log = lived(scenario, u_eve=0.1, u_absent=[[0.9, 0.1]])
    assert [row[1:] for row in duties(log)] == [
        ("ABSENT", 0.0, at(6)),
        ("ON_QUEUE", at(22), at(30)),
        ("ABSENT", at(46), at(48)),
    ]


def test_shifts_that_meet_at_midnight_are_two_shifts() -> None:
    round_the_clock = office(
        4, hours="00:00-24:00", world__people={"absence": 0.5}, world__departures={**QUITS, "absence": 0.0}
    ).with_values({"policy.hiring.notice": "0d"})
    log = lived(round_the_clock, u_absent=[[0.9, 0.1, 0.9, 0.9]], u_quit=quits_on(2, 4))
    assert [row[1:] for row in duties(log)] == [
        ("ON_QUEUE", 0.0, at(24)),
        ("ABSENT", at(24), at(48)),
        ("ON_QUEUE", at(48), at(72)),
    ]
    # Without people the very same days are absent.
    plain = office(4, hours="00:00-24:00", world__people={"absence": 0.5})
    assert lived(plain).duty["duty"].tolist() == lived(plain.with_values({"world.fatigue": {}})).duty["duty"].tolist()


# The ends of a run.


def test_the_last_day_is_written_down_as_far_as_it_went() -> None:
    log = lived(office(2, time="15:55:00", world__fatigue={}))
    assert lives(log, "day") == [0, 1]
    assert lives(log, "on_queue_s") == [WORK_S + 300.0] * 2
    assert lives(log, "overtime_s") == [300.0] * 2


@pytest.mark.parametrize(
    ("at_end", "work_s", "late_s", "outcome"),
    [("drain", 2200.0, 1000.0, "ANSWERED"), ("stop", 1200.0, 0.0, "IN_SERVICE")],
)
def test_what_is_served_out_after_the_end_belongs_to_the_last_day(
    at_end: str, work_s: float, late_s: float, outcome: str
) -> None:
    scenario = office(2, hours="16:00-24:00", world__fatigue={}, calendar__at_end=at_end)
    calls = {"source": "recorded", "at": ["2026-01-06T23:40:00", "2026-01-06T23:45:00"]}
    log = lived(scenario.with_values({"world.arrivals.phone": calls, "world.effort.phone.talk": always(1100.0)}))
    assert contacts(log)[1][0] == outcome
    assert lives(log, "day") == [0, 1]
    assert lives(log, "work_s") == [0.0, work_s]
    assert lives(log, "on_queue_s") == [WORK_S, WORK_S + late_s]


def test_a_start_in_the_middle_of_a_day_counts_from_there_and_serves_what_waits() -> None:
    scenario = office(
        2,
        world__fatigue={},
        world__departures=QUITS,
        calendar__start_at="12:00",
        start={"backlog": {"phone": {"contacts": 2, "oldest": "1h"}}},
    ).with_values({"policy.hiring.notice": "0d"})
    log = lived(scenario, u_quit=quits_on(0, 2))
    assert lives(log, "stage") == ["AT_WORK", "VACANT"]
    assert lives(log, "on_queue_s") == [4 * 3600.0, 0.0]
    assert lives(log, "work_s") == [2 * TALK, 0.0]
    assert [row[1] for row in entries(log)][:2] == ["BACKLOG", "BACKLOG"]
    assert [row[4] for row in entries(log)][:2] == [at(12), at(12, 10)]


# Rosters.


def test_a_roster_has_lives_too_and_its_trainees_train_in_its_hours() -> None:
    rows = [
        {"agent": name, "date": f"2026-01-{5 + day:02d}", "hours": "08:00-16:00"}
        for day in range(5)
        for name in ("Ann", "Ben")
    ]
    rows += [{"agent": "Ann", "date": "2026-01-08", "hours": "10:00-10:30", "activity": "break", "paid": False}]
    scenario = desk(
        {"phone": daily("09:00:00", 5)},
        TALK,
        {"team": None},
        days=5,
        policy__roster={"team": {"rows": rows}},
        policy__hiring={"notice": "0d", "lag": always(2 * DAY_S)},
        policy__development={"onboarding_weeks": 1 / 7},
        world__departures=QUITS,
    )
    log = lived(scenario, u_quit=quits_on(0, 5, 2))
    assert lives(log, "stage") == ["AT_WORK", "VACANT", "VACANT", "TRAINING", "AT_WORK"]
    assert lives(log, "stage", 1) == 5 * ["AT_WORK"]
    assert pay(log, 3) == [("TRAINING", 1), ("BREAK", 0), ("TRAINING", 1)]
    assert [row[1] for row in touches(log)][1:4] == [1, 1, 1]
