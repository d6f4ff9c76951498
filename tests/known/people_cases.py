"""People who leave and learn on a desk: tenure, handle times and places against renewal theory.

Everybody works every day, so that a day at work is a seventh of a week of experience; leaving is decided once a day, so
the exact figures are those of whole days.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, expm1
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.log import Log, Stage
from sim.scenario import Scenario
from sim.theory import mean_time_factor, seat_renewal
from sim.units import DAY_S
from sim.world.departures import YEAR_DAYS
from tests.desks import always, desk, exponential, steady
from tests.known.case import DAY, HOUR, Case, Figure

SHIFT_H = 8.0
RATE = 12.0
NOVICE, RAMP_WEEKS = 1.8, 4.3


def crowd(per_hour: float, talk: dict[str, Any], agents: int, days: int, **changes: Any) -> Scenario:
    """One line, open while its agents are there, all of whom leave at 12 a year, a month being the mean tenure."""
    options: dict[str, Any] = {
        "policy__shifts": {"day": {"team": "team", "agents": agents, "hours": "08:00-16:00", "days": "daily"}},
        "policy__channels": {"phone": {"kind": "live", "open": "08:00-16:00"}},
        "policy__development": {"hours": 0.0, "onboarding_weeks": 0.0},
        "policy__hiring": {"notice": "0d", "lag": always(0.0)},
        "world__departures": {"quits": RATE, "cap": RATE, "early": 0.0, "quits_exhausted": 0.0},
    }
    return desk(
        {"phone": steady(per_hour, profile={"00:00": 0, "08:00": 1, "16:00": 0})},
        {"phone": {"talk": talk}},
        {"team": None},
        days=days,
        **{**options, **changes},
    )


def learning(**changes: Any) -> dict[str, Any]:
    """Learning by calendar weeks, of people who are all alike; at the start tenure is what it will be."""
    alike = {"novice": NOVICE, "ramp_weeks": RAMP_WEEKS, "agent_cv": 0.0, "week_h": 7 * SHIFT_H}
    return {**alike, "at_start": exponential(YEAR_DAYS / RATE * DAY_S), **changes}


def factors() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factor on handle time by tenure in days, and the share of those at work who have that tenure."""
    days = np.arange(2000)
    stay = exp(-RATE / YEAR_DAYS)
    return 1 + (NOVICE - 1) * np.exp(-days / (7 * RAMP_WEEKS)), (1 - stay) * stay**days


def at_work(value: Callable[[Log], NDArray[np.float64]]) -> Callable[[Log, float, float], tuple[float, float]]:
    """The mean over days of those at work of a value of the table of people."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        there = (log.people["stage"] <= Stage.NOTICE) & (log.people["day"] * DAY_S >= since)
        return float(value(log)[there].sum()), float(there.sum())

    return read


def in_stage(stage: Stage) -> Callable[[Log, float, float], tuple[float, float]]:
    """The share of places and days in a stage."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        counted = log.people["day"] * DAY_S >= since
        return float((log.people["stage"][counted] == stage).sum()), float(counted.sum())

    return read


def talk(log: Log, since: float, until: float) -> tuple[float, float]:
    """The mean talk time of calls begun in the period."""
    begun = (log.touches["started_at"] >= since) & ~np.isnan(log.touches["ended_at"])
    return float(log.touches["talk_s"][begun].sum()), float(begun.sum())


def a_quiet_desk(tight: bool) -> Case:
    """M/M/n with agents to spare, who take turns: the mean factor is Whitt's, and so is the mean handle time."""
    mean = 240.0
    scenario = crowd(8.0, exponential(mean), 24, 1200 if tight else 240, world__learning=learning())
    exact = mean_time_factor(RATE / YEAR_DAYS, NOVICE, 7 * RAMP_WEEKS, step_days=1.0)
    return Case(
        "novices in M/M/24",
        scenario,
        {},
        warm_up_s=20 * DAY,
        figures=(
            Figure("time factor at work", exact, at_work(lambda log: log.people["effort"])),
            Figure(
                "mean tenure, days",
                1 / -expm1(-RATE / YEAR_DAYS) - 1,
                at_work(lambda log: log.people["tenure_days"]),
            ),
            Figure("talk, s", mean * exact, talk),
        ),
    )


def a_busy_desk(tight: bool) -> Case:
    """Agents who are never idle: the slow take fewer calls, and the mean talk time is the mean over 1 / E[1 / A]."""
    mean, agents = 1800.0, 8
    scenario = crowd(
        2 * agents * HOUR / mean,
        always(mean),
        agents,
        600 if tight else 120,
        world__learning=learning(),
        patience={"law": exponential(300.0)},
    )
    factor, share = factors()
    return Case(
        "novices who are never idle",
        scenario,
        {},
        warm_up_s=20 * DAY,
        figures=(Figure("talk, s", mean / float(share @ (1 / factor)), talk),),
    )


def places_that_renew(tight: bool) -> Case:
    """Seat renewal: how many places have somebody trained in them, somebody in training, and nobody."""
    lag_days, training_days = 12.0, 14.0
    scenario = crowd(
        2.0,
        always(60.0),
        20,
        1200 if tight else 350,
        policy__hiring={"notice": "0d", "lag": exponential(lag_days * DAY_S)},
        policy__development={"hours": 0.0, "onboarding_weeks": training_days / 7},
    )
    lag = exp(-0.5 / lag_days) / -expm1(-1 / lag_days)  # of the exponential law, rounded to whole days
    seat = seat_renewal(1 / -expm1(-RATE / YEAR_DAYS), lag, training_days)
    return Case(
        "places that renew",
        scenario,
        {},
        warm_up_s=100 * DAY,
        figures=(
            Figure("at work", seat.productive, in_stage(Stage.AT_WORK)),
            Figure("in training", seat.training, in_stage(Stage.TRAINING)),
            Figure("vacant", seat.vacant, in_stage(Stage.VACANT)),
        ),
    )


PEOPLE: tuple[Callable[[bool], Case], ...] = (a_quiet_desk, a_busy_desk, places_that_renew)
