"""Erlang C: everybody waits as long as it takes (M/M/n).

Customers never give up, so the queue is stable only while the load is below the number of agents. An unstable queue is
answered by its limit (everybody waits, for ever), not by an error, so that an overloaded interval can stand in a table.
"""

import math

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.erlang_b import erlang_b
from sim.theory.performance import Performance


def erlang_c(n_agents: int, load: float) -> float:
    """Return the probability that a customer has to wait in M/M/n.

    C = B / (1 - rho (1 - B)),  rho = a / n,  evaluated as  n B / (n - a + a B)

    `load` a in erlangs (unit-free). Returns 1.0 when load >= n_agents (unstable, or no agents at all).
    Raises ValueError for a negative or fractional n_agents or load. Source: Erlang 1917.
    """
    n = whole("n_agents", n_agents)
    a = at_least_zero("load", load)
    if a >= n:
        return 1.0
    blocked = erlang_b(n, a)
    return n * blocked / (n - a + a * blocked)


def erlang_c_tail(n_agents: int, arrivals_per_s: float, mean_handle_s: float, wait_s: float) -> float:
    """Return P(W > t) = C exp(-(n mu - lambda) t) of M/M/n, first come first served; 1.0 when unstable.

    Rates per second, times in seconds. Raises ValueError for inputs out of range.
    """
    at_least_zero("wait_s", wait_s)
    load = at_least_zero("arrivals_per_s", arrivals_per_s) * above_zero("mean_handle_s", mean_handle_s)
    if load >= n_agents:
        return 1.0
    return erlang_c(n_agents, load) * math.exp(-(n_agents - load) * wait_s / mean_handle_s)


def erlang_c_queue(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, threshold_s: float = 20.0
) -> Performance:
    """Return all stationary figures of M/M/n.

    E W = C / (n mu - lambda),  E Q = lambda E W,  P(W > t) = C exp(-(n mu - lambda) t)

    Rates per second, times in seconds. Unstable (load >= n_agents): p_wait 1, service_level 0, mean_wait_s and
    mean_queue infinite, all agents busy. Raises ValueError for inputs out of range. Source: Erlang 1917.
    """
    tail = erlang_c_tail(n_agents, arrivals_per_s, mean_handle_s, threshold_s)
    load = arrivals_per_s * mean_handle_s
    stable = load < n_agents
    p_wait = erlang_c(n_agents, load)
    wait_s = p_wait * mean_handle_s / (n_agents - load) if stable else math.inf
    busy = load if stable else float(n_agents)
    return Performance(
        n_agents=int(n_agents),
        load=load,
        p_blocked=0.0,
        p_wait=p_wait,
        p_abandon=0.0,
        service_level=1.0 - tail,
        p_over_threshold=tail,
        mean_wait_s=wait_s,
        mean_wait_served_s=wait_s,
        # An empty stream queues nobody, even where no agent is on duty.
        mean_queue=arrivals_per_s * wait_s if arrivals_per_s > 0 else 0.0,
        mean_busy=busy,
        occupancy=busy / n_agents if n_agents else math.nan,
    )
