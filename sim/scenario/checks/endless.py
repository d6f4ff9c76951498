"""What would never end: customers sent round in a circle, a ticket that can only wait, a closed door tried for ever."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import TYPE_CHECKING

from sim.errors import Fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def endless(scenario: Scenario) -> Iterator[Fault]:
    """Circles without a way out; and, where a run goes on until all are served, what is never served."""
    if scenario.world.bounced.lost == 0:
        circle = _circle(scenario)
        for name in circle:
            yield Fault(
                f"policy.channels.{name}.sends_to",
                f"everybody is sent on between {' and '.join(circle)} for ever",
                "",
                "shares that add up to less than 1, or world.bounced.lost above 0",
            )
    if scenario.calendar.at_end == "drain":
        yield from _never_drained(scenario)


def _circle(scenario: Scenario) -> list[str]:
    """The channels that answer nobody and send everybody to one another."""
    sends = {
        name: {to for to, share in channel.sends_to.items() if share > 0}
        for name, channel in scenario.policy.channels.items()
        if fsum(channel.sends_to.values()) >= 1 and name not in channel.sends_to  # which has its own fault
    }
    while True:
        out = [name for name, to in sends.items() if not to <= set(sends)]
        if not out:
            return list(sends)
        for name in out:
            del sends[name]


def _never_drained(scenario: Scenario) -> Iterator[Fault]:
    world, policy = scenario.world, scenario.policy
    shares = {f"world.topics.{name}": topic.pending_third_party for name, topic in world.topics.items()}
    if world.resolution is not None:
        shares["world.resolution"] = world.resolution.pending_third_party
    for where, share in shares.items():
        if share == 1:
            yield Fault(
                f"{where}.pending_third_party",
                "every touch ends with a wait for a third party, so calendar.at_end: drain would never end",
                "1",
                "less than 1, or calendar.at_end: stop",
            )
    for name, redial in world.redial.items():
        channel = policy.channels.get(name)
        if channel is None or channel.when_closed == "take_message":
            continue
        stays = fsum(redial.switch.values()) == 0
        if redial.after_closing and redial.share == 1 and redial.decay == 1 and stays:
            yield Fault(
                f"world.redial.{name}.after_closing",
                "with share 1 and decay 1 a closed door is tried for ever, so calendar.at_end: drain would never end",
                "true",
                "decay below 1, or calendar.at_end: stop",
            )
