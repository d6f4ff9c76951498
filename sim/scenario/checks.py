"""Checks between the parts of a scenario: names that must match, hours that must meet, shares that must add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.day_checks import dates, start
from sim.scenario.queues import queues, topic_shares
from sim.units import DAY_S, format_days, format_duration, format_span

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


NAME = re.compile(r"\w[\w -]{0,59}")
"""What channels, teams and the like may be called."""


def faults(scenario: Scenario) -> list[Fault]:
    """Everything that does not fit together."""
    return [
        *_calendar(scenario),
        *_spelling(scenario),
        *dates(scenario),
        *start(scenario),
        *_names(scenario),
        *_channels(scenario),
        *_skills(scenario),
        *_staffing(scenario),
        *_topics(scenario),
    ]


def unknown(where: str, name: str, known: Iterable[str], what: str) -> Fault:
    """The fault of a name that is not there, with the nearest one that is."""
    options = list(known)
    near = get_close_matches(name, options, n=1)
    fix = f'did you mean "{near[0]}"?' if near else f"{what}s are: {', '.join(options) or 'none'}"
    return Fault(where, f"there is no {what} of this name", name, fix)


def _calendar(scenario: Scenario) -> Iterator[Fault]:
    calendar = scenario.calendar
    intervals = DAY_S / calendar.interval if calendar.interval > 0 else 0.5
    if intervals != round(intervals) or calendar.interval < 60:
        yield Fault(
            "calendar.interval",
            "the interval divides the day into equal parts of at least a minute",
            format_duration(calendar.interval),
            "15min, 30min or 1h",
        )
    if calendar.start_at >= DAY_S:
        yield Fault("calendar.start_at", "the first day begins before it ends", "24:00", "begin a day later")


def _spelling(scenario: Scenario) -> Iterator[Fault]:
    """Names stand in paths such as ``policy.heads.front.plus``, in file names and in pages."""
    world, policy = scenario.world, scenario.policy
    tables: dict[str, Iterable[str]] = {
        "world.topics": world.topics,
        "world.special_days": world.special_days,
        "world.campaigns": world.campaigns,
        "policy.channels": policy.channels,
        "policy.teams": policy.teams,
        "policy.shifts": policy.shifts,
        **{f"policy.shifts.{name}.pauses": shift.pauses for name, shift in policy.shifts.items()},
    }
    for where, names in tables.items():
        for name in names:
            if NAME.fullmatch(name) is None:
                yield Fault(where, "a name holds letters, digits, spaces, _ and -, at most 60", name)


def _names(scenario: Scenario) -> Iterator[Fault]:
    world, policy, start = scenario.world, scenario.policy, scenario.start
    by_channel: dict[str, Mapping[str, object]] = {
        "world.arrivals": world.arrivals,
        "world.effort": world.effort,
        "world.patience": world.patience,
        "world.redial": world.redial,
        "policy.targets": policy.targets,
        "start.backlog": start.backlog,
    }
    for where, table in by_channel.items():
        for name in table:
            if name not in policy.channels:
                yield unknown(f"{where}.{name}", name, policy.channels, "channel")
    touched = {
        **{f"world.special_days.{name}": day.channels for name, day in world.special_days.items()},
        **{f"world.campaigns.{name}": campaign.channels for name, campaign in world.campaigns.items()},
        "world.incidents": world.incidents.channels if world.incidents else None,
        **{f"world.topics.{name}.share_on": tuple(topic.share_on) for name, topic in world.topics.items()},
    }
    for where, channels in touched.items():
        for name in channels or ():
            if name not in policy.channels:
                yield unknown(
                    f"{where}.channels" if "share_on" not in where else where, name, policy.channels, "channel"
                )
    by_team: dict[str, Mapping[str, object]] = {
        "policy.heads": policy.heads,
        "policy.roster": policy.roster,
        "start.missing": start.missing,
    }
    for where, table in by_team.items():
        for name in table:
            if name not in policy.teams:
                yield unknown(f"{where}.{name}", name, policy.teams, "team")
    for name, shift in policy.shifts.items():
        if shift.team not in policy.teams:
            yield unknown(f"policy.shifts.{name}.team", shift.team, policy.teams, "team")
    names = [queue.name for queue in queues(scenario)]
    routing = policy.routing
    by_queue: dict[str, Mapping[str, float]] = {
        **{f"policy.teams.{name}.skills": team.skills for name, team in policy.teams.items()},
        "policy.routing.priority": routing.priority,
        "policy.routing.waiting_cost": routing.waiting_cost,
        "policy.routing.reserve": routing.reserve,
    }
    for where, numbers in by_queue.items():
        for name, value in numbers.items():
            if name not in names and name not in policy.channels:
                yield unknown(f"{where}.{name}", name, [*policy.channels, *names], "channel or channel/topic")
            limits = (1, 1000) if "priority" in where else (0.05, 20) if "skills" in where else (0, 1e9)
            if not limits[0] <= value <= limits[1]:
                yield Fault(f"{where}.{name}", f"between {limits[0]} and {limits[1]:g}", f"{value:g}")


def _channels(scenario: Scenario) -> Iterator[Fault]:
    world, policy = scenario.world, scenario.policy
    for name, channel in policy.channels.items():
        if name not in world.arrivals:
            yield Fault(f"world.arrivals.{name}", "the channel has no arrivals", "", "add them (per_week: 0 for none)")
        if name not in world.effort:
            yield Fault(f"world.effort.{name}", "the channel has no handle time", "", "say how long its work takes")
        if channel.kind == "live" and name not in world.patience:
            yield Fault(
                f"world.patience.{name}",
                "a live channel says how long its customers wait",
                "",
                "law: null if nobody gives up",
            )
        if channel.kind == "async":
            for where, present in {
                "world.patience": name in world.patience,
                "world.redial": name in world.redial,
            }.items():
                if present:
                    yield Fault(f"{where}.{name}", "on an async channel nobody waits on a line", "", "remove it")
            if channel.lines is not None:
                yield Fault(f"policy.channels.{name}.lines", "only a live channel has lines", str(channel.lines))
            if channel.closing == "disconnect":
                where = f"policy.channels.{name}.closing"
                yield Fault(where, "only a live channel can cut its queue off", "disconnect", "serve_out")
        target = policy.targets.get(name)
        if target is not None and channel.kind == "live" and target.clock == "business":
            yield Fault(
                f"policy.targets.{name}.clock",
                "waits on a live channel run on the calendar clock",
                "business",
                "calendar",
            )
        if channel.open.open_s_per_week == 0:
            yield Fault(f"policy.channels.{name}.open", "the channel is never open", "closed", 'such as "08:00-20:00"')
        for special in (world.effort.get(name), world.patience.get(name)):
            if special is not None and special.by_time.lowest <= 0:
                where = "effort" if special is world.effort.get(name) else "patience"
                yield Fault(
                    f"world.{where}.{name}.by_time",
                    "a multiplier is above 0 all week",
                    f"{special.by_time.lowest:g}",
                    'start at "00:00" and name every day',
                )


def _skills(scenario: Scenario) -> Iterator[Fault]:
    teams = scenario.policy.teams
    for queue in queues(scenario):
        if not any(queue.look_up(team.skills, 0.0) for team in teams.values()):
            yield Fault(
                f"policy.channels.{queue.channel}",
                f"no team has the skill {queue.channel} or {queue.name}",
                "",
                "add it to a team's skills",
            )


def _staffing(scenario: Scenario) -> Iterator[Fault]:
    policy = scenario.policy
    shifts_of = {shift.team for shift in policy.shifts.values()}
    for team_name in policy.teams:
        ways = [
            name
            for name, used in {
                "heads": team_name in policy.heads,
                "shifts": team_name in shifts_of,
                "roster": team_name in policy.roster,
            }.items()
            if used
        ]
        if len(ways) != 1:
            found = "in " + " and ".join(ways) if ways else "nowhere"
            yield Fault(
                f"policy.teams.{team_name}",
                f"a team is staffed by heads, shifts or a roster, one of the three; found {found}",
            )
    for team_name, heads in policy.heads.items():
        if heads.on_queue.lowest < 0:
            yield Fault(f"policy.heads.{team_name}.on_queue", "heads are at least 0", f"{heads.on_queue.lowest:g}")
    for name, shift in policy.shifts.items():
        where = f"policy.shifts.{name}"
        start, end = shift.hours
        for pause_name, pause in shift.pauses.items():
            begins = pause.at if pause.at is not None else start + (pause.after or 0.0)
            if begins < start:
                begins += DAY_S
            if begins + pause.lasts + pause.stagger > end:
                yield Fault(
                    f"{where}.pauses.{pause_name}",
                    f"the pause (with its stagger) lies within the shift {format_span(start, end)}",
                    format_span(begins % DAY_S, (begins + pause.lasts + pause.stagger) % DAY_S),
                )
        team = policy.teams.get(shift.team)
        channels = {skill.partition("/")[0] for skill in team.skills} if team else set()
        hours = [policy.channels[channel] for channel in channels if channel in policy.channels]
        if not hours or any(channel.kind == "async" for channel in hours):
            continue
        for day in shift.days:
            spans = [span for channel in hours for span in channel.open.root[day]]
            if not any(opens < end and closes > start for opens, closes in spans):
                yield Fault(
                    where,
                    f"the shift lies outside the opening hours of what its team can do on {format_days((day,))}",
                    format_span(start, end),
                )


def _topics(scenario: Scenario) -> Iterator[Fault]:
    for channel in scenario.policy.channels:
        if not topic_shares(scenario, channel):
            yield Fault("world.topics", f"every topic has share 0 on channel {channel}", "", "give one a share above 0")
    for name, topic in scenario.world.topics.items():
        for channel, share in topic.share_on.items():
            if share < 0:
                yield Fault(f"world.topics.{name}.share_on.{channel}", "a share is at least 0", f"{share:g}")
