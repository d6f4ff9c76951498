"""Lowering, the rules: numbers that choose and parametrise them."""

from __future__ import annotations

import numpy as np

from sim.engine.plan import END_RULES, Matters, Rules, Topics
from sim.policy import NextAgent, NextContact
from sim.policy.authority import script_logit
from sim.scenario import Scenario
from sim.world import Resolution
from sim.world.resolution import shifted


def lower_rules(scenario: Scenario) -> Rules:
    """Routing, shifts and time."""
    policy, calendar = scenario.policy, scenario.calendar
    routing, end, blending = policy.routing, policy.end_of_shift, policy.blending
    return Rules(
        next_contact=int(NextContact[routing.next_contact.upper()]),
        next_agent=int(NextAgent[routing.next_agent.upper()]),
        w_priority=routing.weights.priority,
        w_age=routing.weights.age,
        w_due=routing.weights.due_soon,
        soon_s=routing.weights.soon,
        last_agent_s=routing.last_agent,
        preempt=blending.rule == "preempt",
        resume_s=blending.set_up,
        end_of_shift=END_RULES.index(end.rule),
        set_up_s=end.set_up,
        interval_s=calendar.interval,
        starts_at=calendar.start_at,
        ends_at=calendar.horizon_s,
        drain=calendar.at_end == "drain",
    )


def lower_matters(scenario: Scenario) -> Matters:
    """Sorting, resolving and following up."""
    world, policy = scenario.world, scenario.policy
    resolution = world.resolution or Resolution()
    sorting, follow_up, replies = policy.sorting, policy.follow_up, world.replies
    return Matters(
        tickets=world.resolution is not None
        or world.concession is not None
        or any(not channel.waits_on_line for channel in policy.channels.values()),
        resolution=world.resolution is not None,
        correct=sorting.right,
        correct_again=sorting.correct_again,
        detected=sorting.detected,
        triage_s=sorting.triage,
        out_of_depth=sorting.out_of_depth,
        warm=sorting.warm,
        introduction_s=sorting.introduction,
        lost=world.bounced.lost,
        w_quality=resolution.quality,
        w_crowding=resolution.crowding,
        w_misrouted=resolution.misrouted,
        w_no_context=resolution.no_context,
        w_difficulty=resolution.difficulty,
        wrong=resolution.wrong,
        w_wrong_quality=resolution.wrong_quality,
        recognised=resolution.recognised,
        to_senior=resolution.to_senior,
        to_internal=resolution.to_internal,
        returns=resolution.returns,
        reminded=replies.reminded,
        remind_after_s=follow_up.remind_after,
        give_up_after_s=follow_up.give_up_after,
        close_after_s=follow_up.close_after,
        link=follow_up.link,
        confirm=follow_up.confirm,
        confirm_detects=follow_up.confirm_detects,
        chase=world.chase is not None,
        expects_pending_s=world.chase.expects_pending if world.chase else np.inf,
        tell=follow_up.tell,
        timeframe=follow_up.timeframe,
        acknowledge=follow_up.acknowledge,
        kept=follow_up.kept,
        accepted=world.callback.accepted,
        reached=world.callback.reached,
    )


def lower_topics(scenario: Scenario) -> Topics:
    """What a touch comes to, by topic."""
    topics, resolution = scenario.world.topics.values(), scenario.world.resolution or Resolution()

    def of(own: float | None, usual: float) -> float:
        return usual if own is None else own

    return Topics(
        solved=np.array(
            [
                shifted(of(topic.solved, resolution.solved), script_logit(scenario.policy.authority.script))
                for topic in topics
            ]
        ),
        pending_customer=np.array([of(topic.pending_customer, resolution.pending_customer) for topic in topics]),
        pending_third_party=np.array(
            [of(topic.pending_third_party, resolution.pending_third_party) for topic in topics]
        ),
    )
