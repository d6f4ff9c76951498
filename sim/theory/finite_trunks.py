"""A limited number of places (telephone lines, chat slots): M/M/n/K and M/M/n/K+M.

Whoever finds all K places taken hears the busy tone and is gone. Blocking protects the wait of the others, which is why
a service level without its blocking rate says little.
"""

import math

from sim.theory.checks import above_zero, at_least_zero, probability, whole
from sim.theory.erlang_a import markov_queue
from sim.theory.performance import Performance
from sim.theory.waiting_line import MOST_LENGTHS


def finite_trunk_queue(
    n_agents: int,
    n_places: int,
    arrivals_per_s: float,
    mean_handle_s: float,
    mean_patience_s: float = math.inf,
    threshold_s: float = 20.0,
) -> Performance:
    """Return all stationary figures of M/M/n/K+M (M/M/n/K with the default endless patience).

    P(N = k) ~ prod lambda / (min(i, n) mu + (i - n)^+ theta), k <= K;  p_blocked = P(N = K)

    `n_places` K >= n_agents counts customers in service and waiting; K = n_agents is Erlang B. Always stable. Rates per
    second, times in seconds. Figures other than p_blocked are over admitted customers. Raises ValueError for inputs out
    of range. Source: any birth-death text, for example Gans, Koole and Mandelbaum, M&SOM 5 (2003).
    """
    return markov_queue(n_agents, arrivals_per_s, mean_handle_s, mean_patience_s, n_places, threshold_s)


def places_for_blocking(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, mean_patience_s: float, p_blocked_max: float
) -> int:
    """Return the fewest places K >= n_agents that block at most `p_blocked_max` of attempts.

    P(N = K) of a birth-death chain cut at K follows B_K = r_K B_{K-1} / (1 + r_K B_{K-1}), r_K = lambda / d_K, d_K the
    rate of leaving state K: one pass. Rates per second, times in seconds. Raises ValueError when no number of places is
    enough (endless patience and a load of n_agents or more) and for inputs out of range.
    """
    n = whole("n_agents", n_agents)
    arrivals = at_least_zero("arrivals_per_s", arrivals_per_s)
    mu = 1.0 / above_zero("mean_handle_s", mean_handle_s)
    leaving = 1.0 / above_zero("mean_patience_s", mean_patience_s, finite=False)
    limit = probability("p_blocked_max", p_blocked_max)
    lowest = max(0.0, 1.0 - n * mu / arrivals) if arrivals > 0 and leaving == 0 else 0.0
    if limit <= lowest and arrivals > 0:
        raise ValueError(
            f"p_blocked_max = {p_blocked_max!r} cannot be reached with any number of places: at least {lowest:.3g} of "
            f"attempts are blocked with {n} agents and a load of {arrivals / mu:.3g}"
        )
    blocked, k = 1.0, 0
    while k < n or blocked > limit:
        k += 1
        offered = arrivals * blocked
        blocked = offered / (min(k, n) * mu + max(0, k - n) * leaving + offered) if offered else 0.0
        if k > MOST_LENGTHS:
            raise ValueError(f"p_blocked_max = {p_blocked_max!r} needs more than {MOST_LENGTHS} places")
    return k
