"""How a setting is declared: once, with its unit, meaning, range and source.

Validation, error messages, the parameter reference, the JSON Schema and the labels of reports read that declaration.
Settings are frozen and strict: ``yes`` is not 1.0, NaN is not a number, an unknown name is a fault. Files are read
through :meth:`Settings.from_mapping`, where a duration must carry its unit; Python code may give seconds as numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from sim.units import (
    format_days,
    format_duration,
    format_span,
    format_time_of_day,
    parse_days,
    parse_duration,
    parse_span,
    parse_time_of_day,
)

ASSUMED = "assumed"


class Settings(BaseModel):
    """The base of every group of settings."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, ser_json_inf_nan="constants"
    )

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """The settings from plain YAML values; raises pydantic's ``ValidationError`` with every fault."""
        return cls.model_validate_json(json.dumps(values))

    def to_mapping(self) -> dict[str, Any]:
        """Plain YAML values that :meth:`from_mapping` reads back as an equal object."""
        return self.model_dump(mode="json")

    def with_values(self, changes: Mapping[str, Any]) -> Self:
        """A revalidated copy in which dotted paths have new values: ``{"policy.shifts.early.agents": 9}``."""
        mapping = self.to_mapping()
        for path, value in changes.items():
            *parents, last = path.split(".")
            place = mapping
            for parent in parents:
                if place.get(parent) is None:
                    place[parent] = {}
                place = place[parent]
            place[last] = value.to_mapping() if isinstance(value, Settings) else value
        return type(self).from_mapping(mapping)

    def fingerprint(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal: the identity of these settings."""
        text = json.dumps(self.to_mapping(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def setting(
    default: Any = ...,
    *,
    meaning: str,
    unit: str = "",
    source: str = ASSUMED,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
    default_factory: Any = None,
    **more: Any,
) -> Any:
    """A field with its unit, meaning, range and source ("assumed" where nobody measured it)."""
    if default_factory is not None:
        more["default_factory"] = default_factory
    else:
        more["default"] = default
    return Field(
        description=meaning, json_schema_extra={"unit": unit, "source": source}, ge=ge, gt=gt, le=le, lt=lt, **more
    )


def _duration(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if info.mode == "json" and isinstance(value, int | float) and not isinstance(value, bool):
        never = "is never negative and " if value < 0 else ""
        raise ValueError(f'a duration {never}carries its unit, such as "{abs(value)}s" or "{abs(value)}min"')
    return value


def _time_of_day(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        return parse_time_of_day(value)
    if info.mode == "json" and isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError('YAML read the time as a number: quote it, such as "20:30"')
    return value


def _span(value: Any) -> Any:
    if isinstance(value, str):
        return parse_span(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError('YAML read the hours as a number: quote them, such as "08:00-20:30"')
    return value


def _days(value: Any) -> Any:
    return parse_days(value) if isinstance(value, str) else value


def _text(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Duration = Annotated[
    float,
    BeforeValidator(_duration),
    PlainSerializer(format_duration, when_used="json"),
    _text(r"^(\d+(\.\d+)?\s*(ms|min|m|d|h|s)\s*)+$", "1h30m"),
]
"""Seconds; written with a unit ("20s", "1h30m")."""

TimeOfDay = Annotated[
    float,
    BeforeValidator(_time_of_day),
    PlainSerializer(format_time_of_day, when_used="json"),
    _text(r"^\d{1,2}:\d{2}$", "08:30"),
]
"""Seconds after midnight; written "08:30"."""

Span = Annotated[
    tuple[float, float],
    BeforeValidator(_span),
    PlainSerializer(lambda span: format_span(*span), when_used="json"),
    _text(r"^\d{1,2}:\d{2}-\d{1,2}:\d{2}$", "08:00-20:30"),
]
"""(start, end) in seconds after midnight; written "08:00-20:30"; a span over midnight ends after 24 h."""

Days = Annotated[
    tuple[int, ...],
    BeforeValidator(_days),
    PlainSerializer(format_days, when_used="json"),
    _text(r"^(daily|[a-z]{3}(-[a-z]{3})?(,[a-z]{3}(-[a-z]{3})?)*)$", "mon-fri"),
]
"""Weekday numbers, Monday 0; written "mon-fri"."""
