"""A scenario: a world, a policy and a calendar, checked against one another."""

from sim.scenario.queues import Queue, queues
from sim.scenario.scenario import Policy, Scenario, Start, World

__all__ = ["Policy", "Queue", "Scenario", "Start", "World", "queues"]
