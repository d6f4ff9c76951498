"""Midnight: what a day did to people, who leaves, who comes, and who stays away tomorrow.

The order is fixed: exhaustion and experience of the day that ends; wishes to leave, at the new exhaustion; the stages
of places (last days, requisitions, classes, first days), so that a stage of no length takes none; tomorrow's absence.
Rules are applied person by person, as a compiled engine would, and a rule whose weights are 0 changes nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import NamedTuple

import numpy as np

from sim.engine.lives.state import Bools, Floats, Ints, Lives
from sim.engine.plan import LifeRules
from sim.log import Stage
from sim.policy.assist import novices_leave
from sim.policy.hiring import class_starts
from sim.units import MONTH_DAYS
from sim.workload.lives import LifeDraws
from sim.world.departures import absence_probability, quit_probability, quit_rate
from sim.world.exhaustion import demands, exhaustion_after
from sim.world.learning import kept_after


class Day(NamedTuple):
    """What a day asked of n people."""

    worked: Bools
    """(n,) was on duty: a day off and a day of absence restore alike"""
    occupancy: Floats
    """(n,) paced occupancy"""
    fatigue: Floats
    """(n,) mean over the time on duty"""
    angry: Floats
    """(n,) angry contacts"""
    overtime_h: Floats
    """(n,)"""
    gained: Floats
    """(n, k) weeks of experience on each skill"""


class Midnight(NamedTuple):
    """What happened at a midnight: the places concerned."""

    gave_notice: Ints
    left: Ints
    found: Ints
    """somebody can start"""
    in_training: Ints
    """a class starts"""
    on_queue: Ints
    """somebody new has their first day on queue"""


def step_day(lives: Lives, day: int, asked: Day, rules: LifeRules, draws: LifeDraws) -> Midnight:
    """Step all people over the midnight that ends ``day``, in place."""
    _wears(lives, asked, rules)
    _learns(lives, asked, rules)
    gave_notice = _wants_to_leave(lives, day, rules, draws)
    tomorrow = day + 1
    left = _leaves(lives, tomorrow, rules, draws)
    found = _is_due(lives, Stage.VACANT, tomorrow)
    lives.stage[found], lives.until[found] = Stage.READY, tomorrow
    in_training = _classes(lives, tomorrow, rules)
    on_queue = _is_due(lives, Stage.TRAINING, tomorrow)
    _first_day(lives, on_queue, draws)
    stays_away(lives, tomorrow, rules, draws)
    return Midnight(gave_notice, left, found, in_training, on_queue)


def stays_away(lives: Lives, day: int, rules: LifeRules, draws: LifeDraws) -> None:
    """Draw who is absent on a day; the engine asks for the first day itself, and :func:`step_day` for the others."""
    lives.absent[:] = False
    if day < draws.u_absent.shape[1]:
        lives.absent[:] = is_away(lives, draws.u_absent[:, day], rules)


def is_away(lives: Lives, u: Floats, rules: LifeRules) -> Bools:
    """Who of n people stays away by their uniforms of a date, as they are now."""
    away, there = np.zeros(len(u), dtype=bool), lives.at_work & lives.person
    p = each(absence_probability, rules.absence, lives.exhaustion[there], rules.w_absence, rules.reference)
    away[there] = u[there] < p
    return away


def leaving_rate(lives: Lives, places: Ints, rules: LifeRules) -> Floats:
    """The rate of leaving a year of those in some places; over 365 and summed, the leavers to expect in a day."""
    factor: Floats | float = rules.pay_factor
    if rules.novices_leave != 1.0:
        months = lives.tenure_days[places] / MONTH_DAYS
        stays = each(novices_leave, months, rules.novice_below, rules.novices_leave)
        factor = rules.pay_factor * np.where(lives.assisted[places], stays, 1.0)
    return each(
        quit_rate,
        rules.quits,
        lives.exhaustion[places],
        lives.tenure_days[places],
        rules.w_quits,
        rules.reference,
        rules.early,
        rules.early_days,
        factor,
        rules.cap,
    )


def each(rule: Callable[..., float], *columns: Floats | float) -> Floats:
    """A rule of numbers for each row of columns; a number stands for a column of it. One column is an array."""
    n = next(len(column) for column in columns if isinstance(column, np.ndarray))
    rows = map(rule, *(column.tolist() if isinstance(column, np.ndarray) else repeat(column) for column in columns))
    return np.fromiter(rows, dtype=np.float64, count=n)


def _wears(lives: Lives, asked: Day, rules: LifeRules) -> None:
    """Exhaustion after a day of work, or a day off."""
    at_work = lives.at_work & lives.person
    worked, off = at_work & asked.worked, at_work & ~asked.worked
    demand = each(
        demands,
        asked.occupancy[worked],
        asked.fatigue[worked],
        asked.angry[worked],
        asked.overtime_h[worked],
        rules.unclear,
        rules.occupancy_from,
        rules.occupancy_width,
        rules.w_occupancy,
        rules.w_fatigue,
        rules.w_angry,
        rules.w_overtime,
        rules.w_unclear,
    )
    resource = lives.resource[worked]
    lives.exhaustion[worked] = each(
        exhaustion_after, lives.exhaustion[worked], demand, resource, rules.gain, rules.recover, rules.buffer
    )
    lives.exhaustion[off] = each(exhaustion_after, lives.exhaustion[off], 0.0, 0.0, 0.0, rules.recover_off, 0.0)


def _learns(lives: Lives, asked: Day, rules: LifeRules) -> None:
    at_work = lives.at_work & lives.person
    lives.tenure_days[at_work] += 1.0
    lives.weeks[at_work] += asked.gained[at_work]
    if rules.forgetting > 0.0:
        lives.kept[at_work] = each(kept_after, lives.kept[at_work], 1.0, rules.forgetting)


def _wants_to_leave(lives: Lives, day: int, rules: LifeRules, draws: LifeDraws) -> Ints:
    """Who gives notice: each calendar day after training, at the rate of leaving."""
    stays = np.flatnonzero((lives.stage == Stage.AT_WORK) & lives.person)
    rate = leaving_rate(lives, stays, rules)
    lives.capped += int(np.count_nonzero(rate >= rules.cap))
    quits: Ints = stays[draws.u_quit[stays, day] < each(quit_probability, rate)]
    lives.stage[quits], lives.until[quits] = Stage.NOTICE, day + 1 + rules.notice_days
    return quits


def _leaves(lives: Lives, tomorrow: int, rules: LifeRules, draws: LifeDraws) -> Ints:
    """Those whose notice is over; a requisition is open from now, or was from the notice on."""
    left = _is_due(lives, Stage.NOTICE, tomorrow)
    lives.incarnation[left] += 1
    lives.stage[left] = Stage.VACANT
    lag_days = draws.lag_days[left, lives.incarnation[left] % draws.lag_days.shape[1]]
    ahead = rules.notice_days if rules.opens_at_notice else 0.0
    lives.until[left] = tomorrow + np.maximum(lag_days - ahead, 0.0) if rules.refill else np.inf
    return left


def _classes(lives: Lives, tomorrow: int, rules: LifeRules) -> Ints:
    """Classes that start, by team; everybody of the team who is ready joins."""
    starters: list[Ints] = []
    ready = np.flatnonzero(lives.stage == Stage.READY)
    for team in np.unique(lives.team[ready]):
        mine = ready[lives.team[ready] == team]
        waited_days = float(tomorrow - lives.until[mine].min())
        if class_starts(len(mine), rules.class_size, waited_days, rules.class_waits_days):
            starters.append(mine)
    out = np.sort(np.concatenate(starters)) if starters else np.empty(0, dtype=np.int64)
    lives.stage[out], lives.until[out] = Stage.TRAINING, tomorrow + rules.onboarding_days
    return out


def _first_day(lives: Lives, places: Ints, draws: LifeDraws) -> None:
    """Somebody new sits there, rested and without experience."""
    lives.stage[places], lives.until[places] = Stage.AT_WORK, np.inf
    lives.exhaustion[places] = 0.0
    lives.tenure_days[places] = 0.0
    lives.weeks[places] = 0.0
    lives.kept[places] = 1.0
    lives.speed[places] = draws.speed[places, lives.incarnation[places] % draws.speed.shape[1]]


def _is_due(lives: Lives, stage: Stage, day: int) -> Ints:
    """The places whose stage ends by a day."""
    return np.flatnonzero((lives.stage == stage) & (lives.until <= day))
