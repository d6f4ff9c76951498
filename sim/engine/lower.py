"""Lowering: a scenario and its workload become a plan of arrays and numbers, once for each replication."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import WeekCurve
from sim.clock.hours import after_business_seconds
from sim.engine.lower_draws import base_draws, patience_scale_of, pools_of, purposes
from sim.engine.plan import END_RULES, Agents, Channels, Floats, Ints, Issues, Names, Plan, Queues, Rules
from sim.log import Cause
from sim.policy import NextAgent, NextContact
from sim.scenario import Queue, Scenario, queues
from sim.scenario.queues import topic_shares
from sim.streams import POOL_SIZE, Stream
from sim.units import HOUR_S
from sim.workload import RosterPlan, Workload, draw, roster
from sim.world import Effort, ForecastArrivals


def lower(scenario: Scenario, seed: int, replication: int) -> tuple[Plan, Names]:
    """The plan of one replication, and the names behind its indices."""
    wanted = purposes(scenario)
    workload = draw(scenario, seed, replication, wanted)
    named_queues = queues(scenario)
    topic = _topics(scenario, workload, named_queues)
    queue = _queue_of(scenario, workload.channel, topic, named_queues)
    people = roster(scenario, seed, replication)
    patience_scale = patience_scale_of(scenario, topic)
    difficulty, draws = base_draws(scenario, workload, topic, patience_scale)
    plan = Plan(
        issues=Issues(
            arrived_at=workload.arrived_at,
            queue=queue,
            due_at=_due(scenario, workload),
            backlog=workload.cause == Cause.BACKLOG,
            pool_at=((workload.key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)).astype(np.int32),
            difficulty=difficulty,
            patience_scale=patience_scale,
            key=workload.key,
            topic=topic,
        ),
        draws=draws,
        pools=pools_of(scenario, seed, replication, draws),
        queues=_queues(scenario, named_queues),
        channels=_channels(scenario),
        agents=_agents(scenario, people, named_queues, seed, replication),
        rules=_rules(scenario),
    )
    names = Names(
        tuple(scenario.policy.channels),
        tuple(scenario.world.topics),
        tuple(queue.name for queue in named_queues),
        tuple(scenario.policy.teams),
        people.names,
    )
    return plan, names


def _topics(scenario: Scenario, workload: Workload, named_queues: tuple[Queue, ...]) -> NDArray[np.int16]:
    topics = list(scenario.world.topics)
    out = np.zeros(len(workload.channel), dtype=np.int16)
    for index, channel in enumerate(scenario.policy.channels):
        shares = topic_shares(scenario, channel)
        mine = workload.channel == index
        places = np.array([topics.index(name) for name in shares], dtype=np.int16)
        if len(places) == 1:
            out[mine] = places[0]
        else:
            edges = np.cumsum(list(shares.values()))[:-1]
            out[mine] = places[np.searchsorted(edges, workload.uniforms["topic"][mine, 0], side="right")]
    return out


def _queue_of(
    scenario: Scenario, channel: NDArray[np.int16], topic: NDArray[np.int16], named_queues: tuple[Queue, ...]
) -> Ints:
    channels, topics = list(scenario.policy.channels), list(scenario.world.topics)
    table = np.full((len(channels), len(topics)), -1, dtype=np.int32)
    for index, queue in enumerate(named_queues):
        table[channels.index(queue.channel), topics.index(queue.topic)] = index
    return np.asarray(table[channel, topic], dtype=np.int32)


def _due(scenario: Scenario, workload: Workload) -> Floats:
    out = np.full(len(workload.arrived_at), np.inf)
    for index, name in enumerate(scenario.policy.channels):
        target = scenario.policy.targets.get(name)
        if target is None:
            continue
        mine = workload.channel == index
        if target.clock == "business":
            openings = scenario.calendar.openings(scenario.policy.channels[name].open)
            out[mine] = after_business_seconds(openings, workload.arrived_at[mine], target.within)
        else:
            out[mine] = workload.arrived_at[mine] + target.within
    return out


def _queues(scenario: Scenario, named_queues: tuple[Queue, ...]) -> Queues:
    routing, policy = scenario.policy.routing, scenario.policy
    channels = list(policy.channels)
    priority = [queue.look_up(routing.priority, 1) for queue in named_queues]
    rank = [0.0] * len(named_queues)
    if routing.next_contact == "priority":
        rank = [float(number) for number in priority]
    if routing.next_contact == "c_mu":
        rank = [
            -queue.look_up(routing.waiting_cost, 1.0)
            / max(scenario.world.effort[queue.channel].mean_s * scenario.world.topics[queue.topic].effort, 1e-6)
            for queue in named_queues
        ]
    targets = [policy.targets.get(queue.channel) for queue in named_queues]
    return Queues(
        channel=np.array([channels.index(queue.channel) for queue in named_queues], dtype=np.int32),
        rank=np.array(rank),
        priority=np.array(priority, dtype=np.int32),
        target_s=np.array([max(target.within, 1.0) if target else HOUR_S for target in targets]),
        reserve=np.array([queue.look_up(routing.reserve, 0) for queue in named_queues], dtype=np.int32),
    )


def _channels(scenario: Scenario) -> Channels:
    world, policy, calendar = scenario.world, scenario.policy, scenario.calendar
    redial = [world.redial.get(name) for name in policy.channels]
    openings = [
        (index, *opening)
        for index, channel in enumerate(policy.channels.values())
        for opening in calendar.openings(channel.open)
    ]
    return Channels(
        live=np.array([channel.kind == "live" for channel in policy.channels.values()]),
        disconnect=np.array([channel.closing == "disconnect" for channel in policy.channels.values()]),
        lines=np.array([channel.lines or 0 for channel in policy.channels.values()], dtype=np.int32),
        redial_share=np.array([entry.share if entry else 0.0 for entry in redial]),
        redial_decay=np.array([entry.decay if entry else 0.0 for entry in redial]),
        redial_after_blocking=np.array([bool(entry and entry.after_blocking) for entry in redial]),
        openings=np.array(openings, dtype=float).reshape(-1, 3),
        effort_by_time=_by_time(scenario, [effort_curve(scenario, name) for name in policy.channels]),
        patience_by_time=_by_time(
            scenario,
            [
                _over_horizon(scenario, world.patience[name].by_time) if name in world.patience else None
                for name in policy.channels
            ],
        ),
    )


def effort_curve(scenario: Scenario, channel: str) -> Floats:
    """Shape (n_intervals,): multiplier of a channel's handle time, ``by_time`` x the forecast's time over the mean."""
    effort, arrivals = scenario.world.effort[channel], scenario.world.arrivals[channel]
    curve = _over_horizon(scenario, effort.by_time)
    if isinstance(arrivals, ForecastArrivals) and any(row.handle_time is not None for row in arrivals.rows):
        curve = curve * _forecast_effort(scenario, arrivals, effort)
    return curve


def _forecast_effort(scenario: Scenario, arrivals: ForecastArrivals, effort: Effort) -> Floats:
    """The forecast's handle time of each interval over the mean of the effort; 1 where the forecast says nothing."""
    calendar = scenario.calendar
    out = np.ones((calendar.days, calendar.intervals_per_day))
    dated = {row.day for row in arrivals.rows if not isinstance(row.day, tuple)}
    for day in range(calendar.days):
        date = calendar.date(day)
        rows = [
            row
            for row in arrivals.rows
            if (row.day == date if date in dated else isinstance(row.day, tuple) and calendar.weekday(day) in row.day)
        ]
        for row in sorted(rows, key=lambda row: row.time):
            if row.handle_time is not None:
                out[day, int(row.time // calendar.interval) :] = row.handle_time / effort.mean_s
    return out.ravel()


def _over_horizon(scenario: Scenario, curve: WeekCurve) -> Floats:
    week = curve.sampled(scenario.calendar.interval)
    return np.concatenate([week[scenario.calendar.weekday(day)] for day in range(scenario.calendar.days)])


def _by_time(scenario: Scenario, curves: list[Floats | None]) -> Floats:
    table = np.stack([np.ones(scenario.calendar.n_intervals) if curve is None else curve for curve in curves])
    return table if np.any(table != 1.0) else np.empty((0, 0))


def _agents(
    scenario: Scenario, people: RosterPlan, named_queues: tuple[Queue, ...], seed: int, replication: int
) -> Agents:
    skills = [
        tuple(queue.look_up(team.skills, 0.0) for queue in named_queues) for team in scenario.policy.teams.values()
    ]
    groups = list(dict.fromkeys(skills))
    group_of_team = np.array([groups.index(row) for row in skills], dtype=np.int32)
    random = scenario.policy.routing.next_agent in ("random", "random_team")
    return Agents(
        team=people.team.astype(np.int32),
        group=group_of_team[people.team],
        proficiency=np.array(groups, dtype=float).reshape(len(groups), len(named_queues)),
        duty_agent=people.agent,
        duty=people.duty.astype(np.int32),
        duty_paid=people.paid.astype(np.int32),
        duty_since=people.since,
        duty_until=people.until,
        heads_at=people.heads_at,
        heads_team=people.heads_team.astype(np.int32),
        heads=people.heads,
        mark=Stream(seed, replication, "routing").uniforms(0, 0, "mark", POOL_SIZE) if random else np.empty(0),
    )


def _rules(scenario: Scenario) -> Rules:
    routing, end, calendar = scenario.policy.routing, scenario.policy.end_of_shift, scenario.calendar
    return Rules(
        next_contact=int(NextContact[routing.next_contact.upper()]),
        next_agent=int(NextAgent[routing.next_agent.upper()]),
        w_priority=routing.weights.priority,
        w_age=routing.weights.age,
        w_due=routing.weights.due_soon,
        soon_s=routing.weights.soon,
        end_of_shift=END_RULES.index(end.rule),
        set_up_s=end.set_up,
        interval_s=calendar.interval,
        starts_at=calendar.start_at,
        ends_at=calendar.horizon_s,
        drain=calendar.at_end == "drain",
    )
