"""A delimited text file as columns of text, with every fault of its form.

Read by Python's own csv module, so that each row keeps its line in the file. Left out: spreadsheets, several files, and
any guess at what a value means; that is the column map's and :mod:`sim.calibrate.stamps`'s work.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.column_map import ColumnMap
from sim.calibrate.faults import SHOWN, FaultBook, nearest

Text = NDArray[np.object_]

_FIELD_LIMIT = 16 * 1024 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class RawTable:
    """The mapped columns of a file as text (blank = ""), the line of each row, and what rules dropped."""

    file: str
    columns: dict[str, Text]
    lines: NDArray[np.int64]
    rows_read: int
    dropped: dict[str, int]

    def keep(self, mask: NDArray[np.bool_], rule: str) -> RawTable:
        """The rows where ``mask`` holds; the others are counted under ``rule``."""
        gone = int(np.count_nonzero(~mask))
        dropped = self.dropped | ({rule: self.dropped.get(rule, 0) + gone} if gone else {})
        columns = {name: values[mask] for name, values in self.columns.items()}
        return RawTable(self.file, columns, self.lines[mask], self.rows_read, dropped)


def read_table(path: Path, mapping: ColumnMap, book: FaultBook) -> RawTable:
    """Read the columns that ``mapping`` names from a CSV, TSV or .gz file.

    Faults of rows are added to ``book``, and the sound rows are returned so that the next steps can find theirs.

    Raises
    ------
    HistoryError
        At once where nothing further can be read: the file is missing, no text, empty, or lacks a mapped column.
    """
    text = _text(path, mapping, book)
    name = path.name.removesuffix(".gz")
    delimiter = mapping.delimiter or ("\t" if name.endswith(".tsv") else ",")
    limit = csv.field_size_limit(_FIELD_LIMIT)
    try:
        rows, lines, header = _rows(text, delimiter, book)
    finally:
        csv.field_size_limit(limit)
    where = _places(header, mapping, delimiter, book)

    width = len(header)
    filled = np.array([any(field.strip() for field in row) for row in rows], dtype=np.bool_)
    fits = np.array([len(row) == width for row in rows], dtype=np.bool_)
    line_of = np.asarray(lines, dtype=np.int64)
    dropped: dict[str, int] = {}
    ragged = filled & ~fits
    _faulty(book, dropped, "empty_rows", mapping.rules.empty_rows, line_of[~filled], (), "a row without any value")
    _faulty(
        book,
        dropped,
        "ragged_rows",
        mapping.rules.ragged_rows,
        line_of[ragged],
        [f"{len(rows[row])} fields" for row in np.flatnonzero(ragged)[:SHOWN]],
        f"each row must have the {width} fields of the header",
    )
    sound = np.flatnonzero(filled & fits)
    unique = _unique(rows, sound, [where[name] for name in mapping.id])
    repeated = sound[~unique]
    if mapping.rules.duplicate_rows != "keep":
        named = f"the same {' and '.join(mapping.id)} as an earlier row" if mapping.id else "equal to an earlier row"
        values = [" ".join(rows[row][where[name]] for name in mapping.id) for row in repeated[:SHOWN]]
        rule, chosen = "duplicate_rows", mapping.rules.duplicate_rows
        _faulty(book, dropped, rule, chosen, line_of[repeated], values, named, "drop (or keep)")
        sound = sound[unique]

    blank = frozenset(mapping.blank)
    columns = {name: _column(rows, sound, place, blank) for name, place in where.items()}
    for group in mapping.missing_together:
        nothing = np.logical_and.reduce([columns[name] == group.value for name in group.columns])
        for name in group.columns:
            columns[name][nothing] = ""
    return RawTable(path.name, columns, line_of[sound], len(rows), dropped)


def _text(path: Path, mapping: ColumnMap, book: FaultBook) -> str:
    """The decoded text of a plain or gzipped file."""
    try:
        raw = path.read_bytes()
        if raw.startswith(_GZIP):
            raw = gzip.decompress(raw)
    except FileNotFoundError:
        book.add("missing_file", "there is no such file", "check the path", str(path))
    except (OSError, EOFError, zlib.error) as error:
        book.add("unreadable_file", f"the file cannot be read: {error}", "check the file")
    else:
        if raw.startswith(_ZIP):
            book.add("not_text", "this is a zip archive or a spreadsheet, not text", "unzip it, or save it as CSV")
        elif not raw.strip():
            book.add("empty_file", "the file is empty", "export it again")
        else:
            try:
                return raw.decode("utf-8-sig" if mapping.encoding == "utf-8" else mapping.encoding)
            except UnicodeDecodeError as error:
                line = raw.count(b"\n", 0, error.start) + 1
                value = repr(raw[error.start : error.start + 4])
                rule = f"the text is not {mapping.encoding}"
                fix = "set encoding in the column map (cp1252, latin-1, utf-16)"
                book.add_rows("not_text", [line], [value], rule, fix)
    book.raise_if_any()
    raise AssertionError("a fault was recorded above")


def _rows(text: str, delimiter: str, book: FaultBook) -> tuple[list[list[str]], list[int], list[str]]:
    """The rows after the header, the line on which each starts, and the header without stray blanks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    header: list[str] | None = None
    start = 1
    try:
        for row in reader:
            if header is None:
                header = [field.strip() for field in row]
            else:
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        book.add_rows("not_a_table", [start], (), f"the row cannot be read: {error}", "look for a stray quotation mark")
        book.raise_if_any()
    return rows, lines, header or []


