"""Lowering, authority: limits by team, the queues of supervisors, and when their other duties fall due."""

from __future__ import annotations

import numpy as np

from sim.clock.grid import array_on_grid
from sim.engine.lower_queues import BEFORE_ALL
from sim.engine.plan import APPROVALS, Authority, Floats, Queues
from sim.policy.authority import HALVES_AT
from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.scenario.tools import asks_supervisor
from sim.units import HOUR_S
from sim.workload import RosterPlan, roster
from sim.world import Concession
from sim.world.concession import over_granting

RANKS = (-2.0 * BEFORE_ALL, 0.0, 2.0 * BEFORE_ALL)
"""Of requests with a customer on hold, of later ones, of other duties: the last come after everything else."""


def has_supervisors(scenario: Scenario) -> bool:
    """Whether there are requests, and somebody who decides them."""
    return scenario.world.concession is not None and any(team.approves for team in scenario.policy.teams.values())


def lower_authority(scenario: Scenario, n_queues: int) -> Authority:
    """What the engine knows of concessions; supervisors have the queues from ``n_queues`` on."""
    world, policy = scenario.world, scenario.policy
    concession, authority, supervision = world.concession or Concession(), policy.authority, policy.supervision
    at_work, supervisors = world.concession is not None, has_supervisors(scenario)
    limits = [authority.limit_of(team) for team in policy.teams.values()]
    own = [topic.concession for topic in world.topics.values()]
    on_hold, later, duties = range(n_queues, n_queues + 3) if supervisors else (-1, -1, -1)
    return Authority(
        at_work=at_work,
        needed=np.array([concession.needed if share is None else share for share in own]),
        limit=np.array(limits),
        too_much=np.array(
            [
                over_granting(limit, concession.over_grant, concession.over_grant_growth, authority.audited, HALVES_AT)
                for limit in limits
            ]
        ),
        asks=np.array([asks_supervisor(policy, name) for name in policy.teams]),
        supervisor_limit=np.inf if authority.supervisor is None else authority.supervisor,
        approval=APPROVALS.index(authority.approval),
        hold_below_s=authority.hold_below,
        decision_s=supervision.decision.mean_s,
        denied=supervision.denied,
        settles=concession.settles if authority.offers_less else 0.0,
        goodwill=authority.goodwill,
        unwarranted=concession.unwarranted,
        finishing=authority.finishing,
        refused=concession.refused,
        on_hold=on_hold,
        later=later,
        duties=duties,
        duty_at=_duties(scenario) if supervisors else np.empty(0),
        duty_s=supervision.duty_lasts,
    )


def with_supervisors(queues: Queues) -> Queues:
    """The queues, and three more for supervisors: requests on hold, later ones, other duties."""
    more = {
        "channel": -1,
        "topic": -1,
        "on_line": False,
        "chat": False,
        "urgent": False,
        "rank": RANKS,
        "priority": 1,
        "target_s": HOUR_S,
        "reserve": 0,
        "mean_work_s": 1.0,
        "on_channel": -1,
        "urgent_twin": -1,
        "escalated_twin": -1,
        "mistaken_for": -1,
        "mistaken_share": 1.0,
    }
    return Queues(
        **{
            name: np.concatenate([array, np.broadcast_to(_three(more[name], array), (3, *array.shape[1:]))])
            for name, array in queues._asdict().items()
        }
    )


def _three(value: object, like: np.ndarray) -> np.ndarray:
    return np.asarray(value, dtype=like.dtype)


def _duties(scenario: Scenario) -> Floats:
    """When duties fall due: each time that the supervisors' time on duty x their share comes to another piece.

    The first after half a piece. By planned time: what an absent supervisor should have done is there for the others.
    Nothing here is drawn, so options that share a roster share their duties.
    """
    supervision = scenario.policy.supervision
    if supervision.duties == 0.0:
        return np.empty(0)
    calm = scenario.with_values({"world.people.absence": 0.0, "world.people.lateness": 0.0})
    approving = [name for name, team in scenario.policy.teams.items() if team.approves]
    at, on_duty = _on_duty(roster(calm, 0, 0, approving))
    if not len(at):
        return np.empty(0)
    pace = on_duty * supervision.duties
    done_s = np.concatenate([[0.0], np.cumsum(pace * np.diff(at, append=scenario.calendar.horizon_s))])
    falls_due_s = np.arange(0.5, done_s[-1] / supervision.duty_lasts) * supervision.duty_lasts
    stretch = np.searchsorted(done_s, falls_due_s, side="right") - 1
    return array_on_grid(at[stretch] + (falls_due_s - done_s[stretch]) / pace[stretch])


def _on_duty(supervisors: RosterPlan) -> tuple[Floats, Floats]:
    """Instants, and the supervisors on duty from each on."""
    here = supervisors.duty == Duty.ON_QUEUE
    at = [supervisors.since[here], supervisors.until[here]]
    change = [np.ones(int(here.sum())), -np.ones(int(here.sum()))]
    for team in np.unique(supervisors.heads_team):
        mine = supervisors.heads_team == team
        at.append(supervisors.heads_at[mine])
        change.append(np.diff(supervisors.heads[mine].astype(float), prepend=0.0))
    instants, place = np.unique(np.concatenate(at), return_inverse=True)
    return instants, np.cumsum(np.bincount(place, weights=np.concatenate(change), minlength=len(instants)))
