"""The same queue as a Ciw network of one node, without trackers; Ciw keeps a data record of each contact by itself."""

from __future__ import annotations

import ciw

from benchmarks.case import Case, Figures


def play(case: Case, seed: int) -> ciw.Simulation:
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=case.arrivals_per_s)],
        service_distributions=[ciw.dists.Exponential(rate=1 / case.mean_handle_s)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / case.mean_patience_s)],
        number_of_servers=[case.n_agents],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(case.horizon_s)
    return simulation


def figures(simulation: ciw.Simulation) -> Figures:
    records = simulation.get_all_records()
    n = len(records)
    abandoned = sum(record.record_type == "renege" for record in records)
    return Figures(n, abandoned / n, sum(record.waiting_time for record in records) / n)
