"""Open networks of queues in product form: tickets that go from desk to desk by fixed probabilities.

Each station has its own agents (math.inf: a pure delay, such as customers who think before they return), exponential
handle times of its own mean and first come first served; nobody gives up; new tickets come as Poisson streams. Then
each station is in the long run as if it were an M/M/n queue of its own, although returns are no Poisson stream. A pure
delay may have any law.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.theory.checks import numbers, whole
from sim.theory.erlang_c import erlang_c_queue

FloatArray = NDArray[np.float64]

MOST_RETURNS = 1 - 1e-12
"""Largest growth factor of the routing matrix that still counts as everybody leaving."""


@dataclass(frozen=True, eq=False)
class JacksonNetwork:
    """Stationary figures by station, each of shape (stations,); rates per second, times in seconds.

    visits_per_s   arrivals at the station, new tickets and returns together
    p_wait         finds no agent free
    mean_wait_s    mean wait of a visit
    mean_visit_s   mean wait plus mean handle time
    mean_number    mean number at the station
    occupancy      busy agents / agents (0 for a pure delay)
    mean_total_s   (a number) mean time from first arrival to leaving the network, over all new tickets
    """

    visits_per_s: FloatArray
    p_wait: FloatArray
    mean_wait_s: FloatArray
    mean_visit_s: FloatArray
    mean_number: FloatArray
    occupancy: FloatArray
    mean_total_s: float


def jackson_network(
    arrivals_per_s: ArrayLike, routing: ArrayLike, n_agents: ArrayLike, mean_handle_s: ArrayLike
) -> JacksonNetwork:
    """Return the stationary figures of an open Jackson network.

    visits = arrivals + routing^T visits;  station i is M/M/n_i with visits_i

    Shapes: arrivals_per_s (stations,) new tickets; routing (stations, stations), routing[i, j] = P(next j | done at i),
    rows sum to at most 1, the rest leaves; n_agents (stations,) whole or math.inf; mean_handle_s (stations,) or one
    number. A station that cannot keep up has infinite waits. Raises ValueError for inputs out of range, and where some
    ticket would never leave. Source: Jackson, Operations Research 5 (1957); pure delays of any law: Baskett, Chandy,
    Muntz and Palacios, Journal of the ACM 22 (1975).
    """
    new = numbers("arrivals_per_s", arrivals_per_s)
    size = new.size
    agents = numbers("n_agents", n_agents, size, finite=False)
    handle_s = numbers("mean_handle_s", mean_handle_s, size)
    if (handle_s <= 0).any():
        raise ValueError(f"mean_handle_s must be above 0, got {handle_s.tolist()!r}")
    to = np.array(routing, dtype=np.float64)
    if to.shape != (size, size):
        raise ValueError(f"routing must have shape {(size, size)}, got {to.shape}")
    if not (to >= 0).all() or (to.sum(axis=1) > 1 + 1e-12).any():
        raise ValueError(f"each row of routing must be probabilities that sum to at most 1, got {to.tolist()!r}")
    if size and np.abs(np.linalg.eigvals(to)).max() > MOST_RETURNS:
        raise ValueError("routing keeps some tickets for ever: from every station some way must lead out")
    visits: FloatArray = np.maximum(np.linalg.solve(np.eye(size) - to.T, new), 0.0)

    waits, p_wait, occupancy = np.zeros(size), np.zeros(size), np.zeros(size)
    for i in range(size):
        if math.isinf(agents[i]):
            continue
        desk = erlang_c_queue(whole(f"n_agents[{i}]", agents[i], at_least=1), visits[i], handle_s[i])
        waits[i], p_wait[i], occupancy[i] = desk.mean_wait_s, desk.p_wait, desk.occupancy
    visit_s = waits + handle_s
    # A station that nobody visits is empty, whatever it would do to a visitor.
    number = np.array([rate * time if rate > 0 else 0.0 for rate, time in zip(visits, visit_s, strict=True)])
    total_new = float(new.sum())
    return JacksonNetwork(
        visits_per_s=visits,
        p_wait=p_wait,
        mean_wait_s=waits,
        mean_visit_s=visit_s,
        mean_number=number,
        occupancy=occupancy,
        mean_total_s=float(number.sum()) / total_new if total_new > 0 else math.nan,
    )
