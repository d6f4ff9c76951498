"""A small desk and stand-ins for the simulation; worker processes get their code with the job."""

import hashlib
import os
import signal
import sys
import time
from pathlib import Path

import cloudpickle
import numpy as np

from sim.scenario import Scenario
from sim.study import Compute, Progress, Study, StudyOptions, Variant, run_study
from sim.study.job import COLUMNS, Done, Job
from sim.study.tables import table_of

# Workers cannot import this module by its name: a package in site-packages may be called `tests` too.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def desk(plus: int = 0) -> Scenario:
    """One phone channel, one team; ``plus`` more agents than now."""
    return Scenario.from_mapping(
        {
            "title": "a small desk",
            "calendar": {"days": 1},
            "world": {
                "arrivals": {"phone": {"source": "profile", "per_week": 2100, "profile": {"08:00": 1, "20:00": 0}}},
                "effort": {"phone": {"talk": {"law": "exponential", "mean": "5min"}}},
                "patience": {"phone": {"law": {"law": "exponential", "mean": "2min"}}},
            },
            "policy": {
                "channels": {"phone": {"kind": "live", "open": "08:00-20:00"}},
                "teams": {"helpers": {"skills": {"phone": 1.0}}},
                "heads": {"helpers": {"on_queue": {"08:00": 4, "20:00": 0}, "plus": plus}},
                "targets": {"phone": {"share": 0.8, "within": "20s"}},
            },
        }
    )


def options(folder: Path, replications: int = 6, **more: object) -> StudyOptions:
    return StudyOptions(replications=replications, folder=str(folder), seed=11, **more)  # type: ignore[arg-type]


def variants() -> list[Variant]:
    options = (("now", 0, "As now"), ("more", 1, "One more"), ("most", 3, "Three more"))
    return [Variant(name, desk(plus), title) for name, plus, title in options]


def made_up(job: Job) -> Done:
    """Tables that depend on the scenario's heads and on the chance named by seed and replication, on nothing else."""
    rng = np.random.default_rng([job.seed, job.replication])
    heads = 4 + job.scenario.policy.heads["helpers"].plus
    offered = int(rng.poisson(300))
    in_time = int(rng.binomial(offered, 1 - 0.5 / heads))
    busy = float(rng.gamma(40.0)) / heads
    rows = [
        ("offered", "phone", "", offered, 1.0, 1, "contacts"),
        ("service_level", "phone", "", in_time, offered, offered, "share"),
        ("abandonment", "phone", "", offered - in_time, offered, offered, "share"),
        ("wait_all", "phone", "", float(rng.exponential(5.0)) * offered / heads, offered, offered, "s"),
        ("occupancy", "", "helpers", busy, 48.0, 1, "share"),
        ("cost_per_week", "", "", 1000.0 * heads, 1.0, 1, "EUR per week"),
    ]
    names = ("kpi", "channel", "team", "num", "den", "n", "unit")
    kpis = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    kpis["value"] = [row[3] / row[4] for row in rows]
    series = {
        "kpi": ["offered"] * 48,
        "channel": ["phone"] * 48,
        "team": [""] * 48,
        "interval": np.arange(48),
        "num": rng.poisson(6.0, 48).astype(float),
        "den": np.ones(48),
    }
    bars = {
        "kpi": ["wait"] * 3,
        "channel": ["phone"] * 3,
        "low": np.array([0.0, 10.0, 20.0]),
        "high": np.array([10.0, 20.0, np.inf]),
        "count": rng.poisson(50.0, 3),
    }
    flow = {"channel": ["phone"], "from": [""], "to": ["NEW"], "tickets": rng.poisson(9.0, 1), "seconds": np.zeros(1)}
    ages = {"day": np.zeros(1, int), "channel": ["phone"], "age": ["under 1 day"], "tickets": rng.poisson(5.0, 1)}
    why = {"channel": ["phone"] * 2, "cause": ["FIRST", "REDIAL"], "contacts": rng.poisson(50.0, 2)}
    days = {"kpi": ["at_work"], "team": ["helpers"], "day": np.zeros(1, int), "num": np.ones(1), "den": np.ones(1)}
    load = {"kpi": ["work_per_week"], "team": ["helpers"], "agent": ["Ann"], "num": rng.random(1), "den": np.ones(1)}
    tables = {"kpis": kpis, "series": series, "histograms": bars, "flow": flow, "backlog_ages": ages, "causes": why}
    tables |= {"days": days, "agents": load}
    return Done({name: table_of(tables[name], columns) for name, columns in COLUMNS.items()})


def slow_and_counted(job: Job, notes: str = "", seconds: float = 0.05) -> Done:
    """As :func:`made_up`, a little slower, and leaving a note of each time that it is done."""
    time.sleep(seconds)
    mark = f"{job.scenario.policy.heads['helpers'].plus}-{job.replication}-{os.getpid()}-{time.monotonic_ns()}"
    (Path(notes) / mark).touch()
    return made_up(job)


def dies_once(job: Job, notes: str = "") -> Done:
    """The worker that gets replication 2 first is killed, as by a system that is out of memory."""
    if job.replication == 2:
        try:
            (Path(notes) / "died").touch(exist_ok=False)
        except FileExistsError:
            return made_up(job)
        os.kill(os.getpid(), signal.SIGKILL)
    return made_up(job)


def always_dies(job: Job) -> Done:
    if job.replication == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return made_up(job)


def fails(job: Job) -> Done:
    if job.replication == 2:
        raise ZeroDivisionError("a bug")
    return made_up(job)


def content(folder: Path) -> dict[str, bytes]:
    """The files that must not depend on how a study was computed, digested."""
    names = ("kpis.csv", "summary.csv", "comparison.csv", "theory.csv", "answer.json", "manifest.json")
    tables = [f"{name}.parquet" for name in (*COLUMNS, "plan")]
    return {name: hashlib.sha256((folder / name).read_bytes()).digest() for name in (*names, *tables)}


def run(folder: Path, replications: int = 6, backend: str = "serial", workers: int = 0, **more: object) -> Study:
    work = more.pop("work", made_up)
    progress = more.pop("progress", None)
    return run_study(
        variants(),
        options(folder, replications, **more),
        Compute(backend=backend, workers=workers),  # type: ignore[arg-type]
        name="desk",
        progress=progress,  # type: ignore[arg-type]
        work=work,  # type: ignore[arg-type]
    )


def alone(folder: str, notes: str, backend: str, replications: str, seconds: str) -> None:
    """A study in a process of its own, for tests that kill it; prints a line for each finished replication."""
    from functools import partial

    def say(progress: Progress) -> None:
        print(progress.doing, progress.done, flush=True)

    work = partial(slow_and_counted, notes=notes, seconds=float(seconds))
    run(Path(folder), int(replications), backend, 2, work=work, progress=say)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background jobs are started without
    alone(*sys.argv[1:])
