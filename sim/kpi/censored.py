"""Times of which some are only known to be longer than what was seen: the estimator of Kaplan and Meier (1958).

S(t) = product over events at t_i <= t of (1 - 1 / at risk). Censoring is at the end of the log for everybody, so it
does not depend on how long a ticket would still have taken.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ROUNDING = 1e-12


class Survival(NamedTuple):
    """Times of events in ascending order, the share still open just after each, and the longest time seen."""

    times: Floats
    open_share: Floats
    longest: float
    size: int

    @classmethod
    def of(cls, times: Floats, happened: Bools) -> Survival:
        """From times and whether each ended in the event; at equal times events come before censored ones."""
        events, censored = np.sort(times[happened]), np.sort(times[~happened])
        gone = np.arange(len(events)) + np.searchsorted(censored, events, side="left")
        open_share = np.cumprod(1.0 - 1.0 / (len(times) - gone))
        return cls(events, np.asarray(open_share, dtype=float), float(times.max(initial=0.0)), len(times))

    def mean(self) -> float:
        """The area under S up to the longest time seen (the restricted mean); NaN of nothing."""
        if not self.size:
            return float("nan")
        steps = np.diff(self.times, prepend=0.0, append=self.longest)
        return float(np.sum(steps * np.concatenate([[1.0], self.open_share])))

    def quantile(self, p: float) -> float:
        """The least time by which a share p had its event; NaN if that was not reached, or of nothing."""
        reached = int(np.searchsorted(-self.open_share, p - 1.0 - _ROUNDING, side="left"))
        return float(self.times[reached]) if reached < len(self.times) else float("nan")


def quantile(values: Floats, p: float) -> float:
    """The least value that a share p does not exceed (:meth:`Survival.quantile` without censoring); NaN of nothing."""
    return float(np.quantile(values, p, method="inverted_cdf")) if len(values) else float("nan")
