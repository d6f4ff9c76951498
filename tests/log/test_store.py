"""A log that is written to disk reads back bit for bit, and is there whole or not at all."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from sim.errors import StudyError
from sim.log import TABLES, Log
from sim.log.store import read_log, write_log


def a_log(rows: int) -> Log:
    rng = np.random.default_rng(rows)
    tables = {}
    for table in TABLES:
        columns = {}
        for column in table.columns:
            kind = np.dtype(column.dtype)
            if kind.kind == "f":
                values = rng.random(rows)
                values[::3] = math.nan
                values[1::5] = math.inf
            else:
                values = rng.integers(0, np.iinfo(kind).max, rows, dtype=kind, endpoint=True)
            columns[column.name] = values
        tables[table.name] = columns
    return Log(
        **tables,
        channels=("phone", "e-mail über"),
        topics=("any",),
        queues=("phone/any", "e-mail über/any"),
        queue_channel=(0, 1),
        queue_topic=(0, 0),
        teams=("helpers",),
        agent_names=("Ann", ""),
        starts_at=0.1 + 0.2,
        ends_at=86400.0,
    )


@pytest.mark.parametrize("rows", [0, 1, 1000])
def test_a_log_reads_back_bit_for_bit_and_type_for_type(tmp_path: Path, rows: int) -> None:
    log = a_log(rows)
    write_log(log, tmp_path / "one")
    read = read_log(tmp_path / "one")
    for table in TABLES:
        for column in table.columns:
            before, after = getattr(log, table.name)[column.name], getattr(read, table.name)[column.name]
            assert after.dtype == before.dtype == column.dtype
            assert after.tobytes() == before.tobytes()
    scalars = [field.name for field in dataclasses.fields(Log) if field.name not in {table.name for table in TABLES}]
    assert {name: getattr(read, name) for name in scalars} == {name: getattr(log, name) for name in scalars}


def test_a_log_that_is_there_is_replaced_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_log(a_log(5), tmp_path / "one")
    write_log(a_log(2), tmp_path / "one")
    assert len(read_log(tmp_path / "one").issues["issue"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_log_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    write_log(a_log(2), tmp_path / "one")
    broken = dataclasses.replace(a_log(3), agents={"agent": np.arange(3, dtype=np.int32)})
    with pytest.raises(KeyError):
        write_log(broken, tmp_path / "one")
    assert len(read_log(tmp_path / "one").issues["issue"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_without_a_whole_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="holds no whole log"):
        read_log(tmp_path)
    write_log(a_log(2), tmp_path / "one")
    (tmp_path / "one" / "touches.parquet").unlink()
    with pytest.raises(StudyError, match="holds no whole log"):
        read_log(tmp_path / "one")
