"""The product-limit estimate: what a distribution is where some values are only known to be longer than seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def kaplan_meier(wait_s: Floats, abandoned: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The product-limit estimate of P(patience > t): the waits seen, and the survival from each on.

    S(t) = Π over abandonment times u ≤ t of (1 − d(u)/n(u)), n(u) the number still waiting just before u.
    """
    from scipy import stats

    sample = stats.CensoredData(uncensored=wait_s[abandoned], right=wait_s[~abandoned])
    curve = stats.ecdf(sample).sf
    return np.asarray(curve.quantiles, dtype=np.float64), np.asarray(curve.probabilities, dtype=np.float64)
