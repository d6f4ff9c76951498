"""The workload: chance, drawn once. Which issues arise with which draws, and who is on duty when."""

from sim.workload.issues import Workload, draw
from sim.workload.rates import expected_rates
from sim.workload.roster import RosterPlan, expected_heads, planned_paid_hours, roster

__all__ = ["RosterPlan", "Workload", "draw", "expected_heads", "expected_rates", "planned_paid_hours", "roster"]
