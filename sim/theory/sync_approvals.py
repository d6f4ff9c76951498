"""Approvals while the customer holds: agents stay seized until one of a few supervisors has decided.

n agents talk with customers who come as a Poisson stream and may give up in the queue. At the end of a talk the agent
asks for an approval with probability q. Requests wait first come first served for one of k supervisors; agent and
customer wait too, and part when the supervisor is done. A customer who hangs up while holding frees the agent: a
request that still waited is withdrawn, one that a supervisor is already on is finished in vain. All times are
exponential. Left out: work after the talk, what a denial leads to, other duties of supervisors (`other_duties`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.theory.checks import above_zero, probability, whole
from sim.theory.sparse_chain import stationary_law

EDGE_MASS_AT_MOST = 1e-10

State = tuple[int, int, int]


@dataclass(frozen=True)
class SyncApprovals:
    """Stationary figures of agents and supervisors; rates per second, times in seconds, the rest unit-free.

    p_wait               finds every agent seized
    p_abandon            gives up in the queue / arrivals
    mean_wait_s          mean wait in the queue, those who gave up included
    mean_queue           mean number in the queue
    asks_per_s           requests for approval
    p_ask_wait           requests that find every supervisor busy
    mean_ask_wait_s      mean wait for a supervisor of those who ask, until one begins or the customer hangs up
    mean_reached_wait_s  the same for requests that a supervisor begins (NaN without requests)
    p_reached            a supervisor begins / asks
    mean_hold_s          mean time on hold of those who ask: wait and approval, ended by a hang-up or not
    p_hang_up            hangs up while holding / asks
    mean_holding         mean number of agents whose customer holds
    mean_decisions       mean number of supervisors whose customer is still there
    occupancy            seized agents / agents, holding included
    utilisation          busy supervisors / supervisors, in vain included
    in_vain              supervisors busy in vain / supervisors
    edge_mass            probability of the longest queue kept: the share of arrivals that the truncation loses
    """

    p_wait: float
    p_abandon: float
    mean_wait_s: float
    mean_queue: float
    asks_per_s: float
    p_ask_wait: float
    mean_ask_wait_s: float
    mean_reached_wait_s: float
    p_reached: float
    mean_hold_s: float
    p_hang_up: float
    mean_holding: float
    mean_decisions: float
    occupancy: float
    utilisation: float
    in_vain: float
    edge_mass: float


@dataclass(frozen=True)
class _Rates:
    """What the two chains below share: n, k, rates per second, q."""

    n: int
    k: int
    talk: float
    ask: float
    decide: float
    hang_up: float

    def moves(self, talking: int, holding: int, vain: int) -> Iterator[tuple[int, int, int, float]]:
        """Yield (change of holding, change of vain, customers who leave, rate) for what agents and supervisors do."""
        decided = min(holding, self.k - vain)
        yield 0, 0, 1, talking * self.talk * (1 - self.ask)
        yield 1, 0, 0, talking * self.talk * self.ask
        yield -1, 0, 1, decided * self.decide + (holding - decided) * self.hang_up
        yield -1, 1, 1, decided * self.hang_up
        yield 0, -1, 0, vain * self.decide


def sync_approvals(
    n_agents: int,
    n_supervisors: int,
    arrivals_per_s: float,
    mean_talk_s: float,
    p_ask: float,
    mean_approval_s: float,
    mean_patience_s: float = math.inf,
    mean_hold_patience_s: float = math.inf,
) -> SyncApprovals:
    """Return the stationary figures of the desk described above, from its Markov chain.

    state (customers x, holding y, vain v), talking t = min(x, n) - y, decided c = min(y, k - v);
    x+1: lambda;  x-1: (x - n)^+ theta + t mu (1 - q);  y+1: t mu q;  (x-1, y-1): c mu_s + (y - c) theta_h;
    (x-1, y-1, v+1): c theta_h;  v-1: v mu_s

    With all supervisors busy one becomes free at the rate k mu_s, whether its customer is there or not. So a request
    that finds m others waiting is reached with the probability prod_{i=0..m} k mu_s / (k mu_s + (i + 1) theta_h), as
    in Erlang A. Rates per second, times in seconds; both patiences (1/theta, 1/theta_h) may be math.inf. Solved sparse
    with a longest queue that grows until its edge holds less than 1e-10; at most 300,000 states (about queue x agents x
    supervisors). Raises ValueError for inputs out of range, and for a queue that would grow for ever. Source: own
    derivation (model section 6).
    """
    live = above_zero("arrivals_per_s", arrivals_per_s)
    theta = 1 / above_zero("mean_patience_s", mean_patience_s, finite=False)
    rates = _checked(n_agents, n_supervisors, mean_talk_s, p_ask, mean_approval_s, mean_hold_patience_s)
    n, k = rates.n, rates.k
    most = _capacity(rates)
    if theta == 0 and live >= most:
        raise ValueError(
            f"nobody gives up in the queue, and at most {most:.6g} of {live:.6g} arrivals per s can be dealt with: "
            "agents who hold for a supervisor serve nobody"
        )
    if theta == 0:
        line = math.log(EDGE_MASS_AT_MOST / 10) / math.log(live / most)
    else:
        line = max(0.0, live - most) / theta + 6 * math.sqrt(live / theta)
    top = n + int(line) + 15

    while True:

        def moves(state: State, top: int = top) -> Iterator[tuple[State, float]]:
            x, y, v = state
            if x < top:
                yield (x + 1, y, v), live
            if x > n:
                yield (x - 1, y, v), (x - n) * theta
            for dy, dv, leaving, rate in rates.moves(min(x, n) - y, y, v):
                if rate > 0:
                    yield (x - leaving, y + dy, v + dv), rate

        law = stationary_law((0, 0, 0), moves)
        x, y, v = np.array(list(law)).T
        p = np.array(list(law.values()))
        edge = float(p[x == top].sum())
        if edge < EDGE_MASS_AT_MOST:
            break
        top = top * 3 // 2

    talking, decided = np.minimum(x, n) - y, np.minimum(y, k - v)
    queue, holding, waiting = (float(p @ count) for count in (np.maximum(x - n, 0), y, y - decided))
    asks = rates.talk * rates.ask * float(p @ talking)
    # A request is made from a state with the weight of those who talk there, and finds y - (k - v) others waiting.
    asking = p * talking / float(p @ talking)
    must_wait = y + v >= k
    met = np.bincount((y + v - k)[must_wait], weights=asking[must_wait], minlength=1)
    freeing = k * rates.decide
    steps = freeing + rates.hang_up * np.arange(1, met.size + 1)
    # The offered wait V of who finds m waiting has stages of rates k mu_s + i theta_h, i = 0..m; E[exp(-theta_h V)] is
    # a product that telescopes, and E[V exp(-theta_h V)] is that times the sum of the mean stages (see erlang_a).
    reached = met * freeing / steps
    p_ask_wait = float(met.sum())
    p_reached = 1 - p_ask_wait + float(reached.sum())
    return SyncApprovals(
        p_wait=float(p[x >= n].sum()),
        p_abandon=theta * queue / live,
        mean_wait_s=queue / live,
        mean_queue=queue,
        asks_per_s=asks,
        p_ask_wait=p_ask_wait,
        mean_ask_wait_s=waiting / asks if asks else 0.0,
        mean_reached_wait_s=float(reached @ np.cumsum(1 / steps)) / p_reached if asks else math.nan,
        p_reached=p_reached,
        mean_hold_s=holding / asks if asks else 0.0,
        p_hang_up=rates.hang_up * holding / asks if asks else 0.0,
        mean_holding=holding,
        mean_decisions=float(p @ decided),
        occupancy=float(p @ np.minimum(x, n)) / n,
        utilisation=float(p @ (decided + v)) / k,
        in_vain=float(p @ v) / k,
        edge_mass=edge,
    )


def sync_approvals_capacity(
    n_agents: int,
    n_supervisors: int,
    mean_talk_s: float,
    p_ask: float,
    mean_approval_s: float,
    mean_hold_patience_s: float = math.inf,
) -> float:
    """Return the customers per second that agents get through when there is always a next one.

    mu (n - E y) in the chain (holding y, vain v) with all n agents seized

    Below it, and only there, a queue in which nobody gives up is stable. Without hang-ups it is `machine_repair`.
    Times in seconds. Raises ValueError for inputs out of range. Source: own derivation; the mean drift condition of
    Neuts, Matrix-Geometric Solutions (1981).
    """
    return _capacity(_checked(n_agents, n_supervisors, mean_talk_s, p_ask, mean_approval_s, mean_hold_patience_s))


def _capacity(rates: _Rates) -> float:
    def moves(state: tuple[int, int]) -> Iterator[tuple[tuple[int, int], float]]:
        y, v = state
        for dy, dv, _, rate in rates.moves(rates.n - y, y, v):
            if rate > 0 and (dy or dv):
                yield (y + dy, v + dv), rate

    law = stationary_law((0, 0), moves)
    return rates.talk * sum(p * (rates.n - y) for (y, _), p in law.items())


def _checked(
    n_agents: int,
    n_supervisors: int,
    mean_talk_s: float,
    p_ask: float,
    mean_approval_s: float,
    mean_hold_patience_s: float,
) -> _Rates:
    return _Rates(
        n=whole("n_agents", n_agents, at_least=1),
        k=whole("n_supervisors", n_supervisors, at_least=1),
        talk=1 / above_zero("mean_talk_s", mean_talk_s),
        ask=probability("p_ask", p_ask),
        decide=1 / above_zero("mean_approval_s", mean_approval_s),
        hang_up=1 / above_zero("mean_hold_patience_s", mean_hold_patience_s, finite=False),
    )
