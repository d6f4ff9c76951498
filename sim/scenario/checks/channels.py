"""Channels: what a live channel, a chat and an async channel each need, and what each cannot have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.units import format_duration
from sim.world import Patience

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

KINDS = {"live": "a live channel", "chat": "a chat", "async": "an async channel"}


def channels(scenario: Scenario) -> Iterator[Fault]:
    """Settings by channel that are missing, or that do not go with the kind of the channel."""
    for name, channel in scenario.policy.channels.items():
        yield from _needs(scenario, name)
        if channel.waits_on_line:
            yield from _on_a_line(scenario, name)
        else:
            yield from _without_a_line(scenario, name)
        yield from _hours(scenario, name)
        yield from _later(scenario, name)
        yield from _multipliers(scenario, name)


def _needs(scenario: Scenario, name: str) -> Iterator[Fault]:
    world, channel = scenario.world, scenario.policy.channels[name]
    if name not in world.arrivals:
        yield Fault(f"world.arrivals.{name}", "the channel has no arrivals", "", "add them (per_week: 0 for none)")
    if name not in world.effort:
        yield Fault(f"world.effort.{name}", "the channel has no handle time", "", "say how long its work takes")
    if channel.waits_on_line and name not in world.patience:
        rule = f"{KINDS[channel.kind]} says how long its customers wait"
        yield Fault(f"world.patience.{name}", rule, "", "law: null if nobody gives up")


def _on_a_line(scenario: Scenario, name: str) -> Iterator[Fault]:
    """A live channel or a chat."""
    world, policy = scenario.world, scenario.policy
    kind = policy.channels[name].kind
    target, patience = policy.targets.get(name), world.patience.get(name)
    if target is not None and target.clock == "business":
        rule = f"waits on {KINDS[kind]} run on the calendar clock"
        yield Fault(f"policy.targets.{name}.clock", rule, "business", "calendar")
    if kind == "live" and patience is not None:
        if patience.silent > 0:
            rule = "only in a chat can a customer be gone unnoticed"
            yield Fault(f"world.patience.{name}.silent", rule, f"{patience.silent:g}", "0, or a channel of kind chat")
        if patience.detected_after != Patience.model_fields["detected_after"].default:
            yield Fault(
                f"world.patience.{name}.detected_after",
                "only in a chat can a customer be gone unnoticed",
                format_duration(patience.detected_after),
                "remove it",
            )
    if kind == "chat" and name in policy.callback:
        yield _no_callback(name, "a customer in a chat cannot be called back")


def _without_a_line(scenario: Scenario, name: str) -> Iterator[Fault]:
    """An async channel."""
    world, policy = scenario.world, scenario.policy
    channel = policy.channels[name]
    for where, present in {"world.patience": name in world.patience, "world.redial": name in world.redial}.items():
        if present:
            yield Fault(f"{where}.{name}", "on an async channel nobody waits on a line", "", "remove it")
    where = f"policy.channels.{name}"
    if channel.lines is not None:
        yield Fault(f"{where}.lines", "only a live channel has lines", str(channel.lines))
    if channel.closing == "disconnect":
        yield Fault(f"{where}.closing", "only a live channel can cut its queue off", "disconnect", "serve_out")
    if channel.announce:
        rule = "on an async channel nobody waits on a line to be told how long"
        yield Fault(f"{where}.announce", rule, "true", "false; a promise is policy.follow_up.acknowledge")
    if channel.when_closed == "take_message":
        rule = "an async channel takes messages at any hour: it is never closed"
        yield Fault(f"{where}.when_closed", rule, "take_message", "turn_away, which does nothing here")
    if name in policy.callback:
        yield _no_callback(name, "on an async channel nobody waits on a line to be called back")


def _no_callback(name: str, why: str) -> Fault:
    return Fault(f"policy.callback.{name}", f"{why}: callbacks are for live channels", "", "remove it")


def _hours(scenario: Scenario, name: str) -> Iterator[Fault]:
    channel = scenario.policy.channels[name]
    if channel.open.open_s_per_week == 0:
        yield Fault(f"policy.channels.{name}.open", "the channel is never open", "closed", 'such as "08:00-20:00"')


def _later(scenario: Scenario, name: str) -> Iterator[Fault]:
    """Where messages and later work go: to an async channel, and not further from there."""
    channels = scenario.policy.channels
    channel, where = channels[name], f"policy.channels.{name}.later"
    others = [other for other, one in channels.items() if one.kind == "async" and other != name]
    which = f"one of {', '.join(others)}" if others else "add an async channel, such as email"
    if channel.later is None:
        if channel.when_closed == "take_message" and channel.waits_on_line:
            rule = "messages need a place: the async channel on which they are answered"
            yield Fault(where, rule, "null", f"{which}; or when_closed: turn_away")
        return
    if channel.later == name:
        yield Fault(where, "a channel is not its own place for later work", name, "null keeps it here")
        return
    to = channels.get(channel.later)
    if to is None:
        return  # has its own fault
    if to.waits_on_line:
        rule = f"{channel.later} is {KINDS[to.kind]}: messages and later work wait on an async channel"
        yield Fault(where, rule, channel.later, which)
    elif to.later is not None:
        rule = f"{channel.later} hands its own later work on to {to.later}: name the channel where it ends up"
        yield Fault(where, rule, channel.later, f"{to.later}, or policy.channels.{channel.later}.later: null")


def _multipliers(scenario: Scenario, name: str) -> Iterator[Fault]:
    world = scenario.world
    for where, special in {"effort": world.effort.get(name), "patience": world.patience.get(name)}.items():
        if special is not None and special.by_time.lowest <= 0:
            yield Fault(
                f"world.{where}.{name}.by_time",
                "a multiplier is above 0 all week",
                f"{special.by_time.lowest:g}",
                'start at "00:00" and name every day',
            )
