"""The plan: a scenario and its workload lowered to arrays and numbers, all that an engine reads.

No settings objects, callables, strings or dicts: a plan goes to a .npz file and back and plays to the same log.
Durations are base draws in seconds (before the multipliers of hour and agent); uniforms stay where a rule decides
with them.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.clock.hours import after_business_seconds
from sim.laws import Deterministic
from sim.log import Cause
from sim.policy import NextAgent, NextContact
from sim.scenario import Queue, Scenario, queues
from sim.scenario.queues import topic_shares
from sim.streams import POOL_SIZE, Stream
from sim.units import HOUR_S
from sim.workload import RosterPlan, Workload, draw, roster
from sim.world import Effort, ForecastArrivals, Patience

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

END_RULES = ("finish", "stop_new", "hand_over")
REPEATED = 3
"""Columns of draws that may be needed more than once per issue; later ones come from the pool."""


class Issues(NamedTuple):
    """Issues in order of arrival; n of them."""

    arrived_at: Floats
    """(n,) s"""
    queue: Ints
    """(n,)"""
    due_at: Floats
    """(n,) s: when the target of the first contact is missed; infinity without one"""
    backlog: NDArray[np.bool_]
    """(n,) already waiting at the start"""
    pool_at: Ints
    """(n,) place in the pools"""
    difficulty: Floats
    """(n,), or (0,) if all are 1: multiplies pooled durations (the columns below contain it)"""
    patience_scale: Floats
    """(n,), or (0,) if all are 1: multiplies pooled patience (the column below contains it)"""
    key: NDArray[np.uint64]
    topic: NDArray[np.int16]


class Draws(NamedTuple):
    """Base durations in seconds, and uniforms, (n, columns); (0, 0) where the plan does not use them."""

    talk: Floats
    hold: Floats
    after_call: Floats
    patience: Floats
    """balking customers have 0, those who never give up infinity"""
    redial: Floats
    """uniforms"""
    redial_delay: Floats


class Queues(NamedTuple):
    """By queue; q of them."""

    channel: Ints
    rank: Floats
    """(q,) lower is taken first, before any key is compared; 0 for rules that compare keys alone"""
    priority: Ints
    target_s: Floats
    """(q,) an hour where there is no target"""
    reserve: Ints
    """(q,) may take an agent only while more than this many of the group are free"""


class Channels(NamedTuple):
    """By channel; c of them."""

    live: NDArray[np.bool_]
    disconnect: NDArray[np.bool_]
    lines: Ints
    """(c,) 0 for no limit"""
    redial_share: Floats
    redial_decay: Floats
    redial_after_blocking: NDArray[np.bool_]
    openings: Floats
    """(m, 3): channel, opens, closes in seconds, in order"""
    effort_by_time: Floats
    """(c, n_intervals), or (0, 0) if all are 1"""
    patience_by_time: Floats
    """(c, n_intervals), or (0, 0) if all are 1"""


class Agents(NamedTuple):
    """By agent; a of them, and their groups (agents of the same skills)."""

    team: Ints
    group: Ints
    proficiency: Floats
    """(groups, queues): 0 where the group lacks the skill"""
    duty_agent: Ints
    """(s,) stretches of persons' days, by agent and time"""
    duty: Ints
    duty_paid: Ints
    duty_since: Floats
    duty_until: Floats
    heads_at: Floats
    """(h,) changes of heads of teams without persons"""
    heads_team: Ints
    heads: Ints
    mark: Floats
    """(pool,) uniforms for random choices; (0,) where the rules do not use them"""


class Rules(NamedTuple):
    """Numbers that choose and parametrise the rules."""

    next_contact: int
    next_agent: int
    w_priority: float
    w_age: float
    w_due: float
    soon_s: float
    end_of_shift: int
    set_up_s: float
    interval_s: float
    starts_at: float
    ends_at: float
    drain: bool


class Plan(NamedTuple):
    """Everything an engine reads."""

    issues: Issues
    draws: Draws
    pools: Draws
    """(channels, pool size) each: draws beyond the third, before difficulty and patience_scale; talk.. in seconds"""
    queues: Queues
    channels: Channels
    agents: Agents
    rules: Rules


class Names(NamedTuple):
    """The names behind a plan's indices; the log carries them, engines do not see them."""

    channels: tuple[str, ...]
    topics: tuple[str, ...]
    queues: tuple[str, ...]
    teams: tuple[str, ...]
    agents: tuple[str, ...]


