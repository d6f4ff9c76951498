"""What the user should know of a scenario although nothing is wrong with it, one subject a file."""

from sim.scenario.remarks.at_once import remarks

__all__ = ["remarks"]
