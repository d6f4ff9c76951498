"""Requests to supervisors: on hold against their Markov chain, later as a network, closed, and beside other duties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.log import Grant, Log, Request, RequestEnd
from sim.scenario import Scenario
from sim.theory import async_approvals, concessions, machine_repair, other_duties, sync_approvals
from sim.world.concession import over_granting
from tests.desks import always, desk, exponential, law, steady
from tests.known.case import HOUR, Case, Figure, Reading
from tests.known.readings import average, per_issue

Floats = NDArray[np.float64]


def _desk(
    per_hour: float, agents: int, supervisors: int, mean: float, decision: dict[str, Any], days: int, **more: Any
) -> Scenario:
    """One queue; every concession that is needed is asked for."""
    kind = more.pop("kind", "live")
    return desk(
        {"desk": steady(per_hour)},
        exponential(mean),
        {"agents": agents},
        kinds={"desk": kind},
        days=days,
        policy__teams={"agents": {"skills": {"desk": 1.0}}, "supervisors": {"approves": True}},
        policy__heads={"agents": {"on_queue": agents}, "supervisors": {"on_queue": supervisors}},
        world__concession={"patience": None, **more.pop("concession", {})},
        policy__authority={"agent": 0, "senior": 0, "approval": "hold", "finishing": 1.0, **more.pop("authority", {})},
        policy__supervision={"decision": decision, "denied": 0.1, "duties": 0.0, **more.pop("supervision", {})},
        **more,
    )


def of_requests(value: Callable[[dict[str, Floats]], Floats], *ends: RequestEnd) -> Reading:
    """The mean of a value over the requests that were asked in the period, all or those that ended in some ways."""

    def read(log: Log, since: float, until: float) -> tuple[float, float]:
        table = log.supervision
        chosen = (table["request"] != Request.DUTY) & (table["asked_at"] >= since) & (table["asked_at"] < until)
        if ends:
            chosen &= np.isin(table["end"], ends)
        values = value({name: column[chosen] for name, column in table.items()})
        assert not np.isnan(values).any(), "a request has not ended: cool_down_s is too short"
        return float(np.sum(values)), float(chosen.sum())

    return read


def _until_taken(table: dict[str, Floats]) -> Floats:
    """The wait for a supervisor, to when one begins or the customer hangs up."""
    return np.where(np.isnan(table["taken_at"]), table["ended_at"], table["taken_at"]) - table["asked_at"]


def _busy(log: Log) -> tuple[Floats, Floats]:
    """When supervisors were at something."""
    table = log.supervision
    taken = ~np.isnan(table["taken_at"])
    released = table["released_at"][taken]
    return table["taken_at"][taken], np.where(np.isnan(released), log.ends_at, released)


def _hang_ups(table: dict[str, Floats]) -> Floats:
    return np.isin(table["end"], (RequestEnd.WITHDRAWN, RequestEnd.IN_VAIN)).astype(float)


def _holding(table: dict[str, Floats]) -> Floats:
    return table["ended_at"] - table["asked_at"]


def on_hold(tight: bool) -> Case:
    """Everybody holds to the end: agents in talk, at an approval, and a queue of customers."""
    agents, supervisors, mean, q, decision = 5, 1, 240.0, 0.3, 240.0
    per_hour = 31.0
    exact = sync_approvals(agents, supervisors, per_hour / HOUR, mean, q, decision)
    return Case(
        "approvals, holding",
        _desk(
            per_hour, agents, supervisors, mean, exponential(decision), 150 if tight else 36, concession={"needed": q}
        ),
        {("delayed", "desk"): exact.p_wait, ("wait", "desk"): exact.mean_wait_s},
        figures=(
            Figure("mean wait for a supervisor, s", exact.mean_ask_wait_s, of_requests(_until_taken)),
            Figure("mean time on hold, s", exact.mean_hold_s, of_requests(_holding)),
            Figure("supervisors at work", supervisors * exact.utilisation, average(_busy, lambda number: number)),
        ),
        cool_down_s=6 * HOUR,
    )


def on_hold_hanging_up(tight: bool) -> Case:
    """Customers give up in the queue and while they hold; two supervisors; a third of amounts is above the limit."""
    agents, supervisors, mean, decision, patience, hold = 8, 2, 240.0, 420.0, 150.0, 300.0
    needed, per_hour, limit = 0.9, 100.0, 30.0  # the median: half of those who need one ask
    q = needed / 2
    exact = sync_approvals(agents, supervisors, per_hour / HOUR, mean, q, decision, patience, hold)
    return Case(
        "approvals, hanging up",
        _desk(
            per_hour,
            agents,
            supervisors,
            mean,
            exponential(decision),
            30 if tight else 5,
            patience={"law": exponential(patience)},
            concession={"needed": needed, "patience": exponential(hold), "settles": 0.0},
            authority={"agent": limit, "senior": limit},
        ),
        {("delayed", "desk"): exact.p_wait, ("abandonment", "desk"): exact.p_abandon},
        figures=(
            Figure("wait for a supervisor, s", exact.mean_ask_wait_s, of_requests(_until_taken)),
            Figure("hangs up while holding", exact.p_hang_up, of_requests(_hang_ups)),
            Figure("time on hold, s", exact.mean_hold_s, of_requests(_holding)),
            Figure("supervisors at work", supervisors * exact.utilisation, average(_busy, lambda number: number)),
        ),
        cool_down_s=6 * HOUR,
    )


def closed(tight: bool) -> Case:
    """Agents who are never idle ask supervisors: machine repair, M/M/k//N."""
    agents, supervisors, mean, q, decision = 8, 2, 240.0, 0.4, 240.0
    exact = machine_repair(agents, supervisors, mean, decision, q)
    per_hour = 1.15 * exact.talks_per_s * HOUR
    return Case(
        "approvals, machine repair",
        _desk(per_hour, agents, supervisors, mean, exponential(decision), 30 if tight else 6, concession={"needed": q}),
        {},
        figures=(
            Figure("wait for a supervisor, s", exact.mean_wait_s, _while_it_lasts(_until_taken)),
            Figure("supervisors at work", supervisors * exact.utilisation, average(_busy, lambda number: number)),
        ),
        warm_up_s=24 * HOUR,
        cool_down_s=6 * HOUR,
    )


