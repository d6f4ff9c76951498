"""Authority: no role may grant more than those above it, and somebody decides what others may not grant.

A limit of null is no limit. Where ``world.concession`` is null nobody needs one, and the limits decide nothing; they
still have to fit together, since variants of a desk share them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from sim.errors import Fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

ROLES = ("agent", "senior", "supervisor")
"""From below; each may grant no more than those after it."""


def authority(scenario: Scenario) -> Iterator[Fault]:
    """Limits in the wrong order, requests that nobody could decide, gestures that nobody could make, idle teams."""
    yield from _order(scenario)
    yield from _nobody_decides(scenario)
    yield from _gestures(scenario)
    for name, team in scenario.policy.teams.items():
        if not team.skills and not team.approves:
            yield Fault(
                f"policy.teams.{name}",
                "a team without skills has nothing to do",
                "",
                "add skills, or approves: true for supervisors",
            )


def limits(scenario: Scenario) -> dict[str, float]:
    """Limit by role, infinity for none."""
    found = {role: getattr(scenario.policy.authority, role) for role in ROLES}
    return {role: inf if limit is None else limit for role, limit in found.items()}


def may_ask(scenario: Scenario) -> bool:
    """Whether somebody may need more than the team that serves them may grant."""
    world, limit_of = scenario.world, scenario.policy.authority.limit_of
    if world.concession is None:
        return False
    usual = world.concession.needed
    needed = [usual if topic.concession is None else topic.concession for topic in world.topics.values()]
    return max(needed) > 0 and any(limit_of(team) < inf for team in scenario.policy.teams.values() if team.skills)


def _order(scenario: Scenario) -> Iterator[Fault]:
    by_role = limits(scenario)
    for place, role in enumerate(ROLES):
        below = {above: by_role[above] for above in ROLES[place + 1 :] if by_role[above] < by_role[role]}
        if not below:
            continue
        least = min(below, key=lambda above: below[above])
        its = f"{below[least]:g}"
        yield Fault(
            f"policy.authority.{role}",
            f"{_a(role)} may grant no more than {_a(least)}, {its}",
            _shown(by_role[role]),
            f"at most {its}, or policy.authority.{least}: {_shown(by_role[role])}",
        )


def _nobody_decides(scenario: Scenario) -> Iterator[Fault]:
    teams = scenario.policy.teams
    if not may_ask(scenario) or any(team.approves for team in teams.values()):
        return
    limit, name = min((scenario.policy.authority.limit_of(team), name) for name, team in teams.items() if team.skills)
    yield Fault(
        "policy.teams",
        f"customers need concessions, {name} may grant no more than {limit:g}, and nobody decides what is above",
        "",
        "add a team with approves: true and its staffing; or policy.authority.agent, senior and supervisor: null; or "
        "world.concession: null",
    )


def _gestures(scenario: Scenario) -> Iterator[Fault]:
    settings, by_role = scenario.policy.authority, limits(scenario)
    if settings.goodwill > by_role["supervisor"]:
        yield Fault(
            "policy.authority.goodwill",
            f"nobody may give more than a supervisor, {by_role['supervisor']:g}",
            f"{settings.goodwill:g}",
            f"at most {by_role['supervisor']:g}",
        )
    serving = [settings.limit_of(team) for team in scenario.policy.teams.values() if team.skills]
    if settings.offers_less and serving and max(serving) == 0:
        yield Fault(
            "policy.authority.offers_less",
            "who may grant nothing has nothing to offer instead: the limit of those who serve customers is 0",
            "true",
            "false, or policy.authority.agent above 0",
        )


def _a(role: str) -> str:
    return f"an {role}" if role == "agent" else f"a {role}"


def _shown(limit: float) -> str:
    return "null" if limit == inf else f"{limit:g}"
