from __future__ import annotations

from pathlib import Path

import pytest

from sim.calibrate.column_map import ColumnMap, load_column_map
from sim.errors import HistoryError
from tests.calibrate.histories import MAPS, shipped

GOOD = "title: t\nnature: calls\nchannel: {always: phone}\ncreated_at: {column: when}\n"


def load(folder: Path, text: str) -> ColumnMap:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return load_column_map(path)


def message(folder: Path, text: str) -> str:
    with pytest.raises(HistoryError) as caught:
        load(folder, text)
    return str(caught.value)


@pytest.mark.parametrize("name", ["bank", "freshdesk", "plain", "zendesk"])
def test_every_shipped_map_loads_and_survives_a_round_trip(name: str) -> None:
    mapping = shipped(name)
    assert ColumnMap.from_mapping(mapping.to_mapping()) == mapping


def test_exactly_these_maps_are_shipped() -> None:
    assert {path.stem for path in MAPS.glob("*.yaml")} == {"bank", "freshdesk", "plain", "zendesk"}


def test_a_map_names_each_of_its_columns_once() -> None:
    columns = shipped("bank").columns()
    assert len(columns) == len(set(columns))
    assert {"vru+line", "q_start", "ser_exit", "server", "outcome"} <= set(columns)


def test_an_unknown_setting_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    assert "created_att = 'x': unknown setting (did you mean \"created_at\"?)" in message(
        tmp_path, GOOD + "created_att: x\n"
    )


def test_an_unknown_setting_deep_inside_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    text = GOOD + "drop:\n  test: {colunm: a, equals: [b], because: c}\nrules: {duplicate_row: drop}\n"
    found = message(tmp_path, text)
    assert "drop.test.colunm = 'a': unknown setting (did you mean \"column\"?)" in found
    assert "rules.duplicate_row = 'drop': unknown setting (did you mean \"duplicate_rows\"?)" in found


def test_all_faults_of_a_map_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(HistoryError) as caught:
        load(tmp_path, "nature: letters\nchannel: {always: phone}\nzone: Mars/Olympus\nrules: {clock_tolerance: 2}\n")
    where = [fault.where for fault in caught.value.faults]
    assert where == [
        f"mine.yaml: {name}" for name in ("title", "nature", "zone", "created_at", "rules.clock_tolerance")
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("!!python/object/apply:os.system ['true']\n", "not plain YAML"),
        (GOOD + "id: !!python/name:os.system\n", "not plain YAML"),
        (GOOD + "id: &many [a]\nblank: *many\n", "anchors and aliases are not allowed"),
        (GOOD + "country: 2024-01-01\n", "put dates and times in quotes"),
        ("- just\n- a list\n", "a column map is a mapping"),
        ("title: [unclosed\n", "not plain YAML"),
    ],
)
def test_a_map_is_plain_data_and_can_run_nothing(tmp_path: Path, text: str, rule: str) -> None:
    assert rule in message(tmp_path, text)


def test_a_missing_map_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"nowhere\.yaml: the column map cannot be read"):
        load_column_map(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("answered_at: {date: d}", "an instant is written"),
        ("answered_at: {column: a, date: d, time: t}", "an instant is written"),
        ("answered_at: {date: d, time: t}", "a date and a time need a format"),
        ('answered_at: {column: a, format: "%Q"}', "%Q is not a part of a date"),
        ('answered_at: {column: a, after: created_at, format: "%H"}', "has a column and a unit, no format"),
        ("agent: {missing: [x]}", "a name comes from"),
        ("rules: {time_zone: convert}", "needs the zone to convert to"),
        ("outcome: {column: o}", "must say what each value"),
        ("zone: Middle/Earth", "not the IANA name"),
    ],
)
def test_a_setting_that_contradicts_itself_is_refused(tmp_path: Path, line: str, rule: str) -> None:
    assert rule in message(tmp_path, GOOD + line + "\n")


def test_an_instant_may_have_several_places(tmp_path: Path) -> None:
    mapping = load(tmp_path, GOOD + "ended_at: [{column: resolved}, {column: closed}]\n")
    assert [place.column for place in mapping.ended_at] == ["resolved", "closed"]
