"""Bytes per contact: what peak memory grows by from 100,000 to 400,000 contacts of M/M/100+M, with the default log."""

from __future__ import annotations

from benchmarks.case import M_M_100_M
from benchmarks.fresh import run_fresh

FEW, MANY = 100_000, 400_000


def bytes_per_contact() -> float:
    """(peak at 400,000 - peak at 100,000) / (contacts more), each in a fresh process."""
    few, many = (
        run_fresh("ours", M_M_100_M.lasting(contacts / M_M_100_M.arrivals_per_s), seed=1) for contacts in (FEW, MANY)
    )
    return (many.peak_bytes - few.peak_bytes) / (many.figures.contacts - few.figures.contacts)
