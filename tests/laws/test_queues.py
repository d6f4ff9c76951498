"""Laws of queues: nobody waits beside somebody who could serve them, and nobody has a line that is not there."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.log import Cause, Duty, Outcome, TouchEnd
from tests.laws.played import Played, on_random_desks, played
from tests.laws.test_agents import by_agent, steps

Spans = list[tuple[float, float]]
MAY_PREFER = (
    Cause.REPLY,
    Cause.NEXT_TOUCH,
    Cause.CONFIRM,
    Cause.DECIDED,
    Cause.REOPEN,
    Cause.RECONTACT,
    Cause.BOUNCED,
    Cause.MESSAGE,
    Cause.REDIAL,
)
"""Contacts that may wait for the agent who had the matter last."""


def waits(desk: Played, contact: Any) -> Spans:
    """When a contact stood in its queue for anybody; a chat left in silence still does."""
    policy = desk.scenario.policy
    channel = desk.log.channels[desk.log.queue_channel[contact.queue]]
    callback = policy.callback.get(channel)
    held_s = policy.routing.last_agent if contact.cause in MAY_PREFER else 0.0
    since = contact.entered_at + held_s
    out = []
    for touch in contact.touches:
        out.append((since, touch.started_at))
        since = touch.until + (callback.gap + held_s if callback and touch.end == TouchEnd.UNREACHED else 0.0)
    if contact.outcome == Outcome.SILENT and not contact.touches:
        cut_off = policy.channels[channel].closing == "disconnect"
        closings = desk.scenario.calendar.openings(policy.channels[channel].open)[:, 1]
        out.append(
            (since, min([at for at in closings if cut_off and at >= contact.entered_at], default=desk.log.ends_at))
        )
    elif contact.outcome == Outcome.WAITING:
        out.append((since, desk.log.ends_at))
    elif not contact.touches:
        out.append((since, contact.ended_at))
    return [(max(since, desk.log.starts_at), until) for since, until in out if until > since]


def free(desk: Played, group: int, chats: bool) -> Spans:
    """When the agents of a group were on queue with nothing in hand, or for chats with a place left."""
    agents = desk.plan.agents
    limit = int(agents.slots[group])
    out: Spans = []
    touched = dict(by_agent(desk))
    asked: dict[int, Spans] = {}
    for request in desk.supervision:
        if request.agent >= 0:
            asked.setdefault(request.agent, []).append((request.taken_at, request.until))
    for agent in np.flatnonzero(agents.group == group).tolist():
        busy = [
            (since, until)
            for since, until, in_hand in steps(touched.get(agent, []))
            if not (chats and in_hand[0].chat and len(in_hand) < limit)
        ]
        busy = sorted(busy + asked.get(agent, []))
        for stretch in desk.duty:
            if stretch.agent != agent or stretch.duty != Duty.ON_QUEUE:
                continue
            at = stretch.since
            for since, until in busy:
                if until > stretch.since and since < stretch.until:
                    out.append((at, since))
                    at = until
            out.append((at, stretch.until))
    return [(since, until) for since, until in out if until > since]


def overlap(first: Spans, second: Spans) -> NDArray[np.float64]:
    """Seconds for which spans overlap, of the first with the second."""
    one, other = np.array(first).reshape(-1, 1, 2), np.array(second).reshape(1, -1, 2)
    return np.asarray(np.minimum(one, other)[..., 1] - np.maximum(one, other)[..., 0])


@on_random_desks
def test_nobody_waits_while_somebody_is_free_who_could_serve_them(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    queues, agents = desk.plan.queues, desk.plan.agents
    spans: dict[tuple[int, bool], Spans] = {}
    for contact in desk.contacts:
        if not queues.reserve[contact.queue]:
            chat = contact.on_line and desk.chat[contact.queue]
            spans.setdefault((contact.queue, chat), []).extend(waits(desk, contact))
    idle = {(group, chats): free(desk, group, chats) for group in range(len(agents.slots)) for chats in (False, True)}
    for (queue, chat), waiting in spans.items():
        for group in np.flatnonzero(agents.proficiency[:, queue] > 0).tolist():
            together = overlap(waiting, idle[group, chat])
            assert together.max(initial=0.0) <= 0.0


@on_random_desks
def test_when_a_run_is_drained_nobody_waits_whom_an_agent_on_duty_could_serve(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    if desk.scenario.calendar.at_end != "drain":
        return
    queues, agents = desk.plan.queues, desk.plan.agents
    on_duty = {
        stretch.agent for stretch in desk.duty if stretch.until == desk.log.ends_at and stretch.duty == Duty.ON_QUEUE
    }
    there = Counter(int(agents.group[agent]) for agent in on_duty)
    for contact in desk.contacts:
        if contact.outcome == Outcome.WAITING:
            for group, number in there.items():
                assert agents.proficiency[group, contact.queue] == 0 or number <= queues.reserve[contact.queue]
    assert all(touch.end != TouchEnd.OPEN for touch in desk.touches)


@on_random_desks
def test_the_lines_in_use_never_exceed_the_lines_there_are(mapping: dict[str, Any]) -> None:
    """A customer who is passed on keeps the line."""
    desk = played(mapping)
    for channel, name in enumerate(desk.log.channels):
        lines = desk.scenario.policy.channels[name].lines
        if lines is None or name in desk.scenario.policy.callback:
            continue  # calls back go out on lines of their own
        changes = []
        for contact in desk.contacts:
            if desk.log.queue_channel[contact.queue] != channel or not contact.on_line:
                continue
            if contact.outcome not in (Outcome.BLOCKED, Outcome.CLOSED, Outcome.MESSAGE):
                until = desk.log.ends_at if math.isnan(contact.ended_at) else contact.ended_at
                changes += [(contact.entered_at, 1), (until, -1)]
        in_use = 0
        for _, change in sorted(changes):
            in_use += change
            assert in_use <= lines


@on_random_desks
def test_a_closed_channel_lets_nobody_in_and_an_open_one_turns_nobody_away(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    calendar, channels = desk.scenario.calendar, desk.scenario.policy.channels
    openings = {name: calendar.openings(channel.open).tolist() for name, channel in channels.items()}
    for contact in desk.contacts:
        name = desk.log.channels[desk.log.queue_channel[contact.queue]]
        if not contact.on_line or contact.cause in (Cause.TRANSFER, Cause.BACKLOG):
            continue
        is_open = any(opens <= contact.entered_at < closes for opens, closes in openings[name])
        turned_away = contact.outcome in (Outcome.CLOSED, Outcome.MESSAGE)
        assert turned_away == (not is_open)
        assert contact.outcome != Outcome.MESSAGE or channels[name].when_closed == "take_message"
        assert contact.outcome != Outcome.DISCONNECTED or channels[name].closing == "disconnect"


@on_random_desks
def test_where_closing_cuts_the_queue_off_nobody_is_answered_later_who_was_waiting_then(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    for channel, name in enumerate(desk.log.channels):
        if desk.scenario.policy.channels[name].closing != "disconnect" or name in desk.scenario.policy.callback:
            continue  # those who will be called back have left the line
        closings = desk.scenario.calendar.openings(desk.scenario.policy.channels[name].open)[:, 1]
        for contact in desk.contacts:
            if desk.log.queue_channel[contact.queue] == channel and contact.on_line:
                answered_at = contact.touches[0].started_at if contact.touches else math.nan
                assert not ((contact.entered_at < closings) & (answered_at > closings)).any()
