"""The roster: who is on duty when, as persons or as heads."""

from sim.workload.roster.expected import expected_heads, planned_paid_hours
from sim.workload.roster.roster import RosterPlan, roster

__all__ = ["RosterPlan", "expected_heads", "planned_paid_hours", "roster"]
