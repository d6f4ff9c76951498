"""Names beside their points so that none lies on another: each takes the best free place, with a thin line if far.

All geometry is in points of 1/72 inch; a box is (left, low, right, high).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.report import style
from sim.report.charts.text_size import text_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

DIRECTIONS = 16
"""Places tried around a point at each distance, the first one to its right."""
DISTANCES_PT = (0.5, 4.0, 8.0, 14.0, 22.0, 32.0, 44.0, 58.0, 76.0, 98.0, 124.0, 154.0)
"""How far a name may stand from its dot."""
NEAR_PT = 2.0
"""Names further away than this have a line to their point."""
DOT_PT = 4.5
"""Half the side of the square that a dot takes."""
GAP_PT = 1.5
"""Least distance between two names."""
STEP_PT = 2.0
"""Lines are avoided at points so far apart."""
ROUNDS = 3
"""Times that every name may choose its place, knowing those of the others."""

PER_PT, PER_COVERED_PT, PER_ALONG_PT, PER_NEARER, PER_CROSSING = 1.0, 0.8, 2.0, 12.0, 40.0
"""Costs, assumed: of a point of distance, of line under the name and of line along its own line, of a dot nearer to the
name than its own, of two lines to names that cross."""
COVERS, PASSES = 1e5, 1e4
"""Costs of lying on a name, a dot or the panel's edge, and of a line over one: where there is no free place at all."""


class Name(NamedTuple):
    """What a point (x, y), in data coordinates, is called."""

    x: float
    y: float
    text: str
    colour: str


class _Place(NamedTuple):
    """A box for a name, shape (4,), and the points of the line to it from its dot, shape (n, 2), if it is far."""

    box: Floats
    line: Floats | None


def place(panel: Axes, names: Sequence[Name], size: float = 8.0) -> None:
    """Writes each name near its point, on no other name, dot or text, and on as little of the lines as may be.

    Call it last: limits must be set, and what the panel holds already is what names avoid. The crowded points choose
    first. The same data gives the same picture.
    """
    scale = 72 / panel.figure.dpi
    points = [np.asarray(panel.transData.transform((name.x, name.y)) * scale) for name in names]
    bounds = np.asarray(panel.bbox.extents) * scale
    dots, under = _drawn(panel, scale)
    dots = np.concatenate([dots, np.array(points).reshape(-1, 2)])
    texts = [np.asarray(text.get_window_extent().extents) * scale for text in panel.texts]
    done: dict[int, _Place] = {}
    for index in _crowded_first(points) * ROUNDS:
        width, height = text_size(names[index].text, size)
        others = [one for at, one in done.items() if at != index]
        mine = np.linalg.norm(dots - points[index], axis=1) < 1.0
        boxes = np.array([*texts, *(one.box for one in others)]).reshape(-1, 4)
        tried = [
            _place(points[index], width, height, 2 * math.pi * turn / DIRECTIONS, away)
            for away in DISTANCES_PT
            for turn in range(DIRECTIONS)
        ]
        costs = [_cost(one, points[index], bounds, dots[~mine], boxes, under, others) for one in tried]
        done[index] = tried[int(np.argmin(costs))]
    for index, found in done.items():
        _write(panel, names[index], points[index], found, size)


def _crowded_first(points: Sequence[Floats]) -> list[int]:
    """Indices of the points, those with the most others near them first."""
    at = np.array(points).reshape(-1, 2)
    near = np.exp(-np.linalg.norm(at[:, None] - at[None, :], axis=2) / 40.0).sum(axis=1)
    return sorted(range(len(at)), key=lambda index: (-round(float(near[index]), 6), index))


def _drawn(panel: Axes, scale: float) -> tuple[Floats, Floats]:
    """The dots of the panel and points on each of its lines, both of shape (n, 2)."""
    from matplotlib.collections import PathCollection

    dots, under = [np.zeros((0, 2))], [np.zeros((0, 2))]
    for scattered in panel.collections:
        if isinstance(scattered, PathCollection):
            dots.append(scattered.get_offset_transform().transform(scattered.get_offsets()) * scale)
    for line in panel.lines:
        ends = line.get_transform().transform(line.get_xydata()) * scale
        if line.get_marker() not in ("None", "", " ", None):
            dots.append(ends)
        under.extend(_between(*pair) for pair in pairwise(ends) if np.isfinite(pair).all())
    found = np.concatenate(dots)
    return found[np.isfinite(found).all(axis=1)], np.concatenate(under)


