"""The queues of a scenario: one for each channel and topic that can occur, with what routing needs to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.scenario import Scenario

T = TypeVar("T")


class Queue(NamedTuple):
    """Contacts of one channel and topic."""

    channel: str
    topic: str

    @property
    def name(self) -> str:
        """``channel/topic``."""
        return f"{self.channel}/{self.topic}"

    def look_up(self, table: Mapping[str, T], default: T) -> T:
        """The entry for this queue: ``channel/topic`` counts before ``channel``."""
        return table.get(self.name, table.get(self.channel, default))


def topic_shares(scenario: Scenario, channel: str) -> dict[str, float]:
    """Share of each topic among the issues of a channel; sums to 1."""
    weights = {name: topic.share_on.get(channel, topic.share) for name, topic in scenario.world.topics.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items() if weight > 0} if total > 0 else {}


def queues(scenario: Scenario) -> tuple[Queue, ...]:
    """Every queue, channels and topics in the order in which the scenario names them."""
    return tuple(
        Queue(channel, topic) for channel in scenario.policy.channels for topic in topic_shares(scenario, channel)
    )
