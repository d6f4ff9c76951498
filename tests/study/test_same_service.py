"""Where two curves meet the same target, the price between them with its interval, and which options are two worlds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.study.of_same_service import of_same_service
from sim.study.options import StudyOptions
from sim.study.panel import Key, Panel, Sample
from sim.study.same_service import Curve, curves, full_time_agents, meets_at, rising, same_service, two_worlds
from sim.study.variant import Variant
from tests.study.desk import desk

SERVICE = Key("service_level", "phone", "")
RESTED = {"world.exhaustion": {"gain": 0.0, "at_start": 0.0}, "world.fatigue": None}
LOOP = desk().with_values(
    {"calendar.days": 14, "world.exhaustion": {}, "world.fatigue": {}, "world.strain": {}, "world.departures": {}}
)


def curve(service: Any, cost: Any, staff: Any = (1.0, 2.0, 3.0)) -> Curve:
    """From services by replication and option, 100 contacts each, and costs of options."""
    level = np.atleast_2d(np.asarray(service, dtype=float))
    costs = np.broadcast_to(np.asarray(cost, dtype=float), level.shape)
    offered = np.full(level.shape, 100.0)
    return Curve(costs, 100.0 * level, offered, np.asarray(staff, dtype=float), tuple(range(level.shape[1])))


# -- the crossing -----------------------------------------------------------------------------------------------------


def test_the_target_is_met_on_the_straight_line_between_two_options() -> None:
    worn = curve([0.6, 0.7, 0.9], [100.0, 200.0, 300.0])
    rested = curve([0.7, 0.9, 0.95], [90.0, 190.0, 290.0])
    found = same_service(worn, rested, 0.8)
    assert (found.worn.cost.value, found.worn.staff.value) == pytest.approx((250.0, 2.5))
    assert (found.rested.cost.value, found.rested.staff.value) == pytest.approx((140.0, 1.5))
    assert (found.price.value, found.agents.value) == pytest.approx((110.0, 1.0))


def test_an_option_that_has_the_target_exactly_is_where_it_is_met() -> None:
    assert meets_at(np.array([0.8, 0.9]), 0.8) == 0.0
    assert meets_at(np.array([0.7, 0.8, 0.8, 0.9]), 0.8) == 1.0
    assert meets_at(np.array([0.7, 0.8]), 0.8) == 1.0


def test_nothing_is_extrapolated() -> None:
    assert meets_at(np.array([0.7, 0.79]), 0.8) == math.inf
    assert meets_at(np.array([0.81, 0.9]), 0.8) == -math.inf
    worn, rested = curve([[0.5, 0.6, 0.7]] * 3, [1.0, 2.0, 3.0]), curve([[0.9, 0.92, 0.95]] * 3, [1.0, 2.0, 3.0])
    found = same_service(worn, rested, 0.8)
    assert (found.worn.reached, found.rested.reached) == ("never", "always")
    assert all(math.isnan(one.value) for one in (found.worn.cost, found.rested.cost, found.price, found.agents))


def test_service_that_falls_with_more_staff_is_pooled_with_its_neighbour_by_contacts() -> None:
    np.testing.assert_allclose(
        rising(np.array([0.6, 0.8, 0.7, 0.9]), np.array([1.0, 300.0, 100.0, 1.0])), [0.6, 0.775, 0.775, 0.9]
    )
    straight = np.array([0.61, 0.73, 0.73, 0.87])
    assert rising(straight, np.ones(4)).tolist() == straight.tolist()
    # Pooled to 0.7 twice: the target of 0.75 lies halfway to 0.8, so halfway in cost from the third option on.
    falling = curve([0.6, 0.75, 0.65, 0.8], [10.0, 20.0, 30.0, 40.0], [1, 2, 3, 4])
    assert same_service(falling, falling, 0.75).worn.cost.value == pytest.approx(35.0)


def test_cost_may_fall_with_more_staff_since_the_place_is_found_by_service() -> None:
    found = same_service(curve([0.7, 0.8, 0.9], [300.0, 280.0, 400.0]), curve([0.7, 0.9, 1.0], [1.0, 2.0, 3.0]), 0.75)
    assert found.worn.cost.value == pytest.approx(290.0)


# -- its interval -----------------------------------------------------------------------------------------------------


def test_on_straight_lines_with_constant_contacts_the_interval_is_that_of_paired_costs() -> None:
    # Service is the same in all replications; a cost that all options share by replication falls out of the price.
    shared, own = np.array([[-20.0], [5.0], [15.0]]), np.array([[1.0], [2.0], [6.0]])
    worn = curve([[0.7, 0.8, 0.9]] * 3, np.array([[100.0, 200.0, 300.0]]) + shared + own)
    rested = curve([[0.7, 0.8, 0.9]] * 3, np.array([[100.0, 200.0, 300.0]]) + shared)
    found = same_service(worn, rested, 0.85)
    half = 4.302653 * np.std([1.0, 2.0, 6.0], ddof=1) / np.sqrt(3)
    assert (found.price.low, found.price.high) == pytest.approx((3.0 - half, 3.0 + half), rel=1e-6)
    assert found.worn.cost.high - found.worn.cost.value == pytest.approx(
        4.302653 * np.std([-19.0, 7.0, 21.0], ddof=1) / np.sqrt(3), rel=1e-6
    )
    assert found.agents.low == found.agents.value == found.agents.high == 0.0


def test_there_is_no_interval_with_two_replications_nor_if_one_of_them_decides_whether_the_target_is_met() -> None:
    two = curve([[0.7, 0.8, 0.9], [0.72, 0.81, 0.92]], [1.0, 2.0, 3.0])
    assert math.isnan(same_service(two, two, 0.8).price.low)
    assert same_service(two, two, 0.8).price.value == 0.0
    edge = curve([[0.5, 0.6, 0.7], [0.5, 0.6, 0.7], [0.5, 0.8, 1.0]], [1.0, 2.0, 3.0])
    sure = curve([[0.5, 0.8, 0.9]] * 3, [1.0, 2.0, 3.0])
    found = same_service(edge, sure, 0.75)
    assert math.isfinite(found.worn.cost.value)
    assert math.isnan(found.worn.cost.low)
    assert math.isnan(found.price.low)
    assert math.isfinite(found.rested.cost.low)


@pytest.mark.parametrize("replications", [3, 8])
def test_the_interval_of_the_price_holds_the_truth_as_often_as_it_says(replications: int) -> None:
    """Mean service is linear in staff, so that the truth is known: 0.8 at 2.5 and at 2.0 agents, a price of 50."""
    rng = np.random.default_rng(20260105)
    studies, confidence, held, shorter = 1500, 0.9, 0, 0
    staff = np.array([1.0, 2.2, 3.4, 4.6])
    worn_level, rested_level = 0.80 + 0.08 * (staff - 2.5), 0.80 + 0.08 * (staff - 2.0)
    for _ in range(studies):
        days = rng.normal(0.0, 0.02, (replications, 1))  # the same customers in all options

        def world(level: np.ndarray, days: np.ndarray = days) -> Curve:
            noise = rng.normal(0.0, 0.003, (replications, 4))
            leavers = rng.normal(0.0, 1.0, (replications, 4))
            return curve(level + days + noise, 100.0 * staff + leavers, staff)

        found = same_service(world(worn_level), world(rested_level), 0.8, confidence)
        held += found.price.low <= 50.0 <= found.price.high
        shorter += found.price.high - found.price.low < found.worn.cost.high - found.worn.cost.low
    # 4.5 standard deviations of a binomial on either side: one such test in 150,000 fails by chance.
    assert abs(held / studies - confidence) < 4.5 * math.sqrt(confidence * (1 - confidence) / studies)
    assert shorter > 0.8 * studies  # what both worlds share has fallen out


# -- the two worlds of a study ----------------------------------------------------------------------------------------


def with_plus(base: Scenario, plus: int, **changes: Any) -> Scenario:
    return base.with_values({"policy.heads.helpers.plus": plus, **changes})


def test_two_worlds_differ_in_staffing_and_in_the_loop_only() -> None:
    rested = LOOP.with_values(RESTED)
    options = [
        LOOP,
        with_plus(rested, 1),
        with_plus(LOOP, 2, title="More"),
        rested,
        with_plus(LOOP, 1, **{"policy.environment.support": 0.9}),  # another policy
        with_plus(rested, 1, **{"world.people.absence": 0.1}),  # another world
        with_plus(LOOP, 1, **{"world.exhaustion.gain": 0.03}),  # a third world
        with_plus(rested, 2, **{"world.departures": None}),  # nobody leaves: that is not wear
    ]
    assert two_worlds(options) == ((0, 2), (1, 3))
    assert two_worlds(list(reversed(options[:4]))) == ((1, 3), (0, 2))


def test_a_world_without_its_second_option_is_no_curve() -> None:
    rested = LOOP.with_values(RESTED)
    assert two_worlds([LOOP, with_plus(LOOP, 1), rested]) is None
    assert two_worlds([LOOP, with_plus(LOOP, 1)]) is None
    assert two_worlds([desk(), desk(1)]) is None


@pytest.mark.parametrize(
    ("changes", "wears"),
    [
        ({}, True),
        (RESTED, False),
        ({"world.exhaustion": None, "world.fatigue": None}, False),
        ({"world.exhaustion": None}, True),
        ({"world.fatigue": None}, True),
        ({**RESTED, "world.exhaustion": {"gain": 0.0, "at_start": 0.2}}, True),
        ({**RESTED, "world.fatigue": {"rise": 0.0, "angry": 0.0}}, False),
    ],
)
def test_a_world_wears_people_out_if_anybody_can_be_tired_or_exhausted(changes: dict[str, Any], wears: bool) -> None:
    assert LOOP.with_values(changes).wears_people_out is wears


def test_full_time_agents_are_planned_paid_hours_over_forty_a_week() -> None:
    assert full_time_agents(LOOP) == pytest.approx(4 * 12 * 7 / 40)
    half = LOOP.with_values({"policy.heads.helpers.paid_share": 0.8})
    assert full_time_agents(half) == pytest.approx(4 * 12 * 7 / 0.8 / 40)


# -- reading a study, and its sentence --------------------------------------------------------------------------------


def found_of(level: float, cost: float, replications: int = 4) -> dict[Key, Sample]:
    """Two weeks of an option: service and cost a week, customers that differ by replication, hiring and training."""
    which = np.arange(replications)
    offered = 1000.0 + 10.0 * which
    return {
        SERVICE: Sample(which, level * offered, offered, "share"),
        Key("staff_cost", "", ""): Sample(which, np.full(replications, 2 * cost - 300.0), np.ones(replications), "EUR"),
        Key("hiring_cost", "", ""): Sample(which, 80.0 + 20.0 * (which - 1.5), np.ones(replications), "EUR"),
        Key("training_cost", "", ""): Sample(which, np.full(replications, 220.0), np.ones(replications), "EUR"),
    }


def study(worn: list[float], rested: list[float]) -> tuple[Panel, list[Variant]]:
    """Options with one agent more each from the first on, at 1,000 a week each; the second world from most to least."""
    found: Panel = {}
    variants = []
    for world, base, levels in (("worn", LOOP, worn), ("rested", LOOP.with_values(RESTED), rested)):
        for plus, level in enumerate(levels):
            found[f"{world}{plus}"] = found_of(level, 4000.0 + 1000.0 * plus)
            variants.append(Variant(f"{world}{plus}", with_plus(base, plus), f"{world.capitalize()} {plus}"))
    return found, [*variants[: len(worn)], *reversed(variants[len(worn) :])]


def test_curves_hold_the_whole_cost_of_staff_a_week_in_order_of_staff() -> None:
    found, variants = study([0.7, 0.8, 0.9], [0.75, 0.85, 0.95])
    found["worn1"][SERVICE] = found["worn1"][SERVICE].of(np.array([0, 2, 3]))
    both = curves(found, [one.name for one in variants], [one.scenario for one in variants], SERVICE)
    assert both is not None
    worn, rested = both
    assert worn.cost.shape == (3, 3)  # replications that every option has
    # Two weeks; hiring varies by 20 from one replication to the next, so by 10 a week.
    np.testing.assert_allclose(worn.cost[:, 0], [3985.0, 4005.0, 4015.0])
    assert (worn.places, rested.places) == ((0, 1, 2), (5, 4, 3))
    np.testing.assert_allclose(rested.service, [0.75, 0.85, 0.95])
    np.testing.assert_allclose(worn.staff, [8.4, 10.5, 12.6])
    halved = curves(found, [one.name for one in variants], [one.scenario for one in variants], SERVICE, 7 * 86400.0)
    assert halved is not None
    np.testing.assert_allclose(halved[0].cost, 2 * worn.cost)


def told(worn: list[float], rested: list[float]) -> tuple[str, ...]:
    found, variants = study(worn, rested)
    return of_same_service(found, variants, StudyOptions(), "EUR")


def test_the_sentence_tells_both_costs_the_price_and_the_agents() -> None:
    assert told([0.7, 0.78, 0.88], [0.75, 0.85, 0.95]) == (
        # 5,200 and 4,500 a week; hiring moves both by a standard deviation of 12.9, a half-width of 20.5.
        "80 % answered within 20 s (phone) costs EUR 5,200 a week (5,179 to 5,221) with people who wear out and EUR "
        "4,500 a week (4,479 to 4,521) if nobody did: EUR 700 (700 to 700) a week, or 1.5 (1.5 to 1.5) full-time "
        "agents, are the price of wear.",
    )


def test_a_price_whose_interval_holds_zero_may_be_nothing() -> None:
    (text,) = told([0.7, 0.8, 0.9], [0.7, 0.8, 0.9])
    assert "EUR 0 a week, or 0.0 full-time agents" in text
    assert text.endswith("are the price of wear, which may be nothing.")


def test_a_price_without_an_interval_may_be_nothing_too() -> None:
    found, variants = study([0.7, 0.78, 0.88], [0.75, 0.85, 0.95])
    two = {name: {key: one.of(np.array([0, 1])) for key, one in of.items()} for name, of in found.items()}
    (text,) = of_same_service(two, variants, StudyOptions(), "EUR")
    assert text.endswith("EUR 700 a week, or 1.5 full-time agents, are the price of wear, which may be nothing.")


def test_a_target_beyond_the_options_is_said_and_not_extrapolated() -> None:
    assert told([0.6, 0.7, 0.79999], [0.75, 0.85, 0.95]) == (
        "80 % answered within 20 s (phone): with people who wear out the option with most staff does not reach it "
        "(79.999 % with “Worn 2”), and if nobody did it costs EUR 4,500 a week (4,479 to 4,521). So the price of wear "
        "at this service is not known from these options.",
    )
    (text,) = told([0.7, 0.8, 0.9], [0.85, 0.9, 0.95])
    assert "if nobody did the option with least staff exceeds it (85.0 % with “Rested 0”)" in text


def test_nothing_is_said_of_a_study_without_two_worlds_or_without_a_target() -> None:
    found, variants = study([0.7, 0.8, 0.9], [0.75, 0.85, 0.95])
    assert of_same_service(found, variants[:3], StudyOptions(), "EUR") == ()
    aimless = [Variant(one.name, one.scenario.with_values({"policy.targets": {}})) for one in variants]
    assert of_same_service(found, aimless, StudyOptions(), "EUR") == ()
    del found["worn0"][Key("staff_cost", "", "")]
    assert of_same_service(found, variants, StudyOptions(), "EUR") == ()
