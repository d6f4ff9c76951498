"""What saved wages cost in people: sentences with paired intervals, for studies in which agents are persons.

An option in another world than the first one is no choice, so that it is never the one that saves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from sim.study.options import StudyOptions
from sim.study.paired import Difference, paired_difference, ratio
from sim.study.panel import Key, Panel
from sim.study.variant import Variant
from sim.units import DAY_S, WEEK_S, format_duration

STAFF, FOUND, TRAINED = (Key(kpi, "", "") for kpi in ("staff_cost", "hiring_cost", "training_cost"))
EXHAUSTION, LEAVERS = Key("exhaustion", "", ""), Key("leavers", "", "")
YEAR_WEEKS = 365 / 7


def of_people(found: Panel, variants: Sequence[Variant], options: StudyOptions, currency: str) -> tuple[str, ...]:
    """Sentences on the option that saves most staff cost against the first one, and on teams that did not hold.

    Told of the saving are staff cost a week, hiring and training if they change, exhaustion, leavers a year and the
    service level of the leading channel; of teams, runs of overload (``death_spiral``) and days with nobody left.
    """
    there = [one for one in variants if one.scenario.has_people and LEAVERS in found.get(one.name, {})]
    return (*_saving(found, variants[0], there, options, currency), *_failed(found, there))


def _saving(
    found: Panel, base: Variant, there: Sequence[Variant], options: StudyOptions, currency: str
) -> tuple[str, ...]:
    """The option of the same world that saves most wages, and what it does."""
    others = [one for one in there if one is not base and one.scenario.world == base.scenario.world]
    if not others or not any(one is base for one in there):
        return ()
    best = min(others, key=lambda one: _value(found, one, STAFF))
    calendar = base.scenario.calendar
    weeks = (calendar.days * DAY_S - calendar.start_at - options.warm_up) / WEEK_S

    def paired(*keys: Key) -> Difference:
        ours, theirs = found[best.name], found[base.name]
        both = np.intersect1d(ours[keys[0]].replication, theirs[keys[0]].replication)
        mine, its = ([of[key].of(both) for key in keys] for of in (ours, theirs))
        return paired_difference(
            sum(one.num for one in mine), mine[0].den, sum(one.num for one in its), its[0].den,
            confidence=options.confidence,
        )  # fmt: skip

    def held(*keys: Key) -> bool:
        return all(key in found[one.name] for key in keys for one in (best, base))

    staff = paired(STAFF)
    if not staff.difference < 0:
        return ()
    saved = _span(-staff.difference / weeks, -staff.high / weeks, -staff.low / weeks, _whole)
    text = f"“{best.label}” saves {currency} {saved} a week in staff cost against “{base.label}”"
    if held(FOUND, TRAINED) and (spent := paired(FOUND, TRAINED)).difference != 0:
        sign = math.copysign(1.0, spent.difference) / weeks
        money = _span(sign * spent.difference, sign * spent.low, sign * spent.high, _whole)
        text += f" ({currency} {money} {'more' if sign > 0 else 'less'} go into hiring and training)"
    told = []
    if held(EXHAUSTION) and base.scenario.world.exhaustion is not None:
        told.append(f"exhaustion {_change(paired(EXHAUSTION), 1.0, 3)}")
    told.append(f"leavers a year {_change(paired(LEAVERS), YEAR_WEEKS / weeks, 1)}")
    service, name = leading_service(base, options)
    if held(service):
        told.append(f"{name} {_change(paired(service), 100.0, 1, ' %', ' points')}")
    return (f"{text}: {', '.join(told)}.",)


def _failed(found: Panel, there: Sequence[Variant]) -> tuple[str, ...]:
    """Teams that were overloaded day after day, and those of which nobody was left."""
    overloaded, emptied = [], []
    for variant in there:
        for key, sample in found[variant.name].items():
            if not key.team or not sample.num.sum() > 0:
                continue
            if key.kpi == "death_spiral":
                of = f"{np.count_nonzero(sample.num)} of {len(sample.num)} replications"
                overloaded.append(f"{key.team} in “{variant.label}” ({of})")
            elif key.kpi == "empty_days":
                emptied.append(f"{key.team} in “{variant.label}” ({_days(ratio(sample.num, sample.den))})")
    out = []
    if overloaded:
        out.append(f"Overloaded day after day (death spiral): {'; '.join(overloaded)}. The run went on.")
    if emptied:
        out.append(f"Nobody of the team was left: {'; '.join(emptied)}. The run went on.")
    return tuple(out)


def leading_service(base: Variant, options: StudyOptions) -> tuple[Key, str]:
    """The leading service level, and its words: ``answered within 20s (phone)``."""
    policy = base.scenario.policy
    channel = options.leading_channel or next((one for one in policy.channels if one in policy.targets), "")
    target = policy.targets.get(channel)
    word = "answered" if not channel or policy.channels[channel].waits_on_line else "replied to"
    within = f" within {format_duration(target.within)}" if target else " in time"
    return Key("service_level", channel, ""), f"{word}{within} ({channel})"


def _value(found: Panel, variant: Variant, key: Key) -> float:
    sample = found[variant.name].get(key)
    value = ratio(sample.num, sample.den) if sample is not None else math.nan
    return value if math.isfinite(value) else math.inf


def _change(found: Difference, scale: float, digits: int, unit: str = "", units: str = "") -> str:
    """``61.2 %, -14.0 points (-15.1 to -12.9)``: the value, and its difference with the interval."""

    def write(number: float) -> str:
        return f"{number:+,.{digits}f}"

    difference = _span(scale * found.difference, scale * found.low, scale * found.high, write, units)
    return f"{scale * found.value:,.{digits}f}{unit}, {difference}"


def _span(value: float, low: float, high: float, write: Callable[[float], str], unit: str = "") -> str:
    """A number with its interval, if there is one; the ends in order."""
    low, high = min(low, high), max(low, high)
    ends = "" if math.isnan(low) or low == high else f" ({write(low)} to {write(high)})"
    return f"{write(value)}{unit}{ends}"


def _whole(amount: float) -> str:
    return f"{amount:,.0f}"


def _days(number: float) -> str:
    return f"{number:,.1f} days"
