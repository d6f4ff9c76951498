"""How the agents' time was spent: on contacts, on what supervisors are asked to do, on queue, off queue.

An agent works only while on queue, in overtime, or finishing before a pause. Chats overlap: time with a contact is the
time in which the agent has at least one, so it is never more than the time on queue. A supervisor is busy from taking
up a request, or another duty, until it is decided or done, in vain or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kpi.busy import Stretch, union
from sim.kpi.declare import TOO_BUSY
from sim.kpi.period import Bools, Floats, Ints, Period, floats, ints
from sim.kpi.rows import Rows
from sim.log import Duty, Log, Request
from sim.scenario import Scenario
from sim.units import HOUR_S

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Hours:
    """Seconds in the period; tables of shape (teams, intervals), the paid ones of shape (teams,)."""

    busy: Floats
    """with at least one contact, or with something that a supervisor was asked to do"""
    on_requests: Floats
    """deciding what others asked"""
    on_line: Floats
    """with at least one contact from a live or chat queue"""
    chatting: Floats
    """with at least one chat"""
    chats: Floats
    """chats in hand: two at once count twice"""
    planned: Floats
    """on queue inside the shift"""
    overtime: Floats
    finishing: Floats
    """finishing a contact when a pause should have begun"""
    paid: Floats
    """paid duty without overtime; what heads are paid beside their time on queue included"""
    paid_overtime: Floats
    paid_in_training: Floats
    """the part of ``paid`` of those who are in training before their first day on queue"""
    paid_on_queue: Floats
    """paid time on queue, overtime and finishing included"""

    @property
    def on_queue(self) -> Floats:
        """Planned time on queue + overtime + finishing: all the time in which an agent may be with a contact."""
        return self.planned + self.overtime + self.finishing


def hours(log: Log, scenario: Scenario, period: Period, trainees: Bools | None = None) -> Hours:
    """The agents' time by team and interval; ``trainees``: stretches of duty that are training before the first day.

    A team written as heads per interval appears in the log only while on queue: its paid time is its planned time on
    queue / ``paid_share``. Shifts and rosters have their breaks, meetings and absences in the log, paid or not.
    """
    n_teams = len(log.teams)
    team = agents_team(log)
    touches, duty = log.touches, log.duty
    agent, begun, ended = ints(touches["agent"]), floats(touches["started_at"]), floats(touches["ended_at"])
    ended = np.where(np.isnan(ended), period.log_end, ended)
    channel = ints(np.asarray(log.queue_channel))[ints(touches["queue"])]
    kinds = [scenario.policy.channels[name].kind for name in log.channels]
    is_chat = np.array([kind == "chat" for kind in kinds])[channel]
    waits_on_line = np.array([kind != "async" for kind in kinds])[channel]

    work = Stretch(agent, begun, ended)
    at_requests, at_duties = _supervising(log, period)
    overlaps = bool(is_chat.any()) or len(at_requests.agent) + len(at_duties.agent) > 0

    def with_one(*work: Stretch) -> Floats:
        all_of_it = Stretch(*(np.concatenate(column) for column in zip(*work, strict=True)))
        together = union(*all_of_it) if overlaps else all_of_it
        return period.spread(together.since, together.until, team[together.agent], n_teams)

    since, until = floats(duty["since"]), floats(duty["until"])
    duty_team, kind = team[ints(duty["agent"])], ints(duty["duty"])

    def on(which: Duty) -> Floats:
        rows = kind == which
        return period.spread(since[rows], until[rows], duty_team[rows], n_teams)

    begin, end = period.clipped(since, until)
    lasted = np.where(duty["paid"] == 1, end - begin, 0.0) if period.length_s else np.zeros(len(kind))

    def paid(rows: Bools) -> Floats:
        return np.asarray(np.bincount(duty_team[rows], weights=lasted[rows], minlength=n_teams), dtype=float)

    heads = scenario.policy.heads
    share = np.array([heads[name].paid_share if name in heads else 1.0 for name in log.teams])
    planned, late, extra = (paid(kind == which) for which in (Duty.ON_QUEUE, Duty.FINISHING, Duty.OVERTIME))
    return Hours(
        busy=with_one(work, at_requests, at_duties),
        on_requests=with_one(at_requests),
        on_line=with_one(work.of(waits_on_line)),
        chatting=with_one(work.of(is_chat)),
        chats=period.spread(begun[is_chat], ended[is_chat], team[agent[is_chat]], n_teams),
        planned=on(Duty.ON_QUEUE),
        overtime=on(Duty.OVERTIME),
        finishing=on(Duty.FINISHING),
        paid=paid((kind != Duty.ON_QUEUE) & (kind != Duty.OVERTIME)) + planned / share,
        paid_overtime=extra,
        paid_in_training=paid(trainees) if trainees is not None else np.zeros(n_teams),
        paid_on_queue=planned + late + extra,
    )


def _supervising(log: Log, period: Period) -> tuple[Stretch, Stretch]:
    """When supervisors were at requests, and at other duties."""
    table = log.supervision
    agent, begun, ended = ints(table["agent"]), floats(table["taken_at"]), floats(table["released_at"])
    all_of_it = Stretch(agent, begun, np.where(np.isnan(ended), period.log_end, ended))
    taken, is_duty = agent >= 0, np.asarray(table["request"] == Request.DUTY)
    return all_of_it.of(taken & ~is_duty), all_of_it.of(taken & is_duty)


def people_rows(rows: Rows, spent: Hours, scenario: Scenario) -> None:
    """Occupancy, chat load, hours too busy, utilisation, shrinkage and hours, by team."""
    busy, on_queue = spent.busy.sum(axis=1), spent.on_queue.sum(axis=1)
    paid = spent.paid + spent.paid_overtime
    rows.team_ratios("occupancy", busy, on_queue)
    rows.team_ratios("sync_occupancy", spent.on_line.sum(axis=1), on_queue)
    if rows.scopes["chat"]:
        chats = spent.chats.sum(axis=1)
        rows.team_ratios("chat_load", chats, _chat_slots(rows, scenario) * on_queue)
        rows.team_ratios("concurrency", chats, spent.chatting.sum(axis=1))
    too_busy, staffed = busy_intervals(spent)
    rows.team_ratios("busy_hours", too_busy.sum(axis=1), staffed.sum(axis=1))
    rows.team_ratios("utilisation", busy, paid)
    rows.team_ratios("shrinkage", paid - spent.paid_on_queue, paid)
    rows.team_counts("work_hours", busy / HOUR_S)
    rows.team_counts("on_queue_hours", on_queue / HOUR_S)
    rows.team_counts("paid_hours", paid / HOUR_S)
    rows.team_counts("overtime_hours", spent.overtime.sum(axis=1) / HOUR_S)


def busy_intervals(spent: Hours) -> tuple[Bools, Bools]:
    """Shapes (teams, intervals): occupancy above 0.85 where somebody is planned on queue, and where somebody is."""
    staffed = spent.planned > 0
    return staffed & (spent.busy > TOO_BUSY * spent.on_queue + _ROUNDING), staffed


def _chat_slots(rows: Rows, scenario: Scenario) -> Ints:
    """Shape (teams,): chats that an agent may have at once; 0 for teams that take none."""
    chat_channels = {rows.channels[index] for index in rows.scopes["chat"]}
    slots = []
    for name in rows.teams:
        team = scenario.policy.teams[name]
        skilled = any(level > 0 and skill.partition("/")[0] in chat_channels for skill, level in team.skills.items())
        slots.append(team.chats if skilled else 0)
    return np.array(slots, dtype=np.int64)


def agents_team(log: Log) -> Ints:
    """Shape (highest number + 1,): the team of each agent."""
    numbers = ints(log.agents["agent"])
    team = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.int64)
    team[numbers] = ints(log.agents["team"])
    return team
