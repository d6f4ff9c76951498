"""The price of wear at the same service, in sentences: for studies that staff a world with the loop and one without."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.study.answer import Interval
from sim.study.leading import leading_service
from sim.study.options import StudyOptions
from sim.study.panel import Panel
from sim.study.same_service import Curve, Met, curves, same_service
from sim.study.say import per_cent, span, tenths, whole
from sim.study.variant import Variant

WORN, RESTED = "with people who wear out", "if nobody did"


def of_same_service(found: Panel, variants: Sequence[Variant], options: StudyOptions, currency: str) -> tuple[str, ...]:
    """What it costs to meet the leading target in both worlds, and the difference; nothing where there are not two.

    Where a world meets it with no option, or exceeds it with every one, that is said instead of a number.
    """
    service, words = leading_service(variants[0], options)
    target = variants[0].scenario.policy.targets.get(service.channel)
    if target is None:
        return ()
    scenarios, names = [one.scenario for one in variants], [one.name for one in variants]
    both = curves(found, names, scenarios, service, options.warm_up)
    if both is None:
        return ()
    worn, rested = both
    same = same_service(worn, rested, target.share, options.confidence)
    goal = f"{100 * target.share:g} % {words}"
    if same.worn.reached == same.rested.reached == "met":
        between = f"{_costs(same.worn, currency)} {WORN} and {_costs(same.rested, currency)} {RESTED}"
        price, agents = _span(same.price), _span(same.agents, tenths)
        text = f"{goal} costs {between}: {currency} {price} a week, or {agents} full-time agents, are the price of wear"
        unsure = not (same.price.low > 0 or same.price.high < 0)
        return (f"{text}{', which may be nothing' if unsure else ''}.",)
    parts = [
        _one_world(world, curve, target.share, [one.label for one in variants], currency, which)
        for world, curve, which in ((same.worn, worn, WORN), (same.rested, rested, RESTED))
    ]
    unknown = "So the price of wear at this service is not known from these options."
    return (f"{goal}: {parts[0]}, and {parts[1]}. {unknown}",)


def _one_world(met: Met, curve: Curve, target: float, labels: Sequence[str], currency: str, which: str) -> str:
    """How one world stands to the target, in a part of a sentence."""
    if met.reached == "met":
        return f"{which} it costs {_costs(met, currency)}"
    if met.reached == "never":
        most = f"{_near(curve.fitted[-1], target)} with “{labels[curve.places[-1]]}”"
        return f"{which} the option with most staff does not reach it ({most})"
    least = f"{_near(curve.fitted[0], target)} with “{labels[curve.places[0]]}”"
    return f"{which} the option with least staff exceeds it ({least})"


def _near(share: float, target: float) -> str:
    """A share in per cent, with as many digits as it takes to see on which side of the target it lies."""
    digits = next((digits for digits in range(1, 6) if round(100 * share, digits) != round(100 * target, digits)), 6)
    return per_cent(share, digits)


def _costs(met: Met, currency: str) -> str:
    return f"{currency} {_span(met.cost, unit=' a week')}"


def _span(found: Interval, write: Callable[[float], str] = whole, unit: str = "") -> str:
    return span(found.value, found.low, found.high, write, unit)
