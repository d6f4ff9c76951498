"""People between the days: exhaustion, experience, absence, leaving and hiring, stepped at midnight."""

from sim.engine.lives.rules import LifeRules, life_rules, resource_of
from sim.engine.lives.state import Lives, Stage, begin
from sim.engine.lives.step import Day, Midnight, stays_away, step_day

__all__ = [
    "Day",
    "LifeRules",
    "Lives",
    "Midnight",
    "Stage",
    "begin",
    "life_rules",
    "resource_of",
    "stays_away",
    "step_day",
]
