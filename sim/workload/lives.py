"""Chance about people, drawn before the simulation: by place and date, and by place and incarnation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.laws import Law, Lognormal
from sim.scenario import Scenario
from sim.streams import Stream
from sim.units import DAY_S
from sim.workload.places import Place, places

Floats = NDArray[np.float64]

BLOCK_BITS = 9
"""Dates are drawn in blocks of 512, which begin at fixed dates: a longer horizon only adds blocks."""
INCARNATIONS = 16
"""People who follow one another in a place with draws of their own; the seventeenth has the first one's."""


class LifeDraws(NamedTuple):
    """What chance has in store for n places over a horizon."""

    u_absent: Floats
    """(n, days)"""
    u_eve: Floats
    """(n,) likewise of the date before the first, whose night shift goes on at the start"""
    u_quit: Floats
    """(n, days)"""
    speed: Floats
    """(n, incarnations): the person's own factor on handle time, of mean 1"""
    lag_days: Floats
    """(n, incarnations): from the requisition to the one who follows, in whole days"""
    tenure_days: Floats
    """(n,) of those who are there at the start, in whole days"""


def life_draws(scenario: Scenario, seed: int, replication: int, agent_cv: float, lag: Law, at_start: Law) -> LifeDraws:
    """The draws of all places of a scenario, in the order of the roster's agents."""
    mine = places(scenario)
    first, days = scenario.calendar.start.toordinal(), scenario.calendar.days
    by_person = {
        purpose: person_uniforms(seed, replication, mine, purpose, count)
        for purpose, count in (("speed", INCARNATIONS), ("lag", INCARNATIONS), ("tenure", 1))
    }
    return LifeDraws(
        u_absent=absence_uniforms(seed, replication, mine, first, days),
        u_eve=absence_uniforms(seed, replication, mine, first - 1, 1)[:, 0],
        u_quit=day_uniforms(seed, replication, mine, first, days, "quit"),
        speed=speeds(by_person["speed"], agent_cv),
        lag_days=np.rint(lag.quantile(by_person["lag"]) / DAY_S),
        tenure_days=np.rint(at_start.quantile(by_person["tenure"][:, 0]) / DAY_S),
    )


def absence_uniforms(seed: int, replication: int, of: Sequence[Place], first: int, days: int) -> Floats:
    """Shape (n, days): the roster's own uniforms of absence, from the date with ordinal number ``first`` on."""
    out = np.empty((len(of), days))
    for row, stream, seat in _streams(seed, replication, of):
        out[row] = [stream.uniform(first + day, seat, "absence") for day in range(days)]
    return out


def day_uniforms(seed: int, replication: int, of: Sequence[Place], first: int, days: int, purpose: str) -> Floats:
    """Shape (n, days): a uniform for each place and date, from the date with ordinal number ``first`` on."""
    size = 1 << BLOCK_BITS
    begin, end = first >> BLOCK_BITS, (first + max(days, 1) - 1) >> BLOCK_BITS
    out = np.empty((len(of), days))
    for row, stream, seat in _streams(seed, replication, of):
        blocks = np.concatenate([stream.uniforms(block, seat, purpose, size) for block in range(begin, end + 1)])
        offset = first - begin * size
        out[row] = blocks[offset : offset + days]
    return out


def person_uniforms(seed: int, replication: int, of: Sequence[Place], purpose: str, count: int) -> Floats:
    """Shape (n, count): a uniform for each place and incarnation."""
    out = np.empty((len(of), count))
    for row, stream, seat in _streams(seed, replication, of):
        out[row] = stream.uniforms(0, seat, purpose, count)
    return out


def speeds(uniforms: Floats, cv: float) -> Floats:
    """Each person's own factor on handle time: lognormal of mean 1; exactly 1 for everybody at cv 0."""
    return Lognormal(mean=1.0, cv=cv).quantile(uniforms) if cv > 0 else np.ones_like(uniforms)


def _streams(seed: int, replication: int, of: Sequence[Place]) -> list[tuple[int, Stream, int]]:
    streams = {name: Stream(seed, replication, name) for name in dict.fromkeys(place.stream for place in of)}
    return [(row, streams[place.stream], place.seat) for row, place in enumerate(of)]
