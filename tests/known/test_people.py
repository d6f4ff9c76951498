"""Leaving and hiring against renewal theory, simulated day by day with fixed seeds.

Figures lie within 3.5 standard errors of the exact ones, and the standard errors are small. Time moves in days, which
shifts the exact figures by far less than that; where it would not, the exact figure is that of whole days.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.engine.lives import Stage, step_day
from sim.engine.plan import LifeRules
from sim.workload.lives import LifeDraws
from sim.world.departures import YEAR_DAYS
from sim.world.exhaustion import exhaustion_after
from sim.world.learning import learning_factor
from tests.people import day, draws, rules, started

FARTHEST = 3.5


def close(sample: NDArray[np.float64], exact: float, error_at_most: float) -> bool:
    """Whether the mean of independent figures lies within its error of the exact one, the error being small."""
    error = sample.std(ddof=1) / math.sqrt(len(sample))
    assert error <= error_at_most * exact
    return bool(abs(sample.mean() - exact) <= FARTHEST * error)


def ends_of_tenure(numbers: LifeRules, chance: LifeDraws, days: int) -> list[float]:
    """The tenures of those who left, of people who began within the first half of the horizon."""
    n = len(chance.u_quit)
    lives, out = started(numbers, chance), []
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
