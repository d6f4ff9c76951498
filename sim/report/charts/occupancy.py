"""How full the agents' time is by hour and weekday: a heat map of occupancy, one panel an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import apart, hidden_note, notes, where
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import SHORT_DAYS, per_cent, plural, sentence, weekday_name
from sim.units import HOUR_S

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOO_BUSY = 0.85
"""Above this an hour counts as too busy, as in the KPI of that name."""

LEVELS = (0.0, 0.5, 0.6, 0.7, 0.8, TOO_BUSY, 0.9, 0.95, 1.0)
COLOURS = ("#f3f6f8", "#deebf3", "#bcd9ea", "#90c1dd", "#5fa5cb", "#f4b183", "#df7a3c", "#a8480b")
"""Blue below what is bearable for long, red above: lightness grows within each, so that it reads in grey too."""


def tidy(study: StudyFolder, team: str) -> Frame | None:
    """option, label, weekday, hour, occupancy and agents: pooled over days and replications; None if not held."""
    import pandas as pd

    calendar = study.scenario.calendar
    slots = calendar.intervals_per_day
    hour_of = (np.arange(slots) * calendar.interval // HOUR_S).astype(int)
    weekday_of = np.array([calendar.weekday(day) for day in range(calendar.days)])
    parts = []
    for option in study.options:
        sums = study.sums(option.name, "occupancy", "", team)
        if sums is None:
            continue
        busy, there = (part.sum(axis=0).reshape(-1, slots) for part in sums)
        agents = study.planned(option.name, "agents on queue", team=team or None).reshape(-1, slots)
        rows = []
        for weekday in np.unique(weekday_of):
            for hour in np.unique(hour_of):
                cell = np.ix_(weekday_of == weekday, hour_of == hour)
                time = float(there[cell].sum())
                if time > 0 and agents[cell].sum() > 0:
                    rows.append((int(weekday), int(hour), float(busy[cell].sum()) / time, float(agents[cell].mean())))
        if rows:
            part = pd.DataFrame(rows, columns=["weekday", "hour", "occupancy", "agents"])
            part.insert(0, "option", option.name)
            part.insert(1, "label", option.label)
            parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else None


def chart(study: StudyFolder, team: str = "") -> Chart | None:
    """How full is the agents' time, hour by hour?"""
    data = tidy(study, team)
    if data is None:
        return None
    skills = study.scenario.policy.teams[team].skills if team else dict.fromkeys(study.scenario.policy.channels, 1.0)
    live = any(skill.partition("/")[0] in study.live_channels for skill in skills)
    title = occupancy_title(data, team, live)
    who = f"Team {team}" if team else "All teams"
    subtitle = f"{who}: share of the time on queue spent on contacts (occupancy), by hour and weekday"
    figure = _draw(data, title, subtitle, notes("Empty: nobody is planned.", hidden_note(study)))
    says = _SAYS if live else _SAYS_ASYNC if skills else _SAYS_SUPERVISORS
    suffix = f"_{team}" if team else ""
    return Chart(f"occupancy{suffix}", f"{who}: how full is the agents’ time?", title, says, figure, data)


_SAYS = (
    f"From about {per_cent(TOO_BUSY, 0)} on (red) agents hardly get a breath between contacts, which nobody "
    "keeps up for long; "
    "the lighter the blue, the more of the time is spent waiting for work. Small teams need more idle time than "
    "large ones for the same service."
)

_SAYS_ASYNC = (
    "While tickets wait there is always something to do, so that full hours are no sign of strain by themselves; "
    "light hours show room for more. "
    "Where every hour is full, the work is not kept up with."
)


_SAYS_SUPERVISORS = (
    "What supervisors are asked to decide, and their other duties. The fuller an hour is, the longer an agent and a "
    "customer on hold wait for a decision; other duties can be put off, requests cannot."
)


