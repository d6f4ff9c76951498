"""Absence, leaving and strain: known values, and that a weight of 0 is exactly absent."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.world.departures import Departures, absence_probability, pay_factor, quit_probability, quit_rate
from sim.world.strain import Strain, strain_factor, strain_logit

shares = st.floats(0.0, 1.0)


def rate(exhaustion: float, tenure_days: float, factor: float = 1.0) -> float:
    d = Departures()
    return quit_rate(
        d.quits, exhaustion, tenure_days, d.quits_exhausted, d.reference, d.early, d.early_days, factor, d.cap
    )


def test_base_rates_hold_at_the_exhaustion_of_reference() -> None:
    assert absence_probability(0.045, 0.25, 2.0, 0.25) == pytest.approx(0.045, rel=1e-12)
    assert rate(0.25, 1e6) == pytest.approx(0.30)
    assert rate(0.25, 0.0) == pytest.approx(0.60)
    assert rate(0.25, 90.0) == pytest.approx(0.30 * (1 + math.exp(-1)))


def test_absence_moves_on_the_log_odds_scale() -> None:
    p = absence_probability(0.045, 0.75, 2.0, 0.25)
    assert math.log(p / (1 - p)) == pytest.approx(math.log(0.045 / 0.955) + 1.0)


@given(base=shares, exhaustion=shares, reference=shares)
def test_absence_without_an_effect_is_exactly_the_base(base: float, exhaustion: float, reference: float) -> None:
    assert absence_probability(base, exhaustion, 0.0, reference) == base


@given(exhaustion=shares, tenure=st.floats(0, 4000), factor=st.floats(0.1, 10))
def test_nobody_leaves_at_more_than_the_cap(exhaustion: float, tenure: float, factor: float) -> None:
    assert 0.0 <= rate(exhaustion, tenure, factor) <= Departures().cap


def test_a_rate_a_year_is_spread_over_its_days() -> None:
    assert 1 - (1 - quit_probability(0.3)) ** 365 == pytest.approx(1 - math.exp(-0.3), rel=1e-12)
    assert quit_probability(0.0) == 0.0


def test_better_pay_keeps_people_and_no_elasticity_keeps_the_rate() -> None:
    assert pay_factor(1.1, 2.0) == pytest.approx(1 / 1.21)
    assert pay_factor(1.0, 2.0) == 1.0
    assert pay_factor(0.8, 0.0) == 1.0


def test_strain_slows_down_and_a_queue_speeds_up_only_so_far() -> None:
    s = Strain()
    weights = s.rush, s.slower_tired, s.slower_exhausted
    assert strain_factor(0.0, 0.5, 0.2, *weights) == pytest.approx(math.exp(0.07))
    assert strain_factor(1.0, 0.0, 0.0, *weights) == strain_factor(30.0, 0.0, 0.0, *weights) == math.exp(-0.05)
    assert strain_logit(0.5, 0.25, s.solves_tired, s.solves_exhausted) == pytest.approx(-0.5)


@given(queue=st.floats(0, 9), fatigue=shares, exhaustion=shares)
def test_strain_without_weights_is_exactly_absent(queue: float, fatigue: float, exhaustion: float) -> None:
    assert strain_factor(queue, fatigue, exhaustion, 0.0, 0.0, 0.0) == 1.0
    assert strain_logit(fatigue, exhaustion, 0.0, 0.0) == 0.0
