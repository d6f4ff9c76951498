"""Lowering, the bots: what each does by channel and topic, and where customers go between channels."""

from __future__ import annotations

import numpy as np

from sim.engine.plan import Bots, Floats
from sim.policy.chatbot import hand_off_factor
from sim.scenario import Scenario


def lower_bots(scenario: Scenario) -> Bots:
    """What the engine knows of bots."""
    world, chatbot = scenario.world, scenario.policy.chatbot
    names, topics, habits = list(scenario.policy.channels), list(world.topics), world.bot
    bots = [chatbot.get(name) for name in names]
    return Bots(
        fronts=np.array([bot is not None for bot in bots]),
        contains=np.array(
            [[bot.contains_on.get(topic, bot.contains) if bot else 0.0 for topic in topics] for bot in bots]
        ),
        hides_human=np.array([bot.hides_human if bot else 0.0 for bot in bots]),
        factor=np.array([hand_off_factor(bot.hand_off, habits.repeating) if bot else 1.0 for bot in bots]),
        solved=np.array([habits.solved_on.get(topic, habits.solved) for topic in topics]),
        elsewhere=shares_between(names, [habits.elsewhere] * len(names), rest_stays=False),
        engaged=habits.engaged,
        returns=habits.returns,
        goes_elsewhere=habits.goes_elsewhere,
    )


def shares_between(names: list[str], tables: list[dict[str, float]], rest_stays: bool) -> Floats:
    """(c, c): cumulative shares of the channels that each channel's customers go to.

    With ``rest_stays`` a channel's own share is what the others leave; without it, the rest falls to none.
    """
    out = np.zeros((len(names), len(names)))
    for row, table in enumerate(tables):
        shares = [0.0 if other == names[row] else table.get(other, 0.0) for other in names]
        if rest_stays:
            shares[row] = 1.0 - sum(shares)
        out[row] = np.cumsum(shares)
    return out
