"""The transient law of a birth-death chain by uniformisation.

The chain is looked at the points of a Poisson process fast enough to carry every event; what happens in a time is then
a Poisson mixture of powers of one stochastic matrix. Only positive numbers are added, so the error is the truncated
Poisson mass and rounding.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.theory.checks import at_least_zero

FloatArray = NDArray[np.float64]

POISSON_TAIL = 1e-14


def poisson_weights(mean: float) -> FloatArray:
    """Return P(Poisson(mean) = k) for k = 0..K, with less than 1e-14 of the mass beyond K, summing to 1.

    Products are taken from the most likely value outwards, so any mean can be given.
    """
    mode = int(at_least_zero("mean", mean))
    # Bernstein's bound for the tail: with x = 33 > -log(1e-14), K = m + sqrt(2 m x) + x leaves out less than e^-33.
    largest = mode + math.ceil(math.sqrt(66.0 * mean) + 33.0)
    above = mean / np.arange(mode + 1, largest + 1, dtype=np.float64)
    below = np.arange(mode, 0, -1, dtype=np.float64) / mean if mode else np.zeros(0)
    weights = np.concatenate([np.cumprod(below)[::-1], np.ones(1), np.cumprod(above)])
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def evolve(start: FloatArray, births: FloatArray, deaths: FloatArray, time_s: float) -> tuple[FloatArray, FloatArray]:
    """Return the law after `time_s` seconds and the expected time spent in each state until then (seconds).

    p(t) = sum_k Poisson(k; G t) p(0) P^k,   int_0^t p = sum_k P(Poisson(G t) > k) / G * p(0) P^k

    P = 1 + Q / G, G = the largest rate of leaving a state. Shapes: start, births, deaths (states,); births[k] is the
    rate k -> k+1, deaths[k] the rate k -> k-1, per second; the birth out of the last state and the death out of the
    first are ignored. Source: Jensen 1953; Grassmann, Computers & Operations Research 4 (1977).
    """
    up = births.copy()
    up[-1] = 0.0
    down = deaths.copy()
    down[0] = 0.0
    fastest = float((up + down).max())
    if fastest * at_least_zero("time_s", time_s) == 0.0:
        return start.copy(), start * time_s
    weights = poisson_weights(fastest * time_s)
    # P(Poisson > k), summed from the small end.
    beyond = np.concatenate([np.cumsum(weights[:0:-1])[::-1], np.zeros(1)])
    p_up = up[:-1] / fastest
    p_down = down[1:] / fastest
    p_stay = 1.0 - (up + down) / fastest
    law, end, spent = start.copy(), start * weights[0], start * beyond[0]
    for weight, later in zip(weights[1:].tolist(), beyond[1:].tolist(), strict=True):
        following = p_stay * law
        following[1:] += p_up * law[:-1]
        following[:-1] += p_down * law[1:]
        law = following
        if weight > 0.0:
            end += weight * law
        spent += later * law
    return end, spent / fastest
