"""The world: what happens to a desk, and what a manager cannot choose. Settings, and rules as functions of numbers."""

from sim.world.arrivals import (
    Arrivals,
    Campaign,
    ForecastArrivals,
    ForecastRow,
    Incidents,
    ProfileArrivals,
    RecordedArrivals,
    SpecialDay,
)
from sim.world.effort import Effort
from sim.world.patience import Patience
from sim.world.people import People
from sim.world.prices import Prices
from sim.world.redial import Redial
from sim.world.topics import Topic

__all__ = [
    "Arrivals",
    "Campaign",
    "Effort",
    "ForecastArrivals",
    "ForecastRow",
    "Incidents",
    "Patience",
    "People",
    "Prices",
    "ProfileArrivals",
    "RecordedArrivals",
    "Redial",
    "SpecialDay",
    "Topic",
]
