"""What work does to people and what is left of them, week by week: one line an option."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import band_note, hidden_note, notes
from sim.report.charts.week_lines import (
    each_option,
    legend,
    legend_lines,
    looks,
    value_scale,
    week_lines,
    weeks_axis,
    weeks_table,
)
from sim.report.frame import Frame
from sim.report.people_days import wears_out
from sim.report.study_folder import Option, StudyFolder
from sim.report.words import listing, number, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = {
    "exhaustion": "Exhaustion of those at work, 0 to 1",
    "paced_occupancy": "Busy, tickets at a sustainable pace (paced occupancy)",
    "at_work": "At work: trained and not gone, agents",
    "productive": "Present, as experienced agents (productive)",
}
"""What is shown of people by week, with the heading of its panel."""

SHARES = ("exhaustion", "paced_occupancy")
"""Those from 0 to about 1; the others are numbers of agents."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, kpi, week, from_day, to_day, value, low, high; shares only where they say something."""
    import pandas as pd

    found = [
        weeks_table(study, option, kpi)
        for option in study.options
        for kpi in PANELS
        if kpi not in SHARES or _weighed(study, option, kpi)
    ]
    parts = [part for part in found if part is not None]
    return pd.concat(parts, ignore_index=True).drop(columns="team") if parts else None


def _weighed(study: StudyFolder, option: Option, kpi: str) -> bool:
    """Where nobody wears out, exhaustion says nothing, and no pace is known at which tickets would count."""
    live = all(channel.waits_on_line for channel in option.scenario.policy.channels.values())
    return wears_out(study, option.name) or (kpi == "paced_occupancy" and live)


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
        "Too few people are busier, busier people wear out, and who is worn out is slower, absent and sooner gone: the "
        "upper lines come first, the lower ones follow months later. An option is sound if its lines level off."
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
    ends = {name: (part["value"].iloc[0], part["value"].iloc[-1]) for name, part in each_option(rows)}
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


def _draw(data: Frame, title: str, subtitle: str, note: str, start: dt.date) -> Figure:
    labels = dict(zip(data["option"], data["label"], strict=True))
    _, lines = legend_lines(labels)
    with style.theme():
        figure, grid = style.canvas(
            title, subtitle, rows=2, columns=2, left=0.06, wspace=0.13, hspace=0.34, sharey=False, note=note,
            panel_titles=1 + lines,
        )  # fmt: skip
        panels = [one for row in grid for one in row]
        for panel, (kpi, heading) in zip(panels, PANELS.items(), strict=True):
            panel.set_title(heading)
            rows = data[data["kpi"] == kpi]
            if kpi in SHARES:
                value_scale(panel, rows["value"], share=kpi == "paced_occupancy")
            else:
                value_scale(panel, rows["value"], least=1.0)
            week_lines(panel, rows, looks(labels))
            if rows.empty:
                panel.text(0.5, 0.5, "nobody wears out", transform=panel.transAxes, ha="center", color=style.GREY)
            weeks_axis(panel, data, start)
        if lines:
            legend(figure, panels[0], labels)
    return figure
