"""How many agents are needed: the smallest number that meets a target, by Erlang B, C or A.

Every figure used here moves one way as agents are added, so the answer is found by doubling and halving. Stationary
formulas: for a load that moves during the day see `by_interval` and `square_root`.
"""

import math
from collections.abc import Callable

from sim.theory.checks import above_zero, at_least_zero, probability
from sim.theory.erlang_a import erlang_a_queue
from sim.theory.performance import Performance

MOST_AGENTS = 10_000_000
"""The search stops here: a target that needs more cannot be met in earnest."""


def smallest_count(meets: Callable[[int], bool], guess: int = 0) -> int:
    """Return the smallest n >= 0 with meets(n), for a rule that stays true once it is true.

    Walks away from `guess` with doubled steps until the rule changes, then halves. Raises ValueError when it does not
    hold at 10 million.
    """
    low, high, step = guess, guess, max(1, math.isqrt(guess))
    if meets(guess):
        while low > 0:
            low = max(0, high - step)
            if not meets(low):
                break
            high = low
            step *= 2
        else:
            return 0
    else:
        while True:
            high = low + step
            if high > MOST_AGENTS:
                raise ValueError(f"no number of agents up to {MOST_AGENTS} meets the target")
            if meets(high):
                break
            low = high
            step *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if meets(middle) else (middle, high)
    return high


def agents_for_blocking(load: float, p_blocked_max: float) -> int:
    """Return the smallest n with Erlang B blocking <= p_blocked_max at `load` erlangs (unit-free); one recursion.

    Raises ValueError for a target outside (0, 1].
    """
    a = at_least_zero("load", load)
    if probability("p_blocked_max", p_blocked_max) == 0 and a > 0:
        raise ValueError("p_blocked_max must be above 0: a Poisson stream fills any number of lines now and then")
    blocked, n = 1.0, 0
    while blocked > p_blocked_max:
        n += 1
        blocked = a * blocked / (n + a * blocked)
    return n


def required_agents(
    arrivals_per_s: float,
    mean_handle_s: float,
    mean_patience_s: float = math.inf,
    *,
    threshold_s: float = 20.0,
    service_level: float | None = None,
    p_wait: float | None = None,
    mean_wait_s: float | None = None,
    p_abandon: float | None = None,
    occupancy: float | None = None,
) -> int:
    """Return the smallest number of agents that meets every target that is stated, by Erlang A (Erlang C if endless).

    service_level is a floor: answered within threshold_s, of all offered; the others are ceilings. Rates per second,
    times in seconds, the rest unit-free. Raises ValueError when no target is stated, or one can never be met (a service
    level of 1, an occupancy of 0). Every figure is monotone in n for M/M/n and M/M/n+M.
    """
    load = at_least_zero("arrivals_per_s", arrivals_per_s) * above_zero("mean_handle_s", mean_handle_s)
    stated = [service_level, p_wait, mean_wait_s, p_abandon, occupancy]
    if all(target is None for target in stated):
        raise ValueError("state at least one target: service_level, p_wait, mean_wait_s, p_abandon or occupancy")
    for name, share in (("service_level", service_level), ("p_wait", p_wait), ("p_abandon", p_abandon)):
        if share is not None:
            probability(name, share)
    if occupancy is not None:
        above_zero("occupancy", occupancy)
    if mean_wait_s is not None:
        above_zero("mean_wait_s", mean_wait_s)

    def met(queue: Performance) -> bool:
        checks = (
            service_level is None or queue.service_level >= service_level,
            p_wait is None or queue.p_wait <= p_wait,
            mean_wait_s is None or queue.mean_wait_s <= mean_wait_s,
            p_abandon is None or queue.p_abandon <= p_abandon,
            # Occupancy of nobody is undefined: it is met only where nobody comes.
            occupancy is None or queue.load == 0 or queue.occupancy <= occupancy,
        )
        return all(checks)

    return smallest_count(
        lambda n: met(erlang_a_queue(n, arrivals_per_s, mean_handle_s, mean_patience_s, threshold_s)),
        guess=int(load),
    )
