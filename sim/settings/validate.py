"""From pydantic's errors to faults in plain words: path, value, rule and likely fix, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path as File
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sim.declare import Duration, Settings
from sim.errors import Fault, SettingsError
from sim.scenario.scenario import ScenarioFaults
from sim.settings.folders import GROUPS
from sim.settings.read_yaml import shorten
from sim.settings.tables import rows_in_words
from sim.settings.tree import Path, Place, at, every_setting, extra, from_error, kind_in_words, limits_in_words, root
from sim.units import format_duration

S = TypeVar("S", bound=Settings)
Tables = Mapping[Path, File]


def validate(model: type[S], values: dict[str, Any], tables: Tables | None = None, shown: str = "") -> S:
    """The settings; ``SettingsError`` with every fault, those between the parts included where they can be judged.

    ``tables`` says which paths hold the rows of which file; ``shown`` is put before each path.
    """
    from sim.settings.repair import repaired

    faults = [*_names_faults(values), *_given_faults(values)]
    if not faults:
        try:
            return model.from_mapping(values)
        except ValidationError as error:
            found = list(error_faults(error, model, values, tables or {}))
            faults.extend(fault for fault, _ in found)
            broken = [path for _, path in found]
            if broken and all(path is not None for path in broken):
                faults.extend(repaired(model, values, [path for path in broken if path is not None]))
        except (ValueError, TypeError) as error:  # JSON cannot carry it
            faults.append(Fault("settings", f"a value is not plain text, number, list or map: {error}"))
    raise SettingsError(Fault(shown + fault.where, fault.rule, fault.value, fault.fix) for fault in _once(faults))


def error_faults(
    error: ValidationError, model: type[BaseModel], values: Any, tables: Tables
) -> Iterator[tuple[Fault, Path | None]]:
    """Every fault of pydantic's error with the path of what is wrong (None for a fault between several parts)."""
    in_tables: dict[tuple[Path, str, str], list[tuple[int, str]]] = {}
    for item in error.errors(include_url=False):
        path, place = from_error(model, item["loc"])
        inner = item.get("ctx", {}).get("error")
        if isinstance(inner, ScenarioFaults):
            for fault in inner.faults:
                yield fault, None
            continue
        size = len(item["input"]) if isinstance(item["input"], dict | list) else 0
        if item["type"] == "too_short" and size >= item["ctx"]["min_length"]:
            continue  # pydantic counts only the entries that are right; the others have their own faults
        fault = _fault(item, path, place, model, values)
        table = next((known for known in tables if path[: len(known)] == known), None)
        if table is not None and len(path) > len(table) and path[len(table)].isdigit():
            column = ".".join(path[len(table) + 1 :])
            in_tables.setdefault((table, column, fault.rule), []).append((int(path[len(table)]) + 2, fault.value))
            continue
        yield fault, path
    for (path, column, rule), rows in in_tables.items():
        where = f"{'.'.join(path)}: {tables[path].name}" + (f", column {column}" if column else "")
        yield Fault(where, f"{rule} ({rows_in_words(rows)})"), path


