"""What is expected before anything is simulated: issues, agents on queue, handle time and offered load by interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import business_seconds
from sim.scenario import Queue, Scenario
from sim.scenario.queues import language_shares, speaks, topic_shares
from sim.scenario.tools import mean_handle_s, work_speed
from sim.study.tables import Table, Words, joined
from sim.world.effort import pace

Floats = NDArray[np.float64]

ISSUES = "expected issues"
HEADS = "agents on queue"
LOAD = "offered load"


@dataclass(frozen=True)
class Expected:
    """By channel or team, shapes (n_intervals,): issues, agents on queue, handle and agent time (s), load (erlangs).

    The agent time is the handle time but for chats, which share it (:func:`at_once`); the load is issues x agent time.
    """

    issues: Mapping[str, Floats]
    heads: Mapping[str, Floats]
    handle_s: Mapping[str, Floats]
    agent_s: Mapping[str, Floats]
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
    agent_s = {name: handle / at_once(scenario, name, heads) for name, handle in handle_s.items()}
    load = {name: issues[name] * agent_s[name] / calendar.interval for name in scenario.policy.channels}
    return Expected(issues, heads, handle_s, agent_s, load)


def mean_handle(scenario: Scenario, channel: str, heads: Mapping[str, Floats]) -> Floats:
    """Shape (n_intervals,): mean handle time in seconds; of a chat, how long it lasts if its agent has no other.

    Mean of the phases x multiplier of the hour x sum over topics and languages of share x effort / proficiency, where
    proficiency is that of the teams with the skill, weighted by their agents on queue, and through an interpreter over
    ``interpreted_effort``; with tools (assist, knowledge base) it is what the engine works with, and after-call work
    that summaries shorten counts as if it were proficiency.
    """
    from sim.engine import effort_curve

    calendar, effort = scenario.calendar, scenario.world.effort[channel]
    work = np.zeros(calendar.n_intervals)
    for topic, share in topic_shares(scenario, channel).items():
        for language, part in language_shares(scenario).items():
            skills = _proficiency(scenario, Queue(channel, topic, language))
            speed = _weighted(skills, heads, calendar.n_intervals) if skills else 1.0
            work += share * part * scenario.world.topics[topic].effort / speed
    return effort.mean_s * effort_curve(scenario, channel) * work


def at_once(scenario: Scenario, channel: str, heads: Mapping[str, Floats]) -> Floats:
    """Shape (n_intervals,): chats' worth of work that an agent does at a time, 1 on other channels.

    k / (1 + slowdown (k - 1)) with all k slots in use, the mean over the teams with the skill, weighted by their agents
    on queue. With slots to spare an agent does less at a time, so this is what the desk can do, not what it will take.
    """
    n = scenario.calendar.n_intervals
    if scenario.policy.channels[channel].kind != "chat":
        return np.ones(n)
    slowdown = scenario.world.effort[channel].slowdown
    worth = {
        name: team.chats * pace(team.chats, slowdown)
        for name, team in scenario.policy.teams.items()
        if any(skill.partition("/")[0] == channel for skill in team.skills)
    }
    return _weighted(worth, heads, n) if worth else np.ones(n)


def _proficiency(scenario: Scenario, queue: Queue) -> dict[str, float]:
    """Proficiency for a queue of each team that can serve it; through an interpreter where they do not speak it."""
    found = {}
    for name, team in scenario.policy.teams.items():
        skill = queue.look_up(team.skills, 0.0)
        spoken = speaks(team.languages, queue.language)
        if skill > 0 and (spoken or scenario.policy.interpreter):
            factor = 1.0 if spoken else scenario.world.languages[queue.language].interpreted_effort
            found[name] = skill * work_speed(scenario.policy, name) / factor * _shortened(scenario, queue.channel, name)
    return found


def _shortened(scenario: Scenario, channel: str, team: str) -> float:
    """How many times as fast the mean contact is through a team's summaries; 1 without."""
    own_s = mean_handle_s(scenario, channel, team)
    return scenario.world.effort[channel].mean_s / own_s if own_s > 0 else 1.0


def open_seconds(scenario: Scenario, channel: str, since: float) -> Floats:
    """Shape (n_intervals,): the seconds of each interval, from ``since`` on, in which contacts can come in.

    Where the customer waits on the line those are its opening hours, on an asynchronous channel all hours.
    """
    calendar, settings = scenario.calendar, scenario.policy.channels[channel]
    edges: Floats = np.maximum(np.arange(calendar.n_intervals + 1, dtype=np.float64) * calendar.interval, since)
    open_until = business_seconds(calendar.openings(settings.open), edges) if settings.waits_on_line else edges
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
