"""How the sentences of a study write numbers: a true minus, units after a space, intervals in brackets."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.units import format_duration

MINUS = "−"
UNKNOWN = "?"


def number(value: float, digits: int = 0, signed: bool = False) -> str:
    """``1,234``, ``-0.5`` with a true minus, ``+0.028`` if signed; ``?`` for what is not finite."""
    if not math.isfinite(value):
        return UNKNOWN
    return f"{value:{'+' if signed else ''},.{digits}f}".replace("-", MINUS)


def whole(value: float) -> str:
    """``1,234``."""
    return number(value)


def tenths(value: float) -> str:
    """``12.3``."""
    return number(value, 1)


def per_cent(share: float, digits: int = 1) -> str:
    """``81.3 %`` from 0.813."""
    return f"{number(100 * share, digits)} %" if math.isfinite(share) else UNKNOWN


def duration(seconds: float) -> str:
    """``20 s``, ``2 h``, ``1 min 30 s``: a setting's duration."""
    text, out = format_duration(seconds), ""
    for here, after in zip(text, text[1:] + " ", strict=True):
        out += here
        if here.isdigit() != after.isdigit() and here not in "." and after not in ".":
            out += " "
    return out.strip()


def interval(low: float, high: float, write: Callable[[float], str] = whole) -> str:
    """`` (10 to 14)``, the ends in order; nothing where there is no interval."""
    low, high = min(low, high), max(low, high)
    return f" ({write(low)} to {write(high)})" if low < high else ""


def span(value: float, low: float, high: float, write: Callable[[float], str] = whole, unit: str = "") -> str:
    """``12 h (10 to 14)``: a value and its interval."""
    return f"{write(value)}{unit}{interval(low, high, write)}"
