"""Who of a desk is a person, and settings of people that reach nobody, in sentences."""

from __future__ import annotations

from sim.scenario.scenario import Scenario

PARTS = {
    "learning": "learns",
    "fatigue": "tires",
    "exhaustion": "wears out",
    "departures": "is absent more often or leaves",
}
"""Parts of the world that belong to a person, and what nobody does without one."""


def persons_of(scenario: Scenario) -> dict[str, int]:
    """Persons by team: all of its shifts or its roster, and nobody of a team of heads."""
    policy = scenario.policy
    return {
        team: len({row.agent for row in policy.roster[team].rows})
        if team in policy.roster
        else sum(shift.agents for shift in policy.shifts.values() if shift.team == team)
        for team in policy.teams
    }


def reaches_nobody(scenario: Scenario) -> list[str]:
    """Teams of heads, strain that nothing feeds, breaks and hours of training that no shift takes."""
    world, policy = scenario.world, scenario.policy
    if not scenario.has_people:
        if policy.environment.break_every is not None:
            return [
                "policy.environment.break_every: breaks by rule belong to people's days (world.fatigue, for one), and "
                "this desk has none: nobody takes them"
            ]
        return []
    out = []
    on = [does for part, does in PARTS.items() if getattr(world, part) is not None]
    heads = [team for team in policy.teams if team in policy.heads]
    if on and heads:
        which = f"team {heads[0]} is" if len(heads) == 1 else f"teams {_and(heads)} are"
        out.append(
            f"policy.heads: {which} staffed by heads, which are nobody in particular: nobody there {_or(on)}; "
            "policy.shifts or policy.roster makes people of them"
        )
    if world.strain is not None and world.fatigue is None and world.exhaustion is None:
        out.append(
            "world.strain: nobody tires (world.fatigue) or wears out (world.exhaustion), so that of strain only rush "
            f"does anything (here {world.strain.rush:g})"
        )
    trains = {team: any(row.activity == "training" for row in roster.rows) for team, roster in policy.roster.items()}
    rosters = [team for team, itself in trains.items() if not itself]
    if rosters and policy.development.hours + policy.environment.coaching > 0:
        out.append(
            f"policy.roster: {_and(rosters)}: a roster says itself when its people are off queue, and this one has no "
            "rows of activity training: policy.development.hours and policy.environment.coaching help there and take "
            "no time"
        )
    return out


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _or(things: list[str]) -> str:
    return " or ".join([", ".join(things[:-1]), things[-1]] if len(things) > 1 else things)
