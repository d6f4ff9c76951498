"""Run a study: what is missing is simulated, what is there is used, and the tables are written.

Interrupted anywhere, the same call goes on where it stopped and ends with the same bytes. One finished replication is
one shard on disk at once, so an interruption loses only what was in hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sim.errors import Fault, SettingsError, StudyError, SupportsimError
from sim.kpi import KPIS
from sim.study.executors import run_jobs
from sim.study.job import Done, Job, run_job
from sim.study.lock import locked
from sim.study.options import Compute, StudyOptions
from sim.study.paired import pseudo_values
from sim.study.panel import Key, panel
from sim.study.precision import FIRST, next_replications, precise
from sim.study.store import Finished, Store, folder_name
from sim.study.study import Study
from sim.study.tables import joined
from sim.study.variant import Variant
from sim.study.write_up import manifest, write_up


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a study is: ``done`` of ``total`` replications of all variants, ``found`` of them from an earlier run.

    ``doing``: waiting for another run in the same folder, simulating, or writing the tables. ``left_s`` is None until
    there is something to judge by.
    """

    doing: Literal["waiting", "simulating", "writing"]
    done: int
    total: int
    found: int
    elapsed_s: float
    left_s: float | None


class StudyInterruptedError(StudyError):
    """Ctrl-C: what is finished is written up in ``folder``, and the same command goes on from there."""

    def __init__(self, folder: Path, done: int, total: int) -> None:
        self.folder, self.done, self.total = folder, done, total
        usable = "its tables hold those" if done else "it holds no results yet"
        again = f"and the same command goes on from there: {folder}"
        super().__init__(f"interrupted after {done} of {total} replications; {usable}, {again}")

    def __reduce__(self) -> tuple[type[StudyInterruptedError], tuple[Path, int, int]]:
        return type(self), (self.folder, self.done, self.total)


def run_study(
    variants: Sequence[Variant],
    options: StudyOptions,
    compute: Compute,
    *,
    name: str,
    resolved: Mapping[str, Any] | None = None,
    progress: Callable[[Progress], None] | None = None,
    work: Callable[[Job], Done] = run_job,
) -> Study:
    """Simulate every variant on the same customers and write the study's folder; the first variant is the base.

    Resumes what is in the folder. ``resolved`` is written as config.yaml; ``work`` stands in for the simulation in
    tests. Raises SettingsError for variants or options that cannot be used (before anything is written),
    StudyInterruptedError on Ctrl-C, StudyError where a replication fails.
    """
    faults = check(variants, options)
    if faults:
        raise SettingsError(faults)
    return _Run(variants, options, compute, name, dict(resolved or {}), progress, work).run()


def check(variants: Sequence[Variant], options: StudyOptions) -> list[Fault]:
    """What is wrong with the variants or the options, beyond what each says by itself."""
    faults: list[Fault] = []
    names = [variant.name for variant in variants]
    if not names:
        faults.append(Fault("variants", "a study has at least one"))
    faults += [Fault("variants", "named twice", name) for name in dict.fromkeys(names) if names.count(name) > 1]
    labels = [variant.label for variant in variants]
    faults += [
        Fault(
            f"variants.{name}.title",
            "two options need two titles: tables and charts go by them",
            label,
            f"say what is different in {name}",
        )
        for place, (name, label) in enumerate(zip(names, labels, strict=True))
        if name not in names[:place] and label in labels[:place]
    ]
    for where, kpi in [("study.leading", options.leading), *((f"study.matters.{kpi}", kpi) for kpi in options.matters)]:
        if kpi not in KPIS:
            faults.append(Fault(where, "no such KPI", kpi, _like(kpi)))
    faults += [
        Fault(f"study.matters.{kpi}", "a difference that matters is at least 0", f"{value:g}")
        for kpi, value in options.matters.items()
        if value < 0
    ]
    channels = {channel for variant in variants for channel in variant.scenario.policy.channels}
    if options.leading_channel is not None and names and options.leading_channel not in channels:
        known = ", ".join(sorted(channels))
        faults.append(Fault("study.leading_channel", "no such channel", options.leading_channel, f"one of {known}"))
    for variant in variants:
        calendar = variant.scenario.calendar
        if options.warm_up >= calendar.horizon_s - calendar.start_at:
            rule = f"a warm-up ends before the horizon of {variant.name} does"
            faults.append(Fault("study.warm_up", rule, f"{options.warm_up:g}s", "shorten it, or simulate more days"))
    return faults


