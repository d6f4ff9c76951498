"""Chat desks whose figures theory knows: one slot, sharing, free multitasking, and the chain of slots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.scenario import Scenario
from sim.theory import (
    chat_queue,
    erlang_a_queue,
    general_patience_queue,
    sharing_p_number,
    sharing_time,
    weibull_patience,
)
from tests.desks import always, exponential, law
from tests.known.case import HOUR, WITHIN, Case, Figure, phone, queue_of
from tests.known.readings import average, chats_in_hand

SLOTS_FOR_ALL = 1000


def chat(
    per_hour: float,
    work: dict[str, Any],
    slowdown: float,
    agents: int,
    slots: int,
    days: int,
    patience: dict[str, Any] | None = None,
) -> Scenario:
    """One chat channel without after-chat work."""
    team = {"skills": {"chat": 1.0}, "chats": slots}
    return phone(
        per_hour,
        {"talk": work, "slowdown": slowdown},
        agents,
        days,
        patience,
        kind="chat",
        policy__teams={"team": team},
    )


def one_slot(tight: bool) -> Case:
    """A chat of which an agent has one at a time is a call: M/M/n+G."""
    agents, mean, per_hour = 10, 180.0, 200.0 if tight else 170.0
    patience = weibull_patience(0.8, 120.0, p_balk=0.1, delay_s=10.0)
    exact = general_patience_queue(agents, per_hour / HOUR, mean, patience, WITHIN)
    settings = {"law": law("weibull", mean="120s", shape=0.8), "balk": 0.1, "delay": "10s"}
    figures = queue_of("chat", exact, "wait_all", "wait", "service_level", "abandonment")
    figures["delayed", "chat"] = exact.p_wait * (1 - patience.p_balk)
    scenario = chat(per_hour, exponential(mean), 0.35, agents, 1, 8 if tight else 2, settings)
    return Case("chat, one slot: M/M/n+Weibull", scenario, figures)


def sharing(work: dict[str, Any], name: str) -> Callable[[bool], Case]:
    """One agent who takes any number of chats and gains nothing by it: M/G/1 processor sharing."""

    def case(tight: bool) -> Case:
        mean, per_hour = 60.0, 42.0 if tight else 36.0
        load = per_hour / HOUR * mean
        numbers = tuple(
            Figure(
                f"P({k} chats)",
                sharing_p_number(k, load),
                average(chats_in_hand, lambda number, k=k: (number == k).astype(float)),  # type: ignore[misc]
            )
            for k in (0, 1, 3)
        )
        return Case(
            f"chat, shared: M/G/1-PS {name}",
            chat(per_hour, work, 1.0, 1, SLOTS_FOR_ALL, 30 if tight else 4),
            {
                ("handle_time", "chat"): sharing_time(per_hour / HOUR, mean),
                ("concurrency", ""): 1 / (1 - load),
                ("occupancy", ""): load,
            },
            warm_up_s=12 * HOUR,
            figures=numbers,
        )

    return case


def least_loaded(tight: bool) -> Case:
    """Exponential chats, several agents and slots, a new one to the least loaded: the chain of counts."""
    agents, slots, mean, patience, slowdown = 3, 3, 300.0, 180.0, 0.35
    per_hour = 66.0 if tight else 58.0
    exact = chat_queue(agents, slots, per_hour / HOUR, mean, patience, slowdown, WITHIN)
    return Case(
        "chat, slots and slowdown",
        chat(per_hour, exponential(mean), slowdown, agents, slots, 24 if tight else 5, {"law": exponential(patience)}),
        {
            **queue_of("chat", exact, "delayed", "abandonment", "wait_all", "wait", "service_level"),
            ("handle_time", "chat"): exact.mean_chat_s,
            ("chat_load", ""): exact.chat_load,
            ("occupancy", ""): exact.occupancy,
        },
    )


def free_multitasking(tight: bool) -> Case:
    """One agent whom further chats do not slow: as many agents as slots, M/M/K+M."""
    slots, mean, patience, per_hour = 4, 240.0, 120.0, 62.0 if tight else 54.0
    exact = erlang_a_queue(slots, per_hour / HOUR, mean, patience, WITHIN)
    return Case(
        "chat, no slowdown: M/M/K+M",
        chat(per_hour, exponential(mean), 0.0, 1, slots, 12 if tight else 3, {"law": exponential(patience)}),
        {
            **queue_of("chat", exact, "delayed", "abandonment", "wait_all", "wait", "service_level"),
            ("handle_time", "chat"): mean,
        },
    )


CHATS: tuple[Callable[[bool], Case], ...] = (
    one_slot,
    sharing(exponential(60.0), "exponential"),
    sharing(always(60.0), "deterministic"),
    sharing(law("lognormal", mean="60s", cv=1.3), "lognormal"),
    least_loaded,
    free_multitasking,
)
