"""Tables of columns: how a study holds, joins and writes them.

A column is a NumPy array of numbers, or :class:`Words`: text held as codes into a short list of words, since a table of
results repeats a few names many thousand times. CSV files hold numbers in the shortest text that reads back as the same
number, so that equal results are equal bytes.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import StudyError


@dataclass(frozen=True)
class Words:
    """A column of text: row i says ``words[codes[i]]``; codes have shape (rows,), int32."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        """The column of these texts; words in order of first appearance."""
        codes: dict[str, int] = {}
        found = np.array([codes.setdefault(str(text), len(codes)) for text in texts], dtype=np.int32)
        return cls(found, tuple(codes))

    @classmethod
    def same(cls, text: str, rows: int) -> Words:
        """``rows`` times the same text."""
        return cls(np.zeros(rows, dtype=np.int32), (text,))

    def texts(self) -> list[str]:
        """The texts, one a row."""
        return [self.words[code] for code in self.codes.tolist()]


Column = NDArray[Any] | Words
Table = dict[str, Column]


def table_of(columns: Mapping[str, Any], names: Sequence[str]) -> Table:
    """The named columns, in that order, as arrays of numbers or words.

    Raises StudyError where a column is missing or columns differ in length.
    """
    missing = [name for name in names if name not in columns]
    if missing:
        raise StudyError(f"a table of results lacks the columns {', '.join(missing)}")
    table = {name: _column(columns[name]) for name in names}
    lengths = {name: len(column) for name, column in table.items()}
    if len(set(lengths.values())) > 1:
        raise StudyError(f"columns of one table differ in length: {lengths}")
    return table


def _column(values: Any) -> Column:
    if isinstance(values, Words):
        return values
    array = np.asarray(values)
    if array.dtype.kind in "UOST":
        return Words.of(array.tolist())
    if array.size == 0 and isinstance(values, list):
        return Words.of(())
    return array


def rows_of(table: Table) -> int:
    """How many rows a table has."""
    return len(next(iter(table.values()))) if table else 0


def joined(tables: Sequence[Table]) -> Table:
    """Tables with the same columns, one below the other."""
    return {name: _joined([table[name] for table in tables]) for name in tables[0]} if tables else {}


def _joined(columns: list[Column]) -> Column:
    arrays = [column for column in columns if not isinstance(column, Words)]
    if len(arrays) == len(columns):
        return np.concatenate(arrays)
    texts = [column for column in columns if isinstance(column, Words)]
    first = texts[0].words
    if all(column.words == first for column in texts):
        return Words(np.concatenate([column.codes for column in texts]), first)
    codes: dict[str, int] = {}
    for column in texts:
        for word in column.words:
            codes.setdefault(word, len(codes))
    moved = [np.array([codes[word] for word in column.words], dtype=np.int32)[column.codes] for column in texts]
    return Words(np.concatenate(moved), tuple(codes))


def csv_text(table: Table) -> str:
    """The table as CSV: the shortest exact number (``repr``), nothing for NaN, and ``\\n`` at the end of a line."""
    columns = [
        column.texts() if isinstance(column, Words) else [number(value) for value in column.tolist()]
        for column in table.values()
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def number(value: Any) -> str:
    """A number as text that reads back as the same number; NaN is empty, minus zero is zero."""
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value + 0.0)
    return str(value)


def arrow(table: Table) -> Any:
    """The table as a pyarrow Table, text as strings."""
    import pyarrow as pa

    def text(column: Words) -> Any:
        words = pa.array(column.words, pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(column.codes), words).dictionary_decode()

    return pa.table({name: text(col) if isinstance(col, Words) else pa.array(col) for name, col in table.items()})
