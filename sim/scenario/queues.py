"""The queues of a scenario: what a contact can be to routing, one queue for each kind that can occur."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.scenario import Scenario

T = TypeVar("T")


class Queue(NamedTuple):
    """Contacts of one channel, topic and language; urgent ones, and those passed up to seniors, apart."""

    channel: str
    topic: str
    language: str = "any"
    urgent: bool = False
    escalated: bool = False
    only_language: bool = True
    """whether the desk has one language, which then is no part of the name"""

    @property
    def subject(self) -> str:
        """``channel/topic``: what skills, priorities and the like are written for."""
        return f"{self.channel}/{self.topic}"

    @property
    def name(self) -> str:
        """``channel/topic``, ``/language`` where there are several, and what is special about it."""
        language = "" if self.only_language else f"/{self.language}"
        return f"{self.subject}{language}{' urgent' if self.urgent else ''}{' escalated' if self.escalated else ''}"

    def look_up(self, table: Mapping[str, T], default: T) -> T:
        """The entry for this queue: ``channel/topic`` counts before ``channel``."""
        return table.get(self.subject, table.get(self.channel, default))


def topic_shares(scenario: Scenario, channel: str) -> dict[str, float]:
    """Share of each topic among the issues of a channel; sums to 1."""
    weights = {name: topic.share_on.get(channel, topic.share) for name, topic in scenario.world.topics.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items() if weight > 0} if total > 0 else {}


def language_shares(scenario: Scenario) -> dict[str, float]:
    """Share of each language among all issues; sums to 1."""
    total = sum(language.share for language in scenario.world.languages.values())
    weights = {name: language.share for name, language in scenario.world.languages.items() if language.share > 0}
    return {name: weight / total for name, weight in weights.items()}


def changes_channel(scenario: Scenario) -> bool:
    """Whether an issue may go on on another channel than its first."""
    world, policy = scenario.world, scenario.policy
    return (
        any(redial.switch for redial in world.redial.values())
        or (bool(policy.chatbot) and bool(world.bot.elsewhere))
        or any(channel.later or channel.sends_to for channel in policy.channels.values())
        or (world.chase is not None and bool(world.chase.channels))
        or (world.resolution is not None and bool(world.resolution.return_channels))
    )


def queues(scenario: Scenario) -> tuple[Queue, ...]:
    """Every queue, channels, topics and languages in the order in which the scenario names them.

    Where issues may change their channel, every topic that arises anywhere has a queue on every channel.
    """
    world, policy = scenario.world, scenario.policy
    topics_of = {channel: set(topic_shares(scenario, channel)) for channel in policy.channels}
    if changes_channel(scenario):
        anywhere = set().union(*topics_of.values())
        topics_of = dict.fromkeys(topics_of, anywhere)
    languages = list(language_shares(scenario))
    out = []
    for channel in policy.channels:
        for topic in world.topics:
            if topic not in topics_of[channel]:
                continue
            urgent = (
                world.topics[topic].urgent > 0
                or channel in policy.routing.forgotten_after
                or _flags(scenario, channel, "priority")
            )
            for language in languages:
                only = len(languages) == 1
                kinds = (False, True)[: 1 + urgent]
                out += [Queue(channel, topic, language, kind, False, only) for kind in kinds]
                if _has_seniors(scenario, Queue(channel, topic, language)):
                    out += [Queue(channel, topic, language, kind, True, only) for kind in kinds]
    return tuple(out)


def speaks(languages: tuple[str, ...] | None, language: str) -> bool:
    """Whether a team with these languages speaks one."""
    return languages is None or language in languages


def _has_seniors(scenario: Scenario, queue: Queue) -> bool:
    resolution, policy = scenario.world.resolution, scenario.policy
    passed_up = resolution is not None and resolution.to_senior > 0
    if not passed_up and not _flags(scenario, queue.channel, "senior"):
        return False
    return any(
        team.senior
        and queue.look_up(team.skills, 0.0) > 0
        and (policy.interpreter or speaks(team.languages, queue.language))
        for team in policy.teams.values()
    )


def _flags(scenario: Scenario, channel: str, then: str) -> bool:
    """Whether contacts of a channel may be flagged as angry, and this is what then becomes of them."""
    sentiment = scenario.policy.sentiment
    return sentiment is not None and sentiment.then == then and sentiment.reads(channel)
