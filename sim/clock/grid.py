"""The grid that time lies on: multiples of 2**-20 s, just under a microsecond.

Sums and differences of instants on the grid are exact in double precision (up to 272 years), so they do not depend on
the order of additions, and SimPy's ``now + delay`` is the instant that was meant.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID_PER_S = 1048576.0
"""2**20 grid steps a second; a power of two, so that scaling by it is exact."""

TO_GRID = 1.5 * 2.0**32
"""Doubles from 2**32 to 2**33 are 2**-20 apart: adding this rounds to the grid, and taking it off again is exact.

So ``(seconds + TO_GRID) - TO_GRID`` is the nearest instant on the grid, ties to the even multiple, for all within
2**31 s of 0 (68 years)."""


def on_grid(seconds: float) -> float:
    """The nearest instant on the grid; ties go to the even multiple."""
    return (seconds + TO_GRID) - TO_GRID


def array_on_grid(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """:func:`on_grid` of every element, bit for bit; infinities stay."""
    return np.rint(seconds * GRID_PER_S) / GRID_PER_S
