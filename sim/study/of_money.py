"""The same money spent in several ways: what each option buys, in sentences with intervals.

Options cost *the same* if what each costs a week beyond the first one lies within a tenth of one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sim.study.answer import Interval
from sim.study.leading import leading_service
from sim.study.options import StudyOptions
from sim.study.panel import Key
from sim.study.say import number, span, whole
from sim.study.tables import Table, Words
from sim.study.variant import Variant
from sim.study.verdict import BETTER, WORSE, matters

SAME_WITHIN = 0.10
"""Extra costs that differ by no more than this part of one of them are the same money (chosen)."""
PART_AT_LEAST = 0.5
"""Sentences are told if so many of the other options cost the same (chosen)."""

COST = Key("cost_per_week", "", "")


@dataclass(frozen=True, slots=True)
class _Change:
    """A KPI of an option against the first one."""

    more: Interval
    base: float
    verdict: str
    unit: str


def of_money(compared: Table, variants: Sequence[Variant], options: StudyOptions, currency: str) -> tuple[str, ...]:
    """Sentences on the options that cost the same more than the first: how much, and what each changes beyond doubt.

    Read are service level and waits of the leading channel, resolution time lost to approvals, net FCR, failure demand
    and the cost of a need truly met; of each option those are told whose verdict says better or worse, first those
    that are most times the smallest difference that matters.
    """
    changes = _changes(compared)
    extra = {
        one.name: changes[one.name, COST].more
        for one in variants[1:]
        if (one.name, COST) in changes and changes[one.name, COST].verdict == WORSE
    }
    same = _same(extra)
    if len(same) < 2 or len(same) < PART_AT_LEAST * (len(variants) - 1):
        return ()
    costs = [extra[name].value for name in same]
    read = _read(variants[0], options)
    out = [
        f"The same money, {currency} {min(costs):,.0f} to {max(costs):,.0f} a week more than “{variants[0].label}”, "
        f"in {len(same)} ways:"
    ]
    for variant in variants:
        if variant.name not in same:
            continue
        found = {key: changes[variant.name, key] for key in read if (variant.name, key) in changes}
        told = sorted(
            (key for key, change in found.items() if change.verdict in (BETTER, WORSE)),
            key=lambda key: -_size(key, found[key], options),
        )
        cost = extra[variant.name]
        what = "; ".join(f"{read[key]} {_change(found[key], currency)}" for key in told)
        out.append(
            f"“{variant.label}” ({currency} {whole(cost.value)}, {whole(cost.low)} to {whole(cost.high)}): "
            f"{what or 'nothing changes beyond doubt'}."
        )
    return tuple(out)


def _same(extra: dict[str, Interval]) -> set[str]:
    """The largest group within a tenth of one of them; the first of several."""
    groups = [
        {name for name, other in extra.items() if abs(other.value - one.value) <= SAME_WITHIN * one.value}
        for one in extra.values()
    ]
    return max(groups, key=len, default=set())


def _read(base: Variant, options: StudyOptions) -> dict[Key, str]:
    """What is read, with its words."""
    policy = base.scenario.policy
    out = {}
    service, words = leading_service(base, options)
    channel = service.channel
    if channel:
        out[service] = words
        live = policy.channels[channel].waits_on_line
        out[Key("wait_all" if live else "first_response_time", channel, "")] = (
            f"{'wait' if live else 'first reply'} ({channel})"
        )
    out[Key("fcr_7d", "", "")] = "solved at first contact (net FCR)"
    out[Key("failure_demand", "", "")] = "failure demand"
    out[Key("approval_delay_per_issue", "", "")] = "resolution time lost to approvals, per need,"
    out[Key("cost_per_resolution", "", "")] = "cost of a need truly met"
    return out


def _size(key: Key, change: _Change, options: StudyOptions) -> float:
    """How many times the smallest difference that matters."""
    least = matters(key.kpi, change.unit, change.base, options.matters)
    return abs(change.more.value) / least if least > 0 else 0.0


def _change(change: _Change, currency: str) -> str:
    """``+4.1 points (2.3 to 5.8)``, in the KPI's unit."""
    scale, unit, digits = (100.0, " points", 1) if change.unit == "share" else (1.0, " s", 1)
    if change.unit not in ("share", "s"):
        unit, digits = f" {currency}", 2
    value, low, high = (scale * end for end in (change.more.value, change.more.low, change.more.high))
    if unit == " s" and abs(value) >= 10:
        digits = 0
    return span(value, low, high, partial(number, digits=digits, signed=True), unit)


def _changes(compared: Table) -> dict[tuple[str, Key], _Change]:
    """By option and KPI."""
    text = {name: column.texts() for name, column in compared.items() if isinstance(column, Words)}
    number = {name: column.tolist() for name, column in compared.items() if not isinstance(column, Words)}
    return {
        (text["variant"][row], Key(text["kpi"][row], text["channel"][row], text["team"][row])): _Change(
            Interval(*(number[name][row] for name in ("difference", "low", "high"))),
            number["base"][row],
            text["verdict"][row],
            text["unit"][row],
        )
        for row in range(len(text["variant"]))
    }
