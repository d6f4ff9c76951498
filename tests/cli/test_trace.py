"""``supportsim run trace=``: one issue's life, or one clear message."""

from pathlib import Path

import pytest

from sim.cli.main import main
from sim.log import Log
from tests.journeys import Journal, random_log


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """A made-up log stands in for the engine's; (seed, replication) of what was asked for."""
    asked: list[tuple[int, int]] = []

    def simulate(_: object, seed: int, replication: int) -> Log:
        asked.append((seed, replication))
        return random_log(1, issues=60, days=7)

    monkeypatch.setattr("sim.engine.simulate", simulate)
    return asked


def test_a_life_is_printed_as_plain_text_and_nothing_is_written(
    played: list[tuple[int, int]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["run", "scenario=small_phone", "trace=3", "study.seed=5"]) == 0
    said = capsys.readouterr()
    told = said.out.splitlines()
    assert told[0].startswith("Issue 3: came on ")
    assert told[-1].startswith("End")
    assert len(told) > 3
    assert "\x1b" not in said.out
    assert said.err == ""
    assert played == [(5, 0)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", ["60", "-1", "abc", "1.5", "1,2", ""])
@pytest.mark.usefixtures("played")
def test_a_number_that_is_not_there_gets_one_message_with_the_range_and_a_suggestion(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "scenario=small_phone", f"trace={wrong}"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"trace = {wrong or 'nothing'}: replication 0 has the issues 0 to 59 (trace=" in said.err
    assert "has the most contacts, " in said.err
    assert said.err.count("trace = ") == 1


def test_a_desk_to_which_nobody_came_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.engine.simulate", lambda *_: Journal(1).log())
    assert main(["run", "scenario=small_phone", "trace=0"]) == 2
    assert "trace = 0: nobody came in replication 0, so there is no issue to follow" in capsys.readouterr().err


def test_a_grid_has_no_single_run_to_tell_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "-m", "scenario=small_phone", "trace=0"]) == 2
    assert "trace = 0: one run at a time, not a grid (leave out -m)" in capsys.readouterr().err


def test_other_verbs_know_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "scenario=small_phone", "trace=0"]) == 2
    assert "trace = 0: unknown setting" in capsys.readouterr().err


def test_wrong_settings_are_named_before_anything_is_simulated(
    played: list[tuple[int, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "scenario=small_phone", "study.sed=1", "trace=0"]) == 2
    assert "study.sed" in capsys.readouterr().err
    assert played == []


def test_the_life_of_an_issue_at_a_desk_of_four_channels_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    desk = ["run", "scenario=support_desk", "calendar.days=3"]
    assert main([*desk, "trace=none"]) == 2
    most = capsys.readouterr().err.partition("(trace=")[2].split()[0]
    assert main([*desk, f"trace={most}"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"Issue {most}: came on ")
    assert any(" takes it, after a wait of " in line for line in told)
    assert any("ticket 0 is opened (NEW)" in line for line in told)
    assert told[-1].startswith("End")
