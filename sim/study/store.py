"""A study's folder: its name, its manifest, its shards, and the tables joined from them.

``results/<name>-<8 hex>``: the digits stand for the variants' scenarios, the seed and the warm-up, and not for the
number of replications, so that asking for more continues the same folder. Files are written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from sim.log import Log
from sim.study.job import COLUMNS, Job
from sim.study.options import StudyOptions
from sim.study.shards import read_shard, write_atomically, write_shard
from sim.study.tables import Table, Words, arrow, csv_text, joined, rows_of
from sim.study.variant import Variant

RESULT_PACKAGES = ("numpy", "scipy", "simpy", "pydantic")
"""What a number may depend on beside our own code: a shard made with other versions is made again."""

CODE = ("clock", "world", "policy", "scenario", "workload", "log", "engine", "kpi")
"""The packages of sim (and its top modules) whose text decides a shard."""

ROWS_AT_A_TIME = 500_000
"""The least rows of a row group when the long tables are joined: bounds the memory, whatever the size of the study."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished replication of a variant, and where its shard is."""

    variant: str
    replication: int
    path: Path
    stamp: Mapping[str, Any]


def folder_name(name: str, variants: Sequence[Variant], options: StudyOptions) -> str:
    """``<name>-<8 hex>`` of the scenarios in their order, the seed and the warm-up."""
    identity = [[variant.scenario.fingerprint() for variant in variants], options.seed, options.warm_up]
    digest = hashlib.sha256(json.dumps(identity, separators=(",", ":")).encode()).hexdigest()
    plain = re.sub(r"[^A-Za-z0-9_.]+", "-", name).strip("-.") or "study"
    return f"{plain}-{digest[:8]}"


@cache
def made_by() -> dict[str, str]:
    """The program that makes shards: its version, the digest of the code that decides them, and its packages."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    parts = [root.glob("*.py"), *((root / package).rglob("*.py") for package in CODE)]
    for path in sorted(path for part in parts for path in part):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    versions = {package: version(package) for package in RESULT_PACKAGES}
    return {"supportsim": program_version(), "code": digest.hexdigest()[:16], **versions}


def program_version() -> str:
    """The installed version of supportsim."""
    try:
        return version("supportsim")
    except PackageNotFoundError:  # the sources alone, on a path
        return "not installed"


def machine() -> dict[str, str]:
    """The kind of machine and Python; no names of hosts or people."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


class Store:
    """Reads and writes the folder of one study."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stamp(self, job: Job, fingerprint: str) -> dict[str, Any]:
        """What the shard of a job is of."""
        return {
            "scenario": fingerprint,
            "replication": job.replication,
            "seed": job.seed,
            "warm_up_s": job.warm_up_s,
            "made_by": made_by(),
        }

    def shard_path(self, fingerprint: str, replication: int) -> Path:
        """``shards/<16 hex of the scenario>-<replication>.npz``."""
        return self.folder / "shards" / f"{fingerprint[:16]}-{replication:06d}.npz"

    def log_path(self, variant: str, replication: int) -> Path:
        """``logs/<variant>/<replication>``."""
        return self.folder / "logs" / re.sub(r"[^A-Za-z0-9_.-]+", "-", variant) / f"{replication:06d}"

    def is_done(self, job: Job, fingerprint: str) -> bool:
        """Whether the job's shard is there, whole and of this job."""
        return read_shard(self.shard_path(fingerprint, job.replication), self.stamp(job, fingerprint)) is not None

    def has_log(self, variant: str, job: Job, fingerprint: str) -> bool:
        """Whether the job's log is there and of this job."""
        try:
            about = json.loads((self.log_path(variant, job.replication) / "about.json").read_bytes())
        except (OSError, ValueError):
            return False
        return bool(about == self.stamp(job, fingerprint))

    def save(self, job: Job, fingerprint: str, tables: Mapping[str, Table]) -> None:
        """Write the shard of a finished job."""
        write_shard(self.shard_path(fingerprint, job.replication), tables, self.stamp(job, fingerprint))

    def save_log(self, variant: str, job: Job, fingerprint: str, log: Log) -> None:
        """Write the log of a finished job beside a note of what it is of."""
        from sim.log.store import write_log

        folder = self.log_path(variant, job.replication)
        write_log(log, folder)
        write_atomically(folder / "about.json", _json(self.stamp(job, fingerprint)))

    def write_json(self, name: str, values: Mapping[str, Any]) -> None:
        """Write a JSON file, keys in the order given."""
        write_atomically(self.folder / name, _json(values))

    def write_yaml(self, name: str, values: Mapping[str, Any]) -> None:
        """Write a YAML file, keys in the order given."""
        import yaml

        text = yaml.safe_dump(json.loads(json.dumps(values)), sort_keys=False, allow_unicode=True, width=120)
        write_atomically(self.folder / name, text)

    def write_csv(self, name: str, table: Table) -> None:
        """Write a table as CSV, numbers exact."""
        write_atomically(self.folder / name, csv_text(table))

    def write_parquet(self, name: str, table: Table) -> None:
        """Write a table as Parquet."""
        with ParquetFile(self.folder / name) as file:
            file.add(table)

    def read(self, finished: Finished) -> dict[str, Table]:
        """The tables of a finished job with its variant and replication in front; {} if the shard has gone since."""
        tables = read_shard(finished.path, finished.stamp) or {}
        return {name: _named(table, finished) for name, table in tables.items()}

    def join(self, finished: Iterable[Finished]) -> Table:
        """Write every table of the finished jobs, one below the other in the order given; returns the KPIs."""
        kpis: list[Table] = []
        long = [name for name in COLUMNS if name != "kpis"]
        with ExitStack() as open_files:
            files = {name: open_files.enter_context(ParquetFile(self.folder / f"{name}.parquet")) for name in long}
            for one in finished:
                tables = self.read(one)
                kpis.append(tables["kpis"])
                for name, file in files.items():
                    file.add(tables[name])
        table = joined(kpis)
        self.write_parquet("kpis.parquet", table)
        self.write_csv("kpis.csv", table)
        return table

    def drop_parts(self) -> None:
        """Remove half-written files that a killed run left behind; only the holder of the lock may call this."""
        for part in self.folder.rglob(".*.part"):
            shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)


def _named(table: Table, finished: Finished) -> Table:
    rows = rows_of(table)
    replication = np.full(rows, finished.replication, dtype=np.int64)
    return {"variant": Words.same(finished.variant, rows), "replication": replication, **table}


class ParquetFile:
    """A Parquet file that grows table by table, and appears whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self.writer: Any = None
        self.waiting: list[Table] = []
        self.rows = 0

    def __enter__(self) -> ParquetFile:
        return self

    def add(self, table: Table) -> None:
        """Add rows; they are written in groups of at least :data:`ROWS_AT_A_TIME`."""
        self.waiting.append(table)
        self.rows += rows_of(table)
        if self.rows >= ROWS_AT_A_TIME:
            self._flush()

    def _flush(self) -> None:
        import pyarrow.parquet as pq

        if self.waiting:
            rows = arrow(joined(self.waiting))
            self.writer = self.writer or pq.ParquetWriter(self.part, rows.schema)
            self.writer.write_table(rows)
        self.waiting, self.rows = [], 0

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if failed is None:
                self._flush()
            if self.writer is not None:
                self.writer.close()
                if failed is None:
                    self.part.replace(self.path)
        finally:
            self.part.unlink(missing_ok=True)


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"
