"""Where over the day the stationary formula and the simulation part, interval by interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts import by_time
from sim.report.charts.chart import Chart
from sim.report.charts.panels import (
    apart,
    band_note,
    hidden_note,
    legend_above,
    notes,
    slots_shown,
    small_multiples,
    usual_days,
    where,
)
from sim.report.frame import Frame
from sim.report.measures import service
from sim.report.study_folder import StudyFolder
from sim.report.words import per_cent, sentence
from sim.study.beside import beside
from sim.study.plan import expected
from sim.units import HOUR_S, format_time_of_day

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure


def tidy(study: StudyFolder, channel: str) -> Frame | None:
    """option, label, from_h, to_h, value, low, high (simulated service level) and formula, of the usual days.

    The formula's service level of an interval of the day is the mean over the days, weighted by expected contacts.
    """
    data = by_time.tidy(study, service(study, channel))
    if data is None:
        return None
    usual = usual_days(study, [channel])
    shown, _ = slots_shown(study, usual)
    slots = study.scenario.calendar.intervals_per_day
    formula = {}
    for option in study.options:
        found = beside(option.scenario, expected(option.scenario), float(study.manifest.get("warm_up_s", 0.0)))
        figures = next(one.by_interval for one in found if one.channel == channel)
        level, volume = (part.reshape(-1, slots)[usual.days] for part in (figures.service_level, figures.volume))
        total = volume.sum(axis=0)
        mean = (np.nan_to_num(level) * volume).sum(axis=0) / np.where(total > 0, total, 1.0)
        formula[option.name] = np.where(total > 0, mean, np.nan)[shown]
    return data.assign(formula=np.concatenate([formula[name] for name in dict.fromkeys(data["option"])]))


def chart(study: StudyFolder, channel: str) -> Chart | None:
    """When does the formula go wrong?"""
    data = tidy(study, channel)
    if data is None or not data["formula"].notna().any():
        return None
    title = formula_title(data, channel)
    usual = usual_days(study, [channel])
    subtitle = (
        f"{channel.capitalize()}, {usual.words}: {service(study, channel).short} (service level), "
        "simulated and by the stationary formula of each interval"
    )
    figure = _draw(data, title, subtitle, notes(band_note(study), hidden_note(study)), usual.start_h, usual.end_h)
    says = (
        "Where the diamonds lie above the line, a plan made with the formula promises more than the desk will keep. "
        "That is mostly so where agents are short or have other work in hand: what is not done in one interval is left "
        "for the next."
    )
    question = f"{channel.capitalize()}: when does the formula go wrong?"
    return Chart(f"theory_by_time_{channel}", question, title, says, figure, data)


def formula_title(data: Frame, channel: str) -> str:
    """When the two are furthest apart, of the first option."""
    first = data[data["option"] == data["option"].iloc[0]]
    gap = (first["formula"] - first["value"]).dropna()
    who = where(data, channel)
    if gap.empty:
        return sentence(f"{who}: there is nothing to compare")
    row = first.loc[gap.abs().idxmax()]
    over = float((gap > 0).mean())
    side = "promises too much" if over >= 0.75 else "promises too little" if over <= 0.25 else "errs both ways"
    return sentence(
        f"{who}: the formula {side}; it is furthest off at {format_time_of_day(row['from_h'] * HOUR_S)}, "
        f"with {per_cent(row['formula'], 0)} against the simulated {per_cent(row['value'], 0)}"
    )


def _draw(data: Frame, title: str, subtitle: str, note: str, start_h: float, end_h: float) -> Figure:
    from matplotlib.lines import Line2D

    parts, same = apart(data, ["value", "low", "high", "formula"])
    with style.theme():
        figure, axes = small_multiples(
            [label for label, _ in parts], title, subtitle, notes(same, note), legend_lines=1
        )
        columns = style.grid_shape(len(parts))[1]
        for panel, (_, part) in zip(axes, parts, strict=True):
            middle = (part["from_h"] + part["to_h"]) / 2
            panel.fill_between(
                middle, part["low"], np.minimum(part["high"], 1), color=style.BLUE, alpha=0.2, linewidth=0
            )
            panel.plot(middle, part["value"], color=style.BLUE)
            panel.plot(
                middle,
                part["formula"],
                "D",
                color=style.VERMILION,
                markerfacecolor="white",
                markersize=3.5,
                markeredgewidth=1.1,
            )
            panel.set_ylim(0, 1.02)
            style.per_cent_axis(panel)
            style.hours_axis(panel, start_h, end_h, columns)
        handles: list[Artist] = [
            Line2D([], [], color=style.BLUE, label="simulated"),
            Line2D([], [], marker="D", linestyle="", color=style.VERMILION, markerfacecolor="white", label="formula"),
        ]
        legend_above(figure, axes, handles, 2)
    return figure
