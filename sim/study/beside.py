"""What the stationary formula by interval would have said beside each simulated number: theory.csv.

For every live channel the formula gets what a planner would put into a spreadsheet: expected issues, agents on queue,
mean handle time and mean patience of each interval in which the channel is open. Where a team serves several live
channels its heads are shared out by their work in that interval; asynchronous work is taken to fill idle time. The
reasons say what that leaves out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario, queues
from sim.scenario.queues import topic_shares
from sim.study.plan import Expected, open_seconds
from sim.theory import ByInterval, stationary_by_interval
from sim.theory.why_different import why_different

Floats = NDArray[np.float64]

THRESHOLD_S = 20.0
"""The time of a service level where a channel has no target (the usual 80/20 rule)."""

FORMULA = {
    "service_level": "service_level",
    "abandonment": "p_abandon",
    "wait_all": "mean_wait_s",
    "occupancy": "occupancy",
}
"""KPIs that the formula speaks of, and what it calls them."""


@dataclass(frozen=True)
class Beside:
    """The formula for one channel: its figures by interval and in total, who serves it, and why they differ."""

    channel: str
    teams: tuple[str, ...]
    by_interval: ByInterval
    reasons: tuple[str, ...]

    def total(self, kpi: str) -> float:
        """What the formula says of a KPI over the whole span; NaN where it cannot."""
        return float(getattr(self.by_interval, f"total_{FORMULA[kpi]}"))


def beside(scenario: Scenario, expected: Expected, warm_up_s: float = 0.0) -> tuple[Beside, ...]:
    """The formula for every live channel of a scenario; ``expected`` is what :func:`sim.study.plan.expected` gave."""
    live = [name for name, channel in scenario.policy.channels.items() if channel.kind == "live"]
    return tuple(_channel(scenario, expected, name, live, warm_up_s) for name in live)


def serving(scenario: Scenario, channel: str) -> tuple[str, ...]:
    """The teams that have a skill for some queue of a channel."""
    mine = [queue for queue in queues(scenario) if queue.channel == channel]
    return tuple(name for name, team in scenario.policy.teams.items() if any(q.look_up(team.skills, 0.0) for q in mine))


def _channel(scenario: Scenario, expected: Expected, channel: str, live: Sequence[str], warm_up_s: float) -> Beside:
    calendar = scenario.calendar
    counted = open_seconds(scenario, channel, calendar.start_at + warm_up_s)
    opened = open_seconds(scenario, channel, calendar.start_at)
    rates = np.divide(expected.issues[channel], opened, out=np.zeros(calendar.n_intervals), where=counted > 0)
    teams = serving(scenario, channel)
    heads = np.zeros(calendar.n_intervals)
    for team in teams:
        heads += expected.heads[team] * _share(scenario, expected, team, channel, live)
    handle_s = expected.handle_s[channel]
    patience_s = mean_patience(scenario, channel)
    target = scenario.policy.targets.get(channel)
    figures = stationary_by_interval(
        rates,
        handle_s,
        heads,
        patience_s,
        threshold_s=target.within if target else THRESHOLD_S,
        interval_s=counted,
    )
    return Beside(channel, teams, figures, _reasons(scenario, expected, channel, teams, live, figures))


def mean_patience(scenario: Scenario, channel: str) -> Floats:
    """Shape (n_intervals,): mean patience in seconds, (1 - balk) (delay + mean x the hour's multiplier); inf: never."""
    calendar = scenario.calendar
    patience = scenario.world.patience.get(channel)
    if patience is None or patience.law is None:
        return np.full(calendar.n_intervals, math.inf)
    factor = by_interval(scenario, patience.by_time.sampled(calendar.interval))
    return (1 - patience.balk) * (patience.delay + patience.law.mean_s * factor)


def by_interval(scenario: Scenario, week: Floats) -> Floats:
    """A weekly curve, shape (7, intervals a day), over the horizon's intervals, shape (n_intervals,)."""
    calendar = scenario.calendar
    return np.concatenate([week[calendar.weekday(day)] for day in range(calendar.days)])


def _share(scenario: Scenario, expected: Expected, team: str, channel: str, live: Sequence[str]) -> Floats:
    """Shape (n_intervals,): the part of a team's heads that a live channel gets, by the work of each."""
    loads = {name: expected.load[name] for name in live if team in serving(scenario, name)}
    total = np.sum(list(loads.values()), axis=0)
    share = np.full(len(total), 1.0 / len(loads))
    np.divide(loads[channel], total, out=share, where=total > 0)
    return np.asarray(share, dtype=np.float64)


def _reasons(
    scenario: Scenario,
    expected: Expected,
    channel: str,
    teams: Sequence[str],
    live: Sequence[str],
    figures: ByInterval,
) -> tuple[str, ...]:
    world, calendar = scenario.world, scenario.calendar
    busy = (figures.arrivals_per_s > 0) & (figures.volume > 0)
    patience, redial = world.patience.get(channel), world.redial.get(channel)
    kappa = getattr(world.arrivals[channel], "busyness", None)
    noise = getattr(world.arrivals[channel], "interval_noise", None)
    spread = (1 + (1 / kappa if kappa else 0.0)) * (1 + (1 / noise if noise else 0.0)) - 1
    also = sorted({name for team in teams for name in scenario.policy.channels if team in serving(scenario, name)})
    also.remove(channel)
    planned = np.sum([expected.heads[team] for team in teams], axis=0) / ((1 - world.people.absence) or 1.0)
    changes = int(np.count_nonzero((np.abs(planned - np.rint(planned)) > 1e-6) & busy)) if teams else 0
    found = why_different(
        busyness_variance=spread,
        load_ratios=figures.load_ratio[busy],
        service_cv=service_cv(scenario, channel),
        patience_cv=patience.law.cv if patience is not None and patience.law is not None else 1.0,
        p_balk=patience.balk if patience is not None else 0.0,
        n_queues=max(1, sum(1 for queue in queues(scenario) if queue.channel in {channel, *also})),
        p_redial=redial.share if redial is not None else 0.0,
        staff_changes_within_intervals=changes,
        mean_handle_s=float(np.average(expected.handle_s[channel][busy])) if busy.any() else 0.0,
        interval_s=calendar.interval,
    )
    lines = scenario.policy.channels[channel].lines is not None
    more = _more_reasons(scenario, expected, teams, also, live, lines, channel in scenario.policy.chatbot)
    return (*(reason.text for reason in found), *more)


def _more_reasons(
    scenario: Scenario,
    expected: Expected,
    teams: Sequence[str],
    also: Sequence[str],
    live: Sequence[str],
    lines: bool,
    bot: bool,
) -> list[str]:
    reasons: list[str] = []
    shared = [name for name in also if name in live]
    if shared:
        reasons.append(
            f"The agents of {_and(teams)} also serve {_and(shared)}: the formula gets heads in proportion to the work "
            "of each channel, while in truth whoever is free helps (usually better for all)."
        )
    written = [name for name in also if name not in live]
    if written:
        work_h = sum(float(expected.load[name].sum()) for name in written) * scenario.calendar.interval / 3600
        reasons.append(
            f"The same agents also answer {_and(written)} ({work_h:,.0f} h of work): the formula takes it to fill idle "
            "time only; in truth a caller waits while an agent finishes a reply, and much of it takes agents away."
        )
    if bot:
        reasons.append(
            "A bot keeps some of the callers, and some of those come back; the formula gets all first calls."
        )
    if scenario.policy.self_service.knowledge_base is not None:
        reasons.append("Some find an answer by themselves and do not call, or later; the formula gets them all.")
    if lines:
        reasons.append("There are only so many lines; the formula lets every caller into the queue.")
    if scenario.world.incidents is not None:
        reasons.append("Incidents bring more contacts than the expected numbers that the formula gets.")
    if scenario.world.people.absence > 0:
        reasons.append(
            f"{scenario.world.people.absence:.1%} of the agents are absent on an average day: the formula takes this "
            "average, but days with more of them missing lose more than the others gain."
        )
    return reasons


def service_cv(scenario: Scenario, channel: str) -> float:
    """Coefficient of variation of the whole handle time: phases, difficulty of the issue, mix of topics.

    1 + cv^2 = (1 + sum (m_p cv_p)^2 / (sum m_p)^2) (1 + cv_D^2) (1 + cv_topic^2)
    """
    effort = scenario.world.effort[channel]
    phases = (effort.talk, effort.hold, effort.after_call)
    total = sum(phase.mean_s for phase in phases)
    if total <= 0:
        return 1.0
    own = sum((phase.mean_s * (phase.cv if phase.mean_s > 0 else 0.0)) ** 2 for phase in phases) / total**2
    mean = _topic_effort(scenario, channel, 1)
    mix = _topic_effort(scenario, channel, 2) / mean**2
    return math.sqrt(max((1 + own) * (1 + effort.difficulty_cv**2) * mix - 1, 0.0))


def _topic_effort(scenario: Scenario, channel: str, power: int) -> float:
    """The mean over topics of effort to a power."""
    shares: Mapping[str, float] = topic_shares(scenario, channel)
    return sum(share * scenario.world.topics[topic].effort ** power for topic, share in shares.items())


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
