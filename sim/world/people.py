"""What people are like whatever is planned: they fall ill, come late, and set the pace of work that can wait."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.laws import Law, Lognormal


class People(Settings):
    """Unplanned absence and lateness, drawn for each agent and day; and what work on tickets asks of them."""

    absence: float = setting(
        0.0,
        ge=0,
        le=1,
        meaning="probability that an agent is absent for a day",
        source="4 to 8 % is usual; off by default",
    )
    lateness: float = setting(0.0, ge=0, le=1, meaning="probability that a present agent starts late; 0.15 is usual")
    late_by: Law = setting(Lognormal(mean=240.0, cv=1.0), unit="s", meaning="how late, of those who are")
    async_pace: float = setting(
        0.5, ge=0, le=1, meaning="how much work on tickets counts in paced occupancy: the agent sets its pace"
    )
