"""What a drawn figure shows: its texts, those that lie on one another, and those that lie on a dot."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.report.words import NB


def plain(text: str) -> str:
    return text.replace(NB, " ")


def texts(figure: Figure) -> str:
    return plain("\n".join(text.get_text() for text in figure.findobj(Text)))


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that lie on one another."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # legends find their places
    renderer = canvas.get_renderer()
    unseen = set()  # labels of ticks beyond the ends of an axis are there, and not drawn
    for axes in figure.axes:
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            ticks = [tick for tick in axis.get_major_ticks() if not min(ends) <= tick.get_loc() <= max(ends)]
            unseen |= {label for tick in ticks for label in (tick.label1, tick.label2)}
    shown = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    shown = [text for text in shown if text not in unseen]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown]
    return [
        (one, other)
        for place, (one, here) in enumerate(boxes)
        for other, there in boxes[place + 1 :]
        if here.width > 1 and min(here.x1, there.x1) - max(here.x0, there.x0) > 1
        if min(here.y1, there.y1) - max(here.y0, there.y0) > 1
    ]


def on_dots(figure: Figure) -> list[str]:
    """Texts within a panel that lie on one of its dots."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    found = []
    for axes in figure.axes:
        dots = [
            tuple(point)
            for line in axes.lines
            if line.get_marker() not in ("None", "", None)
            for point in line.get_transform().transform(line.get_xydata())
        ]
        for scattered in axes.collections:
            if isinstance(scattered, PathCollection):
                dots.extend(tuple(at) for at in scattered.get_offset_transform().transform(scattered.get_offsets()))
        for text in axes.texts:
            box = text.get_window_extent(canvas.get_renderer())
            if text.get_text() and any(box.x0 < x < box.x1 and box.y0 < y < box.y1 for x, y in dots):
                found.append(text.get_text())
    return found
