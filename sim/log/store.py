"""A log on disk: a folder with one Parquet file for each table and log.json for the names and the span.

What is read back equals what was written, bit for bit and type for type. Parquet opens in pandas, R, DuckDB or a
spreadsheet's importer, so that a log can be looked into without this program.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import StudyError
from sim.log.tables import TABLES, Log, Table

NAMES = ("channels", "topics", "queues", "queue_channel", "queue_topic", "teams", "agent_names")
SPAN = ("starts_at", "ends_at")


def write_log(log: Log, folder: Path) -> None:
    """Write a log as a folder, whole or not at all; a log that is there is replaced."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        for table in TABLES:
            columns = getattr(log, table.name)
            rows = {column.name: pa.array(np.asarray(columns[column.name], column.dtype)) for column in table.columns}
            pq.write_table(pa.table(rows), part / f"{table.name}.parquet")
        about: dict[str, Any] = {name: list(getattr(log, name)) for name in NAMES}
        about |= {name: float(getattr(log, name)) for name in SPAN}
        (part / "log.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def read_log(folder: Path) -> Log:
    """The log in a folder that :func:`write_log` wrote; StudyError where there is none or a part of it is missing."""
    try:
        about = json.loads((folder / "log.json").read_text(encoding="utf-8"))
        parts: dict[str, Any] = {table.name: _read(folder, table) for table in TABLES}
        parts |= {name: tuple(about[name]) for name in NAMES}
        parts |= {name: float(about[name]) for name in SPAN}
        return Log(**parts)
    except (OSError, ValueError, KeyError) as fault:
        raise StudyError(f"{folder} holds no whole log: {fault}") from fault


def _read(folder: Path, table: Table) -> dict[str, NDArray[Any]]:
    import pyarrow.parquet as pq

    rows = pq.read_table(folder / f"{table.name}.parquet")
    return {column.name: rows.column(column.name).to_numpy().astype(column.dtype) for column in table.columns}
