"""The same queue in salabim: components that request a resource with a ``fail_delay``, no tracing, no monitors.

Its processes are generators (``yieldless=False``), which needs no further package and is how its older models read.
"""

from __future__ import annotations

from collections.abc import Generator
from random import Random  # noqa: TID251  # as in the textbook model

import salabim

from benchmarks.case import Case, Figures

Record = list[tuple[float, float, bool]]
"""(arrived at, waited, was answered) of each contact"""


class Customer(salabim.Component):
    """A customer waits for an agent, but not for ever."""

    def setup(self, agents: salabim.Resource, case: Case, rng: Random, record: Record) -> None:
        self.agents, self.case, self.rng, self.record = agents, case, rng, record

    def process(self) -> Generator[object, None, None]:
        arrived_at = self.env.now()
        yield self.request(self.agents, fail_delay=self.rng.expovariate(1 / self.case.mean_patience_s))
        answered = not self.failed()
        self.record.append((arrived_at, self.env.now() - arrived_at, answered))
        if answered:
            yield self.hold(self.rng.expovariate(1 / self.case.mean_handle_s))
            self.release()


class Customers(salabim.Component):
    """Customers come."""

    def setup(self, agents: salabim.Resource, case: Case, rng: Random, record: Record) -> None:
        self.agents, self.case, self.rng, self.record = agents, case, rng, record

    def process(self) -> Generator[object, None, None]:
        while True:
            yield self.hold(self.rng.expovariate(self.case.arrivals_per_s))
            Customer(agents=self.agents, case=self.case, rng=self.rng, record=self.record, suppress_trace=True)


def play(case: Case, seed: int) -> Record:
    env = salabim.Environment(trace=False, random_seed=seed, yieldless=False)
    agents = salabim.Resource("agents", capacity=case.n_agents, monitor=False)
    record: Record = []
    Customers(agents=agents, case=case, rng=Random(seed), record=record, suppress_trace=True)
    env.run(till=case.horizon_s)
    return record


def figures(record: Record) -> Figures:
    n = len(record)
    abandoned = sum(not answered for _, _, answered in record)
    return Figures(n, abandoned / n, sum(waited for _, waited, _ in record) / n)
