"""Laws of agents: one state at a time, one thing at a time or a few chats, and their time adds up."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import Any

from sim.log import Duty, TouchEnd
from tests.laws.played import Played, on_random_desks, played

WORKING = (Duty.ON_QUEUE, Duty.OVERTIME, Duty.FINISHING)


def by_agent(desk: Played) -> list[tuple[int, list[Any]]]:
    """Every agent's touches in order of time."""
    touches = sorted(desk.touches, key=lambda touch: (touch.agent, touch.started_at, touch.until))
    return [(agent, list(mine)) for agent, mine in groupby(touches, key=lambda touch: touch.agent)]


def steps(touches: list[Any]) -> list[tuple[float, float, list[Any]]]:
    """An agent's day as (since, until, touches in hand), where there is any; ends come before beginnings."""
    instants = sorted({at for touch in touches for at in (touch.started_at, touch.until, *touch.held)})
    out: list[tuple[float, float, list[Any]]] = []
    coming = iter([*touches, None])
    following = next(coming)
    in_hand: list[Any] = []
    for since, until in pairwise(instants):
        in_hand = [touch for touch in in_hand if touch.until > since]
        while following is not None and following.started_at <= since:
            if following.until > since:
                in_hand.append(following)
            following = next(coming)
        if in_hand:
            out.append((since, until, in_hand))
    return out


@on_random_desks
def test_an_agent_has_one_call_or_ticket_or_no_more_chats_than_the_team_may(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    agents = desk.plan.agents
    for agent, touches in by_agent(desk):
        limit = int(agents.slots[agents.group[agent]])
        for _, _, in_hand in steps(touches):
            assert len(in_hand) <= (limit if in_hand[0].chat else 1)
            assert all(touch.chat for touch in in_hand) or len(in_hand) == 1
        assert all(agents.proficiency[agents.group[agent], touch.queue] > 0 for touch in touches)


@on_random_desks
def test_the_cost_of_an_agents_touches_adds_up_to_the_time_in_which_there_was_one(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    for _, touches in by_agent(desk):
        busy_s = math.fsum(until - since for since, until, _ in steps(touches))
        assert math.isclose(math.fsum(touch.agent_s for touch in touches), busy_s, abs_tol=1e-5)
        shares: dict[int, float] = {}
        for since, until, in_hand in steps(touches):
            for touch in in_hand:
                shares[id(touch)] = shares.get(id(touch), 0.0) + (until - since) / len(in_hand)
        for touch in touches:
            if touch.chat:
                assert math.isclose(touch.agent_s, shares.get(id(touch), 0.0), abs_tol=1e-5)
            else:
                assert touch.agent_s == touch.until - touch.started_at


@on_random_desks
def test_an_agent_is_in_one_state_and_works_only_while_there(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    there: dict[int, list[Any]] = {}
    for stretch in desk.duty:
        mine = there.setdefault(stretch.agent, [])
        assert stretch.until > stretch.since >= (mine[-1].until if mine else -math.inf)
        mine.append(stretch)
    for agent, touches in by_agent(desk):
        working = [(stretch.since, stretch.until) for stretch in there[agent] if stretch.duty in WORKING]
        for since, until, _ in steps(touches):
            covered = math.fsum(max(min(until, end) - max(since, start), 0.0) for start, end in working)
            assert covered == until - since


@on_random_desks
def test_the_phases_of_a_touch_add_up_and_none_is_negative(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    for touch in desk.touches:
        assert min(touch.talk_s, touch.hold_s, touch.after_call_s, touch.agent_s) >= 0.0
        assert touch.talk_s + touch.hold_s + touch.after_call_s == touch.until - touch.started_at
        if touch.end in (TouchEnd.PUT_BACK, TouchEnd.HANDED_OVER, TouchEnd.DEAD, TouchEnd.UNREACHED):
            assert touch.after_call_s == 0.0
