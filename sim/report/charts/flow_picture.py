"""Draws a ticket's way between its states: boxes in fixed places, and bands as wide as many tickets go that way.

What comes back runs round the outside: from waiting for others below, from solved above. No band crosses another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.report import style
from sim.report.charts.flow_places import (
    ABOVE,
    BELOW,
    BOX_H,
    BOX_W,
    COLOURS,
    DRAWN,
    FROM_AGENT,
    GAP,
    HEAD,
    TO_AGENT,
    WAITING,
    WORDS,
    Box,
    Point,
    places,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_flow(
    axes: Axes, size: Point, per_100: Mapping[tuple[str, str], float], lines: Mapping[str, tuple[str, ...]]
) -> None:
    """Draw moves ``per_100`` tickets and the states' own ``lines`` on axes of a size in inches."""
    axes.set_xlim(0, size[0])
    axes.set_ylim(0, size[1])
    axes.set_axis_off()
    moves = {move: count for move, count in per_100.items() if move in DRAWN and set(move) <= set(lines) and count > 0}
    through = max(
        sum(count for (_, end), count in moves.items() if end == "IN_SERVICE"),
        sum(count for (start, _), count in moves.items() if start == "IN_SERVICE"),
        100.0,
    )
    back = [count for (_, end), count in moves.items() if end == "OPEN"]
    # All bands fit beside the agent's box, and those that come back fit below the others.
    room = size[1] - ABOVE - BELOW - 2 * GAP - GAP * len(back)
    scale = min(room / (through + sum(back)), 0.5 / 100)
    low = BELOW + sum(back) * scale + GAP * len(back)
    picture = _Picture(axes, places(size, low, lines), moves, scale)
    picture.forward()
    picture.back_from_waiting()
    picture.back_from_solved()
    for state, box in picture.boxes.items():
        picture.box(state, box)


