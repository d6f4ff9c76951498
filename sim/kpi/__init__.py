"""What a log says: KPIs, their course over the calendar, distributions, and pooling over replications."""

from sim.kpi.declare import KPIS, Kpi
from sim.kpi.measure import Measured, measure
from sim.kpi.pool import pool

__all__ = ["KPIS", "Kpi", "Measured", "measure", "pool"]
