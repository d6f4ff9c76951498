"""Topics: every channel has one, their shares are no less than 0, and there are several where they can be mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.queues import queues, topic_shares

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def topics(scenario: Scenario) -> Iterator[Fault]:
    """Shares of topics, and sorting by topic."""
    for channel in scenario.policy.channels:
        if not topic_shares(scenario, channel):
            yield Fault("world.topics", f"every topic has share 0 on channel {channel}", "", "give one a share above 0")
    for name, topic in scenario.world.topics.items():
        for channel, share in topic.share_on.items():
            if share < 0:
                yield Fault(f"world.topics.{name}.share_on.{channel}", "a share is at least 0", f"{share:g}")
    sorting = scenario.policy.sorting
    correct, model = sorting.right, sorting.classifier is not None
    subjects = {(queue.channel, queue.topic) for queue in queues(scenario)}
    if correct < 1 and len(subjects) == len({channel for channel, _ in subjects}):
        yield Fault(
            "policy.sorting.classifier.correct" if model else "policy.sorting.correct",
            "every channel has one topic: there is nothing to mix up",
            f"{correct:g}",
            f"{'policy.sorting.classifier: null' if model else '1'}, or several world.topics",
        )
