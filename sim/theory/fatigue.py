"""Fatigue in hours: exact on repeated patterns of work, idle time, breaks and nights.

dF/dt = phi l (1 - F) - rho F with l and rho constant over each piece of a cycle. Angry contacts that come as a Poisson
stream and push F up by a jump e (1 - F) act on the mean of F like a further push, because the jump is linear in F.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.theory.checks import above_zero, at_least_zero, probability
from sim.theory.limit_cycle import limit_cycle

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class FatiguePiece:
    """A piece of a cycle: its hours, the load l (unit-free), the recovery rho per hour, and jumps if there are any."""

    hours: float
    load: float
    recovery_per_h: float
    jumps_per_h: float = 0.0
    jump: float = 0.0


@dataclass(frozen=True, eq=False)
class FatigueCycle:
    """The limit cycle; all values of F are between 0 and 1.

    at_start        (pieces,) F where each piece begins: every maximum and minimum is among them
    mean_by_piece   (pieces,) time means
    mean            time mean over the whole cycle
    memory          share of a deviation that is left after one cycle
    """

    at_start: FloatArray
    mean_by_piece: FloatArray
    mean: float
    memory: float


def fatigue_after(start: float, push_per_h: float, recovery_per_h: float, hours: float) -> tuple[float, float]:
    """Return (F after `hours`, time mean of F meanwhile) from dF/dt = p (1 - F) - rho F with p = phi l.

    k = p + rho,  F_inf = p / k,  F(t) = F_inf + (F_0 - F_inf) e^(-k t),  mean = F_inf + (F_0 - F_inf)(1 - e^(-kt))/(kt)

    Rates per hour. Raises ValueError for inputs out of range. Source: model section 9.
    """
    first = probability("start", start)
    push, k = _rates(push_per_h, recovery_per_h)
    t = at_least_zero("hours", hours)
    if k * t == 0:
        return first, first
    limit, gone = push / k, -math.expm1(-k * t)
    return first + (limit - first) * gone, limit + (first - limit) * gone / (k * t)


def fatigue_cycle(push_per_h: float, pieces: Sequence[FatiguePiece]) -> FatigueCycle:
    """Return the periodic solution of dF/dt = (phi l + a e)(1 - F) - rho F over a repeated cycle of pieces.

    over a piece F <- F e^(-kt) + F_inf (1 - e^(-kt));  the cycle is the fixed point of the whole chain of pieces

    `push_per_h` phi; a piece with a jumps per hour of size e (1 - F) has p = phi l + a e, and the result is then the
    mean over all courses. Whatever F was at first, it comes to this cycle. Raises ValueError for inputs out of range
    and for a cycle in which nothing happens. Source: model section 9; own derivation.
    """
    phi = at_least_zero("push_per_h", push_per_h)
    if not pieces:
        raise ValueError("pieces must have at least one piece, got none")
    slopes, shifts, rates = [], [], []
    for i, piece in enumerate(pieces):
        above_zero(f"pieces[{i}].hours", piece.hours)
        extra = at_least_zero(f"pieces[{i}].jumps_per_h", piece.jumps_per_h) * probability("jump", piece.jump)
        push = phi * at_least_zero(f"pieces[{i}].load", piece.load) + extra
        _, k = _rates(push, piece.recovery_per_h)
        gone = -math.expm1(-k * piece.hours)
        slopes.append(math.exp(-k * piece.hours))
        shifts.append(push / k * gone if k > 0 else 0.0)
        rates.append(push)
    at_start, memory = limit_cycle(slopes, shifts)
    means = np.array(
        [
            fatigue_after(min(1.0, float(first)), push, piece.recovery_per_h, piece.hours)[1]
            for first, push, piece in zip(at_start, rates, pieces, strict=True)
        ]
    )
    hours = np.array([piece.hours for piece in pieces])
    return FatigueCycle(at_start, means, float(means @ hours / hours.sum()), memory)


def _rates(push_per_h: float, recovery_per_h: float) -> tuple[float, float]:
    """Return p and k = p + rho."""
    push = at_least_zero("push_per_h", push_per_h)
    return push, push + at_least_zero("recovery_per_h", recovery_per_h)
