"""What the user should know of a scenario although nothing is wrong with it, in sentences."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import OpenHours
from sim.scenario.scenario import Scenario
from sim.units import HOUR_S, WEEK_S
from sim.world import ProfileArrivals

STEP_S = 900.0
"""Hours are told to a quarter."""


def remarks(scenario: Scenario) -> list[str]:
    """Every remark on a scenario."""
    return [*closed_behind_bots(scenario), *worse_than_people(scenario), *flagged_before_the_line(scenario)]


def closed_behind_bots(scenario: Scenario) -> list[str]:
    """Bots that customers meet at hours at which nobody is behind them and no message is taken."""
    out = []
    for name in scenario.policy.chatbot:
        channel, arrivals = scenario.policy.channels[name], scenario.world.arrivals[name]
        if not channel.waits_on_line or channel.when_closed == "take_message":
            continue
        if not isinstance(arrivals, ProfileArrivals) or arrivals.per_week == 0:
            continue
        comes = arrivals.profile.sampled(STEP_S).ravel() > 0
        closed_h = np.count_nonzero(comes & ~_open(channel.open)) * STEP_S / HOUR_S
        if closed_h:
            habits = scenario.world.bot
            gives_up = 1.0 - habits.goes_elsewhere * sum(habits.elsewhere.values())
            out.append(
                f"policy.chatbot.{name}: customers come in {closed_h:g} of the week's {WEEK_S / HOUR_S:g} hours in "
                f"which {name} is closed; who asks the bot for a human then finds nobody, and {100 * gives_up:.0f} % "
                f"of them give up (world.bot.elsewhere, or policy.channels.{name}.when_closed: take_message)"
            )
    return out


def worse_than_people(scenario: Scenario) -> list[str]:
    """A classifier that sorts less well than whoever sorted before."""
    sorting = scenario.policy.sorting
    if sorting.classifier is None or sorting.classifier.correct >= sorting.correct:
        return []
    return [
        f"policy.sorting.classifier: it sorts {100 * sorting.classifier.correct:.0f} % rightly and replaces "
        f"{100 * sorting.correct:.0f} % by hand or menu (policy.sorting.correct; 0.80 is usual)"
    ]


def flagged_before_the_line(scenario: Scenario) -> list[str]:
    """Tickets that are flagged as angry, and then go before all customers on the line."""
    sentiment, channels = scenario.policy.sentiment, scenario.policy.channels
    if sentiment is None or sentiment.then != "priority" or scenario.policy.blending.rule == "preempt":
        return []
    tickets = [name for name, channel in channels.items() if not channel.waits_on_line and sentiment.reads(name)]
    on_line = [name for name, channel in channels.items() if channel.waits_on_line]
    if not tickets or not on_line:
        return []
    return [
        f"policy.sentiment: what is flagged on {_listed(tickets)} is urgent, and urgent contacts go before all others, "
        f"those on {_listed(on_line)} too (policy.sentiment.channels says where customers are flagged)"
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _open(hours: OpenHours) -> NDArray[np.bool_]:
    """Shape (steps a week,): whether a channel is open when a step begins; a span may go on after midnight."""
    steps = round(WEEK_S / STEP_S)
    is_open = np.zeros(steps, dtype=bool)
    for day, spans in enumerate(hours.root):
        for opens, closes in spans:
            cells = np.arange(np.ceil(opens / STEP_S), np.ceil(closes / STEP_S), dtype=np.int64)
            is_open[(cells + day * (steps // 7)) % steps] = True
    return is_open
