"""Issues as points of a Poisson process that all scenarios share, and every draw that belongs to them.

Picture time across and demand (issues per day) upwards. In each cell (channel, date, layer) lie points of a unit
Poisson process, uniform in time and height; layer 0 covers heights up to 256, layer j the heights from 256 x 2^(j-1) to
256 x 2^j. A scenario keeps the points under its own curve. So an issue is the same customer at the same instant in
every scenario: 5 % more volume, another profile, a special day or a longer horizon adds and removes points and moves
none. (Layers by powers of two in absolute volume, not multiples of a base profile, so that the volume itself may
differ between scenarios.)
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.clock.grid import array_on_grid
from sim.scenario import Scenario
from sim.scenario.scenario import Backlog
from sim.streams import Stream, name_number
from sim.units import DAY_S, WEEK_S
from sim.workload.rates import daily_heights, drawn_rates, mean_rate, recorded_instants
from sim.world import RecordedArrivals
from sim.world.causes import Cause

Floats = NDArray[np.float64]

FIRST_LAYER = 256.0
"""Height of layer 0 in issues per day."""

EPOCH = dt.date(2000, 1, 1).toordinal()
INCIDENT_LAYER, BACKLOG_LAYER, RECORDED_LAYER = 32, 62, 63


class Workload(NamedTuple):
    """Every issue of the horizon in order of arrival, with its uniforms."""

    arrived_at: Floats
    """(n,) seconds; a backlog arrived before the start."""
    channel: NDArray[np.int16]
    """(n,) index of the channel."""
    cause: NDArray[np.int8]
    """(n,) FIRST or BACKLOG."""
    key: NDArray[np.uint64]
    """(n,) the same key is the same customer in every scenario."""
    uniforms: dict[str, Floats]
    """By purpose, (n, 1) or (n, 3), on (0, 1)."""
    told: NDArray[np.bool_]
    """(n,) a status page tells them of the incident that they would come for."""


class Batch(NamedTuple):
    """Points of one cell that survived."""

    at: Floats
    key: NDArray[np.uint64]
    uniforms: dict[str, Floats]
    told: NDArray[np.bool_] | None = None
    """None: nobody is."""


def draw(scenario: Scenario, seed: int, replication: int, purposes: dict[str, int]) -> Workload:
    """The workload of one replication.

    ``purposes`` names the uniforms that are wanted, each with its columns: 1, or 3 for the first three occurrences.
    """
    rates = drawn_rates(scenario, seed, replication)
    parts: list[tuple[int, Cause, Batch]] = []
    for name, arrivals in scenario.world.arrivals.items():
        channel = list(scenario.policy.channels).index(name)
        stream = Stream(seed, replication, f"issues/{name}")
        cells = (
            _recorded(scenario, arrivals, name, stream, purposes)
            if isinstance(arrivals, RecordedArrivals)
            else _points(scenario, rates[name], name, stream, purposes)
        )
        parts += [(channel, Cause.FIRST, batch) for batch in cells]
        parts += [(channel, Cause.FIRST, batch) for batch in _incidents(scenario, seed, replication, name, purposes)]
        if name in scenario.start.backlog:
            backlog = scenario.start.backlog[name]
            parts.append((channel, Cause.BACKLOG, _backlog(scenario, backlog, name, stream, purposes)))
    return _in_order(parts, purposes)


def _in_order(parts: list[tuple[int, Cause, Batch]], purposes: dict[str, int]) -> Workload:
    """All batches joined and sorted by instant, channel, key."""
    at = array_on_grid(np.concatenate([batch.at for _, _, batch in parts] or [np.empty(0)]))
    sizes = [len(batch.at) for _, _, batch in parts]
    channel = np.repeat(np.array([channel for channel, _, _ in parts], dtype=np.int16), sizes)
    cause = np.repeat(np.array([cause for _, cause, _ in parts], dtype=np.int8), sizes)
    key = np.concatenate([batch.key for _, _, batch in parts] or [np.empty(0, np.uint64)])
    order = np.lexsort((key, channel, at))
    uniforms: dict[str, Floats] = {}
    for purpose, columns in purposes.items():
        joined = np.concatenate([batch.uniforms.pop(purpose) for _, _, batch in parts] or [np.empty((0, columns))])
        uniforms[purpose] = joined[order]
    told = np.concatenate([_told(batch) for _, _, batch in parts] or [np.empty(0, bool)])
    return Workload(at[order], channel[order], cause[order], key[order], uniforms, told[order])


def _told(batch: Batch) -> NDArray[np.bool_]:
    return np.zeros(len(batch.at), dtype=bool) if batch.told is None else batch.told


def _keys(name: str, ordinal: int, layer: int, index: NDArray[np.intp]) -> NDArray[np.uint64]:
    """18 bits of the channel's name, 16 of the date, 6 of the layer, 24 of the index in the cell."""
    head = (name_number(name) & 0x3FFFF) << 46 | ((ordinal - EPOCH) & 0xFFFF) << 30 | layer << 24
    return np.uint64(head) + index.astype(np.uint64)


