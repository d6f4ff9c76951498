"""Which part of a curve or of opening hours cannot be read: they are right or wrong as one value, and can be long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.settings.read_yaml import shorten
from sim.units import parse_days, parse_span, parse_time_of_day


def wrong_part(value: Any) -> str:
    """The names and values that cannot be read, such as ``mon-fry``; empty where none stands out."""
    return ", ".join(dict.fromkeys(_parts(value))) if isinstance(value, Mapping) else ""


def _parts(value: Mapping[Any, Any]) -> Iterator[str]:
    for name, inner in value.items():
        by_days = str(name)[:1].isalpha()
        try:
            parse_days(str(name)) if by_days else parse_time_of_day(str(name))
        except ValueError:
            yield shorten(name)
        if isinstance(inner, Mapping):
            yield from _parts(inner)
        elif isinstance(inner, str):
            try:
                if inner.strip() not in ("closed", "always"):
                    for span in inner.split(","):
                        parse_span(span)
            except ValueError:
                yield f"{name}: {shorten(inner)}"
        elif isinstance(inner, bool) or inner is None:
            yield f"{name}: {shorten(inner)}"
