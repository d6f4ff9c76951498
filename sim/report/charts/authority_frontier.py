"""What authority costs and saves: money against time lost to approvals, what customers feel, and the sensible range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, legend_above, notes
from sim.report.charts.placing import Name, place
from sim.report.estimate import pooled
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, money, number, per_cent, plural, sentence
from sim.study.authority_frontier import authority_options, frontier, limit_of_agent, supervisors

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FELT = {
    "asked": ("holds or waits", ("approval_rate",)),
    "hung_up": ("hung up while holding", ("approvals_withdrawn", "approvals_in_vain")),
    "refused": ("refused", ("denied_share",)),
    "fcr_lost": ("first contact lost", ("fcr_lost_to_approvals",)),
}
"""Inputs to satisfaction: title of the panel, and the KPIs whose numerators are summed; per need of the period."""
LOOKS = (("o", style.BLUE), ("s", style.ORANGE), ("^", style.GREEN), ("D", style.PURPLE), ("v", style.VERMILION))
"""Marker and colour by number of supervisors, the fewest first."""
NEEDS = "approval_rate"
"""A KPI whose denominator is the needs of the period."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, limit (inf for none), supervisors; cost a week, delay per need in s and FELT, with their ends.

    Then ``on_frontier``, ``saves`` and ``extra`` (parts of what lies between the ends of the frontier), ``sensible``.
    Options that differ from the first in more than limits and supervisors are left out; None for fewer than three, for
    one limit only, and where nobody needs a concession or no supervisor is there.
    """
    import pandas as pd

    options = [study.options[place] for place in authority_options([one.scenario for one in study.options])]
    rows = []
    for option in options:
        cost, delay = (study.value(option.name, kpi) for kpi in ("cost_per_week", "approval_delay_per_issue"))
        if cost.known and delay.known:
            felt = [value for kpis in FELT.values() for value in _per_need(study, option.name, kpis[1])]
            people = supervisors(option.scenario)
            limit = limit_of_agent(option.scenario)
            rows.append((option.name, option.label, limit, people, *cost[:3], *delay[:3], *felt))
    ends = [f"{name}{end}" for name in ("cost", "delay", *FELT) for end in ("", "_low", "_high")]
    table = pd.DataFrame(rows, columns=["option", "label", "limit", "supervisors", *ends])
    if len(table) < 3 or table["limit"].nunique() < 2:
        return None
    line = frontier(table["cost"].to_numpy(), table["delay"].to_numpy())
    return table.assign(on_frontier=line.on, saves=line.saves, extra=line.extra, sensible=line.sensible)


def _per_need(study: StudyFolder, option: str, kpis: tuple[str, ...]) -> tuple[float, float, float]:
    """The sum of the KPIs' numerators over the needs of the period, with its interval."""
    table = study.kpis
    rows = table[(table["variant"] == option) & (table["channel"] == "") & (table["team"] == "")]
    by_kpi = rows.pivot_table(index="replication", columns="kpi", values=["num", "den"], observed=True)
    if not {NEEDS, *kpis} <= set(by_kpi["num"].columns):
        return (math.nan, math.nan, math.nan)
    num = by_kpi["num"][list(kpis)].fillna(0.0).sum(axis=1).to_numpy(dtype=float)
    needs = by_kpi["den"][NEEDS].to_numpy(dtype=float)
    found = pooled(num, needs, study.confidence)
    return (float(found.value), float(found.low), float(found.high))


def chart(study: StudyFolder) -> Chart | None:
    """How much may an agent give away?"""
    data = tidy(study)
    if data is None:
        return None
    title = authority_title(data, study.currency)
    subtitle = (
        f"Left: resolution time lost to approvals, per need, against the cost of staff and concessions in "
        f"{study.currency} a week; the number at a dot is the agents’ limit in {study.currency}. Right: what customers "
        f"feel of approvals, in % of needs, by limit. {100 * study.confidence:.0f} % intervals"
    )
    note = notes(
        "Frontier: no other option is both cheaper and quicker (by 2 % of the time at least). Sensible: on it, saving "
        "two thirds of the time between its ends, for two thirds of the cost between them at most."
        + ("" if data["sensible"].any() else " Nothing here qualifies."),
        hidden_note(study),
    )
    says = (
        "Down and to the left is better: a higher limit moves along a line, a further supervisor from one line to the "
        "next. A part of what a low limit saves is what customers needed and did not get, because they hung up or were "
        "refused; a part of what a high one costs is given without need."
    )
    figure = _draw(data, title, subtitle, note, study.currency)
    return Chart("authority_frontier", "How much may an agent give away?", title, says, figure, data)


def authority_title(data: Frame, currency: str) -> str:
    """The sensible range, and what its far end saves and costs against the cheapest option."""
    best = data[data["on_frontier"]].sort_values("cost")
    cheap, quick = best.iloc[0], best.loc[best["delay"].idxmin()]
    if len(best) == 1 or cheap["option"] == quick["option"]:
        return sentence(f"“{cheap['label']}” costs least and loses as little time to approvals as any")
    sensible = best[best["sensible"]]
    if sensible.empty:
        text = "no option saves two thirds of the time lost to approvals for two thirds of what that costs"
        most = (cheap["delay"] - quick["delay"], quick["cost"] - cheap["cost"])
        return sentence(f"{text}; all of it, {duration(most[0])} per need, costs {money(most[1], currency)} a week")
    first, last = sensible.iloc[0], sensible.iloc[-1]
    which = f"“{first['label']}”"
    if len(sensible) > 1:
        which += f" to “{last['label']}”"
    saved, extra = cheap["delay"] - last["delay"], last["cost"] - cheap["cost"]
    return sentence(f"Sensible: {which}, {duration(saved)} per need saved for {money(extra, currency)} a week")


