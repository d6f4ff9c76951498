"""From the places of a plan to people who work at an experienced pace: what is lost on the way, option by option."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, notes, small_multiples
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import number, per_cent, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVELS = ("headcount", "headcount_paid", "headcount_at_work", "headcount_present", "headcount_productive")
STEPS = {
    "Places": ("", "headcount"),
    "empty": ("headcount", "headcount_paid"),
    "in training": ("headcount_paid", "headcount_at_work"),
    "absent": ("headcount_at_work", "headcount_present"),
    "new or slow": ("headcount_present", "headcount_productive"),
    "Productive": ("", "headcount_productive"),
}
"""Each bar: from which level to which it goes; '' is none."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, step, start, end, low, high: mean numbers of agents; low and high are those of ``end``."""
    import pandas as pd

    rows = []
    for option in study.options:
        level = {kpi: study.value(option.name, kpi) for kpi in LEVELS}
        if not all(value.known for value in level.values()):
            continue
        for step, (before, after) in STEPS.items():
            start = level[before].value if before else 0.0
            rows.append((option.name, option.label, step, start, *level[after][:3]))
    return pd.DataFrame(rows, columns=["option", "label", "step", "start", "end", "low", "high"]) if rows else None


def chart(study: StudyFolder) -> Chart | None:
    """How many of the planned places do work?"""
    data = tidy(study)
    if data is None:
        return None
    title = headcount_title(data)
    subtitle = (
        "Agents, mean over the period: places planned, less what is lost on the way, down to those present counted as "
        "experienced"
    )
    ends = f"Whisker: {100 * study.confidence:.0f} % interval." if study.replications > 1 else ""
    slow = (
        "New or slow: those present less the sum of 1 / (their factor on handle time); tools may turn it into a gain."
    )
    says = (
        "Places are what a plan counts and pays for, productive agents are what customers meet. Empty places cost "
        "no wages and are worked for by the others; those in training are paid already."
    )
    figure = _draw(data, title, subtitle, notes(ends, slow, hidden_note(study)))
    return Chart("headcount", "How many of the planned places do work?", title, says, figure, data)


def headcount_title(data: Frame) -> str:
    """Productive of planned in the first option, and in the one that keeps the smallest share."""
    ends = data.pivot_table(index="option", columns="step", values="end", sort=False)
    labels = dict(zip(data["option"], data["label"], strict=True))
    share = ends["Productive"] / ends["Places"]
    first, least = share.index[0], share.idxmin()

    def said(name: str) -> str:
        places, worth = (number(ends.loc[name, step], digits) for step, digits in (("Places", 0), ("Productive", 1)))
        return f"{places} places are worth {worth} productive agents"

    text = f"{said(first)} ({per_cent(share[first], 0)})"
    if len(ends) > 1:
        text = f"In “{labels[first]}” {text}"
    if least != first:
        text += f", in “{labels[least]}” {said(least)} ({per_cent(share[least], 0)})"
    return sentence(text)


def _draw(data: Frame, title: str, subtitle: str, note: str) -> Figure:
    labels = dict(zip(data["option"], data["label"], strict=True))
    most = float(data[["start", "end"]].to_numpy().max())
    with style.theme():
        columns = style.grid_shape(len(labels))[1]
        figure, axes = small_multiples(list(labels.values()), title, subtitle, note, left=0.11, wspace=0.08)
        for panel, name in zip(axes, labels, strict=True):
            part = data[data["option"] == name].reset_index(drop=True)
            _waterfall(panel, part, most, small=columns > 2)
            panel.set_yticks(
                range(len(part)), list(part["step"]), color=style.INK, fontsize=8 if len(labels) < 5 else 7
            )
            panel.set_ylim(len(part) - 0.4, -0.6)
            panel.set_xlim(0, 1.16 * most)
            panel.grid(True, axis="x")
            panel.grid(False, axis="y")
        for place in range(len(labels)):
            if place % columns == 0:
                continue
            axes[place].tick_params(labelleft=False)
    return figure


def _waterfall(panel: Axes, part: Frame, most: float, small: bool) -> None:
    """A full bar at each end, floating ones for what is lost (or won) between them."""
    size = 6.5 if small else 7.5
    for place, row in enumerate(part.itertuples()):
        whole = bool(STEPS[row.step][0] == "")
        change = row.end - row.start
        colour = style.BLUE if whole else style.VERMILION if change <= 0 else style.GREEN
        panel.barh(place, change, left=row.start, height=0.62, color=colour)
        if place + 1 < len(part):
            panel.plot([row.end, row.end], [place - 0.31, place + 1.31], color=style.LIGHT, linewidth=0.8, zorder=0.5)
        if row.step == "Productive" and np.isfinite(row.low) and row.high > row.low:
            panel.plot([row.low, row.high], [place, place], color=style.INK, linewidth=1.2)
        if whole:
            panel.annotate(
                number(row.end, 1), (0, place), (4, 0), textcoords="offset points", va="center", fontsize=size,
                color="white", fontweight="bold",
            )  # fmt: skip
            continue
        text = number(change, 1) if round(change, 1) <= 0 else f"+{number(change, 1)}"
        panel.annotate(
            text, (max(row.start, row.end), place), (4, 0), textcoords="offset points", va="center", fontsize=size
        )
