"""Cost per contact from 10 to 5,000 agents at load 0.9: a day of 400,000 contacts each, only the agents differ.

Sizes take turns as contenders do in the kernel benchmark.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.case import at_load
from benchmarks.fresh import run_fresh

ROUNDS = 3
AGENTS = (10, 100, 1000, 5000)
CONTACTS = 400_000


def agents_scaling(say: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds per contact by number of agents, and the cost with the most over that with the fewest."""
    costs_us: dict[int, list[float]] = {n_agents: [] for n_agents in AGENTS}
    for turn in range(ROUNDS):
        for n_agents in AGENTS:
            cost_us = 1e6 / run_fresh("ours", at_load(n_agents, CONTACTS), seed=turn + 1).contacts_per_s
            costs_us[n_agents].append(cost_us)
            say(f"  round {turn + 1}: {n_agents:5,} agents {cost_us:6.2f} µs a contact")
    fewest, most = costs_us[AGENTS[0]], costs_us[AGENTS[-1]]
    return {
        "us_per_contact": {str(n_agents): median(costs) for n_agents, costs in costs_us.items()},
        "ratio": median(much / little for much, little in zip(most, fewest, strict=True)),
    }
