"""How much a difference varies between replications of one world, as a law fitted to many worlds.

Where exhaustion runs high, everything varies more: one spread for all worlds would drown the calm ones. So

    variance between replications = a + b difference^2,    a, b >= 0

fitted by maximum likelihood to the sample variances of all worlds that were played with several replications (for
normal differences a sample variance with k degrees of freedom has the log-likelihood -k/2 (ln s^2 + v / s^2)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Spread(NamedTuple):
    """The law, and the degrees of freedom with which it counts as known."""

    a: float
    b: float
    degrees: int

    def variance(self, difference: ArrayLike) -> Floats:
        """Variance between replications of a world with this difference."""
        return np.asarray(self.a + self.b * np.square(np.asarray(difference, dtype=float)))


def fitted(differences: Floats, variances: Floats, degrees: int) -> Spread:
    """The law from worlds' mean differences and sample variances, shapes (w,); worlds without a number are left out."""
    known = np.isfinite(differences) & np.isfinite(variances)
    d2, v = np.square(differences[known]), variances[known]
    if not len(v) or not v.max() > 0.0:
        return Spread(0.0 if len(v) else np.nan, 0.0, degrees)
    a, b = _most_likely(d2 / d2.mean() if d2.mean() > 0 else d2, v / v.mean())
    return Spread(a * float(v.mean()), b * float(v.mean() / d2.mean()) if d2.mean() > 0 else 0.0, degrees)


def _most_likely(d2: Floats, v: Floats) -> tuple[float, float]:
    """a and b where both squared differences and variances have a mean of 1."""
    from scipy.optimize import minimize

    floor = 1e-9  # a variance of exactly 0 has no logarithm

    def unlikely(logs: Floats) -> float:
        variance = np.exp(logs[0]) + np.exp(logs[1]) * d2 + floor
        return float(np.mean(np.log(variance) + v / variance))

    starts = ((0.0, -4.0), (-4.0, 0.0), (-0.7, -0.7))
    bounds = ((-20.0, 5.0), (-20.0, 5.0))
    tried = [minimize(unlikely, np.array(start), method="L-BFGS-B", bounds=bounds) for start in starts]
    a, b = np.exp(min(tried, key=lambda one: float(one.fun)).x)
    return float(a), float(b)