def _while_it_lasts(value: Callable[[dict[str, Floats]], Floats]) -> Reading:
    return of_requests(value, RequestEnd.GRANTED, RequestEnd.DENIED)


def later(tight: bool) -> Case:
    """One approval for a share of the tickets: agents and supervisors as a network with product form."""
    agents, supervisors, mean, q, decision = 4, 2, 300.0, 0.4, 450.0
    per_hour = 29.0 if tight else 27.0
    exact = async_approvals(agents, supervisors, per_hour / HOUR, mean, q, decision)

    def solved_after(log: Log) -> Floats:
        return np.asarray(log.issues["ended_at"] - log.issues["arrived_at"])

    return Case(
        "approvals, later",
        _desk(
            per_hour,
            agents,
            supervisors,
            mean,
            exponential(decision),
            120 if tight else 30,
            kind="async",
            concession={"needed": q},
        ),
        {},
        figures=(
            Figure("time to the solution, s", exact.mean_total_s, per_issue(solved_after)),
            Figure("wait for a supervisor, s", exact.supervisors.mean_wait_s, of_requests(_until_taken)),
            Figure("supervisors at work", exact.supervisors.mean_busy, average(_busy, lambda number: number)),
        ),
        cool_down_s=24 * HOUR,
    )


def beside_duties(tight: bool) -> Case:
    """One supervisor with always more duties: a request waits for half a piece besides its queue."""
    mean, decision, cv, q, piece, per_hour = 200.0, 240.0, 0.7, 0.5, 600.0, 12.0
    exact = other_duties(q * per_hour / HOUR, decision, cv, piece)
    return Case(
        "approvals beside other duties",
        _desk(
            per_hour,
            60,
            1,
            mean,
            law("lognormal", mean=f"{decision}s", cv=cv),
            60 if tight else 20,
            kind="async",
            concession={"needed": q},
            supervision={"duties": 0.95, "duty_lasts": f"{piece}s"},
        ),
        {},
        figures=(Figure("wait of a request, s", exact.mean_wait_s, of_requests(_until_taken)),),
        warm_up_s=48 * HOUR,
        cool_down_s=6 * HOUR,
    )


def money(tight: bool) -> Case:
    """What concessions cost: partial moments of the lognormal amount; a supervisor grants no more than the limit."""
    needed, limit, most, median, sigma, denied = 0.5, 50.0, 200.0, 30.0, 1.0, 0.1
    too_much = over_granting(limit, 0.06, 0.04, 0.0, 0.05)
    exact = concessions(median, sigma, limit, over_grant=too_much, p_denied=denied, supervisor_limit=most)

    def granted(*grants: Grant) -> Callable[[Log], Floats]:
        def of_issue(log: Log) -> Floats:
            table = log.concessions
            here = np.isin(table["grant"], grants)
            return np.bincount(table["issue"][here], table["granted"][here], minlength=len(log.issues["issue"]))

        return of_issue

    return Case(
        "concessions, money",
        _desk(
            60.0,
            60,
            20,
            60.0,
            always(60.0),
            28 if tight else 7,
            kind="async",
            concession={"needed": needed, "median": median, "sigma": sigma, "unwarranted": 0.0},
            authority={"agent": limit, "senior": limit, "supervisor": most},
        ),
        {},
        figures=(
            Figure("granted by agents, an issue", needed * exact.by_agents, per_issue(granted(Grant.OWN))),
            Figure("granted after asking", needed * exact.by_supervisors, per_issue(granted(Grant.APPROVED))),
        ),
        cool_down_s=6 * HOUR,
    )


APPROVALS = (on_hold, on_hold_hanging_up, closed, later, beside_duties, money)
