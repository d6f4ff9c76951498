"""First and total order indices of Sobol with bootstrap intervals, from outputs that were played beforehand.

``first``: share of the output's variance that goes with the coefficient alone; ``total``: with it and all that it does
together with others. Estimated by :func:`scipy.stats.sobol_indices` (Saltelli et al. 2010). Every row of the design has
a replication of its own, the same in A, B and A with a column of B: chance is one more part of the variance, in
nobody's index, and its share can be told beside them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.streams import Stream

Floats = NDArray[np.float64]

RESAMPLES = 999
"""Bootstrap samples of rows behind an interval."""


class Indices(NamedTuple):
    """Shapes (d, s) for d coefficients and s outputs; ``low`` and ``high`` are ends of bootstrap intervals."""

    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats


def indices(y_A: Floats, y_B: Floats, y_AB: Floats, *, confidence: float = 0.95, seed: int = 0) -> Indices:
    """The indices of outputs of shapes (n, s), (n, s) and (d, n, s), n a power of two.

    Percentile intervals over resampled rows (an index near 0 or 1 makes the accelerated ones of scipy break down).
    Outputs that never vary have indices of 0.
    """
    n = len(y_A)
    first, total = _indices(y_A, y_B, y_AB)
    rng = Stream(seed, 0, "sensitivity/bootstrap").cell(n)
    drawn = []
    for _ in range(RESAMPLES):
        rows = rng.integers(0, n, n)
        drawn.append(_indices(y_A[rows], y_B[rows], y_AB[:, rows]))
    tail = (1.0 - confidence) / 2.0
    ends = [np.quantile([one[order] for one in drawn], (tail, 1.0 - tail), axis=0) for order in (0, 1)]
    return Indices(first, ends[0][0], ends[0][1], total, ends[1][0], ends[1][1])


def _indices(y_A: Floats, y_B: Floats, y_AB: Floats) -> tuple[Floats, Floats]:
    """First and total order, shapes (d, s); played twice side by side, for scipy drops axes of length 1."""
    from scipy.stats import sobol_indices

    d, n, s = y_AB.shape
    twice: dict[Literal["f_A", "f_B", "f_AB"], Floats] = {
        "f_A": np.concatenate([y_A.T, y_A.T]),
        "f_B": np.concatenate([y_B.T, y_B.T]),
        "f_AB": np.concatenate([y_AB.transpose(0, 2, 1)] * 2, axis=1),
    }
    found = sobol_indices(func=twice, n=n)
    first, total = (np.reshape(one, (2 * s, d))[:s].T for one in (found.first_order, found.total_order))
    return first.copy(), total.copy()
