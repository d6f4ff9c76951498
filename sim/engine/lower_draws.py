"""Lowering, first part: the uniforms of a workload become base durations, in columns and in pools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan import Draws, Floats
from sim.engine.purposes import WORK, Purpose, Quantile, difficulty_quantile
from sim.scenario import Scenario
from sim.streams import POOL_SIZE, Stream
from sim.workload import Workload

NONE = np.empty((0, 0))


def base_draws(
    scenario: Scenario,
    workload: Workload,
    topic: NDArray[np.int16],
    patience_scale: Floats,
    purposes: dict[str, Purpose],
) -> tuple[Floats, Draws]:
    """Difficulty (talk, hold and after-call work contain it), and all draws as base durations."""
    world, n = scenario.world, len(workload.channel)
    channel_of = {name: np.flatnonzero(workload.channel == i) for i, name in enumerate(scenario.policy.channels)}
    effort_of_topic = np.array([entry.effort for entry in world.topics.values()])
    varied = "difficulty" in purposes or bool(np.any(effort_of_topic != 1.0))
    difficulty = np.ones(n) if varied else np.empty(0)
    if varied:
        difficulty *= effort_of_topic[topic]
        for name, effort in world.effort.items():
            if effort.difficulty_cv > 0:
                mine = channel_of[name]
                difficulty[mine] *= difficulty_quantile(effort)(workload.uniforms["difficulty"][mine, 0])

    def draw(name: str) -> Floats:
        purpose = purposes.get(name)
        if purpose is None or not purpose.columns:
            return NONE
        base = workload.uniforms.pop(name) if purpose.chance else np.empty((n, purpose.columns))
        if isinstance(purpose.laws, Mapping):
            for channel, quantile in purpose.laws.items():
                _in_place(base, channel_of[channel], quantile)
        elif purpose.laws is not None:
            base = purpose.laws(base)
        if name in WORK and varied:
            base *= difficulty[:, None]
        if name == "patience" and patience_scale.size:
            base *= patience_scale[:, None]
        return base

    return difficulty, Draws(*(draw(name) for name in Draws._fields))


def _in_place(base: Floats, mine: NDArray[np.intp], quantile: Quantile) -> None:
    """Replace the uniforms of some issues by their quantiles."""
    if len(mine) == len(base):
        base[:] = quantile(base)
    elif len(mine):
        base[mine] = quantile(base[mine])


def patience_scale_of(scenario: Scenario, topic: NDArray[np.int16]) -> Floats:
    """The topic's patience of each issue; empty if all are 1."""
    of_topic = np.array([entry.patience for entry in scenario.world.topics.values()])
    return of_topic[topic] if np.any(of_topic != 1.0) else np.empty(0)


def pools_of(scenario: Scenario, seed: int, replication: int, purposes: dict[str, Purpose]) -> Draws:
    """Later draws, by channel or one row for all; empty where nothing happens more than once."""
    channels = list(scenario.policy.channels)

    def pool(name: str) -> Floats:
        purpose = purposes.get(name)
        if purpose is None or not purpose.repeated:
            return NONE
        if not isinstance(purpose.laws, Mapping):
            u = Stream(seed, replication, "pool").uniforms(0, 0, name, POOL_SIZE)
            return (u if purpose.laws is None else purpose.laws(u))[None, :]
        out = np.empty((len(channels), POOL_SIZE))
        for index, channel in enumerate(channels):
            u = Stream(seed, replication, f"pool/{channel}").uniforms(0, 0, name, POOL_SIZE)
            out[index] = purpose.laws[channel](u)
        return out

    return Draws(*(pool(name) for name in Draws._fields))
