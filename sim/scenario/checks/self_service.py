"""Self-service: shares that can be, topics and channels that are there, and a status page only of incidents.

What a world says of it (``world.self_service``) does nothing where there is none: variants share the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.checks.names import unknown

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def self_service(scenario: Scenario) -> Iterator[Fault]:
    """What customers find, and how they take it."""
    habits, offer = scenario.world.self_service, scenario.policy.self_service
    topics, channels = scenario.world.topics, scenario.policy.channels
    if offer.knowledge_base is not None:
        covers = offer.knowledge_base.covers_on
        yield from _shares("policy.self_service.knowledge_base.covers_on", covers, topics, "topic")
    yield from _shares("world.self_service.looks_on", habits.looks_on, channels, "channel")
    yield from _shares("world.self_service.solved_on", habits.solved_on, topics, "topic")
    incidents = scenario.world.incidents
    if offer.status_page is not None and (incidents is None or incidents.per_week == 0):
        yield Fault(
            "policy.self_service.status_page",
            "a status page tells of incidents, and there are none",
            "",
            "null; or world.incidents: {} sets them, with their defaults",
        )


def _shares(where: str, shares: Mapping[str, float], known: Iterable[str], what: str) -> Iterator[Fault]:
    for name, share in shares.items():
        if name not in known:
            yield unknown(f"{where}.{name}", name, known, what)
        if not 0 <= share <= 1:
            yield Fault(f"{where}.{name}", "a share lies between 0 and 1", f"{share:g}")
