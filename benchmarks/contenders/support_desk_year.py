"""Our whole engine on a year of the support desk, with people who learn, tire, wear out, leave and are replaced."""

from __future__ import annotations

from functools import lru_cache

from benchmarks.case import DAY_S, Case
from benchmarks.contenders.support_desk import figures
from sim.engine import simulate
from sim.log import Log
from sim.scenario import Scenario
from sim.settings import Typed, load

__all__ = ["desk", "figures", "play"]


@lru_cache(maxsize=1)
def desk() -> Scenario:
    """The desk of configs/scenario/support_desk_year.yaml, read once as a study does."""
    return load(Typed(("scenario=support_desk_year",))).request.scenario


def play(case: Case, seed: int) -> Log:
    """Only the horizon of the case counts."""
    return simulate(desk().with_values({"calendar.days": max(round(case.horizon_s / DAY_S), 1)}), seed, 0)
