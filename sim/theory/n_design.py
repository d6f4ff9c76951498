"""The N-design: flexible agents help a second class of customers, with static priority and exponential patience.

Class 1 may be served by pool 1 and by pool 2, class 2 by pool 2 only.
Agent selection: a class-1 arrival takes an idle agent of its own pool 1 first, then of pool 2; else it waits.
A class-2 arrival takes an idle agent of pool 2; else it waits.
Item selection: a freed pool-1 agent takes the first of class 1. A freed pool-2 agent takes the first waiting of the
class with priority, else the first of the other class. Nobody is interrupted or moved; nobody idles while someone whom
they can serve waits. Handle times are exponential with a mean that depends on the pool, not on the class, which leaves
two numbers: x1 = busy in pool 1 + class 1 waiting, x2 = busy in pool 2 + class 2 waiting.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.sparse_chain import stationary_law

EDGE_MASS_AT_MOST = 1e-10

Pair = tuple[float, float]
Moves = Iterator[tuple[tuple[int, int], float]]


@dataclass(frozen=True)
class NDesign:
    """Stationary figures; pairs are (class 1, class 2) or (pool 1, pool 2). Waits in seconds, the rest unit-free.

    p_wait          found no agent free who may serve them
    p_abandon       gave up / arrivals (0 without patience)
    mean_wait_s     mean wait, abandoned customers included
    mean_queue      mean number waiting
    occupancy       by pool: mean busy agents / agents (NaN for an empty pool)
    p_helped        share of class 1's served customers who were served by pool 2
    edge_mass       probability of the last states kept: a measure of the truncation error
    """

    p_wait: Pair
    p_abandon: Pair
    mean_wait_s: Pair
    mean_queue: Pair
    occupancy: Pair
    p_helped: float
    edge_mass: float


def n_design_queue(
    n_agents: tuple[int, int],
    arrivals_per_s: Pair,
    mean_handle_s: Pair,
    mean_patience_s: Pair,
    priority: Literal[1, 2] = 1,
) -> NDesign:
    """Return the stationary figures of the two-class N-design described above.

    Pairs: agents by pool, arrivals per second by class, mean handle time by pool and mean patience by class (seconds,
    math.inf: nobody gives up). `priority` is the class that a freed pool-2 agent takes first. The chain (x1, x2) is
    solved sparse on a box that grows until its edges hold less than 1e-10; at most 300,000 states. Raises ValueError
    for inputs out of range, and for a class whose queue would grow for ever.
    """
    n1, n2 = whole("n_agents[0]", n_agents[0]), whole("n_agents[1]", n_agents[1])
    rate1 = above_zero("arrivals_per_s[0]", arrivals_per_s[0])
    rate2 = at_least_zero("arrivals_per_s[1]", arrivals_per_s[1])
    mu1, mu2 = (1 / above_zero("mean_handle_s", mean) for mean in mean_handle_s)
    theta1, theta2 = (1 / above_zero("mean_patience_s", mean, finite=False) for mean in mean_patience_s)
    if priority not in (1, 2):
        raise ValueError(f"priority must be 1 or 2, got {priority!r}")
    _check_stable((n1 * mu1, n2 * mu2), (rate1, rate2), (theta1, theta2), priority)
    top1, top2 = _first_box((n1, n2), (rate1, rate2), (mu1, mu2), (theta1, theta2))

    while True:

        def moves(state: tuple[int, int], top1: int = top1, top2: int = top2) -> Moves:
            x1, x2 = state
            waiting1, waiting2 = max(0, x1 - n1), max(0, x2 - n2)
            if x1 < n1 or (x2 >= n2 and x1 < top1):
                yield (x1 + 1, x2), rate1
            elif x2 < n2:
                yield (x1, x2 + 1), rate1
            if x2 < top2:
                yield (x1, x2 + 1), rate2
            yield (x1 - 1, x2), min(x1, n1) * mu1 + waiting1 * theta1
            pool2_takes_class1 = waiting1 > 0 and (priority == 1 or waiting2 == 0)
            yield (x1 - 1, x2) if pool2_takes_class1 else (x1, x2 - 1), min(x2, n2) * mu2
            yield (x1, x2 - 1), waiting2 * theta2

        law = stationary_law((0, 0), moves)
        edge1 = sum(p for (x1, _), p in law.items() if x1 == top1)
        edge2 = sum(p for (_, x2), p in law.items() if x2 == top2)
        if max(edge1, edge2) < EDGE_MASS_AT_MOST:
            break
        top1 = top1 if edge1 < EDGE_MASS_AT_MOST else top1 * 3 // 2
        top2 = top2 if edge2 < EDGE_MASS_AT_MOST else top2 * 3 // 2

    queue1 = sum(p * max(0, x1 - n1) for (x1, _), p in law.items())
    queue2 = sum(p * max(0, x2 - n2) for (_, x2), p in law.items())
    busy1 = sum(p * min(x1, n1) for (x1, _), p in law.items())
    busy2 = sum(p * min(x2, n2) for (_, x2), p in law.items())
    served1 = rate1 - theta1 * queue1
    return NDesign(
        p_wait=(
            sum(p for (x1, x2), p in law.items() if x1 >= n1 and x2 >= n2),
            sum(p for (_, x2), p in law.items() if x2 >= n2),
        ),
        p_abandon=(theta1 * queue1 / rate1, theta2 * queue2 / rate2 if rate2 else 0.0),
        mean_wait_s=(queue1 / rate1, queue2 / rate2 if rate2 else 0.0),
        mean_queue=(queue1, queue2),
        occupancy=(busy1 / n1 if n1 else math.nan, busy2 / n2 if n2 else math.nan),
        p_helped=(served1 - mu1 * busy1) / served1,
        edge_mass=max(edge1, edge2),
    )


def _check_stable(serving: Pair, rates: Pair, thetas: Pair, priority: int) -> None:
    """Raise ValueError where a class without patience meets too few agents for certain."""
    checks = (
        ("class 2", thetas[1], rates[1], serving[1]),
        ("class 1", thetas[0], rates[0], sum(serving)),
        ("everybody together", max(thetas), sum(rates), sum(serving)),
    )
    for who, theta, rate, most in checks:
        if theta == 0 and rate >= most:
            raise ValueError(f"{who} never gives up, and at most {most:.6g} of {rate:.6g} arrivals per s can be served")


def _first_box(n: tuple[int, int], rates: Pair, mus: Pair, thetas: Pair) -> tuple[int, int]:
    """Return first values for the largest x1 and x2: the agents plus a generous line."""
    lines = []
    for rate, theta in zip(rates, thetas, strict=True):
        endless = 1 / theta if theta else 20 / min(mus)
        lines.append(int(rate * endless + 6 * math.sqrt(rate * endless) + 15))
    return n[0] + lines[0], n[1] + lines[1]
