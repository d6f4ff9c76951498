"""What stands in a file but cannot be meant: names that YAML read as something else, and values left open (``???``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.errors import Fault
from sim.settings.read_yaml import shorten
from sim.settings.tree import Path


def named_by_text(values: Any) -> Any:
    """A copy without the entries whose names YAML read as something else (each has a fault of its own)."""
    if isinstance(values, dict):
        return {name: named_by_text(inner) for name, inner in values.items() if isinstance(name, str)}
    return [named_by_text(inner) for inner in values] if isinstance(values, list) else values


def names_faults(values: Any, path: Path = ()) -> Iterator[tuple[Fault, Path]]:
    """Names that YAML read as something else: ``10:00:`` as 600, ``on:`` as true."""
    if isinstance(values, list):
        for index, inner in enumerate(values):
            yield from names_faults(inner, (*path, str(index)))
    if not isinstance(values, dict):
        return
    for name, inner in values.items():
        if not isinstance(name, str):
            said = (
                f'"{name // 60:02d}:{name % 60:02d}"'
                if type(name) is int and name >= 60
                else '"on", "off", "yes" or "no"'
            )
            fix = f"quote it: {said}" if isinstance(name, bool) or (type(name) is int and name >= 60) else "quote it"
            where = ".".join([*path, shorten(name)])
            kind = (
                "true or false"
                if isinstance(name, bool)
                else "a number"
                if isinstance(name, int | float)
                else "nothing"
            )
            yield Fault(where, f"YAML read this name as {kind}", "", fix), (*path, shorten(name))
        yield from names_faults(inner, (*path, str(name)))


def given_faults(values: Any, path: Path = ()) -> Iterator[tuple[Fault, Path]]:
    """Values that a file leaves open on purpose (``???``)."""
    if isinstance(values, dict):
        for name, inner in values.items():
            yield from given_faults(inner, (*path, str(name)))
    elif values == "???":
        yield Fault(".".join(path), "has to be given", "???"), path
