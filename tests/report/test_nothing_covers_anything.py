"""No text of a drawn picture lies on another or on a dot, however many options and panels there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.report import style
from sim.report.charts import comparison
from sim.report.charts.placing import Name, place
from sim.report.charts.text_size import text_size, ticks_inside, within_panel
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from tests.report.drawn import on_dots, overlapping

Write = Callable[..., Path]
LABELS = {"two_more": "Two more on the phones, in the morning only", "one_fewer": "Tickets on hold in silence"}


@pytest.mark.parametrize("n_options", [2, 6, 12])
def test_no_text_of_any_chart_lies_on_another(tmp_path: Path, write: Write, n_options: int) -> None:
    study = StudyFolder(write(tmp_path, n_options=n_options, replications=2, labels=LABELS))
    made = list(charts(study))
    assert len(made) > 20
    for chart in made:
        assert overlapping(chart.figure) == [], chart.name
        if chart.name in ("options", "comparison", "cost_against_service"):
            assert on_dots(chart.figure) == [], chart.name


def changes(n_options: int, n_panels: int) -> pd.DataFrame:
    """Differences of every size and sign in panels of shares, money and times, with the longest words there are."""
    rng = np.random.default_rng(11)
    units = [("share", 0.2), ("EUR per week", 5000.0), ("s", 90.0)]
    verdicts = ["better", "worse", "no difference that matters", "cannot tell yet (30 more replications would)"]
    rows = []
    for panel in range(n_panels):
        unit, size = units[panel % 3]
        for option in range(n_options - 1):
            gap, half = size * rng.normal(), size * rng.gamma(2.0, 0.2)
            name = f"Answered within {panel} min of opening time (service level), by those who write"
            verdict = verdicts[(option + panel) % 4]
            rows.append(
                (f"o{option}", f"Limit {option}, nine supervisors in the evening", f"kpi{panel}", "phone", name)
            )
            rows[-1] += (gap, gap - half, gap + half, verdict, unit)  # type: ignore[assignment]
    columns = "option label kpi channel name difference low high verdict unit"
    return pd.DataFrame(rows, columns=columns.split())


@pytest.mark.parametrize("n_panels", [1, 2, 4, 6, 8])
@pytest.mark.parametrize("n_options", [2, 6, 12])
def test_what_options_change_is_written_clear_of_everything(n_options: int, n_panels: int) -> None:
    figure = comparison._draw(changes(n_options, n_panels), "What changes", "In words", "", "EUR")
    assert overlapping(figure) == []
    assert on_dots(figure) == []


def test_a_row_of_the_comparison_holds_its_words_and_its_dot_alone() -> None:
    figure = comparison._draw(changes(12, 6), "What changes", "In words", "", "EUR")
    panel = figure.axes[0]
    row_pt = abs(np.diff(panel.transData.transform([(0, 0), (0, 1)])[:, 1])[0]) * 72 / figure.dpi
    assert row_pt >= comparison.WORDS_PT + text_size("words", 7)[1] / 2 + 6


# -- placing names ----------------------------------------------------------------------------------------------------


def panel_with(points: list[tuple[float, float]]) -> tuple[Figure, list[Name]]:
    figure = Figure(figsize=(9.6, 5.4), dpi=style.DPI)
    axes = figure.subplots()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    for x, y in points:
        axes.plot([x], [y], "o", markersize=6)
    return figure, [Name(x, y, f"a point with number {at}", style.INK) for at, (x, y) in enumerate(points)]


@pytest.mark.parametrize("spread", [0.0, 0.01, 0.05, 0.3])
def test_twelve_names_find_free_places_however_near_their_points_are(spread: float) -> None:
    rng = np.random.default_rng(3)
    points = [(0.5 + spread * x, 0.5 + spread * y) for x, y in rng.uniform(-1, 1, (12, 2))]
    figure, names = panel_with(points)
    place(figure.axes[0], names)
    assert overlapping(figure) == []
    assert on_dots(figure) == []
    inside = figure.axes[0].bbox
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert all(inside.x0 <= box.x0 and box.x1 <= inside.x1 for box in boxes)
    assert all(inside.y0 <= box.y0 and box.y1 <= inside.y1 for box in boxes)


def test_a_name_alone_stands_beside_its_point_without_a_line() -> None:
    figure, names = panel_with([(0.4, 0.4)])
    place(figure.axes[0], names)
    assert [text.get_text() for text in figure.axes[0].texts] == ["a point with number 0"]
    dot = figure.axes[0].transData.transform((0.4, 0.4))
    box = figure.axes[0].texts[0].get_window_extent()
    nearest = np.clip(dot, (box.x0, box.y0), (box.x1, box.y1))
    assert np.linalg.norm(nearest - dot) * 72 / figure.dpi < 10


def test_a_name_that_must_stand_far_away_has_a_line_to_its_point() -> None:
    figure, names = panel_with([(0.5, 0.5)] * 12)
    place(figure.axes[0], names)
    lines = [text for text in figure.axes[0].texts if not text.get_text()]
    assert len(lines) > 2


def test_names_keep_off_texts_and_lines_that_are_there_already() -> None:
    figure, names = panel_with([(0.5, 0.5)])
    axes = figure.axes[0]
    axes.plot([0.0, 1.0], [0.5, 0.5])
    axes.annotate("in the way", (0.5, 0.5), (6, 6), textcoords="offset points", fontsize=8)
    place(axes, names)
    assert overlapping(figure) == []
    box = axes.texts[-1].get_window_extent()
    level = axes.transData.transform((0.5, 0.5))[1]
    assert not box.y0 < level < box.y1


def test_words_over_a_dot_at_the_edge_stay_in_their_panel() -> None:
    figure, _ = panel_with([])
    axes = figure.axes[0]
    for x in (0.0, 0.5, 1.0):
        within_panel(axes, "words that are rather long", x, 0.5, 9.0, 8)
    left, middle, right = (text.get_window_extent() for text in axes.texts)
    assert left.x0 >= axes.bbox.x0 - 1
    assert right.x1 <= axes.bbox.x1 + 1
    assert (middle.x0 + middle.x1) / 2 == pytest.approx(axes.transData.transform((0.5, 0.5))[0], abs=1)


@pytest.mark.parametrize("x", [0.48, 0.53])
def test_words_over_a_dot_keep_to_its_side_of_the_line_of_the_target(x: float) -> None:
    figure, _ = panel_with([])
    axes = figure.axes[0]
    within_panel(axes, "59.0 %", x, 0.5, 9.0, 8, clear_of=0.5)
    line = axes.transData.transform((0.5, 0.5))[0]
    box = axes.texts[0].get_window_extent()
    assert box.x1 < line if x < 0.5 else box.x0 > line


def test_labels_of_an_axis_that_would_touch_are_left_out() -> None:
    figure = Figure(figsize=(1.5, 1), dpi=style.DPI)
    axes = figure.subplots()
    axes.set_xlim(0, 1e6)
    axes.set_xticks(np.linspace(0, 1e6, 9), [f"{value:,.0f}" for value in np.linspace(0, 1e6, 9)])
    assert overlapping(figure) != []
    ticks_inside(axes)
    assert overlapping(figure) == []
    assert len(axes.get_xticks()) >= 2


def test_the_size_of_a_text_is_what_it_takes_when_it_is_drawn_without_hinting() -> None:
    words = "+EUR 1,234: cannot tell yet"
    with style.theme(), rc_context({"text.hinting": "none"}):
        text = Figure(figsize=(9.6, 5.4), dpi=style.DPI).text(0.1, 0.5, words, fontsize=7)
        drawn = text.get_window_extent().width * 72 / style.DPI
    assert text_size(words, 7)[0] == pytest.approx(drawn, rel=0.01)
