"""Our whole engine on the reference desk: four channels, tickets, failure demand; people in shifts, breaks and all."""

from __future__ import annotations

import numpy as np

from benchmarks.case import DAY_S, Case, Figures
from sim.engine import simulate
from sim.log import Cause, Log, Outcome
from sim.settings import Typed, load


def play(case: Case, seed: int) -> Log:
    """Only the horizon of the case counts: the desk is that of configs/scenario/support_desk.yaml."""
    days = max(round(case.horizon_s / DAY_S), 1)
    scenario = load(Typed(("scenario=support_desk", f"calendar.days={days}"))).request.scenario
    return simulate(scenario, seed, 0)


def figures(log: Log) -> Figures:
    """Contacts are those of customers, and the desk's own with them; a contact passed on or left as a message is one."""
    contacts = log.contacts
    one = ~np.isin(contacts["cause"], [Cause.TRANSFER, Cause.MESSAGE]) & (contacts["outcome"] != Outcome.WAITING)
    left = np.isin(contacts["outcome"], [Outcome.ABANDONED, Outcome.SILENT])
    waited_s = np.where(left, contacts["ended_at"], contacts["answered_at"]) - contacts["entered_at"]
    return Figures(
        contacts=int(one.sum()), p_abandon=float(left[one].mean()), mean_wait_s=float(np.nanmean(waited_s[one]))
    )
