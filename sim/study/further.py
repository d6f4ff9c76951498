"""What first contacts bring with them: further touches, returns, notices and confirmations, expected beforehand.

A touch on a channel ends in one of these ways (model: resolution), with the probabilities of the settings for an
average issue, agent and chat, so without the effects of quality, difficulty, crowding and context:

    passed up            u = f (1 - s) r q          the customer stays on the line, a senior goes on
    a further touch      l = (1 - w) (c (1 - n) + p) + f (1 - s) r (1 - q)
    solved, it is said   b = w + f (1 - s) (1 - r) falsely, f s truly

with w wrong information, c and p pending on the customer and on a third party, n no answer, f = (1 - w) (1 - c - p),
s solved, r recognised, q to a senior. So a ticket takes 1 / (1 - u - l) touches until it is called solved, those after
the customer has left the line on the channel of later work; it comes back with probability b (touches) x returns.

Of a channel with a bot only those come who reach a human, at first or after it kept them unhelped; where customers
look for an answer first, only those come who find none, or a wrong one. An agents' knowledge base shifts s and w, a
script shifts s. What asking a supervisor brings is in :mod:`sim.study.approvals_load`.

Left out, because they depend on the waits: redials, customers who ask where things stand, and those who give up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.laws import Law
from sim.policy.authority import script_logit
from sim.policy.chatbot import hand_off_factor
from sim.policy.knowledge import knowledge_logit
from sim.scenario import Scenario, queues
from sim.scenario.queues import topic_shares
from sim.scenario.tools import wrong_logit
from sim.world.resolution import shifted

Floats = NDArray[np.float64]

NOTICES = 50
"""Renewals of one promise that are counted; a wait of so many promises is never seen."""


@dataclass(frozen=True, slots=True)
class Brings:
    """On one channel: first contacts, contacts that come back, further touches, notices with confirmations; work."""

    first: float
    returns: float
    further: float
    aside: float
    work_s: float


class _Odds(NamedTuple):
    """Of one touch: passed up, a further touch, false solution, believed to be solved, waits for others."""

    up: float
    later: float
    false: float
    believed: float
    third_party: float
    internal: float


def brings(scenario: Scenario, issues: Mapping[str, float], touch_s: Mapping[str, float]) -> dict[str, Brings]:
    """By channel, what ``issues`` first contacts by channel bring; ``touch_s`` is an agent's time for a mean touch.

    Without ``world.resolution`` every answer is the end: only first contacts have work.
    """
    channels = list(scenario.policy.channels)
    place = {name: index for index, name in enumerate(channels)}
    totals = {name: np.zeros(len(channels)) for name in ("first", "returns", "further", "aside", "work_s")}
    for topic, effort in efforts(scenario).items():
        first, back, factor = np.zeros(len(channels)), np.zeros(len(channels)), np.ones(len(channels))
        for name in channels:
            comes = _comes(scenario, issues, name, topic)
            reaches = _behind_bot(scenario, name, topic)
            first[place[name]], back[place[name]] = comes * reaches.first, comes * reaches.back
            factor[place[name]] = reaches.factor
        each_s = np.array([touch_s[name] * effort.get(name, 1.0) for name in channels])
        again = np.array([scenario.world.effort[name].no_context for name in channels])
        totals["first"] += first
        totals["returns"] += back
        totals["work_s"] += (first * factor + back * again) * each_s
        if scenario.world.resolution is not None:
            _add_further(scenario, topic, first + back, each_s, totals)
    return {
        name: Brings(*(float(totals[what][place[name]]) for what in ("first", "returns", "further", "aside", "work_s")))
        for name in channels
    }


def needs_at_agents(scenario: Scenario, issues: Mapping[str, float], topic: str) -> dict[str, float]:
    """By channel, a topic's needs that come to an agent at all, of ``issues`` by channel."""
    found = {}
    for name in scenario.policy.channels:
        reaches = _behind_bot(scenario, name, topic)
        found[name] = _comes(scenario, issues, name, topic) * (reaches.first + reaches.back)
    return found


def _comes(scenario: Scenario, issues: Mapping[str, float], channel: str, topic: str) -> float:
    """A topic's needs that come to a channel or its bot."""
    share = topic_shares(scenario, channel).get(topic, 0.0)
    return issues[channel] * share * _behind_articles(scenario, channel, topic)


class _Reaches(NamedTuple):
    """Of a topic's needs on a channel: shares at humans at first and after a bot, and a factor on the former's work."""

    first: float
    back: float
    factor: float


def _behind_articles(scenario: Scenario, channel: str, topic: str) -> float:
    """Of a topic's needs on a channel: the share that comes to the desk or its bot, 1 - l c (1 - (1 - s) r)."""
    articles, habits = scenario.policy.self_service.knowledge_base, scenario.world.self_service
    if articles is None:
        return 1.0
    found = habits.looks_on.get(channel, habits.looks) * articles.covers_on.get(topic, articles.covers)
    return 1.0 - found * (1.0 - (1.0 - habits.solved_on.get(topic, habits.solved)) * habits.returns)


def _behind_bot(scenario: Scenario, channel: str, topic: str) -> _Reaches:
    """What a bot lets through, on average and while its channel is open (``sim.theory.containment``)."""
    bot, habits = scenario.policy.chatbot.get(channel), scenario.world.bot
    if bot is None:
        return _Reaches(1.0, 0.0, 1.0)
    contains, solved = bot.contains_on.get(topic, bot.contains), habits.solved_on.get(topic, habits.solved)
    passed_on = habits.engaged * (1 - contains) * (1 - bot.hides_human)
    lost = habits.engaged * (contains * (1 - solved) + (1 - contains) * bot.hides_human)
    first = 1 - habits.engaged + passed_on
    work = 1 - habits.engaged + passed_on * hand_off_factor(bot.hand_off, habits.repeating)
    return _Reaches(first, lost * habits.returns, work / first if first > 0 else 1.0)


