"""Settings at whose limit one mechanism becomes another: the same customers, and the same day to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.log import Cause, Log, Outcome
from sim.scenario import Scenario
from tests.desks import always, desk, exponential, law, steady
from tests.known.case import phone

PER_HOUR, AGENTS, MEAN = 170.0, 10, 180.0
PATIENCE = {"law": law("weibull", mean="120s", shape=0.8), "balk": 0.1, "delay": "10s"}


def same_day(first: Log, second: Log, *columns: str) -> bool:
    """Whether the contacts of two logs are the same in some columns."""
    assert len(first.contacts["issue"]) == len(second.contacts["issue"]) > 1000
    return all(np.array_equal(first.contacts[name], second.contacts[name], equal_nan=True) for name in columns)


TIMES = ("issue", "entered_at", "answered_at", "ended_at", "outcome")


def line(kind: str, agents: int = AGENTS, slots: int = 1, slowdown: float = 0.35) -> Scenario:
    """A line called ``line``, live or a chat: the same name, so the same customers."""
    return desk(
        {"line": steady(PER_HOUR)},
        {"line": {"talk": exponential(MEAN), "slowdown": slowdown}},
        agents,
        patience={"line": PATIENCE},
        kinds={"line": kind},
        policy__teams={"team": {"skills": {"line": 1.0}, "chats": slots}},
    )


@pytest.mark.parametrize("replication", range(3))
def test_a_chat_with_one_slot_is_a_call(replication: int) -> None:
    call, chat = (simulate(line(kind), 5, replication) for kind in ("live", "chat"))
    assert same_day(call, chat, *TIMES)


@pytest.mark.parametrize("replication", range(3))
def test_free_multitasking_makes_every_slot_an_agent(replication: int) -> None:
    agents = simulate(line("live"), 6, replication)
    slots = simulate(line("chat", agents=1, slots=AGENTS, slowdown=0.0), 6, replication)
    assert same_day(agents, slots, *TIMES)


@pytest.mark.parametrize("replication", range(3))
def test_a_callback_for_all_leaves_the_order_of_service_as_it_was(replication: int) -> None:
    called_back = phone(
        PER_HOUR,
        exponential(MEAN),
        AGENTS,
        1,
        {"law": always(1.0)},
        policy__callback={"phone": {"offer_above": "0s"}},
        world__callback={"accepted": 1.0, "reached": 1.0},
    )
    patient = phone(PER_HOUR, exponential(MEAN), AGENTS, 1)
    first, second = (simulate(scenario, 7, replication) for scenario in (called_back, patient))
    assert same_day(first, second, "issue", "entered_at", "answered_at", "ended_at")
    assert (first.contacts["outcome"] == Outcome.CALLED_BACK).mean() > 0.2


def blended(calls: float, **blending: Any) -> Scenario:
    return desk(
        {"phone": steady(calls), "email": steady(60.0)},
        exponential(MEAN),
        5,
        kinds={"email": "async"},
        policy__blending=blending,
        policy__routing={"next_contact": "priority", "priority": {"phone": 1, "email": 2}},
    )


def test_keeping_nobody_free_is_priority_alone() -> None:
    none, threshold = (
        simulate(blended(30.0, **rule), 8, 0) for rule in ({"rule": "none"}, {"rule": "threshold", "keep_free": 0})
    )
    assert same_day(none, threshold, *TIMES)


def test_where_nobody_calls_nothing_is_interrupted() -> None:
    none, preempt = (simulate(blended(0.0, rule=rule), 9, 0) for rule in ("none", "preempt"))
    assert same_day(none, preempt, *TIMES)


def test_promises_that_are_always_kept_in_time_leave_nobody_to_ask() -> None:
    """Every promise is followed by a notice at once, and the customer never has to ask; without one they all do."""

    def log(kept: float) -> Log:
        return simulate(
            desk(
                {"email": steady(60.0)},
                always(0.01),
                40,
                kinds={"email": "async"},
                world__resolution={"wrong": 0.0, "pending_customer": 0.0, "pending_third_party": 0.5},
                world__replies={"third_party": always(7200.0)},
                world__chase={"per_hour": 6, "waking": None, "work": always(0.01)},
                policy__follow_up={"tell": 1, "timeframe": 1, "promise": "30min", "kept": kept, "notice": always(0.0)},
            ),
            10,
            0,
        )

    for kept, chased in ((1.0, False), (0.0, True)):
        causes = log(kept).contacts["cause"]
        assert (causes == Cause.CHASE).any() == chased
        assert (causes == Cause.NOTICE).any() != chased
