"""Live channels: the queues of the textbooks, with and without patience, priorities, and limited lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.theory import (
    Patience,
    deterministic_patience,
    erlang_a_queue,
    erlang_c_queue,
    finite_trunk_queue,
    general_patience_queue,
    n_design_queue,
    pollaczek_khinchine_wait,
    priority_waits,
    weibull_patience,
)
from tests.desks import always, desk, exponential, law, steady
from tests.known.case import HOUR, WITHIN, Case, Exact, phone, queue_of


def erlang_c(tight: bool) -> Case:
    """M/M/n: exponential talk, nobody gives up."""
    agents, mean, per_hour = 10, 180.0, 180.0 if tight else 152.0
    exact = erlang_c_queue(agents, per_hour / HOUR, mean, WITHIN)
    return Case(
        "M/M/n",
        phone(per_hour, exponential(mean), agents, 64 if tight else 11),
        queue_of("phone", exact, "delayed", "wait_all", "service_level"),
        warm_up_s=12 * HOUR,
    )


def erlang_a(tight: bool) -> Case:
    """M/M/n+M below its capacity."""
    agents, mean, patience, per_hour = 10, 180.0, 120.0, 190.0 if tight else 170.0
    exact = erlang_a_queue(agents, per_hour / HOUR, mean, patience, WITHIN)
    return Case(
        "M/M/n+M under load",
        phone(per_hour, exponential(mean), agents, 24 if tight else 6, {"law": exponential(patience)}),
        queue_of("phone", exact, "delayed", "wait_all", "wait", "service_level", "abandonment"),
    )


def erlang_a_overload(tight: bool) -> Case:
    """M/M/n+M above its capacity: those who give up keep it stable."""
    agents, mean, patience, per_hour = 10, 180.0, 120.0, 260.0
    exact = erlang_a_queue(agents, per_hour / HOUR, mean, patience, WITHIN)
    return Case(
        "M/M/n+M over load",
        phone(per_hour, exponential(mean), agents, 10 if tight else 2, {"law": exponential(patience)}),
        queue_of("phone", exact, "delayed", "wait_all", "wait", "service_level", "abandonment"),
    )


def single_server(service: dict[str, Any], cv: float) -> Callable[[bool], Case]:
    """M/G/1 against Pollaczek and Khinchine."""

    def case(tight: bool) -> Case:
        mean, per_hour = 60.0, 42.0 if tight else 33.0
        exact = pollaczek_khinchine_wait(per_hour / HOUR, mean, cv)
        return Case(
            f"M/G/1 {service['law']}",
            phone(per_hour, {**service, **_mean(service, mean)}, 1, 140 if tight else 28),
            {("wait_all", "phone"): exact, ("delayed", "phone"): per_hour / HOUR * mean},
            warm_up_s=24 * HOUR,
        )

    return case


def _mean(service: dict[str, Any], mean: float) -> dict[str, Any]:
    return {"value": f"{mean}s"} if service["law"] == "deterministic" else {"mean": f"{mean}s"}


def general_patience(name: str, patience: Patience, settings: dict[str, Any]) -> Callable[[bool], Case]:
    """M/M/n+G against the exact integrals."""

    def case(tight: bool) -> Case:
        agents, mean, per_hour = 10, 180.0, 200.0 if tight else 170.0
        exact = general_patience_queue(agents, per_hour / HOUR, mean, patience, WITHIN)
        figures = queue_of("phone", exact, "wait_all", "wait", "service_level", "abandonment")
        # Who balks finds nobody free but does not wait: P(W > 0) = P(V > 0) (1 - balk).
        figures["delayed", "phone"] = exact.p_wait * (1 - patience.p_balk)
        return Case(f"M/M/n+{name}", phone(per_hour, exponential(mean), agents, 20 if tight else 8, settings), figures)

    return case


def priority(tight: bool) -> Case:
    """Two classes, non-preemptive priority, the same exponential talk."""
    agents, mean = 6, 180.0
    rates = (40.0, 68.0) if tight else (40.0, 56.0)
    waits = priority_waits(agents, [rate / HOUR for rate in rates], mean)
    scenario = desk(
        {"gold": steady(rates[0]), "silver": steady(rates[1])},
        exponential(mean),
        agents,
        days=60 if tight else 14,
        policy__routing={"next_contact": "priority", "priority": {"gold": 1, "silver": 2}},
    )
    exact = {("wait_all", "gold"): float(waits[0]), ("wait_all", "silver"): float(waits[1])}
    return Case("non-preemptive priority", scenario, exact, warm_up_s=12 * HOUR)


def trunks(patience_s: float | None) -> Callable[[bool], Case]:
    """M/M/n/K, with and without patience."""

    def case(tight: bool) -> Case:
        agents, lines, mean, per_hour = 8, 11, 180.0, 160.0 if tight else 136.0
        exact = finite_trunk_queue(agents, lines, per_hour / HOUR, mean, patience_s or float("inf"), WITHIN)
        kpis = ["blocked_share", "delayed", "wait_all", "service_level"] + (["abandonment"] if patience_s else [])
        return Case(
            "M/M/n/K" + ("+M" if patience_s else ""),
            phone(
                per_hour,
                exponential(mean),
                agents,
                14 if tight else 8,
                {"law": exponential(patience_s)} if patience_s else None,
                policy__channels={"phone": {"kind": "live", "lines": lines}},
            ),
            queue_of("phone", exact, *kpis),
        )

    return case


def n_design(tight: bool) -> Case:
    """Two classes, two teams: the flexible team helps the first class, which has priority, with patience."""
    agents, rates, talks, patience = (3, 5), (70.0, 62.0), (180.0, 180.0), (120.0, 240.0)
    per_hour = tuple(rate * (1.15 if tight else 1.0) for rate in rates)
    exact = n_design_queue(agents, (per_hour[0] / HOUR, per_hour[1] / HOUR), talks, patience, priority=1)
    scenario = desk(
        {"sales": steady(per_hour[0]), "service": steady(per_hour[1])},
        exponential(talks[0]),
        {"sales_only": agents[0], "flexible": agents[1]},
        skills={"sales_only": ["sales"], "flexible": ["sales", "service"]},
        patience={name: exponential(mean) for name, mean in zip(("sales", "service"), patience, strict=True)},
        days=28 if tight else 12,
        policy__routing={
            "next_contact": "priority",
            "priority": {"sales": 1, "service": 2},
            "next_agent": "best_skill",
        },
        policy__teams={
            # The same speed: the tiny difference only makes the own team come first for sales.
            "sales_only": {"skills": {"sales": 1.0 + 1e-9}},
            "flexible": {"skills": {"sales": 1.0, "service": 1.0}},
        },
    )
    names = ("sales", "service")
    figures: Exact = {}
    for index, name in enumerate(names):
        figures[("delayed", name)] = exact.p_wait[index]
        figures[("abandonment", name)] = exact.p_abandon[index]
        figures[("wait_all", name)] = exact.mean_wait_s[index]
    return Case("N-design", scenario, figures)


LINES: tuple[Callable[[bool], Case], ...] = (
    erlang_c,
    erlang_a,
    erlang_a_overload,
    single_server(law("gamma", cv=0.6), 0.6),
    single_server(law("lognormal", cv=1.3), 1.3),
    single_server(law("deterministic"), 0.0),
    general_patience("D", deterministic_patience(60.0), {"law": always(60.0)}),
    general_patience(
        "Weibull, with balking and a delay",
        weibull_patience(0.8, 120.0, p_balk=0.1, delay_s=10.0),
        {"law": law("weibull", mean="120s", shape=0.8), "balk": 0.1, "delay": "10s"},
    ),
    priority,
    trunks(None),
    trunks(120.0),
    n_design,
)
