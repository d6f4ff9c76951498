"""Every experiment that is shipped can be played."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import main
from tests.docs.pages import ROOT

EXPERIMENTS = sorted((ROOT / "configs" / "experiment").glob("*.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda path: path.stem)
def test_an_experiment_plays_for_a_short_time(
    experiment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = ["calendar.days=2", "study.replications=2", "compute=serial", "report=none", f"study.folder={tmp_path}"]
    assert main(["compare", f"experiment={experiment.stem}", *short]) == 0
    assert "cost per week" in capsys.readouterr().out
    (folder,) = tmp_path.iterdir()
    assert (folder / "kpis.csv").stat().st_size > 0
