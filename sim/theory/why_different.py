"""Why a simulated figure and the stationary formula by interval differ: reasons in plain words, each with its number.

A reason is given only where its input says that it applies. The reasons say what the formula leaves out and which way
that usually pushes the true figures; they do not measure how much.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.theory.checks import above_zero, at_least_zero, numbers, probability, whole

CV_NEAR_EXPONENTIAL = 0.1
"""A coefficient of variation within 0.1 of 1 counts as exponential (assumed)."""

LONG_HANDLE_TIME = 0.2
"""A mean handle time above this share of the interval counts as long (assumed)."""


@dataclass(frozen=True)
class Reason:
    """One reason: a fixed name, a sentence for the reader, and the number in it (unit-free)."""

    name: str
    text: str
    evidence: float


def why_different(
    *,
    busyness_variance: float = 0.0,
    load_ratios: ArrayLike = (),
    service_cv: float = 1.0,
    patience_cv: float = 1.0,
    p_balk: float = 0.0,
    n_queues: int = 1,
    p_redial: float = 0.0,
    staff_changes_within_intervals: int = 0,
    mean_handle_s: float = 0.0,
    interval_s: float = 900.0,
) -> tuple[Reason, ...]:
    """Return the reasons for a difference between simulation and `stationary_by_interval`, in a fixed order.

    busyness_variance                 variance of the day factor, mean 1 (1/kappa); 0: days are alike
    load_ratios                       (intervals,) load / agents of each interval with arrivals
    service_cv, patience_cv           standard deviation / mean of handle time and patience (exponential: 1)
    p_balk                            share that leaves at once unless an agent is free
    n_queues                          queues (skills, languages, channels) that share agents
    p_redial                          share of those who gave up that calls again
    staff_changes_within_intervals    changes of headcount that fall inside an interval
    mean_handle_s, interval_s         seconds

    The defaults give no reason. Raises ValueError for inputs out of range.
    """
    reasons: list[Reason] = []

    def add(name: str, evidence: float, text: str) -> None:
        reasons.append(Reason(name, text, float(evidence)))

    spread = math.sqrt(at_least_zero("busyness_variance", busyness_variance))
    if spread > 0:
        add(
            "busyness",
            spread,
            f"Days differ: how busy a day is varies by {spread:.0%} around its mean. The formula takes every day as "
            "average; busy days lose more than quiet days gain, so true service is usually worse.",
        )
    ratios = numbers("load_ratios", load_ratios, finite=False)
    n_over = int(np.count_nonzero(ratios >= 1))
    if n_over:
        verb = "has" if n_over == 1 else "have"
        add(
            "overload",
            n_over,
            f"{n_over} of {ratios.size} intervals {verb} at least as much work as agents can do (highest load "
            f"{_percent(ratios.max())}). The backlog is carried into later intervals; the formula starts each interval "
            "afresh, and takes the overload of an interval as lasting.",
        )
    if abs(at_least_zero("service_cv", service_cv) - 1) > CV_NEAR_EXPONENTIAL:
        more = "more" if service_cv > 1 else "less"
        effect = "longer" if service_cv > 1 else "shorter"
        add(
            "service",
            service_cv,
            f"Handle times vary {more} than the formula assumes (standard deviation {service_cv:.2f} times the mean, "
            f"formula 1): true waits are usually {effect}.",
        )
    if abs(at_least_zero("patience_cv", patience_cv) - 1) > CV_NEAR_EXPONENTIAL:
        add(
            "patience",
            patience_cv,
            f"Patience is not exponential (standard deviation {patience_cv:.2f} times the mean, formula 1): what "
            "counts is how many give up early, so abandonment may be off either way.",
        )
    if probability("p_balk", p_balk) > 0:
        add(
            "balking",
            p_balk,
            f"{p_balk:.1%} of customers leave at once when nobody is free; the formula lets everyone wait at first.",
        )
    if whole("n_queues", n_queues, at_least=1) > 1:
        add(
            "skills",
            n_queues,
            f"{n_queues} queues share agents by skill and priority; the formula treats each set of agents as one queue "
            "that does nothing else.",
        )
    if probability("p_redial", p_redial) > 0:
        add(
            "redial",
            p_redial,
            f"{p_redial:.0%} of those who give up call again, mostly while it is still busy; the formula sees only the "
            "arrivals that it is given, as if they came independently.",
        )
    if whole("staff_changes_within_intervals", staff_changes_within_intervals) > 0:
        times = "time" if staff_changes_within_intervals == 1 else "times"
        add(
            "staff changes",
            staff_changes_within_intervals,
            f"The number of agents changes {staff_changes_within_intervals} {times} within an interval; the formula "
            "uses one number for each interval.",
        )
    share = at_least_zero("mean_handle_s", mean_handle_s) / above_zero("interval_s", interval_s)
    if share > LONG_HANDLE_TIME:
        add(
            "lag",
            share,
            f"A contact takes {_percent(share)} of an interval on average, so work runs on into later intervals; the "
            "formula ends it with the interval, too early after a peak. Lag-SIPP moves the arrivals by a handle time.",
        )
    return tuple(reasons)


def _percent(share: float) -> str:
    return "without limit, no agents" if math.isinf(share) else f"{share:.0%}"
