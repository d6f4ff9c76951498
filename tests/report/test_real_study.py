"""The report of a study that was really simulated: the tables that it reads are the ones that a study writes."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from sim.report import answer, render
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from sim.study import Compute, StudyOptions, Variant, run_study


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
