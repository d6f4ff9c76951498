"""Tickets: how often they are called solved, how many wait for others, returns as a network, and wrong desks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.log import Cause, End, Log, Status, TouchEnd
from sim.theory import (
    feedback_queue,
    jackson_network,
    misrouting_hops,
    pending_mean,
    pending_pmf,
    solve_count_pmf,
    solve_counts,
)
from tests.desks import always, desk, exponential, law, steady
from tests.known.case import HOUR, Case, Figure
from tests.known.readings import Floats, average, away, in_status, mean_wait, per_issue, touches_ending

NOTHING_ELSE = {"wrong": 0.0, "pending_customer": 0.0, "pending_third_party": 0.0, "recognised": 0.0}
"""A touch solves the matter, or is taken to have done so."""


def solves(tight: bool) -> Case:
    """False solutions bring customers back: the number of times an issue is called solved is geometric."""
    right, back = 0.7, 0.8
    exact = solve_counts(right, back)
    pmf = solve_count_pmf([1, 2, 3], right, back)

    def calls_it_solved(value: Callable[[Floats], Floats]) -> Any:
        return per_issue(lambda log: value(touches_ending(log, TouchEnd.DONE)))

    def ends(end: End) -> Any:
        return per_issue(lambda log: (log.issues["end"] == end).astype(float))

    scenario = desk(
        {"email": steady(60.0)},
        always(1.0),
        40,
        kinds={"email": "async"},
        days=8 if tight else 3,
        world__resolution={**NOTHING_ELSE, "solved": right, "returns": back, "noticed": exponential(0.5 * HOUR)},
        # Some come back before the ticket is closed, some after; all are recognised, and need not say it all again.
        policy__follow_up={"close_after": "20min", "link": 1.0},
    )
    return Case(
        "solutions of an issue",
        scenario,
        {},
        warm_up_s=0.0,
        figures=(
            Figure("mean", exact.mean, calls_it_solved(lambda n: n)),
            Figure("variance", exact.variance, calls_it_solved(lambda n: (n - exact.mean) ** 2)),
            *(
                Figure(f"P({k})", float(p), calls_it_solved(lambda n, k=k: (n == k).astype(float)))  # type: ignore[misc]
                for k, p in zip((1, 2, 3), pmf, strict=True)
            ),
            Figure("truly solved", exact.p_resolved, ends(End.RESOLVED)),
            Figure("silent", exact.p_silent, ends(End.SILENT)),
        ),
        cool_down_s=24 * HOUR,
    )


def pending_stock(whom: str, wait: dict[str, Any], name: str) -> Callable[[bool], Case]:
    """The tickets that wait for a third party, or the customer, are Poisson in number, whatever the law of the wait."""
    status = {"third_party": Status.ON_HOLD, "customer": Status.PENDING_CUSTOMER}[whom]
    kpi = {"third_party": "on_hold_average", "customer": "pending_customer_average"}[whom]

    def case(tight: bool) -> Case:
        per_hour, share, agents, mean, pending_s = 12.0, 0.5, 5, 600.0, 900.0
        stock = pending_mean(per_hour / HOUR / (1 - share), share, pending_s)
        pending = in_status(status)
        below = np.cumsum(pending_pmf(np.arange(6), stock))
        scenario = desk(
            {"email": steady(per_hour)},
            exponential(mean),
            agents,
            kinds={"email": "async"},
            days=55 if tight else 8,
            world__resolution={**NOTHING_ELSE, f"pending_{whom}": share, "returns": 0.0},
            world__replies={whom: wait},
        )
        return Case(
            f"pending stock, {name} wait",
            scenario,
            {(kpi, "email"): stock},
            warm_up_s=12 * HOUR,
            figures=(
                Figure("variance", stock, average(pending, lambda n: (n - stock) ** 2)),
                *(
                    Figure(
                        f"P(at most {k})",
                        float(below[k]),
                        average(pending, lambda n, k=k: (n <= k).astype(float)),  # type: ignore[misc]
                    )
                    for k in (2, 3, 5)
                ),
            ),
        )

    return case


def recontact(tight: bool) -> Case:
    """Callers who come back because it was not solved: a desk and a delay, as a Jackson network."""
    right, back, agents, mean, delay = 0.7, 0.9, 3, 180.0, 0.25 * HOUR
    per_hour = 31.0 if tight else 28.0
    exact = feedback_queue(agents, per_hour / HOUR, mean, (1 - right) * back, delay)
    scenario = desk(
        {"phone": steady(per_hour)},
        exponential(mean),
        agents,
        days=70 if tight else 9,
        world__resolution={**NOTHING_ELSE, "solved": right, "returns": back, "noticed": exponential(delay)},
        policy__follow_up={"close_after": "0s", "link": 1.0},
    )

    def in_all(log: Log) -> Floats:
        return log.issues["ended_at"] - log.issues["arrived_at"]

    return Case(
        "recontact: a Jackson network",
        scenario,
        {
            ("delayed", "phone"): exact.desk.p_wait,
            ("wait_all", "phone"): exact.desk.mean_wait_s,
            ("contacts_per_issue", "phone"): exact.mean_visits,
        },
        warm_up_s=12 * HOUR,
        figures=(
            Figure("will come back", exact.mean_in_delay, average(away(Cause.RECONTACT), lambda n: n)),
            Figure(
                "will come back, variance",
                exact.mean_in_delay,
                average(away(Cause.RECONTACT), lambda n: (n - exact.mean_in_delay) ** 2),
            ),
            Figure("time to last solution", exact.mean_total_s, per_issue(in_all)),
        ),
        cool_down_s=24 * HOUR,
    )


def network(tight: bool) -> Case:
    """Calls and email with agents of their own; what waits for a third party goes on by email: a Jackson network."""
    share, agents, means, delay = 0.4, (2, 2), (180.0, 180.0), 0.5 * HOUR
    rates = (26.5, 4.0) if tight else (25.0, 3.0)
    exact = jackson_network(
        [rates[0] / HOUR, rates[1] / HOUR, 0.0],
        [[0.0, 0.0, share], [0.0, 0.0, share], [0.0, 1.0, 0.0]],
        [*agents, np.inf],
        [*means, delay],
    )
    scenario = desk(
        {"phone": steady(rates[0]), "email": steady(rates[1])},
        {"phone": exponential(means[0]), "email": exponential(means[1])},
        {"front": agents[0], "back": agents[1]},
        skills={"front": ["phone"], "back": ["email"]},
        kinds={"email": "async"},
        days=80 if tight else 10,
        policy__channels={"phone": {"kind": "live", "later": "email"}, "email": {"kind": "async"}},
        world__resolution={**NOTHING_ELSE, "pending_third_party": share, "returns": 0.0},
        world__replies={"third_party": law("lognormal", mean=f"{delay}s", cv=1.0)},
    )
    return Case(
        "later work by email: a Jackson network",
        scenario,
        {
            ("delayed", "phone"): float(exact.p_wait[0]),
            ("wait_all", "phone"): float(exact.mean_wait_s[0]),
            ("on_hold_average", ""): float(exact.mean_number[2]),
        },
        warm_up_s=12 * HOUR,
        figures=(
            Figure("wait email", float(exact.mean_wait_s[1]), mean_wait("email")),
            Figure(
                "in service",
                float(exact.occupancy @ np.array([*agents, 0])),
                average(in_status(Status.IN_SERVICE), lambda n: n),
            ),
        ),
        cool_down_s=12 * HOUR,
    )


def hops(tight: bool) -> Case:
    """Topics with teams of their own, contacts that are mistaken for others, and wrong desks that do not all notice."""
    right, again, noticed = 0.7, 0.8, 0.9
    exact = misrouting_hops(right, again, noticed)
    topics = {"billing": 1.0, "technical": 2.0, "contract": 0.5}

    def transfers(log: Log) -> Floats:
        return touches_ending(log, TouchEnd.TRANSFERRED)

    def wrong_to_the_end(log: Log) -> Floats:
        done = log.touches["end"] == TouchEnd.DONE
        issue = log.touches["issue"][done]
        topic = np.array(log.queue_topic)[log.touches["queue"][done]]
        out = np.zeros(len(log.issues["issue"]))
        out[issue] = topic != log.issues["topic"][issue]
        return out

    scenario = desk(
        {"phone": steady(120.0)},
        always(60.0),
        dict.fromkeys(topics, 20),
        skills={topic: [f"phone/{topic}"] for topic in topics},
        days=8 if tight else 2,
        world__topics={topic: {"share": share} for topic, share in topics.items()},
        policy__sorting={"correct": right, "correct_again": again, "detected": noticed},
    )
    return Case(
        "wrong desks",
        scenario,
        {("transfer_share", "phone"): exact.mean},
        warm_up_s=0.0,
        figures=(
            Figure("transfers per issue", exact.mean, per_issue(transfers)),
            Figure("passed on at all", exact.p_any, per_issue(lambda log: (transfers(log) > 0).astype(float))),
            Figure("handled at a wrong desk", exact.p_undetected, per_issue(wrong_to_the_end)),
        ),
        cool_down_s=2 * HOUR,
    )


TICKETS: tuple[Callable[[bool], Case], ...] = (
    solves,
    pending_stock("third_party", exponential(900.0), "exponential"),
    pending_stock("customer", always(900.0), "fixed"),
    pending_stock("third_party", law("lognormal", mean="900s", cv=1.5), "lognormal"),
    recontact,
    network,
    hops,
)
