"""Splits: shares of one whole lie between 0 and 1, add up to at most 1, and go to another channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import TYPE_CHECKING

from sim.errors import Fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

ROUNDING = 1e-9
"""0.7 + 0.2 + 0.1 may come to a little more than 1."""


def splits(scenario: Scenario) -> Iterator[Fault]:
    """Splits between channels, and between what can follow a touch."""
    world, policy = scenario.world, scenario.policy
    for name, redial in world.redial.items():
        yield from _between_channels(f"world.redial.{name}.switch", redial.switch, name)
    for name, channel in policy.channels.items():
        yield from _between_channels(f"policy.channels.{name}.sends_to", channel.sends_to, name)
    if world.chase is not None:
        yield from _between_channels("world.chase.channels", world.chase.channels)
    if world.resolution is not None:
        yield from _between_channels("world.resolution.return_channels", world.resolution.return_channels)
        yield from _after_a_touch(scenario)


def _between_channels(where: str, shares: Mapping[str, float], own: str = "") -> Iterator[Fault]:
    wrong = {name: share for name, share in shares.items() if not 0 <= share <= 1}
    for name, share in wrong.items():
        yield Fault(f"{where}.{name}", "a share lies between 0 and 1", f"{share:g}")
    if own in shares:
        rule = "shares are of those who go to another channel; this is the channel itself"
        yield Fault(f"{where}.{own}", rule, f"{shares[own]:g}", "remove it: the rest stays")
    if not wrong and fsum(shares.values()) > 1 + ROUNDING:
        yield Fault(where, "the shares of a split add up to at most 1", _sum(*shares.values()))


def _after_a_touch(scenario: Scenario) -> Iterator[Fault]:
    resolution = scenario.world.resolution
    if resolution is None:
        return
    pairs = {
        ("to_senior", "to_internal"): (resolution.to_senior, resolution.to_internal),
        ("pending_customer", "pending_third_party"): (resolution.pending_customer, resolution.pending_third_party),
    }
    for (first, second), shares in pairs.items():
        if fsum(shares) > 1 + ROUNDING:
            rule = f"{first} and {second} are shares of one whole: they add up to at most 1"
            yield Fault(f"world.resolution.{first}", rule, _sum(*shares))
    for name, topic in scenario.world.topics.items():
        customer, third_party = topic.pending_customer, topic.pending_third_party
        if customer is None and third_party is None:
            continue
        shares = (
            resolution.pending_customer if customer is None else customer,
            resolution.pending_third_party if third_party is None else third_party,
        )
        if fsum(shares) > 1 + ROUNDING:
            field = "pending_customer" if customer is not None else "pending_third_party"
            yield Fault(
                f"world.topics.{name}.{field}",
                "pending_customer and pending_third_party are shares of one whole: they add up to at most 1",
                _sum(*shares),
                "what a topic leaves out is world.resolution's" if None in (customer, third_party) else "",
            )


def _sum(*shares: float) -> str:
    return f"{' + '.join(f'{share:g}' for share in shares)} = {fsum(shares):g}"
