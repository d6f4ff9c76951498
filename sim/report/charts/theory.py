"""What was simulated beside what the stationary formula by interval would have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.by_time import duration_axis
from sim.report.charts.chart import Chart
from sim.report.charts.comparison import MANY
from sim.report.charts.panels import hidden_note, notes, where
from sim.report.frame import Frame
from sim.report.measures import called
from sim.report.study_folder import StudyFolder
from sim.report.words import amount, difference, is_share, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = ("service_level", "abandonment", "wait_all")
"""Panels of the picture, where the study holds them."""

READ = "Simulated: circle, its number above the line. Formula: diamond, its number below."

ROW_IN = 0.4
"""Least height of an option in a panel, in inches: its dots, and a number above and below them."""

NAMES = {"wait_all": "Mean time in the queue of everyone"}
"""Shorter than declared, for narrow panels."""
UNITS = {
    "service_level": "share",
    "abandonment": "share",
    "wait": "s",
    "wait_all": "s",
    "delayed": "share",
    "occupancy": "share",
}


def unit_of(kpi: str) -> str:
    """The declared unit of a KPI."""
    from sim.kpi import KPIS

    return KPIS[kpi].unit if kpi in KPIS else UNITS.get(kpi, "")


def tidy(study: StudyFolder, channel: str) -> Frame | None:
    """option, label, kpi, name, simulated, low, high, formula, unit."""
    import pandas as pd

    table = study.theory
    rows = []
    for option in study.options:
        same = table[(table["variant"] == option.name) & (table["channel"] == channel)]
        for row in same.itertuples():
            if np.isfinite(row.formula) or np.isfinite(row.simulated):
                rows.append(
                    (
                        option.name,
                        option.label,
                        row.kpi,
                        NAMES.get(row.kpi) or called(study, row.kpi, channel),
                        row.simulated,
                        row.low,
                        row.high,
                        row.formula,
                        unit_of(row.kpi),
                    )
                )
    if not rows:
        return None
    return pd.DataFrame(rows, columns=["option", "label", "kpi", "name", "simulated", "low", "high", "formula", "unit"])


def chart(study: StudyFolder, channel: str) -> Chart | None:
    """What would the formula have said?"""
    data = tidy(study, channel)
    if data is None:
        return None
    held = list(dict.fromkeys(data["kpi"]))
    kpis = ([kpi for kpi in SHOWN if kpi in held] or held)[:3]
    data = data[data["kpi"].isin(kpis)].reset_index(drop=True)
    title = theory_title(data, channel)
    subtitle = (
        f"{channel.capitalize()}: simulated (filled, with its {100 * study.confidence:.0f} % interval) and the "
        "stationary formula interval by interval (hollow)"
    )
    figure = _draw(data, kpis, title, subtitle, hidden_note(study), study.currency)
    says = (
        "The formula (Erlang A, or C where nobody gives up) takes each interval as if it lasted for ever and "
        "every day as average; the simulation does not. "
        "Where the two agree the formula would have done; where they differ, the reasons below say why."
    )
    return Chart(
        f"theory_{channel}", f"{channel.capitalize()}: what would the formula have said?", title, says, figure, data
    )


def theory_title(data: Frame, channel: str) -> str:
    """The first option's first KPI by both ways."""
    row = data.iloc[0]
    name, unit = row["name"].split(" (")[0], row["unit"]
    name = name[:1].lower() + name[1:]
    gap = row["formula"] - row["simulated"]
    if not np.isfinite(gap):
        return sentence(f"{where(data, channel)}: the formula has no value for “{name}”")
    inside = row["low"] <= row["formula"] <= row["high"]
    verdict = "which agrees within the interval" if inside else f"a gap of {difference(gap, unit)}"
    return sentence(
        f"{where(data, channel)}: the formula says {amount(row['formula'], unit)} for “{name}”, "
        f"the simulation {amount(row['simulated'], unit)}, {verdict}"
    )


def _draw(data: Frame, kpis: list[str], title: str, subtitle: str, note: str, currency: str) -> Figure:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    with style.theme():
        options = list(dict.fromkeys(data["option"]))
        figure, grid = style.canvas(
            title,
            subtitle,
            columns=len(kpis),
            left=0.185,
            wspace=0.12,
            row_in=len(options) * ROW_IN,
            bottom=0.09,
            panel_titles=2,
            note=notes(READ, note),
            sharex=False,
        )
        labels = [data[data["option"] == name]["label"].iloc[0] for name in options]
        many = len(options) > MANY
        up = 9.5
        for panel, kpi in zip(grid[0], kpis, strict=True):
            part = data[data["kpi"] == kpi]
            unit = part["unit"].iloc[0]
            panel.set_title(style.wrapped(part["name"].iloc[0], 96 // len(kpis), 2), fontsize=8.5)
            for row in part.itertuples():
                place = options.index(row.option)
                panel.plot([row.simulated, row.formula], [place, place], color=style.LIGHT, linewidth=1, zorder=1)
                if np.isfinite(row.low):
                    panel.plot(
                        [row.low, row.high], [place, place], color=style.BLUE, linewidth=2.4, solid_capstyle="butt"
                    )
                panel.plot([row.simulated], [place], "o", color=style.BLUE, markersize=6)
                panel.plot(
                    [row.formula],
                    [place],
                    "D",
                    color=style.VERMILION,
                    markerfacecolor="white",
                    markersize=6,
                    markeredgewidth=1.5,
                )
                for text, x, shift, colour in (
                    (amount(row.simulated, unit, currency), row.simulated, up, style.BLUE),
                    (amount(row.formula, unit, currency), row.formula, -up, style.VERMILION),
                ):
                    if np.isfinite(x):
                        panel.annotate(
                            text,
                            (x, place),
                            (0, shift),
                            textcoords="offset points",
                            ha="center",
                            va="center",
                            fontsize=7 if many else 7.5,
                            color=colour,
                        )
            panel.set_yticks(
                range(len(options)), [style.wrapped(label, 24, 2) for label in labels], color=style.INK, fontsize=8.5
            )
            panel.set_ylim(len(options) - 0.4, -0.6)
            ends = part[["simulated", "low", "high", "formula"]].to_numpy(dtype=float)
            ends = ends[np.isfinite(ends)]
            low, high = (0.0 if unit == "s" or kpi == "abandonment" else float(ends.min())), float(ends.max())
            room = max(high - low, 0.02 if is_share(unit) else 1.0)
            right = high + 0.2 * room
            panel.set_xlim(low - 0.15 * room, max(min(right, 1.02), high) if is_share(unit) and low > 0.3 else right)
            if unit == "s":
                duration_axis(panel, high + 0.2 * room, "x")
            else:
                panel.xaxis.set_major_locator(MaxNLocator(4))
                if is_share(unit):
                    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g} %"))
            panel.grid(True, axis="x")
            panel.grid(False, axis="y")
            panel.spines["left"].set_visible(False)
    return figure
