"""Names: how they are spelt, and that what is named is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.queues import queues

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


NAME = re.compile(r"\w[\w -]{0,59}")
"""What channels, teams and the like may be called."""


def unknown(where: str, name: str, known: Iterable[str], what: str) -> Fault:
    """The fault of a name that is not there, with the nearest one that is."""
    options = list(known)
    near = get_close_matches(name, options, n=1)
    fix = f'did you mean "{near[0]}"?' if near else f"{what}s are: {', '.join(options) or 'none'}"
    return Fault(where, f"there is no {what} of this name", name, fix)


def spelling(scenario: Scenario) -> Iterator[Fault]:
    """Names stand in paths such as ``policy.heads.front.plus``, in file names and in pages."""
    world, policy = scenario.world, scenario.policy
    tables: dict[str, Iterable[str]] = {
        "world.topics": world.topics,
        "world.languages": world.languages,
        "world.special_days": world.special_days,
        "world.campaigns": world.campaigns,
        "policy.channels": policy.channels,
        "policy.teams": policy.teams,
        "policy.shifts": policy.shifts,
        **{f"policy.shifts.{name}.pauses": shift.pauses for name, shift in policy.shifts.items()},
    }
    for where, listed in tables.items():
        for name in listed:
            if NAME.fullmatch(name) is None:
                yield Fault(where, "a name holds letters, digits, spaces, _ and -, at most 60", name)


def names(scenario: Scenario) -> Iterator[Fault]:
    """Channels, teams, languages and queues that are named somewhere and are not there."""
    yield from _channels(scenario)
    yield from _teams(scenario)
    yield from _queues(scenario)


def _channels(scenario: Scenario) -> Iterator[Fault]:
    world, policy = scenario.world, scenario.policy
    entries: dict[str, Iterable[str]] = {
        "world.arrivals": world.arrivals,
        "world.effort": world.effort,
        "world.patience": world.patience,
        "world.redial": world.redial,
        "policy.targets": policy.targets,
        "start.backlog": scenario.start.backlog,
        "policy.callback": policy.callback,
        "policy.follow_up.promise_on": policy.follow_up.promise_on,
        "policy.routing.forgotten_after": policy.routing.forgotten_after,
        "world.chase.expects_on": world.chase.expects_on if world.chase else (),
        "world.chase.channels": world.chase.channels if world.chase else (),
        "world.resolution.return_channels": world.resolution.return_channels if world.resolution else (),
        **{f"world.redial.{name}.switch": redial.switch for name, redial in world.redial.items()},
        **{f"policy.channels.{name}.sends_to": channel.sends_to for name, channel in policy.channels.items()},
    }
    values: dict[str, Iterable[str]] = {
        **{f"world.special_days.{name}.channels": day.channels or () for name, day in world.special_days.items()},
        **{f"world.campaigns.{name}.channels": campaign.channels or () for name, campaign in world.campaigns.items()},
        "world.incidents.channels": (world.incidents.channels or ()) if world.incidents else (),
        **{f"world.topics.{name}.share_on": topic.share_on for name, topic in world.topics.items()},
        **{
            f"policy.channels.{name}.later": (channel.later,)
            for name, channel in policy.channels.items()
            if channel.later is not None
        },
    }
    for where, named in entries.items():
        for name in named:
            if name not in policy.channels:
                yield unknown(f"{where}.{name}", name, policy.channels, "channel")
    for where, named in values.items():
        for name in named:
            if name not in policy.channels:
                yield unknown(where, name, policy.channels, "channel")


def _teams(scenario: Scenario) -> Iterator[Fault]:
    policy = scenario.policy
    entries: dict[str, Iterable[str]] = {
        "policy.heads": policy.heads,
        "policy.roster": policy.roster,
        "start.missing": scenario.start.missing,
    }
    for where, named in entries.items():
        for name in named:
            if name not in policy.teams:
                yield unknown(f"{where}.{name}", name, policy.teams, "team")
    for name, shift in policy.shifts.items():
        if shift.team not in policy.teams:
            yield unknown(f"policy.shifts.{name}.team", shift.team, policy.teams, "team")
    for name, team in policy.teams.items():
        for language in team.languages or ():
            if language not in scenario.world.languages:
                yield unknown(f"policy.teams.{name}.languages", language, scenario.world.languages, "language")


def _queues(scenario: Scenario) -> Iterator[Fault]:
    policy, routing = scenario.policy, scenario.policy.routing
    subjects = list(dict.fromkeys(queue.subject for queue in queues(scenario)))
    by_queue: dict[str, Mapping[str, float]] = {
        **{f"policy.teams.{name}.skills": team.skills for name, team in policy.teams.items()},
        "policy.routing.priority": routing.priority,
        "policy.routing.waiting_cost": routing.waiting_cost,
        "policy.routing.reserve": routing.reserve,
    }
    for where, numbers in by_queue.items():
        for name, value in numbers.items():
            if name not in subjects and name not in policy.channels:
                yield unknown(f"{where}.{name}", name, [*policy.channels, *subjects], "channel or channel/topic")
            limits = (1, 1000) if "priority" in where else (0.05, 20) if "skills" in where else (0, 1e9)
            if not limits[0] <= value <= limits[1]:
                yield Fault(f"{where}.{name}", f"between {limits[0]} and {limits[1]:g}", f"{value:g}")
