"""The part of a plan that is about concessions: who needs one, who may grant it, and who is asked."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.plan.arrays import Floats

APPROVALS = ("hold", "later", "by_wait")


class Authority(NamedTuple):
    """Concessions, limits and supervisors."""

    at_work: bool
    """whether anybody needs a concession"""
    needed: Floats
    """(topics,) share of issues"""
    limit: Floats
    """(teams,) currency; infinity for none"""
    too_much: Floats
    """(teams,) share that they give too much"""
    asks: Floats
    """(teams,) how often they ask, of the times that others would"""
    supervisor_limit: float
    approval: int
    """place in ``APPROVALS``"""
    hold_below_s: float
    decision_s: float
    """mean"""
    denied: float
    settles: float
    """0 where nothing less is offered"""
    goodwill: float
    unwarranted: float
    finishing: float
    refused: float
    """log-odds"""
    on_hold: int
    """queue of requests with a customer on hold; -1 without supervisors, as the next two"""
    later: int
    duties: int
    duty_at: Floats
    """(m,) s: when supervisors' other duties fall due"""
    duty_s: float
