"""The plan as one value, and as a file."""

from __future__ import annotations

import io
from typing import NamedTuple, get_type_hints

import numpy as np

from sim.engine.plan.authority import Authority
from sim.engine.plan.desk import Agents, Angers, Bots, Channels, Queues, SelfHelp
from sim.engine.plan.issues import Draws, Issues
from sim.engine.plan.people import AssistRules, FatigueRules, LifeRules, People, SkillRules, StrainRules
from sim.engine.plan.rules import Matters, Rules, Topics
from sim.workload.lives import LifeDraws


class Plan(NamedTuple):
    """Everything an engine reads."""

    issues: Issues
    draws: Draws
    pools: Draws
    """(channels, pool size) or (1, pool size) each: draws beyond the columns, before difficulty and patience_scale"""
    queues: Queues
    channels: Channels
    bots: Bots
    authority: Authority
    self_help: SelfHelp
    angers: Angers
    topics: Topics
    agents: Agents
    rules: Rules
    matters: Matters
    people: People
    lives: LifeRules
    skills: SkillRules
    fatigue: FatigueRules
    strain: StrainRules
    assist: AssistRules
    chances: LifeDraws
    """by agent, or (0, 0) each where nobody is a person"""


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
            groups[part] = cls(**{name: value if value.ndim else value.item() for name, value in values.items()})
    return Plan(**groups)
