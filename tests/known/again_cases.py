"""Customers who gave up and try again, on the same channel or another, and those who leave the line for a callback."""

from __future__ import annotations

from collections.abc import Callable

from sim.theory import erlang_c_queue, redial_queue
from tests.desks import always, desk, exponential, steady
from tests.known.case import HOUR, WITHIN, Case, phone, queue_of


def redial(tight: bool) -> Case:
    """Redial after abandonment against the chain of those in the system and those who will call again."""
    agents, mean, patience, delay, share = 5, 180.0, 90.0, 300.0, 0.6
    per_hour = 90.0 if tight else 82.0
    exact = redial_queue(agents, per_hour / HOUR, mean, patience, share, delay)
    return Case(
        "redial",
        phone(
            per_hour,
            exponential(mean),
            agents,
            28 if tight else 8,
            {"law": exponential(patience)},
            world__redial={"phone": {"share": share, "decay": 1.0, "delay": exponential(delay)}},
        ),
        {
            **queue_of("phone", exact, "abandonment", "delayed", "wait_all"),
            ("contacts_per_issue", "phone"): exact.attempts_per_s / (per_hour / HOUR),
        },
    )


def redial_elsewhere(tight: bool) -> Case:
    """Some try another channel instead, with agents of its own: for the telephone they are lost; lines are limited."""
    agents, lines, mean, patience, delay = 5, 8, 180.0, 90.0, 300.0
    share, switched, per_hour = 0.8, 0.25, 100.0 if tight else 90.0
    stays = share * (1 - switched)
    exact = redial_queue(agents, per_hour / HOUR, mean, patience, stays, delay, n_places=lines)
    scenario = desk(
        {"phone": steady(per_hour), "email": steady(0.0)},
        exponential(mean),
        {"front": agents, "back": 40},
        skills={"front": ["phone"], "back": ["email"]},
        patience={"phone": exponential(patience)},
        kinds={"email": "async"},
        days=16 if tight else 3,
        policy__channels={"phone": {"kind": "live", "lines": lines}, "email": {"kind": "async"}},
        world__redial={
            "phone": {"share": share, "decay": 1.0, "delay": exponential(delay), "switch": {"email": switched}}
        },
    )
    elsewhere = exact.attempts_per_s - per_hour / HOUR
    return Case(
        "redial, some elsewhere, limited lines",
        scenario,
        {
            **queue_of("phone", exact, "abandonment", "blocked_share", "delayed", "wait_all"),
            # Of those who try again a quarter does so by email.
            ("contacts_per_issue", ""): 1 + elsewhere / (1 - switched) / (per_hour / HOUR),
        },
    )


def callback(tight: bool) -> Case:
    """Everybody who would wait is called back and picks up: first come, first served, as if nobody could give up."""
    agents, mean, per_hour = 4, 180.0, 62.0 if tight else 54.0
    exact = erlang_c_queue(agents, per_hour / HOUR, mean, WITHIN)
    scenario = phone(
        per_hour,
        exponential(mean),
        agents,
        60 if tight else 9,
        {"law": always(1.0)},
        policy__callback={"phone": {"offer_above": "0s"}},
        world__callback={"accepted": 1.0, "reached": 1.0},
    )
    return Case(
        "callback for all: M/M/n",
        scenario,
        {
            ("callback_share", "phone"): exact.p_wait,
            ("wait", "phone"): exact.mean_wait_s,
            ("callback_wait", "phone"): exact.mean_wait_s / exact.p_wait,
        },
        warm_up_s=12 * HOUR,
    )


AGAIN: tuple[Callable[[bool], Case], ...] = (redial, redial_elsewhere, callback)
