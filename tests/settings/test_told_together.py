"""Faults of different kinds are told in one go, and what only follows from another fault is not told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import SettingsError
from sim.settings import Typed, load, load_grid

Faults = Callable[..., list[str]]


def test_an_override_that_cannot_be_read_hides_no_other_fault(faults: Faults) -> None:
    assert faults("a..b=3", "policy.heads.front.plus=1,2", "world.arrivals.phone.per_week=-3") == [
        "a..b=3: an override is written key=value, such as policy.heads.phone.plus=2",
        "policy.heads.front.plus = 1,2: several values span a grid "
        "(use sweep (or -m) to play all of them; quote a text that holds a comma)",
        "world.arrivals.phone.per_week = -3: is at least 0 issues per week and at most 1e+08",
    ]


def test_a_name_that_yaml_misread_hides_neither_a_wrong_value_nor_a_missing_channel(faults: Faults) -> None:
    found = faults(edits={'"18:00": 0}}}\n  targets:\n    phone': "18:00: 0}}}\n  targets:\n    fone", "100,": "-1,"})
    assert found == [
        'policy.heads.front.on_queue.mon-fri.1080: YAML read this name as a number (quote it: "18:00")',
        "world.arrivals.phone.per_week = -1: is at least 0 issues per week and at most 1e+08",
        'policy.targets.fone = fone: there is no channel of this name (did you mean "phone"?)',
    ]


def test_wrong_cells_hide_neither_wrong_rows_nor_faults_elsewhere(faults: Faults, desk: Path) -> None:
    rows = "day,time,volume\nmon,08:00,x\n\ntue,08:00,-2\nwed,08:00,3\n"
    (desk.parent / "f.csv").write_text(rows)
    source = 'source: profile, per_week: 100, profile: {mon-fri: {"08:00": 1, "18:00": 0}}'
    assert faults(
        "policy.targets.fone.share=0.8", edits={source: "source: forecast, rows: {table: f.csv}", "20s": "20"}
    ) == [
        'world.arrivals.phone.rows: f.csv, column volume: this column holds numbers (row 2: "x")',
        'policy.targets.phone.within = 20: a duration carries its unit, such as "20s" or "20min"',
        'world.arrivals.phone.rows: f.csv, column volume: is at least 0 issues (row 4: "-2")',
        'policy.targets.fone = fone: there is no channel of this name (did you mean "phone"?)',
    ]


def test_rows_are_counted_as_the_file_counts_them_where_blank_rows_stand_between(faults: Faults, desk: Path) -> None:
    (desk.parent / "h.csv").write_text("day,time,value\nmon,08:00,2\n\n\nmon,08:00,3\n")
    (found,) = faults(edits={'{on_queue: {mon-fri: {"08:00": 2, "18:00": 0}}}': "{on_queue: {table: h.csv}}"})
    assert found.endswith("row 5: mon 08:00 stands there twice")


def test_a_table_without_a_right_row_is_told_once(faults: Faults, desk: Path) -> None:
    (desk.parent / "p.csv").write_text("day,time,value\n")
    assert faults(edits={'profile: {mon-fri: {"08:00": 1, "18:00": 0}}': "profile: {table: p.csv}"}) == [
        "world.arrivals.phone.profile: p.csv: the file has a header but no rows"
    ]


def test_a_cell_that_is_longer_than_csv_can_read_is_a_fault(faults: Faults, desk: Path) -> None:
    (desk.parent / "p.csv").write_text("day,time,value\nmon,08:00," + "3" * 200_000 + "\n")
    assert faults(edits={'profile: {mon-fri: {"08:00": 1, "18:00": 0}}': "profile: {table: p.csv}"}) == [
        "world.arrivals.phone.profile: p.csv: a row has at most 100000 letters (is a quotation mark missing?)"
    ]


def test_variants_do_not_repeat_what_is_wrong_with_their_base(faults: Faults) -> None:
    found = faults("variants=[baseline,one_more]", edits={"  heads:": "  hedas:"})
    assert not [fault for fault in found if fault.startswith("variant") and "has to be set" in fault]
    assert 'policy.hedas: unknown setting, did you mean "heads"?' in found


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("policy.targets.phone.share=80", "is at most 1 and more than 0 (80 % is written 0.8)"),
        ("policy.targets.phone.share='80%'", "is a number, more than 0, at most 1 (80 % is written 0.8)"),
        ("world.arrivals.phone.per_week='2,000'", "at most 1e+08 (without the comma: 2000)"),
        ("calendar.holidays=2026-01-06", "calendar.holidays = 2026-01-06: is a list (in brackets: [2026-01-06])"),
        ("policy.heads.frnt.plus=1", 'on_queue: has to be set: agents on queue over the week (did you mean "front"?)'),
        ("policy.heads.front.on_queue={mon-fry: 3}", "policy.heads.front.on_queue = mon-fry: days are written"),
        ("policy.channels.phone.open={mon-fri: '08:00-18:00', mon: '9-10'}", "policy.channels.phone.open = mon: 9-10:"),
        ("policy.heads.front.on_queue=[]", "policy.heads.front.on_queue: a curve has at least one step"),
        (
            "world.campaigns.mailing.starts='2026-01-06 09:00+01:00'",
            "world.campaigns.mailing.starts = 2026-01-06 09:00+01:00: instants are local times without a zone",
        ),
        (
            "world.arrivals.phone={source: recorded, at: [{when: '2026-01-05 09:00:00'}]}",
            "world.arrivals.phone.at: a table of recorded arrivals has its instants in a column at",
        ),
        (
            "world.arrivals.phone={source: forecast, rows: [{day: mon, time: '09:00', volume: 1},"
            " {day: mon-tue, time: '09:00', volume: 1}]}",
            "world.arrivals.phone: these intervals stand there twice: mon 09:00",
        ),
        (
            "policy.roster.front.rows=[{agent: A, date: '2026-01-05', hours: '08:00-16:00'},"
            " {agent: A, date: '2026-01-05', hours: '15:00-17:00'}]",
            "policy.roster.front: somebody works twice at the same time: A 2026-01-05 15:00-17:00",
        ),
    ],
)
def test_a_fault_says_what_was_probably_meant(faults: Faults, override: str, message: str) -> None:
    assert message in "\n".join(faults(override))


def test_one_more_head_on_a_desk_of_shifts_says_what_to_change_instead(faults: Faults) -> None:
    heads = '  heads:\n    front: {on_queue: {mon-fri: {"08:00": 2, "18:00": 0}}}\n'
    shifts = '  shifts:\n    early: {team: front, agents: 2, hours: "08:00-16:00"}\n'
    (found,) = faults("variants=[baseline,one_more]", edits={heads: shifts})
    assert found.endswith("no team here is staffed by heads: change policy.shifts.<name>.agents, or the roster)")


@pytest.mark.parametrize(
    ("axis", "message"),
    [
        ("policy.heads.front.plus=range(1,1)", "policy.heads.front.plus = range(1,1): there is no value here to try"),
        ("study.seed=1,2", "study.seed = 1,2: a sweep changes the desk, not how it is studied"),
        ("study=quick,precise", "study = quick,precise: a sweep changes the desk, not how it is studied"),
        ("calendar.days=7,14", "calendar.days = 7,14: all points of a grid are played on the same days"),
        ("policy.heads.front.plus=range(0,5000)", "sweep = 5000: a grid has at most 2000 points"),
    ],
)
def test_what_cannot_be_swept_over_is_named(desk: Path, axis: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_grid(Typed((axis,), desk))
    assert message in str(caught.value)


def test_a_variant_that_is_not_there_is_answered_with_each_name_once(faults: Faults, desk: Path) -> None:
    desk.write_text(desk.read_text() + "variants:\n  baseline: {}\n  mine: {overrides: [policy.heads.front.plus=1]}\n")
    (found,) = faults("variants=[xyz]")
    assert found.count("baseline") == 1


def test_a_file_that_swells_or_is_nested_without_end_is_refused(desk: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    for text, message in (
        ("\n".join(lines), "written out, what it names by * is 12345679021 values"),
        ("a: " + "[" * 3000 + "]" * 3000, "the file is nested too deeply to be read"),
        ("a: " + "9" * 5000, "a number has thousands of digits"),
    ):
        desk.write_text(text)
        with pytest.raises(SettingsError, match=message.replace("*", r"\*")):
            load(Typed((), desk))


def test_a_part_that_is_named_again_is_read(desk: Path) -> None:
    law = "{law: exponential, mean: 2min}"
    text = desk.read_text().replace(f"law: {law}", f"law: &short {law}")
    text = text.replace("{law: lognormal, mean: 4min, cv: 1.0}", "&talk {law: lognormal, mean: 4min}")
    desk.write_text(text.replace("policy:\n", "  redial: {phone: {delay: *talk}}\npolicy:\n", 1))
    assert load(Typed((), desk)).request.world.redial["phone"].delay.mean_s == 240