def _uniforms(
    stream: Stream, first: int, second: int, size: int, kept: NDArray[np.intp], purposes: dict[str, int]
) -> dict[str, Floats]:
    """(kept, columns) of each purpose; the cell holds all first occurrences, then all second ones, then all third."""
    return {
        purpose: np.ascontiguousarray(stream.uniforms(first, second, purpose, (columns, size))[:, kept].T)
        for purpose, columns in purposes.items()
    }


def _layers(height: float) -> Iterator[tuple[int, float, float]]:
    """(layer, from, to) of the layers that reach up to a height."""
    low, high, layer = 0.0, FIRST_LAYER, 0
    while low < height:
        yield layer, low, high
        low, high, layer = high, 2 * high, layer + 1


def _points(scenario: Scenario, rate: Floats, name: str, stream: Stream, purposes: dict[str, int]) -> Iterator[Batch]:
    """The points under the curve of each day, as many batches as (date, layer) cells."""
    calendar = scenario.calendar
    heights = daily_heights(rate, calendar.interval)
    for day in range(calendar.days):
        ordinal = calendar.date(day).toordinal()
        curve = heights[day]
        for layer, low, high in _layers(float(curve.max())):
            cell = stream.cell(ordinal, layer)
            size = int(cell.poisson(high - low))
            of_day, height = cell.random((2, size))
            slot = (of_day * calendar.intervals_per_day).astype(np.intp)
            at = (day + of_day) * DAY_S
            kept = np.flatnonzero((low + height * (high - low) < curve[slot]) & (at >= calendar.start_at))
            if len(kept):
                uniforms = _uniforms(stream, ordinal, layer, size, kept, purposes)
                yield Batch(at[kept], _keys(name, ordinal, layer, kept), uniforms)


def _recorded(
    scenario: Scenario, arrivals: RecordedArrivals, name: str, stream: Stream, purposes: dict[str, int]
) -> Iterator[Batch]:
    calendar = scenario.calendar
    instants = recorded_instants(calendar, arrivals)
    for day in range(calendar.days):
        of_day = instants[(instants >= day * DAY_S) & (instants < (day + 1) * DAY_S)]
        kept = np.flatnonzero(of_day >= calendar.start_at)
        ordinal = calendar.date(day).toordinal()
        if len(kept):
            uniforms = _uniforms(stream, ordinal, RECORDED_LAYER, len(of_day), kept, purposes)
            yield Batch(of_day[kept], _keys(name, ordinal, RECORDED_LAYER, kept), uniforms)


def _backlog(scenario: Scenario, backlog: Backlog, name: str, stream: Stream, purposes: dict[str, int]) -> Batch:
    """Contacts that already wait at the start, ages spread evenly up to the oldest's."""
    calendar, size = scenario.calendar, backlog.contacts
    kept = np.arange(size)
    age = backlog.oldest * (kept + 1) / max(size, 1)
    ordinal = calendar.start.toordinal()
    uniforms = _uniforms(stream, ordinal, BACKLOG_LAYER, size, kept, purposes)
    return Batch(calendar.start_at - age, _keys(name, ordinal, BACKLOG_LAYER, kept), uniforms)


def _incidents(scenario: Scenario, seed: int, replication: int, name: str, purposes: dict[str, int]) -> Iterator[Batch]:
    """Extra issues of each incident: size x mean rate x exp(-(t - start) / decay), and whom a status page tells."""
    incidents, calendar = scenario.world.incidents, scenario.calendar
    page = scenario.policy.self_service.status_page
    if incidents is None or (incidents.channels is not None and name not in incidents.channels):
        return
    chance = Stream(seed, replication, "incidents")
    stream = Stream(seed, replication, f"incidents/{name}")
    mean_per_s = mean_rate(scenario, name)
    first = calendar.start.toordinal()
    # An incident of the week before the horizon may still bring contacts into it.
    for week in range((first - 7) // 7, (first + calendar.days) // 7 + 1):
        cell = chance.cell(week, 0, "incidents")
        for number in range(int(cell.poisson(incidents.per_week))):
            u_when, u_size = (chance.uniform(week, number, purpose) for purpose in ("when", "size"))
            begins = (week * 7 - first) * DAY_S + u_when * WEEK_S
            size = incidents.median_size * math.exp(incidents.spread * float(special.ndtri(u_size)))
            expected = size * mean_per_s * incidents.decay
            for layer, low, high in _layers(expected):
                points = stream.cell(week, number << 8 | layer)
                count = int(points.poisson(high - low))
                height, u_age, u_page = points.random((3, count))
                age = -incidents.decay * np.log1p(-u_age)
                at = begins + age
                under = low + height * (high - low) < expected
                inside = (at >= calendar.start_at) & (at < calendar.horizon_s)
                kept = np.flatnonzero(under & inside)
                told = None if page is None else (u_page < page.removes) & (age >= page.after)
                if len(kept):
                    uniforms = _uniforms(stream, week, number << 8 | layer, count, kept, purposes)
                    ordinal = first + int(begins // DAY_S)
                    yield Batch(
                        at[kept],
                        _keys(f"{name}/incident {number}", ordinal, INCIDENT_LAYER + layer, kept),
                        uniforms,
                        None if told is None else told[kept],
                    )
