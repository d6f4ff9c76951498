"""Fatigue: exact on every pattern of states, and breaks against idle time."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from sim.world.fatigue import Fatigue, fatigue_after, fatigue_hours, fatigue_load, fatigue_shaken

shares = st.floats(0.0, 1.0)
hours = st.floats(0.0, 24.0)
rates = st.floats(0.001, 3.0)


@given(start=shares, states=st.lists(st.tuples(st.floats(0.01, 8.0), st.booleans(), rates), min_size=1, max_size=6))
def test_any_pattern_of_work_and_rest_follows_the_differential_equation(
    start: float, states: list[tuple[float, bool, float]]
) -> None:
    exact = solved = start
    for lasts, busy, rest in states:
        rise = 0.12 if busy else 0.0
        exact = fatigue_after(exact, lasts, rise, rest)
        curve = solve_ivp(
            lambda _, f, up=rise, down=rest: up * (1 - f) - down * f, (0.0, lasts), [solved], rtol=1e-9, atol=1e-11
        )
        solved = float(curve.y[0, -1])
    assert exact == pytest.approx(solved, abs=1e-7)


def test_an_on_off_pattern_settles_at_its_known_limit() -> None:
    f = Fatigue()
    busy, idle = (f.rise, f.rest_busy), (0.0, f.rest_idle)
    fatigue = 0.0
    for _ in range(400):
        fatigue = fatigue_after(fatigue_after(fatigue, 0.5, *busy), 0.25, *idle)
    # F = (F* + (F - F*) a) b, with a and b the decays over half an hour of work and a quarter of idle time.
    level = 0.12 / 0.14
    a, b = 0.93239381990594827, 0.93941306281347580  # e^(-0.07), e^(-0.0625)
    assert fatigue == pytest.approx(level * (1 - a) * b / (1 - a * b), rel=1e-12)


@given(start=shares, first=hours, second=hours, rise=rates, rest=rates)
def test_two_stretches_of_one_state_are_one(
    start: float, first: float, second: float, rise: float, rest: float
) -> None:
    in_two = fatigue_after(fatigue_after(start, first, rise, rest), second, rise, rest)
    assert in_two == pytest.approx(fatigue_after(start, first + second, rise, rest), abs=1e-12)


@given(start=shares, lasts=st.floats(0.001, 24.0), rise=rates, rest=rates)
def test_the_integral_is_that_of_the_curve(start: float, lasts: float, rise: float, rest: float) -> None:
    area, _ = quad(lambda h: fatigue_after(start, h, rise, rest), 0.0, lasts, epsabs=1e-12)
    assert fatigue_hours(start, lasts, rise, rest) == pytest.approx(area, rel=1e-9, abs=1e-11)


def test_the_integral_over_an_instant_loses_no_digits() -> None:
    assert fatigue_hours(0.4, 1e-12, 0.12, 0.02) == pytest.approx(0.4e-12, rel=1e-11)


@given(start=shares, work=st.floats(0.1, 6.0), pause=st.floats(0.05, 2.0), at_break=rates, idle=rates)
def test_a_break_helps_more_than_idle_time_only_if_it_restores_faster(
    start: float, work: float, pause: float, at_break: float, idle: float
) -> None:
    assume(abs(at_break - idle) > 1e-6)
    tired = fatigue_after(start, work, 0.12, 0.02)
    assume(tired > 1e-3)
    after_break, after_idle = (fatigue_after(tired, pause, 0.0, rest) for rest in (at_break, idle))
    assert (after_break < after_idle) == (at_break > idle)


@given(start=shares, lasts=hours)
def test_without_rates_fatigue_stays_exactly_as_it_was(start: float, lasts: float) -> None:
    assert fatigue_after(start, lasts, 0.0, 0.0) == start
    assert fatigue_shaken(start, 0.0, 0.3, 0.3, 0.4, 0.3) == start
    assert fatigue_after(0.0, lasts, 0.0, 0.25) == 0.0


@given(fatigue=shares, angry=shares, autonomy=shares, support=shares)
def test_an_angry_customer_costs_less_with_autonomy_and_support(
    fatigue: float, angry: float, autonomy: float, support: float
) -> None:
    plain = fatigue_shaken(fatigue, angry, 0.0, 0.0, 0.4, 0.3)
    buffered = fatigue_shaken(fatigue, angry, autonomy, support, 0.4, 0.3)
    assert fatigue <= buffered <= plain <= 1.0


def test_a_known_jump() -> None:
    assert fatigue_shaken(0.5, 0.03, 0.5, 1.0, 0.4, 0.3) == pytest.approx(0.5 + 0.03 * 0.5 * 0.8 * 0.7)


def test_more_chats_at_once_tire_more_and_one_is_a_load_of_one() -> None:
    assert [fatigue_load(chats, 0.15) for chats in (0.0, 1.0, 3.0)] == [1.0, 1.0, pytest.approx(1.3)]
