"""Learning: both curves, quality, training, forgetting, and the knowledge base."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policy.knowledge import Knowledge, coverage_after, knowledge_time
from sim.world.learning import (
    Learning,
    best_quality,
    kept_after,
    learning_factor,
    novice_factor,
    novice_quality,
    practice_factor,
    quality_after,
    quality_kept,
    ramp_time,
    weeks_gained,
)

weeks = st.floats(0.0, 500.0)
shares = st.floats(0.0, 1.0)


def test_half_of_the_extra_time_is_gone_after_three_weeks() -> None:
    learning = Learning()
    extra = [learning_factor(w, learning.novice, learning.ramp_weeks) - 1 for w in (0.0, 3.0)]
    assert extra[0] == 0.5
    assert extra[1] == pytest.approx(0.25, rel=0.005)


def test_the_power_law_begins_at_the_novice_and_passes_the_proficient_agent() -> None:
    assert practice_factor(0.0, 1.5, 4.3, 0.2) == 1.5
    passes = 4.3 * (1.5**5 - 1)
    assert practice_factor(passes, 1.5, 4.3, 0.2) == pytest.approx(1.0, rel=1e-12)
    # Ten times the experience: 10^-0.2 of the time, far out.
    assert practice_factor(1e7, 1.5, 4.3, 0.2) / practice_factor(1e6, 1.5, 4.3, 0.2) == pytest.approx(
        10**-0.2, rel=1e-5
    )


@given(first=weeks, second=weeks, exponent=shares)
def test_more_experience_is_never_slower_or_worse(first: float, second: float, exponent: float) -> None:
    early, late = sorted((first, second))
    assert learning_factor(late, 1.5, 4.3) <= learning_factor(early, 1.5, 4.3)
    assert practice_factor(late, 1.5, 4.3, exponent) <= practice_factor(early, 1.5, 4.3, exponent)
    assert quality_after(late, 0.5, 1.0, 8.0) >= quality_after(early, 0.5, 1.0, 8.0)


@given(worked=weeks)
def test_a_world_without_novices_has_factors_of_exactly_one(worked: float) -> None:
    assert learning_factor(worked, 1.0, 4.3) == 1.0
    assert practice_factor(worked, 1.0, 4.3, 0.0) == 1.0
    assert quality_after(worked, 1.0, 1.0, 8.0) == 1.0
    assert kept_after(1.0, worked, 0.0) == 1.0
    assert quality_kept(0.9, 0.5, 1.0) == 0.9


def test_poor_training_makes_slower_worse_and_slower_learning_novices() -> None:
    assert [novice_factor(1.5, 0.4, z) for z in (1.0, 0.2)] == pytest.approx([1.5, 1.82])
    assert [novice_quality(0.5, 0.4, z) for z in (1.0, 0.2, 0.0)] == pytest.approx([0.5, 0.18, 0.1])
    assert novice_quality(0.1, 0.4, 0.0) == 0.0
    assert ramp_time(4.3, 0.5, 0.0, 0.3, 0.0) == pytest.approx(6.45)
    assert ramp_time(4.3, 0.5, 1.0, 0.3, 1.0) == pytest.approx(3.01)


def test_continuing_training_lifts_the_best_quality_up_to_a_limit() -> None:
    assert [best_quality(1.0, 0.02, hours, 0.1) for hours in (0.0, 2.0, 9.0)] == pytest.approx([1.0, 1.04, 1.1])


def test_what_is_not_trained_fades_by_a_hundredth_a_month_and_never_below_a_novice() -> None:
    assert kept_after(1.0, 30.0, 0.01) == pytest.approx(0.99)
    kept = 1.0
    for _ in range(360):
        kept = kept_after(kept, 1.0, 0.01)
    assert kept == pytest.approx(0.99**12, rel=1e-12)
    assert quality_kept(1.0, 0.5, kept) == pytest.approx(0.5 + 0.5 * 0.99**12)
    assert quality_kept(0.4, 0.5, 0.1) == 0.4


def test_a_week_is_shared_among_the_skills_that_were_worked_on() -> None:
    assert [weeks_gained(40.0, share, 40.0) for share in (0.75, 0.25)] == pytest.approx([0.75, 0.25])


@given(coverage=shares, resolved=st.floats(0, 1e6), documented=shares)
def test_a_knowledge_base_stays_between_nothing_and_everything(
    coverage: float, resolved: float, documented: float
) -> None:
    assert 0.0 <= coverage_after(coverage, resolved, documented, 1e-5, 0.02) <= 1.0


def test_a_knowledge_base_ages_by_a_fiftieth_a_month_and_settles_where_entries_make_up_for_it() -> None:
    coverage = 1.0
    for _ in range(30):
        coverage = coverage_after(coverage, 0.0, 0.8, 1e-5, 0.02)
    assert coverage == pytest.approx(0.98, rel=1e-12)
    for _ in range(20_000):
        coverage = coverage_after(coverage, 700.0, 0.8, 1e-5, 0.02)
    ages = 1 - math.exp(math.log1p(-0.02) / 30)
    gains = 1e-5 * 0.8 * 700.0
    assert coverage == pytest.approx(gains / (gains + ages), rel=1e-9)


def test_full_coverage_saves_its_share_of_time() -> None:
    assert knowledge_time(1.0, Knowledge().saves) == pytest.approx(0.85)
    assert knowledge_time(0.0, Knowledge().saves) == 1.0
