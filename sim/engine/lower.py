"""Lowering: a scenario and its workload become a plan of arrays and numbers, once for each replication."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import WeekCurve
from sim.clock.hours import after_business_seconds
from sim.engine.lower_angers import lower_angers
from sim.engine.lower_authority import has_supervisors, lower_authority, with_supervisors
from sim.engine.lower_bots import lower_bots, shares_between
from sim.engine.lower_draws import base_draws, patience_scale_of, pools_of
from sim.engine.lower_people import lower_people
from sim.engine.lower_queues import lower_queues
from sim.engine.lower_rules import lower_matters, lower_rules, lower_topics
from sim.engine.lower_self_service import lower_self_service
from sim.engine.plan import Agents, Channels, Floats, Ints, Issues, Names, Plan
from sim.engine.purposes import is_work, purposes
from sim.log import Cause
from sim.scenario import Queue, Scenario, queues
from sim.scenario.queues import language_shares, speaks, topic_shares
from sim.scenario.tools import after_call_factor, carries_context, resolution_logit, work_speed, wrong_logit
from sim.streams import POOL_SIZE, Stream
from sim.workload import RosterPlan, Workload, draw, roster
from sim.world import Effort, ForecastArrivals


def lower(scenario: Scenario, seed: int, replication: int) -> tuple[Plan, Names]:
    """The plan of one replication, and the names behind its indices."""
    wanted = purposes(scenario)
    columns = {name: purpose.columns for name, purpose in wanted.items() if purpose.chance and purpose.columns}
    workload = draw(scenario, seed, replication, columns)
    named_queues = queues(scenario)
    topic = _topics(scenario, workload)
    queue = _queue_of(scenario, workload, topic, named_queues)
    people = roster(scenario, seed, replication)
    lowered_people = lower_people(scenario, people, seed, replication)
    patience_scale = patience_scale_of(scenario, topic)
    lowered = lower_queues(scenario, named_queues)
    difficulty, draws = base_draws(scenario, workload, topic, patience_scale, wanted)
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
            told=workload.told,
        ),
        draws=draws,
        pools=pools_of(scenario, seed, replication, wanted),
        queues=with_supervisors(lowered) if has_supervisors(scenario) else lowered,
        channels=_channels(scenario),
        bots=lower_bots(scenario),
        authority=lower_authority(scenario, len(named_queues)),
        self_help=lower_self_service(scenario),
        angers=lower_angers(scenario),
        topics=lower_topics(scenario),
        agents=_agents(scenario, people, named_queues, seed, replication),
        rules=lower_rules(scenario),
        matters=lower_matters(scenario),
        **lowered_people._asdict(),
    )
    names = Names(
        tuple(scenario.policy.channels),
        tuple(scenario.world.topics),
        tuple(queue.name for queue in named_queues),
        tuple(scenario.policy.teams),
        people.names,
    )
    return plan, names


def _topics(scenario: Scenario, workload: Workload) -> NDArray[np.int16]:
    topics = list(scenario.world.topics)
    out = np.zeros(len(workload.channel), dtype=np.int16)
    for index, channel in enumerate(scenario.policy.channels):
        shares = topic_shares(scenario, channel)
        mine = workload.channel == index
        places = np.array([topics.index(name) for name in shares], dtype=np.int16)
        if len(places) == 1:
            out[mine] = places[0]
        else:
            out[mine] = places[_falls_to(list(shares.values()), workload.uniforms["topic"][mine, 0])]
    return out


def _falls_to(shares: list[float], u: Floats) -> NDArray[np.intp]:
    """The share that each uniform falls to, shares laid end to end."""
    return np.searchsorted(np.cumsum(shares)[:-1], u, side="right")


def _queue_of(
    scenario: Scenario, workload: Workload, topic: NDArray[np.int16], named_queues: tuple[Queue, ...]
) -> Ints:
    """The queue that each issue belongs to."""
    channels, topics, shares = list(scenario.policy.channels), list(scenario.world.topics), language_shares(scenario)
    languages, n = list(shares), len(topic)
    table = np.full((len(channels), len(topics), len(languages), 2), -1, dtype=np.int32)
    for index, queue in enumerate(named_queues):
        if not queue.escalated:
            place = channels.index(queue.channel), topics.index(queue.topic), languages.index(queue.language)
            table[(*place, int(queue.urgent))] = index
    language = np.zeros(n, dtype=np.intp)
    if len(languages) > 1:
        language = _falls_to(list(shares.values()), workload.uniforms["language"][:, 0])
    urgent = np.zeros(n, dtype=np.intp)
    if "urgent" in workload.uniforms:
        share = np.array([entry.urgent for entry in scenario.world.topics.values()])
        urgent = (workload.uniforms["urgent"][:, 0] < share[topic]).astype(np.intp)
    return np.asarray(table[workload.channel, topic, language, urgent], dtype=np.int32)


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


def _channels(scenario: Scenario) -> Channels:
    world, policy, calendar = scenario.world, scenario.policy, scenario.calendar
    names, channels = list(policy.channels), policy.channels.values()
    redial = [world.redial.get(name) for name in names]
    patience = [world.patience.get(name) for name in names]
    callback = [policy.callback.get(name) for name in names]
    chase, follow_up, resolution = world.chase, policy.follow_up, world.resolution
    openings = [
        (index, *opening) for index, channel in enumerate(channels) for opening in calendar.openings(channel.open)
    ]
    return Channels(
        live=np.array([channel.waits_on_line for channel in channels]),
        chat=np.array([channel.kind == "chat" for channel in channels]),
        disconnect=np.array([channel.closing == "disconnect" for channel in channels]),
        lines=np.array([channel.lines or 0 for channel in channels], dtype=np.int32),
        holds=np.array([is_work(world.effort[name].hold) for name in names]),
        wraps_up=np.array([is_work(world.effort[name].after_call) for name in names]),
        slowdown=np.array([world.effort[name].slowdown for name in names]),
        no_context=np.array([world.effort[name].no_context for name in names]),
        announce=np.array([channel.announce for channel in channels]),
        announced=np.array([entry.announced if entry else 1.0 for entry in patience]),
        balks_above=np.array([entry.balks_above or np.inf if entry else np.inf for entry in patience]),
        carried=np.array([bool(entry and entry.carried) for entry in patience]),
        silent=np.array([entry.silent if entry else 0.0 for entry in patience]),
        detected_s=np.array([entry.detected_after if entry else 0.0 for entry in patience]),
        later=np.array(
            [names.index(channel.later or name) for name, channel in policy.channels.items()], dtype=np.int32
        ),
        takes_message=np.array([channel.when_closed == "take_message" for channel in channels]),
        redial_share=np.array([entry.share if entry else 0.0 for entry in redial]),
        redial_decay=np.array([entry.decay if entry else 0.0 for entry in redial]),
        redial_after_blocking=np.array([bool(entry and entry.after_blocking) for entry in redial]),
        redial_after_closing=np.array([bool(entry and entry.after_closing) for entry in redial]),
        switch=shares_between(names, [entry.switch if entry else {} for entry in redial], rest_stays=True),
        sends_to=shares_between(names, [channel.sends_to for channel in channels], rest_stays=False),
        returns_to=shares_between(
            names, [resolution.return_channels if resolution else {}] * len(names), rest_stays=True
        ),
        chases_on=shares_between(names, [chase.channels if chase else {}] * len(names), rest_stays=True),
        expects_s=np.array([chase.expects_on.get(name, chase.expects) if chase else np.inf for name in names]),
        promise_s=np.array([follow_up.promise_on.get(name, follow_up.promise) for name in names]),
        forgotten_s=np.array([policy.routing.forgotten_after.get(name, np.inf) for name in names]),
        offer_above_s=np.array([entry.offer_above if entry else np.inf for entry in callback]),
        tries=np.array([entry.tries if entry else 0 for entry in callback], dtype=np.int32),
        gap_s=np.array([entry.gap if entry else 0.0 for entry in callback]),
        dial_s=np.array([entry.dial if entry else 0.0 for entry in callback]),
        openings=np.array(openings, dtype=float).reshape(-1, 3),
        waking=calendar.openings(chase.waking) if chase and chase.waking else np.empty((0, 2)),
        effort_by_time=_by_time(scenario, [effort_curve(scenario, name) for name in names]),
        patience_by_time=_by_time(
            scenario, [_over_horizon(scenario, entry.by_time) if entry else None for entry in patience]
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
    policy = scenario.policy
    names, teams = list(policy.teams), policy.teams.values()
    tools = scenario.world.learning is None  # else they are read by the tenure of each
    supervisors = [(1.0, 0.0)] * 3, [(0.0, 0.0)] * 3
    kinds = [
        (
            team.chats,
            (
                *(_proficiency(scenario, name, queue) for queue in named_queues),
                *(supervisors[not team.approves] if has_supervisors(scenario) else ()),
            ),
        )
        for name, team in policy.teams.items()
    ]
    groups = list(dict.fromkeys(kinds))
    group_of_team = np.array([groups.index(kind) for kind in kinds], dtype=np.int32)
    skills = np.array([pairs for _, pairs in groups], dtype=np.float64).reshape(len(groups), -1, 2)
    random = scenario.policy.routing.next_agent in ("random", "random_team")
    return Agents(
        team=people.team.astype(np.int32),
        group=group_of_team[people.team],
        proficiency=np.ascontiguousarray(skills[:, :, 0]),
        interpreted=np.ascontiguousarray(skills[:, :, 1]),
        slots=np.array([slots for slots, _ in groups], dtype=np.int32),
        quality=np.array([team.quality for team in teams]),
        speed=np.array([work_speed(policy, name, tools) for name in names]),
        after_call=np.array([after_call_factor(policy, name) for name in names]),
        carries=np.array([carries_context(policy, name) for name in names]),
        solves_logit=np.array([resolution_logit(policy, name) if tools else 0.0 for name in names]),
        wrong_logit=np.array([wrong_logit(policy) if tools else 0.0] * len(names)),
        duty_agent=people.agent,
        duty=people.duty.astype(np.int32),
        duty_paid=people.paid.astype(np.int32),
        duty_begins=people.begins.astype(np.int32),
        duty_since=people.since,
        duty_until=people.until,
        heads_at=people.heads_at,
        heads_team=people.heads_team.astype(np.int32),
        heads=people.heads,
        mark=Stream(seed, replication, "routing").uniforms(0, 0, "mark", POOL_SIZE) if random else np.empty(0),
    )


def _proficiency(scenario: Scenario, name: str, queue: Queue) -> tuple[float, float]:
    """A team's proficiency in a queue (0: none) and what an interpreter takes off the log-odds of a resolution."""
    team = scenario.policy.teams[name]
    skill = queue.look_up(team.skills, 0.0) * work_speed(scenario.policy, name, scenario.world.learning is None)
    if queue.escalated and not team.senior:
        return 0.0, 0.0
    if speaks(team.languages, queue.language):
        return skill, 0.0
    language = scenario.world.languages[queue.language]
    return (
        (skill / language.interpreted_effort, language.interpreted_logit) if scenario.policy.interpreter else (0.0, 0.0)
    )
