"""How often a waiting customer asks "where is my ticket?": chases of one wait that began with a promise.

A promise of T seconds keeps the customer quiet for T. After it lapses chases come at the rate h. A promise may begin
anew: by a notice given in time (with probability kappa, each time a promise runs out) and by a chase, which is answered
with a new time. The customer is taken to be awake all the time: night hours must be left out of every duration.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, at_least_zero, numbers, probability

FloatArray = NDArray[np.float64]

MOST_PROMISES = 1000
"""The longest wait, in promises, that `chases_of_wait` sums over."""

MOST_DOUBLINGS = 120


@dataclass(frozen=True)
class Chases:
    """Chases of one wait: their mean number, and the probability of at least one (unit-free)."""

    mean: float
    p_any: float


def chases_without_restart(
    survival: Callable[[float], float], promise_s: float, chases_per_s: float, cuts_s: tuple[float, ...] = ()
) -> Chases:
    """Return the chases of a wait P of any law when the promise is never renewed.

    E N = h E (P - T)^+ = h int_T^inf P(P > t) dt,  P(N > 0) = int_T^inf h exp(-h (t - T)) P(P > t) dt

    Given P the chases are Poisson with mean h (P - T)^+. `survival`(seconds) -> P(P > t), with its jumps named in
    `cuts_s`; `promise_s` T in seconds, `chases_per_s` h. By quadrature, relative error about 1e-9. Raises ValueError
    for inputs out of range and for a wait of infinite mean. Source: own derivation (model section 3).
    """
    promise, h = at_least_zero("promise_s", promise_s), at_least_zero("chases_per_s", chases_per_s)

    def lasting(t: float) -> float:
        return float(survival(promise + t))

    cuts = tuple(cut - promise for cut in cuts_s)
    beyond_s = _integral_to_infinity(lasting, cuts)
    p_any = _integral_to_infinity(lambda t: h * math.exp(-h * t) * lasting(t), cuts)
    return Chases(mean=h * beyond_s, p_any=p_any)


def chases_with_restart(mean_wait_s: float, promise_s: float, chases_per_s: float, p_notice_kept: float) -> Chases:
    """Return the chases of an exponential wait when kept notices and chases start the promise anew.

    x = e^(-eta T) (1 - kappa) h / (h + eta) / (1 - kappa e^(-eta T)),  E N = x / (1 - x),  P(N > 0) = x

    Fresh promise, x = P(a chase will come): the wait outlasts T (e^(-eta T)); then either a notice, and all is as at
    first (kappa x), or none, and the chase comes before the end of the wait ((1 - kappa) h / (h + eta)). After a chase
    all is as at first, so N is geometric: P(N >= k) = x^k. `mean_wait_s` = 1/eta and `promise_s` T in seconds,
    `chases_per_s` h. Raises ValueError for inputs out of range, and for notices surely kept of promises of no length.
    Source: own derivation (model section 3).
    """
    eta = 1.0 / above_zero("mean_wait_s", mean_wait_s)
    promise, h = at_least_zero("promise_s", promise_s), at_least_zero("chases_per_s", chases_per_s)
    kept = probability("p_notice_kept", p_notice_kept)
    if kept == 1 and promise == 0:
        raise ValueError("promise_s must be above 0 when every notice is kept (p_notice_kept = 1)")
    outlasts = math.exp(-eta * promise)
    x = outlasts * (1 - kept) * h / (h + eta) / (1 - kept * outlasts)
    return Chases(mean=x / (1 - x), p_any=x)


def chases_of_wait(
    wait_s: ArrayLike, promise_s: float, chases_per_s: float, p_notice_kept: float
) -> tuple[FloatArray, FloatArray]:
    """Return (mean number of chases, P(at least one)) of waits of known length, when the promise starts anew.

    E N(w) = sum_{m>=1} sum_{k=1..m} C(m-1, k-1) (1-kappa)^k kappa^(m-k) P(Gamma(k, h) <= w - m T)
    P(N(w) > 0) = sum_{m>=1} (1-kappa) kappa^(m-1) (1 - exp(-h (w - m T)^+))

    The k-th chase comes after k lapses of rate h and m promises, m negative binomial: the renewal function. Averaged
    over a law of waits it serves any law. Shapes: wait_s (waits,) seconds -> two of (waits,); T in seconds, above 0; h
    per second. Raises ValueError for inputs out of range and waits over 1000 promises. Source: own derivation.
    """
    waits = numbers("wait_s", np.atleast_1d(np.asarray(wait_s, dtype=np.float64)))
    promise, h = above_zero("promise_s", promise_s), at_least_zero("chases_per_s", chases_per_s)
    kept = probability("p_notice_kept", p_notice_kept)
    longest = float(waits.max(initial=0.0))
    if longest > MOST_PROMISES * promise:
        raise ValueError(f"wait_s must be at most {MOST_PROMISES} promises of {promise_s!r} s, got {longest!r}")
    from scipy.special import gammainc
    from scipy.stats import binom

    means, p_any = np.zeros(waits.size), np.zeros(waits.size)
    for m in range(1, math.ceil(longest / promise) + 1):
        lapsed = h * np.maximum(waits - m * promise, 0.0)
        p_any += (1 - kept) * kept ** (m - 1) * -np.expm1(-lapsed)
        k = np.arange(1, m + 1)
        weights = (1 - kept) * binom.pmf(k - 1, m - 1, 1 - kept)
        means += weights @ gammainc(k[:, None], lapsed[None, :])
    return means, p_any


def _integral_to_infinity(f: Callable[[float], float], cuts: tuple[float, ...]) -> float:
    """Return int_0^inf f by pieces that double in length, so that any scale of time is met; f must not rise."""
    from scipy.integrate import quad

    at_start = f(0.0)
    if at_start <= 0:
        return 0.0
    step = 1.0
    while f(step) < at_start / 2 and step > 1e-9:  # shorter than a second
        step /= 2
    while f(step) > at_start / 2 and step < 1e12:  # longer
        step *= 2
    ends = [0.0, step / 8, step / 4, step / 2]
    total, low = 0.0, 0.0
    for doubling in range(MOST_DOUBLINGS):
        high = ends[doubling + 1] if doubling < 3 else step * 2.0 ** (doubling - 3)
        inside = [cut for cut in cuts if low < cut < high]
        knots = [low, *sorted(inside), high]
        piece = sum(
            float(quad(f, a, b, epsabs=0.0, epsrel=1e-11, limit=200)[0]) for a, b in pairwise(knots) if f(a) > 0
        )
        total += piece
        if doubling > 3 and piece <= 1e-12 * total:
            return total
        low = high
    raise ValueError("the wait must have a finite mean: its survival function does not fall to 0 fast enough")
