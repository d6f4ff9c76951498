"""What bots claim and what they do, in a sentence with its intervals: for studies with an option that has one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.study.answer import Interval, Pooled
from sim.study.panel import Key, measured_weeks
from sim.study.say import per_cent, span, tenths
from sim.study.tables import Table, Words
from sim.study.variant import Variant

NOTHING = Interval(math.nan, math.nan, math.nan)
WORK = Key("work_hours", "", "")


@dataclass(frozen=True, slots=True)
class _Bot:
    label: str
    claimed: float
    deflected: Interval
    solved: Interval
    freed_h: Interval
    """a week, against the first option; NaN for the first one"""

    @property
    def gap(self) -> float:
        return self.claimed - self.deflected.value


def of_bots(found: Pooled, compared: Table, variants: Sequence[Variant], warm_up_s: float = 0.0) -> tuple[str, ...]:
    """Sentences on the option whose bot claims most beyond what it does, and on the one that does most.

    Claimed is what a bot's own figures show: sessions without a human, of all needs that come by its channel.
    """
    weeks = measured_weeks(variants[0].scenario, warm_up_s)
    more_work = _differences(compared)
    bots = []
    for variant in variants:
        if not variant.scenario.policy.chatbot or variant.scenario.policy.self_service.is_there:
            continue  # what customers settle by themselves is not the bot's
        values = found.get(variant.name, {})
        engaged, shown = (
            values.get(Key(kpi, "", ""), NOTHING).value for kpi in ("bot_engagement", "containment_shown")
        )
        more = more_work.get(variant.name, NOTHING)
        bots.append(
            _Bot(
                variant.label,
                engaged * shown,
                values.get(Key("net_deflection", "", ""), NOTHING),
                values.get(Key("solved_without_human", "", ""), NOTHING),
                Interval(-more.value / weeks, -more.high / weeks, -more.low / weeks),
            )
        )
    told = [bot for bot in bots if math.isfinite(bot.gap)]
    if not told:
        return ()
    channels = dict.fromkeys(name for variant in variants for name in variant.scenario.policy.chatbot)
    widest, best = max(told, key=lambda bot: bot.gap), max(told, key=lambda bot: bot.deflected.value)
    by = " or ".join(channels)
    out = [
        f"The bot of “{widest.label}” claims {per_cent(widest.claimed)} of the needs that come by {by}: "
        f"{_does(widest)}."
    ]
    if best is not widest:
        out.append(
            f"Most is taken off people's hands by “{best.label}”, which claims {per_cent(best.claimed)}: {_does(best)}."
        )
    return tuple(out)


def _does(bot: _Bot) -> str:
    text = (
        f"{_share(bot.deflected)} take no human within 7 days (net deflection), {_share(bot.solved)} are truly met "
        "without one"
    )
    if math.isfinite(bot.freed_h.value):
        word, freed = ("frees", bot.freed_h) if bot.freed_h.value >= 0 else ("costs", _turned(bot.freed_h))
        text += f", and it {word} {span(freed.value, freed.low, freed.high, tenths, ' h')} of agents' work a week"
    return text


def _turned(interval: Interval) -> Interval:
    return Interval(-interval.value, -interval.high, -interval.low)


def _share(share: Interval) -> str:
    return span(share.value, share.low, share.high, per_cent)


def _differences(compared: Table) -> Mapping[str, Interval]:
    """By option: hours of work more than with the first one."""
    text = {name: column.texts() for name, column in compared.items() if isinstance(column, Words)}
    number = {name: column.tolist() for name, column in compared.items() if not isinstance(column, Words)}
    return {
        text["variant"][row]: Interval(*(number[name][row] for name in ("difference", "low", "high")))
        for row in range(len(text["variant"]))
        if Key(text["kpi"][row], text["channel"][row], text["team"][row]) == WORK
    }
