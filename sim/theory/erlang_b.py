"""Erlang B: the share of customers turned away when nobody can wait (M/G/n/n).

Insensitive to the law of the service time. Needs no other formula; Erlang C and Erlang A are built upon it.
"""

from sim.theory.checks import at_least_zero, whole


def erlang_b(n_agents: int, load: float) -> float:
    """Return the blocking probability of the loss system M/G/n/n.

    B_0 = 1,  B_k = a B_{k-1} / (k + a B_{k-1})

    `load` a = arrival rate * mean service time (erlangs, unit-free). Every term is positive, so nothing cancels: the
    relative error grows at most like n * 1e-16. Factorials are not used (they overflow above n = 170).
    With load 0 the answer is 0, or 1 with no agents. Raises ValueError for a negative or fractional n_agents or load.

    Source: Erlang 1917; recursion as in Jagerman, Bell System Technical Journal 53 (1974).
    """
    n = whole("n_agents", n_agents)
    a = at_least_zero("load", load)
    blocked = 1.0
    for k in range(1, n + 1):
        offered = a * blocked
        blocked = offered / (k + offered)
    return blocked


def carried_load(n_agents: int, load: float) -> float:
    """Return the mean number of busy agents of the loss system, a (1 - B) (erlangs, unit-free)."""
    if n_agents == 0 or load == 0:
        return 0.0
    # n / (n + a B_{n-1}) is 1 - B_n without the loss of digits when B is near 1.
    return load * n_agents / (n_agents + load * erlang_b(n_agents - 1, load))
