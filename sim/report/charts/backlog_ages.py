"""How old the open tickets are, day by day: bands of age stacked, a panel for each channel or each option."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, legend_above, notes, patches, small_multiples
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import listing, number, per_cent, plural, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = ("#d6e6f2", style.SKY, style.BLUE, style.VERMILION)
"""From young to old: darker, and red for what lies longest."""


def tidy(study: StudyFolder, channels: tuple[str, ...]) -> Frame | None:
    """option, label, channel, day, date, age, tickets: open at the end of the day, mean over replications."""
    import pandas as pd

    table = study.backlog_ages
    start = study.scenario.calendar.start
    parts = []
    for option in study.options:
        rows = table[(table["variant"] == option.name) & table["channel"].isin(channels)]
        if not rows["tickets"].sum():
            continue
        sums = rows.groupby(["channel", "day", "age"], as_index=False, sort=False)["tickets"].sum()
        part = pd.DataFrame({"option": option.name, "label": option.label}, index=sums.index).join(sums)
        part["tickets"] = part["tickets"] / rows["replication"].nunique()
        parts.append(part)
    if not parts:
        return None
    data = pd.concat(parts, ignore_index=True)
    data.insert(4, "date", [(start + dt.timedelta(days=int(day))).isoformat() for day in data["day"]])
    return data


def chart(study: StudyFolder, channels: tuple[str, ...]) -> Chart | None:
    """Is the backlog fresh or old? Several channels of one option, or one channel of several options."""
    data = tidy(study, channels)
    if data is None:
        return None
    held = [channel for channel in channels if (data["channel"] == channel).any()]
    what = listing(held)
    start = study.scenario.calendar.start
    title = ages_title(data)
    subtitle = (
        f"Open tickets at the end of each day by age since they were opened, {what}; mean over "
        f"{plural(study.replications, 'replication')}"
    )
    note = notes(
        "Tickets that wait for the customer or a third party are open too.",
        "Every channel has its own scale." if len(held) > 1 else "",
        hidden_note(study),
    )
    says = (
        "A band that grows darker and redder is work that nobody comes to. A high but light backlog is turned over "
        "every day; a low but red one hides tickets that were forgotten."
    )
    name = f"backlog_ages_{held[0]}" if len(held) == 1 else "backlog_ages"
    question = f"{what[:1].upper() + what[1:]}: how old is what is open?"
    return Chart(name, question, title, says, _draw(data, title, subtitle, note, start), data)


def ages_title(data: Frame) -> str:
    """Of the first option's fullest channel: how many are open at the end of a day, and how many of them are old."""
    first = data[data["option"] == data["option"].iloc[0]]
    mean = first.groupby("channel")["tickets"].sum().sort_values(ascending=False)
    channel = str(mean.index[0])
    part = first[first["channel"] == channel]
    ages = list(dict.fromkeys(part["age"]))
    by_day = part.groupby("day")["tickets"].sum()
    total, days = float(by_day.sum()), len(by_day)
    old = float(part.loc[part["age"].isin(ages[2:]), "tickets"].sum())
    who = channel[:1].upper() + channel[1:]
    option = f", “{first['label'].iloc[0]}”" if data["option"].nunique() > 1 else ""
    day = dt.date.fromisoformat(str(part.loc[part["day"] == by_day.idxmax(), "date"].iloc[0]))
    return sentence(
        f"{who}{option}: {number(total / days, 0)} tickets are open at the end of a day on average, "
        f"{per_cent(old / total, 0)} of them for over 3 days; most on {day:%a} {day.day} {day:%B} with "
        f"{number(float(by_day.max()), 0)}"
    )


def _draw(data: Frame, title: str, subtitle: str, note: str, start: dt.date) -> Figure:
    with style.theme():
        several = data["option"].nunique() > 1
        by, names = ("option", "label") if several else ("channel", "channel")
        parts = [(str(part[names].iloc[0]), part) for _, part in data.groupby(by, sort=False)]
        labels = [label if several else label.capitalize() for label, _ in parts]
        # Options are compared by height, channels by colour: a small channel has its own scale.
        figure, axes = small_multiples(labels, title, subtitle, note, legend_lines=1, sharey=several)
        columns = style.grid_shape(len(parts))[1]
        days = int(data["day"].max()) + 1
        highest = data.groupby([by, "day"], sort=False)["tickets"].sum().groupby(by, sort=False).max()
        ages = list(dict.fromkeys(data["age"]))
        for panel, (_, part), own in zip(axes, parts, highest, strict=True):
            top = float(highest.max() if several else own)
            table = part.pivot_table(index="day", columns="age", values="tickets", aggfunc="sum", sort=False)
            below = np.zeros(len(table))
            for age, colour in zip(ages, COLOURS, strict=False):
                high = table[age].to_numpy(dtype=float)
                panel.bar(table.index, high, width=0.92, bottom=below, align="edge", color=colour, linewidth=0)
                below = below + high
            panel.set_ylim(0, max(1.06 * top, 1))
            style.days_axis(panel, days, start, columns)
            panel.grid(False, axis="x")
        axes[0].set_ylabel("open tickets")
        legend_above(figure, axes, patches(dict(zip(ages, COLOURS, strict=False))), len(ages))
    return figure
