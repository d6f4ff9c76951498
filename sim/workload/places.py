"""Places: one for each agent of a roster, whoever sits there; chance about people belongs to a place and a date.

A place outlives the person: when somebody leaves, the next *incarnation* takes it. What happens on a date (absence, a
wish to leave) is drawn for the place and the date, what a person brings (speed, how long finding them took) for the
place and the incarnation. So one more agent, or one more who leaves, moves nobody else's luck.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.scenario import Scenario
from sim.workload.roster.heads import head_steps


class Place(NamedTuple):
    """Where a person of the roster sits."""

    name: str
    """the agent's name in the roster"""
    team: str
    stream: str
    """the stream of chance that it reads: the same as the roster's"""
    seat: int
    """the place within that stream"""
    person: bool
    """whether it has days of its own: teams staffed by heads have none"""


def places(scenario: Scenario) -> list[Place]:
    """The places of all agents, in the order of :func:`sim.workload.roster`."""
    out: list[Place] = []
    for team in scenario.policy.teams:
        if team in scenario.policy.heads:
            most = max((count for _, count in head_steps(scenario, team)), default=0)
            out += [Place(f"{team}/{seat + 1}", team, f"people/{team}", seat, False) for seat in range(most)]
        elif team in scenario.policy.roster:
            names = dict.fromkeys(row.agent for row in scenario.policy.roster[team].rows)
            out += [Place(name, team, f"people/{team}/{name}", 0, True) for name in names]
        else:
            out += [
                Place(f"{team}/{name}/{seat + 1}", team, f"people/{team}/{name}", seat, True)
                for name, shift in scenario.policy.shifts.items()
                if shift.team == team
                for seat in range(shift.agents)
            ]
    return out
