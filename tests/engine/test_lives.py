"""People's days, midnight by midnight."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.engine.lives import Lives, Stage, life_rules, resource_of, stays_away, step_day
from sim.policy.development import Development
from sim.policy.environment import Environment
from sim.policy.hiring import Hiring
from sim.units import DAY_S
from sim.world.departures import Departures
from sim.world.exhaustion import Exhaustion
from sim.world.learning import Learning
from tests.people import day, draws, rules, started

NEVER, AT_ONCE = 1.0, 0.0


def same(one: Lives, other: Lives, n: int) -> None:
    for field in fields(Lives):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            assert np.array_equal(mine[:n], theirs[:n]), field.name


def test_one_who_leaves_is_followed_stage_by_stage() -> None:
    n, days = 1, 40
    u_quit = np.full((n, days), NEVER)
    u_quit[0, 2] = u_quit[0, 4] = AT_ONCE  # who has given notice does not give it again
    chance = draws(n, days, u_quit=u_quit, lag_days=np.full((n, 16), 5.0), speed=np.array([[1.1, 0.9]]))
    numbers = rules(quits=1.0, notice_days=3.0, onboarding_days=7.0, forgetting=0.01)
    lives = started(numbers, chance)
    stages, events = [], {}
    for today in range(20):
        stages.append(Stage(int(lives.stage[0])).name)
        if today == 2:
            lives.exhaustion[0] = 0.5
        midnight = step_day(lives, today, day(n, gained=np.ones((n, 1))), numbers, chance)
        events |= {name: today + 1 for name, who in midnight._asdict().items() if len(who)}
    # Gives notice at the end of day 2; three days of notice, five of requisition, seven of training.
    assert events == {"gave_notice": 3, "left": 6, "found": 11, "in_training": 11, "on_queue": 18}
    assert stages == ["AT_WORK"] * 3 + ["NOTICE"] * 3 + ["VACANT"] * 5 + ["TRAINING"] * 7 + ["AT_WORK"] * 2
    assert (lives.incarnation[0], lives.speed[0], lives.exhaustion[0]) == (1, 0.9, 0.0)
    assert (lives.tenure_days[0], lives.weeks[0, 0]) == (2.0, 2.0)
    assert lives.kept[0] == pytest.approx(0.99 ** (2 / 30))


def test_a_requisition_opened_at_notice_is_that_much_earlier() -> None:
    u_quit = np.full((1, 30), NEVER)
    u_quit[0, 0] = AT_ONCE
    chance = draws(1, 30, u_quit=u_quit, lag_days=np.full((1, 16), 10.0))
    for ahead, expected in ((False, 5 + 10), (True, 11)):
        numbers = rules(quits=1.0, notice_days=4.0, opens_at_notice=ahead)
        lives = started(numbers, chance)
        found = [today + 1 for today in range(30) if len(step_day(lives, today, day(1), numbers, chance).found)]
        assert found == [expected]


def test_places_that_are_not_filled_again_stay_empty_and_the_team_with_them() -> None:
    u_quit = np.full((3, 10), NEVER)
    u_quit[:, 1] = AT_ONCE
    chance = draws(3, 10, u_quit=u_quit)
    numbers = rules(quits=1.0, refill=False)
    lives = started(numbers, chance, team=np.array([0, 0, 1]))
    assert [lives.there(0), lives.there(1)] == [2, 1]
    for today in range(10):
        step_day(lives, today, day(3), numbers, chance)
    assert np.all(lives.stage == Stage.VACANT)
    assert [lives.there(0), lives.there(1)] == [0, 0]
    assert not lives.absent.any()


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, {0: 1, 1: 5, 2: 21, 3: 7}), (2, {0: 5, 1: 5, 2: 21 + 14, 3: 7 + 14}), (3, {0: 15, 1: 15, 2: 35, 3: 21})],
)
def test_a_class_waits_until_it_is_full_or_its_first_has_waited_so_long(size: int, expected: dict[int, int]) -> None:
    u_quit = np.full((4, 60), NEVER)
    u_quit[0, 0] = u_quit[1, 4] = u_quit[2, 20] = AT_ONCE
    u_quit[3, 6] = AT_ONCE  # of another team
    chance = draws(4, 60, u_quit=u_quit)
    numbers = rules(quits=1.0, class_size=size, class_waits_days=14.0, onboarding_days=7.0)
    lives = started(numbers, chance, team=np.array([0, 0, 0, 1]))
    starts = {}
    for today in range(60):
        for place in step_day(lives, today, day(4), numbers, chance).in_training.tolist():
            starts[place] = today + 1
    assert starts == expected


def test_with_every_weight_at_0_nothing_changes_but_time() -> None:
    n, days = 6, 150
    rng = np.random.default_rng(3)
    chance = draws(n, days, tenure_days=np.arange(n, dtype=float))
    numbers = rules(absence=0.3)
    lives, before = started(numbers, chance, skills=2), started(numbers, chance, skills=2)
    for today in range(days):
        asked = day(n, 2, worked=rng.random(n) < 0.7, occupancy=rng.random(n), angry=rng.random(n) * 9)
        midnight = step_day(lives, today, asked, numbers, chance)
        assert not any(len(who) for who in midnight)
        if today + 1 < days:
            assert np.array_equal(lives.absent, chance.u_absent[:, today + 1] < 0.3)
    assert np.array_equal(lives.tenure_days, before.tenure_days + days)
    lives.tenure_days = before.tenure_days
    lives.absent[:] = False
    same(lives, before, n)


def test_the_first_day_draws_absence_too() -> None:
    chance = draws(50, 2)
    numbers = rules(absence=0.4)
    lives = started(numbers, chance)
    stays_away(lives, 0, numbers, chance)
    assert np.array_equal(lives.absent, chance.u_absent[:, 0] < 0.4)


def everything() -> tuple[Exhaustion, Departures]:
    return Exhaustion(at_start=0.3), Departures(quits=2.0)


def test_one_more_place_changes_nobody_elses_life() -> None:
    n, days = 12, 400
    exhaustion, departures = everything()
    numbers = life_rules(
        0.06, exhaustion, departures, Learning(), Development(hours=0.0), Hiring(), Environment(pay=0.95)
    )
    more = draws(n + 1, days, lag_days=np.full((n + 1, 16), 20.0))
    few = more._replace(**{name: values[:n] for name, values in more._asdict().items()})
    one, other = started(numbers, few), started(numbers, more)
    rng = np.random.default_rng(4)
    for today in range(days):
        asked = day(n + 1, occupancy=rng.random(n + 1), angry=rng.random(n + 1) * 4, gained=np.full((n + 1, 1), 0.2))
        step_day(one, today, type(asked)(*(values[:n] for values in asked)), numbers, few)
        step_day(other, today, asked, numbers, more)
        same(one, other, n)
    assert one.incarnation.sum() > 5
    assert one.kept.min() < 0.99
    assert other.absent.shape == (n + 1,)


def test_a_day_off_restores_and_a_hard_day_wears() -> None:
    exhaustion = Exhaustion(at_start=0.2)
    numbers = life_rules(0.0, exhaustion, None, None, Development(), Hiring(), Environment())
    chance = draws(3, 5)
    lives = started(numbers, chance)
    lives.resource[1] = 1.0
    asked = day(
        3,
        worked=np.array([True, True, False]),
        occupancy=np.array([1.0, 1.0, 0.0]),
        fatigue=np.full(3, 0.4),
        angry=np.full(3, 2.0),
        overtime_h=np.full(3, 1.0),
    )
    step_day(lives, 0, asked, numbers, chance)
    demand = 0.8 + 0.2 + 0.1 + 0.3
    assert lives.exhaustion == pytest.approx(
        [0.2 + 0.02 * demand * 0.8 - 0.006, 0.2 + 0.02 * demand * 0.5 * 0.8 - 0.006, 0.2 * 0.95]
    )


def test_rates_at_their_cap_are_counted() -> None:
    numbers = rules(quits=5.0, cap=3.0)
    chance = draws(10, 4, u_quit=np.full((10, 4), NEVER))
    lives = started(numbers, chance)
    for today in range(4):
        step_day(lives, today, day(10), numbers, chance)
    assert lives.capped == 40


def test_teams_of_heads_have_no_lives() -> None:
    exhaustion, departures = everything()
    numbers = life_rules(1.0, exhaustion, departures, None, Development(), Hiring(), Environment())
    chance = draws(2, 300)
    lives = started(numbers, chance)
    lives.person[1] = False
    for today in range(300):
        step_day(lives, today, day(2, gained=np.ones((2, 1))), numbers, chance)
    assert (lives.incarnation[0] > 0, lives.incarnation[1]) == (True, 0)
    assert (lives.exhaustion[1], lives.weeks[1, 0], lives.absent[1]) == (0.3, 0.0, False)


def test_settings_become_numbers_in_days() -> None:
    exhaustion, departures = everything()
    environment = Environment(support=0.7, control=0.5, coaching=1.0)
    development = Development(onboarding_weeks=3.0, hours=2.0)
    numbers = life_rules(0.05, exhaustion, departures, Learning(), development, Hiring(notice=10 * DAY_S), environment)
    assert (numbers.onboarding_days, numbers.notice_days, numbers.forgetting) == (21.0, 10.0, 0.0)
    assert resource_of(0.6, exhaustion, development, environment) == pytest.approx(0.21 + 0.2 + 0.1 + 0.1)
    assert resource_of(0.6, None, development, environment) == 0.0
