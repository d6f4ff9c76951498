"""Time: the grid it lies on, the calendar it runs over, and the hours that count as open."""

from sim.clock.calendar import Calendar
from sim.clock.curves import WeekCurve
from sim.clock.grid import GRID_PER_S, on_grid
from sim.clock.hours import OpenHours, business_seconds

__all__ = ["GRID_PER_S", "Calendar", "OpenHours", "WeekCurve", "business_seconds", "on_grid"]
