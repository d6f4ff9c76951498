"""What experience makes of an agent's handle time and quality on each skill."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.engine.lives import Lives, Stage, effort_by_skill, leaving_rate, life_rules, quality_by_skill, skill_rules
from sim.policy.assist import Assist
from sim.policy.development import Development
from sim.policy.environment import Environment
from sim.policy.hiring import Hiring
from sim.policy.knowledge import Knowledge
from sim.units import MONTH_DAYS
from sim.world.departures import Departures
from sim.world.learning import Learning
from tests.people import draws, rules, started


def crew() -> Lives:
    """Two agents, the second slow and new to the second skill."""
    lives = started(rules(), draws(2, 1), skills=2)
    lives.speed[:] = [1.0, 1.2]
    lives.weeks[:] = [[200.0, 200.0], [4.3, 0.0]]
    return lives


def test_a_novice_is_slower_and_worse_on_the_skill_that_is_new() -> None:
    numbers = skill_rules(Learning(), None, None, Development(hours=0.0), 0.0)
    assert effort_by_skill(crew(), numbers, 0.0) == pytest.approx(
        np.array([[1.0, 1.0], [1.2 * (1 + 0.5 * math.exp(-1)), 1.2 * 1.5]]), rel=1e-9
    )
    assert quality_by_skill(crew(), numbers) == pytest.approx(
        np.array([[1.0, 1.0], [1 - 0.5 * math.exp(-4.3 / 8), 0.5]]), rel=1e-9
    )


def test_the_power_law_takes_the_place_of_the_exponential() -> None:
    numbers = skill_rules(Learning(curve="power"), None, None, Development(), 0.0)
    assert effort_by_skill(crew(), numbers, 0.0)[1] == pytest.approx([1.2 * 1.5 * 2**-0.2, 1.2 * 1.5], rel=1e-9)


def test_a_knowledge_base_saves_time_and_shortens_learning() -> None:
    numbers = skill_rules(Learning(), Knowledge(), None, Development(), 0.5)
    assert numbers.ramp_weeks == pytest.approx(4.3 * 0.85)
    assert effort_by_skill(crew(), numbers, 0.5)[0] == pytest.approx([0.925, 0.925], rel=1e-9)


def test_training_policy_reaches_novices_and_the_best() -> None:
    numbers = skill_rules(Learning(), None, None, Development(intensity=0.2, hours=3.0), 0.0)
    assert numbers[1:7] == pytest.approx((1.82, 4.3 * 1.4, 0.2, 1.06, 0.18, 8.0))


def test_notice_and_forgetting_cost_quality() -> None:
    numbers = skill_rules(Learning(), None, Departures(), Development(hours=0.0), 0.0)
    lives = crew()
    lives.stage[0], lives.kept[0] = Stage.NOTICE, 0.8
    assert quality_by_skill(lives, numbers)[0] == pytest.approx([0.9 * 0.9, 0.9 * 0.9])


def test_everything_off_is_exactly_one() -> None:
    numbers = skill_rules(None, None, None, Development(), 0.8)
    lives = started(rules(), draws(3, 1), skills=2)
    assert np.all(effort_by_skill(lives, numbers, 0.8) == 1.0)
    assert np.all(quality_by_skill(lives, numbers) == 1.0)


def test_the_leavers_to_expect_are_the_sum_of_rates() -> None:
    numbers = life_rules(0.0, None, Departures(), None, Development(), Hiring(), Environment(pay=0.9))
    lives = started(numbers, draws(2, 1))
    lives.tenure_days[:] = [0.0, 1e6]
    assert leaving_rate(lives, np.array([0, 1]), numbers) == pytest.approx([0.6 / 0.81, 0.3 / 0.81])


def test_with_assist_novices_leave_three_quarters_as_often_up_to_the_cap() -> None:
    departures, months = Departures(cap=0.4), np.array([0.0, 5.9, 6.1, 0.0])
    settings = 0.0, None, departures, None, Development(), Hiring(), Environment()
    numbers, without = life_rules(*settings, Assist()), life_rules(*settings)
    lives = started(numbers, draws(4, 1))
    lives.tenure_days[:] = months * MONTH_DAYS
    lives.assisted[:3] = True
    fresh = [0.3 * (1 + math.exp(-days / 90)) for days in lives.tenure_days.tolist()]
    everybody = np.arange(4)
    assert leaving_rate(lives, everybody, numbers) == pytest.approx([0.4, 0.75 * fresh[1], fresh[2], 0.4], rel=1e-12)
    assert 0.75 * fresh[0] > 0.4  # the cap is applied last
    lives.assisted[:] = False
    assert leaving_rate(lives, everybody, numbers).tolist() == leaving_rate(lives, everybody, without).tolist()
