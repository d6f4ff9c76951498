"""Walking the declarations: which field, with which unit and range, stands at ``policy.heads.phone.plus``.

Paths are tuples of names. Where the members of a union are told apart by a field (``law``, ``source``), pydantic puts
that tag into its error paths; here it is recognised and taken out, because the user never wrote it.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from sim.declare import Days, Duration, Span, TimeOfDay

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What is declared at a path: its type, its field if it has one, and what tells a union's members apart."""

    annotation: Any
    metadata: tuple[Any, ...] = ()
    info: FieldInfo | None = None
    tag: str | None = None
    optional: bool = False

    @property
    def members(self) -> dict[str, type[BaseModel]]:
        """The members of a tagged union by their tag; empty for everything else."""
        if self.tag is None:
            return {}
        found = {}
        for member in get_args(self.annotation):
            for name in get_args(member.model_fields[self.tag].annotation):
                found[str(name)] = member
        return found

    @property
    def model(self) -> type[BaseModel] | None:
        """The group of settings that stands here."""
        if isinstance(self.annotation, type) and issubclass(self.annotation, BaseModel):
            return None if issubclass(self.annotation, RootModel) else self.annotation
        return None

    @property
    def is_one_value(self) -> bool:
        """Whether a mapping written here is one value as a whole (a curve, opening hours), not a group of settings."""
        return self.model is None and self.tag is None and get_origin(self.annotation) is not dict

    def names(self, tag: object = None) -> list[str]:
        """The settings that may stand here."""
        model = self.members.get(str(tag)) if self.tag else self.model
        return list(model.model_fields) if model else []

    @property
    def choices(self) -> tuple[Any, ...]:
        """The words that are allowed here, if they are counted."""
        return get_args(self.annotation) if get_origin(self.annotation) is Literal else ()

    def is_like(self, kind: Any) -> bool:
        """Whether it was declared as ``Duration``, ``TimeOfDay``, ``Span`` or ``Days``."""
        return kind.__metadata__[0] in self.metadata


def root(model: type[BaseModel]) -> Place:
    """The place at the empty path."""
    return Place(model)


def child(place: Place, name: str, tag: object = None) -> Place | None:
    """The place one name further; ``tag`` chooses the member where the place is a tagged union."""
    model = place.members.get(str(tag)) if place.tag else place.model
    if model is not None:
        info = model.model_fields.get(name)
        return None if info is None else _peel(info.annotation, tuple(info.metadata), info)
    arguments = get_args(place.annotation)
    if get_origin(place.annotation) is dict:
        return _peel(arguments[1], (), place.info)
    if get_origin(place.annotation) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _peel(arguments[0], (), place.info)
    return None


def at(model: type[BaseModel], path: Path, values: Any = None) -> Place | None:
    """The place at a path; ``values`` (the mapping that is being read) says which member of a union is meant."""
    place: Place | None = root(model)
    for name in path:
        if place is None:
            return None
        tag = values.get(place.tag) if place.tag and isinstance(values, Mapping) else None
        place = child(place, name, tag)
        values = values.get(name) if isinstance(values, Mapping) else None
    return place


def from_error(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[Path, Place | None]:
    """The user's path, and the place, of the location in a pydantic error; the tags of unions are taken out."""
    place: Place | None = root(model)
    path: list[str] = []
    tag: str | None = None
    for part in loc:
        name = str(part)
        if name == "[key]":
            break
        if place is None:
            path.append(name)
            continue
        if place.tag is not None and tag is None and name in place.members:
            tag = name
            continue
        if place.tag is None and _is_union(place.annotation):
            break  # the label of an untagged union's member: the fault is told of the whole value
        further = child(place, name, tag)
        tag = None
        path.append(name)
        place = further
    return tuple(path), place


def every_setting(model: type[BaseModel], prefix: Path = ()) -> Iterator[tuple[Path, Place]]:
    """Every declared setting with its path; ``<name>`` stands for the names of a map, ``[]`` for the rows of a list."""
    for name in model.model_fields:
        place = child(root(model), name)
        assert place is not None
        yield (*prefix, name), place
        yield from _below(place, (*prefix, name))


def _below(place: Place, prefix: Path) -> Iterator[tuple[Path, Place]]:
    if place.tag is not None:
        for name, member in place.members.items():
            yield from every_setting(member, (*prefix[:-1], f"{prefix[-1]}({name})"))
    elif place.model is not None:
        yield from every_setting(place.model, prefix)
    elif get_origin(place.annotation) in (dict, tuple):
        inner = child(place, "")
        if inner is not None:
            mark = "<name>" if get_origin(place.annotation) is dict else "[]"
            yield from _below(inner, (*prefix, mark))


def kind_in_words(place: Place) -> str:
    """What a value here looks like, in a few words."""
    for kind, words in (
        (Duration, 'a duration with its unit, such as "20s" or "1h30m"'),
        (TimeOfDay, 'a time of day, quoted, such as "08:30"'),
        (Span, 'hours, quoted, such as "08:00-16:30"'),
        (Days, 'weekdays, such as "mon-fri"'),
    ):
        if place.is_like(kind):
            return words
    if place.choices:
        return "one of " + ", ".join(str(choice) for choice in place.choices)
    if place.tag is not None:
        return f"{place.tag}: one of " + ", ".join(place.members)
    if place.model is not None:
        return "a group of settings"
    simple = {float: "a number", int: "a whole number", bool: "true or false", str: "text"}.get(place.annotation)
    if simple:
        return simple
    name = getattr(place.annotation, "__name__", "")
    special = {
        "date": 'a date, such as "2026-01-05"',
        "datetime": 'a local instant, such as "2026-01-05 09:30:00"',
        "WeekCurve": 'a number, or steps over the day or week, such as {"08:00": 4, "20:00": 0}',
        "OpenHours": '"always", hours such as "08:00-20:00", or hours by weekdays',
    }
    return special.get(name) or ("a map of names" if get_origin(place.annotation) is dict else "a list")


def limits_in_words(place: Place) -> str:
    """The range that is allowed, such as ``at least 0, at most 100``; empty where there is none."""
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    found = []
    for item in place.metadata:
        for name, text in words.items():
            limit = getattr(item, name, None)
            if limit is not None:
                found.append(f"{text} {limit:g}" if isinstance(limit, int | float) else f"{text} {limit}")
    return ", ".join(found)


def extra(place: Place, name: str) -> str:
    """``unit`` or ``source`` as declared; empty where nothing was."""
    more = place.info.json_schema_extra if place.info is not None else None
    return str(more.get(name, "")) if isinstance(more, dict) else ""


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


def _peel(annotation: Any, metadata: tuple[Any, ...], info: FieldInfo | None) -> Place:
    tag = info.discriminator if info is not None and isinstance(info.discriminator, str) else None
    optional = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*metadata, *more)
            for item in more:
                if isinstance(item, FieldInfo) and isinstance(item.discriminator, str):
                    tag = item.discriminator
            continue
        if _is_union(annotation) and type(None) in get_args(annotation):
            rest = [member for member in get_args(annotation) if member is not type(None)]
            optional = True
            annotation = rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 (the members are only known here)
            continue
        break
    if not _is_union(annotation):
        tag = None
    return Place(annotation, metadata, info, tag, optional)
