"""Choices among channels by shares laid end to end."""

from __future__ import annotations

from collections.abc import Sequence


def falls_to(u: float, cumulative: Sequence[float]) -> int:
    """The first place whose cumulative share lies above ``u``; -1 if none does."""
    for place, share in enumerate(cumulative):
        if u < share:
            return place
    return -1
