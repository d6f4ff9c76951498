"""Bots: in front of a channel that is there, for topics that are there, and shares that can be.

That a bot contains more than it engages cannot be written here: ``contains`` is a share of those who engage, so what
it keeps of all customers, engaged x contains, never exceeds them. A claim made of all customers is entered as claim /
engaged, which the range of ``contains`` keeps at 1 or less. What a world says of bots (``world.bot``) does nothing
where no bot is: variants differ in their bots and share the world.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.checks.names import unknown
from sim.scenario.checks.splits import ROUNDING

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def bots(scenario: Scenario) -> Iterator[Fault]:
    """Names in the settings of bots and in how customers take them, and shares out of range."""
    world, policy = scenario.world, scenario.policy
    for name, bot in policy.chatbot.items():
        where = f"policy.chatbot.{name}"
        if name not in policy.channels:
            yield unknown(where, name, policy.channels, "channel")
        yield from _by_topic(scenario, f"{where}.contains_on", bot.contains_on)
        contains = [bot.contains_on.get(topic, bot.contains) for topic in world.topics]
        if bot.hides_human > 0 and min(contains) >= 1:
            yield Fault(
                f"{where}.hides_human",
                "a bot that contains every session leaves nobody who looks for a human",
                f"{bot.hides_human:g}",
                f"0, or {where}.contains below 1",
            )
    yield from _by_topic(scenario, "world.bot.solved_on", world.bot.solved_on)
    yield from _elsewhere(scenario)


def _by_topic(scenario: Scenario, where: str, shares: Mapping[str, float]) -> Iterator[Fault]:
    for topic, share in shares.items():
        if topic not in scenario.world.topics:
            yield unknown(f"{where}.{topic}", topic, scenario.world.topics, "topic")
        if not 0 <= share <= 1:
            yield Fault(f"{where}.{topic}", "a share lies between 0 and 1", f"{share:g}")


def _elsewhere(scenario: Scenario) -> Iterator[Fault]:
    where, shares = "world.bot.elsewhere", scenario.world.bot.elsewhere
    wrong = {name: share for name, share in shares.items() if not 0 <= share <= 1}
    for name in shares:
        if name not in scenario.policy.channels:
            yield unknown(f"{where}.{name}", name, scenario.policy.channels, "channel")
    for name, share in wrong.items():
        yield Fault(f"{where}.{name}", "a share lies between 0 and 1", f"{share:g}")
    if not wrong and fsum(shares.values()) > 1 + ROUNDING:
        parts = " + ".join(f"{share:g}" for share in shares.values())
        yield Fault(
            where,
            "the shares of a split add up to at most 1",
            f"{parts} = {fsum(shares.values()):g}",
            "what they leave gives up",
        )
