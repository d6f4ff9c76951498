"""Teams: who can do what, and what an hour costs."""

from __future__ import annotations

from sim.declare import Settings, setting


class Team(Settings):
    """Agents with the same skills and wage. A skill is ``channel`` or ``channel/topic``; its number is proficiency."""

    skills: dict[str, float] = setting(
        min_length=1,
        meaning="proficiency by channel or channel/topic: work takes its time divided by this (1 is usual)",
    )
    wage_per_h: float = setting(25.0, unit="currency per hour", ge=0, meaning="loaded cost of a paid hour")
    overtime_factor: float = setting(1.25, ge=0, le=10, meaning="an hour of overtime costs this many ordinary hours")
