"""Play both options in many worlds: each run is a job with a shard of its own, so nothing finished is played again.

A world is a set of coefficients and a replication; both options meet it with the same chance. What is looked at is the
*difference* of the options, world by world.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.study.executors import run_jobs
from sim.study.job import Done, Job
from sim.study.options import Compute, StudyOptions
from sim.study.run import Progress, guarded
from sim.study.shards import read_shard, write_shard
from sim.study.store import Store
from sim.study.tables import Words
from sim.study.variant import Variant

Floats = NDArray[np.float64]

AT_A_TIME = 400
"""Jobs that are made and handed out at a time: a scenario for each run of a screen would not fit in memory."""


@cache
def how_measured() -> str:
    """The digest of the code that measures outcomes: runs measured otherwise are played again."""
    return sha256(Path(__file__).with_name("outcomes.py").read_bytes()).hexdigest()[:16]


class World(NamedTuple):
    """Settings by dotted path that differ from the desk's, and which chance."""

    values: Mapping[str, float]
    replication: int


class Runs:
    """Plays worlds with both options, resuming from the shards of a folder."""

    def __init__(
        self,
        store: Store,
        variants: tuple[Variant, Variant],
        outcomes: Sequence[str],
        options: StudyOptions,
        compute: Compute,
        total: int,
        progress: Callable[[Progress], None] | None,
        work: Callable[[Job], Done],
    ) -> None:
        self.store, self.variants, self.outcomes = store, variants, tuple(outcomes)
        self.options, self.compute, self.work = options, compute, work
        self.total, self.tell = total, progress or (lambda _: None)
        self.done = self.found = self.made = 0
        self.started = time.monotonic()

    def play(self, worlds: Sequence[World]) -> Floats:
        """Outcomes of shape (worlds, 2, outcomes): the first option, then the other."""
        out = np.full((len(worlds) * 2, len(self.outcomes)), np.nan)
        for start in range(0, len(worlds), AT_A_TIME // 2):
            part = worlds[start : start + AT_A_TIME // 2]
            self._play(part, out[2 * start : 2 * (start + len(part))])
        return out.reshape(len(worlds), 2, len(self.outcomes))

    def _play(self, worlds: Sequence[World], out: Floats) -> None:
        jobs = [self._job(variant, world) for world in worlds for variant in self.variants]
        prints = [job.scenario.fingerprint() for job in jobs]
        missing: list[int] = []
        for place, (job, fingerprint) in enumerate(zip(jobs, prints, strict=True)):
            if self._read(job, fingerprint, out[place]):
                self.done += 1
                self.found += 1
            else:
                missing.append(place)
        self.progress()
        todo = [jobs[place] for place in missing]
        with closing(run_jobs(todo, self.compute, partial(guarded, self.work))) as results:
            for index, result in results:
                place = missing[index]
                write_shard(
                    self._path(jobs[place], prints[place]), result.tables, self._stamp(jobs[place], prints[place])
                )
                self._read(jobs[place], prints[place], out[place])
                self.done += 1
                self.made += 1
                self.progress()

    def _job(self, variant: Variant, world: World) -> Job:
        scenario = variant.scenario.with_values(world.values) if world.values else variant.scenario
        return Job(scenario, world.replication, self.options.seed, self.options.warm_up)

    def _path(self, job: Job, fingerprint: str) -> Path:
        return self.store.shard_path(fingerprint, job.replication)

    def _stamp(self, job: Job, fingerprint: str) -> dict[str, Any]:
        return {**self.store.stamp(job, fingerprint), "outcomes": how_measured()}

    def _read(self, job: Job, fingerprint: str, out: Floats) -> bool:
        """Fill in one run's outcomes from its shard; False where there is none."""
        tables = read_shard(self._path(job, fingerprint), self._stamp(job, fingerprint))
        if tables is None:
            return False
        names, values = tables["outcomes"]["outcome"], tables["outcomes"]["value"]
        assert isinstance(names, Words)
        assert not isinstance(values, Words)
        found = dict(zip(names.texts(), values.tolist(), strict=True))
        out[:] = [found.get(name, np.nan) for name in self.outcomes]
        return True

    def progress(self) -> None:
        """Tell how far it is."""
        elapsed = time.monotonic() - self.started
        left = elapsed / self.made * (self.total - self.done) if self.made else None
        self.tell(Progress("simulating", self.done, self.total, self.found, elapsed, left))
