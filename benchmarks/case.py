"""The queue that everybody simulates: M/M/n+M, with Poisson arrivals, exponential handle times and patience."""

from __future__ import annotations

from typing import NamedTuple

DAY_S = 86_400.0


class Case(NamedTuple):
    """A queue with patience over a span of time that ends at a midnight, empty at the start; seconds."""

    n_agents: int
    arrivals_per_s: float
    mean_handle_s: float
    mean_patience_s: float
    horizon_s: float

    @property
    def contacts(self) -> float:
        """Contacts expected."""
        return self.arrivals_per_s * self.horizon_s

    def lasting(self, horizon_s: float) -> Case:
        """The same queue over another span of time."""
        return self._replace(horizon_s=horizon_s)


class Figures(NamedTuple):
    """What a run found, whoever ran it."""

    contacts: int
    """that came to an end, or were in service at the end"""
    p_abandon: float
    mean_wait_s: float
    """of all, answered or not"""


M_M_100_M = Case(n_agents=100, arrivals_per_s=100 / 60, mean_handle_s=60.0, mean_patience_s=120.0, horizon_s=3 * DAY_S)
"""Arrivals 100 per minute, service rate 1, giving-up rate 0.5: 432,000 contacts in three days."""


def at_load(n_agents: int, contacts: int, load: float = 0.9) -> Case:
    """A day with a number of contacts, whatever the number of agents: with more agents, each takes longer.

    The handle time is load n / arrival rate and the mean patience twice that, so that only the number of agents
    differs between cases, in proportion to the time scale. A day is 20 handle times or more up to 20,000 agents.
    """
    arrivals_per_s = contacts / DAY_S
    mean_handle_s = load * n_agents / arrivals_per_s
    return Case(n_agents, arrivals_per_s, mean_handle_s, 2 * mean_handle_s, DAY_S)