def _fault(item: Any, path: Path, place: Place | None, model: type[BaseModel], values: Any) -> Fault:
    kind, context = item["type"], item.get("ctx", {})
    where = ".".join(path) or "settings"
    value = _written(item["input"], place)
    if kind == "extra_forbidden":
        return Fault(where, "unknown setting" + _did_you_mean(path, model, values), value)
    if kind == "missing":
        what = place.info.description if place is not None and place.info is not None else ""
        return Fault(where, "has to be set" + (f": {what}" if what else ""), "", _example(place))
    if kind == "value_error":
        return Fault(where, str(context.get("error", item["msg"])), value)
    if kind in ("union_tag_invalid", "union_tag_not_found") and place is not None:
        options = list(place.members)
        tag = str(context.get("tag", "")) if kind == "union_tag_invalid" else ""
        return Fault(f"{where}.{place.tag}", f"is one of {', '.join(options)}", tag, near(tag, options))
    if kind == "finite_number":
        return Fault(where, "is a finite number" + _more(place), value)
    if kind == "literal_error" or (kind.endswith("_type") and place is not None and place.choices):
        options = [str(choice) for choice in place.choices] if place is not None else []
        if "[key]" in item["loc"]:
            return Fault(where, f"this name is one of {str(context.get('expected', '')).replace(chr(39), '')}")
        fix = "quote it: YAML read it as true or false" if isinstance(item["input"], bool) else near(value, options)
        return Fault(where, f"is one of {', '.join(options)}", value, fix)
    if kind in ("too_short", "too_long", "string_too_short", "string_too_long", "string_pattern_mismatch"):
        return Fault(where, _size(kind, context), value)
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        limit = next(context[name] for name in ("gt", "ge", "lt", "le") if name in context)
        word = {"greater_than": "more than", "less_than": "less than", "less_than_equal": "at most"}.get(
            kind, "at least"
        )
        unit = extra(place, "unit") if place is not None else ""
        return Fault(where, f"is {word} {limit:g}{f' {unit}' if unit else ''}" + _other_limits(place, word), value)
    if place is not None:
        fix = _type_fix(item["input"], place)
        return Fault(where, f"is {kind_in_words(place)}" + _more(place), value or _what(item["input"]), fix)
    return Fault(where, item["msg"], value)


def _written(value: Any, place: Place | None) -> str:
    """The value as the user wrote it: pydantic may already have read a duration as seconds."""
    if isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value >= 0 and place is not None and place.is_like(Duration):
        return format_duration(value)
    return shorten(value)


def _did_you_mean(path: Path, model: type[BaseModel], values: Any) -> str:
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
        return f', did you mean "{everywhere[0]}"?'
    return f"; known here: {', '.join(siblings)}" if siblings and len(siblings) <= 15 else ""


def near(value: str, options: Iterable[str]) -> str:
    """``did you mean "..."?`` where one of the options is close to the value."""
    close = get_close_matches(value, list(options), n=1)
    return f'did you mean "{close[0]}"?' if close else ""


def _more(place: Place | None) -> str:
    if place is None:
        return ""
    unit, limits = extra(place, "unit"), limits_in_words(place)
    text = f" of {unit}" if unit and place.annotation in (int, float) and unit != "s" else ""
    return text + (f", {limits}" if limits else "")


def _other_limits(place: Place | None, word: str) -> str:
    rest = [part for part in (limits_in_words(place) if place is not None else "").split(", ") if part]
    rest = [part for part in rest if not part.startswith(word)]
    return f" and {', '.join(rest)}" if rest else ""


def _type_fix(value: Any, place: Place) -> str:
    if isinstance(value, str) and place.annotation in (int, float):
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


def _what(value: Any) -> str:
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else ""


def _example(place: Place | None) -> str:
    if place is None:
        return ""
    words = kind_in_words(place)
    return "" if words == "a group of settings" else words


def _size(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return "has only letters, digits, dots, dashes and underscores"
    few = kind.endswith("short")
    limit = context.get("min_length") if few else context.get("max_length")
    thing = "character" if kind.startswith("string") else "entry"
    many = {"character": "characters", "entry": "entries"}[thing]
    return f"has at {'least' if few else 'most'} {limit} {thing if limit == 1 else many}"


def _names_faults(values: Any, path: Path = ()) -> Iterator[Fault]:
    """Names that YAML read as something else: ``10:00:`` as 600, ``on:`` as true."""
    if isinstance(values, list):
        for index, inner in enumerate(values):
            yield from _names_faults(inner, (*path, str(index)))
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
            yield Fault(where, f"YAML read this name as {kind}", "", fix)
        yield from _names_faults(inner, (*path, str(name)))


def _given_faults(values: Any, path: Path = ()) -> Iterator[Fault]:
    if isinstance(values, dict):
        for name, inner in values.items():
            yield from _given_faults(inner, (*path, str(name)))
    elif values == "???":
        yield Fault(".".join(path), "has to be given", "???")


def _once(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))
