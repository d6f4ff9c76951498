"""What a command ends with: one table, one sentence, where the report is, and what to try next."""

from __future__ import annotations

import math
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import Arguments
from sim.cli.console import plain, print_table
from sim.report.words import duration, is_money, listing, number, per_cent
from sim.settings import Loaded
from sim.study import Study
from sim.study.variant import Variant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario import Scenario

MEETS = {"yes": "meets", "perhaps": "may meet", "no": "misses"}


def print_comparison(study: Study, loaded: Loaded, page: Path | None, arguments: Arguments) -> None:
    """The table of options, the answer, the report, the next command."""
    base = loaded.variants[0]
    scenario = base.scenario
    channel = _leading(study, scenario)
    columns = _columns(scenario, channel, any(one.scenario.policy.chatbot for one in loaded.variants))
    standing = {one["variant"]: stands(one) for one in study.answer.get("standings", []) if one["goals"]}
    rows = []
    for variant in loaded.variants:
        cells = [_value(study, variant.name, kpi, on, unit) for _, kpi, on, unit in columns]
        rows.append([variant.label, *cells, _verdict(study, variant, base, channel, standing)])
    weeks = scenario.calendar.days / 7
    days = "1 day" if scenario.calendar.days == 1 else f"{scenario.calendar.days} days"
    period = "1 week" if weeks == 1 else f"{number(weeks)} weeks" if weeks >= 2 else days
    count = study.manifest.get("finished", {}).get(base.name, loaded.request.study.replications)
    print_table(
        ["option", *(name for name, *_ in columns), "verdict"],
        rows,
        right=range(1, len(columns) + 1),
        title=f"{_title(loaded)}: the same customers in every option, {count} x {period}{_correlation(study, channel)}",
        last_below=True,
    )
    print()
    for text in (study.answer.get("sentence", ""), *study.answer.get("also", [])):
        print(plain(text))
    print()
    if page is not None:
        print(f"report: {page}")
    print(f"tables: {study.folder}")
    print(f"next:   {_next(study, loaded, channel, arguments)}")


def print_one(study: Study, variant: Variant, page: Path | None, arguments: Arguments) -> None:
    """Every channel of one desk, then the report."""
    scenario = variant.scenario
    rows = []
    for channel, settings in scenario.policy.channels.items():
        target = scenario.policy.targets.get(channel)
        live = settings.waits_on_line
        within = f" within {duration(target.within)}" if target else " in time"
        rows.append([channel, "contacts", _value(study, variant.name, "offered", channel, "")])
        rows.append(
            [
                "",
                f"{'answered' if live else 'replied to'}{within}",
                _value(study, variant.name, "service_level", channel, "share", True),
            ]
        )
        if live:
            rows.append(["", "gave up waiting", _value(study, variant.name, "abandonment", channel, "share", True)])
            rows.append(["", "mean wait of those answered", _value(study, variant.name, "wait", channel, "s", True)])
        else:
            rows.append(
                [
                    "",
                    "mean time to the first reply",
                    _value(study, variant.name, "first_response_time", channel, "s", True),
                ]
            )
    currency = scenario.world.prices.currency
    title = scenario.title or variant.label
    rows.append(["all", "hours too busy", _value(study, variant.name, "busy_hours", "", "share", True)])
    if scenario.world.resolution is not None:
        name = "solved at the first contact (net FCR, 7 days)"
        rows.append(["", name, _value(study, variant.name, "fcr_7d", "", "share", True)])
        name = "contacts that getting it right would save"
        rows.append(["", name, _value(study, variant.name, "failure_demand", "", "share", True)])
        rows.append(["", "tickets open at the end", _value(study, variant.name, "backlog", "", "", True)])
    rows.append(["", f"cost per week, {currency}", _value(study, variant.name, "cost_per_week", "", currency, True)])
    print_table(
        ["channel", "what", "value"],
        rows,
        right=[2],
        title=title if variant.label in (title, variant.name) else f"{title}: {variant.label}",
    )
    print()
    if also := study.answer.get("also", []):
        print(*map(plain, also), sep="\n")
        print()
    if page is not None:
        print(f"report: {page}")
    print(f"tables: {study.folder}")
    print(f"next:   {_compare_next(scenario, arguments)}")


def print_sweep(study: Study, loaded: Loaded) -> None:
    """A row for each point: its settings, and what decides."""
    scenario = loaded.variants[0].scenario
    channel = _leading(study, scenario)
    columns = _columns(scenario, channel, any(one.scenario.policy.chatbot for one in loaded.variants))
    rows = [
        [
            *(str(value) for value in loaded.points[variant.name]),
            *(_value(study, variant.name, kpi, on, unit) for _, kpi, on, unit in columns),
        ]
        for variant in loaded.variants
    ]
    head = [*loaded.axes, *(name for name, *_ in columns)]
    print_table(head, rows, right=range(len(head)), title=f"{_title(loaded)}: {len(rows)} points of the grid")
    print()
    print(f"table:  {study.folder / 'sweep.csv'}")


def _title(loaded: Loaded) -> str:
    return loaded.request.report.title or loaded.request.title or loaded.name


def _leading(study: Study, scenario: Scenario) -> str:
    channel = str(study.manifest.get("leading", {}).get("channel", ""))
    return channel or next(iter(scenario.policy.channels))


