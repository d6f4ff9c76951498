"""Tickets: promises, chases and targets can stand only where tickets wait, and only if something is left unsolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.checks.channels import KINDS
from sim.scenario.queues import queues
from sim.units import format_duration

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

SET_IT = "world.resolution: {} sets it, with its defaults"
NONE_WAITS = "without world.resolution every answer ends the matter, and no ticket waits on"


def tickets(scenario: Scenario) -> Iterator[Fault]:
    """What is said about tickets that cannot be."""
    yield from _where_none_wait(scenario)
    yield from _targets(scenario)
    yield from _chase(scenario)
    if scenario.world.resolution is None:
        yield from _without_resolution(scenario)


def _where_none_wait(scenario: Scenario) -> Iterator[Fault]:
    world, policy = scenario.world, scenario.policy
    named: dict[str, Iterable[tuple[str, float]]] = {
        "policy.follow_up.promise_on": policy.follow_up.promise_on.items(),
        "world.chase.expects_on": world.chase.expects_on.items() if world.chase else (),
        "policy.routing.forgotten_after": policy.routing.forgotten_after.items(),
    }
    for where, entries in named.items():
        for name, seconds in entries:
            value = format_duration(seconds)
            if "promise" in where and seconds <= 0:
                yield Fault(f"{where}.{name}", "a promise is longer than 0 s", value)
            channel = policy.channels.get(name)
            if channel is None or not channel.waits_on_line:
                continue
            if world.resolution is None:
                rule = f"{NONE_WAITS} {KINDS[channel.kind]}"
                yield Fault(f"{where}.{name}", rule, value, f"remove it; or {SET_IT}")
            elif channel.later is not None:
                rule = f"no ticket waits on {name}: its tickets wait on {channel.later}"
                yield Fault(f"{where}.{name}", rule, value, f"name {channel.later}")


def _targets(scenario: Scenario) -> Iterator[Fault]:
    channels = scenario.policy.channels
    urgent = {queue.channel for queue in queues(scenario) if queue.urgent}
    for name, target in scenario.policy.targets.items():
        where = f"policy.targets.{name}"
        channel = channels.get(name)
        if channel is None:
            continue  # has its own fault
        if target.urgent_within is not None and name not in urgent:
            yield Fault(
                f"{where}.urgent_within",
                "nothing on this channel is ever urgent",
                format_duration(target.urgent_within),
                "world.topics.<name>.urgent above 0, or policy.routing.forgotten_after",
            )
        if target.solved_within is not None and channel.waits_on_line and scenario.world.resolution is None:
            rule = f"{NONE_WAITS} {KINDS[channel.kind]} for its solution"
            yield Fault(f"{where}.solved_within", rule, format_duration(target.solved_within), f"null; or {SET_IT}")


def _chase(scenario: Scenario) -> Iterator[Fault]:
    world = scenario.world
    if world.chase is None:
        return
    if world.resolution is None and all(channel.waits_on_line for channel in scenario.policy.channels.values()):
        rule = "nobody ever waits for a ticket: there is no async channel and no world.resolution"
        yield Fault("world.chase", rule, "", "null")
    if world.chase.waking is not None and world.chase.waking.open_s_per_week == 0:
        yield Fault("world.chase.waking", "customers are awake at some hour", "closed", "null for round the clock")


def _without_resolution(scenario: Scenario) -> Iterator[Fault]:
    """Every answer solves the matter and nothing is ever pending, so topics cannot differ in that."""
    for name, topic in scenario.world.topics.items():
        own = {
            "solved": topic.solved,
            "pending_customer": topic.pending_customer,
            "pending_third_party": topic.pending_third_party,
        }
        for field, value in own.items():
            if value is not None:
                yield Fault(
                    f"world.topics.{name}.{field}", "does nothing without world.resolution", f"{value:g}", SET_IT
                )
