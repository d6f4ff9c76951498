"""One replication of one scenario as a job: a pure function of a picklable value, wherever it runs.

The chance of a replication is named by (seed, replication), so the tables that a job returns do not depend on which
worker ran it, in which order, or how many others ran beside it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.tables import Table, table_of

if TYPE_CHECKING:
    from sim.log import Log
    from sim.scenario import Scenario

COLUMNS = {
    "kpis": ("kpi", "channel", "team", "value", "num", "den", "n", "unit"),
    "series": ("kpi", "channel", "team", "interval", "num", "den"),
    "histograms": ("kpi", "channel", "low", "high", "count"),
    "days": ("kpi", "team", "day", "num", "den"),
    "agents": ("kpi", "team", "agent", "num", "den"),
    "flow": ("channel", "from", "to", "tickets", "seconds"),
    "backlog_ages": ("day", "channel", "age", "tickets"),
    "causes": ("channel", "cause", "contacts"),
}
"""The tables that a replication is measured by, with their columns in order; rows stand in the order of declaration:
KPIs, then channels ('' is all of them) and teams as the scenario names them, then intervals."""


@dataclass(frozen=True, slots=True)
class Job:
    """One replication to simulate; ``warm_up_s`` seconds at the start are simulated but not counted."""

    scenario: Scenario
    replication: int
    seed: int
    warm_up_s: float = 0.0
    keep_log: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a job brought: the measured tables by name, and the log where it is to be kept."""

    tables: dict[str, Table]
    log: Log | None = None


def run_job(job: Job) -> Done:
    """Simulate one replication and measure it; the same job gives the same tables, bit for bit."""
    from sim.engine import simulate
    from sim.kpi import measure
    from sim.kpi.flow import journeys

    with collector_off():
        log = simulate(job.scenario, job.seed, job.replication)
        measured = measure(log, job.scenario, warm_up_s=job.warm_up_s)
        found = {**vars(measured), **journeys(log, job.scenario, job.warm_up_s)}
    tables = {name: table_of(found[name], columns) for name, columns in COLUMNS.items()}
    return Done(tables, log if job.keep_log else None)


@contextmanager
def collector_off() -> Iterator[None]:
    """Run without the cyclic garbage collector and collect once at the end: a replication makes next to no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect(0)
