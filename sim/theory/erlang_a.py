"""Erlang A: customers wait, and give up after an exponential patience (M/M/n+M); with limited places M/M/n/K+M.

Exact for Poisson arrivals, exponential handle times and exponential patience, in the stationary state. It is the
formula that a simulated interval is shown beside. Patience of another form: `general_patience`.
"""

import math

import numpy as np

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.erlang_b import erlang_b
from sim.theory.erlang_c import erlang_c_queue, erlang_c_tail
from sim.theory.performance import Performance
from sim.theory.waiting_line import line_lengths, offered_wait_tails


def erlang_a_queue(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, mean_patience_s: float, threshold_s: float = 20.0
) -> Performance:
    """Return all stationary figures of M/M/n+M.

    P(N >= n) = A / (A + (n/a) / B(n-1, a)),  A = sum_{j>=0} prod_{i=1..j} lambda / (n mu + i theta)
    P_ab = theta E Q / lambda,  E W = P_ab / theta

    Rates per second, times in seconds; `mean_patience_s` = 1/theta, and math.inf gives Erlang C. With no agents
    everybody gives up. With no arrivals the figures are those of a customer who comes alone. Raises ValueError for
    inputs out of range. Source: Palm 1957; Mandelbaum and Zeltyn, "The Palm/Erlang-A queue" (2009).
    """
    above_zero("mean_patience_s", mean_patience_s, finite=False)
    if math.isinf(mean_patience_s):
        return erlang_c_queue(n_agents, arrivals_per_s, mean_handle_s, threshold_s)
    return markov_queue(n_agents, arrivals_per_s, mean_handle_s, mean_patience_s, None, threshold_s)


def erlang_a_tail(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, mean_patience_s: float, wait_s: float
) -> float:
    """Return P(W > t) of M/M/n+M for all customers, W = min(offered wait, patience); rates per s, times in seconds."""
    return erlang_a_queue(n_agents, arrivals_per_s, mean_handle_s, mean_patience_s, wait_s).p_over_threshold


def offered_wait_tail(
    n_agents: int, arrivals_per_s: float, mean_handle_s: float, mean_patience_s: float, wait_s: float
) -> float:
    """Return P(V > t) of M/M/n+M: the wait that a customer of endless patience would meet; per second, seconds."""
    n = whole("n_agents", n_agents)
    above_zero("mean_patience_s", mean_patience_s, finite=False)
    if math.isinf(mean_patience_s):
        return erlang_c_tail(n, arrivals_per_s, mean_handle_s, wait_s)
    if n == 0:
        return 1.0
    arrivals = at_least_zero("arrivals_per_s", arrivals_per_s)
    serving, leaving = n / above_zero("mean_handle_s", mean_handle_s), 1.0 / mean_patience_s
    lengths, log_sum = line_lengths(arrivals, serving, leaving)
    over, _ = offered_wait_tails(lengths.size, serving, leaving, at_least_zero("wait_s", wait_s))
    return _p_all_busy(n, arrivals * mean_handle_s, log_sum) * float(lengths @ over)


