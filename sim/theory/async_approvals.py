"""Approvals while the customer is away: a ticket goes to a supervisor and comes back to the agents once.

Issues come as a Poisson stream to n agents. After the first touch a share q goes to k supervisors and then, at the end
of the same queue of agents, gets a finishing touch. Each station has exponential times of its own mean (both touches
the same), first come first served; nobody gives up.
"""

from dataclasses import dataclass

from sim.theory.checks import above_zero, at_least_zero, probability
from sim.theory.erlang_c import erlang_c_queue
from sim.theory.performance import Performance


@dataclass(frozen=True)
class AsyncApprovals:
    """Stationary figures; times in seconds, math.inf where a station cannot keep up.

    agents, supervisors   each station as an M/M/n queue of its own (waits by visit)
    mean_in_agents        mean number of tickets at the agents, waiting or worked on
    mean_in_supervisors   the same at the supervisors
    mean_plain_s          mean time from arrival to solution of an issue that needs no approval
    mean_approval_s       mean time from arrival to solution of an issue that needs one
    mean_total_s          mean over all issues
    """

    agents: Performance
    supervisors: Performance
    mean_in_agents: float
    mean_in_supervisors: float
    mean_plain_s: float
    mean_approval_s: float
    mean_total_s: float


def async_approvals(
    n_agents: int,
    n_supervisors: int,
    arrivals_per_s: float,
    mean_touch_s: float,
    p_ask: float,
    mean_decision_s: float,
) -> AsyncApprovals:
    """Return the stationary figures of one asynchronous approval for a share of issues.

    agents M/M/n with lambda (1 + q), supervisors M/M/k with q lambda;
    T_plain = W_a + s_a,  T_approval = 2 (W_a + s_a) + W_s + s_s

    First and finishing touches are two classes of tickets in one queue. With one service law they keep the product form
    although no ticket asks twice (a Jackson network, whose tickets have no memory, would give lambda / (1 - q)), and
    every visit meets the stationary law. Rates per second, times in seconds. Raises ValueError for inputs out of range.
    Source: Kelly, Reversibility and Stochastic Networks (1979), chapter 3; Baskett, Chandy, Muntz and Palacios 1975.
    """
    arrivals, q = at_least_zero("arrivals_per_s", arrivals_per_s), probability("p_ask", p_ask)
    touch_s = above_zero("mean_touch_s", mean_touch_s)
    decision_s = above_zero("mean_decision_s", mean_decision_s)
    agents = erlang_c_queue(n_agents, arrivals * (1 + q), touch_s)
    supervisors = erlang_c_queue(n_supervisors, arrivals * q, decision_s)
    plain_s = agents.mean_wait_s + touch_s
    approval_s = 2 * plain_s + supervisors.mean_wait_s + decision_s
    return AsyncApprovals(
        agents=agents,
        supervisors=supervisors,
        mean_in_agents=agents.mean_queue + agents.mean_busy,
        mean_in_supervisors=supervisors.mean_queue + supervisors.mean_busy,
        mean_plain_s=plain_s,
        mean_approval_s=approval_s,
        # Without requests nobody meets the supervisors, even where there are none.
        mean_total_s=(1 - q) * plain_s + q * approval_s if q > 0 else plain_s,
    )
