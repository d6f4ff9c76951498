"""What work does to people and what is left of them, week by week: one line an option."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import band_note, hidden_note, notes
from sim.report.frame import Frame
from sim.report.people_days import DAYS_A_WEEK, by_week, wears_out
from sim.report.study_folder import Option, StudyFolder
from sim.report.words import listing, number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = {
    "exhaustion": "Exhaustion of those at work,\n0 to 1",
    "exhausted_share": "Exhausted, of those at work\n(exhaustion above 0.5)",
    "empathy": "Odds of a satisfied customer,\nagainst rested staff (empathy)",
    "paced_occupancy": "Busy, tickets at a sustainable\npace (paced occupancy)",
    "at_work": "At work: trained and not gone,\nagents",
    "productive": "Present, as experienced\nagents (productive)",
}
"""What is shown of people by week, with the heading of its panel."""

ROOM = {"exhausted_share": 0.1, "at_work": 1.0, "productive": 1.0}
"""The least room above and below the lines of a panel."""

NOTHING = {
    "exhaustion": "nobody wears out",
    "exhausted_share": "nobody wears out",
    "empathy": "nobody tires or wears out",
}
"""Said in a panel without lines."""

COLOURS = (style.INK, style.BLUE, style.VERMILION, style.GREEN, style.ORANGE, style.PURPLE)
DASHES: tuple[Literal["-", "--"], ...] = ("-", "--")
"""More options than colours are dashed."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, kpi, week, from_day, to_day, value, low, high; the first two only where they say something."""
    import pandas as pd

    parts = []
    for option in study.options:
        for kpi in PANELS:
            weeks = by_week(study, option.name, kpi)
            if weeks is None or not _says_something(option, kpi):
                continue
            shown = pd.DataFrame(weeks._asdict())
            shown.insert(0, "week", np.arange(1, len(shown) + 1))
            parts.append(shown.assign(option=option.name, label=option.label, kpi=kpi))
    if not parts:
        return None
    table = pd.concat(parts, ignore_index=True)
    table = table[table["value"].notna()]
    return table[["option", "label", "kpi", "week", "from_day", "to_day", "value", "low", "high"]]


def _says_something(option: Option, kpi: str) -> bool:
    """Exhaustion does where work wears people out, empathy where strain has an effect and a source, the rest always."""
    world = option.scenario.world
    if kpi == "empathy":
        return world.strain is not None and (world.fatigue is not None or world.exhaustion is not None)
    return world.exhaustion is not None or kpi not in ("exhaustion", "exhausted_share")


def chart(study: StudyFolder) -> Chart | None:
    """What does the work do to people, and how many are left?"""
    data = tidy(study)
    if data is None:
        return None
    title = weeks_title(data)
    start = study.scenario.calendar.start
    subtitle = (
        f"By week, from {start.day} {start:%B %Y} on, all teams of persons; mean over {study.replications} replications"
    )
    calm = [one.label for one in study.options if one.name in set(data["option"]) and not wears_out(study, one.name)]
    no_loop = f"Nobody wears out in {listing(f'“{label}”' for label in calm)}." if calm else ""
    says = (
        "Too few people are busier, busier people wear out, and who is worn out is slower, less kind to customers, "
        "absent and sooner gone: how many are left follows months later. An option is sound if its lines level off."
    )
    band = notes(band_note(study), "Wider ones than the panel are left out." if study.replications > 1 else "")
    figure = _draw(data, title, subtitle, notes(band, no_loop, hidden_note(study)), start)
    return Chart(
        "people_over_weeks", "What does the work do to people, and how many are left?", title, says, figure, data
    )


def weeks_title(data: Frame) -> str:
    """Exhaustion of the most worn option from the first week to the last, else how many are at work; and the first."""
    worn = bool((data["kpi"] == "exhaustion").any())
    rows = data[data["kpi"] == ("exhaustion" if worn else "at_work")]
    ends = {name: (part["value"].iloc[0], part["value"].iloc[-1]) for name, part in _each(rows)}
    labels = dict(zip(rows["option"], rows["label"], strict=True))
    first, told = next(iter(ends)), (max if worn else min)(ends, key=lambda name: ends[name][1])
    digits = 1 if not worn else 2 if max(map(max, ends.values())) >= 0.1 else 3

    def said(name: str) -> str:
        begin, end = ends[name]
        return f"from {number(begin, digits)} to {number(end, digits)}"

    change = ends[told][1] - ends[told][0]
    text = f"Exhaustion {'rises' if change > 0 else 'falls'}" if worn else "The number of agents at work goes"
    if len(ends) == 1:
        return sentence(f"{text} {said(told)} in {rows['week'].max()} weeks")
    text += f" {said(told)} in {rows['week'].max()} weeks in “{labels[told]}”"
    return sentence(text if told == first else f"{text}, and {said(first)} in “{labels[first]}”")


