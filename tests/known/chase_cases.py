"""Customers whose tickets wait for a third party, and who ask where they are.

Agents are many and all work is tiny, so that nobody waits for the desk itself. Half of the touches and more end in a
wait, so that most issues wait several times: each wait has chances of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.laws import Lognormal
from sim.scenario import Scenario
from sim.theory import Chases, chases_of_wait, chases_with_restart, chases_without_restart
from tests.desks import always, desk, exponential, law, steady
from tests.known.case import HOUR, Case, Figure
from tests.known.readings import waits_for_others

PROMISE, PER_HOUR, MEAN = 0.5 * HOUR, 2.0, HOUR
TINY = always(0.01)


def pending(days: int, third_party: dict[str, Any], promised: float, kept: float) -> Scenario:
    """An email desk on which three of five touches end in a wait for a third party, of which the customer is told."""
    return desk(
        {"email": steady(18.0)},
        TINY,
        40,
        kinds={"email": "async"},
        days=days,
        world__resolution={"wrong": 0.0, "pending_customer": 0.0, "pending_third_party": 0.6, "returns": 0.0},
        world__replies={"third_party": third_party, "internal": TINY},
        world__chase={
            "per_hour": PER_HOUR,
            "waking": None,
            "expects_pending": f"{PROMISE}s",
            "work": TINY,
        },
        policy__follow_up={
            "tell": 1.0,
            "timeframe": promised,
            "promise": f"{PROMISE}s",
            "kept": kept,
            "notice": TINY,
        },
    )


def figures(exact: Chases) -> tuple[Figure, ...]:
    """The mean number in a wait, and the share of waits with any."""
    return (
        Figure("chases per wait", exact.mean, waits_for_others(lambda number: number)),
        Figure("waits with a chase", exact.p_any, waits_for_others(lambda number: (number > 0).astype(float))),
    )


def without_restart(third_party: dict[str, Any], name: str) -> Callable[[bool], Case]:
    """No promise is made, so that none begins anew: customers expect an answer after a time."""

    def case(tight: bool) -> Case:
        if third_party["law"] == "deterministic":
            exact = chases_without_restart(lambda t: float(t < MEAN), PROMISE, PER_HOUR / HOUR, (MEAN,))
        elif third_party["law"] == "lognormal":
            waiting = Lognormal(mean=MEAN, cv=third_party["cv"])
            exact = chases_without_restart(lambda t: float(waiting.survival(np.array(t))), PROMISE, PER_HOUR / HOUR)
        else:
            exact = chases_without_restart(lambda t: float(np.exp(-t / MEAN)), PROMISE, PER_HOUR / HOUR)
        return Case(
            f"chases, no new promise, {name} wait",
            pending(6 if tight else 2, third_party, promised=0.0, kept=0.0),
            {},
            warm_up_s=0.0,
            figures=figures(exact),
            cool_down_s=16 * HOUR,
        )

    return case


def with_restart(tight: bool) -> Case:
    """Every chase is answered with a new promise, and half of the promises are renewed in time; exponential waits."""
    kept = 0.5
    return Case(
        "chases, promises renewed, exponential wait",
        pending(8 if tight else 2, exponential(MEAN), promised=1.0, kept=kept),
        {},
        warm_up_s=0.0,
        figures=figures(chases_with_restart(MEAN, PROMISE, PER_HOUR / HOUR, kept)),
        cool_down_s=16 * HOUR,
    )


def with_restart_fixed(tight: bool) -> Case:
    """The same for waits of one length, over five promises."""
    kept, wait_s = 0.5, 2.75 * HOUR
    means, p_any = chases_of_wait([wait_s], PROMISE, PER_HOUR / HOUR, kept)
    return Case(
        "chases, promises renewed, fixed wait",
        pending(4 if tight else 1, always(wait_s), promised=1.0, kept=kept),
        {},
        warm_up_s=0.0,
        figures=figures(Chases(float(means[0]), float(p_any[0]))),
        cool_down_s=16 * HOUR,
    )


CHASES: tuple[Callable[[bool], Case], ...] = (
    without_restart(exponential(MEAN), "exponential"),
    without_restart(always(MEAN), "fixed"),
    without_restart(law("lognormal", mean=f"{MEAN}s", cv=0.5), "lognormal"),
    with_restart,
    with_restart_fixed,
)