def _like(kpi: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(kpi, KPIS, n=1)
    return f"did you mean {close[0]}?" if close else "see the list of KPIs"


def guarded(work: Callable[[Job], Done], job: Job) -> Done:
    """Do a job; what goes wrong in it names the replication."""
    try:
        return work(job)
    except SupportsimError:
        raise
    except Exception as fault:
        what = f"replication {job.replication} of {job.scenario.title or 'a scenario'}"
        raise StudyError(f"{what} failed: {fault!r}") from fault


class _Run:
    """One call of :func:`run_study`."""

    def __init__(
        self,
        variants: Sequence[Variant],
        options: StudyOptions,
        compute: Compute,
        name: str,
        resolved: Mapping[str, Any],
        progress: Callable[[Progress], None] | None,
        work: Callable[[Job], Done],
    ) -> None:
        self.variants, self.options, self.compute = tuple(variants), options, compute
        self.name, self.resolved, self.work = name, resolved, work
        self.tell = progress or (lambda _: None)
        self.store = Store(Path(options.folder) / folder_name(name, variants, options))
        self.fingerprints = {variant.name: variant.scenario.fingerprint() for variant in variants}
        self.goal = max(options.replications, FIRST) if options.precision is not None else options.replications
        self.done: set[tuple[str, int]] = set()
        self.found = 0
        self.made = 0
        self.started = time.monotonic()

    def run(self) -> Study:
        with locked(self.store.folder, lambda: self._progress("waiting")):
            self.store.drop_parts()
            self.store.write_yaml("config.yaml", self.resolved)
            self.store.write_json(
                "scenarios.json", {variant.name: variant.scenario.to_mapping() for variant in self.variants}
            )
            self._write_manifest(complete=False)
            try:
                self._simulate()
                while (goal := self._next_goal()) > self.goal:
                    self.goal = goal
                    self._simulate()
            except KeyboardInterrupt:
                finished = self._finished()
                if finished:
                    self._write_up(finished, complete=False)
                raise StudyInterruptedError(self.store.folder, len(self.done), self._total()) from None
            self._write_up(self._finished(), complete=True)
        return Study(self.store.folder)

    def _simulate(self) -> None:
        jobs = self._missing()
        self._progress("simulating")
        with closing(run_jobs([job for _, job in jobs], self.compute, partial(guarded, self.work))) as results:
            for index, result in results:
                variant, job = jobs[index]
                self.store.save(job, self.fingerprints[variant], result.tables)
                if result.log is not None:
                    self.store.save_log(variant, job, self.fingerprints[variant], result.log)
                self.done.add((variant, job.replication))
                self.made += 1
                self._progress("simulating")

    def _missing(self) -> list[tuple[str, Job]]:
        """What is to do, replication by replication, so that an interruption leaves pairs."""
        missing: list[tuple[str, Job]] = []
        for replication in range(self.goal):
            for variant in self.variants:
                if (variant.name, replication) in self.done:
                    continue
                job, fingerprint = self._job(variant, replication), self.fingerprints[variant.name]
                logged = not self.options.keep_log or self.store.has_log(variant.name, job, fingerprint)
                if logged and self.store.is_done(job, fingerprint):
                    self.done.add((variant.name, replication))
                    self.found += 1
                else:
                    missing.append((variant.name, job))
        return missing

    def _job(self, variant: Variant, replication: int) -> Job:
        options = self.options
        return Job(variant.scenario, replication, options.seed, options.warm_up, options.keep_log)

    def _finished(self) -> list[Finished]:
        return [
            Finished(
                variant.name,
                replication,
                self.store.shard_path(self.fingerprints[variant.name], replication),
                self.store.stamp(self._job(variant, replication), self.fingerprints[variant.name]),
            )
            for variant in self.variants
            for replication in range(self.goal)
            if (variant.name, replication) in self.done
        ]

    def _next_goal(self) -> int:
        """How many replications the precision asked for needs; decided after whole rounds, whoever computed them."""
        epsilon = self.options.precision
        if epsilon is None or self.goal >= self.options.most_replications:
            return self.goal
        found = panel(joined([self.store.read(one)["kpis"] for one in self._finished()]))
        channel = leading_channel(self.variants[0], self.options)
        goals = [self.goal]
        for variant in self.variants:
            sample = found[variant.name].get(Key(self.options.leading, channel, ""))
            if sample is not None:
                values = pseudo_values(sample.num, sample.den)
                if not precise(values, epsilon, self.options.confidence):
                    goals.append(next_replications(values, epsilon, self.options.confidence))
        return min(max(goals), self.options.most_replications)

    def _write_up(self, finished: list[Finished], *, complete: bool) -> None:
        self._progress("writing")
        write_up(self.store, self.variants, self.options, finished)
        self._write_manifest(complete=complete)

    def _write_manifest(self, *, complete: bool) -> None:
        counts = {variant.name: sum(name == variant.name for name, _ in self.done) for variant in self.variants}
        self.store.write_json("manifest.json", manifest(self.name, self.variants, self.options, counts, complete))

    def _total(self) -> int:
        return self.goal * len(self.variants)

    def _progress(self, doing: Literal["waiting", "simulating", "writing"]) -> None:
        elapsed, done, total = time.monotonic() - self.started, len(self.done), self._total()
        left = elapsed / self.made * (total - done) if self.made else None
        self.tell(Progress(doing, done, total, self.found, elapsed, left))


def leading_channel(base: Variant, options: StudyOptions) -> str:
    """The channel of the leading KPI: as given, or else the base's first with a target, or '' for all."""
    policy = base.scenario.policy
    return options.leading_channel or next((name for name in policy.channels if name in policy.targets), "")
