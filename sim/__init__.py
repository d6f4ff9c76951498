"""supportsim: a simulation and staffing model of a customer support operation.

The *world* is what happens to you and the *policy* is what you choose; with a calendar they make a *scenario*.
Chance is drawn once into a *workload*; an *engine* plays both into a *log*; *kpi* reads the log; a *study* repeats and
compares *variants*; the *report* shows. Data flows one way, and the folders are that sentence.

Names are loaded when they are first used, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.engine import simulate
    from sim.errors import Fault, InputError, StudyError, SupportsimError
    from sim.kpi import KPIS, measure, pool
    from sim.log import Log
    from sim.report import render
    from sim.scenario import Scenario
    from sim.settings import Typed, load
    from sim.study import Compute, Study, StudyOptions, Variant, run_study, sweep

__version__ = "0.1.0"

_HOMES = {
    "KPIS": "sim.kpi",
    "Compute": "sim.study",
    "Fault": "sim.errors",
    "InputError": "sim.errors",
    "Log": "sim.log",
    "Scenario": "sim.scenario",
    "Study": "sim.study",
    "StudyError": "sim.errors",
    "StudyOptions": "sim.study",
    "SupportsimError": "sim.errors",
    "Typed": "sim.settings",
    "Variant": "sim.study",
    "load": "sim.settings",
    "measure": "sim.kpi",
    "pool": "sim.kpi",
    "render": "sim.report",
    "run_study": "sim.study",
    "simulate": "sim.engine",
    "sweep": "sim.study",
}

__all__ = [
    "KPIS",
    "Compute",
    "Fault",
    "InputError",
    "Log",
    "Scenario",
    "Study",
    "StudyError",
    "StudyOptions",
    "SupportsimError",
    "Typed",
    "Variant",
    "load",
    "measure",
    "pool",
    "render",
    "run_study",
    "simulate",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
