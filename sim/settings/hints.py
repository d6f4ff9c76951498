"""What would probably mend a fault: the name that was meant, the value as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_origin

from pydantic import BaseModel

from sim.settings.folders import GROUPS
from sim.settings.tree import Path, Place, at, every_setting, limits_in_words, root


def did_you_mean(path: Path, model: type[BaseModel], values: Any) -> str:
    """What an unknown name was probably meant to be, as the end of its rule."""
    parent = at(model, path[:-1], values) if path[:-1] else root(model)
    around: Any = values
    for name in path[:-1]:
        around = around.get(name) if isinstance(around, Mapping) else None
    tag = around.get(parent.tag) if parent is not None and parent.tag and isinstance(around, Mapping) else None
    siblings = parent.names(tag) if parent is not None else []
    if len(path) == 1:
        siblings = [*siblings, *GROUPS]
    if len(path) == 1 and path[0] in GROUPS:
        return f": it is chosen by {path[0]}=<name of a file>"
    close = get_close_matches(path[-1], siblings, n=1)
    if close:
        return f', did you mean "{close[0]}"?'
    everywhere = [
        ".".join(known) for known, _ in every_setting(model) if known[-1] == path[-1] and "(" not in ".".join(known)
    ]
    if everywhere:
        return f', did you mean "{min(everywhere, key=lambda known: known.count("."))}"?'
    return f"; known here: {', '.join(siblings)}" if siblings and len(siblings) <= 15 else ""


def near(value: str, options: Iterable[str]) -> str:
    """``did you mean "..."?`` where one of the options is close to the value."""
    close = get_close_matches(value, list(options), n=1)
    return f'did you mean "{close[0]}"?' if close else ""


def per_cent(value: Any, place: Place | None) -> str:
    """``80 % is written 0.8``, where a share lies between 0 and 1."""
    limits = limits_in_words(place).split(", ") if place is not None else []
    if not {"at most 1", "less than 1"} & set(limits) or isinstance(value, bool):
        return ""
    sign = isinstance(value, str) and value.rstrip().endswith("%")
    try:
        number = float(value.rstrip().removesuffix("%") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        return ""
    in_per_cent = 0 <= number <= 100 if sign else not isinstance(value, str) and 5 <= number <= 100
    return f"{number:g} % is written {number / 100:g}" if in_per_cent else ""


def other_entry(path: Path, model: type[BaseModel], values: Any) -> str:
    """The entry of the same named map that was probably meant, where one with a mistyped name lacks its settings."""
    for length in range(len(path) - 1, 0, -1):
        parent = at(model, path[: length - 1], values) if length > 1 else None
        if parent is None or get_origin(parent.annotation) is not dict:
            continue
        around: Any = values
        for name in path[: length - 1]:
            around = around.get(name) if isinstance(around, Mapping) else None
        others = [str(name) for name in around or () if name != path[length - 1]]
        return near(path[length - 1], others)
    return ""


def type_fix(value: Any, place: Place) -> str:
    """What makes a value of the wrong type right."""
    if get_origin(place.annotation) is tuple and isinstance(value, str | int | float):
        return f"in brackets: [{value}]"
    if isinstance(value, str) and (share := per_cent(value, place)):
        return share
    if isinstance(value, str) and place.annotation in (int, float):
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", value):
            return f"without the comma: {value.replace(',', '')}"
        words = {"yes", "no", "on", "off", "true", "false"}
        if value.lower() in words:
            return "a number is written in digits"
        try:
            float(value)
        except ValueError:
            return ""
        return f"without quotes: {value}"
    if isinstance(value, int | float) and not isinstance(value, bool) and place.annotation is str:
        return f'with quotes: "{value}"'
    if isinstance(value, bool) and place.annotation is str:
        return "quote it: YAML reads yes, no, on and off as true or false"
    return ""
