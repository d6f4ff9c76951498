"""Teams: who can do what, and what an hour costs."""

from __future__ import annotations

from sim.declare import Settings, setting


class Team(Settings):
    """Agents with the same skills and wage. A skill is ``channel`` or ``channel/topic``; its number is proficiency."""

    skills: dict[str, float] = setting(
        default_factory=dict,
        meaning="proficiency by channel or channel/topic: work takes its time divided by this (1 is usual)",
    )
    wage_per_h: float = setting(25.0, unit="currency per hour", ge=0, meaning="loaded cost of a paid hour")
    overtime_factor: float = setting(1.25, ge=0, le=10, meaning="an hour of overtime costs this many ordinary hours")
    chats: int = setting(
        1, unit="chats", ge=1, le=100_000, meaning="chats that an agent may have at once; 2 to 6 is usual"
    )
    languages: tuple[str, ...] | None = setting(None, meaning="languages that they speak; null: all")
    senior: bool = setting(False, meaning="whether they take what others pass up")
    approves: bool = setting(False, meaning="whether they are supervisors, who decide what others may not grant")
    tenure: float = setting(
        12.0, ge=0, le=600, unit="months", meaning="mean time that they have been in the job; assist helps novices most"
    )
    quality: float = setting(
        1.0, ge=0, le=2, meaning="quality of their answers, 1 for a proficient agent; reads into resolution"
    )
