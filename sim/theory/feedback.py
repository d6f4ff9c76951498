"""Work that comes back: how many times an issue is declared solved, and how many desks a ticket sees.

Each round ends the same way whatever happened before, so the numbers are geometric. Delays do not matter here; what the
returns do to the desk's queue: `feedback_queue`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import numbers, probability

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class SolveCounts:
    """How often one issue is declared solved, and how it ends (unit-free).

    mean         mean number of solve events per issue (1 = first time right)
    variance     its variance
    p_resolved   the issue ends truly resolved
    p_silent     the issue ends unresolved with a customer who does not come back
    """

    mean: float
    variance: float
    p_resolved: float
    p_silent: float


def solve_counts(p_resolved: float, p_return: float) -> SolveCounts:
    """Return the number of solve events per issue and its end, when a false one brings the customer back.

    q = (1 - p) rho,  E N = 1 / (1 - q),  Var N = q / (1 - q)^2,  P(truly resolved) = p / (1 - q)

    `p_resolved` p: a solve event is true; `p_return` rho: the customer of a false one returns. Raises ValueError for
    probabilities out of range, and for issues that would never end. Source: model section 10; own derivation.
    """
    again = _p_again(p_resolved, p_return)
    return SolveCounts(
        mean=1.0 / (1.0 - again),
        variance=again / (1.0 - again) ** 2,
        p_resolved=p_resolved / (1.0 - again),
        p_silent=(1.0 - p_resolved) * (1.0 - p_return) / (1.0 - again),
    )


def solve_count_pmf(counts: ArrayLike, p_resolved: float, p_return: float) -> FloatArray:
    """Return P(N = k) = (1 - q) q^(k-1), q = (1 - p) rho, for the numbers k of solve events (0 for k = 0).

    Shape: counts (numbers,) whole -> (numbers,). Raises ValueError as `solve_counts` does. Source: model section 10.
    """
    again = _p_again(p_resolved, p_return)
    k = numbers("counts", counts)
    if (k != np.floor(k)).any():
        raise ValueError(f"counts must be whole numbers, got {k.tolist()!r}")
    return np.where(k >= 1, (1.0 - again) * again ** np.maximum(k - 1, 0.0), 0.0)


@dataclass(frozen=True)
class Hops:
    """What wrong classification costs a ticket (unit-free).

    mean           mean number of transfers
    p_any          at least one transfer
    p_undetected   ends at a wrong desk that does not notice
    """

    mean: float
    p_any: float
    p_undetected: float


def misrouting_hops(p_classified: float, p_second: float, p_detected: float = 1.0) -> Hops:
    """Return the extra desks of a ticket whose first desk is right with probability p_cls and each later one with p_2.

    E hops = (1 - p_cls) d / (1 - d (1 - p_2)),  which is (1 - p_cls) / p_2 when d = 1

    `p_detected` d: a wrong desk notices and passes the ticket on, else it works on it itself. Raises ValueError for
    probabilities out of range, and where a ticket would be passed on for ever. Source: model section 4; d < 1 by own
    derivation (from a wrong desk h = d (1 + (1 - p_2) h)).
    """
    first, second = probability("p_classified", p_classified), probability("p_second", p_second)
    detected = probability("p_detected", p_detected)
    stays = 1.0 - detected * (1.0 - second)
    if stays <= 0:
        raise ValueError("p_second must be above 0 when every wrong desk notices: the ticket would never arrive")
    return Hops(
        mean=(1.0 - first) * detected / stays,
        p_any=(1.0 - first) * detected,
        p_undetected=(1.0 - first) * (1.0 - detected) / stays,
    )


def _p_again(p_resolved: float, p_return: float) -> float:
    """(1 - p) rho, the probability that a solve event is followed by another."""
    again = (1.0 - probability("p_resolved", p_resolved)) * probability("p_return", p_return)
    if again >= 1:
        raise ValueError("p_resolved = 0 with p_return = 1: no issue would ever end")
    return again
