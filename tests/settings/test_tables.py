"""``{table: file.csv}``: where the file is looked for, what its cells become, and what is wrong with which row."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.settings import Loaded, Typed, load
from sim.settings.tables import read_table

Faults = Callable[..., list[str]]
Read = Callable[..., Loaded]
HEADS = '{on_queue: {mon-fri: {"08:00": 2, "18:00": 0}}}'


def test_a_curve_is_read_from_a_table_beside_the_yaml(loaded: Read, desk: Path) -> None:
    (desk.parent / "heads.csv").write_text("day,time,value\nmon-fri,08:00,2\nmon-fri,12:00,3.5\nmon-fri,18:00,0\n")
    text = desk.read_text().replace(HEADS, "{on_queue: {table: heads.csv}}")
    desk.write_text(text)
    curve = loaded().request.policy.heads["front"].on_queue
    assert [curve.at(4, hour * 3600) for hour in (7, 8, 12, 18)] == [0, 2, 3.5, 0]


def test_a_forecast_recorded_arrivals_a_roster_and_empirical_times_are_read_from_tables(desk: Path) -> None:
    files = {
        "forecast.csv": "day;time;volume;handle_time\nmon-fri;09:00;10;5min\n2026-01-06;09:00;20;\n",
        "calls.csv": "at\n2026-01-05 09:30:00\n2026-01-05T10:00:00\n",
        "roster.csv": "agent,date,start,end,activity,paid\n007,2026-01-05,08:00,16:00,work,yes\n"
        "B,2026-01-05,12:00,12:30,break,no\n",
        "talk.csv": "seconds\n10\n20.5\n",
    }
    for name, text in files.items():
        (desk.parent / name).write_text(text)
    desk.write_text(
        desk.read_text().replace(f"heads:\n    front: {HEADS}", "roster:\n    front: {rows: {table: roster.csv}}")
    )
    overrides = ("world.effort.phone.talk={law: empirical, values: {table: talk.csv}}",)
    forecast = load(
        Typed((*overrides, "world.arrivals.phone={source: forecast, rows: {table: forecast.csv}}"), desk)
    ).request
    rows = forecast.world.arrivals["phone"].rows  # type: ignore[union-attr]
    assert [row.volume for row in rows] == [10, 20]
    assert [row.handle_time for row in rows] == [300, None]
    assert [(row.agent, row.paid) for row in forecast.policy.roster["front"].rows] == [("007", True), ("B", False)]
    assert forecast.world.effort["phone"].talk.values == (10, 20.5)  # type: ignore[union-attr]
    recorded = load(
        Typed((*overrides, "world.arrivals.phone={source: recorded, at: {table: calls.csv}}"), desk)
    ).request
    assert len(recorded.world.arrivals["phone"].at) == 2  # type: ignore[union-attr]


def test_a_scenario_with_tables_holds_its_own_numbers(loaded: Read, desk: Path) -> None:
    (desk.parent / "talk.csv").write_text("seconds\n10\n20\n")
    found = loaded("world.effort.phone.talk={law: empirical, values: {table: talk.csv}}")
    (desk.parent / "talk.csv").unlink()
    again = type(found.request).from_mapping(found.request.to_mapping())
    assert again == found.request


def test_a_table_of_an_override_is_looked_for_in_the_working_directory(
    loaded: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "talk.csv").write_text("seconds\n10\n20\n")
    monkeypatch.chdir(here)
    found = loaded("world.effort.phone.talk={law: empirical, values: {table: talk.csv}}")
    assert found.request.world.effort["phone"].talk.mean_s == 15


def test_a_missing_table_is_a_fault_that_says_where_it_was_looked_for(faults: Faults, desk: Path) -> None:
    (found,) = faults(edits={HEADS: "{on_queue: {table: none.csv}}"})
    assert found.startswith("policy.heads.front.on_queue.table = none.csv: there is no such file (looked in ")
    assert str(desk.parent) in found


def test_a_table_that_is_no_name_is_a_fault(faults: Faults) -> None:
    assert faults(edits={HEADS: "{on_queue: {table: 3}}"}) == [
        "policy.heads.front.on_queue.table = 3: a table is the name of a CSV file"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": the file is empty (its first row names the columns)"),
        ("day,time,value\n", ": the file has a header but no rows"),
        ("day,time,time\nmon,08:00,3\n", ", row 1 = time: a column name stands there twice"),
        ("day,time,\nmon,08:00,3\n", ", row 1: every column has a name"),
        (
            "day,time,value\nmon,08:00,x\ntue,08:00,2\nwed,08:00,\n",
            ', column value: this column holds numbers (row 2: "x"; row 4: empty)',
        ),
        ("day,time,value\nmon,08:00,nan\n", ', column value: this column holds finite numbers (row 2: "nan")'),
        ("day,time,value\nmon,8,3\n", ', column time: a time of day is written "08:30" (row 2: "8")'),
        (
            "day,time,value\nmn,08:00,3\n",
            ', column day: days are written "mon", "mon-fri", "sat,sun" or "daily" (row 2: "mn")',
        ),
        ("day,time,value\nmon,08:00\n", ': a row has as many cells as the header, 3 (row 2: "2")'),
        ("date\n2026-13-01\n", ', column date: a date is written "2026-01-05" (row 2: "2026-13-01")'),
        (
            "at\n2026-01-05T09:00:00+01:00\nsoon\n",
            ', column at: instants are local times without a zone (row 2: "2026-01-05T09:00:00+01:00")',
        ),
        ("paid\nmaybe\n", ', column paid: this column says true or false (row 2: "maybe")'),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_rows(faults: Faults, desk: Path, text: str, message: str) -> None:
    (desk.parent / "t.csv").write_text(text)
    found = faults(edits={HEADS: "{on_queue: {table: t.csv}}"})
    assert found[0] == f"policy.heads.front.on_queue: t.csv{message}"


def test_the_first_twenty_rows_of_a_kind_are_named_and_the_others_counted(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("value\n" + "x\n" * 123)
    _, _, (fault,) = read_table(file)
    assert fault.rule.endswith('row 21: "x"; and 103 more)')


def test_what_the_model_says_of_rows_is_told_once_a_kind_with_row_numbers(faults: Faults, desk: Path) -> None:
    (desk.parent / "f.csv").write_text("day,time,volume,volme\nmon,08:00,3,1\nmon,08:30,-3,1\nmon,09:00,-4,1\n")
    found = faults("world.arrivals.phone={source: forecast, rows: {table: f.csv}}")
    assert found == [
        'world.arrivals.phone.rows: f.csv, column volme: unknown setting, did you mean "volume"? '
        '(row 2: "1"; row 3: "1"; row 4: "1")',
        'world.arrivals.phone.rows: f.csv, column volume: is at least 0 issues (row 3: "-3"; row 4: "-4")',
    ]


def test_a_curve_with_a_step_that_stands_twice_is_a_fault(faults: Faults, desk: Path) -> None:
    (desk.parent / "t.csv").write_text("day,time,value\nmon,08:00,3\nmon-tue,08:00,4\n")
    assert faults(edits={HEADS: "{on_queue: {table: t.csv}}"}) == [
        "policy.heads.front.on_queue: row 3: mon 08:00 stands there twice"
    ]


def test_a_curve_with_other_columns_is_a_fault(faults: Faults, desk: Path) -> None:
    (desk.parent / "t.csv").write_text("day,start,value\nmon,08:00,3\n")
    assert faults(edits={HEADS: "{on_queue: {table: t.csv}}"}) == [
        "policy.heads.front.on_queue: row 2: no column time, unknown column start "
        "(the columns of a curve are day, time and value)"
    ]
