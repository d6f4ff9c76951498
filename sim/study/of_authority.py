"""What a higher limit saves and costs, in sentences with intervals: for studies whose options differ in authority."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.study.authority_frontier import Frontier, authority_options, frontier, limits_of
from sim.study.options import StudyOptions
from sim.study.paired import Difference, ratio
from sim.study.panel import Key, Panel, Sample, measured_weeks, paired_sums
from sim.study.say import number, span, whole
from sim.study.variant import Variant

COST, DELAY = Key("cost_per_week", "", ""), Key("approval_delay_per_issue", "", "")
LEAKAGE = Key("leakage", "", "")
HUNG_UP = (Key("approvals_withdrawn", "", ""), Key("approvals_in_vain", "", ""))
"""Customers who did not hold until a supervisor had decided, whether one was at it or not."""


def of_authority(found: Panel, variants: Sequence[Variant], options: StudyOptions, currency: str) -> tuple[str, ...]:
    """Sentences on the options that differ from the first in limits and supervisors only.

    With three or more of them: which are sensible. Then the best against the first in time, hang-ups and money, paired.
    The best is the quickest sensible one; without any, the quickest that no other beats; of two, the other one.
    """
    told = [variants[place] for place in authority_options([variant.scenario for variant in variants])]
    told = [one for one in told if {COST, DELAY, LEAKAGE, *HUNG_UP} <= set(found.get(one.name, {}))]
    if len(told) < 2 or told[0] is not variants[0] or len(limits_of(told)) < 2:
        return ()
    cost, delay = (np.array([_value(found[one.name][key]) for one in told]) for key in (COST, DELAY))
    if not (np.isfinite(cost).all() and np.isfinite(delay).all()):
        return ()
    weeks = measured_weeks(variants[0].scenario, options.warm_up)
    if len(told) == 2:
        return (_against(found, told[1], told[0], options, currency, weeks),)
    line = frontier(cost, delay)
    sensible = np.flatnonzero(line.sensible)
    best = int(sensible[np.argmin(delay[sensible])]) if sensible.size else line.quickest
    other = 0 if best else line.cheapest
    out = [_on_range(told, line, cost)]
    if best != other:
        out.append(_against(found, told[best], told[other], options, currency, weeks))
    return tuple(out)


def _on_range(told: Sequence[Variant], line: Frontier, cost: np.ndarray) -> str:
    """Which options are sensible, and what that means."""
    rule = "at least two thirds of the time that the quickest of them saves, for at most two thirds of what that costs"
    count = int(line.on.sum())
    of = f"Of {len(told)} options of authority, {count} {'is' if count == 1 else 'are'} beaten by no other on time and "
    cheapest, quickest = told[line.cheapest].label, told[line.quickest].label
    if line.cheapest == line.quickest:
        return f"{of}money: “{cheapest}” is the cheapest and as quick as any."
    places = [int(place) for place in np.flatnonzero(line.sensible)]
    between = f"from “{cheapest}” to “{quickest}”"
    if not places:
        return f"{of}money, {between}; none of them saves {rule}."
    places.sort(key=lambda place: cost[place])
    first, last = told[places[0]].label, told[places[-1]].label
    which = f"“{first}”" if len(places) == 1 else f"“{first}” to “{last}”"
    return f"{of}money, {between}. Sensible: {which}, which {'saves' if len(places) == 1 else 'save'} {rule}."


def _against(found: Panel, best: Variant, other: Variant, options: StudyOptions, currency: str, weeks: float) -> str:
    """The best against the other: time per need, hang-ups a week, money a week and what of it nobody needed."""

    def paired(*keys: Key) -> Difference:
        return paired_sums(found, best.name, other.name, keys, options.confidence)

    delay, hung_up, cost, leakage = paired(DELAY), paired(*HUNG_UP), paired(COST), paired(LEAKAGE)
    word = "saves" if delay.difference <= 0 else "adds"
    text = f"“{best.label}” {word} {_of(delay, _seconds)} of resolution time per need against “{other.label}”"
    if hung_up.value > 0 or hung_up.base > 0:
        fewer = "fewer" if hung_up.difference <= 0 else "more"
        text += f", {_of(hung_up, _count, 1 / weeks)} {fewer} customers a week hang up while a supervisor is asked"
    more = "more" if cost.difference >= 0 else "less"
    text += f", and it costs {currency} {_of(cost, whole)} a week {more}"
    if cost.difference > 0 and leakage.difference > 0:
        text += f"; {currency} {_of(leakage, whole, 1 / weeks)} more is given without need"
    return f"{text}."


def _of(found: Difference, write: Callable[[float], str], scale: float = 1.0) -> str:
    """The size of a difference with its interval, turned so that the size is positive."""
    sign = -scale if found.difference < 0 else scale
    return span(sign * found.difference, sign * found.low, sign * found.high, write)


def _seconds(seconds: float) -> str:
    """Whole seconds from 10 on."""
    return f"{number(seconds, 0 if abs(seconds) >= 10 else 1)} s"


def _count(count: float) -> str:
    return number(count, 1 if abs(count) < 10 else 0)


def _value(sample: Sample) -> float:
    return ratio(sample.num, sample.den)