class _Picture:
    """The bands of one picture; ``scale`` is inches for each ticket of 100."""

    def __init__(
        self, axes: Axes, boxes: Mapping[str, Box], moves: Mapping[tuple[str, str], float], scale: float
    ) -> None:
        self.axes, self.boxes, self.moves, self.scale = axes, boxes, moves, scale

    def width(self, move: tuple[str, str]) -> float:
        """Inches of a band, never thinner than a line."""
        return max(self.moves[move] * self.scale, 0.012)

    def stacked(self, moves: list[tuple[str, str]], middle: float) -> dict[tuple[str, str], float]:
        """Where bands meet one side of a box, the first uppermost, around a middle."""
        here = [move for move in moves if move in self.moves]
        at = middle + (sum(self.width(move) for move in here) + GAP * (len(here) - 1)) / 2
        found = {}
        for move in here:
            found[move] = at - self.width(move) / 2
            at -= self.width(move) + GAP
        return found

    def forward(self) -> None:
        """From left to right: into the agent's hands, out of them, and to the end."""
        agent = self.boxes["IN_SERVICE"]
        for move, y in self.stacked([(state, "IN_SERVICE") for state in TO_AGENT], agent.middle[1]).items():
            start = self.boxes[move[0]]
            self.sweep(move, (start.right, start.middle[1]), (agent.left, y), 0.3)
        for move, y in self.stacked([("IN_SERVICE", state) for state in FROM_AGENT], agent.middle[1]).items():
            end = self.boxes[move[1]]
            self.sweep(move, (agent.right, y), (end.left, end.middle[1]), 0.66)
        if ("SOLVED", "CLOSED") in self.moves:
            start, end = self.boxes["SOLVED"], self.boxes["CLOSED"]
            self.sweep(("SOLVED", "CLOSED"), (start.right, start.middle[1]), (end.left, end.middle[1]), 0.42)
        if ("PENDING_CUSTOMER", "SOLVED") in self.moves:
            start, end = self.boxes["PENDING_CUSTOMER"], self.boxes["SOLVED"]
            x = start.left + 0.3 * start.width
            move = ("PENDING_CUSTOMER", "SOLVED")
            self.band(move, [(x, start.top), (x, end.bottom)])
            self.label(move, (x + self.width(move) / 2 + 0.06, (start.top + end.bottom) / 2), "no answer", "left")

    def back_from_waiting(self) -> None:
        """Round the lower right corner and along the bottom into the queue again; the nearest runs inside."""
        moves = [("IN_SERVICE", "OPEN"), *((state, "OPEN") for state in reversed(WAITING))]
        moves = [move for move in moves if move in self.moves]
        if not moves:
            return
        target = self.boxes["OPEN"]
        total = sum(self.width(move) for move in moves) + GAP * (len(moves) - 1)
        up_x = target.middle[0] + total / 2
        lane_y = target.bottom - BELOW
        side_x = max(self.boxes[state].right for state in self.boxes if state != "CLOSED") + 0.18
        agent = self.boxes["IN_SERVICE"]
        for move in moves:
            half = self.width(move) / 2
            up_x, lane_y = up_x - half, lane_y - half
            end = [(up_x, lane_y), (up_x, target.bottom)]
            if move[0] == "IN_SERVICE":
                x = agent.middle[0]
                self.band(move, [(x, agent.bottom), (x, lane_y), *end])
                self.label(move, ((x + up_x) / 2, lane_y))
            else:
                start = self.boxes[move[0]]
                side_x += half
                self.band(move, [(start.right, start.middle[1]), (side_x, start.middle[1]), (side_x, lane_y), *end])
                self.label(move, (side_x, start.bottom - 0.04))
                side_x += half + 0.2
            up_x, lane_y = up_x - half - GAP, lane_y - half - GAP

    def back_from_solved(self) -> None:
        """Over the top to the customer who came back."""
        move = ("SOLVED", "REOPENED")
        if move in self.moves:
            start, end = self.boxes["SOLVED"], self.boxes["REOPENED"]
            y = start.top + 0.26
            self.band(
                move, [(start.middle[0], start.top), (start.middle[0], y), (end.middle[0], y), (end.middle[0], end.top)]
            )
            self.label(move, ((start.middle[0] + end.middle[0]) / 2, y))

    def sweep(self, move: tuple[str, str], start: Point, end: Point, label_at: float) -> None:
        """A band that leaves and arrives level."""
        from matplotlib.path import Path

        stop = (end[0] - HEAD, end[1])
        bend = 0.5 * (stop[0] - start[0])
        points = [start, (start[0] + bend, start[1]), (stop[0] - bend, stop[1]), stop]
        self.stroke(move, Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]))
        self.head(move, end, (1.0, 0.0))
        t, s = label_at, 1 - label_at
        weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
        x, y = (sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))
        self.label(move, (x, y))

    def band(self, move: tuple[str, str], points: list[Point]) -> None:
        """A band along straight pieces with round corners."""
        from matplotlib.path import Path

        (x0, y0), (x1, y1) = points[-2:]
        length = max(abs(x1 - x0), abs(y1 - y0))
        way = ((x1 - x0) / length, (y1 - y0) / length)
        head = min(HEAD, 0.6 * length)
        path = [*points[:-1], (x1 - head * way[0], y1 - head * way[1])]
        vertices, codes = [path[0]], [Path.MOVETO]
        for before, corner, after in zip(path, path[1:], path[2:], strict=False):
            radius = 0.08 + self.width(move) / 2
            vertices += [_towards(corner, before, radius), corner, _towards(corner, after, radius)]
            codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
        self.stroke(move, Path([*vertices, path[-1]], [*codes, Path.LINETO]))
        self.head(move, points[-1], way, head)

    def stroke(self, move: tuple[str, str], path: object) -> None:
        from matplotlib.patches import PathPatch

        width_pt = 72 * self.width(move)
        colour = _colour(move)
        self.axes.add_patch(
            PathPatch(path, fill=False, edgecolor=colour, alpha=0.42, linewidth=width_pt, capstyle="butt")  # type: ignore[arg-type]
        )

    def head(self, move: tuple[str, str], tip: Point, way: Point, length: float = HEAD) -> None:
        half = self.width(move) / 2 + 0.035
        base = (tip[0] - length * way[0], tip[1] - length * way[1])
        across = (-way[1] * half, way[0] * half)
        corners = [tip, (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1])]
        xs, ys = zip(*corners, strict=True)
        self.axes.fill(xs, ys, color=_colour(move), linewidth=0)

    def label(self, move: tuple[str, str], at: Point, word: str = "", ha: str = "center") -> None:
        """How many of 100 go this way."""
        text = f"{rounded(self.moves[move])} {word}".strip()
        box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.9}
        self.axes.text(
            *at, text, ha=ha, va="center", fontsize=8, fontweight="bold", color=style.INK, bbox=box, zorder=4
        )

    def box(self, state: str, box: Box) -> None:
        """A state: its name, its term, and its own lines."""
        from matplotlib.patches import FancyBboxPatch

        colour = COLOURS[state]
        shape = "round,pad=0,rounding_size=0.06"
        self.axes.add_patch(
            FancyBboxPatch(
                (box.left, box.bottom),
                box.width,
                box.height,
                boxstyle=shape,
                facecolor="white",
                edgecolor=colour,
                linewidth=1.3,
                zorder=3,
            )
        )
        name, term = WORDS[state]
        if box.width < BOX_W:
            name = style.wrapped(name, round(11 * box.width), 3)
        lines = [(name, "bold", style.INK, 7.6), (f"({term})", "normal", style.GREY, 6.4)]
        lines += [(line, "normal", style.INK, 7.2) for line in box.lines]
        small = min(box.height / BOX_H, 1.0)
        heights = [0.128 * small * (1 + text.count("\n")) for text, *_ in lines]
        y = box.middle[1] + sum(heights) / 2
        for (text, weight, ink, size), height in zip(lines, heights, strict=True):
            self.axes.text(
                box.middle[0], y - height / 2, text, ha="center", va="center", fontsize=size, fontweight=weight,
                color=ink, zorder=4, linespacing=1.15,
            )  # fmt: skip
            y -= height


def rounded(per_100: float) -> str:
    """Whole tickets of 100, one digit below ten, ``<0.1`` where hardly any."""
    if per_100 < 0.1:
        return "<0.1"
    text = f"{per_100:.0f}" if per_100 >= 9.95 else f"{per_100:.1f}"
    return text.removesuffix(".0")


def _colour(move: tuple[str, str]) -> str:
    """A band has the colour of what sets it apart: where it comes from if that is waiting or returning."""
    start, end = move
    if "REOPENED" in move:
        return style.VERMILION
    if start in WAITING or end in WAITING:
        return style.ORANGE
    return style.GREY if "OPEN" in move else style.BLUE


def _towards(corner: Point, other: Point, radius: float) -> Point:
    """The point at most ``radius``, and at most half the way, from a corner towards another point."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    part = min(radius / length, 0.5)
    return corner[0] + part * dx, corner[1] + part * dy
