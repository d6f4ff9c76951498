"""What each option changes: the difference to the first one per KPI, with its interval and a verdict in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, notes
from sim.report.charts.text_size import ticks_inside, within_panel
from sim.report.frame import Frame
from sim.report.picture_columns import columns_of
from sim.report.study_folder import StudyFolder
from sim.report.words import difference, is_money, is_share, listing, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MANY = 6
"""From more options than this on, fewer panels are drawn."""

ROW_IN = 0.36
"""Least height of an option in a panel, in inches: its dot, and the words above it."""

WORDS_PT = 9.0
"""How far the words stand above their dot."""

AT_MOST = 6
"""Panels in the picture; the CSV and the table hold no more than is drawn."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, kpi, channel, name, difference, low, high, verdict, unit; low and high are the adjusted ends."""
    import pandas as pd

    if not len(study.comparison):
        return None
    table = study.comparison
    rows = []
    for kpi, channel, team, title, _ in columns_of(study, AT_MOST):
        same = table[(table["kpi"] == kpi) & (table["channel"] == channel) & (table["team"] == team)].set_index(
            "variant"
        )
        for option in study.options[1:]:
            if option.name in same.index:
                row = same.loc[option.name]
                low, high = float(row["adjusted_low"]), float(row["adjusted_high"])
                rows.append(
                    (
                        option.name,
                        option.label,
                        kpi,
                        channel,
                        title,
                        float(row["difference"]),
                        low,
                        high,
                        str(row["verdict"]),
                        str(row["unit"]),
                    )
                )
    names = ["option", "label", "kpi", "channel", "name", "difference", "low", "high", "verdict", "unit"]
    return pd.DataFrame(rows, columns=names) if rows else None


def chart(study: StudyFolder) -> Chart | None:
    """What does each option change?"""
    data = tidy(study)
    if data is None:
        return None
    base = study.options[0].label
    title = comparison_title(data, base)
    subtitle = f"Difference to “{base}” on the same customers; intervals hold for all options of a panel together"
    if data["option"].nunique() > MANY:  # a picture that is not much higher than wide
        few = data.drop_duplicates(["kpi", "channel"]).head(3)
        data = data.merge(few[["kpi", "channel"]], on=["kpi", "channel"]).reset_index(drop=True)
    figure = _draw(data, title, subtitle, hidden_note(study), study.currency)
    says = (
        f"Each dot is the difference to “{base}”, the line its interval: where the line crosses zero, chance "
        "could explain the difference. "
        "Every option met the same customers, so that a difference is due to the option and not to luck."
    )
    return Chart("comparison", "What does each option change?", title, says, figure, data)


def comparison_title(data: Frame, base: str) -> str:
    """Which options are better in the first, leading KPI."""
    lead = data[data["kpi"] == data["kpi"].iloc[0]]
    lead = lead[lead["channel"] == lead["channel"].iloc[0]]
    name = _without_term(lead["name"].iloc[0])
    name = name[:1].lower() + name[1:]
    better = [f"“{row.label}”" for row in lead.itertuples() if row.verdict == "better"]
    worse = [f"“{row.label}”" for row in lead.itertuples() if row.verdict == "worse"]
    count = len(lead)
    if not better and not worse:
        return sentence(f"No option differs clearly from “{base}” in “{name}”")
    if len(better) == count and count > 2:
        return sentence(f"All {count} other options are better than “{base}” in “{name}”")
    parts = [
        f"{_some(names)} {'is' if len(names) == 1 else 'are'} {word}"
        for names, word in ((better, "better"), (worse, "worse"))
        if names
    ]
    return sentence(f"{' and '.join(parts)} than “{base}” in “{name}”")


def _some(names: list[str]) -> str:
    return listing(names) if len(names) <= 3 else f"{len(names)} options"


def _draw(data: Frame, title: str, subtitle: str, note: str, currency: str) -> Figure:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    with style.theme():
        panels = [part for _, part in data.groupby(["kpi", "channel"], sort=False)]
        options = list(dict.fromkeys(data["label"]))
        columns = 2 if len(panels) == 4 else min(len(panels), 3)
        figure, grid = style.canvas(
            title,
            subtitle,
            rows=-(-len(panels) // columns),
            columns=columns,
            left=0.21,
            wspace=0.14,
            row_in=len(options) * ROW_IN,
            gap_in=0.75,
            bottom=0.1,
            panel_titles=2,
            note=notes(note),
            sharex=False,
        )
        axes = [one for row in grid for one in row]
        for panel in axes[len(panels) :]:
            panel.set_visible(False)
        for panel, part in zip(axes, panels, strict=False):
            unit = part["unit"].iloc[0]
            panel.set_title(_fitted(part["name"].iloc[0], 76 // columns), fontsize=8.5)
            panel.axvline(0, color=style.GREY, linewidth=1)
            ends = part[["low", "high", "difference"]].to_numpy(dtype=float)
            shown = np.append(ends[np.isfinite(ends)], 0.0)
            least = 0.02 if is_share(unit) else 1.0
            wide = max(float(shown.max() - shown.min()), least)
            middle = float(shown.max() + shown.min()) / 2
            panel.set_xlim(middle - 0.64 * wide, middle + 0.64 * wide)
            panel.xaxis.set_major_locator(MaxNLocator(4 if columns > 2 else 5))
            panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _, unit=unit: tick(value, unit, currency)))
            ticks_inside(panel)
            panel.set_ylim(len(options) - 0.5, -0.65)
            for row in part.itertuples():
                _dot(panel, options.index(row.label), row, unit, currency)
            panel.set_yticks(range(len(options)), [style.wrapped(label, 26, 2) for label in options])
            panel.grid(True, axis="x")
            panel.grid(False, axis="y")
            panel.spines["left"].set_visible(False)
    return figure


def _fitted(name: str, width: int) -> str:
    """The name in two lines, without its term in brackets if that does not fit."""
    text = style.wrapped(name, width, 2)
    return text if not text.endswith("…") else style.wrapped(_without_term(name), width, 2)


def _without_term(name: str) -> str:
    return re.sub(r" \([^)]*\)", "", name)


def tick(value: float, unit: str, currency: str) -> str:
    """A short label of a difference on an axis."""
    if is_share(unit):
        return f"{100 * value:+.3g} pt".replace("-", "−") if value else "0"
    if is_money(unit, currency):
        return f"{value:+,.0f}".replace("-", "−") if value else "0"
    return difference(value, unit, currency) if value else "0"


def _dot(panel: Axes, place: int, row: Any, unit: str, currency: str) -> None:
    verdict = str(row.verdict)
    colour = style.VERDICT_COLOURS.get(verdict.split(" ")[0].rstrip(",:"), style.GREY)
    value = float(row.difference)
    if not np.isfinite(value):
        panel.text(0, place, " n/a", va="center", color=style.GREY)
        return
    low, high = float(row.low), float(row.high)
    if np.isfinite(low):
        panel.plot([low, high], [place, place], color=colour, linewidth=2.4, solid_capstyle="butt")
    unsure = verdict.startswith("cannot")
    panel.plot(
        [value],
        [place],
        "o",
        color=colour,
        markersize=5.5,
        markerfacecolor="white" if unsure else colour,
        markeredgewidth=1.4,
    )
    words = f"{difference(value, unit, currency).removesuffix(' a week')}: {short_verdict(verdict)}"
    within_panel(panel, words, value, place, WORDS_PT, 7, color=colour)


def short_verdict(verdict: str) -> str:
    """The verdict in at most a few words."""
    if verdict.startswith("cannot"):
        return "cannot tell yet"
    return "no real difference" if verdict.startswith("no ") else verdict