def _columns(scenario: Scenario, channel: str, bots: bool) -> Sequence[tuple[str, str, str, str]]:
    """Head, KPI, channel and unit of the columns that decide."""
    target = scenario.policy.targets.get(channel)
    live = scenario.policy.channels[channel].waits_on_line
    within = f" within {duration(target.within)}" if target else " in time"
    several = f" ({channel})" if len(scenario.policy.channels) > 1 else ""
    currency = scenario.world.prices.currency
    second = (
        ("gave up waiting", "abandonment", channel, "share")
        if live
        else ("first reply after", "first_response_time", channel, "s")
    )
    third = ("hours too busy", "busy_hours", "", "share")
    if scenario.world.resolution is not None:  # with tickets to do in between, agents are always busy
        third = ("failure demand", "failure_demand", "", "share")
    return [
        (f"{'answered' if live else 'replied'}{within}{several}", "service_level", channel, "share"),
        second,
        *_replies(scenario, channel),
        third,
        *([("net deflection (bots)", "net_deflection", "", "share")] if bots else []),
        (f"cost per week, {currency}", "cost_per_week", "", "money"),
    ]


def _replies(scenario: Scenario, leading: str) -> list[tuple[str, str, str, str]]:
    """The column of the first asynchronous channel with a target, where tickets are reopened and chased."""
    if scenario.world.resolution is None:
        return []
    found = [
        (f"replied within {duration(scenario.policy.targets[name].within)} ({name})", "service_level", name, "share")
        for name, channel in scenario.policy.channels.items()
        if channel.kind == "async" and name in scenario.policy.targets and name != leading
    ]
    return found[:1]


def _value(study: Study, variant: str, kpi: str, channel: str, unit: str, spread: bool = False) -> str:
    try:
        value, low, high = study.value(variant, kpi, channel)
    except KeyError:
        return "n/a"
    text = _amount(value, unit)
    if spread and math.isfinite(low) and math.isfinite(high) and (low, high) != (value, value):
        text += f"  ({_amount(low, unit)} to {_amount(high, unit)})"
    return text


def _amount(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "n/a"
    if unit == "share":
        return per_cent(value)
    if unit == "s":
        return duration(value)
    return number(value, 0) if unit == "money" or is_money(unit, unit) else number(value)


def stands(standing: Mapping[str, Any]) -> str:
    """How an option stands to its targets: ``misses the phone target``, ``misses the target`` where it has but one."""
    goals, meets = standing["goals"], standing["meets"]
    if len(goals) == 1:
        return f"{MEETS[meets]} the target"
    if meets == "yes":
        return "meets every target"
    names = [goal["channel"] for goal in goals if goal["meets"] == meets]
    return f"{MEETS[meets]} the {listing(names)} target{'s' if len(names) > 1 else ''}"


def _verdict(study: Study, variant: Variant, base: Variant, channel: str, standing: Mapping[str, str]) -> str:
    meets = standing.get(variant.name, "no target")
    if variant is base:
        return meets
    rows = study.comparison
    kpi = study.manifest.get("leading", {}).get("kpi", "service_level")
    row = rows[(rows.variant == variant.name) & (rows.kpi == kpi) & (rows.channel == channel) & (rows.team == "")]
    words = str(row.verdict.iloc[0]) if len(row) else ""
    several = f"{channel}: " if len(variant.scenario.policy.targets) > 1 else ""
    return f"{meets}; {several}{words}" if words else meets


def _correlation(study: Study, channel: str) -> str:
    """How closely the options' leading KPI moves with the first one's from replication to replication."""
    rows = study.comparison
    kpi = study.manifest.get("leading", {}).get("kpi", "service_level")
    found = rows[(rows.kpi == kpi) & (rows.channel == channel) & (rows.team == "")].correlation.dropna()
    if not len(found):
        return ""
    low, high = f"{found.min():.2f}", f"{found.max():.2f}"
    return f" (paired correlation {low if low == high else f'{low} to {high}'})"


def _typed(arguments: Arguments) -> list[str]:
    """The arguments as they were typed, to be typed again."""
    typed = [*([str(arguments.words[0])] if arguments.words else []), *arguments.overrides]
    return typed if arguments.config_dir is None else ["--config-dir", str(arguments.config_dir), *typed]


def _compare_next(scenario: Scenario, arguments: Arguments) -> str:
    """What to compare after one run: the options of the desk itself, else more agents, or with shifts another rule."""
    typed = [text for text in _typed(arguments) if not text.lstrip("+").startswith("variants=")]
    more = [] if arguments.words else [options_for(scenario)]
    return shlex.join(["supportsim", "compare", *typed, *more])


def options_for(scenario: Scenario) -> str:
    """Shipped options that fit a desk: more heads, or with shifts another rule for those on the line and tickets."""
    return "variants=[baseline,one_more,two_more]" if scenario.policy.heads else "variants=[baseline,calls_interrupt]"


def _next(study: Study, loaded: Loaded, channel: str, arguments: Arguments) -> str:
    """More replications where something cannot be told yet, else a finer question."""
    typed = _typed(arguments)
    rows = study.comparison
    kpi = study.manifest.get("leading", {}).get("kpi", "service_level")
    more = [int(count) for count in rows[(rows.kpi == kpi) & (rows.channel == channel)].more_replications if count > 0]
    doubtful = any(one["meets"] == "perhaps" for one in study.answer.get("standings", []) if one["goals"])
    kept = [text for text in typed if not text.lstrip("+").startswith("study.replications=")]
    if more or doubtful:
        now = loaded.request.study.replications
        goal = min(max([2 * now, *(now + count for count in sorted(more)[:1])]), 10 * now)
        return shlex.join(["supportsim", "compare", *kept, f"study.replications={goal}"]) + "   (goes on from here)"
    if not typed or any(text.startswith("experiment=") for text in typed):
        return "supportsim new my_desk weekly_volume=2000 handle_time=5min people=6   (your own desk)"
    return (
        shlex.join(["supportsim", "show", *[text for text in kept if not text.startswith("variants")]])
        + "   (where every value came from)"
    )
