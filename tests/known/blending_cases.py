"""Calls and email with the same agents: interrupted, by priority, and with agents kept free."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.scenario import Scenario
from sim.theory import (
    blending_queue,
    erlang_c_queue,
    preemptive_resume_times,
    priority_waits,
    single_server_priority_waits,
)
from tests.desks import desk, exponential, law, steady
from tests.known.case import HOUR, Case, Figure
from tests.known.readings import mean_stay, mean_wait

CALLS_FIRST = {"next_contact": "priority", "priority": {"phone": 1, "email": 2}}


def blended(
    calls_per_hour: float,
    email_per_hour: float,
    call: dict[str, Any],
    email: dict[str, Any],
    agents: int,
    days: int,
    blending: dict[str, Any],
    patience: dict[str, Any] | None = None,
) -> Scenario:
    """A phone and an email channel with one team; calls come first."""
    return desk(
        {"phone": steady(calls_per_hour), "email": steady(email_per_hour)},
        {"phone": call, "email": email},
        agents,
        patience={"phone": patience},
        kinds={"email": "async"},
        days=days,
        policy__blending=blending,
        policy__routing=CALLS_FIRST,
    )


def preempt_one_agent(tight: bool) -> Case:
    """One agent who interrupts email for calls and resumes it where it was: M/G/1 with preemptive-resume priority."""
    means, cv = (120.0, 300.0), 0.8
    rates = (12.0 / HOUR, (4.2 if tight else 3.6) / HOUR)
    squares = (2 * means[0] ** 2, (1 + cv**2) * means[1] ** 2)
    times = preemptive_resume_times(rates, means, squares)
    scenario = blended(
        rates[0] * HOUR,
        rates[1] * HOUR,
        exponential(means[0]),
        law("lognormal", mean=f"{means[1]}s", cv=cv),
        1,
        130 if tight else 20,
        {"rule": "preempt", "set_up": "0s"},
    )
    return Case(
        "preemptive-resume priority, one agent",
        scenario,
        {("wait_all", "phone"): float(times[0]) - means[0], ("first_response_time", "email"): float(times[1])},
        figures=(
            Figure("stay phone", float(times[0]), mean_stay("phone")),
            Figure("stay email", float(times[1]), mean_stay("email")),
        ),
        warm_up_s=24 * HOUR,
        cool_down_s=24 * HOUR,
    )


def preempt_agents(tight: bool) -> Case:
    """Several agents, the same exponential work: calls do not see email, and the number of both is that of M/M/n."""
    agents, mean = 2, 180.0
    rates = (18.0 / HOUR, (12.0 if tight else 8.0) / HOUR)
    calls = erlang_c_queue(agents, rates[0], mean)
    both = erlang_c_queue(agents, sum(rates), mean)
    # Little's law on each: number of email = number of all - number of calls.
    email_s = (sum(rates) * (both.mean_wait_s + mean) - rates[0] * (calls.mean_wait_s + mean)) / rates[1]
    scenario = blended(
        rates[0] * HOUR,
        rates[1] * HOUR,
        exponential(mean),
        exponential(mean),
        agents,
        80 if tight else 17,
        {"rule": "preempt", "set_up": "0s"},
    )
    return Case(
        "preemptive-resume priority, 2 agents",
        scenario,
        {("wait_all", "phone"): calls.mean_wait_s, ("delayed", "phone"): calls.p_wait},
        figures=(Figure("stay email", email_s, mean_stay("email")),),
        warm_up_s=12 * HOUR,
        cool_down_s=12 * HOUR,
    )


def finish_agents(tight: bool) -> Case:
    """Email once begun is finished, calls come first: non-preemptive priority."""
    agents, mean = 2, 180.0
    rates = (16.0 / HOUR, (13.0 if tight else 10.0) / HOUR)
    waits = priority_waits(agents, rates, mean)
    scenario = blended(
        rates[0] * HOUR, rates[1] * HOUR, exponential(mean), exponential(mean), agents, 100 if tight else 20,
        {"rule": "none"},
    )  # fmt: skip
    return Case(
        "calls before email, 2 agents",
        scenario,
        {("wait_all", "phone"): float(waits[0])},
        figures=(Figure("wait email", float(waits[1]), mean_wait("email")),),
        warm_up_s=12 * HOUR,
        cool_down_s=12 * HOUR,
    )


def finish_one_agent(tight: bool) -> Case:
    """One agent, calls before email, work of any law."""
    means, cv = (120.0, 300.0), 0.8
    rates = (12.0 / HOUR, (4.2 if tight else 3.6) / HOUR)
    waits = single_server_priority_waits(rates, means, (2 * means[0] ** 2, (1 + cv**2) * means[1] ** 2))
    scenario = blended(
        rates[0] * HOUR,
        rates[1] * HOUR,
        exponential(means[0]),
        law("lognormal", mean=f"{means[1]}s", cv=cv),
        1,
        180 if tight else 20,
        {"rule": "none"},
    )
    return Case(
        "calls before email, one agent",
        scenario,
        {("wait_all", "phone"): float(waits[0])},
        figures=(Figure("wait email", float(waits[1]), mean_wait("email")),),
        warm_up_s=24 * HOUR,
        cool_down_s=24 * HOUR,
    )


def keep_free(tight: bool) -> Case:
    """Email is begun only while more than two agents are free: the chain of the threshold."""
    agents, kept, mean, patience, email_s = 7, 2, 180.0, 120.0, 240.0
    calls, email = (72.0, 20.0) if tight else (70.0, 18.0)
    exact = blending_queue(agents, kept, calls / HOUR, mean, patience, email_s, email / HOUR)
    scenario = blended(
        calls,
        email,
        exponential(mean),
        exponential(email_s),
        agents,
        45 if tight else 7,
        {"rule": "threshold", "keep_free": kept},
        exponential(patience),
    )
    return Case(
        "email with two agents kept free",
        scenario,
        {
            ("delayed", "phone"): exact.p_wait,
            ("abandonment", "phone"): exact.p_abandon,
            ("wait_all", "phone"): exact.mean_wait_s,
            ("occupancy", ""): exact.occupancy,
        },
        figures=(Figure("wait email", exact.async_mean_wait_s, mean_wait("email")),),
        warm_up_s=12 * HOUR,
        cool_down_s=12 * HOUR,
    )


BLENDED: tuple[Callable[[bool], Case], ...] = (
    preempt_one_agent,
    preempt_agents,
    finish_one_agent,
    finish_agents,
    keep_free,
)
