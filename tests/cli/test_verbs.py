"""The verbs on a small desk, from the command line to the files."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

from sim.cli.main import main

QUICK = ["study.replications=3", "compute=serial", "report=none"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def out(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    code = main(list(typed))
    said = capsys.readouterr()
    assert code == 0, said.err
    return said.out


def test_new_writes_a_desk_that_the_next_command_compares(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given = ["weekly_volume=600", "handle_time=4min", "people=3", "open=09:00-17:00", "target=80%/20s", "wage=30"]
    said = out(capsys, "new", "my_desk", *given)
    assert said.splitlines()[-1] == "next: supportsim compare my_desk.yaml"
    written = yaml.safe_load((tmp_path / "my_desk.yaml").read_text())
    assert written["world"]["arrivals"]["phone"]["per_week"] == 600
    assert written["policy"]["targets"]["phone"] == {"share": 0.8, "within": "20s"}
    said = out(capsys, "compare", "my_desk.yaml", *QUICK)
    title = said.splitlines()[0]
    assert title.startswith("My desk: the same customers in every option, 3 x 1 week (paired correlation 0.")
    rows = [line.split("  ")[0].strip() for line in said.splitlines()[3:7]]
    assert rows == ["As today", "One fewer", "One more", "Two more"]
    assert "cost per week, EUR" in said
    assert "answered within 20 s" in said
    assert "tables: results/my_desk-" in said
    assert "next:   supportsim " in said


def test_new_marks_what_was_given_and_what_is_assumed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out(capsys, "new", "a", "weekly_volume=600")
    text = (tmp_path / "a.yaml").read_text()
    assert "per_week: 600 # first calls in an ordinary week; yours" in text
    assert "wage_per_h: 28 # EUR per paid hour; assumed" in text


def test_new_takes_people_by_hour_and_odd_days(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out(capsys, "new", "a", "people=3@08:00,6@10:00,4@16:00", "days=sun-thu", "open=08:00-18:00", "currency=$")
    from sim.settings import Typed, load

    request = load(Typed(desk=tmp_path / "a.yaml")).request
    curve = request.policy.heads["front"].on_queue
    assert [curve.at(6, hour * 3600) for hour in (7, 8, 10, 16, 18)] == [0, 3, 6, 4, 0]
    assert curve.at(4, 9 * 3600) == 0
    assert request.world.prices.currency == "$"


def test_new_never_overwrites_unless_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mine\n")
    assert main(["new", "a"]) == 2
    assert "a.yaml: this file is there already (--force overwrites it)" in capsys.readouterr().err
    assert (tmp_path / "a.yaml").read_text() == "mine\n"
    out(capsys, "new", "a", "--force")
    assert "title: A\n" in (tmp_path / "a.yaml").read_text()


def test_new_names_every_wrong_answer_and_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = {
        "weekly_volume=many": "weekly_volume = many: a number is written in digits, such as 2000",
        "wage=-3": "wage = -3: has to be more than 0",
        "handle_time=5": "handle_time = 5: a duration is written with its unit, "
        'such as "20s", "15min", "4h" or "1h30m"',
        "people=x": 'people = x: people are written "12", or by hour "8@08:00,12@10:00"',
        "open=8-20": 'open = 8-20: a time of day is written "08:30"',
        "days=mn": 'days = mn: days are written "mon", "mon-fri", "sat,sun" or "daily"',
        "target=fast": 'target = fast: a target is written "80%/20s"',
        "currency=12": 'currency = 12: a currency is written "EUR"',
        "wge=3": 'wge = 3: unknown setting (did you mean "wage"?)',
    }
    given = [text for text in wrong if not text.startswith("wage")]
    assert main(["new", "a", *given, "wage=-3"]) == 2
    lines = {line.strip() for line in capsys.readouterr().err.splitlines()[1:]}
    assert lines == set(wrong.values())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["open=20:00-04:00"], 'a new desk closes by midnight: say "00:00-24:00", or change the file afterwards'),
        (["target=0%/20s"], "the share of a target lies between 0 and 100 %"),
        (["people=3,4@10:00"], 'people by hour all have their hour: "8@08:00,12@10:00"'),
        (["history=calls.csv"], "supportsim calibrate <history> map=... writes the world"),
    ],
)
def test_new_says_what_it_cannot_write(typed: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "a", *typed]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("small_phone", "new = small_phone: this desk has the name of one of ours (give yours another name)"),
        ("3x", "new = 3x: the name of a desk begins with a letter and holds letters, digits, _ and -"),
    ],
)
def test_new_refuses_a_name_that_cannot_be(name: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", name]) == 2
    assert message in capsys.readouterr().err


def test_new_asks_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from rich.prompt import Prompt

    from sim.cli import new

    asked: list[str] = []

    def ask(question: str, default: str) -> str:
        asked.append(question)
        return "five" if asked.count(question) == 1 and question.startswith("Mean length") else default

    monkeypatch.setattr(new, "_asks", lambda: True)
    monkeypatch.setattr(Prompt, "ask", ask)
    said = out(capsys, "new", "a", "wage=30")
    assert "a duration is written with its unit" in said
    assert asked[0] == "Calls in an ordinary week"
    assert not any(question.startswith("Cost") for question in asked)
    assert (tmp_path / "a.yaml").is_file()


def test_run_plays_one_desk(capsys: pytest.CaptureFixture[str]) -> None:
    said = out(capsys, "run", "scenario=small_phone", "variants=one_more", *QUICK)
    assert said.splitlines()[0] == "Small phone desk: One more"
    assert "gave up waiting" in said
    assert "tables: results/small_phone-" in said


def test_run_does_not_play_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "scenario=small_phone", "variants=[baseline,one_more]"]) == 2
    assert (
        "variants = baseline,one_more: run plays one (supportsim compare variants=[baseline,one_more])"
        in capsys.readouterr().err
    )


def test_compare_needs_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "scenario=small_phone"]) == 2
    assert "variants = none: a comparison needs at least two" in capsys.readouterr().err


def test_sweep_writes_one_tidy_table(capsys: pytest.CaptureFixture[str]) -> None:
    said = out(capsys, "sweep", "scenario=small_phone", "policy.heads.front.plus=range(0,2)", *QUICK)
    file = Path(said.strip().splitlines()[-1].removeprefix("table:").strip())
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert {row["policy.heads.front.plus"] for row in rows} == {"0", "1"}
    levels = [float(row["value"]) for row in rows if row["kpi"] == "service_level" and row["channel"] == "phone"]
    assert len(levels) == 2
    assert levels[1] > levels[0]


def test_m_makes_a_sweep_of_run(capsys: pytest.CaptureFixture[str]) -> None:
    said = out(capsys, "run", "-m", "scenario=small_phone", "policy.heads.front.plus=0,1", *QUICK)
    assert "2 points of the grid" in said


def test_show_prints_origins_variants_notes_and_load(capsys: pytest.CaptureFixture[str]) -> None:
    said = out(
        capsys, "show", "scenario=small_phone", "variants=[baseline,two_more]", "policy.heads.front.plus=1",
        "world.effort.phone.talk.law=weibull",
    )  # fmt: skip
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "policy.heads.front.plus 1 agents command line: policy.heads.front.plus=1" in lines
    assert any(line.startswith("note: world.effort.phone.talk.law changes from lognormal to weibull") for line in lines)
    assert any(line.startswith("two_more Two more policy.heads.*.plus=2") for line in lines)
    assert "phone 1,200 285 s 95.0 3.0 mon 10:00" in lines
    assert any(line.startswith("front phone 95.0 235.0 40.4 %") for line in lines)


def test_show_prints_defaults_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "world.patience.phone.balk" not in out(capsys, "show", "scenario=small_phone")
    assert "world.patience.phone.balk" in out(capsys, "show", "scenario=small_phone", "--defaults")


def test_show_says_when_work_comes_while_nobody_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    said = out(capsys, "show", "scenario=small_phone", "policy.heads.front.on_queue={mon-fri: {09:00: 4, 18:00: 0}}")
    assert "front: 6.2 h of work come while nobody with the skill is on queue" in said


def test_cfg_job_prints_settings_that_can_be_read_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = out(capsys, "compare", "experiment=demo", "--cfg", "job")
    (tmp_path / "again.yaml").write_text(said)
    assert out(capsys, "compare", "again.yaml", "--cfg", "job") == said


def test_schema_is_printed_or_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed = json.loads(out(capsys, "schema"))
    said = out(capsys, "schema", "s.json")
    assert "# yaml-language-server: $schema=s.json" in said
    assert json.loads((tmp_path / "s.json").read_text()) == printed
    assert main(["schema", "s.json"]) == 2
    assert "s.json: this file is there already (--force overwrites it)" in capsys.readouterr().err


@pytest.mark.slow
def test_report_is_written_again_from_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    said = out(capsys, "run", "scenario=small_phone", *QUICK)
    folder = next(line.removeprefix("tables: ") for line in said.splitlines() if line.startswith("tables: "))
    assert out(capsys, "report", folder, "report.formats=[svg]") == f"report: {folder}/report.html\n"
    assert (Path(folder) / "report.html").stat().st_size > 10_000


def test_report_names_what_is_no_study(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "nowhere"]) == 2
    assert "folder = nowhere: there is no such folder" in capsys.readouterr().err
    assert main(["report"]) == 2
    assert "report: names one study folder" in capsys.readouterr().err
    assert main(["report", ".", "study.seed=3"]) == 2
    assert "study.seed=3: only report.* can be set here: the study is done" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ([], "calibrate: names one history"),
        (["none.csv", "map=plain"], "none.csv: there is no such file"),
        (["none.csv"], "map: says which column is what"),
        (["none.csv", "map=plain", "maap=x"], "maap = x: unknown setting"),
    ],
)
def test_calibrate_names_what_is_missing(typed: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", *typed]) == 2
    assert message in capsys.readouterr().err


def test_nothing_is_left_behind_by_bad_input(tmp_path: Path) -> None:
    assert main(["compare", "experiment=demo", "study.leading=servce_level"]) == 2
    assert main(["run", "scenario=small_phone", "study.warm_up=9d"]) == 2
    assert list(tmp_path.iterdir()) == []
