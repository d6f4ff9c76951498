"""The answer in one sentence: the cheapest option that meets the target, or how far the best one falls short."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.report.measures import is_live, leading_channel, within
from sim.report.study_folder import Option, StudyFolder, Value
from sim.report.words import difference, interval, money, per_cent, sentence

MEETS, UNSURE, MISSES = "meets the target", "too close to call", "misses the target"


class Judged(NamedTuple):
    """An option with its service level, its cost a week, and how it stands to the target."""

    option: Option
    service: Value
    cost: Value
    stands: str


def stands(value: Value, target: float | None) -> str:
    """Whether the target is met: by the whole interval, by none of it, or cannot be told; '' without a target."""
    if target is None or not value.known:
        return ""
    if not math.isfinite(value.low):
        return MEETS if value.value >= target else MISSES
    return MEETS if value.low >= target else MISSES if value.high < target else UNSURE


def judged(study: StudyFolder) -> list[Judged]:
    """Every option in order, judged by the leading channel's target."""
    channel = leading_channel(study)
    target = study.scenario.policy.targets.get(channel)
    found = []
    for option in study.all_options:
        service = study.value(option.name, "service_level", channel)
        own = option.scenario.policy.targets.get(channel, target)
        cost = study.value(option.name, "cost_per_week")
        found.append(Judged(option, service, cost, stands(service, own.share if own else None)))
    return found


def answer(study: StudyFolder) -> str:
    """The sentence at the head of the report, with its interval, its cost and the number of replications' chance in it."""
    channel = leading_channel(study)
    target = study.scenario.policy.targets.get(channel)
    options = judged(study)
    live = is_live(study, channel)
    done = "answered" if live else "first replied to"
    who = "of everyone who called" if live else "of the tickets"
    time = f" within {within(study, channel)}" if target else " in time"

    def seen(one: Judged) -> str:
        if not one.service.known:
            return f"n/a of the contacts were {done}{time}"
        ends = interval(one.service.low, one.service.high, "share")
        span = f" ({100 * study.confidence:.0f} % interval {ends})" if ends != "n/a" else " (one replication, so without an interval)"
        return f"{per_cent(one.service.value)}{span} {who} is {done}{time}" if live else f"{per_cent(one.service.value)}{span} {who} get their first reply{time}"

    def price(one: Judged) -> str:
        if not one.cost.known:
            return ""
        text = f", for {money(one.cost.value, study.currency)} a week"
        base = options[0]
        if one is not base and base.cost.known and one.cost.value != base.cost.value:
            text += f" ({difference(one.cost.value - base.cost.value, study.currency, study.currency)} against “{base.option.label}”)"
        return text

    name = channel.capitalize()
    if len(options) == 1:
        one = options[0]
        ending = f": it {one.stands} of {per_cent(target.share, 0)}" if target and one.stands in (MEETS, MISSES) else ""
        if target and one.stands == UNSURE:
            ending = f": too close to the target of {per_cent(target.share, 0)} to tell from so few replications"
        return sentence(f"{name}: {seen(one)}{price(one)}{ending}")
    if target is None:
        known = [one for one in options if one.service.known]
        if not known:
            return sentence(f"{name}: no option has contacts to judge")
        best = max(known, key=lambda one: one.service.value)
        return sentence(f"{name} has no target; “{best.option.label}” serves best: {seen(best)}{price(best)}")
    goal = f"the target of {per_cent(target.share, 0)} on {channel}"
    good = [one for one in options if one.stands == MEETS]
    if good:
        best = min(good, key=_cost)
        only = "is the only option that meets" if len(good) == 1 else "is the cheapest option that meets" if best.cost.known else "is the first option that meets"
        close = [one for one in options if one.stands == UNSURE and _cost(one) < _cost(best)]
        more = f"; “{min(close, key=_cost).option.label}” is cheaper but too close to the target to tell" if close else ""
        return sentence(f"“{best.option.label}” {only} {goal}: {seen(best)}{price(best)}{more}")
    unsure = [one for one in options if one.stands == UNSURE]
    if unsure:
        best = min(unsure, key=_cost)
        return sentence(f"No option meets {goal} beyond doubt; “{best.option.label}” is too close to tell: {seen(best)}{price(best)}")
    known = [one for one in options if one.service.known]
    if not known:
        return sentence(f"No option has contacts to judge by {goal}")
    best = max(known, key=lambda one: one.service.value)
    return sentence(f"No option meets {goal}; “{best.option.label}” comes nearest: {seen(best)}{price(best)}")


def _cost(one: Judged) -> float:
    return one.cost.value if one.cost.known else math.inf
