"""A desk whose served customers come back after a delay: recontacts as a network of a desk and a pure delay.

With endless patience it is a Jackson network and exact. With patience the two stations are no longer in product form,
and the desk is taken as Erlang A on Poisson visits: an approximation, good when the delay is long against the wait.
"""

import math
from dataclasses import dataclass

from sim.theory.checks import above_zero, at_least_zero
from sim.theory.erlang_a import erlang_a_queue
from sim.theory.performance import Performance


@dataclass(frozen=True)
class FeedbackQueue:
    """Stationary figures of the desk with returns; rates per second, times in seconds.

    visits_per_s    first contacts and returns together
    mean_visits     visits per issue
    desk            the desk itself, on all visits
    mean_visit_s    mean time of a visit: wait, and handle time of those served
    mean_in_delay   mean number who are going to come back (with endless patience Poisson, whatever the law of delays)
    mean_total_s    mean time from first contact to the end of the last visit, delays included
    is_exact        True with endless patience
    """

    visits_per_s: float
    mean_visits: float
    desk: Performance
    mean_visit_s: float
    mean_in_delay: float
    mean_total_s: float
    is_exact: bool


def feedback_queue(
    n_agents: int,
    arrivals_per_s: float,
    mean_handle_s: float,
    p_return: float,
    mean_delay_s: float,
    mean_patience_s: float = math.inf,
    threshold_s: float = 20.0,
) -> FeedbackQueue:
    """Return the stationary figures of a desk to which each served customer returns with probability q.

    lambda' = lambda / (1 - q (1 - P_ab(lambda'))),  E(delay station) = lambda' (1 - P_ab) q E[D]

    `p_return` q in [0, 1): (1 - p_resolved) p_return of `solve_counts` where only false solves return. With
    `mean_patience_s` math.inf P_ab = 0, the desk is Erlang C and the result is exact for exponential handle times
    drawn afresh at each visit and any law of delays D. With patience those who give up do not return, and Erlang A is
    an approximation. Rates per second, times in seconds. An overloaded desk without patience has infinite waits.
    Raises ValueError for inputs out of range. Source: Jackson 1957; model section 10. The approximation: own.
    """
    if not 0 <= p_return < 1:
        raise ValueError(f"p_return must be at least 0 and below 1, got {p_return!r}")
    arrivals, delay_s = at_least_zero("arrivals_per_s", arrivals_per_s), at_least_zero("mean_delay_s", mean_delay_s)
    above_zero("mean_patience_s", mean_patience_s, finite=False)

    def at(visits: float) -> Performance:
        return erlang_a_queue(n_agents, visits, mean_handle_s, mean_patience_s, threshold_s)

    visits = high = arrivals / (1 - p_return)
    if not math.isinf(mean_patience_s):
        low = arrivals
        # lambda' less the returns, lambda' (1 - q (1 - P_ab)), grows with lambda' and must equal the first contacts.
        while high - low > 1e-13 * high:
            visits = (low + high) / 2
            if visits * (1 - p_return * (1 - at(visits).p_abandon)) < arrivals:
                low = visits
            else:
                high = visits
    desk = at(visits)
    returning = p_return * (1 - desk.p_abandon)
    mean_visits = 1 / (1 - returning)
    visit_s = desk.mean_wait_s + (1 - desk.p_abandon) * mean_handle_s
    return FeedbackQueue(
        visits_per_s=visits,
        mean_visits=mean_visits,
        desk=desk,
        mean_visit_s=visit_s,
        mean_in_delay=visits * returning * delay_s,
        mean_total_s=mean_visits * visit_s + (mean_visits - 1) * delay_s,
        is_exact=math.isinf(mean_patience_s),
    )
