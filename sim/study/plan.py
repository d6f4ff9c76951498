"""What is expected before anything is simulated: issues, agents on queue, handle time and offered load by interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import business_seconds
from sim.scenario import Scenario, queues
from sim.scenario.queues import topic_shares
from sim.study.tables import Table, Words, joined

Floats = NDArray[np.float64]

ISSUES = "expected issues"
HEADS = "agents on queue"
LOAD = "offered load"


@dataclass(frozen=True)
class Expected:
    """By channel or team, shapes (n_intervals,): issues, agents on queue, handle time (s), offered load (erlangs)."""

    issues: Mapping[str, Floats]
    heads: Mapping[str, Floats]
    handle_s: Mapping[str, Floats]
    load: Mapping[str, Floats]


def expected(scenario: Scenario) -> Expected:
    """What a planner would expect of a scenario; first contacts only, before anybody tries again.

    Only what can come in counts: from the start of the simulation on, and on a live channel while it is open.
    """
    from sim.workload import expected_heads, expected_rates

    calendar = scenario.calendar
    issues = {
        name: rates * open_seconds(scenario, name, calendar.start_at) / calendar.interval
        for name, rates in expected_rates(scenario).items()
    }
    heads = expected_heads(scenario)
    handle_s = {name: mean_handle(scenario, name, heads) for name in scenario.policy.channels}
    load = {name: issues[name] * handle_s[name] / calendar.interval for name in scenario.policy.channels}
    return Expected(issues, heads, handle_s, load)


def mean_handle(scenario: Scenario, channel: str, heads: Mapping[str, Floats]) -> Floats:
    """Shape (n_intervals,): mean handle time in seconds.

    Mean of the phases x multiplier of the hour x sum over topics of share x effort / proficiency, where proficiency is
    that of the teams with the skill, weighted by their agents on queue.
    """
    from sim.engine import effort_curve

    calendar, effort = scenario.calendar, scenario.world.effort[channel]
    shares = topic_shares(scenario, channel)
    work = np.zeros(calendar.n_intervals)
    for queue in queues(scenario):
        if queue.channel == channel:
            skills = {name: queue.look_up(team.skills, 0.0) for name, team in scenario.policy.teams.items()}
            pace = _weighted({name: skill for name, skill in skills.items() if skill > 0}, heads, calendar.n_intervals)
            work += shares[queue.topic] * scenario.world.topics[queue.topic].effort / pace
    return effort.mean_s * effort_curve(scenario, channel) * work


def open_seconds(scenario: Scenario, channel: str, since: float) -> Floats:
    """Shape (n_intervals,): the seconds of each interval, from ``since`` on, in which contacts can come in.

    On a live channel those are its opening hours, on an asynchronous one all hours.
    """
    calendar, settings = scenario.calendar, scenario.policy.channels[channel]
    edges: Floats = np.maximum(np.arange(calendar.n_intervals + 1, dtype=np.float64) * calendar.interval, since)
    open_until = business_seconds(calendar.openings(settings.open), edges) if settings.kind == "live" else edges
    return np.asarray(np.diff(open_until), dtype=float)


def _weighted(skills: Mapping[str, float], heads: Mapping[str, Floats], n: int) -> Floats:
    """Mean proficiency weighted by agents on queue; a plain mean where nobody is there."""
    agents = np.sum([heads[name] for name in skills], axis=0)
    total = np.sum([heads[name] * skill for name, skill in skills.items()], axis=0)
    mean = np.full(n, sum(skills.values()) / len(skills))
    np.divide(total, agents, out=mean, where=agents > 0)
    return mean


def plan_table(plans: Sequence[tuple[str, Expected]]) -> Table:
    """Columns variant, channel, team, what, interval, value: plan.parquet."""
    parts = [
        _rows(variant, what, channel, team, values)
        for variant, plan in plans
        for what, by_name in ((ISSUES, plan.issues), (LOAD, plan.load), (HEADS, plan.heads))
        for name, values in by_name.items()
        for channel, team in [("", name) if what == HEADS else (name, "")]
    ]
    return joined(parts)


def _rows(variant: str, what: str, channel: str, team: str, values: Floats) -> Table:
    n = len(values)
    return {
        "variant": Words.same(variant, n),
        "channel": Words.same(channel, n),
        "team": Words.same(team, n),
        "what": Words.same(what, n),
        "interval": np.arange(n, dtype=np.int64),
        "value": np.asarray(values, dtype=np.float64),
    }
