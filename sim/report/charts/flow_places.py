"""Where the states of a ticket stand in the picture of its way, what they are called, and which moves are drawn.

Left the states that wait for an agent, in the middle the agent, right what an agent's work ends in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.report import style

Point = tuple[float, float]

WORDS = {
    "NEW": ("waits for its first answer", "NEW"),
    "OPEN": ("waits in the queue again", "OPEN"),
    "REOPENED": ("the customer came back", "REOPENED"),
    "IN_SERVICE": ("with an agent", "IN_SERVICE"),
    "SOLVED": ("solved, as far as is known", "SOLVED"),
    "PENDING_CUSTOMER": ("waits for the customer", "PENDING_CUSTOMER"),
    "ON_HOLD": ("waits for a third party", "ON_HOLD"),
    "PENDING_INTERNAL": ("waits for a colleague", "PENDING_INTERNAL"),
    "CLOSED": ("closed for good", "CLOSED"),
}
"""What a state is called, and its term."""

WAITING = ("PENDING_CUSTOMER", "ON_HOLD", "PENDING_INTERNAL")
TO_AGENT = ("REOPENED", "NEW", "OPEN")
FROM_AGENT = ("SOLVED", *WAITING)

COLOURS = {
    "REOPENED": style.VERMILION,
    "OPEN": style.GREY,
    **dict.fromkeys(WAITING, style.ORANGE),
    **dict.fromkeys(("NEW", "IN_SERVICE", "SOLVED", "CLOSED"), style.BLUE),
}
"""Blue is the straight way, orange waits for others, grey is back in the queue, red came back unsolved."""

DRAWN = frozenset(
    [(start, "IN_SERVICE") for start in TO_AGENT]
    + [("IN_SERVICE", end) for end in (*FROM_AGENT, "OPEN")]
    + [(start, "OPEN") for start in WAITING]
    + [("PENDING_CUSTOMER", "SOLVED"), ("SOLVED", "CLOSED"), ("SOLVED", "REOPENED")]
)
"""Moves that have a place in the picture; any others are told below it."""

BOX_W, BOX_H, AGENT_W, CLOSED_W = 1.72, 0.6, 1.36, 1.12
GAP, HEAD, EDGE = 0.05, 0.1, 0.02
ABOVE, BELOW, BETWEEN = 0.42, 0.2, 0.2
"""Inches: boxes; between bands, an arrow's head, at the edge; room for the band over the top, for bends below, and for
the band between solved and waiting for the customer."""


class Box(NamedTuple):
    """A state's place, in inches from the lower left corner, and the text in it."""

    left: float
    bottom: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height

    @property
    def middle(self) -> Point:
        return self.left + self.width / 2, self.bottom + self.height / 2


def places(size: Point, low: float, lines: Mapping[str, tuple[str, ...]]) -> dict[str, Box]:
    """Boxes of the states that occur: three columns from ``low`` up, and what is closed at the right end."""
    width, high = size[0] - EDGE, size[1] - ABOVE
    right = width - CLOSED_W - 0.62 - BOX_W
    agent = (EDGE + BOX_W + right) / 2 - AGENT_W / 2
    box_h = min(BOX_H, (high - low - BETWEEN - 3 * GAP) / 4)
    top = high - box_h
    step = (top - low - BETWEEN) / 3
    found = {
        state: Box(EDGE, y, BOX_W, box_h, ())
        for state, y in zip(TO_AGENT, (top, (low + top) / 2 + 0.1, low), strict=True)
    }
    found["IN_SERVICE"] = Box(agent, low, AGENT_W, high - low, ())
    for state, y in zip(FROM_AGENT, (top, *(low + step * place for place in (2, 1, 0))), strict=True):
        found[state] = Box(right, y, BOX_W, box_h, ())
    found["CLOSED"] = Box(width - CLOSED_W, top, CLOSED_W, box_h, ())
    return {state: box._replace(lines=lines[state]) for state, box in found.items() if state in lines}
