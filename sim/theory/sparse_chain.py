"""The stationary law of a small Markov chain given by its list of moves."""

import math
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

State = TypeVar("State", bound=Hashable)

FloatArray = NDArray[np.float64]

MOST_STATES = 300_000
SELDOM = 1e-11
"""The rate e of the exponential times, as a share of the fastest rate of the chain."""

UNBALANCED_AT_MOST = 1e-14
"""Largest net flow into a state, as a share of the fastest rate of the chain."""

MOST_STEPS = 30


def stationary_law(start: State, moves: Callable[[State], Iterable[tuple[State, float]]]) -> dict[State, float]:
    """Return the long-run P(state) of the chain that begins in `start`, for every state that it can reach.

    p_{i+1} = e p_i (e I - Q)^-1, p_0 = start: the law after an exponential time of rate e, again and again

    With e far below every rate of the chain (1e-11 of the fastest) the first step is all but the limit; the next ones
    mend what is left. No state has to be likely, as one would where a balance equation is left out. `moves(state)`
    yields (next state, rate per second); moves of rate 0 are ignored, and several moves to one state add up. Raises
    ValueError above 300,000 states and for a rate that is not finite, and ArithmeticError where inflow and outflow do
    not come to balance.
    """
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import splu

    index: dict[State, int] = {start: 0}
    order = [start]
    rows: list[int] = []
    columns: list[int] = []
    rates: list[float] = []
    for here, state in enumerate(order):  # the list grows while it is read: a walk over all reachable states
        for target, rate in moves(state):
            if rate <= 0:
                continue
            if not rate < math.inf:
                raise ValueError(f"the move from {state} to {target} must have a finite rate, got {rate!r}")
            there = index.get(target)
            if there is None:
                if len(order) == MOST_STATES:
                    raise ValueError(f"the chain has more than {MOST_STATES} states")
                there = index[target] = len(order)
                order.append(target)
            rows += [there, here]
            columns += [here, here]
            rates += [rate, -rate]
    size = len(order)
    balance = csc_array((np.array(rates), (np.array(rows), np.array(columns))), shape=(size, size))
    leaving = -balance.diagonal()
    fastest = float(leaving.max())
    if fastest == 0:
        return {start: 1.0}
    factors = splu((SELDOM * fastest * eye_array(size) - balance).tocsc())
    law = np.zeros(size)
    law[0] = 1.0
    for step in range(MOST_STEPS):
        law = np.maximum(factors.solve(law), 0.0)
        law /= law.sum()
        unbalanced = float(np.abs(balance @ law).max())
        if step >= 2 and unbalanced <= UNBALANCED_AT_MOST * fastest:
            return dict(zip(order, law.tolist(), strict=True))
    raise ArithmeticError(f"the flows of the chain do not come to balance (worst state: {unbalanced:.3g} per s)")