def _places(header: Sequence[str], mapping: ColumnMap, delimiter: str, book: FaultBook) -> dict[str, int]:
    """The place in the header of each mapped column, by its name, else by its name in any case."""
    where: dict[str, int] = {}
    folded = [name.casefold() for name in header]
    for name in mapping.columns():
        names, wanted = (header, name) if name in header else (folded, name.casefold())
        count = names.count(wanted)
        if count == 1:
            where[name] = names.index(wanted)
        elif count:
            book.add("doubled_column", "two columns have this name", "rename one in the file", repr(name))
        else:
            fix = nearest(name, header) or "correct the column's name in the column map"
            book.add("missing_column", "the file has no such column", fix, repr(name))
    if not where and len(header) == 1:
        other = next((mark for mark in ("\t", ";", ",", "|") if mark != delimiter and mark in header[0]), None)
        if other is not None:
            fix = f"set delimiter: {other!r} in the column map"
            book.faults.clear()
            book.add("wrong_delimiter", f"the header is not separated by {delimiter!r} but by {other!r}", fix)
    book.raise_if_any()
    return where


def _unique(rows: Sequence[Sequence[str]], sound: NDArray[np.int64], key: Sequence[int]) -> NDArray[np.bool_]:
    """Whether each sound row is the first with its key (all columns when there is none)."""
    seen: set[tuple[str, ...]] = set()
    first = np.ones(len(sound), dtype=np.bool_)
    for place, row in enumerate(sound):
        fields = rows[row]
        name = tuple(fields[column] for column in key) if key else tuple(fields)
        first[place] = name not in seen
        seen.add(name)
    return first


def _column(rows: Sequence[Sequence[str]], sound: NDArray[np.int64], place: int, blank: frozenset[str]) -> Text:
    values = np.empty(len(sound), dtype=np.object_)
    for number, row in enumerate(sound):
        value = rows[row][place].strip()
        values[number] = "" if value in blank else value
    return values


def _faulty(
    book: FaultBook,
    dropped: dict[str, int],
    rule: str,
    chosen: str | None,
    lines: NDArray[np.int64],
    values: Sequence[str],
    what: str,
    choices: str = "drop",
) -> None:
    """Count the rows under the rule that the map names, or report them where it names none."""
    if chosen == "drop":
        if len(lines):
            dropped[rule] = len(lines)
    else:
        book.add_rows(rule, lines, values, what, f"mend the file, or set rules.{rule}: {choices} in the column map")
