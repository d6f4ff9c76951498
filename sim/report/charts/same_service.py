"""The price of wear at the same service: service against the cost of staff, with people who wear out and without."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, legend_above, notes
from sim.report.estimate import pooled
from sim.report.frame import Frame
from sim.report.measures import leading_channel, service
from sim.report.study_folder import StudyFolder
from sim.report.words import money, number, per_cent, sentence
from sim.study.answer import Interval
from sim.study.panel import Key, Panel, panel
from sim.study.same_service import COSTS, curves, same_service
from sim.study.tables import table_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOKS = {"worn": ("o", style.VERMILION, "people wear out"), "rested": ("s", style.BLUE, "nobody wears out")}
"""Marker, colour and words by world."""
OPTION, TARGET, PRICE = "option", "target met", "price"
"""What a row is: an option as measured, a world at the target, the difference of the two."""
_DASHED: dict[str, Any] = {"color": style.INK, "linewidth": 1, "linestyle": (0, (4, 3))}
_NUMBERS = tuple(f"{name}{end}" for name in ("cost", "staff", "service") for end in ("", "_low", "_high"))


def tidy(study: StudyFolder) -> Frame | None:
    """what, world, option, label; cost a week, staff (planned full-time agents), service, with ends; drawn, target.

    ``drawn`` is the service that is interpolated: that measured, made to rise with staff. Rows of what is not known are
    left out. None where the study does not staff two worlds, one with the loop and one without, or has no target.
    """
    import pandas as pd

    channel = leading_channel(study)
    target = study.scenario.policy.targets.get(channel)
    options = study.options
    key = Key("service_level", channel, "")
    names, scenarios = [one.name for one in options], [one.scenario for one in options]
    warm_up_s = float(study.manifest.get("warm_up_s", 0.0))
    found = curves(_panel(study, key), names, scenarios, key, warm_up_s) if target else None
    if target is None or found is None:
        return None
    same = same_service(*found, target.share, study.confidence)
    rows: list[tuple[object, ...]] = []
    for world, curve in zip(LOOKS, found, strict=True):
        cost = pooled(curve.cost, np.ones(curve.cost.shape), study.confidence)
        level = pooled(curve.in_time, curve.offered, study.confidence)
        for one, place in enumerate(curve.places):
            staff = (curve.staff[one],) * 3
            ends = (*(part[one] for part in cost), *staff, *(part[one] for part in level))
            rows.append((OPTION, world, options[place].name, options[place].label, *ends, curve.fitted[one]))
    at_target = (target.share,) * 3
    for world, met in zip(LOOKS, (same.worn, same.rested), strict=True):
        if met.reached == "met":
            rows.append((TARGET, world, "", "", *_ends(met.cost), *_ends(met.staff), *at_target, target.share))
    if math.isfinite(same.price.value):
        rows.append((PRICE, "", "", "", *_ends(same.price), *_ends(same.agents), *at_target, target.share))
    table = pd.DataFrame(rows, columns=["what", "world", "option", "label", *_NUMBERS, "drawn"])
    return table.assign(target=target.share)


def _panel(study: StudyFolder, service_key: Key) -> Panel:
    """What the curves are made of."""
    table = study.kpis
    of_desk = table["kpi"].isin([key.kpi for key in COSTS]) & (table["channel"] == "")
    mine = (table["kpi"] == service_key.kpi) & (table["channel"] == service_key.channel)
    rows = table[(of_desk | mine) & (table["team"] == "")]
    columns = ("variant", "replication", "kpi", "channel", "team", "num", "den", "unit")
    return panel(table_of({name: rows[name].to_numpy() for name in columns}, columns))


def _ends(found: Interval) -> tuple[float, float, float]:
    return (found.value, found.low, found.high)


def chart(study: StudyFolder) -> Chart | None:
    """What does the same service cost, with people who wear out and if nobody did?"""
    data = tidy(study)
    if data is None:
        return None
    measure = service(study, leading_channel(study))
    title = wear_title(data, measure.short, study.currency)
    subtitle = (
        f"{measure.title} against the whole cost of staff in {study.currency} a week (wages, hiring, training), with "
        f"{100 * study.confidence:.0f} % intervals; the number at a dot is the planned full-time agents of the option"
    )
    falls = data["drawn"].notna() & (data["what"] == OPTION) & ((data["drawn"] - data["service"]).abs() > 1e-12)
    note = notes(
        "Lines are straight between options. Intervals at the target and of the price: jackknife over replications "
        "with the same customers in every option.",
        "Where service fell with more staff, the line is the best rising one." if falls.any() else "",
        hidden_note(study),
    )
    says = (
        "Each line staffs one world from few to many; the two are alike but for fatigue and exhaustion. Where a line "
        "crosses the target, that service costs so much. What lies between the two crossings is the price of wear: "
        "slower and worse work, absence, and people who have to be replaced."
    )
    figure = _draw(data, title, subtitle, note, study.currency, measure.short)
    return Chart("same_service", "What does the same service cost if people wear out?", title, says, figure, data)


def wear_title(data: Frame, goal: str, currency: str) -> str:
    """The price at the target; or which world has no option on the other side of it."""
    target = float(data["target"].iloc[0])
    price = data[data["what"] == PRICE]
    if not price.empty:
        found = price.iloc[0]
        rested = data[(data["what"] == TARGET) & (data["world"] == "rested")].iloc[0]
        more = "more" if found["cost"] >= 0 else "less"
        part = per_cent(abs(found["cost"]) / rested["cost"])
        text = f"{per_cent(target, 0)} {goal} costs {money(abs(found['cost']), currency)} a week ({part}) {more}"
        unsure = not (found["cost_low"] > 0 or found["cost_high"] < 0)
        return sentence(f"{text} because people wear out{', or perhaps nothing' if unsure else ''}")
    met = set(data[data["what"] == TARGET]["world"])
    missing = [words for world, (*_, words) in LOOKS.items() if world not in met]
    where = "in either world" if len(missing) == 2 else f"where {missing[0]}"
    return sentence(f"The price of wear is not known: no two options have the target between them {where}")


def _draw(data: Frame, title: str, subtitle: str, note: str, currency: str, short: str) -> Figure:
    from matplotlib.lines import Line2D
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    with style.theme():
        figure, grid = style.canvas(title, subtitle, bottom=0.11, left=0.085, note=note, panel_titles=1)
        panel = grid[0][0]
        _limits(panel, data)
        for world, (marker, colour, _) in LOOKS.items():
            _curve(panel, data[(data["what"] == OPTION) & (data["world"] == world)], marker, colour, world == "worn")
        _target(panel, data, currency)
        panel.xaxis.set_major_locator(MaxNLocator(6))
        panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g} %"))
        panel.set_xlabel(f"whole cost of staff, {currency} a week")
        panel.set_ylabel(short)
        handles: list[Artist] = [
            Line2D([], [], marker=marker, color=colour, markersize=6, label=words)
            for marker, colour, words in LOOKS.values()
        ]
        target = f"target {per_cent(data['target'].iloc[0], 0)}"
        handles.append(Line2D([], [], **_DASHED, label=target))
        handles.append(Line2D([], [], marker="D", color="none", markerfacecolor=style.INK, label="cost at the target"))
        legend_above(figure, [panel], handles, 4)
    return figure


def _limits(panel: Axes, data: Frame) -> None:
    """Room for every interval, and below the curves for the price."""
    rows = data[data["what"] != PRICE]
    levels = rows[["service", "service_low", "service_high", "target"]].to_numpy(dtype=float)
    low, high = float(np.nanmin(levels)), float(np.nanmax(levels))
    room = max(high - low, 0.02)
    panel.set_ylim(max(low - 0.3 * room, -0.02), min(high + 0.08 * room, 1.02))
    costs = rows[["cost", "cost_low", "cost_high"]].to_numpy(dtype=float)
    left, right = float(np.nanmin(costs)), float(np.nanmax(costs))
    wide = max(right - left, 1.0)
    panel.set_xlim(left - 0.05 * wide, right + 0.05 * wide)


def _curve(panel: Axes, rows: Frame, marker: str, colour: str, below: bool) -> None:
    """One world: the line that is interpolated, dots as measured with their intervals, and how many people."""
    panel.plot(rows["cost"], rows["drawn"], color=colour, linewidth=1.6, zorder=2)
    for row in rows.itertuples():
        if np.isfinite(row.service_low):
            panel.plot([row.cost] * 2, [row.service_low, row.service_high], color=colour, linewidth=1.4, zorder=2)
        if np.isfinite(row.cost_low) and row.cost_high > row.cost_low:
            panel.plot([row.cost_low, row.cost_high], [row.service] * 2, color=colour, linewidth=1.4, zorder=2)
        panel.plot([row.cost], [row.service], marker, color=colour, markersize=6, zorder=4)
        panel.annotate(
            number(row.staff, 1), (row.cost, row.service), (7, -11) if below else (-7, 6), textcoords="offset points",
            ha="left" if below else "right", fontsize=7.5, color=colour,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def _target(panel: Axes, data: Frame, currency: str) -> None:
    """The target, where each world meets it, and between the two the price, near the foot of the panel."""
    target = float(data["target"].iloc[0])
    bottom, top = panel.get_ylim()
    met = data[data["what"] == TARGET]
    panel.axhline(target, **_DASHED, zorder=1)
    foot = bottom + 0.07 * (top - bottom)
    for row in met.itertuples():
        colour = LOOKS[row.world][1]
        panel.plot([row.cost] * 2, [foot, target], color=colour, linewidth=1, linestyle=(0, (1, 2)), zorder=1)
        if np.isfinite(row.cost_low):
            aside = target + (-0.008 if row.world == "worn" else 0.008) * (top - bottom)  # so that both are seen
            panel.plot([row.cost_low, row.cost_high], [aside] * 2, color=colour, linewidth=3.5, alpha=0.4, zorder=3)
        panel.plot([row.cost], [target], "D", color=style.INK, markeredgecolor=colour, markersize=5.5, zorder=5)
    price = data[data["what"] == PRICE]
    if price.empty:
        return
    found = price.iloc[0]
    ends = sorted(met["cost"])
    bracket = {"arrowstyle": "|-|,widthA=0.35,widthB=0.35", "shrinkA": 0, "shrinkB": 0}
    panel.annotate("", (ends[0], foot), (ends[1], foot), arrowprops=bracket)
    text = f"price of wear: {money(found['cost'], currency)} a week"
    if math.isfinite(found["cost_low"]):
        text += f" ({number(found['cost_low'], 0)} to {number(found['cost_high'], 0)})"
    text += f",\n{number(found['staff'], 1)} full-time agents"
    first, last = panel.get_xlim()
    left, right = ((room / (last - first)) for room in (ends[0] - first, last - ends[1]))
    if max(left, right) < 0.4:  # the bracket is wide: above it
        panel.annotate(text, (sum(ends) / 2, foot), (0, 6), textcoords="offset points", ha="center", fontsize=8)
        return
    panel.annotate(
        text, (ends[0 if left > right else 1], foot), (-9 if left > right else 9, 0), textcoords="offset points",
        va="center", ha="right" if left > right else "left", fontsize=8, linespacing=1.3,
    )  # fmt: skip
