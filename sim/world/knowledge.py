"""What a knowledge base does, and how it grows and ages. Its coverage runs from 0 (nothing) to 1 (every question)."""

from __future__ import annotations

from math import exp, log1p

from sim.declare import Settings, setting

MONTH_DAYS = 30.0


class Knowledge(Settings):
    """Effects of a knowledge base in proportion to its coverage, and how coverage changes."""

    saved: float = setting(
        0.15,
        ge=0,
        lt=1,
        meaning="share of handle time that full coverage saves",
        source="assumed; vendors claim 0.2 to 0.4",
    )
    ramp: float = setting(0.3, ge=0, lt=1, meaning="share by which full coverage shortens learning")
    solves: float = setting(0.25, ge=0, le=10, unit="logit", meaning="what full coverage adds to a resolution")
    wrong: float = setting(0.5, ge=0, le=10, unit="logit", meaning="what full coverage takes off wrong information")
    per_entry: float = setting(
        0.00001, ge=0, le=1, meaning="coverage that one documented resolution of something new adds"
    )
    ageing: float = setting(0.02, unit="per month", ge=0, lt=1, meaning="share of the coverage that goes out of date")


def knowledge_factor(coverage: float, saved: float) -> float:
    """Factor on handle time: 1 - saved x coverage."""
    return 1.0 - saved * coverage


def coverage_after(coverage: float, resolved: float, documented: float, per_entry: float, ageing: float) -> float:
    """Coverage a day later: what is left of it, and what is new among ``resolved`` matters and written down.

    c (1 - ageing)^(1/30) + per_entry x documented x resolved x (1 - c), at most 1.
    """
    more = per_entry * documented * resolved * (1.0 - coverage)
    after = coverage * exp(log1p(-ageing) / MONTH_DAYS) + more
    return after if after < 1.0 else 1.0
