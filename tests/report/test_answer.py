from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sim.report import answer
from sim.report.answer import details, headline, stands
from sim.report.study_folder import StudyFolder
from sim.report.words import NB


def decided(folder: Path, tmp_path: Path, best: str, **meets: str) -> StudyFolder:
    """The study with another decision in it."""
    path = shutil.copytree(folder, tmp_path / "decided")
    found = json.loads((path / "answer.json").read_text())
    found["best"] = best
    for standing in found["standings"]:
        standing["meets"] = meets.get(standing["variant"], "no")
        for goal in standing["goals"]:
            goal["meets"] = standing["meets"]
    (path / "answer.json").write_text(json.dumps(found))
    return StudyFolder(path)


@pytest.mark.parametrize(
    ("meets", "words"),
    [
        (
            {"two_more": "yes", "four_more": "yes"},
            "“Two more on the phones” is the cheapest option that meets every target",
        ),
        ({"two_more": "yes"}, "“Two more on the phones” is the only option that meets every target"),
        ({"two_more": "perhaps"}, "No option meets every target beyond doubt; “Two more on the phones”"),
        ({}, "No option meets every target; “Two more on the phones” comes nearest"),
    ],
)
def test_the_headline_follows_the_decision(folder: Path, tmp_path: Path, meets: dict[str, str], words: str) -> None:
    study = decided(folder, tmp_path, "two_more", **meets)
    text = headline(study).replace(NB, " ")
    assert text.startswith(words)
    assert "EUR " in text
    assert text.endswith("a week.")
    assert answer(study.path) == headline(study)


def test_the_details_give_the_interval_the_target_and_the_price(folder: Path, tmp_path: Path) -> None:
    study = decided(folder, tmp_path, "two_more", two_more="yes", baseline="perhaps")
    text = " ".join(details(study)).replace(NB, " ")
    assert "of everyone who called were answered within 20 s; the target is 80 %." in text
    assert "95 % interval" in text
    assert "a week more than “As today”." in text
    assert "“As today” costs less and may meet it too" in text


def test_an_option_stands_to_its_targets_as_the_study_decided(folder: Path, tmp_path: Path) -> None:
    study = decided(folder, tmp_path, "two_more", two_more="yes", baseline="perhaps")
    assert [stands(study, name) for name in ("baseline", "two_more", "one_fewer")] == ["may meet", "meets", "misses"]


def test_without_targets_nothing_is_said_to_be_met(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "free")
    (path / "answer.json").write_text(json.dumps({"sentence": "", "best": None, "standings": []}))
    study = StudyFolder(path)
    assert headline(study) == "No channel has a target, so no option can be said to meet one."
    assert details(study) == []