def markov_queue(
    n_agents: int,
    arrivals_per_s: float,
    mean_handle_s: float,
    mean_patience_s: float,
    n_places: int | None,
    threshold_s: float,
) -> Performance:
    """Return all stationary figures of M/M/n/K+M; `n_places` K counts customers in service too (None: no limit).

    Blocked customers leave for good. Patience may be math.inf when places are limited. Rates per second, times in
    seconds. Figures are over admitted customers, see Performance. Raises ValueError for inputs out of range.
    """
    n = whole("n_agents", n_agents)
    arrivals = at_least_zero("arrivals_per_s", arrivals_per_s)
    serving = n / above_zero("mean_handle_s", mean_handle_s)
    leaving = 1.0 / above_zero("mean_patience_s", mean_patience_s, finite=False)
    at_least_zero("threshold_s", threshold_s)
    load = arrivals * mean_handle_s
    longest = None if n_places is None else whole("n_places", n_places, at_least=n) - n
    if n == 0:
        return _nobody_on_duty(arrivals, mean_patience_s, longest, threshold_s, load)

    lengths, log_sum = line_lengths(arrivals, serving, leaving, longest)
    p_all_busy = _p_all_busy(n, load, log_sum)
    # An admitted customer finds j waiting with `met`; the last length of a full room admits nobody.
    p_blocked = 0.0 if longest is None else p_all_busy * float(lengths[-1])
    met = lengths if longest is None else lengths[:-1]
    met = met * (p_all_busy / (1.0 - p_blocked) if p_blocked < 1 else 0.0)
    p_wait = float(met.sum())

    leaving_rates = serving + leaving * np.arange(1, met.size + 1, dtype=np.float64)
    p_served_if_met = serving / leaving_rates
    over, served_over = offered_wait_tails(met.size, serving, leaving, threshold_s)
    p_served_late = float(met @ served_over)
    # E[V exp(-theta V)] of a sum of exponentials: the product of the shares times the sum of the mean stages.
    wait_of_served_s = float(met @ (p_served_if_met * np.cumsum(1.0 / leaving_rates)))
    p_abandon = float(met @ ((leaving_rates - serving) / leaving_rates))
    mean_queue = p_all_busy * float(lengths @ np.arange(lengths.size))
    admitted = arrivals * (1.0 - p_blocked)
    # With no arrivals a customer who comes alone is answered at once.
    mean_wait_s = mean_queue / admitted if admitted > 0 else 0.0
    mean_busy = admitted * (1.0 - p_abandon) * mean_handle_s
    return Performance(
        n_agents=n,
        load=load,
        p_blocked=p_blocked,
        p_wait=p_wait,
        p_abandon=p_abandon,
        service_level=max(0.0, 1.0 - p_abandon - p_served_late),
        p_over_threshold=float(met @ over) * math.exp(-leaving * threshold_s),
        mean_wait_s=mean_wait_s,
        mean_wait_served_s=wait_of_served_s / (1.0 - p_abandon),
        mean_queue=mean_queue,
        mean_busy=mean_busy,
        occupancy=mean_busy / n,
    )


def _p_all_busy(n: int, load: float, log_sum: float) -> float:
    """P(N >= n) from the weight of the waiting line (relative to state n) and Erlang B for the states below n."""
    if load == 0:
        return 0.0
    blocked = erlang_b(n - 1, load)
    if blocked == 0.0:  # underflow: so many agents that nobody ever waits
        return 0.0
    log_odds = math.log(n / load) - math.log(blocked) - log_sum
    return 1.0 / (1.0 + math.exp(log_odds)) if log_odds < 700.0 else 0.0


def _nobody_on_duty(
    arrivals: float, mean_patience_s: float, longest: int | None, threshold_s: float, load: float
) -> Performance:
    """Every admitted customer waits a whole patience and leaves: M/M/infinity, or a loss system of K places."""
    endless = math.isinf(mean_patience_s)
    blocked = 0.0
    if longest is not None:
        blocked = 1.0 if endless else erlang_b(longest, arrivals * mean_patience_s)
    if arrivals == 0:
        queue = 0.0
    elif longest is not None and endless:
        queue = float(longest)
    else:
        queue = arrivals * (1.0 - blocked) * mean_patience_s
    return Performance(
        n_agents=0,
        load=load,
        p_blocked=blocked,
        p_wait=1.0,
        p_abandon=0.0 if endless else 1.0,
        service_level=0.0,
        p_over_threshold=math.exp(-threshold_s / mean_patience_s),
        mean_wait_s=mean_patience_s,
        mean_wait_served_s=math.nan,
        mean_queue=queue,
        mean_busy=0.0,
        occupancy=math.nan,
    )
