"""Claimed against real, and the pictures of a sweep, drawn from small studies that were really simulated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.report import ReportOptions, answer, render, render_sweep
from sim.report.charts import bot_honesty, sweep
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from sim.report.sweep_pictures import read_sweep
from sim.study import Compute, StudyOptions, Variant, run_study
from sim.study.sweep import sweep as play_grid
from tests.desks import desk, exponential, steady
from tests.report.drawn import overlapping, texts

PLAIN = desk(
    {"chat": steady(6.0)},
    exponential(600.0),
    4,
    kinds={"chat": "chat"},
    patience={"chat": exponential(300.0)},
    days=14,
    policy__targets={"chat": {"within": "60s", "share": 0.8}},
)
LOUD = PLAIN.with_values({"policy.chatbot": {"chat": {"contains": 0.5, "hides_human": 0.5}}, "world.bot.solved": 0.3})
GOOD = PLAIN.with_values({"policy.chatbot": {"chat": {"contains": 0.5, "hand_off": 1.0}}, "world.bot.solved": 0.9})
VARIANTS = (Variant("none", PLAIN, "No bot"), Variant("loud", LOUD, "Loud bot"), Variant("good", GOOD, "Good bot"))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> StudyFolder:
    """Three options, three times."""
    options = StudyOptions(replications=3, folder=str(tmp_path_factory.mktemp("study")))
    resolved = PLAIN.to_mapping()
    return StudyFolder(run_study(VARIANTS, options, Compute(backend="serial"), name="bots", resolved=resolved).folder)


def test_claimed_and_real_are_the_numbers_of_the_study(study: StudyFolder) -> None:
    data = bot_honesty.tidy(study)
    assert data is not None
    assert data["option"].tolist() == ["loud", "good"]
    loud = data.iloc[0]
    # Engaged 0.8; shown are those contained and those hidden: 0.5 + 0.5 x 0.5.
    assert loud["claimed"] == pytest.approx(0.8 * 0.75, abs=0.03)
    assert loud["deflected"] == pytest.approx(0.8 * 0.5 * (1 - 0.7 * 0.85), abs=0.03)
    assert (loud["deflected_low"], loud["deflected_high"]) == study.value("loud", "net_deflection")[1:3]
    assert (data["claimed"] > data["deflected"]).all()
    assert loud["deflected"] > loud["solved"]
    kpis = study.kpis
    work = kpis[(kpis["kpi"] == "work_hours") & (kpis["team"] == "")].groupby("variant")["num"].mean()
    freed = (work["none"] - work[["loud", "good"]].to_numpy()) / 2
    np.testing.assert_allclose(data["freed_h"], freed)


def test_the_picture_says_which_bot_claims_most_and_which_does_most(study: StudyFolder) -> None:
    chart = bot_honesty.chart(study)
    assert chart is not None
    assert "“Loud bot” claims" in chart.title
    assert "most is kept by “Good bot”" in chart.title
    shown = texts(chart.figure)
    assert "against “No bot”" in shown
    assert all(name in shown for name in ("Loud bot", "Good bot", *bot_honesty.LOOKS))
    assert overlapping(chart.figure) == []


def test_without_a_bot_there_is_no_such_picture(tmp_path: Path) -> None:
    options = StudyOptions(replications=1, folder=str(tmp_path))
    short = PLAIN.with_values({"calendar.days": 1})
    folder = run_study([Variant("none", short)], options, Compute(backend="serial"), name="none").folder
    assert bot_honesty.chart(StudyFolder(folder)) is None


def test_one_bot_alone_is_measured_against_nothing(study: StudyFolder, tmp_path: Path) -> None:
    options = StudyOptions(replications=2, folder=str(tmp_path))
    folder = run_study(VARIANTS[1:2], options, Compute(backend="serial"), name="one").folder
    chart = bot_honesty.chart(StudyFolder(folder))
    assert chart is not None
    assert chart.title.startswith("The bot claims")
    assert len(chart.figure.axes) == 1


def test_the_page_has_the_picture_and_the_sentences(study: StudyFolder) -> None:
    assert "bot_honesty" in {chart.name for chart in charts(study)}
    page = render(study.path).read_text(encoding="utf-8")
    assert answer(study.path) in page
    assert "The bot of “Loud bot” claims" in page
    assert "Cost of staff and bots a week" in page


AXES: dict[str, list[object]] = {
    "policy.chatbot.chat.contains": [0.2, 0.6],
    "world.bot.solved": [0.3, 0.6, 0.9],
    "policy.chatbot.chat.hand_off": [0.0, 1.0],
    "world.bot.engaged": [0.5, 1.0],
}


@pytest.mark.parametrize("n_axes", [1, 2, 3])
def test_a_sweep_is_drawn_as_lines_or_as_heat_maps(n_axes: int, tmp_path: Path) -> None:
    base = LOUD.with_values({"calendar.days": 8, "world.arrivals.chat.per_week": 300})
    axes = dict(list(AXES.items())[:n_axes])
    options = StudyOptions(replications=2, folder=str(tmp_path))
    folder = play_grid(base, axes, options, Compute(backend="serial"), name="grid").folder
    paths = render_sweep(folder, ReportOptions(formats=("png",)))
    assert [path.name for path in paths] == [
        "sweep_service_level.png", "sweep_net_deflection.png", "sweep_cost_per_week.png"
    ]  # fmt: skip
    made = list(sweep.charts(StudyFolder(folder), read_sweep(folder)))
    deflection = made[1]
    assert len(deflection.data) == np.prod([len(values) for values in axes.values()])
    assert "(net deflection): from" in deflection.title
    assert overlapping(deflection.figure) == []
    drawn = [axis for axis in deflection.figure.axes if axis.get_visible()]
    assert len(drawn) == (2 if n_axes == 3 else 1)


def test_more_than_three_settings_are_a_table_only(tmp_path: Path) -> None:
    rows = pd.DataFrame({**{axis: ["1"] for axis in AXES}, "kpi": ["service_level"], "value": [0.5]})
    options = StudyOptions(replications=1, folder=str(tmp_path))
    folder = run_study(
        [Variant("none", PLAIN.with_values({"calendar.days": 1}))], options, Compute(backend="serial"), name="none"
    ).folder
    assert list(sweep.charts(StudyFolder(folder), rows)) == []
