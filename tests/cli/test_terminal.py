"""What is printed to a terminal: nothing that steers it, and tables that fit."""

import os
from pathlib import Path

import pytest

from sim.cli.console import print_table, safe
from sim.cli.main import main

ROWS = [["As today", "80.0 %", "meets the target"], ["One more", "90.0 %", "meets the target; no difference"]]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.cli.console.in_terminal", lambda: True)
    monkeypatch.setitem(os.environ, "COLUMNS", "40")
    monkeypatch.setitem(os.environ, "TERM", "xterm")


@pytest.mark.usefixtures("terminal")
def test_in_a_narrow_terminal_the_verdict_stands_whole_below_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["option", "answered", "verdict"], ROWS, right=[1], last_below=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "One more  meets the target; no difference"
    assert lines[-2] == "As today  meets the target"
    assert max(len(line) for line in lines[:-2]) <= 40


def test_what_steers_a_terminal_is_spelled_out() -> None:
    assert safe("\x1b[31mred\x07 \u202eback\nnext é €") == r"\x1b[31mred\x07 \u202eback" + "\nnext é €"


def test_a_table_in_a_pipe_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["a\x1b]0;x\x07"], [["b\x1b[1m"]], title="t\x1b[2J")
    assert "\x1b" not in capsys.readouterr().out


def test_a_fault_steers_no_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["show", "policy.heads.front.plus=\x1b[31mred"]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert r"\x1b[31mred" in said


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["my_desk.yaml"], "the verb comes first: supportsim compare my_desk.yaml"),
        (["experiment=demo"], "the verb comes first: supportsim compare experiment=demo"),
    ],
)
def test_a_forgotten_verb_is_named(typed: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(typed) == 2
    assert message in capsys.readouterr().err


def test_an_option_without_its_value_is_one_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--cfg"]) == 2
    assert capsys.readouterr().err == "supportsim show: 1 thing to mend:\n  --cfg: needs a value (--cfg job)\n"


def test_new_without_a_name_says_nothing_of_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_desk.yaml").write_text("")
    assert main(["new"]) == 2
    assert "1 thing to mend" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("people", "message"),
    [("0", "people = 0: somebody has to be there"), ("3@19:00", "3@19:00: nobody works after closing at 18:00")],
)
def test_new_refuses_people_who_are_never_there(
    people: str, message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "a", f"people={people}"]) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_only_a_study_is_said_to_go_on_after_an_interruption(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.cli.main._run", stop)
    assert main(["new", "a"]) == 130
    assert capsys.readouterr().err.strip() == "supportsim new: interrupted"
    assert main(["compare"]) == 130
    assert "goes on from what is finished" in capsys.readouterr().err


def test_show_prints_money_in_the_currency_of_the_desk_and_short_profiles(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["show", "scenario=small_phone", "world.prices.currency=CHF"]) == 0
    said = capsys.readouterr().out
    assert "28 CHF per hour" in said
    assert "currency per hour" not in said
    (profile,) = [line for line in said.splitlines() if line.startswith("world.arrivals.phone.profile ")]
    assert len(profile) < 140
    assert "..." in profile


def test_show_counts_only_what_can_come_in(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    late = ["show", "scenario=small_phone", "calendar.days=1", "calendar.start_at=17:00"]
    assert main(late) == 0
    row = capsys.readouterr().out.split("Offered load")[1].splitlines()[3].split()
    assert row[0] == "phone"
    assert 0 < float(row[1]) < 30
    assert main([*late, "calendar.holidays=[2026-01-05]"]) == 0
    assert capsys.readouterr().out.split("Offered load")[1].splitlines()[3].split()[1] == "0"


def test_run_says_its_title_once_its_currency_and_the_command_to_go_on_with(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quick = ["scenario=small_phone", "study.replications=1", "compute=serial", "report=none", "calendar.days=1"]
    assert main(["run", *quick]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Small phone desk"
    assert [line for line in lines if "cost per week, EUR" in line]
    assert lines[-1].startswith("next:   supportsim compare scenario=small_phone study.replications=1 ")
    assert lines[-1].endswith("'variants=[baseline,one_more,two_more]'")
