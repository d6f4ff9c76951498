"""Tools of agents: assist that somebody has, that does something, and novices who are no old hands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.checks.names import unknown

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def tools(scenario: Scenario) -> Iterator[Fault]:
    """Assist (``policy.assist``)."""
    assist, teams = scenario.policy.assist, scenario.policy.teams
    if assist is None:
        return
    where = "policy.assist"
    for name in assist.teams or ():
        if name not in teams:
            yield unknown(f"{where}.teams", name, teams, "team")
    if assist.teams == ():
        yield Fault(f"{where}.teams", "nobody has it", "", "null for every team, or policy.assist: null")
    if assist.does_nothing and (assist.leaving == 1 or scenario.world.departures is None):
        yield Fault(
            where,
            "assist without effect: neither speed nor quality nor asking for supervisors changes, and "
            "it writes no summaries",
            "",
            "policy.assist: null, or a gain above 0",
        )
    if assist.top_from < assist.novice_below:
        yield Fault(
            f"{where}.top_from",
            f"nobody is a novice (below {assist.novice_below:g} months) and long there",
            f"{assist.top_from:g}",
            f"at least {assist.novice_below:g}, or a smaller novice_below",
        )
