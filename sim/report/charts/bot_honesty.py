"""Claimed against real: what bots say they keep from people, what they do keep, and the work that it frees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, legend_above, notes
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import listing, number, per_cent, sentence
from sim.units import WEEK_S

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CLAIMED, DEFLECTED, SOLVED = "claimed by its own figures", "no human within 7 days", "truly met without a human"
LOOKS = {CLAIMED: ("D", style.ORANGE), DEFLECTED: ("o", style.BLUE), SOLVED: ("s", style.GREEN)}
"""Marker and colour of each number."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, claimed, deflected and solved with ends (of all needs), freed_h a week with ends, failure_demand.

    Claimed is engagement x the containment that the bot's own figures show; ``freed_h`` is less work than in the first
    option, NaN for that itself.
    """
    import pandas as pd

    rows = []
    for option in study.options:
        if not option.scenario.policy.chatbot:
            continue
        engaged, shown = study.value(option.name, "bot_engagement"), study.value(option.name, "containment_shown")
        deflected, solved = study.value(option.name, "net_deflection"), study.value(option.name, "solved_without_human")
        if not deflected.known:
            continue
        rows.append(
            (
                option.name,
                option.label,
                engaged.value * shown.value,
                *deflected[:3],
                *solved[:3],
                *_freed(study, option.name),
                study.value(option.name, "failure_demand").value,
            )
        )
    if not rows:
        return None
    ends = [f"{name}{end}" for name in ("deflected", "solved", "freed_h") for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=["option", "label", "claimed", *ends, "failure_demand"])


def _freed(study: StudyFolder, option: str) -> tuple[float, float, float]:
    table = study.comparison
    rows = table[
        (table["variant"] == option) & (table["kpi"] == "work_hours") & (table["channel"] == "") & (table["team"] == "")
    ]
    if rows.empty:
        return (np.nan, np.nan, np.nan)
    row = rows.iloc[0]
    calendar = study.scenario.calendar
    weeks = (calendar.horizon_s - calendar.start_at - float(study.manifest.get("warm_up_s", 0.0))) / WEEK_S
    return (-float(row["difference"]) / weeks, -float(row["high"]) / weeks, -float(row["low"]) / weeks)


def chart(study: StudyFolder) -> Chart | None:
    """Does a bot do what it claims?"""
    data = tidy(study)
    if data is None:
        return None
    fronted = dict.fromkeys(name for option in study.options for name in option.scenario.policy.chatbot)
    by = listing(fronted, "or")
    title = honesty_title(data, by)
    of = f", against “{study.options[0].label}”" if data["freed_h"].notna().any() else ""
    subtitle = (
        f"Left: shares of all needs that come by {by}. Right: hours of agents’ work freed a week{of}. "
        f"{100 * study.confidence:.0f} % intervals"
    )
    note = notes(
        "A bot’s own figures count everybody who left without a human, whether helped or not, and who looked for one "
        "in vain.",
        hidden_note(study),
    )
    says = (
        "The distance from the diamond to the dot is what the bot claims and people do after all: customers who were "
        "let go unhelped come back. The distance from the dot to the square stays away without having been helped."
    )
    return Chart(
        "bot_honesty", "Does the bot do what it claims?", title, says, _draw(data, title, subtitle, note), data
    )


def honesty_title(data: Frame, by: str) -> str:
    """The bot with the widest gap between claim and truth, and, among several, the one that takes most off people."""
    widest = data.loc[(data["claimed"] - data["deflected"]).idxmax()]
    best = data.loc[data["deflected"].idxmax()]
    text = f"claims {per_cent(widest['claimed'], 0)} of the needs by {by} and keeps {per_cent(widest['deflected'], 0)}"
    if len(data) == 1:
        return sentence(f"The bot {text} of them from people; {per_cent(widest['solved'], 0)} are truly met")
    text = f"“{widest['label']}” {text} from people"
    if best["option"] != widest["option"]:
        text += f"; most is kept by “{best['label']}”, {per_cent(best['deflected'], 0)}"
    return sentence(text)


def _draw(data: Frame, title: str, subtitle: str, note: str) -> Figure:
    from matplotlib.lines import Line2D
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    freed = bool(data["freed_h"].notna().any())
    with style.theme():
        figure, grid = style.canvas(
            title,
            subtitle,
            columns=2 if freed else 1,
            left=0.25,
            note=note,
            panel_titles=1,
            sharex=False,
            width_ratios=(2.1, 1.0) if freed else None,
        )
        panel = grid[0][0]
        for place, row in enumerate(data.itertuples()):
            panel.plot([row.solved, row.claimed], [place, place], color=style.LIGHT, linewidth=1.2, zorder=1)
            _dot(panel, place, SOLVED, row.solved, row.solved_low, row.solved_high)
            _dot(panel, place, DEFLECTED, row.deflected, row.deflected_low, row.deflected_high)
            _dot(panel, place, CLAIMED, row.claimed, np.nan, np.nan)
        panel.set_yticks(
            range(len(data)), [style.wrapped(label, 34, 2) for label in data["label"]], color=style.INK, fontsize=8
        )
        panel.set_ylim(len(data) - 0.4, -0.6)
        most = float(np.nanmax(data[["claimed", "deflected_high", "solved_high", "deflected"]].to_numpy(dtype=float)))
        panel.set_xlim(0, 1.08 * most)
        panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: per_cent(value, 0)))
        panel.grid(True, axis="x")
        panel.grid(False, axis="y")
        handles: list[Artist] = [
            Line2D([], [], marker=marker, color=colour, linestyle="", markersize=6.5, label=name)
            for name, (marker, colour) in LOOKS.items()
        ]
        legend_above(figure, [panel], handles, 3)
        if freed:
            right = grid[0][1]
            right.axvline(0, color=style.GREY, linewidth=0.8)
            for place, row in enumerate(data.itertuples()):
                if np.isfinite(row.freed_h_low):
                    right.plot([row.freed_h_low, row.freed_h_high], [place, place], color=style.BLUE, linewidth=2)
                right.plot([row.freed_h], [place], "o", color=style.BLUE, markersize=6.5)
                text = number(row.freed_h, 0)
                right.annotate(
                    text, (row.freed_h, place), (0, 6), textcoords="offset points", ha="center", fontsize=7.5
                )
            right.tick_params(labelleft=False)
            right.xaxis.set_major_locator(MaxNLocator(4))
            right.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{number(value, 0)} h"))
            right.grid(True, axis="x")
            right.grid(False, axis="y")
    return figure


def _dot(panel: Axes, place: int, what: str, value: float, low: float, high: float) -> None:
    marker, colour = LOOKS[what]
    if np.isfinite(low) and high > low:
        panel.plot([low, high], [place, place], color=colour, linewidth=2, zorder=2)
    panel.plot([value], [place], marker, color=colour, markersize=6.5, zorder=3)
