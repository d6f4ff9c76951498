"""From pydantic's errors to faults in plain words: path, value, rule and likely fix, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sim.declare import Duration, Settings
from sim.errors import Fault, SettingsError
from sim.scenario.scenario import ScenarioFaults
from sim.settings.hints import did_you_mean, near, other_entry, per_cent, type_fix
from sim.settings.odd_names import given_faults, named_by_text, names_faults
from sim.settings.read_yaml import shorten
from sim.settings.tables import Tables, rows_in_words
from sim.settings.tree import Path, Place, at, extra, from_error, kind_in_words, limits_in_words
from sim.settings.wrong_part import wrong_part
from sim.units import format_duration

S = TypeVar("S", bound=Settings)


def validate(
    model: type[S],
    values: dict[str, Any],
    tables: Tables | None = None,
    shown: str = "",
) -> S:
    """The settings; ``SettingsError`` with every fault, those between the parts included where they can be judged.

    ``tables`` says which paths hold the rows of which file, and what is wrong with them already: their right rows are
    judged with all else. ``shown`` is put before each path.
    """
    from sim.settings.repair import repaired, touches, without

    tables = tables or Tables()
    in_tables = [path for _, path in tables.faults]
    empty = [(fault, path) for fault, path in tables.faults if not tables.numbers.get(path)]
    before = [*empty, *names_faults(values), *given_faults(values)]
    faults = [fault for fault, _ in (*tables.faults, *before)]
    broken = [_whole(model, path, values) for _, path in before]
    sound = without(named_by_text(values), broken) if broken else values
    try:
        made = model.from_mapping(sound)
        if not faults:
            return made
    except ValidationError as error:
        found = list(error_faults(error, model, values, tables))
        faults.extend(fault for fault, path in found if path is None and not broken and not in_tables)
        alone = [
            (fault, path)
            for fault, path in found
            if path is not None and not touches(".".join(path), broken) and (path not in in_tables or _in_rows(fault))
        ]
        faults.extend(fault for fault, _ in alone)
        broken.extend([*in_tables, *(path for _, path in alone)])
        if broken:
            faults.extend(repaired(model, named_by_text(values), broken))
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
        size = len(item["input"]) if isinstance(item["input"], dict | list | tuple) else 0
        if item["type"] == "too_short" and size >= item["ctx"]["min_length"]:
            continue  # pydantic counts only the entries that are right; the others have their own faults
        fault = _fault(item, path, place, model, values)
        table = tables.holding(path)
        if table is not None and len(path) > len(table) and path[len(table)].isdigit():
            column = ".".join(path[len(table) + 1 :])
            row = tables.numbers[table][int(path[len(table)])]
            in_tables.setdefault((table, column, fault.rule), []).append((row, fault.value))
            continue
        if table is not None:  # a curve counts its rows itself, as if none were left out
            fault = Fault(fault.where, _recounted(fault.rule, tables.numbers[table]), fault.value, fault.fix)
        yield fault, path
    for (path, column, rule), rows in in_tables.items():
        where = f"{'.'.join(path)}: {tables.files[path].name}" + (f", column {column}" if column else "")
        yield Fault(where, f"{rule} ({rows_in_words(rows)})"), path


def _in_rows(fault: Fault) -> bool:
    """Whether a fault of a whole table names its rows."""
    return "(row " in fault.rule


def _recounted(rule: str, numbers: Sequence[int]) -> str:
    """A rule with the rows that it names counted as the file counts them."""

    def counted(row: re.Match[str]) -> str:
        place = int(row[1]) - 2
        return f"row {numbers[place]}" if 0 <= place < len(numbers) else row[0]

    return re.sub(r"\brow (\d+)", counted, rule)


def _fault(item: Any, path: Path, place: Place | None, model: type[BaseModel], values: Any) -> Fault:
    kind, context = item["type"], item.get("ctx", {})
    where = ".".join(path) or "settings"
    value = _written(item["input"], place)
    if kind == "extra_forbidden":
        return Fault(where, "unknown setting" + did_you_mean(path, model, values), value)
    if kind == "missing":
        what = place.info.description if place is not None and place.info is not None else ""
        fix = other_entry(path, model, values) or _example(place)
        return Fault(where, "has to be set" + (f": {what}" if what else ""), "", fix)
    if kind == "value_error":
        part = wrong_part(item["input"]) if place is not None and place.is_one_value else ""
        return Fault(where, str(context.get("error", item["msg"])), value or part)
    if kind in ("union_tag_invalid", "union_tag_not_found") and place is not None:
        options = list(place.members)
        tag = str(context.get("tag", "")) if kind == "union_tag_invalid" else ""
        fix = near(tag, options) if tag else _written_whole(where, place, item["input"])
        return Fault(f"{where}.{place.tag}", f"is one of {', '.join(options)}", tag, fix)
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
        rule = f"is {word} {limit:g}{f' {unit}' if unit else ''}" + _other_limits(place, word)
        return Fault(where, rule, value, per_cent(item["input"], place))
    if place is not None:
        fix = type_fix(item["input"], place)
        return Fault(where, f"is {kind_in_words(place)}" + _more(place), value or _what(item["input"]), fix)
    return Fault(where, item["msg"], value)


def _written_whole(where: str, place: Place, given: Mapping[str, Any]) -> str:
    """The fix where nothing says which kind is meant: the default with what was given, else the first that it fits."""
    usual = place.info.default if place.info is not None else None
    starts = [usual.to_mapping()] if isinstance(usual, Settings) else []
    starts += [{str(place.tag): kind} for kind in place.members]
    for start in starts if not any(isinstance(value, dict | list) for value in given.values()) else ():
        fields, whole = place.members[start[str(place.tag)]].model_fields, {**start, **given}
        needed = {name for name, field in fields.items() if field.is_required()}
        if needed <= whole.keys() <= fields.keys():
            inside = ", ".join(f"{name}: {shorten(value)}" for name, value in whole.items())
            return f"write it whole, such as {where}={{{inside}}}"
    return f"write it whole, with its {place.tag}"


def _written(value: Any, place: Place | None) -> str:
    """The value as the user wrote it: pydantic may already have read a duration as seconds."""
    if isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value >= 0 and place is not None and place.is_like(Duration):
        return format_duration(value)
    return shorten(value)


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


def _whole(model: type[BaseModel], path: Path, values: Any) -> Path:
    """The path of the whole value that a path lies in: a curve or opening hours are right or wrong as one."""
    for length in range(1, len(path)):
        place = at(model, path[:length], values)
        if place is not None and place.is_one_value:
            return path[:length]
    return path


def _once(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))
