"""An assumed coefficient: where it stands among the settings, what is declared of it, and over which range it moves.

A point of the unit cube, one coordinate for each coefficient, is a *world*: 0 is the low end, 1 the high end. Where
the ends are half and double, the scale is that of the logarithm, so that what the desk assumes lies in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A number among the settings, its value on the desk, the ends of its range, and why these."""

    path: str
    value: float
    low: float
    high: float
    scale: Literal["linear", "log"]
    meaning: str
    unit: str
    why: str

    def at(self, share: float) -> float:
        """The value a ``share`` of the way from the low end to the high one."""
        if share <= 0.0 or share >= 1.0:  # the ends exactly, whatever the scale rounds
            return self.low if share <= 0.0 else self.high
        if self.scale == "log":
            return self.low * math.exp(share * math.log(self.high / self.low))
        return self.low + share * (self.high - self.low)


def values_at(coefficients: Sequence[Coefficient], point: Sequence[float]) -> Mapping[str, float]:
    """The settings of the world at a point of the unit cube, by dotted path."""
    return {one.path: one.at(float(share)) for one, share in zip(coefficients, point, strict=True)}


def between(desk: Scenario, path: str, low: float, high: float, why: str) -> Coefficient:
    """A coefficient over a range that has a reason, on a linear scale; the desk's own value is never outside."""
    value = _value(desk, path)
    return _made(path, value, min(low, value), max(high, value), "linear", why)


def by_a_factor(desk: Scenario, path: str, factor: float = 2.0) -> Coefficient:
    """A coefficient of which only the size is known: from 1/factor of the desk's value to factor times it.

    An end that its declaration does not allow is moved to the nearest that it does. A value of 0 stays where it is.
    """
    value = _value(desk, path)
    least, most = _bounds(declared(path))
    low, high = max(value / factor, least), min(value * factor, most)
    words = "half to double" if factor == 2.0 else f"a factor of {factor:g} either way"
    if (low, high) != (value / factor, value * factor):
        words += ", as far as is allowed"
    return _made(path, value, low, high, "log" if low > 0.0 else "linear", words)


def _made(path: str, value: float, low: float, high: float, scale: Literal["linear", "log"], why: str) -> Coefficient:
    field = declared(path)
    about = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return Coefficient(path, value, low, high, scale, str(field.description or ""), str(about.get("unit", "")), why)


def _value(desk: Scenario, path: str) -> float:
    found: Any = desk
    for name in path.split("."):
        found = getattr(found, name)
    return float(found)


def declared(path: str) -> FieldInfo:
    """The declaration of a setting by its dotted path from the scenario; KeyError where there is none."""
    model: type[BaseModel] | None = Scenario
    field: FieldInfo | None = None
    for name in path.split("."):
        if model is None or name not in model.model_fields:
            raise KeyError(path)
        field = model.model_fields[name]
        model = _group(field.annotation)
    assert field is not None
    return field


def _group(annotation: Any) -> type[BaseModel] | None:
    """The group of settings that an annotation stands for, also where it may be null."""
    options = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    groups = [one for one in options if isinstance(one, type) and issubclass(one, BaseModel)]
    return groups[0] if groups else None


def _bounds(field: FieldInfo) -> tuple[float, float]:
    """The least and the most that a declaration allows (ends that are excluded by ``gt`` or ``lt`` are not reached)."""
    least, most = -math.inf, math.inf
    for rule in field.metadata:
        least = max(least, getattr(rule, "ge", -math.inf), getattr(rule, "gt", -math.inf))
        most = min(most, getattr(rule, "le", math.inf), getattr(rule, "lt", math.inf))
    return least, most
