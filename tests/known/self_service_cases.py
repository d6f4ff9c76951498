"""Self-service before the desk, alone and with a bot behind it; and assist, which is a faster server."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.policy.assist import assist_speed
from sim.policy.knowledge import knowledge_time
from sim.theory import containment, erlang_c_queue
from tests.desks import desk, exponential, steady
from tests.known.case import DAY, HOUR, WITHIN, Case, phone, queue_of

PLENTY = 60
MEAN = 300.0
BACK = 4 * HOUR
"""Mean time until who was misled comes; of self-service and bot together still far less than seven days."""


def articles(tight: bool) -> Case:
    """Two topics: net deflection l c (1 - (1 - s) r), truly solved l c s."""
    looks, returns, shares = 0.6, 0.7, (2.0, 1.0)
    covers, solved = (0.6, 0.2), (0.8, 0.4)
    exact = containment(shares, covers, solved, engaged=looks, returns=returns)
    scenario = desk(
        {"email": steady(40.0 if tight else 15.0)},
        {"email": exponential(MEAN)},
        PLENTY,
        kinds={"email": "async"},
        days=22 if tight else 16,
        world__topics={"easy": {"share": shares[0]}, "hard": {"share": shares[1]}},
        policy__self_service={"knowledge_base": {"covers_on": {"easy": covers[0], "hard": covers[1]}}},
        world__self_service={
            "looks": looks,
            "solved_on": {"easy": solved[0], "hard": solved[1]},
            "returns": returns,
            "returns_after": exponential(BACK),
        },
    )
    assert math.exp(-7 * DAY / BACK) < 1e-9
    figures = {
        ("self_service_claimed", "email"): exact.claimed,
        ("self_service_net", "email"): exact.net_deflection,
        ("net_deflection", "email"): exact.net_deflection,
        ("self_service_solved", "email"): exact.solved,
        ("solved_without_human", "email"): exact.solved,
        ("self_service_returns", "email"): 1 - exact.net_deflection / exact.claimed,
    }
    return Case("self-service, two topics", scenario, figures, warm_up_s=2 * DAY)


def articles_and_bot(tight: bool) -> Case:
    """Who was misled meets the bot when they come: net and true add up over the two stages."""
    before = containment(1.0, 0.5, 0.6, engaged=0.7, returns=0.8)
    bot = containment(1.0, 0.4, 0.5, engaged=0.9, returns=0.6)
    scenario = desk(
        {"chat": steady(40.0 if tight else 15.0)},
        {"chat": {"talk": exponential(MEAN), "no_context": 1.0}},
        PLENTY,
        kinds={"chat": "chat"},
        days=22 if tight else 16,
        policy__self_service={"knowledge_base": {"covers": 0.5}},
        world__self_service={"looks": 0.7, "solved": 0.6, "returns": 0.8, "returns_after": exponential(BACK)},
        policy__chatbot={"chat": {"contains": 0.4, "hand_off": 1.0}},
        world__bot={"engaged": 0.9, "solved": 0.5, "returns": 0.6, "returns_after": exponential(BACK), "repeating": 0},
    )
    figures = {
        ("self_service_claimed", "chat"): before.claimed,
        ("self_service_net", "chat"): before.net_deflection,
        ("self_service_solved", "chat"): before.solved,
        ("bot_engagement", "chat"): 0.9,
        ("containment", "chat"): 0.4,
        ("net_deflection", "chat"): before.net_deflection + before.contacts * bot.net_deflection,
        ("solved_without_human", "chat"): before.solved + before.contacts * bot.solved,
        ("contacts_per_issue", "chat"): before.contacts * bot.contacts,
    }
    return Case("self-service, bot behind it", scenario, figures, warm_up_s=2 * DAY)


def assisted(tight: bool) -> Case:
    """M/M/n with assist and a knowledge base: the service rate times (1 + g) / (1 - 0.15 kappa)."""
    agents, mean, per_hour, tenure, kappa = 10, 240.0, 180.0 if tight else 152.0, 2.0, 0.8
    speed = assist_speed(tenure, 0.30, 4.0, 0.01) / knowledge_time(kappa, 0.15)
    exact = erlang_c_queue(agents, per_hour / HOUR, mean / speed, WITHIN)
    scenario = phone(per_hour, exponential(mean), agents, 64 if tight else 11).with_values(
        {"policy.assist": {}, "policy.knowledge": {"kappa": kappa}, "policy.teams.team.tenure": tenure}
    )
    figures = queue_of("phone", exact, "delayed", "wait_all", "service_level")
    figures["handle_time", "phone"] = mean / speed
    return Case("M/M/n with assist", scenario, figures, warm_up_s=12 * HOUR)


SELF_SERVICE: tuple[Callable[[bool], Case], ...] = (articles, articles_and_bot, assisted)
