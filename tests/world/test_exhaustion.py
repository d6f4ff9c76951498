"""Exhaustion: its fixed point, its time constant, its demands and resources."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.world.exhaustion import (
    Exhaustion,
    demands,
    exhaustion_after,
    paced_occupancy,
    resources,
    support_with,
)

shares = st.floats(0.0, 1.0)


@given(
    start=shares, demand=st.floats(0.0, 3.0), resource=shares, gain=st.floats(0.01, 0.2), recover=st.floats(0.01, 0.2)
)
def test_working_days_alone_lead_to_the_fixed_point(
    start: float, demand: float, resource: float, gain: float, recover: float
) -> None:
    exhaustion = start
    for _ in range(3000):
        exhaustion = exhaustion_after(exhaustion, demand, resource, gain, recover, 0.5)
    push = gain * demand * (1 - 0.5 * resource)
    assert exhaustion == pytest.approx(push / (push + recover), abs=1e-9)


def test_the_time_constant_is_25_working_days_at_demands_of_a_half() -> None:
    e, days = Exhaustion(), 25
    push = e.gain * 0.5
    fixed = push / (push + e.recover)
    exhaustion = 0.0
    for _ in range(days):
        exhaustion = exhaustion_after(exhaustion, 0.5, 0.0, e.gain, e.recover, e.buffer)
    assert 1 / (push + e.recover) == pytest.approx(days)
    assert exhaustion == pytest.approx(fixed * (1 - (1 - 1 / days) ** days), rel=1e-12)
    assert exhaustion == pytest.approx(fixed * (1 - math.exp(-1)), rel=0.02)


@given(exhaustion=shares, demand=st.floats(0, 1000), resource=shares, gain=shares, recover=shares, buffer=shares)
def test_exhaustion_stays_between_0_and_1(
    exhaustion: float, demand: float, resource: float, gain: float, recover: float, buffer: float
) -> None:
    assert 0.0 <= exhaustion_after(exhaustion, demand, resource, gain, recover, buffer) <= 1.0


@given(exhaustion=shares, demand=st.floats(0, 9), resource=shares)
def test_without_gain_and_recovery_nothing_changes_at_all(exhaustion: float, demand: float, resource: float) -> None:
    assert exhaustion_after(exhaustion, demand, resource, 0.0, 0.0, 0.5) == exhaustion
    assert exhaustion_after(0.0, demand, resource, 0.0, 0.03, 0.5) == 0.0


def test_resources_buffer_at_most_half_of_the_demands() -> None:
    steps = [exhaustion_after(0.0, 1.0, resource, 0.02, 0.03, 0.5) for resource in (0.0, 0.5, 1.0)]
    assert steps == pytest.approx([0.02, 0.015, 0.01])


def test_demands_rise_from_the_hinge_and_add_up() -> None:
    e = Exhaustion()
    weights = e.occupancy, e.fatigue, e.angry, e.overtime, e.unclear
    hinge = e.occupancy_from, e.occupancy_width
    assert demands(0.75, 0.0, 0.0, 0.0, 0.0, *hinge, *weights) == 0.0
    assert demands(0.85, 0.0, 0.0, 0.0, 0.0, *hinge, *weights) == pytest.approx(0.32)
    assert demands(1.0, 0.4, 2.0, 1.5, 0.5, *hinge, *weights) == pytest.approx(0.8 + 0.2 + 0.1 + 0.45 + 0.1)


def test_work_on_tickets_counts_half_in_paced_occupancy() -> None:
    assert paced_occupancy(3600.0, 1800.0, 7200.0, 0.5) == pytest.approx(0.625)
    assert paced_occupancy(0.0, 0.0, 0.0, 0.5) == 0.0


def test_full_resources_are_one_and_coaching_is_support() -> None:
    e = Exhaustion()
    weights = e.autonomy, e.support, e.training, e.control, e.recognition
    assert resources(1.0, 1.0, 1.0, 1.0, 1.0, *weights) == pytest.approx(1.0)
    assert resources(0.5, 0.7, 0.5, 0.5, 0.9, *weights) == pytest.approx(0.175 + 0.175 + 0.1 + 0.1)
    assert support_with(0.7, 1.0, e.coaching) == pytest.approx(0.8)
    assert support_with(0.7, 9.0, e.coaching) == 1.0
