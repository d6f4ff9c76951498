"""One theme for every chart: colours, sizes, and a canvas with a sentence above its panels.

The palette is that of Okabe and Ito (2008), told apart by readers with any colour vision; meaning never rests on colour
alone. DejaVu Sans comes with matplotlib, so that pictures are the same bytes on every machine; in SVG the text stays
text, and Verdana, which has the same widths, stands in where DejaVu is absent.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#007a5a"
ORANGE = "#E69F00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
INK = "#1f2933"
GREY = "#5f6b76"
LIGHT = "#c9d0d6"
FAINT = "#e8ecef"

WIDTH_IN, HEIGHT_IN = 9.6, 5.4
"""16:9; 1920 x 1080 at the dots per inch below. Pictures with many rows are higher."""
DPI = 200

VERDICT_COLOURS = {"better": GREEN, "worse": VERMILION}
"""Every other verdict is grey; the word stands beside the dot."""

THEME: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 5,
    "axes.labelsize": 8.5,
    "axes.labelcolor": GREY,
    "axes.edgecolor": LIGHT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "text.color": INK,
    "axes.titlecolor": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "none",
    "path.simplify": False,
    "text.parse_math": False,
}


@contextmanager
def theme(salt: str = "supportsim") -> Iterator[None]:
    """Matplotlib with our theme and with names inside SVG that depend on ``salt`` only."""
    from matplotlib import rc_context, rcParamsDefault

    settings: Any = {key: value for key, value in rcParamsDefault.items() if not key.startswith("backend")}
    settings |= {**THEME, "svg.hashsalt": salt}
    with rc_context(settings):
        yield


def wrapped(text: str, width: int, lines: int = 3) -> str:
    """The text in at most ``lines`` lines of about ``width`` characters; the rest is cut with an ellipsis."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …")) or ""


def balanced(text: str, width: int, lines: int = 2) -> str:
    """As :func:`wrapped`, with lines of about the same length instead of a last word by itself."""
    widest = wrapped(text, width, lines)
    for narrower in range(width - 1, width // 2, -1):
        tried = wrapped(text, narrower, lines)
        if tried.count("\n") != widest.count("\n") or tried.endswith("…") != widest.endswith("…"):
            break
        widest = tried
    return widest


def canvas(
    title: str,
    subtitle: str = "",
    *,
    rows: int = 1,
    columns: int = 1,
    left: float = 0.08,
    right: float = 0.97,
    bottom: float = 0.1,
    wspace: float = 0.12,
    hspace: float = 0.45,
    row_in: float = 0.0,
    gap_in: float | None = None,
    panel_titles: int = 0,
    sharex: bool = True,
    sharey: bool | Literal["row"] = True,
    note: str = "",
    **grid: Any,
) -> tuple[Figure, list[list[Axes]]]:
    """A 16:9 figure with its sentence on top, a line that says what is measured, a note below, and its panels.

    ``panel_titles`` is the number of lines that the titles of the upper panels take. Where a row of panels needs
    ``row_in`` inches, ``gap_in`` of them between two rows (else ``hspace``), a figure of many rows becomes higher.
    """
    from matplotlib.figure import Figure

    head, sub = balanced(title, 78, 3), wrapped(subtitle, 138, 2)
    foot = wrapped(note, 150, 2)
    below_head = 0.972 - 0.052 * (head.count("\n") + 1)
    top = below_head - (0.036 * (sub.count("\n") + 1) if sub else 0.0) - 0.035 - 0.03 * panel_titles
    bottom += 0.03 * (foot.count("\n") + 1) if foot else 0.0
    needed = rows * row_in + (rows - 1) * (gap_in or 0.0)
    height = max(HEIGHT_IN, (1 - top + bottom) * HEIGHT_IN + needed)
    part = HEIGHT_IN / height  # of the figure that heights in 16:9 take

    figure = Figure(figsize=(WIDTH_IN, height), dpi=DPI)
    figure.text(0.02, 1 - 0.028 * part, head, fontsize=12.5, fontweight="bold", va="top", linespacing=1.25)
    if sub:
        y = 1 - (1 - below_head) * part
        figure.text(0.02, y, sub, fontsize=8.5, color=GREY, va="top", linespacing=1.35)
    if foot:
        figure.text(0.02, 0.014 * part, foot, fontsize=7.5, color=GREY, va="bottom", linespacing=1.3)
    top, bottom = 1 - (1 - top) * part, bottom * part
    if gap_in is not None:
        hspace = gap_in * rows / ((top - bottom) * height - (rows - 1) * gap_in)
    axes = figure.subplots(
        rows,
        columns,
        sharex=sharex,
        sharey=sharey,
        squeeze=False,
        gridspec_kw={
            "left": left,
            "right": right,
            "bottom": bottom,
            "top": top,
            "wspace": wspace,
            "hspace": hspace,
            **grid,
        },
    )
    return figure, [list(row) for row in np.asarray(axes)]


def grid_shape(panels: int) -> tuple[int, int]:
    """Rows and columns for so many small panels on a wide page: 1x1, 1x2, 1x3, 2x2, 2x3, 2x4, 3x4."""
    for rows, columns in ((1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (2, 4), (3, 4)):
        if panels <= rows * columns:
            return rows, columns
    return -(-panels // 4), 4


def hours_axis(axes: Axes, start_h: float, end_h: float, panels_wide: int = 1) -> None:
    """Clock times on the x axis, a tick every few whole hours; between panels the last one makes room for the next."""
    span = end_h - start_h
    room = {1: 14, 2: 7, 3: 5}.get(panels_wide, 4)
    step = next((step for step in (1, 2, 3, 4, 6, 12) if span / step <= room), 12)
    first = int(np.ceil(start_h / step) * step)
    ticks = list(range(first, int(end_h) + 1, step))
    if panels_wide > 1 and len(ticks) > 1 and end_h - ticks[-1] < step / 2:
        ticks.pop()
    axes.set_xlim(start_h, end_h)
    axes.set_xticks(ticks, [f"{tick % 24 if tick != 24 else 24:02d}:00" for tick in ticks])


def days_axis(axes: Axes, days: int, start: dt.date, panels_wide: int = 1) -> None:
    """Dates below an axis of days since ``start``, a tick every few; hours where there are one or two days only."""
    axes.set_xlim(0, days)
    axes.grid(True, axis="x")
    if days <= 2:
        hours = np.arange(0, 24 * days, 3 * days * min(panels_wide, 2))
        axes.set_xticks(hours / 24, [f"{hour % 24:02d}:00" for hour in hours])
        return
    ticks = np.arange(0, days, max(1, int(np.ceil(days * panels_wide / 14))))
    names = [start + dt.timedelta(days=int(tick)) for tick in ticks]
    words = [f"{day:%a} {day.day}" if days <= 14 else f"{day.day} {day:%b}" for day in names]
    axes.set_xticks(ticks, words, ha="left")


def per_cent_axis(axes: Axes, axis: str = "y") -> None:
    """Shares as per cent on an axis."""
    from matplotlib.ticker import FuncFormatter

    formatter = FuncFormatter(lambda value, _: f"{100 * value:.0f} %")
    (axes.yaxis if axis == "y" else axes.xaxis).set_major_formatter(formatter)
