"""A study ends with the same bytes whoever computed it, in whatever order, and however often it was interrupted."""

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from sim.errors import SettingsError, StudyError
from sim.study import Compute, Progress, Study, StudyInterruptedError, StudyOptions, Variant, run_study
from sim.study.job import run_job
from sim.study.run import check
from sim.study.store import folder_name
from tests.study import desk

ROOT = Path(__file__).resolve().parents[2]


def start(folder: Path, notes: Path, backend: str, replications: int, seconds: float) -> "subprocess.Popen[str]":
    notes.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "tests/study/desk.py", str(folder), str(notes), backend, str(replications), str(seconds)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdout is not None
    for said in process.stdout:
        if said.strip() == line:
            return
    raise AssertionError(f"the process ended before it said {line!r}")


@pytest.mark.slow
@pytest.mark.parametrize(("backend", "workers"), [("loky", 1), ("loky", 2)])
def test_results_are_the_same_bytes_for_any_executor_and_number_of_workers(
    tmp_path: Path, backend: str, workers: int
) -> None:
    here = desk.run(tmp_path / "serial")
    there = desk.run(tmp_path / "other", backend=backend, workers=workers)
    assert desk.content(there.folder) == desk.content(here.folder)


def test_a_study_that_is_asked_for_more_replications_goes_on_in_its_folder(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    work = partial(desk.slow_and_counted, notes=str(notes), seconds=0.0)
    first = desk.run(tmp_path / "a", 3, work=work)
    second = desk.run(tmp_path / "a", 5, work=work)
    assert second.folder == first.folder
    assert len(list(notes.iterdir())) == 3 * 5
    assert desk.content(second.folder) == desk.content(desk.run(tmp_path / "b", 5).folder)


def test_a_study_that_is_asked_for_fewer_replications_uses_only_those(tmp_path: Path) -> None:
    desk.run(tmp_path / "a", 5)
    assert desk.content(desk.run(tmp_path / "a", 3).folder) == desk.content(desk.run(tmp_path / "b", 3).folder)


def test_a_finished_study_simulates_nothing_again(tmp_path: Path) -> None:
    desk.run(tmp_path)
    seen: list[Progress] = []
    desk.run(tmp_path, work=desk.always_dies, progress=seen.append)
    assert seen[0].found == seen[0].done == seen[0].total == 18


@pytest.mark.parametrize("backend", ["serial", "loky"])
def test_ctrl_c_leaves_the_finished_replications_usable_and_the_same_call_ends_with_the_same_bytes(
    tmp_path: Path, backend: str
) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 7 and progress.doing == "simulating":
            raise KeyboardInterrupt

    with pytest.raises(StudyInterruptedError, match="interrupted after 7 of 18 replications") as stopped:
        desk.run(tmp_path / "a", backend=backend, workers=2, progress=stop)
    half = Study.open(stopped.value.folder)
    assert len(half.kpis.drop_duplicates(["variant", "replication"])) == 7
    assert half.manifest["complete"] is False
    assert half.value("now", "service_level", "phone")[0] > 0.5
    whole = desk.run(tmp_path / "a")
    assert desk.content(whole.folder) == desk.content(desk.run(tmp_path / "b").folder)


def test_ctrl_c_before_anything_is_finished_says_so(tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(StudyInterruptedError, match="after 0 of 18 replications; it holds no results yet"):
        desk.run(tmp_path, progress=stop)


@pytest.mark.slow
@pytest.mark.parametrize(("backend", "how"), [("serial", signal.SIGKILL), ("loky", signal.SIGINT)])
def test_a_study_whose_process_is_stopped_resumes_to_the_same_bytes(
    tmp_path: Path, backend: str, how: signal.Signals
) -> None:
    process = start(tmp_path / "a", tmp_path / "notes", backend, 6, 0.05)
    wait_for(process, "simulating 5")
    process.send_signal(how)
    _, error = process.communicate(timeout=60)
    assert process.returncode != 0
    assert how == signal.SIGKILL or "StudyInterruptedError: interrupted after" in error
    assert "Warning" not in error
    folder = next((tmp_path / "a").iterdir())
    kept = len(list((folder / "shards").glob("*.npz")))
    assert 5 <= kept < 18
    seen: list[Progress] = []
    whole = desk.run(tmp_path / "a", progress=seen.append)
    assert seen[0].found == kept
    assert desk.content(whole.folder) == desk.content(desk.run(tmp_path / "b").folder)
    assert not list(whole.folder.rglob(".*.part"))


@pytest.mark.slow
def test_two_processes_at_once_in_one_folder_share_the_work(tmp_path: Path) -> None:
    pair = [start(tmp_path / "a", tmp_path / "notes", "serial", 4, 0.05) for _ in range(2)]
    outputs = [process.communicate(timeout=60) for process in pair]
    assert [process.returncode for process in pair] == [0, 0], outputs
    done = sorted(note.name.rsplit("-", 2)[0] for note in (tmp_path / "notes").iterdir())
    assert len(done) == len(set(done)) == 12
    folder = next((tmp_path / "a").iterdir())
    assert desk.content(folder) == desk.content(desk.run(tmp_path / "b", 4).folder)


@pytest.mark.slow
def test_a_dead_worker_is_replaced_and_the_results_are_the_same(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    study = desk.run(tmp_path / "a", backend="loky", workers=2, work=partial(desk.dies_once, notes=str(notes)))
    assert (notes / "died").exists()
    assert desk.content(study.folder) == desk.content(desk.run(tmp_path / "b").folder)


@pytest.mark.slow
def test_workers_that_die_again_and_again_end_the_study_and_keep_what_is_finished(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"workers died 3 times .* what is finished is kept"):
        desk.run(tmp_path, 4, backend="loky", workers=2, work=desk.always_dies)
    seen: list[Progress] = []
    desk.run(tmp_path, 4, progress=seen.append)
    assert 0 < seen[0].found < 12


@pytest.mark.parametrize("backend", ["serial", "loky"])
def test_a_replication_that_fails_is_named(tmp_path: Path, backend: str) -> None:
    with pytest.raises(StudyError, match="replication 2 of a small desk failed: ZeroDivisionError"):
        desk.run(tmp_path, backend=backend, workers=2, work=desk.fails)


def test_the_folder_is_named_by_scenarios_seed_and_warm_up_and_not_by_replications(tmp_path: Path) -> None:
    base = desk.options(tmp_path)
    name = folder_name("my desk", desk.variants(), base)
    assert name.startswith("my-desk-")
    assert len(name) == len("my-desk-") + 8
    assert folder_name("my desk", desk.variants(), base.with_values({"replications": 99, "confidence": 0.9})) == name
    others = [
        folder_name("my desk", desk.variants(), base.with_values({"seed": 12})),
        folder_name("my desk", desk.variants(), base.with_values({"warm_up": "1h"})),
        folder_name("my desk", desk.variants()[:2], base),
    ]
    assert len({name, *others}) == 4


def test_the_sequential_rule_adds_replications_until_the_leading_kpi_is_precise(tmp_path: Path) -> None:
    rough = desk.run(tmp_path / "a", 2, precision=0.05)
    fine = desk.run(tmp_path / "b", 2, precision=0.004)
    assert rough.manifest["finished"] == {"now": 10, "more": 10, "most": 10}
    assert fine.manifest["finished"]["now"] > 10
    value, low, high = fine.value("now", "service_level", "phone")
    assert (high - low) / 2 <= 0.004 * value
    again = desk.run(tmp_path / "b", 2, precision=0.004, work=desk.always_dies)
    assert desk.content(again.folder) == desk.content(fine.folder)


def test_the_sequential_rule_stops_at_its_limit(tmp_path: Path) -> None:
    study = desk.run(tmp_path, 2, precision=0.0001, most_replications=15)
    assert set(study.manifest["finished"].values()) == {15}


def test_every_fault_of_the_options_is_named_before_anything_is_written(tmp_path: Path) -> None:
    wrong = StudyOptions(
        folder=str(tmp_path / "new"),
        leading="servce_level",
        leading_channel="fax",
        matters={"wait": -1.0, "nonsense": 1.0},
        warm_up=86400.0 * 30,
    )
    twice = [Variant("now", desk.desk()), Variant("now", desk.desk(1))]
    with pytest.raises(SettingsError) as found:
        run_study(twice, wrong, Compute(backend="serial"), name="desk", work=desk.made_up)
    text = str(found.value)
    for part in (
        "variants = now: named twice",
        "study.leading = servce_level: no such KPI (did you mean service_level?)",
        "study.matters.nonsense = nonsense: no such KPI",
        "study.matters.wait = -1: a difference that matters is at least 0",
        "study.leading_channel = fax: no such channel (one of phone)",
        "study.warm_up = 2.592e+06s: a warm-up ends before the horizon of now does",
    ):
        assert part in text
    assert not (tmp_path / "new").exists()
    assert [str(fault) for fault in check([], StudyOptions())] == ["variants: a study has at least one"]


def test_two_options_of_one_title_are_told_apart_by_their_author() -> None:
    scenarios = zip(("now", "more", "most"), map(desk.desk, range(3)), ("Today", "Today", ""), strict=True)
    alike = [Variant(*of_one) for of_one in scenarios]
    faults = [str(fault) for fault in check(alike, StudyOptions())]
    assert len(faults) == 1
    assert faults[0].startswith("variants.more.title = Today: two options need two titles")


def test_the_manifest_names_versions_seed_and_hashes_and_neither_host_nor_path(tmp_path: Path) -> None:
    study = desk.run(tmp_path)
    text = (study.folder / "manifest.json").read_text()
    manifest = json.loads(text)
    assert manifest["seed"] == 11
    assert manifest["variants"][1]["scenario"] == desk.desk(1).fingerprint()
    assert manifest["made_by"]["numpy"]
    assert manifest["complete"] is True
    assert os.uname().nodename not in text
    assert str(tmp_path) not in text
    assert str(ROOT) not in text


def test_a_folder_without_a_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no study here"):
        Study.open(tmp_path)
    with pytest.raises(SettingsError, match="there is no such folder"):
        Study.open(tmp_path / "none")


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # dask's own
def test_a_dask_cluster_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    there = desk.run(tmp_path / "dask", 2, backend="dask", workers=2, work=run_job)
    assert desk.content(there.folder) == desk.content(desk.run(tmp_path / "serial", 2, work=run_job).folder)


def test_dask_that_is_not_installed_is_a_fault_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingsError, match="dask is not installed"):
        desk.run(tmp_path, backend="dask")


def test_a_study_interrupted_after_its_first_replication_is_usable_too(tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 1 and progress.doing == "simulating":
            raise KeyboardInterrupt

    with pytest.raises(StudyInterruptedError) as stopped:
        desk.run(tmp_path, progress=stop)
    half = Study.open(stopped.value.folder)
    assert set(half.summary.variant) == {"now"}
    assert half.summary.low.isna().all()
    assert len(half.comparison) == 0
    assert half.manifest["finished"] == {"now": 1, "more": 0, "most": 0}
