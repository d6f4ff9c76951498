"""The numbers that the pages quote are those of the files that `make docs` keeps beside them, and they agree."""

from __future__ import annotations

import csv
import runpy

import pytest

from tests.docs.pages import ROOT

WRITER = runpy.run_path(str(ROOT / "docs" / "write_numbers.py"))
PICTURES = ROOT / "docs" / "pictures"


def rows(name: str) -> list[dict[str, str]]:
    with (PICTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("page", "mark", "name", "table"), WRITER["TABLES"], ids=lambda value: str(value)[:20])
def test_a_table_of_numbers_is_that_of_the_kept_study(page: str, mark: str, name: str, table: object) -> None:
    _, inside, _ = WRITER["between"]((ROOT / page).read_text(encoding="utf-8"), mark)
    assert inside.splitlines() == list(table(rows(name))), "run `make docs`, and read the sentences around the table"  # type: ignore[operator]


def test_the_picture_and_the_table_of_the_demo_are_of_one_study() -> None:
    drawn = {(row["option"], row["kpi"], row["channel"]): row["value"] for row in rows("options.csv")}
    quoted = {(row["variant"], row["kpi"], row["channel"]): row["value"] for row in rows("demo.csv")}
    both = drawn.keys() & quoted.keys()
    assert len({option for option, *_ in both}) == 6
    assert len({kpi for _, kpi, _ in both}) >= 3
    assert {key: float(drawn[key]) for key in both} == pytest.approx({key: float(quoted[key]) for key in both})


def test_the_desk_as_it_is_today_is_the_first_option_of_the_demo() -> None:
    first = {(row["kpi"], row["channel"]): row["value"] for row in rows("demo.csv") if row["variant"] == "baseline"}
    desk = {(row["kpi"], row["channel"]): row["value"] for row in rows("support_desk.csv")}
    both = first.keys() & desk.keys()
    assert len(both) >= 3
    assert {key: desk[key] for key in both} == {key: first[key] for key in both}


def test_the_desk_is_calibrated_to_the_figures_that_it_names() -> None:
    desk = {(row["kpi"], row["channel"]): float(row["value"]) for row in rows("support_desk.csv")}
    assert 0.80 <= desk["occupancy", ""] <= 0.85
    assert desk["fcr_7d", ""] == pytest.approx(0.71, abs=0.02)
    assert desk["reopen_share", ""] == pytest.approx(0.05, abs=0.01)
    assert desk["talk_time", "chat"] == pytest.approx(635, rel=0.05)
    assert desk["touches_per_ticket", "social"] == pytest.approx(1.8, abs=0.1)


@pytest.mark.parametrize("row", rows("said.csv"), ids=lambda row: f"{row['what']} {row['option']} {row['kpi']}")
def test_a_number_that_the_readme_quotes_in_passing_is_what_the_command_said(row: dict[str, str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert row["quoted"] in readme, f"{row['what']} has changed: mend the sentence of the README"


def test_the_page_of_the_desk_quotes_the_load_that_show_prints_and_the_people_of_its_shifts() -> None:
    from sim.cli.capacity import by_team
    from sim.settings import Typed, load

    scenario = load(Typed(("scenario=support_desk",))).request.scenario
    teams, shifts = by_team(scenario), scenario.policy.shifts
    estimate = sum(team.work_h for team in teams) / sum(team.on_queue_h for team in teams)
    page = " ".join((ROOT / "docs" / "support_desk.md").read_text(encoding="utf-8").split())
    assert f"it comes to {100 * estimate:.0f} %" in page
    callers = [shift.agents for shift in shifts.values() if shift.team == "callers" and shift.days == (0, 1, 2, 3, 4)]
    weekend = [shift.agents for shift in shifts.values() if shift.days == (5, 6)]
    assert f"{sum(callers)} callers on a weekday" in page
    assert f"{sum(weekend)} people at the weekend" in page
    assert f"{scenario.world.resolution.solved:.0%}".replace("%", " %") in page if scenario.world.resolution else False
