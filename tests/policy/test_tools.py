"""What assist and a knowledge base do to an agent's work, as functions of tenure and of kappa."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policy import Assist, KnowledgeBase, SelfService, Sorting, StatusPage
from sim.policy.assist import asks_factor, assist_quality, assist_speed, novices_leave
from sim.policy.knowledge import knowledge_logit, knowledge_time
from sim.policy.sorting import Classifier

MONTHS = st.floats(0, 600)


def test_the_values_of_the_model() -> None:
    assert assist_speed(0.0, 0.30, 4.0, 0.01) == 1.30
    assert assist_speed(4.0, 0.30, 4.0, 0.01) == pytest.approx(1 + 0.30 * exp(-1))
    assert assist_speed(240.0, 0.30, 4.0, 0.01) == 1.01
    assert knowledge_time(1.0, 0.15) == 0.85
    assert knowledge_logit(0.8, 0.25) == pytest.approx(0.2)
    assert asks_factor(True, 0.8) == 0.8
    assert asks_factor(False, 0.8) == 1.0


@given(MONTHS, MONTHS)
def test_the_longer_somebody_is_there_the_less_assist_helps_and_it_never_falls_below_its_floor(
    one: float, other: float
) -> None:
    short, long = sorted((one, other))
    assert 1.02 <= assist_speed(long, 0.3, 4.0, 0.02) <= assist_speed(short, 0.3, 4.0, 0.02) <= 1.3


@pytest.mark.parametrize(("tenure", "gain"), [(0.0, 0.15), (5.99, 0.15), (6.0, 0.0), (35.9, 0.0), (36.0, -0.05)])
def test_novices_gain_in_quality_and_old_hands_lose(tenure: float, gain: float) -> None:
    assert assist_quality(tenure, 6.0, 0.15, 36.0, -0.05) == gain


@pytest.mark.parametrize(("tenure", "factor"), [(0.0, 0.75), (5.99, 0.75), (6.0, 1.0), (90.0, 1.0)])
def test_assist_keeps_novices_and_changes_nothing_for_others(tenure: float, factor: float) -> None:
    assert novices_leave(tenure, 6.0, 0.75) == factor


def test_assist_does_nothing_only_if_none_of_its_effects_is_left() -> None:
    nothing = {"gain": 0.0, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0, "asks_supervisor": 1.0}
    assert Assist.from_mapping(nothing).does_nothing
    assert Assist.from_mapping(nothing | {"summaries": {"after_call": 1.0, "carried": False}}).does_nothing
    for more in ({"gain": 0.1}, {"summaries": {}}, {"asks_supervisor": 0.9}, {"top_quality": -0.1}):
        assert not Assist.from_mapping(nothing | more).does_nothing


def test_who_sorts_decides_how_often_it_is_right() -> None:
    assert Sorting(correct=0.8).right == 0.8
    assert Sorting(correct=0.8, classifier=Classifier()).right == 0.90


def test_self_service_costs_what_its_parts_cost() -> None:
    assert SelfService().cost_per_week == 0.0
    assert not SelfService().is_there
    both = SelfService(knowledge_base=KnowledgeBase(cost_per_week=100.0), status_page=StatusPage(cost_per_week=20.0))
    assert both.cost_per_week == 120.0
    assert both.is_there
