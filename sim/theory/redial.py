"""Customers who give up and call again: the two-dimensional chain (in system, in orbit).

M/M/n+M in which whoever gives up joins the orbit with probability r, and each in orbit calls again after an exponential
delay, as patient as before. Attempts are more than customers: staffing to counted calls without this counts the same
demand twice. The redial probability does not fall with the attempt.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.erlang_a import erlang_a_queue
from sim.theory.sparse_chain import stationary_law

EDGE_MASS_AT_MOST = 1e-10

Moves = Iterator[tuple[tuple[int, int], float]]


@dataclass(frozen=True)
class Redial:
    """Stationary figures of the redial queue; rates per second, waits in seconds, the rest unit-free.

    attempts_per_s       first calls and redials together
    p_abandon            abandoned attempts / attempts
    p_lost               customers who give up for good / customers
    p_wait               attempts that find all agents busy / attempts
    mean_wait_s          mean wait of an attempt, abandoned ones included
    mean_queue           mean number waiting
    mean_orbit           mean number who are going to call again
    occupancy            mean busy agents / agents
    edge_mass            probability of the last states kept: a measure of the truncation error
    """

    attempts_per_s: float
    p_abandon: float
    p_lost: float
    p_wait: float
    mean_wait_s: float
    mean_queue: float
    mean_orbit: float
    occupancy: float
    edge_mass: float


def redial_queue(
    n_agents: int,
    arrivals_per_s: float,
    mean_handle_s: float,
    mean_patience_s: float,
    p_redial: float,
    mean_redial_delay_s: float,
) -> Redial:
    """Return the stationary figures of M/M/n+M with redial, from the chain (i in system, j in orbit).

    (i, j) -> (i+1, j) lambda;  (i+1, j-1) j gamma;  (i-1, j) min(i, n) mu + (1-r) (i-n)^+ theta;
    (i-1, j+1) r (i-n)^+ theta

    Rates per second, times in seconds; 0 <= p_redial < 1. Solved sparse on a box that grows until its edges hold less
    than 1e-10; at most 300,000 states. Raises ValueError for inputs out of range or a larger chain.
    """
    n = whole("n_agents", n_agents, at_least=1)
    arrivals = above_zero("arrivals_per_s", arrivals_per_s)
    mu, theta = 1 / above_zero("mean_handle_s", mean_handle_s), 1 / above_zero("mean_patience_s", mean_patience_s)
    gamma = 1 / above_zero("mean_redial_delay_s", mean_redial_delay_s)
    attempts, p_abandon = redial_fixed_point(n, arrivals, mean_handle_s, mean_patience_s, p_redial)
    in_system = erlang_a_queue(n, attempts, mean_handle_s, mean_patience_s)
    system = in_system.mean_queue + in_system.mean_busy
    orbit = attempts * p_abandon * p_redial / gamma
    top_i = int(max(n, system) + 6 * math.sqrt(attempts * max(mean_handle_s, mean_patience_s)) + 20)
    top_j = int(orbit + 8 * math.sqrt(orbit) + 10) if p_redial > 0 else 0

    while True:

        def moves(state: tuple[int, int], top_i: int = top_i, top_j: int = top_j) -> Moves:
            i, j = state
            giving_up = max(0, i - n) * theta
            if i < top_i:
                yield (i + 1, j), arrivals
                if j:
                    yield (i + 1, j - 1), j * gamma
            if i:
                # At the edge of the orbit a would-be redialler is lost.
                back = p_redial if j < top_j else 0.0
                yield (i - 1, j), min(i, n) * mu + (1 - back) * giving_up
                yield (i - 1, j + 1), back * giving_up

        law = stationary_law((int(system), int(orbit)), moves)
        edge_i = sum(p for (i, _), p in law.items() if i == top_i)
        edge_j = sum(p for (_, j), p in law.items() if j == top_j) if p_redial > 0 else 0.0
        if max(edge_i, edge_j) < EDGE_MASS_AT_MOST:
            break
        top_i = top_i if edge_i < EDGE_MASS_AT_MOST else top_i * 3 // 2
        top_j = top_j if edge_j < EDGE_MASS_AT_MOST else top_j * 3 // 2 + 5

    queue = sum(p * max(0, i - n) for (i, _), p in law.items())
    mean_orbit = sum(p * j for (_, j), p in law.items())
    total = arrivals + gamma * mean_orbit
    waiting = sum(p * (arrivals + j * gamma) for (i, j), p in law.items() if i >= n)
    return Redial(
        attempts_per_s=total,
        p_abandon=theta * queue / total,
        p_lost=(1 - p_redial) * theta * queue / arrivals,
        p_wait=waiting / total,
        mean_wait_s=queue / total,
        mean_queue=queue,
        mean_orbit=mean_orbit,
        occupancy=sum(p * min(i, n) for (i, _), p in law.items()) / n,
        edge_mass=max(edge_i, edge_j),
    )


def redial_fixed_point(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, mean_patience_s: float, p_redial: float
) -> tuple[float, float]:
    """Return (attempts per second, P(abandon) of an attempt) if attempts were a Poisson stream.

    lambda' = lambda + r lambda' P_ab(lambda'), Erlang A's P_ab

    The limit of long redial delays; with short ones redials meet the same jam again and the chain is needed. Solved by
    bisection on [lambda, lambda / (1 - r)]. Raises ValueError unless 0 <= p_redial < 1.
    """
    if not 0 <= p_redial < 1:
        raise ValueError(f"p_redial must be at least 0 and below 1, got {p_redial!r}")
    arrivals = at_least_zero("arrivals_per_s", arrivals_per_s)

    def p_abandon(attempts: float) -> float:
        return erlang_a_queue(n_agents, attempts, mean_handle_s, mean_patience_s).p_abandon

    low, high = arrivals, arrivals / (1 - p_redial)
    while high - low > 1e-13 * high:
        attempts = (low + high) / 2
        # The customers finally dealt with, lambda' (1 - r P_ab), must equal those who come; it grows with lambda'.
        if attempts * (1 - p_redial * p_abandon(attempts)) < arrivals:
            low = attempts
        else:
            high = attempts
    attempts = (low + high) / 2
    return attempts, p_abandon(attempts)
