"""What saved wages cost in people: sentences with paired intervals, for studies in which agents are persons.

An option in another world than the first one is no choice, so that it is never the one that saves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from sim.study.leading import leading_service
from sim.study.options import StudyOptions
from sim.study.paired import Difference, ratio
from sim.study.panel import Key, Panel, measured_weeks, paired_sums
from sim.study.same_service import only_wear_differs
from sim.study.say import number, per_cent, span, tenths
from sim.study.variant import Variant

STAFF, FOUND, TRAINED = (Key(kpi, "", "") for kpi in ("staff_cost", "hiring_cost", "training_cost"))
EXHAUSTION, LEAVERS = Key("exhaustion", "", ""), Key("leavers", "", "")
YEAR_WEEKS = 365 / 7


def of_people(found: Panel, variants: Sequence[Variant], options: StudyOptions, currency: str) -> tuple[str, ...]:
    """Sentences on the option that saves most staff cost against the first, on wear, and on teams that did not hold.

    Told of the saving are staff cost a week, hiring and training if they change, exhaustion, leavers a year and the
    service level of the leading channel; of an option that is there once more in a world in which nobody wears out,
    what wear takes off that service; of teams, runs of overload (``death_spiral``) and days with nobody left.
    """
    there = [one for one in variants if one.scenario.has_people and LEAVERS in found.get(one.name, {})]
    saved = _saving(found, variants[0], there, options, currency)
    return (*saved, *_wear(found, variants[0], there, options), *_failed(found, there))


def _saving(
    found: Panel, base: Variant, there: Sequence[Variant], options: StudyOptions, currency: str
) -> tuple[str, ...]:
    """The option of the same world that saves most wages, and what it does."""
    others = [one for one in there if one is not base and one.scenario.world == base.scenario.world]
    if not others or not any(one is base for one in there):
        return ()
    best = min(others, key=lambda one: _value(found, one, STAFF))
    weeks = measured_weeks(base.scenario, options.warm_up)

    def paired(*keys: Key) -> Difference:
        return paired_sums(found, best.name, base.name, keys, options.confidence)

    def held(*keys: Key) -> bool:
        return all(key in found[one.name] for key in keys for one in (best, base))

    staff = paired(STAFF)
    if not staff.difference < 0:
        return ()
    saved = span(-staff.difference / weeks, -staff.high / weeks, -staff.low / weeks)
    text = f"“{best.label}” saves {currency} {saved} a week in staff cost against “{base.label}”"
    if held(FOUND, TRAINED) and (spent := paired(FOUND, TRAINED)).difference != 0:
        sign = math.copysign(1.0, spent.difference) / weeks
        money = span(sign * spent.difference, sign * spent.low, sign * spent.high)
        text += f" ({currency} {money} {'more' if sign > 0 else 'less'} go into hiring and training)"
    told = []
    if held(EXHAUSTION) and base.scenario.world.exhaustion is not None:
        told.append(f"exhaustion {_change(paired(EXHAUSTION), 1.0, 3)}")
    told.append(f"leavers a year {_change(paired(LEAVERS), YEAR_WEEKS / weeks, 1)}")
    service, name = leading_service(base, options)
    if held(service):
        told.append(f"{name} {_change(paired(service), 100.0, 1, ' %', ' points')}")
    return (f"{text}: {', '.join(told)}.",)


def _wear(found: Panel, base: Variant, there: Sequence[Variant], options: StudyOptions) -> tuple[str, ...]:
    """Of the same policy in both worlds, the pair in which wear does most to the service."""
    service, name = leading_service(base, options)
    served = [one for one in there if service in found[one.name]]
    pairs = [
        (one, paired_sums(found, one.name, other.name, (service,), options.confidence))
        for one in served
        for other in served
        if only_wear_differs(one.scenario, other.scenario)
    ]
    pairs = [(one, by_wear) for one, by_wear in pairs if math.isfinite(by_wear.difference) and by_wear.difference]
    if not pairs:
        return ()
    one, most = max(pairs, key=lambda pair: abs(pair[1].difference))
    sign = -100.0 if most.difference < 0 else 100.0
    points = span(sign * most.difference, sign * most.low, sign * most.high, tenths, " points")
    does = "takes" if most.difference <= 0 else "adds"
    promised = f"“{one.label}” would have {per_cent(most.base)} {name} if nobody wore out"
    unsure = ", which may be nothing" if most.low <= 0 <= most.high else ""
    return (f"{promised}, and has {per_cent(most.value)}: wear {does} {points}{unsure}.",)


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
                emptied.append(f"{key.team} in “{variant.label}” ({tenths(ratio(sample.num, sample.den))} days)")
    out = []
    if overloaded:
        out.append(f"Overloaded day after day (death spiral): {'; '.join(overloaded)}. The run went on.")
    if emptied:
        out.append(f"Nobody of the team was left: {'; '.join(emptied)}. The run went on.")
    return tuple(out)


def _value(found: Panel, variant: Variant, key: Key) -> float:
    sample = found[variant.name].get(key)
    value = ratio(sample.num, sample.den) if sample is not None else math.nan
    return value if math.isfinite(value) else math.inf


def _change(found: Difference, scale: float, digits: int, unit: str = "", units: str = "") -> str:
    """``61.2 %, -14.0 points (-15.1 to -12.9)``: the value, and its difference with the interval."""
    signed = partial(number, digits=digits, signed=True)
    difference = span(scale * found.difference, scale * found.low, scale * found.high, signed, units)
    return f"{number(scale * found.value, digits)}{unit}, {difference}"
