"""Bots in front of a channel with people enough: containment arithmetic, and the work of what is left to them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sim.policy.chatbot import hand_off_factor
from sim.scenario import Scenario
from sim.theory import Containment, containment
from tests.desks import desk, exponential, steady
from tests.known.case import DAY, HOUR, Case, Exact

PLENTY = 60
"""Agents: nobody waits, so that nothing but the bot decides who comes."""
MEAN = 300.0
BACK = 4 * HOUR
"""Mean time until a customer who was not helped comes back; after seven days one in 10^18 still has not."""


def _desk(kind: str, per_hour: float, days: int, bot: dict[str, Any], habits: dict[str, Any], **more: Any) -> Scenario:
    """A channel that is always open, each agent with one contact at a time."""
    return desk(
        {"chat": steady(per_hour)},
        {"chat": {"talk": exponential(MEAN), "no_context": more.pop("no_context", 1.0)}},
        PLENTY,
        kinds={"chat": kind},
        days=days,
        policy__chatbot={"chat": bot},
        world__bot={"returns_after": exponential(BACK), **habits},
        **more,
    )


def _figures(exact: Containment, engaged: float) -> Exact:
    """Every KPI that containment arithmetic knows."""
    assert math.exp(-7 * DAY / BACK) < 1e-9
    return {
        ("bot_engagement", "chat"): engaged,
        ("containment", "chat"): exact.claimed / engaged,
        ("bot_true_resolution", "chat"): exact.solved / exact.claimed,
        ("bot_solved", "chat"): exact.solved / engaged,
        ("solved_without_human", "chat"): exact.solved,
        ("net_deflection", "chat"): exact.net_deflection,
        ("bot_returns", "chat"): 1 - exact.net_deflection / exact.claimed,
        ("contacts_per_issue", "chat"): exact.contacts,
        ("handle_time", "chat"): exact.mean_effort * MEAN,
    }


def one_topic(tight: bool) -> Case:
    """One topic: net deflection e c (1 - (1 - s) r), truly solved e c s."""
    engaged, contains, solved, returns = 0.8, 0.5, 0.6, 0.85
    exact = containment(1.0, contains, solved, engaged=engaged, returns=returns)
    scenario = _desk(
        "chat",
        40.0 if tight else 15.0,
        22 if tight else 16,
        {"contains": contains, "hand_off": 1.0},
        {"engaged": engaged, "solved": solved, "returns": returns, "repeating": 0.0},
    )
    return Case("bot, one topic", scenario, _figures(exact, engaged), warm_up_s=2 * DAY)


def a_mix(tight: bool) -> Case:
    """Three topics: the easy ones are kept, so that what is left to humans takes longer than what came."""
    shares, efforts = (0.5, 0.35, 0.15), (0.697, 1.095, 1.791)
    contains, solved = (0.65, 0.35, 0.15), (0.85, 0.65, 0.4)
    engaged, returns, fidelity, repeating, no_context = 0.8, 0.85, 0.0, 0.10, 1.15
    names = ("simple", "medium", "complex")
    exact = containment(
        shares,
        contains,
        solved,
        engaged=engaged,
        returns=returns,
        effort=efforts,
        after_bot=hand_off_factor(fidelity, repeating),
        after_return=no_context,
    )
    mean = sum(share * effort for share, effort in zip(shares, efforts, strict=True))
    figures = _figures(exact, engaged)
    figures["handle_time", "chat"] *= mean
    scenario = _desk(
        "chat",
        40.0 if tight else 15.0,
        22 if tight else 16,
        {"contains_on": dict(zip(names, contains, strict=True)), "hand_off": fidelity},
        {
            "engaged": engaged,
            "solved_on": dict(zip(names, solved, strict=True)),
            "returns": returns,
            "repeating": repeating,
        },
        no_context=no_context,
        world__topics={
            name: {"share": share, "effort": effort} for name, share, effort in zip(names, shares, efforts, strict=True)
        },
    )
    return Case("bot, mix of topics, no summary", scenario, figures, warm_up_s=2 * DAY)


def hidden_human(tight: bool) -> Case:
    """On the line, with a perfect summary, and the way to a human hidden from a quarter of those who look for it."""
    engaged, contains, solved, returns, hidden, repeating = 0.9, 0.4, 0.5, 0.6, 0.25, 0.2
    exact = containment(
        1.0,
        contains,
        solved,
        engaged=engaged,
        returns=returns,
        hidden=hidden,
        after_bot=hand_off_factor(1.0, repeating),
    )
    figures = _figures(exact, engaged)
    figures |= {
        ("bot_hidden", "chat"): (1 - contains) * hidden,
        ("bot_passed_on", "chat"): (1 - contains) * (1 - hidden),
        ("containment_shown", "chat"): contains + (1 - contains) * hidden,
    }
    scenario = _desk(
        "live",
        40.0 if tight else 15.0,
        22 if tight else 16,
        {"contains": contains, "hides_human": hidden, "hand_off": 1.0},
        {"engaged": engaged, "solved": solved, "returns": returns, "repeating": repeating},
    )
    return Case("bot, hidden human, summary", scenario, figures, warm_up_s=2 * DAY)


BOTS: tuple[Callable[[bool], Case], ...] = (one_topic, a_mix, hidden_human)
