"""How long customers are willing to wait: survival functions with their integrals, ready for M/M/n+G.

Each family has a share `p_balk` that leaves at once unless an agent is free, and a delay `delay_s` in which nobody else
gives up (customers who listen to the greeting). All times in seconds.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import above_zero, at_least_zero, numbers, probability

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Patience:
    """A law of patience R, given by the part that runs after the delay.

    P(R > t) = (1 - p_balk) * F(t - delay),  F = 1 before the delay ends;  H(x) = int_0^x P(R > u) du

    family_survival       F(y), y >= 0, elementwise
    family_cumulative     int_0^y F, elementwise
    mean_after_delay_s    int_0^inf F (math.inf where a share never gives up)
    kinks_s               instants y at which F jumps or bends: integrals are cut there
    p_never               limit of F at infinity: the share (of those who do not balk) that never gives up
    """

    family_survival: Callable[[FloatArray], FloatArray]
    family_cumulative: Callable[[FloatArray], FloatArray]
    mean_after_delay_s: float
    kinks_s: tuple[float, ...] = ()
    p_never: float = 0.0
    p_balk: float = 0.0
    delay_s: float = 0.0

    def __post_init__(self) -> None:
        """Check the shares and the times."""
        probability("p_balk", self.p_balk)
        probability("p_never", self.p_never)
        at_least_zero("delay_s", self.delay_s)
        above_zero("mean_after_delay_s", self.mean_after_delay_s, finite=False)

    def survival(self, wait_s: ArrayLike) -> FloatArray:
        """Return P(R > t) for t >= 0 (seconds), elementwise."""
        after = np.asarray(wait_s, dtype=np.float64) - self.delay_s
        family = np.where(after < 0, 1.0, self.family_survival(np.maximum(after, 0.0)))
        return (1.0 - self.p_balk) * family

    def cumulative_survival(self, wait_s: ArrayLike) -> FloatArray:
        """Return H(t) = E min(R, t) (seconds), elementwise."""
        wait = np.asarray(wait_s, dtype=np.float64)
        after = self.family_cumulative(np.maximum(wait - self.delay_s, 0.0))
        total: FloatArray = (1.0 - self.p_balk) * (np.minimum(wait, self.delay_s) + after)
        return total

    @property
    def mean_s(self) -> float:
        """Mean patience with balking (0 s) and delay counted: (1 - p_balk) (delay + mean after it)."""
        return (1.0 - self.p_balk) * (self.delay_s + self.mean_after_delay_s) if self.p_balk < 1 else 0.0

    @property
    def cuts_s(self) -> tuple[float, ...]:
        """Instants above 0 at which the survival function is not smooth."""
        return tuple(t for t in (self.delay_s, *(self.delay_s + y for y in self.kinks_s)) if 0 < t < math.inf)


def exponential_patience(mean_s: float, *, p_balk: float = 0.0, delay_s: float = 0.0) -> Patience:
    """Return exponential patience: F(y) = exp(-y/m), int F = m (1 - exp(-y/m)); `mean_s` m runs from the delay on."""
    m = above_zero("mean_s", mean_s)
    return Patience(lambda y: np.exp(-y / m), lambda y: -m * np.expm1(-y / m), m, p_balk=p_balk, delay_s=delay_s)


def weibull_patience(shape: float, mean_s: float, *, p_balk: float = 0.0, delay_s: float = 0.0) -> Patience:
    """Return Weibull patience: F(y) = exp(-(y/s)^k), int F = m P(1/k, (y/s)^k), s = m / Gamma(1 + 1/k).

    P is the regularised incomplete gamma function; k < 1: those who stay grow more patient. Seconds; k unit-free.
    """
    k, m = above_zero("shape", shape), above_zero("mean_s", mean_s)
    scale_s = m / math.gamma(1.0 + 1.0 / k)

    def survival(y: FloatArray) -> FloatArray:
        return np.asarray(np.exp(-((y / scale_s) ** k)), dtype=np.float64)

    def cumulative(y: FloatArray) -> FloatArray:
        from scipy.special import gammainc

        return np.asarray(m * gammainc(1.0 / k, (y / scale_s) ** k), dtype=np.float64)

    return Patience(survival, cumulative, m, p_balk=p_balk, delay_s=delay_s)


def hyperexponential_patience(
    p_first: float, mean_first_s: float, mean_second_s: float, *, p_balk: float = 0.0, delay_s: float = 0.0
) -> Patience:
    """Return two-phase hyperexponential patience: a share p_first of one mean, the rest of another (seconds)."""
    p = probability("p_first", p_first)
    first, second = above_zero("mean_first_s", mean_first_s), above_zero("mean_second_s", mean_second_s)
    return Patience(
        lambda y: p * np.exp(-y / first) + (1 - p) * np.exp(-y / second),
        lambda y: -p * first * np.expm1(-y / first) - (1 - p) * second * np.expm1(-y / second),
        p * first + (1 - p) * second,
        p_balk=p_balk,
        delay_s=delay_s,
    )


def deterministic_patience(patience_s: float, *, p_balk: float = 0.0, delay_s: float = 0.0) -> Patience:
    """Return patience of exactly `patience_s` seconds (after the delay): F(y) = 1 for y < patience, else 0."""
    end = above_zero("patience_s", patience_s)
    return Patience(
        lambda y: np.where(y < end, 1.0, 0.0), lambda y: np.minimum(y, end), end, (end,), p_balk=p_balk, delay_s=delay_s
    )


def uniform_patience(low_s: float, high_s: float, *, p_balk: float = 0.0, delay_s: float = 0.0) -> Patience:
    """Return patience uniform between low_s and high_s seconds (after the delay); ValueError unless low_s < high_s."""
    low, high = at_least_zero("low_s", low_s), above_zero("high_s", high_s)
    if not low < high:
        raise ValueError(f"low_s must be below high_s, got {low_s!r} and {high_s!r}")
    width = high - low

    def cumulative(y: FloatArray) -> FloatArray:
        into = np.clip(y - low, 0.0, width)
        return np.asarray(np.minimum(y, low) + into - into * into / (2 * width), dtype=np.float64)

    return Patience(
        lambda y: 1.0 - np.clip(y - low, 0.0, width) / width,
        cumulative,
        (low + high) / 2,
        (low, high),
        p_balk=p_balk,
        delay_s=delay_s,
    )


def empirical_patience(
    times_s: Sequence[float] | FloatArray,
    survival: Sequence[float] | FloatArray,
    *,
    p_balk: float = 0.0,
    delay_s: float = 0.0,
) -> Patience:
    """Return patience by steps, such as a Kaplan-Meier estimate: F(y) = survival[i] for times_s[i] <= y < times_s[i+1].

    F is 1 before times_s[0]; a last value above 0 is the share that never gives up. Shapes: two vectors of one length,
    times strictly increasing and >= 0, survival falling within [0, 1]. Raises ValueError otherwise.
    """
    times = numbers("times_s", np.asarray(times_s))
    steps = numbers("survival", np.asarray(survival), times.size)
    if times.size == 0 or (np.diff(times) <= 0).any():
        raise ValueError(f"times_s must be strictly increasing and not empty, got {times.tolist()!r}")
    levels = np.concatenate([np.ones(1), steps])
    if (np.diff(levels) > 0).any():
        raise ValueError(f"survival must fall from at most 1 and never rise, got {steps.tolist()!r}")
    starts = np.concatenate([np.zeros(1), times])
    areas = np.concatenate([np.zeros(1), np.cumsum(levels[:-1] * np.diff(starts))])

    def family_survival(y: FloatArray) -> FloatArray:
        return np.asarray(levels[np.searchsorted(times, y, side="right")], dtype=np.float64)

    def cumulative(y: FloatArray) -> FloatArray:
        step = np.searchsorted(times, y, side="right")
        return np.asarray(areas[step] + levels[step] * (y - starts[step]), dtype=np.float64)

    p_never = float(levels[-1])
    mean_s = math.inf if p_never > 0 else float(areas[-1])
    kinks_s = tuple(float(t) for t in times)
    return Patience(family_survival, cumulative, mean_s, kinks_s, p_never, p_balk=p_balk, delay_s=delay_s)
