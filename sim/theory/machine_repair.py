"""Approvals as machine repair: agents who always have a next customer share a few supervisors (M/M/k//N).

N agents work without a gap. Each comes to the point where it needs a supervisor after an exponential time, then holds
until one of k supervisors has decided, and works on. A closed network: those who hold cannot ask again, so the stream
of requests falls by itself when supervisors are scarce. Nobody hangs up (with hang-ups: `sync_approvals_capacity`).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.theory.checks import above_zero, probability, whole

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MachineRepair:
    """Stationary figures of N agents and k supervisors; rates per second, times in seconds, the rest unit-free.

    p_holding       (N + 1,) probability that 0, 1, ..., N agents wait for a supervisor or are with one
    asks_per_s      requests
    talks_per_s     talks ended
    p_ask_wait      requests that find every supervisor busy
    mean_wait_s     mean wait for a supervisor of all requests
    mean_hold_s     mean wait plus mean approval
    mean_holding    mean number of agents who hold
    mean_waiting    mean number of them whom no supervisor has yet begun with
    talking         agents who talk / agents
    utilisation     busy supervisors / supervisors
    """

    p_holding: FloatArray
    asks_per_s: float
    talks_per_s: float
    p_ask_wait: float
    mean_wait_s: float
    mean_hold_s: float
    mean_holding: float
    mean_waiting: float
    talking: float
    utilisation: float


def machine_repair(
    n_agents: int, n_supervisors: int, mean_talk_s: float, mean_approval_s: float, p_ask: float = 1.0
) -> MachineRepair:
    """Return the stationary figures of the closed loop of agents and supervisors described above.

    p_{j+1} / p_j = (N - j) q mu / (min(j + 1, k) mu_s),  requests X = q mu (N - E J),  E W = E (J - k)^+ / X

    Where only a share q of talks ends with a request, the talks from one request to the next are geometric with mean
    1/q, and a geometric sum of exponential talks is exponential with rate q mu: that is the rate of asking of one agent
    who talks (not mu, and not a thinned stream of N agents, which would ignore those who hold). A request meets the law
    of the same loop with N - 1 agents. The talking agents are a pure delay, so that all figures hold for talks of any
    law; approvals must be exponential. Times in seconds. Raises ValueError for inputs out of range. Source: Palm 1947;
    arrivals: Sevcik and Mitrani, Journal of the ACM 28 (1981); any law: Baskett, Chandy, Muntz and Palacios 1975.
    """
    n, k = whole("n_agents", n_agents, at_least=1), whole("n_supervisors", n_supervisors, at_least=1)
    talk, decide = 1 / above_zero("mean_talk_s", mean_talk_s), 1 / above_zero("mean_approval_s", mean_approval_s)
    asking = probability("p_ask", p_ask) * talk
    law = _law(n, k, asking / decide)
    number = np.arange(n + 1)
    holding = float(law @ number)
    waiting = float(law @ np.maximum(number - k, 0))
    met = _law(n - 1, k, asking / decide)
    # By what a request meets rather than E (J - k)^+ / X, which is 0 / 0 where nobody asks.
    wait_s = float(met @ np.maximum(np.arange(n) - k + 1, 0)) / (k * decide)
    return MachineRepair(
        p_holding=law,
        asks_per_s=asking * (n - holding),
        talks_per_s=talk * (n - holding),
        p_ask_wait=float(met[k:].sum()),
        mean_wait_s=wait_s,
        mean_hold_s=wait_s + mean_approval_s,
        mean_holding=holding,
        mean_waiting=waiting,
        talking=1 - holding / n,
        utilisation=float(law @ np.minimum(number, k)) / k,
    )


def _law(n: int, k: int, ratio: float) -> FloatArray:
    """Return P(j hold), j = 0..n; as logarithms, because (N ratio)^N leaves the range of floats."""
    if ratio == 0:
        nobody: FloatArray = np.eye(n + 1)[0]
        return nobody
    j = np.arange(n)
    logs = np.concatenate([np.zeros(1), np.cumsum(np.log((n - j) / np.minimum(j + 1, k)) + math.log(ratio))])
    weights = np.exp(logs - logs.max())
    law: FloatArray = weights / weights.sum()
    return law
