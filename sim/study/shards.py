"""Shards: the tables of one finished job, as one small file that reads fast.

A shard is an uncompressed .npz: a header (JSON as bytes) and each table as one structured array, text as codes into the
words of the header. The header says what the shard is of; a file that is torn, or is of something else (another
scenario, seed, warm-up or program), is not used, and its job is done again. The zip's checksums find torn bytes.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.study.tables import Table, Words

FORMAT = 1
"""Goes up when the layout of a shard changes."""


def write_shard(path: Path, tables: Mapping[str, Table], stamp: Mapping[str, Any]) -> None:
    """Write the tables of one job, whole or not at all; ``stamp`` says what they are of."""
    words = {
        name: {column: values.words for column, values in table.items() if isinstance(values, Words)}
        for name, table in tables.items()
    }
    header = json.dumps({"format": FORMAT, "stamp": stamp, "words": words}).encode()
    arrays = {name: _packed(table) for name, table in tables.items()}
    out = io.BytesIO()
    np.savez(out, header=np.frombuffer(header, dtype=np.uint8), **arrays)  # type: ignore[arg-type]
    write_atomically(path, out.getvalue())


def read_shard(path: Path, stamp: Mapping[str, Any]) -> dict[str, Table] | None:
    """The tables of a shard; None where there is no such file, it is torn, or it is of something else."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            header = json.loads(file["header"].tobytes())
            if header["format"] != FORMAT or header["stamp"] != stamp:
                return None
            return {name: _unpacked(file[name], words) for name, words in header["words"].items()}
    except Exception:  # a torn zip fails in a dozen ways, and every one of them means: do the job again
        return None


def _packed(table: Table) -> np.ndarray[Any, np.dtype[Any]]:
    columns = {name: column.codes if isinstance(column, Words) else column for name, column in table.items()}
    rows = len(next(iter(columns.values())))
    packed = np.empty(rows, dtype=[(name, column.dtype) for name, column in columns.items()])
    for name, column in columns.items():
        packed[name] = column
    return packed


def _unpacked(packed: np.ndarray[Any, np.dtype[Any]], words: Mapping[str, list[str]]) -> Table:
    return {
        name: Words(np.ascontiguousarray(packed[name]), tuple(words[name]))
        if name in words
        else np.ascontiguousarray(packed[name])
        for name in packed.dtype.names or ()
    }


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write a file so that a reader sees the old one or the whole new one, whenever the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as out:
            out.write(content.encode() if isinstance(content, str) else content)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
