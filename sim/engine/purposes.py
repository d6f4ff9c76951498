"""What a scenario needs chance for: each purpose with how often an issue may need it, and the law of its base draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import exp, expm1, sqrt
from typing import NamedTuple

import numpy as np

from sim.engine.plan import REPEATED, Floats
from sim.laws import Deterministic, Exponential, Law, Lognormal
from sim.policy import Chatbot
from sim.scenario import Scenario
from sim.scenario.queues import language_shares
from sim.units import HOUR_S
from sim.world import Concession, Effort, Patience

Quantile = Callable[[Floats], Floats]


class Purpose(NamedTuple):
    """One use of chance."""

    columns: int
    """draws of the issue's own; those beyond come from the pool, if it is ``repeated``"""
    repeated: bool
    laws: Mapping[str, Quantile] | Quantile | None = None
    """quantile functions by channel, or one for all; None where a rule decides with the uniform itself"""
    chance: bool = True
    """False: no uniform is drawn, since every law is one number"""


POOLED = 0
"""Columns of what few issues need: all of it comes from the pool, whose 65,536 draws are enough for them."""

WORK = ("talk", "hold", "after_call")


def purposes(scenario: Scenario) -> dict[str, Purpose]:
    """Every purpose of a scenario; those of the plan's ``Draws``, and topic, language, urgent and difficulty."""
    world, policy = scenario.world, scenario.policy
    resolution, chase, follow_up = world.resolution, world.chase, policy.follow_up
    redialling = any(redial.share > 0 for redial in world.redial.values())
    passing_on = policy.sorting.right < 1
    bouncing = any(channel.sends_to for channel in policy.channels.values())
    messages = any(channel.when_closed == "take_message" for channel in policy.channels.values())
    further_touches = resolution is not None or world.concession is not None
    again = redialling or passing_on or bouncing or messages or further_touches
    columns = REPEATED if again else 1
    out: dict[str, Purpose] = {}

    def uniform(purpose: str, used: bool, columns: int = POOLED) -> None:
        if used:
            out[purpose] = Purpose(columns, repeated=True)

    def duration(purpose: str, used: bool, law: Law) -> None:
        if used:
            out[purpose] = Purpose(POOLED, True, law.quantile)

    for purpose, several in {
        "topic": len(world.topics) > 1,
        "language": len(language_shares(scenario)) > 1,
        "urgent": any(topic.urgent > 0 for topic in world.topics.values()),
        "difficulty": any(effort.difficulty_cv > 0 for effort in world.effort.values()),
    }.items():
        if several:
            out[purpose] = Purpose(1, repeated=False)
    for phase in WORK:
        laws = {name: getattr(effort, phase) for name, effort in world.effort.items()}
        if any(is_work(law) for law in laws.values()):
            chance = any(not isinstance(law, Deterministic) for law in laws.values())
            out[phase] = Purpose(columns, again, {name: law.quantile for name, law in laws.items()}, chance)
    if any(_gives_up(patience) for patience in world.patience.values()):
        laws_of = {name: _patience_of(world.patience.get(name)) for name in policy.channels}
        often = again or chase is not None
        out["patience"] = Purpose(REPEATED if often else 1, often, laws_of)
    uniform("silent", any(patience.silent > 0 for patience in world.patience.values()))
    if redialling:
        never = partial(np.full_like, fill_value=np.inf)
        delays = {
            name: world.redial[name].delay.quantile if name in world.redial else never for name in policy.channels
        }
        out["redial"] = Purpose(1, True)
        out["redial_delay"] = Purpose(1, True, delays)
        uniform("redial_channel", any(redial.switch for redial in world.redial.values()))
    uniform("callback", bool(policy.callback))
    if policy.callback:
        out["reached"] = Purpose(POOLED, True)
    uniform("sorting", passing_on, columns)
    uniform("detected", passing_on)
    uniform("bounced", bouncing)
    uniform("lost", bouncing)
    duration("bounced_delay", bouncing, world.bounced.delay)
    if resolution is not None:
        for purpose in ("wrong", "pending", "resolved"):
            uniform(purpose, True, columns)
        for purpose in ("recognised", "passed_on", "returns"):
            uniform(purpose, True)
        replies = world.replies
        for purpose in ("customer", "third_party", "internal", "after_reminder", "confirms"):
            duration(purpose, purpose != "confirms" or follow_up.confirm, getattr(replies, purpose))
        uniform("reminded", True)
        duration("noticed", True, resolution.noticed)
        uniform("return_channel", bool(resolution.return_channels))
        duration("confirm_work", follow_up.confirm, follow_up.confirm_work)
        uniform("confirm_detects", follow_up.confirm)
    uniform("link", bouncing or resolution is not None)
    if world.concession is not None:
        concession, supervision = world.concession, policy.supervision
        out["concession"] = Purpose(1, False)
        out["amount"] = Purpose(1, False, _amounts(concession))
        uniform("settles", policy.authority.offers_less)
        uniform("asks", policy.assist is not None and policy.assist.asks_supervisor < 1)
        uniform("unwarranted", concession.unwarranted > 0)
        duration("decision", True, supervision.decision)
        uniform("denied", supervision.denied > 0)
        if concession.patience is not None:
            duration("hold_patience", True, concession.patience)
    if policy.chatbot:
        for purpose in ("bot_engaged", "bot_contained", "bot_solved"):
            uniform(purpose, True, 1)
        sessions = {name: _session_of(policy.chatbot.get(name)) for name in policy.channels}
        out["bot_session"] = Purpose(1, False, sessions)
        for purpose in ("bot_hidden", "bot_returns", "bot_stranded"):
            uniform(purpose, True)
        duration("bot_return_delay", True, world.bot.returns_after)
        duration("bot_elsewhere_delay", True, world.bot.elsewhere_after)
    if policy.self_service.knowledge_base is not None:
        for purpose in ("kb_looks", "kb_found", "kb_solved"):
            uniform(purpose, True, 1)
        uniform("kb_returns", True)
        duration("kb_return_delay", True, world.self_service.returns_after)
    if world.anger is not None:
        out["anger"] = Purpose(1, repeated=False)
        uniform("sentiment", policy.sentiment is not None, 1)
    if chase is not None:
        for purpose in ("told", "timeframe", "kept"):
            uniform(purpose, True)
        duration("chase", True, Exponential(mean=HOUR_S / chase.per_hour))
        uniform("chase_channel", bool(chase.channels))
        duration("chase_work", True, chase.work)
        duration("notice_work", True, follow_up.notice)
    return out