def _between(start: Floats, stop: Floats) -> Floats:
    steps = max(int(math.dist(start, stop) / STEP_PT), 1)
    return np.asarray(start + np.linspace(0.0, 1.0, steps + 1)[:, None] * (stop - start))


def _place(point: Floats, width: float, height: float, angle: float, away: float) -> _Place:
    """The name in this direction, so far from the dot; straight above and below it is centred."""
    right, up = (0.0 if abs(part) < 0.2 else part for part in (math.cos(angle), math.sin(angle)))
    middle = point + (DOT_PT + away) * np.array([right, up]) + np.sign([right, up]) * np.array([width, height]) / 2
    half = np.array([width, height]) / 2
    box = np.concatenate([middle - half, middle + half])
    return _Place(box, _between(point, _nearest(box, point)) if away > NEAR_PT else None)


def _nearest(box: Floats, point: Floats) -> Floats:
    return np.asarray(np.clip(point, box[:2], box[2:]))


def _cost(
    one: _Place, point: Floats, bounds: Floats, dots: Floats, boxes: Floats, under: Floats, others: Sequence[_Place]
) -> float:
    box = one.box
    outside = bool((box[:2] < bounds[:2]).any() or (box[2:] > bounds[2:]).any())
    covers = 2 * outside + int(_inside(dots, _wider(box, DOT_PT)).sum())
    covers += int(((boxes[:, :2] < box[2:] + GAP_PT) & (boxes[:, 2:] > box[:2] - GAP_PT)).all(axis=1).sum())
    own = math.dist(point, _nearest(box, point))
    nearer = int((np.linalg.norm(dots - np.clip(dots, box[:2], box[2:]), axis=1) < own).sum())
    cost = PER_PT * own + PER_NEARER * min(nearer, 2) + PER_COVERED_PT * STEP_PT * int(_inside(under, box).sum())
    passes = sum(other.line is not None and bool(_inside(other.line, box).any()) for other in others)
    if one.line is not None:
        free = one.line[np.linalg.norm(one.line - point, axis=1) > 2 * DOT_PT]
        passes += sum(bool(_inside(free, other).any()) for other in boxes)
        passes += _touching(dots, free, DOT_PT)
        cost += PER_ALONG_PT * STEP_PT * _touching(free, under, STEP_PT)
        cost += PER_CROSSING * sum(other.line is not None and _cross(one.line, other.line) for other in others)
    return cost + COVERS * covers + PASSES * passes


def _wider(box: Floats, by: float) -> Floats:
    return np.asarray(box + np.array([-by, -by, by, by]))


def _inside(points: Floats, box: Floats) -> NDArray[np.bool_]:
    return np.asarray(((points > box[:2]) & (points < box[2:])).all(axis=1))


def _touching(points: Floats, others: Floats, within: float) -> int:
    """How many of the points have one of the others within a distance."""
    if not len(points) or not len(others):
        return 0
    near = others[_inside(others, _wider(np.concatenate([points.min(axis=0), points.max(axis=0)]), within))]
    if not len(near):
        return 0
    return int((np.linalg.norm(points[:, None] - near[None, :], axis=2).min(axis=1) < within).sum())


def _cross(one: Floats, other: Floats) -> bool:
    """Whether two straight lines cross: the ends of each lie on both sides of the other."""

    def side(start: Floats, stop: Floats, point: Floats) -> float:
        (x0, y0), (x1, y1), (x, y) = start, stop, point
        return float((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))

    a, b, c, d = one[0], one[-1], other[0], other[-1]
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _write(panel: Axes, name: Name, point: Floats, found: _Place, size: float) -> None:
    if found.line is not None:
        x, y = found.line[-1] - found.line[0]
        panel.annotate(
            "", (name.x, name.y), (x, y), textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": style.GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3},
        )  # fmt: skip
    x, y = (found.box[:2] + found.box[2:]) / 2 - point
    panel.annotate(
        name.text, (name.x, name.y), (x, y), textcoords="offset points", ha="center", va="center", fontsize=size,
        color=name.colour, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.2},
    )  # fmt: skip
