"""The engine: a plan in, a log out."""

from sim.engine.lower import effort_curve, lower
from sim.engine.plan import Names, Plan, from_bytes, to_bytes
from sim.engine.play import play, simulate

__all__ = ["Names", "Plan", "effort_curve", "from_bytes", "lower", "play", "simulate", "to_bytes"]
