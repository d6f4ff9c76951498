"""People between the days: exhaustion, experience, absence, leaving and hiring, stepped at midnight."""

from sim.engine.lives.effects import effort_by_skill, quality_by_skill, skill_rules
from sim.engine.lives.rules import life_rules, resource_of
from sim.engine.lives.state import Lives, begin
from sim.engine.lives.step import Day, Midnight, is_away, leaving_rate, stays_away, step_day
from sim.log import Stage

__all__ = [
    "Day",
    "Lives",
    "Midnight",
    "Stage",
    "begin",
    "effort_by_skill",
    "is_away",
    "leaving_rate",
    "life_rules",
    "quality_by_skill",
    "resource_of",
    "skill_rules",
    "stays_away",
    "step_day",
]