def efforts(scenario: Scenario) -> dict[str, dict[str, float]]:
    """By topic and channel: the topic's effort relative to the channel's mean."""
    found: dict[str, dict[str, float]] = {topic: {} for topic in scenario.world.topics}
    for channel in scenario.policy.channels:
        shares = topic_shares(scenario, channel)
        mean = sum(share * scenario.world.topics[topic].effort for topic, share in shares.items()) or 1.0
        for topic in found:
            found[topic][channel] = scenario.world.topics[topic].effort / mean
    return found


def _add_further(scenario: Scenario, topic: str, first: Floats, each_s: Floats, totals: dict[str, Floats]) -> None:
    """Add what the episodes of one topic bring: an episode lasts from a contact until the matter is called solved."""
    world, policy, follow = scenario.world, scenario.policy, scenario.policy.follow_up
    assert world.resolution is not None
    channels = list(policy.channels)
    place = {name: index for index, name in enumerate(channels)}
    n = len(channels)
    touches, aside = np.zeros((n, n)), np.zeros((n, n))
    aside_s, false = np.zeros((n, n)), np.zeros(n)
    for index, (name, channel) in enumerate(policy.channels.items()):
        odds = _odds(scenario, topic, name)
        later = place[channel.later or name]
        if channel.waits_on_line:
            touches[index, index] += 1 / (1 - odds.up)
            touches[index, later] += odds.later / (1 - odds.up) / (1 - odds.up - odds.later)
        else:
            touches[index, index] += 1 / (1 - odds.up - odds.later)
        total = float(touches[index].sum())
        false[index] = total * odds.false
        if world.chase is not None:
            promise_s = follow.promise_on.get(name, follow.promise)
            kept = odds.third_party * _notices(scenario, world.replies.third_party, promise_s)
            kept += odds.internal * _notices(scenario, world.replies.internal, promise_s)
            aside[index, later] += total * kept
            aside_s[index, later] += total * kept * follow.notice.mean_s
        if follow.confirm:
            aside[index, later] += total * odds.believed
            aside_s[index, later] += total * odds.believed * follow.confirm_work.mean_s
    back = np.zeros((n, n))
    for index in range(n):
        for name, share in world.resolution.return_channels.items():
            if place[name] != index:
                back[index, place[name]] += share
        back[index, index] = 1 - back[index].sum()
    back *= false[:, None] * world.resolution.returns
    episodes = np.linalg.solve(np.eye(n) - back.T, first)
    returns = episodes - first
    unknown = np.array([world.effort[name].no_context - 1 for name in channels]) * (1 - follow.link)
    totals["returns"] += returns
    totals["further"] += episodes @ touches - episodes
    totals["aside"] += episodes @ aside
    totals["work_s"] += (episodes @ touches - first) * each_s + returns * unknown * each_s + episodes @ aside_s


def _odds(scenario: Scenario, topic: str, channel: str) -> _Odds:
    """The ways in which a touch of a topic ends, on a channel; with ``confirm``, what comes out then takes another."""
    policy = scenario.policy
    resolution, about, follow = scenario.world.resolution, scenario.world.topics[topic], policy.follow_up
    assert resolution is not None
    solved = resolution.solved if about.solved is None else about.solved
    customer = resolution.pending_customer if about.pending_customer is None else about.pending_customer
    third_party = resolution.pending_third_party if about.pending_third_party is None else about.pending_third_party
    knowledge = policy.knowledge
    if knowledge is not None:
        solved = shifted(solved, knowledge_logit(knowledge.kappa, knowledge.solved))
    if policy.authority.script > 0:
        solved = shifted(solved, script_logit(policy.authority.script))
    wrong = shifted(resolution.wrong, -wrong_logit(policy))
    right = 1 - wrong
    failed = right * (1 - customer - third_party) * (1 - solved)
    seen = failed * resolution.recognised
    seniors = any(queue.channel == channel and queue.escalated for queue in queues(scenario))
    up = seen * resolution.to_senior if seniors else 0.0
    later = right * (customer * (1 - _no_reply(scenario)) + third_party) + seen - up
    false = wrong + failed * (1 - resolution.recognised)
    believed = false + right * (1 - customer - third_party) * solved
    if follow.confirm:
        later += false * follow.confirm_detects
        false *= 1 - follow.confirm_detects
    return _Odds(up, later, false, believed, right * third_party, seen * resolution.to_internal)


def _no_reply(scenario: Scenario) -> float:
    """Probability that a customer who was asked does not answer before the desk gives up."""
    replies, follow = scenario.world.replies, scenario.policy.follow_up
    moved_in_time = 1 - _survives(replies.after_reminder, max(follow.give_up_after - follow.remind_after, 0.0))
    return _survives(replies.customer, follow.give_up_after) * (1 - replies.reminded * moved_in_time)


def _notices(scenario: Scenario, wait: Law, promise_s: float) -> float:
    """Expected notices in a wait: promised x sum over k of kept^k P(wait > k promises)."""
    follow = scenario.policy.follow_up
    lasts = sum(follow.kept**k * _survives(wait, k * promise_s) for k in range(1, NOTICES + 1))
    return follow.tell * follow.timeframe * lasts


def _survives(law: Law, seconds: float) -> float:
    return float(law.survival(np.array([seconds]))[0])
