"""Angry customers in a queue: how many the wait makes angry, and what flagging them does to the waits of both."""

from __future__ import annotations

from collections.abc import Callable

from sim.theory import angry_queue, priority_waits
from tests.desks import exponential
from tests.known.case import DAY, HOUR, Case, phone


def by_the_wait(tight: bool) -> Case:
    """Anger over the law of the wait in M/M/n: the integral of p over it, and the waits of the angry and the others."""
    agents, mean, share, per_doubling, expects = 3, 180.0, 0.2, 0.8, 30.0
    per_hour = 51.0 if tight else 47.0
    exact = angry_queue(agents, per_hour / HOUR, mean, share, per_doubling, expects)
    scenario = phone(
        per_hour,
        exponential(mean),
        agents,
        60 if tight else 15,
        world__anger={"share": share, "waiting": per_doubling, "expects_live": f"{expects}s"},
    )
    return Case(
        "angry by the wait in M/M/3",
        scenario,
        {
            ("angry_share", "phone"): exact.share,
            ("angry_touches", "phone"): exact.share,
            ("angry_first", "phone"): exact.share,
            ("wait_angry", "phone"): exact.mean_wait_angry_s,
            ("wait_calm", "phone"): exact.mean_wait_calm_s,
            ("angry_per_day", ""): 24 * per_hour / agents * exact.share,
        },
        warm_up_s=DAY,  # a whole one: agents have days
    )


def flagged_first(tight: bool) -> Case:
    """Flagged p sens + (1 - p)(1 - spec), who go first: M/M/n with non-preemptive priority at those rates (Cobham)."""
    agents, mean, share, sensitivity, specificity = 2, 180.0, 0.3, 0.8, 0.75
    per_hour = 32.0 if tight else 29.0
    flagged = share * sensitivity + (1 - share) * (1 - specificity)
    waits = priority_waits(agents, (per_hour / HOUR * flagged, per_hour / HOUR * (1 - flagged)), mean)
    scenario = phone(
        per_hour,
        exponential(mean),
        agents,
        90 if tight else 20,
        world__anger={"share": share, "waiting": 0.0},
        policy__sentiment={"sensitivity": sensitivity, "specificity": specificity},
        policy__routing={"urgent_first": True},
    )
    # Nothing but chance at the door decides who is angry, so angry and calm customers wait as their flags let them.
    angry_s = sensitivity * waits[0] + (1 - sensitivity) * waits[1]
    calm_s = (1 - specificity) * waits[0] + specificity * waits[1]
    return Case(
        "flagged customers first, 2 agents",
        scenario,
        {
            ("flagged_share", "phone"): flagged,
            ("flags_right", "phone"): share * sensitivity / flagged,
            ("angry_flagged", "phone"): sensitivity,
            ("calm_flagged", "phone"): 1 - specificity,
            ("wait_flagged", "phone"): float(waits[0]),
            ("wait_unflagged", "phone"): float(waits[1]),
            ("wait_angry", "phone"): float(angry_s),
            ("wait_calm", "phone"): float(calm_s),
        },
    )


ANGRY: tuple[Callable[[bool], Case], ...] = (by_the_wait, flagged_first)
