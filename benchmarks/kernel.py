"""Contacts per second: our whole engine against a textbook SimPy model, Ciw and salabim, on M/M/100+M.

Contenders take turns (ours, SimPy, Ciw, salabim, ours, ...), each run in a fresh process with the garbage collector
off, so that a machine whose speed drifts meets all of them alike; ratios are taken within a round, and the median of
the rounds counts. Time is processor time: what else the machine does is not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.case import M_M_100_M, Case
from benchmarks.fresh import Run, run_fresh

ROUNDS = 3
CASES: dict[str, Case] = {
    "ours": M_M_100_M,
    "simpy_textbook": M_M_100_M,
    "ciw_model": M_M_100_M,
    "salabim_model": M_M_100_M.lasting(3 * 3600.0),  # a twentieth of the speed of others: 18,000 contacts are enough
}
NAMES = {"ours": "ours", "simpy_textbook": "simpy_textbook", "ciw_model": "ciw", "salabim_model": "salabim"}


def kernel(say: Callable[[str], None]) -> dict[str, Any]:
    """``{ours,simpy_textbook,ciw,salabim}_per_s``, and how many times as fast we are as each other."""
    runs: dict[str, list[Run]] = {name: [] for name in NAMES.values()}
    for turn in range(ROUNDS):
        for contender, case in CASES.items():
            run = run_fresh(contender, case, seed=turn + 1)
            runs[NAMES[contender]].append(run)
            say(f"  round {turn + 1}: {NAMES[contender]:15} {run.contacts_per_s:>9,.0f} contacts/s")
    out: dict[str, Any] = {f"{name}_per_s": median(run.contacts_per_s for run in mine) for name, mine in runs.items()}
    for name, mine in runs.items():
        out[f"{name}_contacts"] = min(run.figures.contacts for run in mine)
        if name != "ours":
            ratios = (a.contacts_per_s / b.contacts_per_s for a, b in zip(runs["ours"], mine, strict=True))
            out[f"ours_over_{name}"] = median(ratios)
    return out
