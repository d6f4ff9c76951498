"""Where every value came from: a file, an override, a variant, or a default with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.scenario import Scenario
from sim.settings.layers import Merged
from sim.settings.read_yaml import shorten
from sim.settings.request import Request
from sim.settings.tree import Path, Place, at, child, extra

LONGEST = 60
"""Letters of a value as it is shown; a profile is read in its file."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting as ``supportsim show`` prints it."""

    path: str
    value: str
    unit: str
    came_from: str
    is_default: bool


def origins(request: Request, merged: Merged) -> list[Origin]:
    """Every setting of the request, in order, with the layers that made it."""
    mapping = request.to_mapping()
    order = [*Scenario.model_fields, "study", "compute", "report"]
    currency = request.world.prices.currency
    return [
        Origin(".".join(path), _shown(value), _unit(place, currency), *_came_from(path, place, merged))
        for name in order
        for path, value, place in _leaves(mapping[name], (name,), at(Request, (name,), mapping))
    ]


def _leaves(value: Any, path: Path, place: Place | None) -> Iterator[tuple[Path, Any, Place | None]]:
    if not isinstance(value, dict) or place is None or place.is_one_value or not value:
        yield path, value, place
        return
    tag = value.get(place.tag) if place.tag else None
    for name, inner in value.items():
        yield from _leaves(inner, (*path, name), child(place, name, tag))


def _came_from(path: Path, place: Place | None, merged: Merged) -> tuple[str, bool]:
    inside = [layer.origin for known, layer in merged.origins.items() if known[: len(path)] == path]
    outside = merged.origin(path)
    found = list(dict.fromkeys([*([outside.origin] if outside is not None else []), *inside]))
    if found:
        return "; ".join(found), False
    source = extra(place, "source") if place is not None else ""
    return (f"default, {source}" if source else "default"), True


def _unit(place: Place | None, currency: str) -> str:
    unit = extra(place, "unit") if place is not None else ""
    return "" if unit == "s" else unit.replace("currency", currency)  # durations and times carry their unit


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return shorten("{" + ", ".join(f"{name}: {_shown(inner)}" for name, inner in value.items()) + "}", LONGEST)
    if isinstance(value, list) and len(value) > 8:
        return f"[{len(value)} entries]"
    if isinstance(value, list):
        return shorten("[" + ", ".join(_shown(inner) for inner in value) + "]", LONGEST)
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else shorten(value, LONGEST)
