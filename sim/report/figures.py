"""Writes charts: SVG, PNG and the CSV of what they show, each file whole or not at all.

Pictures are 16:9, those with many rows higher. The same data gives the same bytes: no dates, no random identifiers.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.charts.chart import Chart
from sim.report.style import DPI, theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FONT = re.compile(r"(['\"]?)DejaVu Sans\1")
_ID = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'(?:href="#|url\(#)([^")]+)')


def write_atomically(path: Path, content: bytes) -> None:
    """The file with this content; an interruption leaves the old file or none, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def svg(figure: Figure, salt: str) -> str:
    """The figure as an SVG document, the same text for the same data; ``salt`` keeps pictures in one page apart."""
    buffer = io.StringIO()
    with theme(salt):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = _FONT.sub("'DejaVu Sans', Verdana, sans-serif", buffer.getvalue())
    used = set(_REFERENCE.findall(text))
    text = _ID.sub(lambda found: found[0] if found[1] in used else "", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def inline(text: str, name: str, title: str) -> str:
    """An SVG document as an ``<svg>`` element for a page: no prolog, scaled to its column, with a description."""
    from html import escape

    body = text[text.index("<svg") :]
    head_end = body.index(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", body[:head_end])
    label = escape(title, quote=True)
    text = f'{head} role="img" aria-label="{label}">{body[head_end + 1 :]}'
    # Ids belong to the whole page: every picture's own are told apart by its name.
    text = re.sub(r' id="([^"]*)"', rf' id="{name}-\1"', text)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", text)


def png(figure: Figure) -> bytes:
    """The figure as a PNG, 1920 pixels wide."""
    buffer = io.BytesIO()
    with theme():
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def write_chart(chart: Chart, folder: Path, formats: Sequence[str] = ("svg", "png")) -> str:
    """Writes ``<name>.svg``, ``<name>.png`` and ``<name>.csv`` into the folder; returns the text of the SVG."""
    text = svg(chart.figure, chart.name)
    for kind in formats:
        write_atomically(folder / f"{chart.name}.{kind}", text.encode() if kind == "svg" else png(chart.figure))
    write_atomically(folder / f"{chart.name}.csv", chart.data.to_csv(index=False, lineterminator="\n").encode())
    return text
