"""The pictures and the page of a sensitivity screen, from the tables of a made-up one."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import StudyError
from sim.report import ReportOptions
from sim.report.charts.sensitivity import charts, morris_chart, sobol_chart, survival_chart
from sim.report.screen_folder import ScreenFolder
from sim.report.screen_page import render_screen
from tests.report.drawn import on_dots, overlapping, texts
from tests.study.screens import coefficients, screen


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return screen(tmp_path_factory.mktemp("screen")).folder


def test_the_headline_counts_the_verdicts(folder: Path) -> None:
    assert ScreenFolder(folder).headline() == (
        "Of 4 conclusions on “Eight callers” against “Ten callers”, 2 survive, 1 depends on the assumptions and 1 is "
        "open already as assumed when the assumed coefficients move over their ranges."
    )


def test_each_conclusion_is_told_with_its_interval_its_worlds_and_what_overturns_it(folder: Path) -> None:
    screen_ = ScreenFolder(folder)
    level, cost, exhaustion, attrition = screen_.sentences()
    assert level.startswith("Answered in time, of everyone who came (service level), phone: −15.0")
    assert "worse; this survives: on the same side in 100\N{NO-BREAK SPACE}% of 20 worlds" in level
    assert "in 100\N{NO-BREAK SPACE}% of 32 in which those move that matter most" in level
    assert "turned round" not in level
    assert "better; this depends on the assumptions" in cost
    assert "turned round in" in cost
    assert cost.endswith("it is lost with a high departures.quits.")
    assert "worse; this survives" in exhaustion
    assert "open already as assumed" in attrition


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((-0.203, -0.135), "−20.3 to −13.5\N{NO-BREAK SPACE}points"),
        ((-0.01, 0.02), "−1.0 to +2.0\N{NO-BREAK SPACE}points"),
    ],
)
def test_ends_of_a_difference_carry_their_unit_once(folder: Path, ends: tuple[float, float], told: str) -> None:
    assert ScreenFolder(folder).ends(*ends, "share") == told


def test_there_is_a_picture_for_each_question_and_nothing_covers_anything(folder: Path) -> None:
    made = list(charts(ScreenFolder(folder)))
    assert [one.name for one in made] == ["sensitivity_worlds", "sensitivity_morris", "sensitivity_sobol"]
    for one in made:
        assert overlapping(one.figure) == [], one.name


def test_the_first_picture_says_what_survives(folder: Path) -> None:
    chart = survival_chart(ScreenFolder(folder))
    assert (
        chart.title == "“Eight callers” against “Ten callers”: 2 of 4 conclusions survive, whatever the coefficients."
    )
    assert len(chart.data) == 4 * (4 * 5 * 2 + 32)
    assert "depends on the assumptions" in texts(chart.figure)


def test_morris_names_the_coefficients_that_matter(folder: Path) -> None:
    chart = morris_chart(ScreenFolder(folder))
    assert chart.title.startswith("Of 4 assumed coefficients 2 decide most of the difference: ")
    assert {"exhaustion.gain", "departures.quits"} <= set(chart.title.rstrip(".").replace(" and ", " ").split())
    shown = texts(chart.figure)
    assert "exhaustion.gain" in shown
    assert "departures.quits" in shown


def test_small_effects_are_dots_without_a_name(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("shards"))
    rows = pd.read_csv(copy / "morris.csv")
    largest = rows.groupby("outcome")["mu_star"].transform("max")
    extra = [
        rows[rows["path"] == "world.exhaustion.gain"].assign(
            path=f"world.exhaustion.{name}", place=0, above=1, mu_star=part * largest
        )
        for name, part in (("small", 0.2), ("large", 0.8))
    ]
    pd.concat([rows, *extra], ignore_index=True).to_csv(copy / "morris.csv", index=False)
    figure = morris_chart(ScreenFolder(copy)).figure
    shown = texts(figure)
    assert "exhaustion.large" in shown
    assert "exhaustion.small" not in shown
    assert on_dots(figure) == []


def test_many_names_beside_points_in_one_place_do_not_cover_one_another(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("shards"))
    rows = pd.read_csv(copy / "morris.csv")
    many = pd.concat([rows[rows["path"] == "world.exhaustion.gain"]] * 8, ignore_index=True)
    many["path"] = [f"world.exhaustion.number_{place // 4}" for place in range(len(many))]
    many["mu_star"] *= 1 + 0.01 * np.arange(len(many))
    many["above"] = 1
    many.to_csv(copy / "morris.csv", index=False)
    assert overlapping(morris_chart(ScreenFolder(copy)).figure) == []


def test_sobol_says_what_moves_most_outcomes_and_shows_chance(folder: Path) -> None:
    chart = sobol_chart(ScreenFolder(folder))
    assert chart.title.startswith("What moves most outcomes most: ")
    assert "chance" in texts(chart.figure)
    assert set(chart.data["path"]) == {"world.exhaustion.gain", "world.departures.quits", "chance"}


def test_without_anything_above_chance_there_is_no_picture_of_sobol(tmp_path: Path) -> None:
    inert = tuple(one for one in coefficients() if one.path in ("world.fatigue.rise", "world.strain.rush"))
    screen_ = ScreenFolder(screen(tmp_path, coefficients=inert).folder)
    made = list(charts(screen_))
    assert [one.name for one in made] == ["sensitivity_worlds", "sensitivity_morris"]
    assert made[1].title == "None of 2 assumed coefficients changes the difference by more than chance."


def test_the_page_has_the_sentences_the_pictures_and_every_range(folder: Path) -> None:
    page = render_screen(folder, ReportOptions(formats=("png",), title="Two <fewer>"))
    text = page.read_text(encoding="utf-8")
    screen_ = ScreenFolder(folder)
    assert "Sensitivity: Two &lt;fewer&gt;" in text
    assert screen_.headline() in text
    for sentence in screen_.sentences():
        assert sentence in text
    for one in coefficients():
        assert one.path.removeprefix("world.") in text
        assert one.meaning.replace("'", "&#39;") in text
    assert text.count("<svg") == 3
    assert (folder / "figures" / "sensitivity_sobol.png").is_file()
    assert (folder / "figures" / "sensitivity_morris.csv").is_file()


def test_an_unfinished_screen_says_how_to_finish_it(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"sensitivity.json: it is missing; the same command finishes the screen"):
        ScreenFolder(tmp_path).headline()