def _each(rows: Frame) -> list[tuple[str, Frame]]:
    return [(str(name), part) for name, part in rows.groupby("option", sort=False)]


def _draw(data: Frame, title: str, subtitle: str, note: str, start: dt.date) -> Figure:
    from matplotlib.lines import Line2D

    labels = dict(zip(data["option"], data["label"], strict=True))
    looks = {name: (COLOURS[at % 6], DASHES[at // 6 % 2]) for at, name in enumerate(labels)}
    wide = 2 if len(labels) < 5 or max(map(len, labels.values())) > 34 else 3
    lines = -(-len(labels) // wide) if len(labels) > 1 else 0
    with style.theme():
        figure, grid = style.canvas(
            title, subtitle, rows=2, columns=3, left=0.06, wspace=0.2, hspace=0.5, sharey=False, note=note,
            panel_titles=2 + lines,
        )  # fmt: skip
        panels = [one for row in grid for one in row]
        for panel, (kpi, heading) in zip(panels, PANELS.items(), strict=True):
            panel.set_title(heading)
            rows = data[data["kpi"] == kpi]
            _scale(panel, kpi, rows)
            for name, part in _each(rows):
                _line(panel, part, *looks[name])
            if rows.empty:
                panel.text(0.5, 0.5, NOTHING.get(kpi, ""), transform=panel.transAxes, ha="center", color=style.GREY)
            _weeks_axis(panel, data, start)
        if lines:
            box = panels[0].get_position()
            figure.legend(
                handles=[
                    Line2D([], [], color=colour, linestyle=dash, label=style.wrapped(labels[name], 110 // wide, 1))
                    for name, (colour, dash) in looks.items()
                ],
                loc="lower left", bbox_to_anchor=(box.x0 - 0.007, box.y1 + 0.08), ncols=wide, frameon=False,
                fontsize=8, borderpad=0.1, labelspacing=0.35, columnspacing=1.6,
            )  # fmt: skip
    return figure


def _line(panel: Axes, part: Frame, colour: str, dash: Literal["-", "--"]) -> None:
    """A line with its band; a band wider than the panel would hide all others and say nothing."""
    middle = (part["from_day"] + part["to_day"]) / 2
    bottom, top = panel.get_ylim()
    if float((part["high"] - part["low"]).median()) <= top - bottom:
        panel.fill_between(middle, part["low"], part["high"], color=colour, alpha=0.12, linewidth=0)
    panel.plot(middle, part["value"], color=colour, linestyle=dash, linewidth=1.6)


def _scale(panel: Axes, kpi: str, rows: Frame) -> None:
    """As much room above and below the lines as they take, no more: bands of few replications may be wider."""
    from matplotlib.ticker import MaxNLocator

    if rows.empty:
        panel.set_yticks([])
        return
    panel.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    if kpi in ("paced_occupancy", "exhausted_share"):
        style.per_cent_axis(panel)
    low, high = float(rows["value"].min()), float(rows["value"].max())
    room = max(high - low, ROOM.get(kpi, 0.02))
    panel.set_ylim(max(low - room, 0.0), high + room)


def _weeks_axis(panel: Axes, data: Frame, start: dt.date) -> None:
    """Dates of the first days of weeks, at most four of them."""
    first, last = float(data["from_day"].min()), float(data["to_day"].max())
    step = DAYS_A_WEEK * max(1, int(np.ceil((last - first) / DAYS_A_WEEK / 4)))
    ticks = np.arange(np.ceil(first / DAYS_A_WEEK) * DAYS_A_WEEK, last, step)
    days = [start + dt.timedelta(days=int(tick)) for tick in ticks]
    panel.set_xticks(ticks, [f"{day.day} {day:%b}" for day in days], ha="left")
    panel.set_xlim(first, last)
    panel.grid(True, axis="x")
