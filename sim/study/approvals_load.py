"""What supervisors are asked for, expected beforehand: requests, the supervisors' load, and what asking costs agents.

Of the needs of a topic that come to agents on a channel, a supervisor is asked about

    q (1 - g) sum over teams of share(team) P(A > limit of the team) a(team)

with q the share that needs a concession, g of those who take a discount instead where one is offered, share(team) its
part of the agents on queue with the skill, and a what assist leaves of asking. Teams that approve ask nobody.

A customer on the line holds if the decision is expected soon enough and a supervisor is on duty. The agent holds too,
for E min(decision, patience); every other request brings a further touch of ``finishing`` times the usual work. A
supervisor is taken by requests x mean decision and by other duties, which fall due by planned time.

Left out, because they depend on the waits: the time until a supervisor is free, and those who hang up and ask again.
Left out too: who comes back after a no, and that seniors have less time for first contacts than their share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.laws import Law
from sim.policy.authority import holds
from sim.scenario import Scenario
from sim.scenario.tools import asks_supervisor
from sim.study.further import efforts, needs_at_agents
from sim.study.plan import Expected
from sim.units import HOUR_S
from sim.world.concession import share_within

Floats = NDArray[np.float64]

STEPS = 4000
"""Of the integral of E min(decision, patience)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one channel: requests with the customer on hold, and later ones; finishing touches done on it, and work.

    ``work_s`` is agents' time: holding for a supervisor, and finishing.
    """

    on_hold: float = 0.0
    later: float = 0.0
    finishing: float = 0.0
    work_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SupervisorsLoad:
    """What the teams that approve have to do over the simulated days, against their hours on queue."""

    teams: tuple[str, ...]
    on_hold_per_week: float
    later_per_week: float
    requests_h: float
    duties_h: float
    on_queue_h: float
    load: float


def asked(scenario: Scenario, plan: Expected, touch_s: Mapping[str, float]) -> dict[str, Asked]:
    """By channel, the requests that first contacts bring; ``touch_s`` is an agent's time for a mean touch.

    Empty where nobody needs a concession, or nobody decides.
    """
    concession, authority = scenario.world.concession, scenario.policy.authority
    if concession is None or not _supervisors(scenario):
        return {}
    channels = scenario.policy.channels
    totals = {name: dict.fromkeys(("on_hold", "later", "finishing", "work_s"), 0.0) for name in channels}
    issues = {name: float(plan.issues[name].sum()) for name in channels}
    hold_s = _holding_s(scenario)
    for topic, effort in efforts(scenario).items():
        own = scenario.world.topics[topic].concession
        needed = concession.needed if own is None else own
        for name, needs in needs_at_agents(scenario, issues, topic).items():
            requests = needs * needed * _asks(scenario, plan, name, topic)
            on_hold = requests * _on_hold(scenario, plan, name)
            later, finishing = requests - on_hold, channels[name].later or name
            totals[name]["on_hold"] += on_hold
            totals[name]["later"] += later
            totals[name]["work_s"] += on_hold * hold_s * _own_share(plan, name)
            totals[finishing]["finishing"] += later
            usual_s = touch_s[finishing] * effort.get(finishing, 1.0)
            totals[finishing]["work_s"] += later * authority.finishing * usual_s
    return {name: Asked(**its) for name, its in totals.items()}


def supervisors(scenario: Scenario, plan: Expected, requests: Mapping[str, Asked]) -> SupervisorsLoad | None:
    """The load of all who approve, their work on contacts not counted; None where :func:`asked` has found nobody."""
    if not requests:
        return None
    calendar, supervision = scenario.calendar, scenario.policy.supervision
    on_hold, later = (sum(getattr(one, kind) for one in requests.values()) for kind in ("on_hold", "later"))
    on_queue_h = float(_heads(scenario, plan).sum()) * calendar.interval / HOUR_S
    requests_h = (on_hold + later) * supervision.decision.mean_s / HOUR_S
    duties_h = supervision.duties * _planned_h(scenario)
    per_week = 7 / calendar.days
    load = (requests_h + duties_h) / on_queue_h if on_queue_h > 0 else 0.0
    teams = _supervisors(scenario)
    return SupervisorsLoad(teams, on_hold * per_week, later * per_week, requests_h, duties_h, on_queue_h, load)


def _supervisors(scenario: Scenario) -> tuple[str, ...]:
    return tuple(name for name, team in scenario.policy.teams.items() if team.approves)


def _heads(scenario: Scenario, plan: Expected) -> Floats:
    """Shape (n_intervals,): supervisors on duty."""
    return np.asarray(np.sum([plan.heads[name] for name in _supervisors(scenario)], axis=0), dtype=np.float64)


def _planned_h(scenario: Scenario) -> float:
    """Planned hours of supervisors on queue, by which other duties fall due, whoever is absent."""
    from sim.workload import expected_heads

    heads = expected_heads(scenario.with_values({"world.people.absence": 0.0, "world.people.lateness": 0.0}))
    found = sum(float(heads[name].sum()) for name in _supervisors(scenario))
    return found * scenario.calendar.interval / HOUR_S


def _asks(scenario: Scenario, plan: Expected, channel: str, topic: str) -> float:
    """Of those who need a concession: the share for whom a supervisor is asked, (1 - g) sum share P(A > L) a."""
    concession, policy = scenario.world.concession, scenario.policy
    assert concession is not None
    able = {
        name: float(plan.heads[name].sum())
        for name, team in policy.teams.items()
        if team.skills.get(channel, 0.0) > 0 or team.skills.get(f"{channel}/{topic}", 0.0) > 0
    }
    total, found = sum(able.values()), 0.0
    for name, heads in able.items():
        team = policy.teams[name]
        limit = policy.authority.limit_of(team)
        above = 1 - share_within(limit, concession.median, concession.sigma)
        settles = concession.settles if policy.authority.offers_less and limit > 0 else 0.0
        if total > 0 and not team.approves:
            found += heads / total * above * (1 - settles) * asks_supervisor(policy, name)
    return found


def _on_hold(scenario: Scenario, plan: Expected, channel: str) -> float:
    """Share of a channel's requests with the customer on hold: who is on the line while a supervisor is on duty."""
    authority, decision_s = scenario.policy.authority, scenario.policy.supervision.decision.mean_s
    soon = authority.approval == "hold" or (
        authority.approval == "by_wait" and holds(0.0, decision_s, authority.hold_below)
    )
    if not soon or not scenario.policy.channels[channel].waits_on_line:
        return 0.0
    issues = plan.issues[channel]
    return float(issues[_heads(scenario, plan) > 0].sum() / issues.sum()) if issues.sum() > 0 else 0.0


def _own_share(plan: Expected, channel: str) -> float:
    """An agent's own time of a contact's; less than 1 where chats share it."""
    handle_s = float(plan.handle_s[channel].sum())
    return float(plan.agent_s[channel].sum()) / handle_s if handle_s > 0 else 1.0


def _holding_s(scenario: Scenario) -> float:
    """E min(decision, patience): how long agent and customer hold for a supervisor who is free at once."""
    decision, concession = scenario.policy.supervision.decision, scenario.world.concession
    patience = concession.patience if concession is not None else None
    return decision.mean_s if patience is None else _mean_of_least(decision, patience)


def _mean_of_least(one: Law, other: Law) -> float:
    """E min(X, Y) = integral of P(X > t) P(Y > t), by the rule of the midpoint up to the last 1 in 10^5 of X."""
    last_s = float(one.quantile(np.array([1 - 1e-5]))[0])
    middle = (np.arange(STEPS) + 0.5) / STEPS * last_s
    return float((one.survival(middle) * other.survival(middle)).mean() * last_s)
