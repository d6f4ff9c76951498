"""The stationary law of a small Markov chain given by its list of moves."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

State = TypeVar("State", bound=Hashable)

FloatArray = NDArray[np.float64]

MOST_STATES = 300_000


def stationary_law(start: State, moves: Callable[[State], Iterable[tuple[State, float]]]) -> dict[State, float]:
    """Return P(state) of the chain that is reached from `start`, for every state with a way back.

    pi Q = 0, sum pi = 1, by sparse LU

    `moves(state)` yields (next state, rate per second); moves of rate 0 are ignored, and several moves to one state add
    up. `start` must be reached again from every state (it is the reference: its balance equation is the one left out).
    Raises ValueError above 300,000 states.
    """
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import spsolve

    index: dict[State, int] = {start: 0}
    order = [start]
    rows: list[int] = []
    columns: list[int] = []
    rates: list[float] = []
    for here, state in enumerate(order):  # the list grows while it is read: a walk over all reachable states
        for target, rate in moves(state):
            if rate <= 0:
                continue
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
    if size == 1:
        return {start: 1.0}
    balance = csc_array((np.array(rates), (np.array(rows), np.array(columns))), shape=(size, size))
    # With pi(start) = 1 the other balance equations are regular.
    inflow = -balance[1:, [0]].toarray().ravel()
    others = np.asarray(spsolve(balance[1:, 1:].tocsc(), inflow), dtype=np.float64)
    law = np.maximum(np.concatenate([np.ones(1), others]), 0.0)
    law /= law.sum()
    return dict(zip(order, law.tolist(), strict=True))
