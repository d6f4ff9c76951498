from __future__ import annotations

from sim.declare import ASSUMED
from sim.report.assumptions import GIVEN, Assumption, assumptions, changes, shown
from sim.report.study_folder import StudyFolder


def every(study: StudyFolder) -> dict[str, Assumption]:
    return {row.path: row for _, rows in assumptions(study) for row in rows}


def test_every_setting_is_listed_with_its_meaning_and_where_it_came_from(study: StudyFolder) -> None:
    rows = every(study)
    assert len(rows) > 40
    assert all(row.meaning and row.source and row.value for row in rows.values())


def test_what_was_given_is_told_from_what_was_assumed(study: StudyFolder) -> None:
    rows = every(study)
    assert rows["world.arrivals.phone.per_week"].source == GIVEN
    assert rows["world.arrivals.phone.per_week"].value == "6000"
    assert rows["world.arrivals.phone.per_week"].unit == "issues per week"
    assert rows["world.busyness_shared"].source == ASSUMED
    assert "Avramidis" in rows["world.arrivals.phone.busyness"].source


def test_a_law_is_one_line_with_its_numbers(study: StudyFolder) -> None:
    assert every(study)["world.effort.phone.talk"].value == "lognormal, mean 5min, cv 0.9"


def test_each_option_lists_only_what_it_changes(study: StudyFolder) -> None:
    found = {label: rows for label, _, rows in changes(study)}
    assert list(found) == ["Two more on the phones", "Four more on the phones", "One fewer on the phones"]
    (row,) = found["Two more on the phones"]
    assert (row.path, row.before, row.after) == ("policy.heads.phones.plus", "0", "2")
    assert row.meaning


def test_long_tables_are_summed_up() -> None:
    assert shown([1.0] * 500) == "a table of 500 rows"
    assert shown({"mon-fri": {"08:00": 4.0, "12:00": 6.5}}) == "mon-fri (08:00 4; 12:00 6.5)"
    assert shown(None) == "none"
    assert shown(True) == "yes"
