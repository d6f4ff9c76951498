"""Staffing: each team by heads, shifts or a roster; pauses within shifts, and shifts within opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.units import DAY_S, format_days, format_span

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def staffing(scenario: Scenario) -> Iterator[Fault]:
    """Teams staffed by none or several of the three, pauses and shifts out of hours."""
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
        if team and team.approves:  # what they are asked to decide later waits for them at any hour
            continue
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
