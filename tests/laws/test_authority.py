"""Laws of concessions: what is asked is decided once, in order, by somebody there; a limit moves nobody else's luck."""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.log import Cause, Duty, Grant, Log, Request, RequestEnd, TouchEnd
from sim.scenario import Scenario
from tests.desks import exponential
from tests.laws.played import SEED, Played, on_random_desks, on_some_random_desks, played
from tests.laws.test_agents import WORKING, by_agent, steps
from tests.laws.test_common_chance import lively, lowered, purposes_of, same_draws, who_comes
from tests.laws.test_queues import free, overlap

DECIDED = (RequestEnd.GRANTED, RequestEnd.DENIED)
ANSWERS = (Grant.OWN, Grant.APPROVED, Grant.DENIED, Grant.DISCOUNT)
"""What may come of a need; the others are given without one."""


def requests(desk: Played) -> list[Any]:
    """What agents have asked, in order of time."""
    return [request for request in desk.supervision if request.request != Request.DUTY]


def is_nan(*instants: float) -> list[bool]:
    return [math.isnan(at) for at in instants]


# What is asked is decided.


@on_random_desks
def test_every_request_is_decided_withdrawn_put_off_in_vain_or_open_and_has_exactly_the_instants_of_that(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    for row in desk.supervision:
        taken, ended, released = (not nan for nan in is_nan(row.taken_at, row.ended_at, row.released_at))
        assert taken == (row.agent >= 0)
        assert (row.request == Request.DUTY) == (row.issue < 0)
        match row.end:
            case RequestEnd.GRANTED | RequestEnd.DENIED:
                assert row.request != Request.DUTY
                assert row.asked_at <= row.taken_at < row.ended_at == row.released_at
            case RequestEnd.WITHDRAWN | RequestEnd.PUT_OFF:
                assert row.request == Request.ON_HOLD
                assert not taken
                assert not released
                assert row.asked_at <= row.ended_at
            case RequestEnd.IN_VAIN:
                assert row.request == Request.ON_HOLD
                assert row.asked_at <= row.taken_at <= row.ended_at
                assert not released or row.ended_at < row.released_at
            case RequestEnd.DONE:
                assert row.request == Request.DUTY
                assert row.asked_at <= row.taken_at < row.ended_at == row.released_at
            case _:
                assert row.end == RequestEnd.OPEN
                assert not ended
                assert not released


@on_random_desks
def test_an_issue_asks_again_only_if_its_customer_hung_up_or_was_put_off_and_is_decided_once(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    ordered = sorted(requests(desk), key=lambda request: (request.issue, request.asked_at, request.request))
    for _, mine in groupby(ordered, key=lambda request: request.issue):
        asked = list(mine)
        assert asked[-1].end != RequestEnd.PUT_OFF
        for before, after in pairwise(asked):
            if before.end == RequestEnd.PUT_OFF:
                assert (after.request, after.asked_at) == (Request.LATER, before.ended_at)
                assert after.contact == before.contact
                continue
            assert before.end in (RequestEnd.WITHDRAWN, RequestEnd.IN_VAIN)
            assert after.asked_at >= before.ended_at
            assert after.contact > before.contact


@on_random_desks
def test_each_decision_stands_among_the_concessions_and_a_need_is_answered_once(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    agents, limit = desk.plan.agents, desk.plan.authority.limit
    approves = [team.approves for team in desk.scenario.policy.teams.values()]
    by_a_supervisor = {
        (row.issue, row.contact, row.at): row for row in desk.concessions if row.grant in (Grant.APPROVED, Grant.DENIED)
    }
    decided = [row for row in requests(desk) if row.end in DECIDED]
    for row in decided:
        answer = by_a_supervisor.pop((row.issue, row.contact, row.ended_at))
        assert (answer.grant == Grant.DENIED) == (row.end == RequestEnd.DENIED)
    for row in by_a_supervisor.values():
        assert approves[agents.team[row.agent]], "nobody else says yes to more than the limit without asking"
    kinds = Counter(
        (row.issue, "answer" if row.grant in ANSWERS else Grant(row.grant).name) for row in desk.concessions
    )
    assert set(kinds.values()) <= {1}
    for row in desk.concessions:
        its = limit[agents.team[row.agent]]
        assert (row.needed > 0) == (row.grant in ANSWERS)
        match row.grant:
            case Grant.OWN:
                assert row.needed <= its
                assert row.granted >= row.needed
            case Grant.APPROVED:
                assert row.needed > its
                assert row.granted == min(row.needed, desk.plan.authority.supervisor_limit)
            case Grant.DENIED:
                assert row.granted == 0.0
            case Grant.DISCOUNT:
                assert row.granted == its < row.needed
            case _:
                assert 0.0 < row.granted <= its
        if row.grant in ANSWERS:
            assert ("answer" in kinds) <= (kinds[row.issue, "UNWARRANTED"] == 0)


@on_random_desks
def test_who_asks_on_hold_waits_with_the_customer_and_who_asks_later_leaves_the_ticket_pending(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    contacts = {(contact.issue, contact.contact): contact for contact in desk.contacts}
    for row in requests(desk):
        contact = contacts[row.issue, row.contact]
        touch = contact.touches[-1]
        talked_until = touch.started_at + touch.talk_s + touch.hold_s
        if row.request == Request.LATER:
            assert row.asked_at == contact.ended_at == talked_until
            assert touch.end in (TouchEnd.PENDING_APPROVAL, TouchEnd.OPEN)
            continue
        assert contact.on_line
        until = desk.log.ends_at if math.isnan(row.ended_at) else row.ended_at
        assert talked_until == until
        assert touch.hold_s >= until - row.asked_at >= 0.0
        assert math.isnan(row.ended_at) or contact.ended_at == row.ended_at
        hung_up = row.end in (RequestEnd.WITHDRAWN, RequestEnd.IN_VAIN)
        assert (touch.end == TouchEnd.HUNG_UP) == hung_up or touch.end == TouchEnd.OPEN
    asked = {(row.issue, row.contact) for row in requests(desk)}
    for touch in desk.touches:
        if touch.end in (TouchEnd.PENDING_APPROVAL, TouchEnd.HUNG_UP):
            assert (touch.issue, touch.contact) in asked


@on_random_desks
def test_a_matter_goes_on_at_the_decision_or_when_the_agent_who_asked_has_wrapped_up(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    goes_on = {}
    for contacts in desk.threads():
        for before, after in pairwise(contacts):
            if after.cause == Cause.DECIDED:
                goes_on[before.issue, before.contact] = after.entered_at
    for row in requests(desk):
        if row.request == Request.LATER and row.end in DECIDED:
            touch = desk.touches_of[row.issue, row.contact][-1]
            at = max(row.ended_at, touch.until)
            assert goes_on.pop((row.issue, row.contact), at) == at
    assert not goes_on, "decided by nobody"


@on_random_desks
def test_nobody_holds_for_a_supervisor_while_none_is_on_duty(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    approves = [team.approves for team in desk.scenario.policy.teams.values()]
    there = sorted(
        (row.since, row.until)
        for row in desk.duty
        if approves[desk.plan.agents.team[row.agent]] and row.duty == Duty.ON_QUEUE
    )
    for row in requests(desk):
        if row.request == Request.ON_HOLD:
            until = min(at for at in (row.taken_at, row.ended_at, desk.log.ends_at) if not math.isnan(at))
            covered = row.asked_at
            for begins, ends in there:
                if begins <= covered:
                    covered = max(covered, ends)
            assert covered >= until


# Supervisors.


def busy(desk: Played) -> dict[int, list[tuple[float, float]]]:
    """By supervisor: when they were at something that they were asked to do."""
    out: dict[int, list[tuple[float, float]]] = {}
    for row in desk.supervision:
        if row.agent >= 0:
            out.setdefault(row.agent, []).append((row.taken_at, row.until))
    return out


@on_random_desks
def test_a_supervisor_is_at_one_thing_at_a_time_and_only_while_there(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    touched = dict(by_agent(desk))
    approves = [team.approves for team in desk.scenario.policy.teams.values()]
    for agent, stretches in busy(desk).items():
        assert approves[desk.plan.agents.team[agent]]
        serving = [(since, until) for since, until, _ in steps(touched.get(agent, []))]
        at_it = sorted(stretches + serving)
        assert all(before[1] <= after[0] for before, after in pairwise(at_it))
        there = [(row.since, row.until) for row in desk.duty if row.agent == agent and row.duty in WORKING]
        for since, until in stretches:
            covered = math.fsum(max(min(until, end) - max(since, start), 0.0) for start, end in there)
            assert covered == until - since


@on_random_desks
def test_no_request_waits_while_a_supervisor_is_free(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    on_hold = desk.plan.authority.on_hold
    waiting = []
    for row in desk.supervision:
        until = row.taken_at if row.agent >= 0 else row.ended_at
        waiting.append((row.asked_at, desk.log.ends_at if math.isnan(until) else until))
    if not waiting:
        return
    for group in np.flatnonzero(desk.plan.agents.proficiency[:, on_hold] > 0).tolist():
        assert overlap(waiting, free(desk, group, chats=False)).max(initial=0.0) <= 0.0


@on_random_desks
def test_those_on_hold_come_before_later_requests_and_both_before_duties_each_in_order_of_coming(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    for row in desk.supervision:
        if row.agent < 0:
            continue
        for other in desk.supervision:
            gone = other.taken_at if other.agent >= 0 else other.ended_at
            if other.asked_at < row.taken_at and not gone <= row.taken_at:
                assert (row.request, row.asked_at) <= (other.request, other.asked_at)


@on_random_desks
def test_duties_fall_due_as_the_time_on_duty_says_whatever_else_happens(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    due = [row.asked_at for row in desk.supervision if row.request == Request.DUTY]
    assert due == desk.plan.authority.duty_at.tolist()
    supervision = desk.scenario.policy.supervision
    approves = np.array([team.approves for team in desk.scenario.policy.teams.values()])
    agents = desk.plan.agents
    planned_s = math.fsum(
        row.until - row.since
        for row in desk.duty
        if approves[agents.team[row.agent]] and row.since < desk.scenario.calendar.horizon_s
    )
    if desk.scenario.has_people:  # duties fall due for those whose place is vacant, too
        supervisors = approves[agents.team[agents.duty_agent]]
        planned_s = max(planned_s, math.fsum((agents.duty_until - agents.duty_since)[supervisors]))
    assert len(due) * supervision.duty_lasts <= planned_s * supervision.duties + supervision.duty_lasts / 2


# A world without limits is one without concessions, but for the money.


@on_some_random_desks
def test_where_anybody_may_grant_anything_the_journey_is_that_of_a_world_that_needs_nothing(
    mapping: dict[str, Any],
) -> None:
    if "concession" not in mapping["world"]:
        return
    scenario = Scenario.from_mapping(mapping)
    unlimited = dict.fromkeys(("agent", "senior", "supervisor")) | {"script": 0.0, "offers_less": False}
    changes = {f"policy.authority.{name}": value for name, value in unlimited.items()}
    anything = simulate(scenario.with_values(changes | {"policy.supervision.duties": 0.0}), SEED, 0)
    nothing = simulate(scenario.with_values(changes | {"world.concession": None}), SEED, 0)
    assert len(anything.concessions["issue"]) > 0
    assert not len(nothing.concessions["issue"])
    for table in ("issues", "contacts", "tickets", "statuses", "touches", "duty", "agents", "supervision"):
        for name, column in getattr(nothing, table).items():
            other = getattr(anything, table)[name]
            assert np.array_equal(column, other, equal_nan=column.dtype.kind == "f"), (table, name)


# Common random numbers.

SUPERVISED: dict[str, Any] = {
    "policy.teams.leads": {"approves": True},
    "policy.heads.leads": {"on_queue": 1},
    "world.concession": {"needed": 0.5},
    "world.topics.hard.concession": 0.8,
}
SWITCHES: dict[str, dict[str, Any]] = {
    "audited": {"policy.authority.audited": 0.2},
    "denied": {"policy.supervision.denied": 0.4},
    "duties": {"policy.supervision.duties": 0.1},
    "finishing": {"policy.authority.finishing": 1.0},
    "goodwill": {"policy.authority.goodwill": 20.0},
    "hold": {"policy.authority.approval": "hold"},
    "hold below": {"policy.authority.hold_below": "1h"},
    "later": {"policy.authority.approval": "later"},
    "limit": {"policy.authority.agent": 120.0},
    "more supervisors": {"policy.heads.leads.on_queue": 4},
    "no limit": dict.fromkeys(("policy.authority.agent", "policy.authority.senior", "policy.authority.supervisor")),
    "nothing": {"policy.authority.agent": 0.0, "policy.authority.senior": 0.0},
    "offers less": {"policy.authority.offers_less": True},
    "script": {"policy.authority.script": 1.0},
}


def supervised(**changes: Any) -> Scenario:
    """The lively desk with concessions and a supervisor."""
    return lively(**(SUPERVISED | changes))


BEFORE = lowered(supervised())


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_policy_of_authority_changes_no_customer_and_no_draw(switch: str) -> None:
    after = lowered(supervised(**SWITCHES[switch]))
    assert who_comes(after) == who_comes(BEFORE)
    assert set(same_draws(BEFORE, after)) == purposes_of(BEFORE[0])
    assert {"concession", "amount", "decision", "denied", "hold_patience"} <= purposes_of(after[0])


@pytest.mark.parametrize("nothing_else", [False, True], ids=["lively", "plain"])
def test_that_customers_need_concessions_changes_no_other_draw(nothing_else: bool) -> None:
    worlds = {"world.resolution": None, "world.chase": None, "world.redial": {}, "world.replies": {}}
    plain = worlds if nothing_else else {}
    without = lowered(lively(**plain, **{"policy.teams.leads": {"approves": True}, "policy.heads.leads.on_queue": 1}))
    after = lowered(supervised(**plain))
    assert who_comes(after) == who_comes(without)
    assert set(same_draws(without, after)) == purposes_of(without[0])


PLENTY: dict[str, Any] = {
    "policy.heads.team.on_queue": 150,
    "policy.heads.seniors.on_queue": 0,
    "policy.heads.leads.on_queue": 150,
    "policy.supervision.duties": 0.0,
    "world.concession": {"needed": 0.5, "patience": None},
}
"""Everybody is served at once, and every request decided at once."""


def logged(**changes: Any) -> Log:
    return simulate(supervised(**(PLENTY | changes)), 3, 1)


def first_requests(log: Log) -> dict[int, tuple[float, int]]:
    """By issue whose first contact asked: what the decision took, and how it ended."""
    table = log.supervision
    rows = zip(*(table[name].tolist() for name in ("issue", "contact", "taken_at", "released_at", "end")), strict=True)
    return {
        issue: (round(released_at - taken_at, 5), end)
        for issue, contact, taken_at, released_at, end in rows
        if contact == 0 and issue >= 0 and released_at == released_at
    }


def needs(log: Log) -> dict[int, float]:
    """By issue: the amount that its matter called for."""
    table = log.concessions
    answered = np.isin(table["grant"], ANSWERS)
    return dict(zip(table["issue"][answered].tolist(), table["needed"][answered].tolist(), strict=True))


@pytest.mark.parametrize("switch", ["hold", "later", "denied", "limit", "nothing", "more supervisors", "goodwill"])
def test_who_asks_either_way_needs_the_same_amount_and_the_same_work_of_a_supervisor(switch: str) -> None:
    usual, other = logged(), logged(**SWITCHES[switch])
    amounts, its = needs(usual), needs(other)
    both = amounts.keys() & its.keys()
    assert len(both) > 200
    assert all(amounts[issue] == its[issue] for issue in both)
    asked, asks = first_requests(usual), first_requests(other)
    both = asked.keys() & asks.keys()
    assert len(both) > 20
    assert all(asked[issue][0] == asks[issue][0] for issue in both)


@pytest.mark.parametrize("approval", ["hold", "later"])
def test_a_higher_limit_never_makes_a_first_contact_ask_that_did_not(approval: str) -> None:
    asked = [
        first_requests(
            logged(
                **{"policy.authority.agent": limit, "policy.authority.senior": 150.0},
                **{"policy.authority.approval": approval},
            )
        ).keys()
        for limit in (0.0, 20.0, 50.0, 150.0)
    ]
    assert all(more < fewer for fewer, more in pairwise(asked))


def test_a_supervisor_who_refuses_more_refuses_all_whom_the_other_refused() -> None:
    refused = [
        {issue for issue, (_, end) in first_requests(logged(**changes)).items() if end == RequestEnd.DENIED}
        for changes in ({"policy.supervision.denied": share} for share in (0.1, 0.4, 0.9))
    ]
    assert all(fewer < more for fewer, more in pairwise(refused))


def test_the_law_of_decisions_changes_their_work_alone() -> None:
    after = lowered(supervised(**{"policy.supervision.decision": exponential(60.0)}))
    assert who_comes(after) == who_comes(BEFORE)
    changed = {
        name
        for part in ("draws", "pools")
        for name in BEFORE[0].draws._fields
        if not np.array_equal(getattr(getattr(BEFORE[0], part), name), getattr(getattr(after[0], part), name))
    }
    assert changed == {"decision"}
