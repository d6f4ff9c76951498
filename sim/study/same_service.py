"""What the same service costs in a world that wears people out, and in one that is alike but for that.

Options staff two such worlds from few to many. Along each of them the service y_1 .. y_k (pooled over replications) is
made non-decreasing by isotonic regression, weighted by the contacts behind it; between neighbours both service and cost
are taken to be straight lines, so that the target is met at the place t and costs

    t = j - 1 + (target - y_(j-1)) / (y_j - y_(j-1)),  j the first with y_j >= target;    cost = x at t, linear

and as many planned full-time agents as are at t. The price is the difference of the two worlds. It is a smooth function
of sums over replications, which share their customers in all options; so the interval is that of its delete-one
jackknife, pseudo-values P_i = n R - (n - 1) R_(-i) of the whole calculation without replication i:

    R +- t_{n-1} s(P) / sqrt(n)

Student's t since the pseudo-values of few replications are nearly normal and their spread is estimated from them.
Below a concave curve a straight line puts the cost of both worlds a little too high: the closer the options, the less.
Sources: Tukey, Annals of Mathematical Statistics 29 (1958); Miller, Biometrika 61 (1974), the jackknife and its t;
Barlow et al., Statistical Inference under Order Restrictions (1972), isotonic regression.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.policy.development import WEEK_H
from sim.scenario import Scenario
from sim.study.answer import Interval
from sim.study.panel import Key, Panel, measured_weeks
from sim.study.precision import student

Floats = NDArray[np.float64]
Reached = Literal["met", "never", "always"]

LEAST = 3
"""Replications from which there is an interval: of two, what is left without one has no spread of its own."""
COSTS = tuple(Key(kpi, "", "") for kpi in ("staff_cost", "hiring_cost", "training_cost", "environment_cost"))
"""The whole cost of staff: wages, finding and training people, support and recognition."""

_LOOP = ("exhaustion", "fatigue", "strain")
_STAFFING = ("shifts", "heads", "roster")


@dataclass(frozen=True)
class Curve:
    """Options of one world, fewest staff first: cost a week and contacts in time and in all, shapes (n, k); staff (k,).

    ``staff`` are planned full-time agents; ``places`` says where the options stand among those of the study.
    """

    cost: Floats
    in_time: Floats
    offered: Floats
    staff: Floats
    places: tuple[int, ...]

    @property
    def service(self) -> Floats:
        """As measured, pooled over replications, shape (k,)."""
        return _over(self.in_time.sum(axis=0), self.offered.sum(axis=0))

    @property
    def fitted(self) -> Floats:
        """The service that is interpolated: never falling with more staff, shape (k,)."""
        return rising(self.service, self.offered.sum(axis=0))

    def without(self, replication: int) -> Curve:
        """The same but for one replication."""
        whole = (self.cost, self.in_time, self.offered)
        cost, in_time, offered = (np.delete(one, replication, axis=0) for one in whole)
        return Curve(cost, in_time, offered, self.staff, self.places)


@dataclass(frozen=True, slots=True)
class Met:
    """One world: whether the target is met between its options, and if so at which cost a week and with whom."""

    reached: Reached
    cost: Interval
    staff: Interval


@dataclass(frozen=True, slots=True)
class SameService:
    """Both worlds at the same service, and what is more in the one that wears out: cost a week, full-time agents."""

    worn: Met
    rested: Met
    price: Interval
    agents: Interval


def same_service(worn: Curve, rested: Curve, target: float, confidence: float = 0.95) -> SameService:
    """Where two curves over the same replications meet the target (a share), and the difference, with intervals.

    An interval is NaN with fewer than three replications, and where without one of them the target is not met between
    the options.
    """
    whole = _levels(worn, rested, target)
    n = len(worn.cost)
    half = np.full(len(whole), math.nan)
    if n >= LEAST:
        left_out = np.array([_levels(worn.without(one), rested.without(one), target) for one in range(n)])
        pseudo = n * whole - (n - 1) * left_out
        known = np.isfinite(pseudo).all(axis=0)
        half[known] = student(confidence, n - 1) * pseudo[:, known].std(axis=0, ddof=1) / math.sqrt(n)
    found = [Interval(float(at), float(at - up), float(at + up)) for at, up in zip(whole, half, strict=True)]
    return SameService(
        Met(_reached(worn, target), *found[0:2]), Met(_reached(rested, target), *found[2:4]), *found[4:6]
    )


def meets_at(service: Floats, target: float) -> float:
    """The place t from 0 to k - 1 at which a non-decreasing curve, shape (k,), first has the target.

    -inf where it lies above from the first option on, inf where it ends below.
    """
    if service[0] > target:
        return -math.inf
    if not service[-1] >= target:
        return math.inf
    first = int(np.searchsorted(service, target, side="left"))
    if first == 0:
        return 0.0
    below, above = float(service[first - 1]), float(service[first])
    return first - 1 + (target - below) / (above - below)


def rising(service: Floats, weight: Floats) -> Floats:
    """Least squares among non-decreasing curves (pool adjacent violators), shapes (k,); as it is if it never falls."""
    if not (np.diff(service) < 0).any():
        return service
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(service, weights=weight).x, dtype=float)


def two_worlds(scenarios: Sequence[Scenario]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Places of the options in the world that wears people out, and of those in the one that does not.

    They differ from the first option in staffing and in the parts of the loop (exhaustion, fatigue, strain) only; of
    several such worlds the first of each kind. None unless each of the two has two options at least.
    """
    rest = _without_loop(scenarios[0], _STAFFING)
    alike = [place for place, scenario in enumerate(scenarios) if _without_loop(scenario, _STAFFING) == rest]
    worn = _of_first_world(scenarios, [place for place in alike if scenarios[place].wears_people_out])
    rested = _of_first_world(scenarios, [place for place in alike if not scenarios[place].wears_people_out])
    return (worn, rested) if len(worn) >= 2 and len(rested) >= 2 else None


