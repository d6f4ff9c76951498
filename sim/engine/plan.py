"""The plan: a scenario and its workload lowered to arrays and numbers, all that an engine reads.

No settings objects, callables, strings or dicts: a plan goes to a .npz file and back and plays to the same log.
Durations are base draws in seconds (before the multipliers of hour and agent); uniforms stay where a rule decides
with them. :mod:`sim.engine.lower` makes plans.
"""

from __future__ import annotations

import io
from typing import NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

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
