"""How much is in the agents' own hands: read by exhaustion and told as a KPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.policy.authority import autonomy
from sim.world.concession import share_within

if TYPE_CHECKING:
    from sim.policy import Team
    from sim.scenario.scenario import Scenario


def autonomy_of(scenario: Scenario, team: Team) -> float:
    """The autonomy index of a team: P(A <= L) (1 - 0.5 script); where nobody needs a concession all is within."""
    concession, authority = scenario.world.concession, scenario.policy.authority
    within = 1.0
    if concession is not None:
        within = share_within(authority.limit_of(team), concession.median, concession.sigma)
    return autonomy(within, authority.script)
