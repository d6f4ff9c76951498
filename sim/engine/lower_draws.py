"""Lowering, first part: the uniforms of a workload become base durations, in columns and in pools."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan import REPEATED, Draws, Floats
from sim.laws import Deterministic, Lognormal
from sim.scenario import Scenario
from sim.streams import POOL_SIZE, Stream
from sim.workload import Workload
from sim.world import Effort, Patience


def purposes(scenario: Scenario) -> dict[str, int]:
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


def base_draws(
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


def _in_place(base: Floats, mine: NDArray[np.intp], quantile: Callable[[Floats], Floats]) -> None:
    """Replace the uniforms of some issues by their quantiles."""
    if len(mine) == len(base):
        base[:] = quantile(base)
    elif len(mine):
        base[mine] = quantile(base[mine])


def _difficulty_law(effort: Effort) -> Lognormal:
    return Lognormal(mean=1.0, cv=effort.difficulty_cv)


def patience_scale_of(scenario: Scenario, topic: NDArray[np.int16]) -> Floats:
    """The topic's patience of each issue; empty if all are 1."""
    of_topic = np.array([entry.patience for entry in scenario.world.topics.values()])
    return of_topic[topic] if np.any(of_topic != 1.0) else np.empty(0)


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
            _in_place(base, mine, partial(patience_quantile, patience))
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


def pools_of(scenario: Scenario, seed: int, replication: int, draws: Draws) -> Draws:
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
