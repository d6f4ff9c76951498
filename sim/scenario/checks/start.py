"""The start: who is missing must have been there, and who waits on a line must have found one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def start(scenario: Scenario) -> Iterator[Fault]:
    """More missing than there are, more waiting than there are lines."""
    yield from _missing(scenario)
    channels = scenario.policy.channels
    for name, backlog in scenario.start.backlog.items():
        lines = channels[name].lines if name in channels else None
        if lines is not None and channels[name].waits_on_line and backlog.contacts > lines:
            yield Fault(
                f"start.backlog.{name}.contacts",
                f"more are waiting than the channel has lines, {lines}",
                str(backlog.contacts),
                f"at most {lines}, or more policy.channels.{name}.lines",
            )


def _missing(scenario: Scenario) -> Iterator[Fault]:
    """Who is not there at the start: somebody who would have been."""
    policy = scenario.policy
    for team, missing in scenario.start.missing.items():
        where = f"start.missing.{team}"
        if missing < 0:
            yield Fault(where, "how many are not there is at least 0", str(missing))
        if team not in policy.teams:
            continue  # has its own fault
        heads = policy.heads.get(team)
        there = sum(shift.agents for shift in policy.shifts.values() if shift.team == team)
        there += len({row.agent for row in policy.roster[team].rows}) if team in policy.roster else 0
        there += max(round(heads.on_queue.highest * heads.times) + heads.plus, 0) if heads is not None else 0
        if missing > there:
            yield Fault(where, f"more are missing than the team has, {there}", str(missing))
