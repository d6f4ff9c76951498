"""Judging how the parts fit together although some of them are faulty.

Cross-checks need a whole scenario. Where single settings are wrong, each is taken out, or given a stand-in where it has
to be there, and the rest is judged; a fault that touches a stand-in is not reported.
"""

from __future__ import annotations

import copy
from typing import Any

from pydantic import ValidationError

from sim.declare import Days, Duration, Settings, Span, TimeOfDay
from sim.errors import Fault
from sim.scenario.scenario import ScenarioFaults
from sim.settings.tree import Path, Place, at, from_error

ATTEMPTS = 4


def repaired(model: type[Settings], values: dict[str, Any], broken: list[Path]) -> list[Fault]:
    """The faults between the parts, as far as they do not touch the ``broken`` paths."""
    mended = without(values, broken)
    touched = list(broken)
    for _ in range(ATTEMPTS):
        try:
            model.from_mapping(mended)
        except ValidationError as error:
            items = error.errors(include_url=False)
            found = [item["ctx"]["error"] for item in items if _is_cross(item)]
            if found:
                entries = {path[-1] for path in touched if _is_entry(model, path, values)}
                return [
                    fault
                    for one in found
                    for fault in one.faults
                    if not touches(fault.where, touched) and entries.isdisjoint(fault.where.split("."))
                ]
            for item in items:
                path, place = from_error(model, item["loc"])
                if not path or not _stand_in(mended, path, place, item["type"]):
                    entry = next((path[:end] for end in range(len(path) - 1, 1, -1)
                                  if _is_entry(model, path[:end], values)), None)  # fmt: skip
                    if entry is None:
                        return []
                    path = entry  # judge the rest without the whole entry
                    _take_out(mended, path)
                touched.append(path)
        except (ValueError, TypeError):
            return []
        else:
            return []
    return []


def _is_cross(item: Any) -> bool:
    return isinstance(item.get("ctx", {}).get("error"), ScenarioFaults)


def _is_entry(model: type[Settings], path: Path, values: dict[str, Any]) -> bool:
    """Whether a path is a whole entry of a named map: without it other parts may miss its name."""
    parent = at(model, path[:-1], values) if path[:-1] else None
    return parent is not None and parent.model is None and parent.tag is None


def without(values: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """A copy from which the values at some paths are taken out."""
    rest = copy.deepcopy(values)
    for path in paths:
        _take_out(rest, path)
    return rest


def touches(where: str, paths: list[Path]) -> bool:
    """Whether a dotted path is one of some paths, lies within one, or holds one."""
    names = tuple(where.split("."))
    for path in paths:
        length = min(len(names), len(path))
        if names[:length] == path[:length]:
            return True
    return False


def _take_out(values: Any, path: Path) -> None:
    for name in path[:-1]:
        values = values.get(name) if isinstance(values, dict) else None
    if isinstance(values, dict):
        values.pop(path[-1], None)


def _stand_in(values: dict[str, Any], path: Path, place: Place | None, kind: str) -> bool:
    if kind != "missing" or place is None:
        return False
    value = _example(place)
    if value is None:
        return False
    inner: Any = values
    for name in path[:-1]:
        inner = inner.get(name) if isinstance(inner, dict) else None
    if not isinstance(inner, dict):
        return False
    inner[path[-1]] = value
    return True


def _example(place: Place) -> Any:
    for kind, example in ((Duration, "1min"), (TimeOfDay, "12:00"), (Span, "08:00-16:00"), (Days, "daily")):
        if place.is_like(kind):
            return example
    if place.choices:
        return place.choices[0]
    simple = {float: 1.0, int: 1, bool: False, str: "x"}
    if place.annotation in simple:
        return simple[place.annotation]
    named = {"WeekCurve": 1, "OpenHours": "always"}.get(getattr(place.annotation, "__name__", ""))
    if named is not None:
        return named
    return {"law": "exponential", "mean": "1min"} if place.tag == "law" else None
