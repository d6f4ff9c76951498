"""Lowering, the queues: how routing sees each, and how queues belong together."""

from __future__ import annotations

from statistics import fmean

import numpy as np

from sim.engine.plan import Ints, Queues
from sim.scenario import Queue, Scenario
from sim.scenario.queues import topic_shares
from sim.scenario.tools import mean_handle_s
from sim.units import HOUR_S

BEFORE_ALL = 1e12
"""Taken off the rank of urgent queues where they go first."""


def lower_queues(scenario: Scenario, named_queues: tuple[Queue, ...]) -> Queues:
    """What the engine knows of each queue."""
    policy, world = scenario.policy, scenario.world
    routing, blending = policy.routing, policy.blending
    channels, topics = list(policy.channels), list(world.topics)
    priority = [queue.look_up(routing.priority, 1) for queue in named_queues]
    work = [max(_handle_s(scenario, queue) * world.topics[queue.topic].effort, 1e-6) for queue in named_queues]
    rank = np.zeros(len(named_queues))
    if routing.next_contact == "priority":
        rank += priority
    if routing.next_contact == "c_mu":
        rank -= [
            queue.look_up(routing.waiting_cost, 1.0) / mean_s for queue, mean_s in zip(named_queues, work, strict=True)
        ]
    urgent = np.array([queue.urgent for queue in named_queues], dtype=bool)
    if routing.urgent_first:
        rank[urgent] -= BEFORE_ALL
    targets = [policy.targets.get(queue.channel) for queue in named_queues]
    kept_free = [
        blending.keep_free if blending.rule == "threshold" and not policy.channels[queue.channel].waits_on_line else 0
        for queue in named_queues
    ]
    mistaken_for, mistaken_share = _mistaken(scenario, named_queues)
    return Queues(
        channel=np.array([channels.index(queue.channel) for queue in named_queues], dtype=np.int32),
        topic=np.array([topics.index(queue.topic) for queue in named_queues], dtype=np.int32),
        on_line=np.array([policy.channels[queue.channel].waits_on_line for queue in named_queues], dtype=bool),
        chat=np.array([policy.channels[queue.channel].kind == "chat" for queue in named_queues], dtype=bool),
        urgent=urgent,
        rank=rank,
        priority=np.array(priority, dtype=np.int32),
        target_s=np.array([max(target.within, 1.0) if target else HOUR_S for target in targets]),
        reserve=np.array(
            [queue.look_up(routing.reserve, kept) for queue, kept in zip(named_queues, kept_free, strict=True)],
            dtype=np.int32,
        ),
        mean_work_s=np.array(work),
        on_channel=_table(
            named_queues,
            [[queue._replace(channel=channel, escalated=False) for channel in channels] for queue in named_queues],
        ),
        urgent_twin=_table(named_queues, [[queue._replace(urgent=True)] for queue in named_queues])[:, 0],
        escalated_twin=_table(named_queues, [[queue._replace(escalated=True)] for queue in named_queues])[:, 0],
        mistaken_for=mistaken_for,
        mistaken_share=mistaken_share,
    )


def _handle_s(scenario: Scenario, queue: Queue) -> float:
    """Mean handle time at proficiency 1; where summaries shorten the work of some teams, a plain mean over teams."""
    times = {mean_handle_s(scenario, queue.channel, name) for name in scenario.policy.teams}
    if len(times) == 1:
        return times.pop()
    able = [name for name, team in scenario.policy.teams.items() if queue.look_up(team.skills, 0.0) > 0]
    return fmean(mean_handle_s(scenario, queue.channel, name) for name in able or scenario.policy.teams)


def _table(named_queues: tuple[Queue, ...], wanted: list[list[Queue]]) -> Ints:
    """Places of queues; -1 where there is no such queue. An urgent kind that is not there is the ordinary one."""
    place = {queue: index for index, queue in enumerate(named_queues)}

    def find(queue: Queue) -> int:
        return place.get(queue, place.get(queue._replace(urgent=False), -1))

    return np.array([[find(queue) for queue in row] for row in wanted], dtype=np.int32)


def _mistaken(scenario: Scenario, named_queues: tuple[Queue, ...]) -> tuple[Ints, np.ndarray]:
    """The other topics of the channel that sorting may take a contact for, as likely as they are frequent there."""
    rows: list[list[tuple[int, float]]] = []
    for queue in named_queues:
        shares = topic_shares(scenario, queue.channel)
        others = [
            (index, shares[other.topic])
            for index, other in enumerate(named_queues)
            if other.topic != queue.topic and other.topic in shares and other == queue._replace(topic=other.topic)
        ]
        rows.append([] if scenario.policy.sorting.right >= 1 else others)
    width = max((len(row) for row in rows), default=0)
    places = np.full((len(rows), width), -1, dtype=np.int32)
    shares_of = np.ones((len(rows), width))
    for index, row in enumerate(rows):
        if row:
            places[index, : len(row)] = [place for place, _ in row]
            weights = np.cumsum([share for _, share in row])
            shares_of[index, : len(row)] = weights / weights[-1]
    return places, shares_of
