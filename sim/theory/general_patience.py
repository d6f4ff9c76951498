"""M/M/n+G: Poisson arrivals, exponential handle times and patience of any law, exactly.

The density of the offered wait V above 0 is lambda pi_{n-1} exp(lambda H(x) - n mu x), H the integrated survival of
patience. The exponent is concave (its slope lambda P(R > x) - n mu falls), so it has one peak: the peak is factored out
and the integral cut at the kinks of the survival function and at fixed drops below the peak.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.erlang_b import erlang_b
from sim.theory.patience import Patience
from sim.theory.performance import Performance

DROPS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 28.0, 42.0)
"""The integral is cut where the exponent has dropped so far below its peak; exp(-42) = 6e-19 is the end."""

RELATIVE_ERROR = 1e-12
MOST_HALVINGS = 9

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class _Exponent:
    """phi(x) = lambda H(x) - n mu x of one queue; rates per second, x in seconds."""

    arrivals_per_s: float
    serving_per_s: float
    patience: Patience

    def __call__(self, x: FloatArray) -> FloatArray:
        return self.arrivals_per_s * self.patience.cumulative_survival(x) - self.serving_per_s * x

    def at(self, x: float) -> float:
        return float(self(np.asarray(x)))

    def rising(self, x: float) -> bool:
        return self.arrivals_per_s * float(self.patience.survival(x)) > self.serving_per_s


def general_patience_queue(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, patience: Patience, threshold_s: float = 20.0
) -> Performance:
    """Return all stationary figures of M/M/n+G.

    With phi(x) = lambda H(x) - n mu x,  J = int exp(phi),  E = 1 / B(n-1, a):
    P(V > 0) = lambda J / (E + lambda J);   <f> = lambda int f(x) exp(phi(x)) dx / (E + lambda J)
    P_ab = <1 - S>,  E W = <H>,  E[V; served] = <x S>,  P(served, V > t) = <S; x > t>,  P(W > t) = S(t) <1; x > t>
    with S(x) = P(R > x). These equal the closed forms (1 + (lambda - n mu) J)/(E + lambda J) and so on, without their
    cancellation. Customers who balk only do so when no agent is free.

    Rates per second, times in seconds. Raises ValueError for inputs out of range, and when lambda times the share that
    never gives up is n mu or more (no stationary state). Relative error about 1e-11 for n up to 5,000 and beyond.
    Source: Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum, Queueing Systems 51 (2005).
    """
    n = whole("n_agents", n_agents)
    arrivals = at_least_zero("arrivals_per_s", arrivals_per_s)
    serving = n / above_zero("mean_handle_s", mean_handle_s)
    at_least_zero("threshold_s", threshold_s)
    load = arrivals * mean_handle_s
    never_per_s = arrivals * (1 - patience.p_balk) * patience.p_never
    if never_per_s > 0 and never_per_s >= serving:
        raise ValueError(
            f"no stationary state: {never_per_s:.6g} customers per s never give up and the agents serve at most "
            f"{serving:.6g} per s"
        )
    survival_at_threshold = float(patience.survival(threshold_s))
    if n == 0:
        means = np.array([1.0, 1.0, patience.mean_s, 0.0, 0.0, 1.0])
        p_wait, p_free = 1.0, 0.0
    elif arrivals == 0:
        means, p_wait, p_free = np.zeros(6), 0.0, 1.0
    else:
        phi = _Exponent(arrivals, serving, patience)
        log_j, means = _means_over_offered_wait(phi, threshold_s)
        # log(E / (lambda J)); an underflow of B to 0 means that nobody ever waits.
        blocked = erlang_b(n - 1, load)
        log_odds = -math.log(blocked) - math.log(arrivals) - log_j if blocked > 0 else math.inf
        p_wait = 1.0 / (1.0 + math.exp(log_odds)) if log_odds < 700 else 0.0
        p_free = 1.0 / (1.0 + math.exp(-log_odds)) if log_odds > -700 else 0.0
    _, abandon, wait, wait_served, served_late, late = (means * p_wait).tolist()
    answered = p_free + (p_wait - abandon)
    mean_busy = load * answered
    return Performance(
        n_agents=n,
        load=load,
        p_blocked=0.0,
        p_wait=p_wait,
        p_abandon=abandon,
        service_level=max(0.0, answered - served_late),
        p_over_threshold=survival_at_threshold * late,
        mean_wait_s=wait,
        mean_wait_served_s=wait_served / answered if answered > 0 else math.nan,
        mean_queue=arrivals * wait if arrivals > 0 else 0.0,
        mean_busy=mean_busy,
        occupancy=mean_busy / n if n else math.nan,
    )


def _means_over_offered_wait(phi: _Exponent, threshold_s: float) -> tuple[float, FloatArray]:
    """Return log J and the means, given V > 0, of 1, 1 - S(V), H(V), V S(V), S(V) 1{V > t} and 1{V > t}."""
    peak_s = _peak(phi)
    top = phi.at(peak_s)
    cuts = _cuts(phi, peak_s, top, threshold_s)
    nodes, weights = np.polynomial.legendre.leggauss(16)
    previous = np.zeros(6)
    scales = np.array([1.0, 1.0, cuts[-1], cuts[-1], 1.0, 1.0])
    for _ in range(MOST_HALVINGS):
        half = np.diff(cuts)[:, None] / 2
        x = (cuts[:-1, None] + half + half * nodes).ravel()
        density = (half * weights).ravel() * np.exp(phi(x) - top)
        survival = phi.patience.survival(x)
        late = np.where(x > threshold_s, density, 0.0)
        integrals = np.array(
            [
                density.sum(),
                (1.0 - survival) @ density,
                phi.patience.cumulative_survival(x) @ density,
                (x * survival) @ density,
                survival @ late,
                late.sum(),
            ]
        )
        # Rounding leaves an error of about 1e-16 J in each mean; waits are of the order of the last cut.
        floor = RELATIVE_ERROR * 0.01 * integrals[0] * scales
        if (np.abs(integrals - previous) <= RELATIVE_ERROR * integrals + floor).all():
            break
        previous = integrals
        cuts = np.sort(np.concatenate([cuts, (cuts[:-1] + cuts[1:]) / 2]))
    return top + math.log(integrals[0]), integrals / integrals[0]


def _peak(phi: _Exponent) -> float:
    """Return the offered wait at which phi is largest (0 where arrivals never outrun service)."""
    if not phi.rising(0.0):
        return 0.0
    low, high = 0.0, 1.0
    while phi.rising(high):
        low, high = high, high * 2.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if phi.rising(middle) else (low, middle)
    return high


def _crossing(phi: _Exponent, level: float, inside: float, outside: float) -> float:
    """Return the point between `inside` (phi above the level) and `outside` (below it) where phi meets the level."""
    for _ in range(40):  # a cut need not be exact
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if phi.at(middle) > level else (inside, middle)
    return outside


def _cuts(phi: _Exponent, peak_s: float, top: float, threshold_s: float) -> FloatArray:
    """Return the ends of the panels: kinks, the peak, the threshold and the drops on both sides of the peak."""
    step = 1.0
    while phi.at(peak_s + step) > top - DROPS[-1]:
        step *= 2.0
    right = [_crossing(phi, top - drop, peak_s, peak_s + step) for drop in DROPS]
    # phi(0) = 0: a drop to below 0 has no left side.
    left = [_crossing(phi, top - drop, peak_s, 0.0) for drop in DROPS if top - drop > 0.0]
    first = left[-1] if top - DROPS[-1] > 0.0 else 0.0
    last = right[-1]
    # A Weibull law of shape below 1 has an endless slope where its hazard starts: panels shrink towards that instant.
    start = phi.patience.delay_s
    graded = (start + (last - start) * 4.0 ** -np.arange(1, 25)).tolist() if last > start else []
    inside = [x for x in (peak_s, *left, *right, *phi.patience.cuts_s, threshold_s, *graded) if first < x < last]
    return np.unique(np.array([first, *inside, last]))
