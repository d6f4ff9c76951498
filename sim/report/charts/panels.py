"""Shared by the charts of a day: which days are averaged, which hours are shown, and a panel for every option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.report import style
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import days as days_in_words
from sim.report.words import listing
from sim.units import DAY_S, HOUR_S

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


class UsualDays(NamedTuple):
    """The largest group of days with the same opening hours, and the hours of the day worth showing."""

    days: NDArray[np.intp]
    """Days of the horizon, from 0."""
    weekdays: tuple[int, ...]
    start_h: float
    end_h: float

    @property
    def words(self) -> str:
        """``Monday to Friday``, or the weekday if there is one day only."""
        return days_in_words(self.weekdays)


def usual_days(study: StudyFolder, channels: Sequence[str]) -> UsualDays:
    """Days open with the commonest hours of the named channels, holidays left out; all days if none is open.

    Tickets come at any hour, so that with an asynchronous channel the whole day is shown.
    """
    calendar = study.scenario.calendar
    groups: dict[tuple[tuple[tuple[float, float], ...], ...], list[int]] = {}
    for day in range(calendar.days):
        weekday = calendar.weekday(day)
        spans = tuple(study.scenario.policy.channels[name].open.root[weekday] for name in channels)
        if any(spans) and not calendar.is_holiday(day):
            groups.setdefault(spans, []).append(day)
    if not groups:
        groups[()] = list(range(calendar.days))
    spans, days = max(groups.items(), key=lambda item: len(item[1]))
    edges = [edge for of_channel in spans for span in of_channel for edge in span]
    start, end = (min(edges), min(max(edges), DAY_S)) if edges else (0.0, DAY_S)
    if set(channels) & set(study.async_channels):
        start, end = 0.0, DAY_S
    weekdays = tuple(sorted({calendar.weekday(day) for day in days}))
    return UsualDays(np.array(days, dtype=np.intp), weekdays, start / HOUR_S, end / HOUR_S)


def over_day(values: Floats, study: StudyFolder, usual: UsualDays) -> Floats:
    """Mean by interval of the day of a course over the horizon, shape (n_intervals,), on the usual days."""
    slots = study.scenario.calendar.intervals_per_day
    return np.asarray(values.reshape(-1, slots)[usual.days].mean(axis=0), dtype=float)


def slots_shown(study: StudyFolder, usual: UsualDays) -> tuple[slice, Floats]:
    """The intervals of the day that are shown, and their edges in hours."""
    width_h = study.scenario.calendar.interval / HOUR_S
    first, last = int(np.floor(usual.start_h / width_h)), int(np.ceil(usual.end_h / width_h))
    return slice(first, last), np.arange(first, last + 1, dtype=np.float64) * width_h


def hidden_note(study: StudyFolder) -> str:
    """Says that not every option is shown, if so."""
    more = len(study.all_options) - len(study.options)
    return f"Shows the first {len(study.options)} of {len(study.all_options)} options." if more else ""


def notes(*parts: str) -> str:
    """The parts that are not empty, as one line."""
    return " ".join(part for part in parts if part)


def band_note(study: StudyFolder) -> str:
    """How to read the band around a line."""
    if study.replications < 2:
        return "One replication only: no interval can be given."
    return f"Band: {100 * study.confidence:.0f} % interval for the mean over {study.replications} replications."


def small_multiples(
    labels: Sequence[str], title: str, subtitle: str, note: str = "", legend_lines: int = 0, **layout: object
) -> tuple[Figure, list[Axes]]:
    """A figure with one small panel for each label, titled with it; panels left over are hidden.

    Above the panels there is room for so many lines of a legend, which :func:`legend_above` puts there.
    """
    rows, columns = style.grid_shape(len(labels))
    layout = {"wspace": 0.12 if columns > 1 else 0, "hspace": 0.42 if rows < 3 else 0.6, **layout}
    figure, grid = style.canvas(
        title,
        subtitle,
        rows=rows,
        columns=columns,
        panel_titles=int(len(labels) > 1) + legend_lines,
        note=note,
        **layout,  # type: ignore[arg-type]
    )
    axes = [one for row in grid for one in row]
    for one, label in zip(axes, labels, strict=False):
        if len(labels) > 1:
            one.set_title(style.wrapped(label, 104 // columns, 1), fontsize=9 if columns < 4 else 8)
    for number, one in enumerate(axes):
        if number >= len(labels):
            one.set_visible(False)
        elif number + columns >= len(labels):
            one.tick_params(labelbottom=True)  # the lowest of its column, where the one below is hidden
    return figure, axes[: len(labels)]


def patches(colours: Mapping[str, str]) -> list[Artist]:
    """A patch of each colour with its name, for a legend."""
    from matplotlib.patches import Patch

    return [Patch(facecolor=colour, label=name) for name, colour in colours.items()]


def legend_above(figure: Figure, axes: Sequence[Axes], handles: Sequence[Artist], columns: int) -> None:
    """What colours and lines mean, in a row or some, between the subtitle and the panels."""
    from matplotlib.patches import Patch

    box = axes[0].get_position()
    above = (0.05 if len(axes) > 1 else 0.015) * style.HEIGHT_IN / figure.get_figheight()
    figure.legend(
        handles=list(handles),
        loc="lower left",
        bbox_to_anchor=(box.x0 - 0.007, box.y1 + above),
        ncols=columns,
        frameon=False,
        fontsize=8,
        handlelength=1.1 if all(isinstance(handle, Patch) for handle in handles) else 2.2,
        handleheight=0.8,
        handletextpad=0.5,
        columnspacing=1.6,
        borderpad=0.1,
        labelspacing=0.35,
    )


def apart(data: Frame, columns: Sequence[str]) -> tuple[list[tuple[str, Frame]], str]:
    """(label, rows) of each option that shows something of its own, and a note on those that do not."""
    groups: list[tuple[list[str], Frame]] = []
    for _, part in data.groupby("option", sort=False):
        mine = part[list(columns)].to_numpy(dtype=float)
        for labels, other in groups:
            theirs = other[list(columns)].to_numpy(dtype=float)
            if mine.shape == theirs.shape and np.allclose(mine, theirs, rtol=1e-9, atol=1e-9, equal_nan=True):
                labels.append(part["label"].iloc[0])
                break
        else:
            groups.append(([part["label"].iloc[0]], part))
    if len(groups) == 1 and len(groups[0][0]) > 1:
        return [("every option", groups[0][1])], "The same in every option."
    same = [
        f"“{labels[0]}” stands for {listing(f'“{label}”' for label in labels[1:])} too."
        for labels, _ in groups
        if len(labels) > 1
    ]
    return [(labels[0], part) for labels, part in groups], " ".join(same)


def where(data: Frame, what: str) -> str:
    """The subject of a title: what, and the first option where options differ."""
    subject = what[:1].upper() + what[1:]
    if data["option"].nunique() < 2:
        return subject
    groups, _ = apart(data, list(data.select_dtypes("number").columns))
    return f"{subject}, “{data['label'].iloc[0]}”" if len(groups) > 1 else subject
