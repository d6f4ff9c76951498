"""``supportsim sensitivity`` from the command line to the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import main
from sim.study.sensitivity import assumed

EXPERIMENT = "experiment=two_callers_saved"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_a_first_look_says_its_budget_what_survives_and_where_the_page_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.study.sensitivity.screen.assumed", lambda *desks: assumed(*desks)[:2])
    quick = ["trajectories=2", "samples=2", "most=2", "study.replications=2", "calendar.days=2", "compute=serial"]
    assert main(["sensitivity", EXPERIMENT, *quick]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Budget: at most ")
    assert any(line.startswith("conclusion") and "same side (beyond chance)" in line for line in said)
    assert any(line.startswith("Of 4 conclusions on “Eight callers” against “Ten callers”, ") for line in said)
    (report,) = (line.removeprefix("report: ") for line in said if line.startswith("report: "))
    assert "Which conclusions survive?" in (tmp_path / report).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["scenario=phone_crew"], "variants = none: a screen is of the difference of two"),
        ([EXPERIMENT, "trajectories=few"], "trajectories = few: a whole number (trajectories=6 is the default)"),
        ([EXPERIMENT, "samples=-4"], "samples = -4: a whole number (samples=64 is the default)"),
        ([EXPERIMENT, "samples=12"], "samples = 12: a power of two"),
        ([EXPERIMENT, "-m"], "-m: one screen at a time, not a grid (leave out -m)"),
        (
            ["scenario=small_phone", "variants=[baseline,one_more]"],
            "world: nobody on this desk learns, tires, wears out or leaves, so nothing is to screen",
        ),
    ],
)
def test_what_cannot_be_screened_is_bad_input(
    typed: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["sensitivity", *typed]) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
