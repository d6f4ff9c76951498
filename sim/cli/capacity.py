"""Offered load against capacity before anything is simulated: erlangs by channel, hours of work by team.

Per interval the work of a channel (expected issues x handle time) is shared among the teams that have its skill in
proportion to their agents on queue. Only what can come in counts: on a live channel while it is open, on all from the
start of the simulation on. On an asynchronous channel work waits for the next hour that is staffed, so it is spread
over the staffed hours of the whole horizon.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.study.plan import expected
from sim.units import HOUR_S, WEEKDAYS, format_time_of_day

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ChannelLoad:
    """What comes in on a channel."""

    channel: str
    issues: float
    handle_s: float
    work_h: float
    busiest_erlangs: float
    busiest_when: str


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """What a team has to do, against its hours on queue; ``unstaffed_h`` of live work comes while it is away."""

    team: str
    channels: tuple[str, ...]
    work_h: float
    on_queue_h: float
    load: float
    busiest_load: float
    busiest_when: str
    unstaffed_h: float


def by_channel(scenario: Scenario) -> list[ChannelLoad]:
    """The offered load of every channel over the simulated days."""
    plan, calendar = expected(scenario), scenario.calendar
    found = []
    for name in scenario.policy.channels:
        issues, erlangs = plan.issues[name], plan.load[name]
        total = float(issues.sum())
        hours = float(erlangs.sum() * calendar.interval / HOUR_S)
        busiest = int(np.argmax(erlangs))
        handle = hours * HOUR_S / total if total else 0.0
        found.append(ChannelLoad(name, total, handle, hours, float(erlangs[busiest]), _when(scenario, busiest)))
    return found


def by_team(scenario: Scenario) -> list[TeamLoad]:
    """The work of every team against its hours on queue over the simulated days."""
    plan, calendar, policy = expected(scenario), scenario.calendar, scenario.policy
    hours = calendar.interval / HOUR_S
    skilled = {
        name: tuple(dict.fromkeys(skill.partition("/")[0] for skill in team.skills))
        for name, team in policy.teams.items()
    }
    work = {name: np.zeros(calendar.n_intervals) for name in policy.teams}
    missed = dict.fromkeys(policy.teams, 0.0)
    for channel, settings in policy.channels.items():
        able = [name for name, channels in skilled.items() if channel in channels]
        heads = np.sum([plan.heads[name] for name in able], axis=0)
        load = plan.load[channel]
        if settings.kind == "async":
            load = load.sum() * heads / heads.sum() if heads.sum() > 0 else load
        for name in able:
            share = np.divide(plan.heads[name], heads, out=np.zeros_like(heads), where=heads > 0)
            work[name] += load * share
            missed[name] += float(load[heads <= 0].sum()) * hours
    found = []
    for name in policy.teams:
        heads = plan.heads[name]
        busy = np.divide(work[name], heads, out=np.zeros_like(heads), where=heads > 0)
        busiest = int(np.argmax(busy))
        on_queue = float(heads.sum()) * hours
        done = float(work[name].sum()) * hours
        found.append(
            TeamLoad(
                name, skilled[name], done, on_queue, done / on_queue if on_queue else 0.0,
                float(busy[busiest]), _when(scenario, busiest), missed[name],
            )
        )  # fmt: skip
    return found


def _when(scenario: Scenario, interval: int) -> str:
    day, slot = divmod(interval, scenario.calendar.intervals_per_day)
    return f"{WEEKDAYS[scenario.calendar.weekday(day)]} {format_time_of_day(slot * scenario.calendar.interval)}"
