"""What supervisors are asked for, expected beforehand, is what a simulation counts."""

from __future__ import annotations

from math import exp
from typing import Any

import numpy as np
import pytest

from sim.cli.capacity import by_channel, by_team, of_supervisors
from sim.engine import simulate
from sim.kpi import measure
from sim.log import Request
from sim.scenario import Scenario
from sim.study.approvals_load import asked
from sim.study.plan import expected
from sim.world.concession import share_within
from tests.desks import always, desk, exponential, steady

PER_HOUR, HOURS = 30.0, 2 * 24.0


def phone(**changes: Any) -> Scenario:
    """30 calls of 5 min an hour; half of the callers need a concession, and every other amount is above the limit."""
    return desk(
        {"phone": steady(PER_HOUR)},
        300.0,
        {"agents": 20},
        days=2,
        policy__teams={"agents": {"skills": {"phone": 1.0}}, "supervisors": {"approves": True}},
        policy__heads={"agents": {"on_queue": 20}, "supervisors": {"on_queue": 6}},
        world__concession=changes.pop("concession", {"needed": 0.5, "median": 50.0, "patience": None}),
        policy__authority=changes.pop("authority", {"approval": "hold", "agent": 50.0}),
        policy__supervision=changes.pop("supervision", {"decision": always(240.0), "duties": 0.25}),
        **changes,
    )


def test_half_of_those_who_need_it_have_to_ask() -> None:
    scenario = phone()
    found = of_supervisors(scenario)
    assert found is not None
    requests = PER_HOUR * HOURS * 0.25
    assert (found.on_hold_per_week, found.later_per_week) == pytest.approx((requests * 3.5, 0.0))
    assert found.requests_h == pytest.approx(requests * 240 / 3600)
    assert (found.duties_h, found.on_queue_h) == pytest.approx((72.0, 288.0))
    assert found.load == pytest.approx(0.25 + requests * 240 / 3600 / 288)


def test_the_agent_holds_until_the_decision_or_the_end_of_the_customers_patience() -> None:
    requests = PER_HOUR * HOURS * 0.25
    patient = by_channel(phone())[0].work_h
    assert patient == pytest.approx((PER_HOUR * HOURS * 300 + requests * 240) / 3600)
    hangs_up = {"needed": 0.5, "median": 50.0, "patience": exponential(240.0)}
    held_s = 240 * (1 - exp(-1))
    assert by_channel(phone(concession=hangs_up))[0].work_h == pytest.approx(
        (PER_HOUR * HOURS * 300 + requests * held_s) / 3600, rel=1e-5
    )


def test_a_later_decision_brings_a_finishing_touch_on_the_channel_of_later_work() -> None:
    scenario = desk(
        {"phone": steady(PER_HOUR), "email": steady(0.001)}, {"phone": always(300.0), "email": always(100.0)},
        {"agents": 20}, days=2, kinds={"email": "async"}, policy__channels__phone__later="email",
        policy__teams={"agents": {"skills": {"phone": 1.0, "email": 1.0}}, "supervisors": {"approves": True}},
        policy__heads={"agents": {"on_queue": 20}, "supervisors": {"on_queue": 6}},
        world__concession={"needed": 0.5, "median": 50.0}, world__resolution={"solved": 0.999999, "returns": 0.0},
        policy__authority={"approval": "later", "agent": 50.0, "finishing": 0.4},
    )  # fmt: skip
    plan = expected(scenario)
    found = asked(scenario, plan, {"phone": 300.0, "email": 100.0})
    requests = PER_HOUR * HOURS * 0.25
    assert (found["phone"].on_hold, found["phone"].later) == pytest.approx((0.0, requests))
    assert (found["phone"].work_s, found["phone"].finishing) == (0.0, 0.0)
    assert found["email"].finishing == pytest.approx(requests, rel=1e-3)
    assert found["email"].work_s == pytest.approx(requests * 0.4 * 100.0, rel=1e-3)


def test_nothing_is_counted_where_nobody_needs_a_concession_or_everybody_may_grant_it() -> None:
    plain = phone().with_values({"world.concession": None})
    assert of_supervisors(plain) is None
    assert by_team(plain)[0].work_h == pytest.approx(PER_HOUR * HOURS * 300 / 3600)
    unlimited = of_supervisors(phone(authority={"agent": None, "senior": None, "supervisor": None}))
    assert unlimited is not None
    assert (unlimited.requests_h, unlimited.load) == pytest.approx((0.0, 0.25))


def test_discounts_and_assist_leave_fewer_to_ask() -> None:
    offers = phone(
        concession={"needed": 0.5, "median": 50.0, "settles": 0.4},
        authority={"approval": "hold", "agent": 50.0, "offers_less": True},
    ).with_values({"policy.assist": {"asks_supervisor": 0.8}})
    fewer, all_of_them = of_supervisors(offers), of_supervisors(phone())
    assert fewer is not None
    assert all_of_them is not None
    assert fewer.on_hold_per_week == pytest.approx(all_of_them.on_hold_per_week * 0.6 * 0.8)


def test_a_script_leaves_more_further_touches() -> None:
    def further(script: float) -> float:
        return by_channel(phone(world__resolution={}, authority={"agent": 50.0, "script": script}))[0].brings.further

    assert further(1.0) > further(0.0)


def test_what_is_expected_is_what_a_simulation_counts() -> None:
    scenario = phone(concession={"needed": 0.5, "median": 30.0, "sigma": 1.2, "patience": None})
    found = of_supervisors(scenario)
    assert found is not None
    counted, taken, busy = [], [], []
    for replication in range(6):
        log = simulate(scenario, 1, replication)
        counted.append(float(np.count_nonzero(log.supervision["request"] == Request.ON_HOLD)))
        measured = measure(log, scenario)
        taken.append(measured.value("supervisor_utilisation"))
        busy.append(measured.value("occupancy", team="agents"))
    weeks = scenario.calendar.days / 7
    error = 4 * float(np.std(counted, ddof=1)) / 6**0.5
    assert found.on_hold_per_week * weeks == pytest.approx(PER_HOUR * HOURS * 0.5 * (1 - share_within(50.0, 30.0, 1.2)))
    assert float(np.mean(counted)) == pytest.approx(found.on_hold_per_week * weeks, abs=error)
    assert float(np.mean(taken)) == pytest.approx(found.load, abs=0.02)
    assert float(np.mean(busy)) == pytest.approx(by_team(scenario)[0].load, abs=0.02)