def lower(scenario: Scenario, seed: int, replication: int) -> tuple[Plan, Names]:
    """The plan of one replication, and the names behind its indices."""
    purposes = _purposes(scenario)
    workload = draw(scenario, seed, replication, purposes)
    named_queues = queues(scenario)
    topic = _topics(scenario, workload, named_queues)
    queue = _queue_of(scenario, workload.channel, topic, named_queues)
    people = roster(scenario, seed, replication)
    patience_scale = _patience_scale(scenario, topic)
    difficulty, draws = _draws(scenario, workload, topic, patience_scale)
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
        pools=_pools(scenario, seed, replication, draws),
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


def _purposes(scenario: Scenario) -> dict[str, int]:
    """The uniforms that this scenario needs, with their columns."""
    world = scenario.world
    redialling = any(redial.share > 0 for redial in world.redial.values())
    columns = REPEATED if redialling else 1
    out: dict[str, int] = {}
    if len(world.topics) > 1:
        out["topic"] = 1
    if any(effort.difficulty_cv > 0 for effort in world.effort.values()):
        out["difficulty"] = 1
    for phase in ("talk", "hold", "after_call"):
        if any(not isinstance(getattr(effort, phase), Deterministic) for effort in world.effort.values()):
            out[phase] = columns
    if any(_gives_up(patience) for patience in world.patience.values()):
        out["patience"] = columns
    if redialling:
        out |= {"redial": columns, "redial_delay": columns}
    return out


def _gives_up(patience: Patience) -> bool:
    return patience.law is not None or patience.balk > 0


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


def _patience_scale(scenario: Scenario, topic: NDArray[np.int16]) -> Floats:
    """The topic's patience of each issue; empty if all are 1."""
    of_topic = np.array([entry.patience for entry in scenario.world.topics.values()])
    return of_topic[topic] if np.any(of_topic != 1.0) else np.empty(0)


def _draws(
    scenario: Scenario, workload: Workload, topic: NDArray[np.int16], patience_scale: Floats
) -> tuple[Floats, Draws]:
    """Difficulty (talk, hold and after-call work contain it), and all draws as base durations."""
    world, n = scenario.world, len(workload.channel)
    uniforms = workload.uniforms
    columns = max((u.shape[1] for name, u in uniforms.items() if name not in ("topic", "difficulty")), default=1)
    channel_of = {name: np.flatnonzero(workload.channel == i) for i, name in enumerate(scenario.policy.channels)}
    effort_of_topic = np.array([entry.effort for entry in world.topics.values()])
    varied = "difficulty" in uniforms or bool(np.any(effort_of_topic != 1.0))
    difficulty = np.ones(n) if varied else np.empty(0)
    if varied:
        difficulty *= effort_of_topic[topic]
        for name, effort in world.effort.items():
            if effort.difficulty_cv > 0:
                mine = channel_of[name]
                difficulty[mine] *= _difficulty_law(effort).quantile(uniforms["difficulty"][mine, 0])

    def phase(purpose: str) -> Floats:
        laws = {name: getattr(effort, purpose) for name, effort in world.effort.items()}
        if all(isinstance(law, Deterministic) and law.value == 0 for law in laws.values()):
            return np.empty((0, 0))
        base = uniforms.pop(purpose) if purpose in uniforms else np.empty((n, columns))
        for name, law in laws.items():
            _in_place(base, channel_of[name], law.quantile)
        if varied:
            base *= difficulty[:, None]
        return base

    draws = Draws(
        talk=phase("talk"),
        hold=phase("hold"),
        after_call=phase("after_call"),
        patience=_patience(scenario, uniforms, channel_of, patience_scale),
        redial=uniforms.get("redial", np.empty((0, 0))),
        redial_delay=_redial_delay(scenario, uniforms, channel_of),
    )
    return difficulty, draws


def _in_place(base: Floats, mine: NDArray[np.intp], quantile: Any) -> None:
    """Replace the uniforms of some issues by their quantiles."""
    if len(mine) == len(base):
        base[:] = quantile(base)
    elif len(mine):
        base[mine] = quantile(base[mine])


def _difficulty_law(effort: Effort) -> Any:
    from sim.laws import Lognormal

    return Lognormal(mean=1.0, cv=effort.difficulty_cv)