def _amounts(concession: Concession) -> Quantile:
    """Quantile function of the amounts."""
    median, variance = concession.median, concession.sigma**2
    if variance == 0.0:
        return partial(np.full_like, fill_value=median)
    return Lognormal(mean=median * exp(variance / 2), cv=sqrt(expm1(variance))).quantile


def is_work(law: Law) -> bool:
    """Whether a phase takes any time."""
    return not isinstance(law, Deterministic) or law.value > 0


def _gives_up(patience: Patience) -> bool:
    return patience.law is not None or patience.balk > 0


def patience_quantile(patience: Patience, u: Floats) -> Floats:
    """Base patience in seconds: 0 for the balking share, then the delay plus the law; infinity for never."""
    staying = (u - patience.balk) / (1 - patience.balk)
    law = patience.law
    base = law.quantile(np.clip(staying, 2.0**-54, None)) + patience.delay if law else np.full_like(u, np.inf)
    return np.where(u < patience.balk, 0.0, base)


def _session_of(bot: Chatbot | None) -> Quantile:
    return bot.session.quantile if bot else np.zeros_like


def _patience_of(patience: Patience | None) -> Quantile:
    return partial(patience_quantile, patience) if patience else partial(np.full_like, fill_value=np.inf)


def difficulty_quantile(effort: Effort) -> Quantile:
    """The issue's difficulty, mean 1."""
    return Lognormal(mean=1.0, cv=effort.difficulty_cv).quantile
