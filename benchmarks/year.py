"""A year in one replication: contacts per second against four weeks of the same desk, and memory.

The support desk as it is, and with people who learn, tire, leave and are replaced. Four weeks and the year take turns
in fresh processes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.case import DAY_S, M_M_100_M
from benchmarks.fresh import run_fresh

WEEKS = 52
MEGABYTE = 1e6


def year(say: Callable[[str], None]) -> dict[str, Any]:
    """``contacts_per_s``, ``peak_mb`` and ``ratio_to_four_weeks`` of the support desk; and with people."""
    out = _of("support_desk", say)
    out["with_people"] = _of("support_desk_year", say)
    return out


def _of(desk: str, say: Callable[[str], None]) -> dict[str, Any]:
    before = run_fresh(desk, M_M_100_M.lasting(28 * DAY_S), seed=1)
    whole = run_fresh(desk, M_M_100_M.lasting(WEEKS * 7 * DAY_S), seed=1)
    after = run_fresh(desk, M_M_100_M.lasting(28 * DAY_S), seed=1)
    four_weeks = (before.contacts_per_s + after.contacts_per_s) / 2
    out = {
        "contacts": whole.figures.contacts,
        "contacts_per_s": whole.contacts_per_s,
        "four_weeks_per_s": four_weeks,
        "ratio_to_four_weeks": whole.contacts_per_s / four_weeks,
        "peak_mb": whole.peak_bytes / MEGABYTE,
    }
    say(
        f"  {desk}: {out['contacts_per_s']:>9,.0f} contacts/s, {out['ratio_to_four_weeks']:.2f} x four weeks', "
        f"{out['peak_mb']:,.0f} MB"
    )
    return out
