"""Contacts per second of the reference desk, against a textbook SimPy model of one plain queue in the same run.

The desk plays four weeks of everything that it has (chats, tickets, promises, shifts); the textbook plays M/M/100+M.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.case import DAY_S, M_M_100_M
from benchmarks.fresh import run_fresh

ROUNDS = 3
FOUR_WEEKS = M_M_100_M.lasting(28 * DAY_S)


def reference(say: Callable[[str], None]) -> dict[str, Any]:
    """``contacts_per_s`` and ``ratio_to_textbook``, the medians of rounds in which both take their turn."""
    speeds, ratios, contacts = [], [], 0
    for turn in range(ROUNDS):
        ours = run_fresh("support_desk", FOUR_WEEKS, seed=turn + 1)
        textbook = run_fresh("simpy_textbook", M_M_100_M, seed=turn + 1)
        speeds.append(ours.contacts_per_s)
        ratios.append(ours.contacts_per_s / textbook.contacts_per_s)
        contacts = ours.figures.contacts
        say(f"  round {turn + 1}: {ours.contacts_per_s:>9,.0f} contacts/s, {ratios[-1]:.2f} x textbook SimPy's")
    return {"contacts_per_s": median(speeds), "ratio_to_textbook": median(ratios), "contacts": contacts}
