"""Our whole engine on the reference desk: four channels, tickets, failure demand; people in shifts, breaks and all."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from benchmarks.case import DAY_S, Case, Figures
from sim.engine import simulate
from sim.log import Cause, Log, Outcome
from sim.scenario import Scenario
from sim.settings import Typed, load


@lru_cache(maxsize=1)
def desk() -> Scenario:
    """The desk of configs/scenario/support_desk.yaml, read once as a study does."""
    return load(Typed(("scenario=support_desk",))).request.scenario


def play(case: Case, seed: int) -> Log:
    """Only the horizon of the case counts."""
    return simulate(desk().with_values({"calendar.days": max(round(case.horizon_s / DAY_S), 1)}), seed, 0)


def figures(log: Log) -> Figures:
    """Contacts of customers and the desk's own; one that is passed on, or goes on as a message, counts once."""
    contacts = log.contacts
    one = ~np.isin(contacts["cause"], [Cause.TRANSFER, Cause.MESSAGE]) & (contacts["outcome"] != Outcome.WAITING)
    left = np.isin(contacts["outcome"], [Outcome.ABANDONED, Outcome.SILENT])
    waited_s = np.where(left, contacts["ended_at"], contacts["answered_at"]) - contacts["entered_at"]
    return Figures(
        contacts=int(one.sum()), p_abandon=float(left[one].mean()), mean_wait_s=float(np.nanmean(waited_s[one]))
    )
