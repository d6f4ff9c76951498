"""A shard that is torn, or is of something else, is noticed; a table of results reads back as it was."""

import math
import time
from pathlib import Path

import numpy as np
import pytest

from sim.errors import StudyError
from sim.study.job import COLUMNS
from sim.study.shards import read_shard, write_atomically, write_shard
from sim.study.tables import Table, Words, csv_text, joined, number, table_of
from tests.study import desk

STAMP = {"scenario": "a", "replication": 3}


def a_table() -> dict[str, Table]:
    return desk.made_up(desk.Job(desk.desk(), 3, 11)).tables


def same(left: Table, right: Table) -> bool:
    return list(left) == list(right) and all(
        (one.texts() == other.texts())
        if isinstance(one, Words) and isinstance(other, Words)
        else np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True)
        for one, other in zip(left.values(), right.values(), strict=True)
    )


def test_a_shard_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_shard(tmp_path / "one.npz", a_table(), STAMP)
    read = read_shard(tmp_path / "one.npz", STAMP)
    assert read is not None
    assert list(read) == list(COLUMNS)
    assert all(same(read[name], table) for name, table in a_table().items())


def test_a_shard_of_something_else_is_not_used(tmp_path: Path) -> None:
    write_shard(tmp_path / "one.npz", a_table(), STAMP)
    assert read_shard(tmp_path / "one.npz", STAMP | {"replication": 4}) is None
    assert read_shard(tmp_path / "none.npz", STAMP) is None
    (tmp_path / "text.npz").write_text("not a shard")
    assert read_shard(tmp_path / "text.npz", STAMP) is None


def test_no_torn_or_flipped_byte_of_a_shard_gets_through(tmp_path: Path) -> None:
    path, torn = tmp_path / "one.npz", tmp_path / "torn.npz"
    write_shard(path, a_table(), STAMP)
    whole = path.read_bytes()
    wanted = a_table()
    for length in range(0, len(whole), 97):
        torn.write_bytes(whole[:length])
        assert read_shard(torn, STAMP) is None
    for place in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[place] ^= 0x41
        torn.write_bytes(flipped)
        read = read_shard(torn, STAMP)  # a flipped date in the zip's index harms nothing
        assert read is None or all(same(read[name], table) for name, table in wanted.items())


def test_a_corrupted_shard_is_made_again_and_nothing_else_is(tmp_path: Path) -> None:
    first = desk.run(tmp_path / "a")
    before = desk.content(first.folder)
    shards = sorted((first.folder / "shards").iterdir())
    shards[4].write_bytes(shards[4].read_bytes()[:-100])
    shards[7].write_bytes(shards[8].read_bytes())
    seen: list[desk.Progress] = []
    again = desk.run(tmp_path / "a", progress=seen.append)
    assert seen[0].found == 16
    assert desk.content(again.folder) == before


def test_hundreds_of_shards_are_read_in_well_under_a_second(tmp_path: Path) -> None:
    rows = 10_000
    words = Words(np.arange(rows, dtype=np.int32) % 3, ("a", "b", "c"))
    series: Table = dict.fromkeys(("kpi", "channel", "team"), words)
    series |= {"interval": np.arange(rows), "num": np.ones(rows), "den": np.ones(rows)}
    for index in range(300):
        write_shard(tmp_path / f"{index}.npz", a_table() | {"series": series}, STAMP)
    begin = time.perf_counter()
    read = [read_shard(tmp_path / f"{index}.npz", STAMP) for index in range(300)]
    assert time.perf_counter() - begin < 3  # 0.3 s on an idle machine
    assert sum(len(tables["series"]["num"]) for tables in read if tables is not None) == 3_000_000


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", "old")
    with pytest.raises(TypeError):
        write_atomically(tmp_path / "file", 5)  # type: ignore[arg-type]
    assert (tmp_path / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_columns_of_words_are_joined_whatever_their_codes() -> None:
    one = {"name": Words.of(["a", "b", "a"]), "x": np.array([1.0, 2.0, 3.0])}
    two = {"name": Words.of(["c", "a"]), "x": np.array([4.0, 5.0])}
    table = joined([one, two])
    column = table["name"]
    assert isinstance(column, Words)
    assert column.texts() == ["a", "b", "a", "c", "a"]
    assert np.asarray(table["x"]).tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_numbers_in_csv_read_back_as_the_same_number_and_nan_is_empty() -> None:
    for value in (0.1 + 0.2, 1e-300, 123456789.123456789, -2.5, math.inf):
        assert float(number(value)) == value
    assert number(math.nan) == ""
    assert number(-0.0) == "0.0"
    assert csv_text({"a": np.array([1, 2]), "b": Words.of(["x,y", ""])}) == 'a,b\n1,"x,y"\n2,\n'


def test_a_table_that_lacks_a_column_or_has_uneven_ones_is_refused() -> None:
    with pytest.raises(StudyError, match="lacks the columns b"):
        table_of({"a": [1.0]}, ["a", "b"])
    with pytest.raises(StudyError, match="differ in length"):
        table_of({"a": np.ones(2), "b": np.ones(3)}, ["a", "b"])
