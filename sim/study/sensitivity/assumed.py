"""The assumed coefficients of people and the ranges over which a screen moves them.

A range that somebody reports is taken as reported (the sources are in docs/model.md); of every other coefficient only
its size is known, and it moves from half to double what the desk assumes. Left out are coefficients that the desk
cannot feel, laws (of tenure at the start), what the desk chooses (policy), and what strain does to satisfaction
(``empathy_tired``, ``empathy_exhausted``): it moves one KPI that no conclusion reads, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.scenario import Scenario
from sim.study.sensitivity.coefficient import Coefficient, between, by_a_factor

RANGES: dict[str, tuple[float, float, str]] = {
    "world.people.absence": (0.04, 0.08, "4 to 8 % a day is usual"),
    "world.learning.novice": (1.3, 1.8, "1.3 to 1.8 are reported"),
    "world.learning.ramp_weeks": (2.2, 8.7, "half the default, and three time constants in 6 months to proficiency"),
    "world.learning.agent_cv": (0.0, 0.3, "0 to 0.3, from none to what is seen between agents"),
    "world.exhaustion.at_start": (0.0, 0.25, "from fresh to the exhaustion at which the base rates hold"),
    "world.exhaustion.occupancy_from": (0.65, 0.85, "a soft hinge around practitioners' ceilings of 80 to 85 %"),
    "world.exhaustion.autonomy": (0.15, 0.35, "resources add up to 1 at most: from less than half to the default"),
    "world.exhaustion.support": (0.1, 0.25, "resources add up to 1 at most: from less than half to the default"),
    "world.exhaustion.training": (0.1, 0.2, "resources add up to 1 at most: half to the default"),
    "world.exhaustion.control": (0.1, 0.2, "resources add up to 1 at most: half to the default"),
    "world.departures.quits": (0.2, 0.45, "30 to 45 % a year are reported, of all tenures together"),
    "world.departures.reference": (0.1, 0.4, "the middle of what is found among agents is not known"),
    "world.departures.notice_quality": (0.8, 1.0, "from twice the default's loss to none"),
}
"""Path: the low end, the high end, and why these."""

BY_A_FACTOR = (
    "world.people.async_pace",
    "world.learning.novice_quality",
    "world.learning.quality_weeks",
    "world.learning.untrained_novice",
    "world.learning.untrained_quality",
    "world.learning.untrained_ramp",
    "world.learning.best_per_h",
    "world.learning.forgetting",
    "world.fatigue.rise",
    "world.fatigue.per_chat",
    "world.fatigue.rest_busy",
    "world.fatigue.rest_idle",
    "world.fatigue.rest_break",
    "world.fatigue.rest_off",
    "world.fatigue.angry",
    "world.fatigue.angry_autonomy",
    "world.fatigue.angry_support",
    "world.exhaustion.gain",
    "world.exhaustion.recover",
    "world.exhaustion.recover_off",
    "world.exhaustion.occupancy",
    "world.exhaustion.occupancy_width",
    "world.exhaustion.fatigue",
    "world.exhaustion.angry",
    "world.exhaustion.overtime",
    "world.exhaustion.unclear",
    "world.exhaustion.buffer",
    "world.exhaustion.coaching",
    "world.strain.rush",
    "world.strain.slower_tired",
    "world.strain.slower_exhausted",
    "world.strain.solves_tired",
    "world.strain.solves_exhausted",
    "world.strain.wrong_tired",
    "world.departures.absence",
    "world.departures.quits_exhausted",
    "world.departures.early",
    "world.departures.early_days",
    "world.departures.pay_elasticity",
    "world.departures.cap",
)
"""Coefficients that move from half to double what the desk assumes."""


Has = Callable[[Scenario], bool]


def _angry(desk: Scenario) -> bool:
    return desk.world.anger is not None


def _badly_trained(desk: Scenario) -> bool:
    return desk.policy.development.intensity < 1.0


def _exhausts(desk: Scenario) -> bool:
    return desk.world.exhaustion is not None


def _resolves(desk: Scenario) -> bool:
    return desk.world.resolution is not None


def _tires(desk: Scenario) -> bool:
    return desk.world.fatigue is not None


def _trains(desk: Scenario) -> bool:
    return desk.policy.development.hours > 0.0


def _has_kind(kind: str) -> Has:
    return lambda desk: any(channel.kind == kind for channel in desk.policy.channels.values())


FELT: dict[str, tuple[Has, ...]] = {
    "world.people.async_pace": (_exhausts, _has_kind("async")),
    "world.learning.novice_quality": (_resolves,),
    "world.learning.quality_weeks": (_resolves,),
    "world.learning.untrained_novice": (_badly_trained,),
    "world.learning.untrained_quality": (_badly_trained, _resolves),
    "world.learning.untrained_ramp": (_badly_trained,),
    "world.learning.best_per_h": (_resolves, _trains),
    "world.learning.forgetting": (_resolves, lambda desk: not _trains(desk)),
    "world.fatigue.per_chat": (_has_kind("chat"),),
    "world.fatigue.angry": (_angry,),
    "world.fatigue.angry_autonomy": (_angry,),
    "world.fatigue.angry_support": (_angry, lambda desk: desk.policy.environment.support > 0.0),
    "world.exhaustion.angry": (_angry,),
    "world.exhaustion.coaching": (lambda desk: desk.policy.environment.coaching > 0.0,),
    "world.exhaustion.fatigue": (_tires,),
    "world.exhaustion.training": (_trains,),
    "world.exhaustion.unclear": (lambda desk: desk.policy.environment.unclear > 0.0,),
    "world.strain.slower_tired": (_tires,),
    "world.strain.slower_exhausted": (_exhausts,),
    "world.strain.solves_tired": (_tires, _resolves),
    "world.strain.solves_exhausted": (_exhausts, _resolves),
    "world.strain.wrong_tired": (_tires, _resolves),
    "world.departures.absence": (_exhausts,),
    "world.departures.quits_exhausted": (_exhausts,),
    "world.departures.notice_quality": (_resolves,),
    "world.departures.pay_elasticity": (lambda desk: desk.policy.environment.pay != 1.0,),
}
"""What a desk must have, beside the part itself, to feel a coefficient."""


def assumed(*desks: Scenario) -> tuple[Coefficient, ...]:
    """The coefficients that at least one of the desks can feel; ranges are those around the first desk that does."""
    found = []
    for path in _paths():
        desk = next((one for one in desks if _felt(path, one)), None)
        if desk is not None:
            reported = RANGES.get(path)
            found.append(between(desk, path, *reported) if reported else by_a_factor(desk, path))
    return tuple(found)


def left_out(*desks: Scenario) -> tuple[str, ...]:
    """The paths of the others: nothing on these desks depends on them."""
    return tuple(path for path in _paths() if not any(_felt(path, desk) for desk in desks))


def _paths() -> list[str]:
    """Every assumed coefficient, part by part in the order in which people come to feel them."""
    parts = ("people", "learning", "fatigue", "exhaustion", "strain", "departures")
    return sorted((*RANGES, *BY_A_FACTOR), key=lambda path: parts.index(path.split(".")[1]))


def _felt(path: str, desk: Scenario) -> bool:
    part = path.split(".")[1]
    there = desk.has_people if part == "people" else getattr(desk.world, part) is not None
    return bool(there) and all(has(desk) for has in FELT.get(path, ()))