def _draw(data: Frame, title: str, subtitle: str, note: str, currency: str) -> Figure:
    from matplotlib.lines import Line2D

    with style.theme():
        figure, grid = style.canvas(
            title, subtitle, rows=2, columns=3, left=0.075, bottom=0.105, wspace=0.3, hspace=0.5, note=note,
            panel_titles=2, sharex=False, sharey=False, width_ratios=(2.5, 1.0, 1.0),
        )  # fmt: skip
        cells = grid[0][0].get_gridspec()
        assert cells is not None
        for row in grid:
            row[0].remove()
        left = figure.add_subplot(cells[:, 0])
        people = sorted(data["supervisors"].unique())
        looks = {count: LOOKS[rank % len(LOOKS)] for rank, count in enumerate(people)}
        _money_panel(left, data, looks, currency)
        for rank, (name, (words, _)) in enumerate(FELT.items()):
            _felt_panel(grid[rank // 2][1 + rank % 2], data, name, words, looks)
        handles: list[Artist] = [
            Line2D([], [], marker=marker, color=colour, markersize=6, label=plural(int(count), "supervisor"))
            for count, (marker, colour) in looks.items()
        ]
        handles.append(Line2D([], [], color=style.LIGHT, linewidth=5, label="frontier"))
        if data["sensible"].any():
            handles.append(
                Line2D([], [], marker="o", color="none", markerfacecolor="none", markeredgecolor=style.INK,
                       markersize=11, label="sensible")
            )  # fmt: skip
        legend_above(figure, [left, left], handles, 6)
    return figure


def _money_panel(panel: Axes, data: Frame, looks: dict[int, tuple[str, str]], currency: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    best = data[data["on_frontier"]].sort_values("cost")
    panel.plot(best["cost"], best["delay"], color=style.LIGHT, linewidth=5, zorder=1)
    for count, (marker, colour) in looks.items():
        mine = data[data["supervisors"] == count].sort_values("limit")
        panel.plot(mine["cost"], mine["delay"], marker, linestyle="-", linewidth=1.2, color=colour, zorder=3)
        for row in mine.itertuples():
            if np.isfinite(row.delay_low):
                panel.plot([row.cost] * 2, [max(row.delay_low, 0), row.delay_high], color=colour, linewidth=1.6)
    chosen = data[data["sensible"]]
    panel.plot(chosen["cost"], chosen["delay"], "o", markersize=13, markerfacecolor="none", color=style.INK, zorder=4)
    top = float(np.nanmax(data[["delay", "delay_high"]].to_numpy(dtype=float)))
    panel.set_ylim(-0.08 * top, 1.06 * top)
    wide = max(float(data["cost"].max() - data["cost"].min()), 1.0)
    panel.set_xlim(data["cost"].min() - 0.06 * wide, data["cost"].max() + 0.1 * wide)
    panel.xaxis.set_major_locator(MaxNLocator(6))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    step = next((step for step in (5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600) if top / step <= 8), None)
    if step:
        panel.set_yticks(np.arange(0, 1.05 * top, step))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: duration(value)))
    panel.set_xlabel(f"staff and concessions, {currency} a week")
    panel.set_title("Time lost to approvals, per need")
    names = [
        Name(row.cost, row.delay, _limit(row.limit), looks[count][1])
        for count in looks
        for row in data[data["supervisors"] == count].sort_values("limit").itertuples()
    ]
    place(panel, names, 7.5)


def _felt_panel(panel: Axes, data: Frame, name: str, words: str, looks: dict[int, tuple[str, str]]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    limits = sorted(data["limit"].unique())
    for count, (marker, colour) in looks.items():
        mine = data[data["supervisors"] == count].sort_values("limit")
        at = [limits.index(limit) for limit in mine["limit"]]
        panel.plot(at, mine[name], marker, linestyle="-", linewidth=1.2, color=colour, markersize=4)
        for x, low, high in zip(at, mine[f"{name}_low"], mine[f"{name}_high"], strict=True):
            if np.isfinite(low):
                panel.plot([x] * 2, [max(low, 0), high], color=colour, linewidth=1.4)
    panel.set_xticks(range(len(limits)), [_limit(limit) for limit in limits], fontsize=7.5)
    panel.set_xlim(-0.3, len(limits) - 0.7)
    panel.set_ylim(bottom=0)
    panel.yaxis.set_major_locator(MaxNLocator(4))
    digits = 0 if panel.get_ylim()[1] > 0.06 else 1 if panel.get_ylim()[1] > 0.004 else 2
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: per_cent(value, digits)))
    panel.set_title(style.wrapped(words[:1].upper() + words[1:], 22, 2), fontsize=8)


def _limit(limit: float) -> str:
    return "none" if math.isinf(limit) else number(limit, 0)
