"""Play a plan into a log."""

from __future__ import annotations

import gc

import numpy as np

from sim.engine.desk import Desk
from sim.engine.journey import INFINITY, Time, Walk, arrivals, closings, duties
from sim.engine.lower import lower
from sim.engine.people import everybody
from sim.engine.plan import Names, Plan
from sim.log import Cause, End, Log
from sim.log.recorder import Recorder
from sim.scenario import Scenario


def simulate(scenario: Scenario, seed: int, replication: int) -> Log:
    """One replication of a scenario, from settings to log."""
    plan, names = lower(scenario, seed, replication)
    return play(plan, names)


def play(plan: Plan, names: Names) -> Log:
    """What happens when a plan is carried out.

    The garbage collector rests meanwhile: nothing here is cyclic garbage in quantity, and looking for it costs a third.
    """
    env = Time(plan.rules.starts_at)
    recorder = Recorder()
    desk = Desk(env, plan, recorder)
    for story in everybody(env, desk):
        Walk(story)
    Walk(closings(env, desk))
    Walk(duties(env, desk))
    Walk(arrivals(env, desk))
    collecting = gc.isenabled()
    gc.disable()
    try:
        env.run(until=plan.rules.ends_at)
        if plan.rules.drain:
            env.run(until=INFINITY)
    finally:
        if collecting:
            gc.enable()
    desk.stop_waiting()
    # Events that were called off still pass, such as the patience of those who were served: they are not the end.
    ended_at = max(plan.rules.ends_at, recorder.last_at()) if plan.rules.drain else plan.rules.ends_at
    desk.stop(ended_at)
    return Log(
        issues=_issues(plan, desk, ended_at),
        **recorder.tables(ended_at),
        agents={"agent": np.arange(len(plan.agents.team), dtype=np.int32), "team": plan.agents.team.astype(np.int16)},
        channels=names.channels,
        topics=names.topics,
        queues=names.queues,
        queue_channel=tuple(plan.queues.channel.tolist()[: len(names.queues)]),
        queue_topic=tuple(plan.queues.topic.tolist()[: len(names.queues)]),
        teams=names.teams,
        agent_names=names.agents,
        starts_at=plan.rules.starts_at,
        ends_at=ended_at,
    )


def _issues(plan: Plan, desk: Desk, until: float) -> dict[str, np.ndarray]:
    """The issues, with the ends that have come to pass by an instant."""
    issues = plan.issues
    ended_at, solved_at = np.array(desk.tickets.ended_at), np.array(desk.tickets.solved_at)
    ended = ended_at <= until
    return {
        "issue": np.arange(len(issues.queue), dtype=np.int64),
        "key": issues.key,
        "channel": plan.queues.channel[issues.queue].astype(np.int16),
        "topic": issues.topic,
        "queue": issues.queue.astype(np.int16),
        "urgent": plan.queues.urgent[issues.queue].astype(np.int8),
        "arrived_at": issues.arrived_at,
        "cause": np.where(issues.backlog, Cause.BACKLOG, Cause.FIRST).astype(np.int8),
        "end": np.where(ended, desk.tickets.end, End.OPEN).astype(np.int8),
        "ended_at": np.where(ended, ended_at, np.nan),
        "solved_at": np.where(solved_at <= until, solved_at, np.nan),
    }
