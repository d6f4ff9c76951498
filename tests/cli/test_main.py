"""The command itself: help, verbs, options, exit codes, and what is not imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import compare, help
from sim.cli.arguments import sort_arguments
from sim.cli.main import main
from sim.errors import SettingsError, StudyError

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "pydantic",
    "numpy",
    "scipy",
    "hydra",
    "omegaconf",
    "pandas",
    "matplotlib",
    "rich",
    "yaml",
    "simpy",
    "joblib",
    "jinja2",
}


@pytest.mark.parametrize("arguments", [["--help"], ["compare", "--help"], ["-h"], ["help", "new"], [], ["nonsense"]])
def test_help_and_a_wrong_verb_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    code = (
        f"import json, sys; from sim.cli.main import main; main({arguments!r}); print(json.dumps(sorted(sys.modules)))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in json.loads(run.stdout.splitlines()[-1])}
    assert not loaded & HEAVY


@pytest.mark.parametrize("verb", help.VERBS)
def test_every_verb_has_its_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    printed = capsys.readouterr().out
    assert f"supportsim {verb}" in printed
    assert "Exit codes: 0 done, 1 failed, 2 something in the input to mend" in printed


def test_the_overview_names_every_verb_and_where_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n  {verb} " in printed for verb in help.VERBS)
    assert "supportsim compare experiment=demo" in printed


def test_no_verb_shows_the_overview_and_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "supportsim <verb> [overrides]" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("supportsim")


def test_a_wrong_verb_is_bad_input_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["comparre"]) == 2
    assert capsys.readouterr().err == 'supportsim: there is no verb "comparre" (did you mean "compare"?)\n'
    assert main(["xyz"]) == 2
    assert 'there is no verb "xyz" (verbs are: new, run, compare,' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["--multirunn"], "--multirunn: there is no such option (did you mean --multirun?)"),
        (["--config-dir"], "--config-dir: needs a value (--config-dir my_settings)"),
        (["--cfg", "hydra"], "--cfg = hydra: only the settings of the job can be shown (--cfg job)"),
    ],
)
def test_a_wrong_option_is_named(typed: list[str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        sort_arguments(typed)
    assert [str(fault) for fault in caught.value.faults] == [message]


def test_overrides_words_and_options_are_told_apart() -> None:
    found = sort_arguments(["desk.yaml", "a.b=1", "-m", "++c=2", "~d", "--config-dir=x", "--force", "--cfg", "job"])
    assert found.overrides == ("a.b=1", "++c=2", "~d")
    assert found.words == ("desk.yaml",)
    assert (found.multirun, found.force, found.config_dir, found.cfg) == (True, True, Path("x"), "job")


def test_a_word_that_is_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("title: x\n")
    with pytest.raises(SettingsError) as caught:
        _ = sort_arguments(["foo", "none.yaml", "mine"]).desk
    assert [str(fault) for fault in caught.value.faults] == [
        "foo: is neither an override nor a settings file "
        "(an override is written key=value; a desk of your own is named by its .yaml file)",
        "none.yaml: there is no such file",
        "mine: a desk is named by its file (did you mean mine.yaml?)",
    ]


def test_bad_input_is_a_message_without_traceback_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "scenario=phone_email", "policy.heads.front.pls=2", "title=5"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "supportsim show: 2 things to mend:",
        '  title = 5: is text (with quotes: "5")',
        '  policy.heads.front.pls = 2: unknown setting, did you mean "plus"?',
    ]


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (StudyError("no memory"), 1, "supportsim compare: no memory"),
        (KeyboardInterrupt(), 130, "supportsim compare: interrupted; the same command goes on from what is finished"),
        (PermissionError(13, "Permission denied", "results"), 1, "supportsim compare: Permission denied (results)"),
    ],
)
def test_what_goes_wrong_becomes_a_message_and_an_exit_code(
    error: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(compare, "run", fail)
    assert main(["compare"]) == code
    assert capsys.readouterr().err == message + "\n"


def test_an_interrupted_study_says_what_is_kept_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.study import StudyInterruptedError

    def fail(_: object) -> int:
        raise StudyInterruptedError(Path("results/demo-1"), 3, 20)

    monkeypatch.setattr(compare, "run", fail)
    assert main(["compare"]) == 130
    assert capsys.readouterr().err == (
        "supportsim compare: interrupted after 3 of 20 replications; its tables hold those, "
        "and the same command goes on from there: results/demo-1\n"
    )
