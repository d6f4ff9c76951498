"""Bots that customers meet at hours at which nobody is behind them and no message is taken."""

from __future__ import annotations

import numpy as np

from sim.scenario.remarks.week import STEP_S, open_steps
from sim.scenario.scenario import Scenario
from sim.units import HOUR_S, WEEK_S
from sim.world import ProfileArrivals


def closed_behind_bots(scenario: Scenario) -> list[str]:
    """One remark a bot: for how many hours, and what becomes of who then asks for a human."""
    out = []
    for name in scenario.policy.chatbot:
        channel, arrivals = scenario.policy.channels[name], scenario.world.arrivals[name]
        if not channel.waits_on_line or channel.when_closed == "take_message":
            continue
        if not isinstance(arrivals, ProfileArrivals) or arrivals.per_week == 0:
            continue
        comes = arrivals.profile.sampled(STEP_S).ravel() > 0
        closed_h = np.count_nonzero(comes & ~open_steps(channel.open)) * STEP_S / HOUR_S
        if closed_h:
            habits = scenario.world.bot
            gives_up = 1.0 - habits.goes_elsewhere * sum(habits.elsewhere.values())
            out.append(
                f"policy.chatbot.{name}: customers come in {closed_h:g} of the week's {WEEK_S / HOUR_S:g} hours in "
                f"which {name} is closed; who asks the bot for a human then finds nobody, and {100 * gives_up:.0f} % "
                f"of them give up (world.bot.elsewhere, or policy.channels.{name}.when_closed: take_message)"
            )
    return out
