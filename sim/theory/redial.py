"""Customers who give up, or meet a busy tone, and call again: the two-dimensional chain (in system, in orbit).

M/M/n+M, or M/M/n/K+M, in which whoever gives up joins the orbit with probability r (whoever is turned away with r_b),
and each in orbit calls again after an exponential delay, as patient as before. Attempts are more than customers:
staffing to counted calls without this counts the same demand twice. The redial probability does not fall with the
attempt. Those who try again on another channel are lost to this queue: r is then P(tries again) P(same channel).
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

    attempts_per_s       first calls and redials together, those turned away included
    p_blocked            attempts that find every place taken / attempts
    p_abandon            abandoned attempts / admitted attempts
    p_lost               customers who give up for good, after waiting or a busy tone / customers
    p_wait               attempts that find all agents busy and a place / admitted attempts
    mean_wait_s          mean wait of an admitted attempt, abandoned ones included
    mean_queue           mean number waiting
    mean_orbit           mean number who are going to call again
    occupancy            mean busy agents / agents
    edge_mass            probability of the last states kept: a measure of the truncation error
    """

    attempts_per_s: float
    p_blocked: float
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
    n_places: int | None = None,
    p_redial_blocked: float | None = None,
) -> Redial:
    """Return the stationary figures of M/M/n+M or M/M/n/K+M with redial, from the chain (i in system, j in orbit).

    (i, j) -> (i+1, j) lambda;  (i+1, j-1) j gamma;  (i-1, j) min(i, n) mu + (1-r) (i-n)^+ theta;
    (i-1, j+1) r (i-n)^+ theta;  at i = K instead (K, j+1) r_b lambda;  (K, j-1) (1-r_b) j gamma

    Rates per second, times in seconds; 0 <= p_redial < 1. `n_places` K counts customers in service too (None: nobody is
    turned away); `p_redial_blocked` r_b is that of a customer turned away (None: the same r; it counts only with
    `n_places`). Patience may be math.inf when places are limited. Solved sparse on a box that grows until its edges
    hold less than 1e-10; at most 300,000 states. Raises ValueError for inputs out of range or a larger chain. Source:
    own derivation; the model with blocking is that of Falin and Templeton, Retrial Queues (1997).
    """
    n = whole("n_agents", n_agents, at_least=1)
    arrivals = above_zero("arrivals_per_s", arrivals_per_s)
    mu = 1 / above_zero("mean_handle_s", mean_handle_s)
    theta = 1 / above_zero("mean_patience_s", mean_patience_s, finite=n_places is None)
    gamma = 1 / above_zero("mean_redial_delay_s", mean_redial_delay_s)
    turned_back = p_redial if p_redial_blocked is None else p_redial_blocked
    for name, value in (("p_redial", p_redial), ("p_redial_blocked", turned_back)):
        if not 0 <= value < 1:
            raise ValueError(f"{name} must be at least 0 and below 1, got {value!r}")
    if n_places is None:
        attempts, p_abandon = redial_fixed_point(n, arrivals, mean_handle_s, mean_patience_s, p_redial)
        in_system = erlang_a_queue(n, attempts, mean_handle_s, mean_patience_s)
        system = in_system.mean_queue + in_system.mean_busy
        top_i = int(max(n, system) + 6 * math.sqrt(attempts * max(mean_handle_s, mean_patience_s)) + 20)
        orbit = attempts * p_abandon * p_redial / gamma
    else:
        top_i = whole("n_places", n_places, at_least=n)
        system, orbit = 0.0, 0.0
    redialling = p_redial > 0 or (n_places is not None and turned_back > 0)
    top_j = int(orbit + 8 * math.sqrt(orbit) + 10) if redialling else 0

    while True:

        def moves(state: tuple[int, int], top_i: int = top_i, top_j: int = top_j) -> Moves:
            i, j = state
            giving_up = max(0, i - n) * theta
            if i < top_i:
                yield (i + 1, j), arrivals
                if j:
                    yield (i + 1, j - 1), j * gamma
            elif n_places is not None:
                if j < top_j:
                    yield (i, j + 1), turned_back * arrivals
                if j:
                    yield (i, j - 1), (1 - turned_back) * j * gamma
            if i:
                # At the edge of the orbit a would-be redialler is lost.
                back = p_redial if j < top_j else 0.0
                yield (i - 1, j), min(i, n) * mu + (1 - back) * giving_up
                yield (i - 1, j + 1), back * giving_up

        law = stationary_law((int(system), int(orbit)), moves)
        # With limited places the last i is no edge of the box but a full room.
        edge_i = sum(p for (i, _), p in law.items() if i == top_i) if n_places is None else 0.0
        edge_j = sum(p for (_, j), p in law.items() if j == top_j) if redialling else 0.0
        if max(edge_i, edge_j) < EDGE_MASS_AT_MOST:
            break
        top_i = top_i if edge_i < EDGE_MASS_AT_MOST else top_i * 3 // 2
        top_j = top_j if edge_j < EDGE_MASS_AT_MOST else top_j * 3 // 2 + 5

    queue = sum(p * max(0, i - n) for (i, _), p in law.items())
    mean_orbit = sum(p * j for (_, j), p in law.items())
    total = arrivals + gamma * mean_orbit
    last = math.inf if n_places is None else top_i
    waiting = sum(p * (arrivals + j * gamma) for (i, j), p in law.items() if n <= i < last)
    blocked = sum(p * (arrivals + j * gamma) for (i, j), p in law.items() if i >= last)
    admitted = total - blocked
    return Redial(
        attempts_per_s=total,
        p_blocked=blocked / total,
        p_abandon=theta * queue / admitted,
        p_lost=((1 - p_redial) * theta * queue + (1 - turned_back) * blocked) / arrivals,
        p_wait=waiting / admitted,
        mean_wait_s=queue / admitted,
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
