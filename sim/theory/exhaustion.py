"""Exhaustion in days: the fixed point and the memory of E <- E + alpha D (1 - E) - r E, with days off.

D is the demand of a working day after resources have softened it, D = D_raw (1 - 0.5 R). Demands are taken as given;
in the simulation they depend on exhaustion again, through handle times and occupancy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.theory.checks import above_zero, at_least_zero, probability
from sim.theory.limit_cycle import limit_cycle

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Exhaustion:
    """The limit cycle; values of E are between 0 and 1.

    at_start            (days,) E at the start of each day of the cycle
    mean                mean of these
    memory              share of a deviation that is left after one cycle
    time_constant_days  days in which a deviation falls to 1/e: days of the cycle / -ln(memory); 0 without memory
    """

    at_start: FloatArray
    mean: float
    memory: float
    time_constant_days: float


def exhaustion_fixed_point(demand: float, sensitivity: float, recovery: float) -> tuple[float, float]:
    """Return (fixed point, time constant in days) of exhaustion over working days without days off.

    E* = alpha D / (alpha D + r),  time constant 1 / (alpha D + r)

    `sensitivity` alpha and `recovery` r per day, `demand` D unit-free. The time constant is that of small steps;
    `exhaustion_cycle` gives the exact one of daily steps, -1 / ln(1 - alpha D - r), about half a day shorter. Raises
    ValueError for inputs out of range and where alpha D = r = 0. Source: model section 9.
    """
    push = at_least_zero("demand", demand) * at_least_zero("sensitivity", sensitivity)
    pull = above_zero("sensitivity * demand + recovery", push + at_least_zero("recovery", recovery))
    return push / pull, 1 / pull


def exhaustion_cycle(demands: Sequence[float], sensitivity: float, recoveries: Sequence[float]) -> Exhaustion:
    """Return the limit cycle of exhaustion over a repeated list of days, such as five at work and two off.

    E_{i+1} = (1 - alpha D_i - r_i) E_i + alpha D_i

    Shapes: demands (days,) D_i (0 on a day off) and recoveries (days,) r_i, per day; `sensitivity` alpha per day.
    Raises ValueError for inputs out of range, for days with alpha D + r above 1 (E would leave [0, 1]) and for a cycle
    in which nothing happens. Source: model section 9; own derivation.
    """
    alpha = at_least_zero("sensitivity", sensitivity)
    if len(demands) != len(recoveries) or not demands:
        raise ValueError(
            "demands and recoveries must have the same number of days, at least one, "
            f"got {len(demands)} and {len(recoveries)}"
        )
    pushes = [alpha * at_least_zero(f"demands[{i}]", demand) for i, demand in enumerate(demands)]
    pulls = [
        probability(f"sensitivity * demands[{i}] + recoveries[{i}]", push + at_least_zero(f"recoveries[{i}]", r))
        for i, (push, r) in enumerate(zip(pushes, recoveries, strict=True))
    ]
    at_start, memory = limit_cycle([1 - pull for pull in pulls], pushes)
    return Exhaustion(
        at_start=at_start,
        mean=float(np.mean(at_start)),
        memory=memory,
        time_constant_days=len(demands) / -math.log(memory) if memory > 0 else 0.0,
    )
