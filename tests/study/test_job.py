"""A replication of the real simulation is a pure job, and keeping its log changes nothing else."""

import gc
from pathlib import Path

import numpy as np

from sim.engine import simulate
from sim.kpi import measure
from sim.kpi.flow import journeys
from sim.log.store import read_log
from sim.study import Compute, Progress, run_study
from sim.study.job import COLUMNS, Job, collector_off, run_job
from sim.study.tables import Words
from tests.study import desk


def test_the_same_job_gives_the_same_tables_and_another_replication_others() -> None:
    def numbers(job: Job) -> list[bytes]:
        return [
            (column.codes if isinstance(column, Words) else column).tobytes()
            for table in run_job(job).tables.values()
            for column in table.values()
        ]

    assert numbers(Job(desk.desk(), 3, 11)) == numbers(Job(desk.desk(), 3, 11))
    assert numbers(Job(desk.desk(), 3, 11)) != numbers(Job(desk.desk(), 4, 11))
    assert numbers(Job(desk.desk(), 3, 11)) != numbers(Job(desk.desk(), 3, 12))


def test_a_job_measures_what_the_engine_simulates() -> None:
    done = run_job(Job(desk.desk(), 2, 11, warm_up_s=3600.0))
    log = simulate(desk.desk(), 11, 2)
    measured = vars(measure(log, desk.desk(), warm_up_s=3600.0)) | journeys(log, desk.desk(), warm_up_s=3600.0)
    assert list(done.tables) == list(COLUMNS)
    for name in COLUMNS:
        columns = measured[name]
        for column in COLUMNS[name]:
            ours = done.tables[name][column]
            if isinstance(ours, Words):
                assert ours.texts() == list(columns[column])
            else:
                np.testing.assert_array_equal(ours, columns[column])
    assert done.log is None


def test_the_collector_is_off_during_a_job_and_on_again_after_it() -> None:
    assert gc.isenabled()
    with collector_off():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_keeping_the_log_changes_no_result_and_the_log_is_that_of_the_replication(tmp_path: Path) -> None:
    serial = Compute(backend="serial")
    plain = run_study(desk.variants(), desk.options(tmp_path / "a", 2), serial, name="desk")
    kept = run_study(desk.variants(), desk.options(tmp_path / "b", 2, keep_log=True), serial, name="desk")
    before, after = desk.content(plain.folder), desk.content(kept.folder)
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}
    log = read_log(kept.folder / "logs" / "more" / "000001")
    again = simulate(desk.desk(1), 11, 1)
    for column in again.contacts:
        np.testing.assert_array_equal(log.contacts[column], again.contacts[column])


def test_a_log_that_is_missing_is_made_again_with_the_same_results(tmp_path: Path) -> None:
    serial = Compute(backend="serial")
    first = run_study(desk.variants(), desk.options(tmp_path, 2), serial, name="desk")
    before = desk.content(first.folder)
    seen: list[Progress] = []
    options = desk.options(tmp_path, 2, keep_log=True)
    run_study(desk.variants(), options, serial, name="desk", progress=seen.append)
    assert seen[0].found == 0
    seen.clear()
    again = run_study(desk.variants(), options, serial, name="desk", progress=seen.append)
    assert seen[0].found == 6
    assert desk.content(again.folder)["kpis.csv"] == before["kpis.csv"]


def test_common_random_numbers_bring_the_same_customers_to_every_variant(tmp_path: Path) -> None:
    study = run_study(desk.variants(), desk.options(tmp_path, 8), Compute(backend="serial"), name="desk")
    table = study.comparison
    rows = table[(table.channel == "phone") & (table.variant == "most")].set_index("kpi")
    assert rows.difference["offered"] == 0.0
    assert rows.correlation["offered"] == 1.0
    assert rows.verdict["service_level"] == "better"
    assert rows.verdict["offered"] == "no difference that matters"
