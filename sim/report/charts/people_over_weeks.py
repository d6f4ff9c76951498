"""What work does to people and what is left of them, week by week: one line an option."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import band_note, hidden_note, notes
from sim.report.charts.week_lines import (
    LEAST_ROOM,
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

SHARES = ("exhausted_share", "paced_occupancy")


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, kpi, week, from_day, to_day, value, low, high; those only that say something."""
    import pandas as pd

    found = [
        weeks_table(study, option, kpi) for option in study.options for kpi in PANELS if _says_something(option, kpi)
    ]
    parts = [part for part in found if part is not None]
    return pd.concat(parts, ignore_index=True).drop(columns="team") if parts else None


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
            title, subtitle, rows=2, columns=3, left=0.06, wspace=0.2, hspace=0.5, sharey=False, note=note,
            panel_titles=2 + lines,
        )  # fmt: skip
        panels = [one for row in grid for one in row]
        for panel, (kpi, heading) in zip(panels, PANELS.items(), strict=True):
            panel.set_title(heading)
            rows = data[data["kpi"] == kpi]
            value_scale(panel, rows["value"], ROOM.get(kpi, LEAST_ROOM), share=kpi in SHARES)
            week_lines(panel, rows, looks(labels))
            if rows.empty:
                panel.text(0.5, 0.5, NOTHING.get(kpi, ""), transform=panel.transAxes, ha="center", color=style.GREY)
            weeks_axis(panel, data, start, most=4)
        if lines:
            legend(figure, panels[0], labels, above=0.08)
    return figure
