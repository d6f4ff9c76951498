"""Lowering, self-service: what customers find by topic, and who looks for it by channel."""

from __future__ import annotations

import numpy as np

from sim.engine.plan import SelfHelp
from sim.scenario import Scenario


def lower_self_service(scenario: Scenario) -> SelfHelp:
    """What the engine knows of the stage before the first contact."""
    world, offer = scenario.world, scenario.policy.self_service
    habits, articles = world.self_service, offer.knowledge_base
    return SelfHelp(
        pages=offer.status_page is not None,
        articles=articles is not None,
        looks=np.array([habits.looks_on.get(name, habits.looks) for name in scenario.policy.channels]),
        covers=np.array(
            [articles.covers_on.get(topic, articles.covers) if articles else 0.0 for topic in world.topics]
        ),
        solved=np.array([habits.solved_on.get(topic, habits.solved) for topic in world.topics]),
        returns=habits.returns,
    )
