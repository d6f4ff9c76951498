"""Blending with a threshold: agents do e-mails between calls, but keep some agents free for the next callers.

n agents serve live contacts (Poisson, exponential, may give up) and asynchronous work. Live work comes first and takes
any free agent. Asynchronous work is begun only while more than R agents are free, the one just freed included; nobody
is interrupted. Asynchronous work comes as a Poisson stream of customers who wait as long as it takes, or is always
there. R = 0 is plain priority without interruption.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.sparse_chain import stationary_law

EDGE_MASS_AT_MOST = 1e-10

State = tuple[int, int, int]
Moves = Iterator[tuple[State, float]]


@dataclass(frozen=True)
class Blending:
    """Stationary figures of the blended desk; rates per second, waits in seconds, the rest unit-free.

    p_wait             live contacts that find every agent busy
    p_abandon          live contacts that give up / live arrivals
    mean_wait_s        mean wait of live contacts, those who gave up included
    mean_queue         mean number of live contacts waiting
    async_per_s        asynchronous items finished
    async_mean_wait_s  mean time until an item is begun (math.inf when there is always more work)
    async_mean_queue   mean number of items waiting (math.inf when there is always more work)
    on_live            mean number of agents on live contacts
    on_async           mean number of agents on asynchronous items
    occupancy          busy agents / agents
    edge_mass          probability of the last states kept: a measure of the truncation error
    """

    p_wait: float
    p_abandon: float
    mean_wait_s: float
    mean_queue: float
    async_per_s: float
    async_mean_wait_s: float
    async_mean_queue: float
    on_live: float
    on_async: float
    occupancy: float
    edge_mass: float


def blending_queue(
    n_agents: int,
    reserve: int,
    arrivals_per_s: float,
    mean_handle_s: float,
    mean_patience_s: float,
    async_handle_s: float,
    async_per_s: float = math.inf,
) -> Blending:
    """Return the stationary figures of the blended desk described above, from its Markov chain.

    state (live in system x, agents on async items a, items waiting y);  live x+1: lambda;  live x-1: min(x, n-a) mu
    + (x - n + a)^+ theta;  a-1: a nu;  y+1: lambda_a;  after each: while n - a - x > R and y > 0, a+1 and y-1

    `reserve` R; rates per second, times in seconds; `mean_patience_s` = 1/theta and `async_per_s` lambda_a may be
    math.inf (nobody gives up; always more work). Solved sparse on a box that grows until its edges hold less than
    1e-10; at most 300,000 states. Raises ValueError for inputs out of range, and where live contacts or items would
    pile up for ever. Source: own derivation; the policy is that of Bhulai and Koole, IEEE Transactions on Automatic
    Control 48 (2003), and Gans and Zhou, Operations Research 51 (2003).
    """
    n, kept_free = whole("n_agents", n_agents, at_least=1), whole("reserve", reserve)
    live = above_zero("arrivals_per_s", arrivals_per_s)
    mu, nu = 1 / above_zero("mean_handle_s", mean_handle_s), 1 / above_zero("async_handle_s", async_handle_s)
    theta = 1 / above_zero("mean_patience_s", mean_patience_s, finite=False)
    if theta == 0 and live >= n * mu:
        raise ValueError(
            f"live contacts never give up, and at most {n * mu:.6g} of {live:.6g} arrivals per s can be served"
        )
    endless = async_per_s == math.inf
    items = 0.0 if endless else at_least_zero("async_per_s", async_per_s)
    top_y = 0
    if items > 0:
        # With items always waiting the desk finishes them as if the supply were endless: that is its capacity.
        most = blending_queue(n, reserve, live, mean_handle_s, mean_patience_s, async_handle_s).async_per_s
        if items >= most:
            raise ValueError(
                f"asynchronous items wait as long as it takes, and at most {most:.6g} of {items:.6g} per s can be done"
            )
        top_y = min(400, int(10 + math.log(1e-11) / math.log(items / most)))
    # First guess of the longest line: what patience allows, or the geometric tail that spare capacity leaves.
    offered = live / (n * mu)
    by_patience = live / theta + 6 * math.sqrt(live / theta) if theta else math.inf
    by_capacity = math.log(EDGE_MASS_AT_MOST) / math.log(offered) if offered < 1 else math.inf
    top_x = n + int(min(by_patience, by_capacity)) + 15

    def settled(x: int, a: int, y: int) -> State:
        """Begin items while the rule allows it."""
        begun = max(0, n - a - x - kept_free)
        if not endless:
            begun = min(begun, y)
        return (x, a + begun, y if endless else y - begun)

    while True:

        def moves(state: State, top_x: int = top_x, top_y: int = top_y) -> Moves:
            x, a, y = state
            if x < top_x:
                yield (x + 1, a, y), live
            if x:
                yield settled(x - 1, a, y), min(x, n - a) * mu + max(0, x - n + a) * theta
            if a:
                yield settled(x, a - 1, y), a * nu
            if y < top_y:
                yield settled(x, a, y + 1), items

        law = stationary_law(settled(0, 0, 0), moves)
        edge_x = sum(p for (x, _, _), p in law.items() if x == top_x)
        edge_y = sum(p for (_, _, y), p in law.items() if y == top_y) if top_y else 0.0
        if max(edge_x, edge_y) < EDGE_MASS_AT_MOST:
            break
        top_x = top_x if edge_x < EDGE_MASS_AT_MOST else top_x * 3 // 2
        top_y = top_y if edge_y < EDGE_MASS_AT_MOST else top_y * 3 // 2

    queue = sum(p * max(0, x - n + a) for (x, a, _), p in law.items())
    on_live = sum(p * min(x, n - a) for (x, a, _), p in law.items())
    on_async = sum(p * a for (_, a, _), p in law.items())
    waiting = math.inf if endless else sum(p * y for (_, _, y), p in law.items())
    return Blending(
        p_wait=sum(p for (x, a, _), p in law.items() if x + a >= n),
        p_abandon=theta * queue / live,
        mean_wait_s=queue / live,
        mean_queue=queue,
        async_per_s=on_async * nu,
        async_mean_wait_s=math.inf if endless else waiting / items if items else 0.0,
        async_mean_queue=waiting,
        on_live=on_live,
        on_async=on_async,
        occupancy=(on_live + on_async) / n,
        edge_mass=max(edge_x, edge_y),
    )
