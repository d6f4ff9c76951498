"""Angry customers in a queue: how many are angry by the time an agent takes them, over the law of the wait."""

import math
from typing import NamedTuple

from sim.theory.checks import above_zero, at_least_zero, probability
from sim.theory.erlang_c import erlang_c_queue


class AngryQueue(NamedTuple):
    """Figures of a queue whose customers grow angry."""

    share: float
    """angry when an agent takes them"""
    mean_wait_angry_s: float
    mean_wait_calm_s: float


def angry_queue(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, share: float, per_doubling: float, expects_s: float
) -> AngryQueue:
    """Return who is angry in M/M/n, first come first served, where nothing but the wait makes anybody angry.

    P(angry) = E p(W),   E[W | angry] = E[W p(W)] / E p(W),
    p(w) = 1 / (1 + (1 - share) / share (1 + w / expects)^(-per_doubling / ln 2))

    W is 0 with probability 1 - C and otherwise exponential with rate n mu - lambda; integrated numerically. Per second,
    seconds, log-odds; 0 < share < 1. Raises ValueError for inputs out of range and where the queue is unstable.
    """
    from scipy.integrate import quad

    above_zero("expects_s", expects_s)
    at_least_zero("per_doubling", per_doubling)
    if not 0 < probability("share", share) < 1:
        raise ValueError(f"share must lie between 0 and 1, got {share!r}")
    p_wait = erlang_c_queue(n_agents, arrivals_per_s, mean_handle_s).p_wait
    spare = n_agents / mean_handle_s - arrivals_per_s
    if spare <= 0:
        raise ValueError(f"{n_agents} agents cannot serve a load of {arrivals_per_s * mean_handle_s:g}")

    def p(wait_s: float) -> float:
        calm = (1.0 - share) / share * math.pow(1.0 + wait_s / expects_s, -per_doubling / math.log(2.0))
        return 1.0 / (1.0 + calm)

    delayed = quad(lambda x: p(x / spare) * math.exp(-x), 0.0, math.inf)[0]
    waited_s = p_wait * quad(lambda x: x / spare * p(x / spare) * math.exp(-x), 0.0, math.inf)[0]
    angry = (1.0 - p_wait) * share + p_wait * delayed
    return AngryQueue(angry, waited_s / angry, (p_wait / spare - waited_s) / (1.0 - angry))
