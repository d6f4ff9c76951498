"""Agents: several chats at once only for who takes chats, and interrupting only what can be interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def agents(scenario: Scenario) -> Iterator[Fault]:
    """Teams and blending."""
    yield from _teams(scenario)
    yield from _blending(scenario)


def _teams(scenario: Scenario) -> Iterator[Fault]:
    channels = scenario.policy.channels
    for name, team in scenario.policy.teams.items():
        takes = {skill.partition("/")[0] for skill in team.skills}
        chats = any(channels[channel].kind == "chat" for channel in takes if channel in channels)
        if team.chats > 1 and not chats:
            yield Fault(
                f"policy.teams.{name}.chats",
                "the team has no chat among its skills, and of all other work an agent has one thing at a time",
                str(team.chats),
                "1, or add a channel of kind chat to its skills",
            )
        if team.languages == ():
            yield Fault(f"policy.teams.{name}.languages", "a team speaks something", "", "null for every language")


def _blending(scenario: Scenario) -> Iterator[Fault]:
    rule, channels = scenario.policy.blending.rule, scenario.policy.channels.values()
    if rule == "none":
        return
    reasons = {
        "preempt": "only work on an async channel can be interrupted, never a call or a chat; there is none",
        "threshold": "only work on an async channel is held back for customers on the line; there is none",
    }
    if all(channel.waits_on_line for channel in channels):
        yield Fault("policy.blending.rule", reasons[rule], rule, "none, or add an async channel")
    elif not any(channel.waits_on_line for channel in channels):
        yield Fault("policy.blending.rule", "nobody waits on a line for whom tickets could wait", rule, "none")
