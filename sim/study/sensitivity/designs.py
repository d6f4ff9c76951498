"""Where in the unit cube of coefficients worlds are played: trajectories for Morris, three matrices for Sobol.

Sources: Morris, Technometrics 33 (1991), 161-174, for trajectories on a grid of p levels with steps of p / (2 (p - 1));
Saltelli et al., Computer Physics Communications 181 (2010), 259-270, for A, B and the matrices of A with one column of
B; Sobol's sequence with 2 d columns, scrambled, for A and B together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.streams import Stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS = 4
"""p: levels of the grid on which trajectories walk; even, so that every level is as likely."""


class Trajectories(NamedTuple):
    """r walks through the cube, each of d steps that change one coefficient.

    ``points`` has shape (r, d + 1, d); ``moved`` (r, d) is the coefficient of each step and ``step`` (r, d) its signed
    length.
    """

    points: Floats
    moved: Ints
    step: Floats


def trajectories(r: int, d: int, seed: int, levels: int = LEVELS) -> Trajectories:
    """r random trajectories on the grid 0, 1/(p-1), ..., 1; trajectory t is the same whatever r is.

    Each coefficient starts on a level and takes its step of p / (2 (p - 1)) up if that stays in the cube, else down;
    of the p levels half can only go up and half only down, so every level and both directions are as likely. The order
    of the steps is a random permutation.
    """
    stride = levels / (2.0 * (levels - 1))
    stream = Stream(seed, 0, "sensitivity/morris")
    points = np.empty((r, d + 1, d))
    moved = np.empty((r, d), dtype=np.int64)
    step = np.empty((r, d))
    for t in range(r):
        rng = stream.cell(t)
        start = rng.integers(0, levels, d)
        direction = np.where(start < levels // 2, stride, -stride)
        moved[t] = rng.permutation(d)
        points[t, 0] = start / (levels - 1)
        for place, index in enumerate(moved[t]):
            points[t, place + 1] = points[t, place]
            # From level to level exactly: sums of strides would leave the grid by the last bit.
            points[t, place + 1, index] = (start[index] + np.sign(direction[index]) * (levels // 2)) / (levels - 1)
            step[t, place] = direction[index]
    return Trajectories(points, moved, step)


class Matrices(NamedTuple):
    """A and B, shapes (n, d), and A with column i of B, shape (d, n, d)."""

    A: Floats
    B: Floats
    AB: Floats


def matrices(n: int, d: int, seed: int) -> Matrices:
    """The points of Saltelli's estimators: n (d + 2) of them; n is a power of two.

    ValueError for other n, for which Sobol's sequence is not balanced.
    """
    from scipy.stats import qmc

    if n < 1 or n & (n - 1):
        raise ValueError(f"n is a power of two, and not {n}")
    rng = Stream(seed, 0, "sensitivity/sobol").cell(d)
    both = qmc.Sobol(d=2 * d, scramble=True, rng=rng).random_base2(n.bit_length() - 1)
    A, B = both[:, :d].copy(), both[:, d:].copy()
    AB = np.repeat(A[None], d, axis=0)
    for index in range(d):
        AB[index, :, index] = B[:, index]
    return Matrices(A, B, AB)
