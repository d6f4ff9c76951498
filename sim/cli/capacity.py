"""Load against capacity before anything is simulated: work by channel, hours by team.

The work of a channel is that of first contacts and of what they bring (:mod:`sim.study.further`), supervisors who are
asked included (:mod:`sim.study.approvals_load`); redials, customers
who ask where things stand and those who give up depend on the waits, and are known only after a simulation. Per
interval it is shared among the teams that have the skill, so that their loads come as near to each other as their
skills let them. Only what can come in counts: where customers wait on the line, while it is open; on all channels from
the start of the simulation on. On an asynchronous channel work waits for the next hour that is staffed, so it is spread
over the staffed hours of the whole horizon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.study.approvals_load import Asked, SupervisorsLoad, asked, supervisors
from sim.study.further import Brings, brings
from sim.study.plan import Expected, expected
from sim.units import HOUR_S, WEEKDAYS, format_time_of_day

Floats = NDArray[np.float64]

ROUNDS = 100
"""Steps in which the loads of teams are brought together."""


@dataclass(frozen=True, slots=True)
class ChannelLoad:
    """What comes in on a channel; ``touch_s`` is an agent's time for a touch, chats sharing it."""

    channel: str
    issues: float
    touch_s: float
    brings: Brings
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
    plan = expected(scenario)
    found = []
    for name, (brought, load) in _loads(scenario, plan).items():
        hours = float(load.sum() * scenario.calendar.interval / HOUR_S)
        busiest = int(np.argmax(load))
        issues = float(plan.issues[name].sum())
        when = _when(scenario, busiest)
        found.append(
            ChannelLoad(name, issues, _touch_s(plan, name), brought, hours, float(load[busiest]), when),
        )
    return found


def by_team(scenario: Scenario) -> list[TeamLoad]:
    """The work of every team against its hours on queue over the simulated days; supervisors alone have none of it."""
    plan, policy = expected(scenario), scenario.policy
    hours = scenario.calendar.interval / HOUR_S
    loads = {name: load for name, (_, load) in _loads(scenario, plan).items()}
    skilled = {
        name: tuple(dict.fromkeys(skill.partition("/")[0] for skill in team.skills))
        for name, team in policy.teams.items()
        if team.skills
    }
    weights = dict.fromkeys(skilled, 1.0)
    on_queue = {name: float(plan.heads[name].sum()) * hours for name in skilled}
    for _ in range(ROUNDS if len(weights) > 1 else 1):
        work, missed = _shared_out(scenario, plan, loads, skilled, weights)
        load = {name: float(work[name].sum()) * hours / on_queue[name] for name in work if on_queue[name] > 0}
        mean = sum(float(work[name].sum()) * hours for name in load) / (sum(on_queue[name] for name in load) or 1.0)
        for name, its in load.items():
            if its > 0:
                weights[name] *= (mean / its) ** 0.5
    found = []
    for name in skilled:
        heads = plan.heads[name]
        busy = np.divide(work[name], heads, out=np.zeros_like(heads), where=heads > 0)
        busiest = int(np.argmax(busy))
        done = float(work[name].sum()) * hours
        found.append(
            TeamLoad(
                name, skilled[name], done, on_queue[name], done / on_queue[name] if on_queue[name] else 0.0,
                float(busy[busiest]), _when(scenario, busiest), missed[name] * hours,
            )
        )  # fmt: skip
    return found


def of_supervisors(scenario: Scenario) -> SupervisorsLoad | None:
    """What the teams that approve have to do; None where nobody is ever asked."""
    plan = expected(scenario)
    touch_s = {name: _touch_s(plan, name) for name in scenario.policy.channels}
    return supervisors(scenario, plan, asked(scenario, plan, touch_s))


def _loads(scenario: Scenario, plan: Expected) -> dict[str, tuple[Brings, Floats]]:
    """By channel: what first contacts bring, and the load in agents, shape (n_intervals,), all of it included."""
    calendar = scenario.calendar
    issues = {name: float(plan.issues[name].sum()) for name in scenario.policy.channels}
    touch_s = {name: _touch_s(plan, name) for name in scenario.policy.channels}
    requests = asked(scenario, plan, touch_s)
    found = {}
    for name, plain in brings(scenario, issues, touch_s).items():
        more_of = requests.get(name, Asked())
        brought = replace(plain, further=plain.further + more_of.finishing, work_s=plain.work_s + more_of.work_s)
        first = plan.load[name]
        more = brought.work_s / calendar.interval - float(first.sum())
        share = first / first.sum() if first.sum() > 0 else np.full(len(first), 1.0 / len(first))
        found[name] = (brought, first + more * share)
    return found


def _touch_s(plan: Expected, channel: str) -> float:
    """An agent's mean time for a touch, weighted by issues."""
    issues = plan.issues[channel]
    return float(np.average(plan.agent_s[channel], weights=issues if issues.sum() > 0 else None))


def _shared_out(
    scenario: Scenario,
    plan: Expected,
    loads: dict[str, Floats],
    skilled: dict[str, tuple[str, ...]],
    weights: dict[str, float],
) -> tuple[dict[str, Floats], dict[str, float]]:
    """The work of each team by interval, and what comes on the line while nobody is there (agents x intervals)."""
    n = scenario.calendar.n_intervals
    work = {name: np.zeros(n) for name in skilled}
    missed = dict.fromkeys(skilled, 0.0)
    for channel, settings in scenario.policy.channels.items():
        able = [name for name, channels in skilled.items() if channel in channels]
        heads = np.sum([plan.heads[name] * weights[name] for name in able], axis=0)
        load = loads[channel]
        if not settings.waits_on_line:
            load = load.sum() * heads / heads.sum() if heads.sum() > 0 else load
        for name in able:
            its = plan.heads[name] * weights[name]
            work[name] += load * np.divide(its, heads, out=np.zeros(n), where=heads > 0)
            missed[name] += float(load[heads <= 0].sum())
    return work, missed


def _when(scenario: Scenario, interval: int) -> str:
    day, slot = divmod(interval, scenario.calendar.intervals_per_day)
    return f"{WEEKDAYS[scenario.calendar.weekday(day)]} {format_time_of_day(slot * scenario.calendar.interval)}"