def only_wear_differs(worn: Scenario, rested: Scenario) -> bool:
    """Whether one world wears people out, the other does not, and nothing else is different."""
    apart = worn.wears_people_out and not rested.wears_people_out
    return apart and _without_loop(worn) == _without_loop(rested)


def curves(
    found: Panel, names: Sequence[str], scenarios: Sequence[Scenario], service: Key, warm_up_s: float = 0.0
) -> tuple[Curve, Curve] | None:
    """The two worlds of a study, over the replications that all their options have; None where it has no such worlds.

    ``service`` is the KPI of which a target is met. None also where some option measured no cost or no contact.
    """
    worlds = two_worlds(scenarios)
    if worlds is None:
        return None
    samples = [found.get(names[place], {}) for world in worlds for place in world]
    if any(key not in of for of in samples for key in (service, COSTS[0])):
        return None
    both = reduce(np.intersect1d, [of[key].replication for of in samples for key in (service, COSTS[0])])
    if not len(both):
        return None
    weeks = measured_weeks(scenarios[0], warm_up_s)

    def curve(places: Sequence[int]) -> Curve:
        staff = np.array([full_time_agents(scenarios[place]) for place in places])
        ordered = [places[one] for one in np.argsort(staff, kind="stable")]
        of = [found[names[place]] for place in ordered]
        cost = [sum(one[key].of(both).num for key in COSTS if key in one) for one in of]
        in_time, offered = ([getattr(one[service].of(both), part) for one in of] for part in ("num", "den"))
        return Curve(
            np.stack(cost, axis=1) / weeks,
            np.stack(in_time, axis=1),
            np.stack(offered, axis=1),
            np.sort(staff),
            tuple(ordered),
        )

    worn, rested = (curve(world) for world in worlds)
    known = all(np.isfinite(one.service).all() and np.isfinite(one.cost).all() for one in (worn, rested))
    return (worn, rested) if known else None


def full_time_agents(scenario: Scenario) -> float:
    """Paid hours a week as planned, every place filled, over the 40 of a full-time agent."""
    from sim.workload import planned_paid_hours

    return sum(planned_paid_hours(scenario).values()) / measured_weeks(scenario) / WEEK_H


def _levels(worn: Curve, rested: Curve, target: float) -> Floats:
    """Cost and staff with the target met, worn and rested, and their differences; NaN where it is not."""
    levels = []
    for curve in (worn, rested):
        at = meets_at(curve.fitted, target)
        options = np.arange(len(curve.staff))
        there = math.isfinite(at)
        levels += [
            float(np.interp(at, options, of)) if there else math.nan for of in (curve.cost.mean(axis=0), curve.staff)
        ]
    return np.array([*levels, levels[0] - levels[2], levels[1] - levels[3]])


def _reached(curve: Curve, target: float) -> Reached:
    at = meets_at(curve.fitted, target)
    if math.isfinite(at):
        return "met"
    return "never" if at > 0 else "always"


def _of_first_world(scenarios: Sequence[Scenario], places: Sequence[int]) -> tuple[int, ...]:
    return tuple(place for place in places if scenarios[place].world == scenarios[places[0]].world)


def _without_loop(scenario: Scenario, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """The scenario without the parts of the loop, and without some of its policy."""
    mapping = scenario.to_mapping()
    world = {name: part for name, part in mapping["world"].items() if name not in _LOOP}
    policy = {name: part for name, part in mapping["policy"].items() if name not in left_out}
    return {**mapping, "world": world, "policy": policy, "title": ""}


def _over(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(above.shape, math.nan), where=below > 0), dtype=float)
