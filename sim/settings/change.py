"""One override, as read, and the names that a ``*`` in its key stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from sim.errors import Fault, SettingsError
from sim.settings.layers import Layer
from sim.settings.read_yaml import shorten
from sim.settings.tree import Path

HEADS_ONLY = "no team here is staffed by heads: change policy.shifts.<name>.agents, or the roster"


@dataclass(frozen=True, slots=True)
class Change:
    """One override: its text, its key, its value or (in a grid) its values, and where it was written."""

    text: str
    key: str
    value: Any = None
    points: tuple[Any, ...] | None = None
    group: bool = False
    delete: bool = False
    origin: str = "command line"

    @property
    def path(self) -> Path:
        """The names of the key."""
        return tuple(self.key.split("."))

    def layer(self) -> Layer:
        """The value as a layer."""
        return Layer(f"{self.origin}: {self.text}", self.value, self.path, None, self.delete)

    def with_point(self, point: Any) -> Change:
        """The same override with one point of its grid."""
        return replace(self, text=f"{self.key}={shorten(point)}", value=point, points=None)


def matching(changes: Iterable[Change], values: dict[str, Any]) -> list[Change]:
    """The changes, with a ``*`` in a key standing for every name that is there: ``policy.heads.*.plus=1``."""
    found: list[Change] = []
    for change in changes:
        if change.group or "*" not in change.key:
            found.append(change)
            continue
        paths: list[tuple[Path, Any]] = [((), values)]
        for part in change.path:
            further: list[tuple[Path, Any]] = []
            for path, value in paths:
                inner = value if isinstance(value, dict) else {}
                names = [name for name in inner if fnmatchcase(str(name), part)] if "*" in part else [part]
                further.extend(((*path, name), inner.get(name)) for name in names)
            paths = further
        if not paths:
            first = change.path[: next(place for place, part in enumerate(change.path) if "*" in part)]
            fix = HEADS_ONLY if first == ("policy", "heads") else f"there is nothing in {'.'.join(first)}"
            raise SettingsError(
                [Fault(change.key, "the pattern matches nothing here", change.text.partition("=")[2], fix)]
            )
        found.extend(replace(change, key=".".join(path)) for path, _ in paths)
    return found
