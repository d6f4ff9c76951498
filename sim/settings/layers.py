"""Laying settings over one another, file by file and override by override, and remembering where each value came from.

The declarations decide what is laid over what: groups of settings and named maps are merged name by name; a curve,
opening hours, a list or a table is one value and replaces the one below. Where a later layer changes the kind of a
union (``law: gamma`` over ``law: lognormal``), the fields that only the old kind had are dropped, and a note says so.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from pydantic import BaseModel

from sim.errors import Fault, SettingsError
from sim.settings.tree import Path, Place, at


@dataclass(frozen=True, slots=True)
class Layer:
    """Values to be laid at ``path``, where they come from, and the folder to which their tables are relative."""

    origin: str
    values: Any
    path: Path = ()
    folder: File | None = None
    delete: bool = False


@dataclass(slots=True)
class Merged:
    """Plain values, the layer that each came from (by the path at which it was written), and notes for the user."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, Layer] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def copy(self) -> Merged:
        """A copy that can be changed."""
        return Merged(copy.deepcopy(self.values), dict(self.origins), list(self.notes))

    def origin(self, path: Path) -> Layer | None:
        """The layer of the value at a path, or of the value that it is part of."""
        for length in range(len(path), 0, -1):
            found = self.origins.get(path[:length])
            if found is not None:
                return found
        return None

    def lay(self, layers: Iterable[Layer], model: type[BaseModel]) -> Merged:
        """Lay further layers on top, in order."""
        for layer in layers:
            if layer.delete:
                self._delete(layer)
            else:
                self._put(layer, layer.path, layer.values, model)
        return self

    def _put(self, layer: Layer, path: Path, value: Any, model: type[BaseModel]) -> None:
        place = at(model, path, self.values) if path else Place(model)
        old = self._look(path)
        clears = value == {} and layer.folder is None and path == layer.path  # an override says: nothing of this
        if isinstance(value, dict) and not clears and self._merges(value, old, place):
            if path and not isinstance(old, dict):
                self._set(path, {}, layer)
                del self.origins[path]  # a group comes from nowhere: its settings do
            if place is not None and place.tag in value and isinstance(old, dict):
                self._change_kind(layer, path, place, old, value[place.tag])
            for name, inner in value.items():
                self._put(layer, (*path, str(name) if isinstance(name, str) else name), inner, model)
        else:
            parent = at(model, path[:-1], self.values)
            around = self._look(path[:-1])
            if parent is not None and parent.tag == path[-1] and isinstance(around, dict):
                self._change_kind(layer, path[:-1], parent, around, value)
            self._set(path, copy.deepcopy(value), layer)

    def _merges(self, value: dict[Any, Any], old: Any, place: Place | None) -> bool:
        if set(value) == {"table"} or (isinstance(old, dict) and set(old) == {"table"}):
            return False  # a table is one value
        return place is None or not place.is_one_value

    def _change_kind(self, layer: Layer, path: Path, place: Place, old: dict[str, Any], kind: Any) -> None:
        before = old.get(place.tag or "")
        members = place.members
        if before is None or before == kind or str(kind) not in members:
            return
        keeps = members[str(kind)].model_fields
        dropped = [name for name in old if name not in keeps]
        for name in dropped:
            old.pop(name)
            self._forget((*path, name))
        what = f"; dropped what only {before} has: {', '.join(dropped)}" if dropped else ""
        self.notes.append(f"{'.'.join(path)}.{place.tag} changes from {before} to {kind} ({layer.origin}){what}")

    def _look(self, path: Path) -> Any:
        value: Any = self.values
        for name in path:
            if not isinstance(value, dict) or name not in value:
                return None
            value = value[name]
        return value

    def _set(self, path: Path, value: Any, layer: Layer) -> None:
        place = self.values
        for length, name in enumerate(path[:-1], start=1):
            inner = place.get(name)
            if not isinstance(inner, dict):
                self._forget(path[:length])
                inner = place[name] = {}
            place = inner
        self._forget(path)
        place[path[-1]] = value
        self.origins[path] = layer

    def _forget(self, path: Path) -> None:
        for known in [known for known in self.origins if known[: len(path)] == path]:
            del self.origins[known]

    def _delete(self, layer: Layer) -> None:
        place = self._look(layer.path[:-1]) if len(layer.path) > 1 else self.values
        if not isinstance(place, dict) or layer.path[-1] not in place:
            raise SettingsError([Fault(f"~{'.'.join(layer.path)}", "there is nothing of this name to remove")])
        del place[layer.path[-1]]
        self._forget(layer.path)
