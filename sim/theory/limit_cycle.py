"""The limit cycle of a value that goes through a repeated list of linear steps, x <- a_i x + b_i."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def limit_cycle(slopes: Sequence[float], shifts: Sequence[float]) -> tuple[FloatArray, float]:
    """Return the values before each step in the limit cycle, (steps,), and the slope of the whole cycle.

    x_0 = (b of the whole cycle) / (1 - a of the whole cycle),  x_{i+1} = a_i x_i + b_i

    A distance from the limit cycle shrinks by that slope each time round. Raises ValueError where nothing pulls back
    (slope 1: then every value is as lasting as any other). Source: composition of linear maps.
    """
    slope, shift = 1.0, 0.0
    for a, b in zip(slopes, shifts, strict=True):
        slope, shift = a * slope, a * shift + b
    if not abs(slope) < 1:
        raise ValueError(f"something in the cycle must pull back to a limit: its slope is {slope!r}, not below 1")
    values = [shift / (1 - slope)]
    for a, b in zip(slopes[:-1], shifts[:-1], strict=True):
        values.append(a * values[-1] + b)
    return np.array(values), slope