def occupancy_title(data: Frame, team: str, live: bool = True) -> str:
    """How many hours of the week are too busy in the first option, and the busiest of all."""
    first = data[data["option"] == data["option"].iloc[0]]
    who = where(data, f"team {team}" if team else "all teams")
    top = first.loc[first["occupancy"].idxmax()]
    hot = int((first["occupancy"] > TOO_BUSY).sum())
    peak = f"{weekday_name(int(top['weekday']))} {int(top['hour']):02d}:00 with {per_cent(top['occupancy'], 0)}"
    if not live:
        return sentence(
            f"{who}: {hot} of {plural(len(first), 'staffed hour')} of the week {'is' if hot == 1 else 'are'} "
            f"more than {per_cent(TOO_BUSY, 0)} full; the fullest is {peak}"
        )
    if not hot:
        return sentence(f"{who}: no hour of the week is too busy; the fullest is {peak}")
    return sentence(
        f"{who}: {hot} of {plural(len(first), 'staffed hour')} of the week {'is' if hot == 1 else 'are'} too "
        f"busy, most of all {peak}"
    )


def _draw(data: Frame, title: str, subtitle: str, note: str) -> Figure:
    from matplotlib.colors import BoundaryNorm, ListedColormap

    with style.theme():
        parts, same = apart(data, ["weekday", "hour", "occupancy"])
        rows, columns = style.grid_shape(len(parts))
        figure, grid = style.canvas(
            title,
            subtitle,
            rows=rows,
            columns=columns,
            panel_titles=int(len(parts) > 1),
            note=notes(same, note),
            left=0.055,
            right=0.9,
            wspace=0.09,
            hspace=0.4,
        )
        axes = [one for row in grid for one in row]
        norm, colours = BoundaryNorm(LEVELS, len(COLOURS)), ListedColormap(COLOURS)
        hours = np.arange(data["hour"].min(), data["hour"].max() + 1)
        weekdays = np.sort(data["weekday"].unique())
        image = None
        for number, panel in enumerate(axes):
            if number >= len(parts):
                panel.set_visible(False)
                continue
            label, part = parts[number]
            cells = np.full((len(weekdays), len(hours)), np.nan)
            cells[np.searchsorted(weekdays, part["weekday"]), part["hour"] - hours[0]] = part["occupancy"]
            image = panel.pcolormesh(
                np.append(hours, hours[-1] + 1),
                np.arange(len(weekdays) + 1),
                np.clip(cells, 0, 0.9999),
                cmap=colours,
                norm=norm,
                edgecolors="white",
                linewidth=1,
            )
            panel.grid(False)
            panel.spines[:].set_visible(False)
            panel.tick_params(length=0, labelbottom=number + columns >= len(parts))
            style.hours_axis(panel, hours[0], hours[-1] + 1, columns)
            panel.set_yticks(np.arange(len(weekdays)) + 0.5, [SHORT_DAYS[day] for day in weekdays])
            panel.set_ylim(len(weekdays), 0)
            if len(parts) > 1:
                panel.set_title(style.wrapped(label, 104 // columns, 1), fontsize=9 if columns < 4 else 8)
            if len(parts) == 1 or (len(parts) <= 4 and len(hours) <= 14):
                _write_cells(panel, cells, hours, 8 if len(parts) == 1 else 6)
        if image is not None:
            box = axes[0].get_position()
            low = axes[len(parts) - 1].get_position().y0
            bar = figure.colorbar(image, cax=figure.add_axes((0.925, low, 0.013, box.y1 - low)), spacing="uniform")
            bar.set_ticks(LEVELS, labels=[f"{100 * level:.0f} %" for level in LEVELS])
            bar.outline.set_visible(False)
            bar.ax.tick_params(length=0, labelsize=7.5)
    return figure


def _write_cells(panel: Axes, cells: np.ndarray, hours: np.ndarray, size: float) -> None:
    for row, column in zip(*np.nonzero(np.isfinite(cells)), strict=True):
        dark = cells[row, column] >= 0.8
        panel.text(
            hours[column] + 0.5,
            row + 0.5,
            f"{100 * cells[row, column]:.0f}",
            ha="center",
            va="center",
            fontsize=size,
            color="white" if dark and not TOO_BUSY <= cells[row, column] < 0.9 else style.INK,
        )
