"""A sweep as a picture: lines over one setting, a heat map over two, a heat map for each value of a third."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import small_multiples
from sim.report.frame import Frame
from sim.report.measures import called, leading_channel
from sim.report.study_folder import StudyFolder
from sim.report.words import amount, interval, listing, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS = 12
RESULTS = ("variant", "kpi", "channel", "team", "value", "low", "high", "unit")
OF_APPROVALS = ("authority", "concession", "supervis")
"""Settings with such a name move the time lost to approvals."""


def charts(study: StudyFolder, swept: Frame) -> Iterator[Chart]:
    """A picture for each number that decides; ``swept`` is sweep.csv. None for more than three settings."""
    axes = [column for column in swept.columns if column not in RESULTS]
    if not 1 <= len(axes) <= 3 or (len(axes) == 3 and swept[axes[0]].nunique() > MOST_PANELS):
        return
    lead = leading_channel(study)
    wanted = [("service_level", lead), ("net_deflection", ""), ("failure_demand", ""), ("cost_per_week", "")]
    if study.scenario.world.resolution is None:
        wanted.remove(("failure_demand", ""))
    if any(part in axis for axis in axes for part in OF_APPROVALS):
        wanted.insert(1, ("approval_delay_per_issue", ""))
    for kpi, channel in wanted:
        rows = swept[(swept["kpi"] == kpi) & (swept["channel"] == channel) & (swept["team"] == "")]
        if rows["value"].notna().any():
            yield _chart(study, rows.reset_index(drop=True), axes, kpi, channel)


def _chart(study: StudyFolder, rows: Frame, axes: list[str], kpi: str, channel: str) -> Chart:
    name = called(study, kpi, channel)
    unit, currency = str(rows["unit"].iloc[0]), study.currency
    known = rows[rows["value"].notna()]
    low, high = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    title = sentence(
        f"{name}: from {amount(low['value'], unit, currency)} ({_point(low, axes)}) to "
        f"{amount(high['value'], unit, currency)} ({_point(high, axes)})"
    )
    subtitle = f"Over {listing(axes)}; the same customers at every point"
    data = rows[[*axes, "value", "low", "high", "unit"]]
    if len(axes) == 1:
        figure = _lines(study, rows, axes[0], name, title, subtitle)
    else:
        figure = _maps(study, rows, axes, title, subtitle)
    says = "Each point is a study of its own; the table sweep.csv holds every KPI of every point."
    return Chart(f"sweep_{kpi}", f"{name}: what do these settings do to it?", title, says, figure, data)


def _point(row: Frame, axes: list[str]) -> str:
    """The settings of a point by the last parts of their names, two where the last ones are much alike."""
    last = [axis.rpartition(".")[2] for axis in axes]
    alike = any(one is not other and one.startswith(other) for one in last for other in last)
    names = [".".join(axis.split(".")[-2:]) for axis in axes] if alike else last
    return ", ".join(f"{name} {row[axis]}" for name, axis in zip(names, axes, strict=True))


def _lines(study: StudyFolder, rows: Frame, axis: str, name: str, title: str, subtitle: str) -> Figure:
    from matplotlib.ticker import FuncFormatter

    unit = str(rows["unit"].iloc[0])
    with style.theme():
        figure, grid = style.canvas(title, subtitle, left=0.1, bottom=0.13)
        panel = grid[0][0]
        texts = rows[axis].astype(str).tolist()
        places = _numbers(texts)
        at = np.arange(len(texts), dtype=float) if places is None else places
        panel.plot(at, rows["value"], "o-", color=style.BLUE, markersize=5)
        panel.fill_between(at, rows["low"], rows["high"], color=style.SKY, alpha=0.35, linewidth=0)
        panel.set_xticks(at, texts)
        panel.set_xlabel(axis)
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, unit, study.currency)))
    return figure


def _maps(study: StudyFolder, rows: Frame, axes: list[str], title: str, subtitle: str) -> Figure:
    *by, across, down = axes
    parts = [("", rows)] if not by else [(f"{by[0]} {value}", part) for value, part in rows.groupby(by[0], sort=False)]
    ends = float(rows["value"].min()), float(rows["value"].max())
    with style.theme():
        figure, panels = small_multiples([label for label, _ in parts], title, subtitle, left=0.13, bottom=0.14)
        for panel, (_, part) in zip(panels, parts, strict=True):
            _map(study, panel, part, (across, down), ends, spread=len(parts) == 1)
        panels[0].set_ylabel(down)
        for panel in panels[-style.grid_shape(len(parts))[1] :]:  # the lowest of each column
            panel.set_xlabel(across)
    return figure


def _map(
    study: StudyFolder, panel: Axes, part: Frame, axes: tuple[str, str], ends: tuple[float, float], spread: bool
) -> None:
    """Values by colour and in figures, with their intervals below them where there is room."""
    from matplotlib.colors import LinearSegmentedColormap

    across, down = axes
    table, low, high = (
        part.pivot(index=down, columns=across, values=what).reindex(
            index=part[down].unique(), columns=part[across].unique()
        )
        for what in ("value", "low", "high")
    )
    unit = str(part["unit"].iloc[0])
    colours = LinearSegmentedColormap.from_list("supportsim", ["#f4f8fb", style.SKY, style.BLUE])
    panel.imshow(
        table.to_numpy(), cmap=colours, vmin=ends[0], vmax=ends[1] if ends[1] > ends[0] else None, aspect="auto"
    )
    room = table.shape[1] <= 6 and len(table) <= 8
    for row, column in np.ndindex(*table.shape):
        value = float(table.iat[row, column])
        dark = ends[1] > ends[0] and (value - ends[0]) / (ends[1] - ends[0]) > 0.7
        text = amount(value, unit, study.currency)
        if room and spread and np.isfinite(low.iat[row, column]):
            text += "\n" + interval(low.iat[row, column], high.iat[row, column], unit, study.currency)
        panel.text(
            column,
            row,
            text,
            ha="center",
            va="center",
            fontsize=8 if room else 6.5,
            color="white" if dark else style.INK,
        )
    panel.set_xticks(range(table.shape[1]), [str(value) for value in table.columns])
    panel.set_yticks(range(len(table)), [str(value) for value in table.index])
    panel.invert_yaxis()
    panel.grid(False)


def _numbers(texts: list[str]) -> np.ndarray | None:
    """The values as numbers, if all are and they rise."""
    try:
        found = np.array([float(text) for text in texts])
    except ValueError:
        return None
    return found if (np.diff(found) > 0).all() else None