def patience_quantile(patience: Patience, u: Floats) -> Floats:
    """Base patience in seconds: 0 for the balking share, then the delay plus the law; infinity for never."""
    staying = (u - patience.balk) / (1 - patience.balk)
    law = patience.law
    base = law.quantile(np.clip(staying, 2.0**-54, None)) + patience.delay if law else np.full_like(u, np.inf)
    return np.where(u < patience.balk, 0.0, base)


def _patience(
    scenario: Scenario, uniforms: dict[str, Floats], channel_of: dict[str, NDArray[np.intp]], scale: Floats
) -> Floats:
    if "patience" not in uniforms:
        return np.empty((0, 0))
    base = uniforms.pop("patience")
    for name, mine in channel_of.items():
        patience = scenario.world.patience.get(name)
        if patience is None:
            base[mine] = np.inf
        else:
            _in_place(base, mine, lambda u, patience=patience: patience_quantile(patience, u))
    if scale.size:
        base *= scale[:, None]
    return base


def _redial_delay(scenario: Scenario, uniforms: dict[str, Floats], channel_of: dict[str, NDArray[np.intp]]) -> Floats:
    if "redial_delay" not in uniforms:
        return np.empty((0, 0))
    base = uniforms.pop("redial_delay")
    for name, redial in scenario.world.redial.items():
        _in_place(base, channel_of[name], redial.delay.quantile)
    return base


def _pools(scenario: Scenario, seed: int, replication: int, draws: Draws) -> Draws:
    """Later draws by channel; empty where draws have one column, since then nothing happens more than once."""
    repeated = {name: array.shape[1] == REPEATED for name, array in draws._asdict().items()}
    channels = list(scenario.policy.channels)

    def pool(purpose: str) -> Floats:
        if not repeated[purpose]:
            return np.empty((0, 0))
        out = np.empty((len(channels), POOL_SIZE))
        for index, name in enumerate(channels):
            u = Stream(seed, replication, f"pool/{name}").uniforms(0, 0, purpose, POOL_SIZE)
            effort, patience = scenario.world.effort[name], scenario.world.patience.get(name)
            redial = scenario.world.redial.get(name)
            if purpose in ("talk", "hold", "after_call"):
                out[index] = getattr(effort, purpose).quantile(u)
            elif purpose == "patience":
                out[index] = patience_quantile(patience, u) if patience else np.inf
            elif purpose == "redial_delay":
                out[index] = redial.delay.quantile(u) if redial else np.inf
            else:
                out[index] = u
        return out

    return Draws(*(pool(purpose) for purpose in Draws._fields))


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
            / (scenario.world.effort[queue.channel].mean_s * scenario.world.topics[queue.topic].effort)
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
        effort_by_time=_by_time(scenario, _effort_curves(scenario)),
        patience_by_time=_by_time(
            scenario,
            [
                _over_horizon(scenario, world.patience[name].by_time) if name in world.patience else None
                for name in policy.channels
            ],
        ),
    )


def _effort_curves(scenario: Scenario) -> list[Floats | None]:
    """Per channel the multiplier by interval: ``by_time``, or the forecast's handle times over the mean."""
    out: list[Floats | None] = []
    for name in scenario.policy.channels:
        effort, arrivals = scenario.world.effort[name], scenario.world.arrivals[name]
        curve = _over_horizon(scenario, effort.by_time)
        if isinstance(arrivals, ForecastArrivals) and any(row.handle_time is not None for row in arrivals.rows):
            curve = curve * _forecast_effort(scenario, arrivals, effort)
        out.append(curve)
    return out


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


def _over_horizon(scenario: Scenario, curve: Any) -> Floats:
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


def to_bytes(plan: Plan) -> bytes:
    """The plan as the bytes of a .npz file."""
    arrays = {
        f"{part}.{name}": np.asarray(value)
        for part, group in plan._asdict().items()
        for name, value in group._asdict().items()
    }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
    return buffer.getvalue()


def from_bytes(data: bytes) -> Plan:
    """The plan that :func:`to_bytes` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        groups = {}
        for part, cls in get_type_hints(Plan).items():
            values = {name: file[f"{part}.{name}"] for name in cls._fields}
            groups[part] = cls(**({name: value.item() for name, value in values.items()} if cls is Rules else values))
    return Plan(**groups)
