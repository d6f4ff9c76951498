"""The world: what happens to a desk, and what a manager cannot choose. Settings, and rules as functions of numbers."""

from sim.world.anger import Anger
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
from sim.world.bot import BotHabits
from sim.world.callback import CallbackHabits
from sim.world.chase import Chase
from sim.world.concession import Concession
from sim.world.departures import Departures
from sim.world.effort import Effort
from sim.world.exhaustion import Exhaustion
from sim.world.fatigue import Fatigue
from sim.world.languages import Language
from sim.world.learning import Learning
from sim.world.patience import Patience
from sim.world.people import People
from sim.world.prices import Prices
from sim.world.redial import Bounced, Redial
from sim.world.replies import Replies
from sim.world.resolution import Resolution
from sim.world.self_service import SelfServiceHabits
from sim.world.strain import Strain
from sim.world.topics import Topic

__all__ = [
    "Anger",
    "Arrivals",
    "BotHabits",
    "Bounced",
    "CallbackHabits",
    "Campaign",
    "Chase",
    "Concession",
    "Departures",
    "Effort",
    "Exhaustion",
    "Fatigue",
    "ForecastArrivals",
    "ForecastRow",
    "Incidents",
    "Language",
    "Learning",
    "Patience",
    "People",
    "Prices",
    "ProfileArrivals",
    "RecordedArrivals",
    "Redial",
    "Replies",
    "Resolution",
    "SelfServiceHabits",
    "SpecialDay",
    "Strain",
    "Topic",
]
