"""The report of a study that was really simulated: the tables that it reads are the ones that a study writes."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from sim.report import answer, render
from sim.report.charts.load import busy_share
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from sim.settings import Typed, load
from sim.study import Compute, StudyOptions, Variant, run_study
from tests.report.drawn import plain


@pytest.mark.slow
def test_a_simulated_study_has_every_chart_and_a_page(tmp_path: Path, fake: ModuleType) -> None:
    variants = [
        Variant(about["name"], fake.scenario(days=1, plus=about["plus"]), about["title"], about["because"])
        for about in fake.OPTIONS[:2]
    ]
    options = StudyOptions(replications=3, folder=str(tmp_path))
    resolved = variants[0].scenario.to_mapping()
    study = run_study(variants, options, Compute(backend="serial"), name="real", resolved=resolved)
    folder = StudyFolder(study.folder)
    names = {chart.name for chart in charts(folder)}
    assert {"options", "comparison", "load_phone", "service_level_phone", "waits_phone", "theory_phone"} <= names
    assert {"waits_distribution_phone", "waits_distribution_email", "backlog_email", "occupancy_phones"} <= names
    text = render(study.folder).read_text(encoding="utf-8")
    assert answer(study.folder) in text
    assert "every option" in text


@pytest.mark.slow
def test_a_desk_of_four_channels_has_a_chart_of_every_part_of_a_tickets_journey(tmp_path: Path) -> None:
    scenario = load(Typed(("scenario=support_desk", "calendar.days=7"))).request.scenario
    options = StudyOptions(replications=1, folder=str(tmp_path))
    variants = [Variant("today", scenario, "As today")]
    study = run_study(variants, options, Compute(backend="serial"), name="real", resolved=scenario.to_mapping())
    made = {chart.name: chart for chart in charts(StudyFolder(study.folder))}
    assert {"ticket_flow", "ticket_flow_live", "backlog_ages", "resolution_times", "causes"} <= set(made)
    assert {"service_level_chat", "waits_distribution_chat", "waits_distribution_social"} <= set(made)
    shown = made["causes"].data
    ours = shown.loc[shown["channel"] == "all channels", "failure_demand"].iloc[0]
    table = study.kpis
    rows = table[(table["kpi"] == "failure_demand") & (table["channel"] == "")]
    assert ours == pytest.approx(rows["num"].sum() / rows["den"].sum(), rel=1e-9)
    load_chart = made["load_phone_email_chat_social"]
    rows = table[(table["kpi"] == "occupancy") & table["team"].isin(["callers", "writers", "seniors"])]
    occupancy = rows["num"].sum() / rows["den"].sum()
    first_contacts = load_chart.data["load"].sum() / load_chart.data["agents"].sum()
    assert busy_share(load_chart.data) == pytest.approx(occupancy, rel=1e-9)
    assert f"with a contact for {100 * occupancy:.0f} %" in plain(load_chart.title)
    assert first_contacts < 0.6 * occupancy
