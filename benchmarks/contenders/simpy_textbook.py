"""The textbook SimPy model (the "bank renege" of its documentation): a Resource, and ``request | timeout``."""

from __future__ import annotations

from collections.abc import Generator
from random import Random  # noqa: TID251  # what SimPy's own examples draw with; scalar draws of NumPy are slower

import simpy

from benchmarks.case import Case, Figures

Record = list[tuple[float, float, bool]]
"""(arrived at, waited, was answered) of each contact"""


def customer(
    env: simpy.Environment, agents: simpy.Resource, case: Case, rng: Random, record: Record
) -> Generator[simpy.Event, object, None]:
    """A customer waits for an agent, but not for ever."""
    arrived_at = env.now
    with agents.request() as request:
        patience = env.timeout(rng.expovariate(1 / case.mean_patience_s))
        yield request | patience
        answered = request.triggered
        record.append((arrived_at, env.now - arrived_at, answered))
        if answered:
            yield env.timeout(rng.expovariate(1 / case.mean_handle_s))


def customers(
    env: simpy.Environment, agents: simpy.Resource, case: Case, rng: Random, record: Record
) -> Generator[simpy.Event, object, None]:
    """Customers come."""
    while True:
        yield env.timeout(rng.expovariate(case.arrivals_per_s))
        env.process(customer(env, agents, case, rng, record))


def play(case: Case, seed: int) -> Record:
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=case.n_agents)
    record: Record = []
    env.process(customers(env, agents, case, Random(seed), record))
    env.run(until=case.horizon_s)
    return record


def figures(record: Record) -> Figures:
    n = len(record)
    abandoned = sum(not answered for _, _, answered in record)
    return Figures(n, abandoned / n, sum(waited for _, waited, _ in record) / n)
