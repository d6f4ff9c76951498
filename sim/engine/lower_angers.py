"""Lowering, the tempers: who is angry by topic and channel, and who reads it."""

from __future__ import annotations

import numpy as np

from sim.engine.plan import Angers
from sim.scenario import Scenario
from sim.world import Anger


def lower_angers(scenario: Scenario) -> Angers:
    """What the engine knows of anger."""
    world, sentiment = scenario.world, scenario.policy.sentiment
    anger = world.anger or Anger(share=0.0)
    usual = {"live": anger.expects_live, "chat": anger.expects_chat, "async": anger.expects_async}
    channels = scenario.policy.channels.items()
    return Angers(
        at_work=world.anger is not None,
        share=np.array([anger.share_on.get(topic, anger.share) for topic in world.topics]),
        waiting=anger.waiting,
        expects_s=np.array([anger.expects_on.get(name, usual[channel.kind]) for name, channel in channels]),
        after_failure=anger.after_failure,
        after_broken_promise=anger.after_broken_promise,
        handle_time=anger.handle_time,
        reads=np.array([sentiment is not None and sentiment.reads(name) for name, _ in channels]),
        sensitivity=sentiment.sensitivity if sentiment else 0.0,
        specificity=sentiment.specificity if sentiment else 1.0,
        to_senior=sentiment is not None and sentiment.then == "senior",
    )
