"""Shared by the pictures of people by week: a line an option with its band, a legend above, dates below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.report import style
from sim.report.frame import Frame
from sim.report.people_days import DAYS_A_WEEK, by_week
from sim.report.study_folder import Option, StudyFolder

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Look = tuple[str, Literal["-", "--"]]
"""A colour and a dash."""

COLOURS = (style.INK, style.BLUE, style.VERMILION, style.GREEN, style.ORANGE, style.PURPLE)
DASHES: tuple[Literal["-", "--"], ...] = ("-", "--")
"""More options than colours are dashed."""

LEAST_ROOM = 0.02
"""Height of a panel of shares or an index in which nothing changes."""


def weeks_table(study: StudyFolder, option: Option, kpi: str, team: str = "") -> Frame | None:
    """option, label, kpi, team, week, from_day, to_day, value, low, high, of weeks with a value; or None."""
    import pandas as pd

    weeks = by_week(study, option.name, kpi, team)
    if weeks is None:
        return None
    shown = pd.DataFrame(weeks._asdict())
    shown.insert(0, "week", np.arange(1, len(shown) + 1))
    shown = shown[shown["value"].notna()]
    shown = shown.assign(option=option.name, label=option.label, kpi=kpi, team=team)
    return shown[["option", "label", "kpi", "team", "week", "from_day", "to_day", "value", "low", "high"]]


def each_option(rows: Frame) -> list[tuple[str, Frame]]:
    """The rows of each option, in their order."""
    return [(str(name), part) for name, part in rows.groupby("option", sort=False)]


def looks(labels: Mapping[str, str]) -> dict[str, Look]:
    """A colour and a dash for each option, by name."""
    return {name: (COLOURS[at % 6], DASHES[at // 6 % 2]) for at, name in enumerate(labels)}


def legend_lines(labels: Mapping[str, str]) -> tuple[int, int]:
    """Columns and lines that a legend of options takes; no lines for a single one."""
    wide = 2 if len(labels) < 5 or max(map(len, labels.values())) > 34 else 3
    return wide, -(-len(labels) // wide) if len(labels) > 1 else 0


def legend(figure: Figure, panel: Axes, labels: Mapping[str, str], above: float = 0.045) -> None:
    """The options, so far above a panel as its title needs (in parts of the figure)."""
    from matplotlib.lines import Line2D

    wide, _ = legend_lines(labels)
    box = panel.get_position()
    figure.legend(
        handles=[
            Line2D([], [], color=colour, linestyle=dash, label=style.wrapped(labels[name], 110 // wide, 1))
            for name, (colour, dash) in looks(labels).items()
        ],
        loc="lower left", bbox_to_anchor=(box.x0 - 0.007, box.y1 + above), ncols=wide, frameon=False,
        fontsize=8, borderpad=0.1, labelspacing=0.35, columnspacing=1.6,
    )  # fmt: skip


def week_lines(panel: Axes, rows: Frame, look: Mapping[str, Look]) -> None:
    """A line an option; a band wider than the panel would hide all others and say nothing."""
    bottom, top = panel.get_ylim()
    for name, part in each_option(rows):
        colour, dash = look[name]
        middle = (part["from_day"] + part["to_day"]) / 2
        if float((part["high"] - part["low"]).median()) <= top - bottom:
            panel.fill_between(middle, part["low"], part["high"], color=colour, alpha=0.12, linewidth=0)
        panel.plot(middle, part["value"], color=colour, linestyle=dash, linewidth=1.6)


def value_scale(panel: Axes, values: Iterable[float], least: float = LEAST_ROOM, share: bool = False) -> None:
    """As much room above and below the lines as they take, no more: bands of few replications may be wider."""
    from matplotlib.ticker import MaxNLocator

    shown: Sequence[float] = list(values)
    if not shown:
        panel.set_yticks([])
        return
    panel.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10] if share else [1, 2, 2.5, 5, 10]))
    if share:
        style.per_cent_axis(panel)
    room = max(max(shown) - min(shown), least)
    top = max(shown) + room
    panel.set_ylim(max(min(shown) - room, 0.0), min(top, max(1.0, max(shown))) if share else top)


def weeks_axis(panel: Axes, data: Frame, start: dt.date, most: int = 7) -> None:
    """Dates of the first days of weeks, at most so many of them."""
    first, last = float(data["from_day"].min()), float(data["to_day"].max())
    step = DAYS_A_WEEK * max(1, int(np.ceil((last - first) / DAYS_A_WEEK / most)))
    ticks = np.arange(np.ceil(first / DAYS_A_WEEK) * DAYS_A_WEEK, last, step)
    days = [start + dt.timedelta(days=int(tick)) for tick in ticks]
    panel.set_xticks(ticks, [f"{day.day} {day:%b}" for day in days], ha="left")
    panel.set_xlim(first, last)
    panel.grid(True, axis="x")
