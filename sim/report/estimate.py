"""Values with intervals from sums by replication: the ratio of pooled sums, never a mean of ratios.

r = sum N / sum D over R replications; Var r ~ s_e^2 / (R mean(D)^2) with e_i = N_i - r D_i, and Student's t with R - 1
degrees of freedom (the delta method; Cochran 1977, section 6.5).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """Values with the ends of their intervals; NaN where there is nothing to divide by, or one replication only."""

    value: Floats
    low: Floats
    high: Floats


def pooled(num: Floats, den: Floats, confidence: float = 0.95) -> Estimate:
    """The pooled ratio over the first axis (replications) of ``num`` and ``den``, shape (R, ...), with its interval."""
    from scipy.special import stdtrit

    count = num.shape[0]
    total_num, total_den = num.sum(axis=0), den.sum(axis=0)
    none = np.full(total_num.shape, np.nan)
    safe = np.where(total_den > 0, total_den, 1.0)
    value = np.where(total_den > 0, total_num / safe, np.nan)
    if count < 2:
        return Estimate(value, none, none)
    residual = num - np.where(total_den > 0, value, 0.0) * den
    spread = np.sqrt((residual**2).sum(axis=0) / (count - 1) / count) / (safe / count)
    half = float(stdtrit(count - 1, 0.5 + confidence / 2)) * np.where(total_den > 0, spread, np.nan)
    return Estimate(value, value - half, value + half)
