"""Open tickets over the whole horizon, one panel an option."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import apart, band_note, hidden_note, notes, small_multiples, where
from sim.report.estimate import pooled
from sim.report.frame import Frame
from sim.report.people_days import DAYS_A_WEEK
from sim.report.study_folder import StudyFolder
from sim.report.words import number, sentence
from sim.units import DAY_S

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAR_MORE = 2.0
"""An option that ends with more than so many times the first one's open tickets is named (chosen)."""


def tidy(study: StudyFolder, channel: str) -> Frame | None:
    """option, label, from_day, to_day, open, low, high: mean open tickets by interval, days since the start."""
    import pandas as pd

    calendar = study.scenario.calendar
    width = calendar.interval / DAY_S
    parts = []
    for option in study.options:
        sums = study.sums(option.name, "backlog_average", channel)
        if sums is None:
            continue
        value, low, high = pooled(*sums, study.confidence)
        start = np.arange(len(value)) * width
        part = pd.DataFrame(
            {
                "option": option.name,
                "label": option.label,
                "from_day": start,
                "to_day": start + width,
                "open": value,
                "low": np.maximum(low, 0),
                "high": high,
            }
        )
        parts.append(part[part["open"].notna()])
    table = pd.concat(parts, ignore_index=True) if parts else None
    return table if table is not None and len(table) else None


def chart(study: StudyFolder, channel: str) -> Chart | None:
    """Is the work kept up with?"""
    data = tidy(study, channel)
    if data is None:
        return None
    start = study.scenario.calendar.start
    title = backlog_title(data, channel, start)
    subtitle = (
        f"{channel.capitalize()}: open tickets (backlog), mean over {study.replications} replications, from "
        f"{start.day} {start:%B %Y} on"
    )
    figure = _draw(data, title, subtitle, notes(band_note(study), hidden_note(study)), start)
    says = (
        "Tickets pile up while nobody works on them, at night and over the weekend, and are worked off afterwards. "
        "What counts is that the low points do not climb: if they do, there are too few people for good."
    )
    return Chart(f"backlog_{channel}", f"{channel.capitalize()}: is the work kept up with?", title, says, figure, data)


def backlog_title(data: Frame, channel: str, start: dt.date) -> str:
    """The first option's highest and lowest points and its end; and the option that ends with far more, if any."""
    first = data[data["option"] == data["option"].iloc[0]]
    top = first.loc[first["open"].idxmax()]
    when = start + dt.timedelta(days=int(top["from_day"]))
    end, least = float(first["open"].iloc[-1]), float(first["open"].min())
    day = f"{when:%A}" if float(first["to_day"].iloc[-1]) <= DAYS_A_WEEK else f"{when:%A} {when.day} {when:%B}"
    text = f"{where(data, channel)}: open tickets reach {number(top['open'], 0)} on {day}"
    if len(first) > 1:
        text += f", fall to {number(least, 0)} at best and stand at {number(end, 0)} at the end"
    last = data.groupby("option", sort=False).last()
    most = last.loc[last["open"].idxmax()]
    if float(most["open"]) > FAR_MORE * max(end, 1.0):
        text += f"; in “{most['label']}” at {number(float(most['open']), 0)}"
    return sentence(text)


def _draw(data: Frame, title: str, subtitle: str, note: str, start: dt.date) -> Figure:
    with style.theme():
        parts, same = apart(data, ["open", "low", "high"])
        grey = f"Grey: “{parts[0][0]}”." if len(parts) > 1 else ""
        figure, axes = small_multiples([label for label, _ in parts], title, subtitle, notes(grey, same, note))
        columns = style.grid_shape(len(parts))[1]
        last = float(data["to_day"].max())
        days = int(np.ceil(last - 1e-9))
        top = float(np.nanmax(data["high"].fillna(data["open"])))
        for index, (panel, (_, part)) in enumerate(zip(axes, parts, strict=True)):
            middle = (part["from_day"] + part["to_day"]) / 2
            if index:
                base = parts[0][1]
                panel.plot((base["from_day"] + base["to_day"]) / 2, base["open"], color=style.LIGHT, linewidth=1.4)
            colour = style.GREY if len(parts) > 1 and not index else style.BLUE
            panel.fill_between(middle, part["low"], part["high"], color=colour, alpha=0.22, linewidth=0)
            panel.plot(middle, part["open"], color=colour, linewidth=1.6)
            panel.set_ylim(0, max(top * 1.08, 1))
            style.days_axis(panel, days, start, columns)
        axes[0].set_ylabel("open tickets")
    return figure
