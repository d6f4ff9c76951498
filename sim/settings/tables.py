"""Tables beside the YAML: ``{table: file.csv}`` anywhere in the settings stands for the file's rows.

Each row becomes a mapping of column to value, so that a scenario holds its own numbers and a study folder is complete.
A file is looked for beside the YAML that names it, then in the folders of settings, then in the working directory.
Every cell that cannot be right by the name of its column is reported with its row, as a spreadsheet counts rows (the
header is row 1).
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from sim.errors import Fault
from sim.settings.layers import Merged
from sim.settings.tree import Path
from sim.units import parse_days, parse_time_of_day

SHOWN_ROWS = 20

LONGEST_ROW = 100_000
"""Letters of a row; the reader of CSV gives up on cells that are longer still."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Every file whose rows stand in the settings, by path, and every fault with the path of its table.

    ``numbers`` are the rows of the file (the header is row 1) from which those in the settings come: rows that are
    blank or wrong are left out.
    """

    files: Mapping[Path, File] = field(default_factory=dict)
    numbers: Mapping[Path, Sequence[int]] = field(default_factory=dict)
    faults: Sequence[tuple[Fault, Path]] = ()

    def holding(self, path: Path) -> Path | None:
        """The path of the table that a path lies in."""
        return next((known for known in self.files if path[: len(known)] == known), None)


def read_tables(merged: Merged, folders: Sequence[File]) -> Tables:
    """Replace every ``{table: ...}`` in ``merged`` by its rows; the files by path, and all faults with their paths."""
    found: dict[Path, File] = {}
    counted: dict[Path, Sequence[int]] = {}
    faults: list[tuple[Fault, Path]] = []

    def walk(value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return value
        if set(value) == {"table"}:
            name = value["table"]
            where = ".".join(path)
            if not isinstance(name, str) or not name:
                faults.append((Fault(f"{where}.table", "a table is the name of a CSV file", str(name)), path))
                return []
            layer = merged.origin((*path, "table")) or merged.origin(path)
            places = [*([layer.folder] if layer is not None and layer.folder else []), *folders, File.cwd()]
            file = _find(name, places)
            if file is None:
                looked = ", ".join(str(place) for place in dict.fromkeys(places))
                faults.append((Fault(f"{where}.table", "there is no such file", name, f"looked in {looked}"), path))
                return []
            found[path] = file
            rows, counted[path], wrong = read_table(file)
            faults.extend(
                (Fault(f"{where}: {file.name}{fault.where}", fault.rule, fault.value, fault.fix), path)
                for fault in wrong
            )
            return rows
        return {key: walk(inner, (*path, str(key))) for key, inner in value.items()}

    merged.values = walk(merged.values, ())
    return Tables(found, counted, faults)


def read_table(file: File) -> tuple[list[dict[str, Any]], list[int], list[Fault]]:
    """The right rows of a CSV file (comma, semicolon or tab; UTF-8) with their numbers, and all faults."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [], [Fault("", "the file is not UTF-8 text", "", "save it as UTF-8 CSV")]
    except OSError as error:
        return [], [], [Fault("", f"the file cannot be read: {error.strerror or error}")]
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        return [], [], [Fault("", "the file is empty", "", "its first row names the columns")]
    delimiter = max(",;\t", key=lines[0].count)
    if max(map(len, lines)) > LONGEST_ROW:
        return [], [], [Fault("", f"a row has at most {LONGEST_ROW} letters", "", "is a quotation mark missing?")]
    reader = csv.reader(lines, delimiter=delimiter)
    header = [name.strip() for name in next(reader)]
    faults = list(_header_faults(header))
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    wrong: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for cells in reader:
        number = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            wrong.setdefault(("", f"a row has as many cells as the header, {len(header)}"), []).append(
                (number, str(len(cells)))
            )
            continue
        row: dict[str, Any] = {}
        for name, cell in zip(header, cells, strict=True):
            try:
                value = _cell(name, cell.strip())
            except ValueError as error:
                wrong.setdefault((name, str(error)), []).append((number, cell.strip()))
                continue
            if value is not None:
                row[name] = value
        if not any(number == place for places in wrong.values() for place, _ in places[-1:]):
            rows.append(row)
            numbers.append(number)
    if not rows and not wrong:
        faults.append(Fault("", "the file has a header but no rows"))
    faults.extend(
        Fault(f", column {name}" if name else "", f"{rule} ({rows_in_words(places)})")
        for (name, rule), places in wrong.items()
    )
    return rows, numbers, faults


def rows_in_words(places: Sequence[tuple[int, str]]) -> str:
    """The first rows with their values, and how many more there are: ``row 3: "x"; row 7: "y"; and 12 more``."""
    shown = [f'row {row}: "{value}"' if value else f"row {row}: empty" for row, value in places[:SHOWN_ROWS]]
    more = [f"and {len(places) - SHOWN_ROWS} more"] if len(places) > SHOWN_ROWS else []
    return "; ".join([*shown, *more])


def _find(name: str, places: Iterable[File]) -> File | None:
    file = File(name).expanduser()
    if file.is_absolute():
        return file if file.is_file() else None
    return next((place / file for place in places if (place / file).is_file()), None)


def _header_faults(header: list[str]) -> Iterator[Fault]:
    for name in header:
        if not name:
            yield Fault(", row 1", "every column has a name")
        elif header.count(name) > 1 and header.index(name) >= 0:
            yield Fault(", row 1", "a column name stands there twice", name)
            return


def _cell(column: str, text: str) -> Any:
    """The value of a cell; ``ValueError`` says what the column holds."""
    if column in _NEEDED and not text:
        raise ValueError(_NEEDED[column])
    if not text:
        return None
    reader = _READERS.get(column)
    return reader(text) if reader is not None else text


def _number(text: str) -> float | int:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("this column holds numbers") from None
    if not math.isfinite(value):
        raise ValueError("this column holds finite numbers")
    return int(value) if value.is_integer() and "." not in text and "e" not in text.lower() else value


def _flag(text: str) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in known:
        raise ValueError("this column says true or false")
    return known[text.lower()]


def _time(text: str) -> str:
    parse_time_of_day(text)
    return text


def _day(text: str) -> str:
    if text[:1].isalpha():
        parse_days(text)
        return text
    return _date(text)


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError('a date is written "2026-01-05"') from None


def _instant(text: str) -> str:
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError('an instant is written "2026-01-05 09:30:00"') from None
    if instant.tzinfo is not None:
        raise ValueError("instants are local times without a zone")
    return instant.isoformat()


_READERS: dict[str, Callable[[str], Any]] = {
    "value": _number,
    "seconds": _number,
    "volume": _number,
    "paid": _flag,
    "time": _time,
    "start": _time,
    "end": _time,
    "day": _day,
    "date": _date,
    "at": _instant,
}
"""How the cells of a column are read; every other column is text."""

_NEEDED = {
    "value": "this column holds numbers",
    "seconds": "this column holds numbers",
    "volume": "this column holds numbers",
    "time": 'a time of day is written "08:30"',
    "day": 'a day is a weekday ("mon-fri") or a date',
    "at": 'an instant is written "2026-01-05 09:30:00"',
}
"""Columns in which no cell may be empty."""
