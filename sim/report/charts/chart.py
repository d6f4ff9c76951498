"""What a chart is: a sentence that says what is seen, the picture, and the very numbers that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.frame import Frame

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Chart:
    """One question answered: written as SVG or PNG with a CSV of ``data``, and shown in the page with two sentences."""

    name: str
    """File name without its ending."""
    question: str
    """The heading in the page."""
    title: str
    """What is seen, computed from the data; also on the picture itself."""
    says: str
    """How to read the picture and what follows, in about two sentences."""
    figure: Figure
    data: Frame
