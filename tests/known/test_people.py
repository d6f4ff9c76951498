"""People against theory: leaving and hiring day by day with fixed seeds; fatigue and exhaustion through the product.

Figures lie within 3.5 standard errors of the exact ones, and the standard errors are small. Time moves in days, which
shifts the exact figures by far less than that; where it would not, the exact figure is that of whole days.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.engine import lower, simulate
from sim.engine.lives import Stage, step_day
from sim.engine.plan import LifeRules
from sim.scenario import Scenario
from sim.theory import FatiguePiece, exhaustion_cycle, exhaustion_fixed_point, fatigue_cycle, mean_tenure_days
from sim.units import MONTH_DAYS
from sim.workload.lives import LifeDraws
from sim.world.departures import YEAR_DAYS
from sim.world.exhaustion import exhaustion_after
from sim.world.learning import learning_factor
from tests.desks import MONDAY, desk
from tests.engine.days import shift
from tests.people import day, draws, lives, rules, started

FARTHEST = 3.5


def close(sample: NDArray[np.float64], exact: float, error_at_most: float) -> bool:
    """Whether the mean of independent figures lies within its error of the exact one, the error being small."""
    error = sample.std(ddof=1) / math.sqrt(len(sample))
    assert error <= error_at_most * exact
    return bool(abs(sample.mean() - exact) <= FARTHEST * error)


def ends_of_tenure(numbers: LifeRules, chance: LifeDraws, days: int, assisted: bool = False) -> list[float]:
    """The tenures of those who left, of people who began within the first half of the horizon."""
    n = len(chance.u_quit)
    lives, out = started(numbers, chance), []
    lives.assisted[:] = assisted
    began = np.zeros(n)
    for today in range(days):
        midnight = step_day(lives, today, day(n), numbers, chance)
        out += [today + 1 - begin for begin in began[midnight.left] if begin < days / 2]
        began[midnight.on_queue] = today + 1
    still = lives.at_work & (began < days / 2)
    assert np.count_nonzero(still) < 0.005 * len(out)  # hardly anybody is censored
    return out


def test_a_constant_rate_of_leaving_gives_exponential_tenures() -> None:
    rate, days = 3.0, 1600
    tenures = np.array(ends_of_tenure(rules(quits=rate), draws(400, days, seed=11), days))
    assert close(tenures, YEAR_DAYS / rate + 0.5, 0.03)  # whole days: half a day more than the exponential's mean
    assert stats.kstest(tenures - 0.5, "expon", args=(0.0, YEAR_DAYS / rate)).pvalue > 0.01


def test_with_assist_novices_tenures_are_exponential_at_a_lower_rate_and_then_at_the_usual_one() -> None:
    """The hazard is leaving x rate up to six months and the rate from then on: an exponential in two pieces."""
    rate, leaving, months, days = 3.0, 0.4, 6.0, 2000
    numbers = rules(quits=rate, novice_below=months, novices_leave=leaving)
    tenures = np.array(ends_of_tenure(numbers, draws(400, days, seed=12), days, assisted=True))
    novice_days = months * MONTH_DAYS
    evenings = np.arange(1, days)
    hazard = np.where(evenings < novice_days, leaving, 1.0) * rate / YEAR_DAYS
    stays = np.exp(-np.cumsum(hazard))  # beyond each evening
    assert close(tenures, 1.0 + stays.sum(), 0.03)
    assert close((tenures > novice_days).astype(float), float(stays[evenings < novice_days][-1]), 0.03)
    assert 1.0 + stays.sum() == pytest.approx(
        mean_tenure_days(rate / YEAR_DAYS, 0.0, 90.0, novice_days, leaving), abs=1
    )
    passed = (
        np.where(tenures < novice_days, leaving * tenures, tenures - (1 - leaving) * novice_days) * rate / YEAR_DAYS
    )
    assert stats.kstest(passed, "expon").pvalue > 0.01
    with_none = ends_of_tenure(numbers, draws(400, days, seed=12), days)
    assert with_none == ends_of_tenure(rules(quits=rate), draws(400, days, seed=12), days)


@pytest.mark.parametrize(("rate", "novice"), [(2.0, 1.5), (3.0, 1.8)])
def test_the_mean_time_factor_is_whitts(rate: float, novice: float) -> None:
    """Whitt (2006): with instant replacement tenure is Exp(nu) and E A = 1 + (m0 - 1) / (1 + 1 / (nu L))."""
    n, warm_up, days, ramp_weeks = 250, 500, 1300, 4.3
    numbers, chance = rules(quits=rate), draws(n, days, seed=int(10 * rate))
    lives = started(numbers, chance)
    total = np.zeros(n)
    for today in range(days):
        if today >= warm_up:
            middle = lives.weeks[:, 0] + 0.5 / 7
            total += [learning_factor(weeks, novice, ramp_weeks) for weeks in middle.tolist()]
        step_day(lives, today, day(n, gained=np.full((n, 1), 1 / 7)), numbers, chance)
    per_week = rate * 7 / YEAR_DAYS
    exact = 1 + (novice - 1) / (1 + 1 / (per_week * ramp_weeks))
    assert close(total / (days - warm_up) - 1, exact - 1, 0.03)


def test_the_productive_fraction_is_that_of_seat_renewal() -> None:
    """E[tenure] / (E[tenure] + lag + W_tr): the share of places with somebody trained in them."""
    n, warm_up, days, rate = 500, 500, 1500, 2.5
    lags = np.random.default_rng(8).exponential(45.0, (n, 16))
    chance = draws(n, days, seed=21, lag_days=np.rint(lags))
    numbers = rules(quits=rate, onboarding_days=28.0)
    lives = started(numbers, chance)
    there, trained = np.zeros(n), np.zeros(n)
    for today in range(days):
        if today >= warm_up:
            there += lives.at_work
            trained += lives.stage == Stage.TRAINING
        step_day(lives, today, day(n), numbers, chance)
    tenure, lag = YEAR_DAYS / rate + 0.5, float(chance.lag_days.mean())
    cycle = tenure + lag + 28.0
    assert close(there / (days - warm_up), tenure / cycle, 0.01)
    assert close(trained / (days - warm_up), 28.0 / cycle, 0.03)


def test_notice_is_worked_and_delays_the_vacancy() -> None:
    n, warm_up, days, rate = 200, 400, 1400, 3.0
    numbers = rules(quits=rate, notice_days=14.0, onboarding_days=28.0)
    chance = draws(n, days, seed=5)
    lives = started(numbers, chance)
    on_notice = np.zeros(n)
    for today in range(days):
        if today >= warm_up:
            on_notice += lives.stage == Stage.NOTICE
        step_day(lives, today, day(n), numbers, chance)
    assert close(on_notice / (days - warm_up), 14.0 / (YEAR_DAYS / rate + 0.5 + 14.0 + 28.0), 0.03)


def test_a_working_week_settles_where_its_linear_map_does() -> None:
    """Five days of work and two off are a linear map of E, whose fixed point is known exactly."""
    gain, recover, off, demand = 0.02, 0.03, 0.05, 0.8
    n, days = 1, 700
    numbers = rules(gain=gain, recover=recover, recover_off=off, w_fatigue=1.0)
    chance = draws(n, days)
    lives = started(numbers, chance)
    for today in range(days):
        works = today % 7 < 5
        asked = day(n, worked=np.array([works]), fatigue=np.full(n, demand))
        step_day(lives, today, asked, numbers, chance)
    slope, level = 1.0, 0.0
    for works in (True,) * 5 + (False,) * 2:
        push, rest = (gain * demand, recover) if works else (0.0, off)
        slope, level = slope * (1 - push - rest), level * (1 - push - rest) + push
    assert lives.exhaustion[0] == pytest.approx(level / (1 - slope), rel=1e-9)
    assert exhaustion_after(level / (1 - slope), demand, 0.0, gain, recover, 0.5) < 1.0


# Through the product, without chance.


def every_day(times: tuple[str, ...], days: int, talk_s: float, weekdays: str = "daily", **changes: Any) -> Scenario:
    """One agent, 8:00 to 16:00, and calls at the same times each day at work."""
    dates = [dt.date.fromisoformat(MONDAY) + dt.timedelta(days=number) for number in range(days)]
    dates = [date for date in dates if weekdays == "daily" or date.weekday() < 5]
    pauses = changes.pop("pauses", {})
    options: dict[str, Any] = {
        "policy__shifts": {"day": shift("08:00-16:00", pauses=pauses, days=weekdays)},
        "policy__development": {"hours": 0.0},
    }
    calls = {"source": "recorded", "at": [f"{date}T{time}:00" for date in dates for time in times]}
    return desk({"phone": calls}, talk_s, {"team": None}, days=days, **{**options, **changes})


HOURLY = tuple(f"{hour:02d}:00" for hour in range(8, 16))


def test_fatigue_settles_in_the_limit_cycle_of_half_hours_of_work() -> None:
    """Half an hour of work and half of idle time, eight times, and a night: the mean over the time on duty."""
    log = simulate(every_day(HOURLY, 12, 1800.0, world__fatigue={"rest_off": 0.05}), 1, 0)
    hour = [FatiguePiece(0.5, 1.0, 0.02), FatiguePiece(0.5, 0.0, 0.25)]
    cycle = fatigue_cycle(0.12, [*(8 * hour), FatiguePiece(16.0, 0.0, 0.05)])
    fatigue = lives(log, "fatigue")
    assert fatigue[-1] == pytest.approx(cycle.mean_by_piece[:-1].mean(), rel=1e-9)
    approach = (fatigue[1] - fatigue[-1]) / (fatigue[0] - fatigue[-1])
    assert approach == pytest.approx(cycle.memory, rel=1e-6)


def path(demand: float, recover: float, days: int) -> list[float]:
    """Exhaustion from 0 under a demand every day: E* (1 - (1 - gain D - r)^d)."""
    level, _ = exhaustion_fixed_point(demand, 0.02, recover)
    return [level * (1 - (1 - 0.02 * demand - recover) ** number) for number in range(days)]


UNBUFFERED: dict[str, Any] = {"buffer": 0.0, "occupancy": 0.0}


@pytest.mark.parametrize(
    ("calls", "talk_s", "settings", "environment", "demand"),
    [
        (HOURLY[:1], 60.0, {"unclear": 1.5, "fatigue": 0.0}, {"unclear": 0.8}, 1.2),
        (("15:30",), 5400.0, {"overtime": 0.7, "fatigue": 0.0}, {}, 0.7),
        (HOURLY, 2700.0, {"occupancy": 0.8, "occupancy_from": 0.5, "fatigue": 0.0}, {}, 0.8),
    ],
    ids=["unclear work", "overtime", "occupancy"],
)
def test_constant_demands_lead_to_the_fixed_point_in_its_time(
    calls: tuple[str, ...], talk_s: float, settings: dict[str, Any], environment: dict[str, Any], demand: float
) -> None:
    scenario = every_day(
        calls, 200, talk_s, world__exhaustion={**UNBUFFERED, **settings}, policy__environment=environment
    )
    exhaustion = lives(simulate(scenario, 1, 0), "exhaustion")
    np.testing.assert_allclose(exhaustion, path(demand, 0.03, 200), rtol=1e-9)
    level, memory_days = exhaustion_fixed_point(demand, 0.02, 0.03)
    assert exhaustion[-1] == pytest.approx(level, rel=1e-3)
    reached = next(number for number, value in enumerate(exhaustion) if value >= (1 - math.exp(-1)) * level)
    assert abs(reached - memory_days) <= 1.0


def test_a_days_mean_fatigue_is_a_demand_and_weekends_restore() -> None:
    """Five days of the same work and two off, every week: the cycle of exhaustion_cycle, with resources."""
    scenario = every_day(
        HOURLY,
        7 * 60,
        1800.0,
        weekdays="mon-fri",
        world__fatigue={"rest_off": 10.0},
        world__exhaustion={"occupancy": 0.0},
        policy__environment={"support": 0.9, "control": 0.4},
    )
    resource = float(lower(scenario, 1, 0)[0].people.resource[0])
    assert 0.1 < resource < 0.9
    log = simulate(scenario, 1, 0)
    demand = 0.5 * lives(log, "fatigue")[-7] * (1 - 0.5 * resource)
    cycle = exhaustion_cycle([demand] * 5 + [0.0] * 2, 0.02, [0.03] * 5 + [0.05] * 2)
    np.testing.assert_allclose(lives(log, "exhaustion")[-7:], cycle.at_start, rtol=1e-6)


@pytest.mark.parametrize(("rest_break", "better"), [(0.8, True), (0.25, None), (0.1, False)])
def test_breaks_help_more_than_equal_idle_time_if_and_only_if_they_restore_faster(
    rest_break: float, better: bool | None
) -> None:
    """The same hours of work, with a quarter of an hour between them on a break or on queue without work."""
    calls = ("08:00", "09:15", "10:30", "11:45", "13:00", "14:15")
    pauses = {
        f"at {time[:2]}": {"at": time, "lasts": "15min"} for time in ("09:00", "10:15", "11:30", "12:45", "14:00")
    }
    world = {"world__fatigue": {"rest_break": rest_break}, "world__exhaustion": {"occupancy": 0.0}}

    def end_of_week(**more: Any) -> tuple[float, float]:
        log = simulate(every_day(calls, 7, 3600.0, **world, **more), 1, 0)
        assert lives(log, "work_s") == [6 * 3600.0] * 7
        return lives(log, "fatigue")[-1], lives(log, "exhaustion")[-1]

    on_breaks, idle = end_of_week(pauses=pauses), end_of_week()
    if better is None:
        assert on_breaks == pytest.approx(idle, rel=1e-12)
    else:
        assert all((one < other) is better for one, other in zip(on_breaks, idle, strict=True))
