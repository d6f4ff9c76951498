"""How much room a text takes, and texts that are kept inside their panel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

APART_PT = 4.0
"""Least distance of two labels on an axis."""

BEYOND_PT = 8.0
"""How far a label of an axis may reach beyond its panel: half of what is between two panels."""

GAP_PT = 3.0
"""Least distance of a text from a line that it keeps clear of."""

LINE = 1.2
"""Height of a line of text, in sizes of its letters."""


def text_size(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width and height of a text in points of 1/72 inch."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=["DejaVu Sans"], size=size, weight=weight)
    lines = text.split("\n")
    widths = [text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines]
    return max(widths), LINE * size * len(lines)


def within_panel(
    panel: Axes,
    text: str,
    x: float,
    y: float,
    up: float,
    size: float,
    weight: str = "normal",
    clear_of: float = math.nan,
    **looks: Any,
) -> None:
    """The text centred over the point (x, y), ``up`` points above it, moved sideways where it would leave the panel.

    It keeps to the point's side of an upright line at ``clear_of``, if there is room.
    """
    width, _ = text_size(text, size, weight)
    scale = 72 / panel.figure.dpi
    at = panel.transData.transform((x, y))[0] * scale
    left, right = panel.bbox.x0 * scale, panel.bbox.x1 * scale
    middle = min(max(at, left + width / 2), right - width / 2) if width < right - left else (left + right) / 2
    if math.isfinite(clear_of):
        line = panel.transData.transform((clear_of, y))[0] * scale
        beside = line + math.copysign(width / 2 + GAP_PT, at - line)
        if abs(middle - line) < width / 2 + GAP_PT and left <= beside - width / 2 and beside + width / 2 <= right:
            middle = beside
    panel.annotate(
        text, (x, y), (middle - at, up), textcoords="offset points", ha="center", va="center", fontsize=size,
        fontweight=weight, annotation_clip=False, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, **looks,
    )  # fmt: skip


def ticks_inside(panel: Axes) -> None:
    """Keeps only the labels of the x axis that stand within the panel and apart from one another."""
    scale = 72 / panel.figure.dpi
    low, high = sorted(panel.get_xlim())
    ticks = [float(tick) for tick in panel.get_xticks() if low <= tick <= high]
    format_ = panel.xaxis.get_major_formatter()
    texts = format_.format_ticks(ticks)
    size = float(panel.xaxis.get_ticklabels()[0].get_fontsize()) if ticks else 0.0
    left, right = panel.bbox.x0 * scale, panel.bbox.x1 * scale
    room, kept = left - BEYOND_PT, []
    for tick, text in zip(ticks, texts, strict=True):
        width, _ = text_size(text, size)
        at = panel.transData.transform((tick, 0.0))[0] * scale
        if at - width / 2 >= room and at + width / 2 <= right + BEYOND_PT:
            kept.append(tick)
            room = at + width / 2 + APART_PT
    panel.set_xticks(kept)
