"""Anger and its detection: topics and channels that are there, shares that can be, and a flag that leads somewhere.

A flag that nothing follows from is a fault: customers who are urgent where urgent ones do not go first, or who are to
go to seniors where there are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.checks.names import unknown
from sim.scenario.queues import queues
from sim.units import format_duration

if TYPE_CHECKING:
    from sim.policy import Sentiment
    from sim.scenario.scenario import Scenario

WHERE = "policy.sentiment"


def anger(scenario: Scenario) -> Iterator[Fault]:
    """Names, shares and expectations of anger, and what becomes of who is flagged."""
    world, policy = scenario.world, scenario.policy
    if world.anger is not None:
        for topic, share in world.anger.share_on.items():
            if topic not in world.topics:
                yield unknown(f"world.anger.share_on.{topic}", topic, world.topics, "topic")
            if not 0 <= share <= 1:
                yield Fault(f"world.anger.share_on.{topic}", "a share lies between 0 and 1", f"{share:g}")
        for name, wait_s in world.anger.expects_on.items():
            if name not in policy.channels:
                yield unknown(f"world.anger.expects_on.{name}", name, policy.channels, "channel")
            if wait_s <= 0:
                yield Fault(f"world.anger.expects_on.{name}", "longer than 0 s", format_duration(wait_s))
    if policy.sentiment is not None:
        yield from _detection(scenario, policy.sentiment)


def _detection(scenario: Scenario, sentiment: Sentiment) -> Iterator[Fault]:
    policy = scenario.policy
    if scenario.world.anger is None:
        yield Fault(WHERE, "nobody is ever angry: there is no world.anger", "", "null; or world.anger: {}")
    for name in sentiment.channels or ():
        if name not in policy.channels:
            yield unknown(f"{WHERE}.channels", name, policy.channels, "channel")
    if sentiment.channels == ():
        yield Fault(f"{WHERE}.channels", "it reads on some channel", "[]", "null for all, or policy.sentiment: null")
    if sentiment.sensitivity + sentiment.specificity < 1:
        yield Fault(
            f"{WHERE}.sensitivity",
            "it flags calm customers more often than angry ones: sensitivity + specificity is less than 1",
            f"{sentiment.sensitivity:g} + {sentiment.specificity:g}",
            "at least 1 together",
        )
    if sentiment.then == "priority" and not policy.routing.urgent_first:
        yield Fault(
            f"{WHERE}.then",
            "who is flagged is urgent, and urgent contacts do not go first",
            "priority",
            "policy.routing.urgent_first: true",
        )
    if sentiment.then == "senior":
        yield from _to_seniors(scenario, sentiment)


def _to_seniors(scenario: Scenario, sentiment: Sentiment) -> Iterator[Fault]:
    policy = scenario.policy
    if not any(team.senior for team in policy.teams.values()):
        yield Fault(
            f"{WHERE}.then", "no team is senior", "senior", "policy.teams.<name>.senior: true; or then: priority"
        )
        return
    served = {queue.channel for queue in queues(scenario) if queue.escalated}
    for name in policy.channels:
        if sentiment.reads(name) and name not in served:
            yield Fault(
                f"{WHERE}.then",
                f"no senior team has the skill {name}",
                "senior",
                f"add it to the skills of one, or leave {name} out of {WHERE}.channels",
            )
