"""The screen: the world as assumed, Morris over all coefficients, Sobol over the few that matter, and what survives.

What it takes is said before it starts, from the time of one run. Interrupted anywhere, the same call goes on: every run
is a shard, and the tables of a stage are written as soon as it is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import Fault, SettingsError
from sim.study.executors import workers
from sim.study.job import Done, Job
from sim.study.lock import locked
from sim.study.options import Compute, StudyOptions
from sim.study.run import Progress, StudyInterruptedError, guarded
from sim.study.sensitivity import designs, morris, sobol, write
from sim.study.sensitivity.assumed import assumed
from sim.study.sensitivity.coefficient import Coefficient, values_at
from sim.study.sensitivity.conclusions import Conclusion, concluded
from sim.study.sensitivity.outcomes import Outcome, outcomes_of, play
from sim.study.sensitivity.spread import fitted
from sim.study.sensitivity.worlds import Runs, World
from sim.study.store import Store, folder_name
from sim.study.variant import Variant

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is played: trajectories of Morris with replications each, rows of Sobol, and at most so many in it."""

    trajectories: int = 6
    replications: int = 2
    samples: int = 64
    most: int = 5

    def faults(self) -> list[Fault]:
        """What cannot be asked for."""
        rules = [
            ("trajectories", self.trajectories, self.trajectories >= 2, "at least 2, for a spread"),
            ("replications", self.replications, self.replications >= 2, "at least 2, to tell effects from chance"),
            ("samples", self.samples, self.samples >= 2 and not self.samples & (self.samples - 1), "a power of two"),
            ("most", self.most, self.most >= 1, "at least 1"),
        ]
        return [Fault(where, rule, str(value)) for where, value, right, rule in rules if not right]

    def runs(self, n_coefficients: int, as_assumed: int) -> int:
        """Runs of either option together, if as many coefficients matter as may be screened."""
        walks = self.trajectories * (n_coefficients + 1) * self.replications
        return 2 * (as_assumed + walks + self.samples * (min(self.most, n_coefficients) + 2))


@dataclass(frozen=True)
class Screened:
    """What was found; ``conclusions`` come by outcome, from Sobol's sample and from Morris's trajectories."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    coefficients: tuple[Coefficient, ...]
    effects: morris.Effects
    chosen: tuple[int, ...]
    indices: sobol.Indices | None
    conclusions: tuple[Conclusion, ...]
    of_all: tuple[Conclusion, ...]


def run_screen(
    variants: tuple[Variant, Variant],
    extent: Extent,
    options: StudyOptions,
    compute: Compute,
    *,
    name: str,
    coefficients: Sequence[Coefficient] | None = None,
    outcomes: Sequence[Outcome] | None = None,
    say: Callable[[str], None] = lambda _: None,
    progress: Callable[[Progress], None] | None = None,
    work: Callable[[Job], Done] = play,
) -> Screened:
    """Screen the difference of two variants; ``options.replications`` is how often the world as assumed is played.

    ``say`` is told the budget before anything else is played. ``coefficients``, ``outcomes`` and ``work`` stand in for
    the assumed coefficients and the simulation. Raises SettingsError for what cannot be screened,
    StudyInterruptedError on Ctrl-C.
    """
    desks = [variant.scenario for variant in variants]
    found = tuple(assumed(*desks) if coefficients is None else coefficients)
    faults = extent.faults()
    if options.replications < 2:
        faults.append(Fault("study.replications", "at least 2, for an interval", str(options.replications)))
    if not found:
        rule = "nobody on this desk learns, tires, wears out or leaves, so nothing is to screen"
        faults.append(Fault("world", rule, "", "add a part, such as world.exhaustion={}"))
    if faults:
        raise SettingsError(faults)
    watched = tuple(outcomes_of(*desks) if outcomes is None else outcomes)
    store = Store(Path(options.folder) / folder_name(f"{name}_sensitivity", variants, options))
    total = extent.runs(len(found), options.replications)
    runs = Runs(store, variants, [one.key for one in watched], options, compute, total, progress, work)
    with locked(store.folder, runs.progress):
        store.drop_parts()
        write.about(store, name, variants, options, extent, watched)
        write.coefficients(store, found)
        try:
            say(budget(runs, total, extent, len(found), compute))
            return _stages(runs, found, watched, extent, options)
        except KeyboardInterrupt:
            raise StudyInterruptedError(store.folder, runs.done, total) from None


def budget(runs: Runs, total: int, extent: Extent, n_coefficients: int, compute: Compute) -> str:
    """What is about to be played and how long that takes, by the time of one run of each option."""
    for variant in runs.variants:  # the first also bears the imports
        started = time.perf_counter()
        guarded(runs.work, Job(variant.scenario, 0, runs.options.seed, runs.options.warm_up))
        seconds = time.perf_counter() - started
    at_a_time = max(workers(compute), 1)
    length = seconds * total / at_a_time
    time_ = (
        f"{length:.0f} s" if length < 90 else f"{length / 60:.0f} min" if length < 5400 else f"{length / 3600:.1f} h"
    )
    few = min(extent.most, n_coefficients)
    return (
        f"Budget: at most {total:,} runs of {seconds:.2f} s, {at_a_time} at a time: about {time_} "
        f"(2 options x [{runs.options.replications} as assumed + {extent.trajectories} trajectories x "
        f"{n_coefficients + 1} worlds x {extent.replications} replications + {extent.samples} samples x {few + 2}]); "
        "what was played before is not played again."
    )


def _stages(
    runs: Runs, found: tuple[Coefficient, ...], watched: tuple[Outcome, ...], extent: Extent, options: StudyOptions
) -> Screened:
    seed, m = options.seed, extent.replications
    as_assumed = _difference(runs.play([World({}, replication) for replication in range(options.replications)]))

    walk = designs.trajectories(extent.trajectories, len(found), seed)
    shape = (extent.trajectories, len(found) + 1, m, len(watched))
    worlds = [
        World(values_at(found, point), t * m + replication)
        for t, points in enumerate(walk.points)
        for point in points
        for replication in range(m)
    ]
    played = runs.play(worlds)
    y = _difference(played).reshape(shape)
    effects = morris.summary(morris.elementary_effects(walk, y))
    means = y.mean(axis=2)
    few = morris.chosen(effects, means.reshape(-1, len(watched)).std(axis=0), extent.most)
    write.effects(runs.store, effects, found, watched, few)
    points = walk.points.reshape(-1, len(found))
    write.worlds(runs.store, "worlds_morris.csv", found, watched, np.repeat(points, m, axis=0), worlds, played)
    # Replications are shared by the worlds of a trajectory, so the degrees of freedom are those of one world of each.
    degrees = extent.trajectories * (m - 1)
    of_worlds = means.reshape(-1, len(watched)), y.var(axis=2, ddof=1).reshape(-1, len(watched))
    spreads = [fitted(of_worlds[0][:, s], of_worlds[1][:, s], degrees) for s in range(len(watched))]

    def conclude(points: Floats, differences: Floats, replications: int) -> tuple[Conclusion, ...]:
        return tuple(
            concluded(as_assumed[:, s], points, differences[:, s], replications, spreads[s], options.confidence)
            for s in range(len(watched))
        )

    of_all = conclude(points, means.reshape(-1, len(watched)), m)
    indices, of_few = None, of_all
    if few:
        chosen = [found[index] for index in few]
        at = designs.matrices(extent.samples, len(few), seed)
        every = np.concatenate([at.A, at.B, at.AB.reshape(-1, len(few))])
        rows = [World(values_at(chosen, point), place % extent.samples) for place, point in enumerate(every)]
        played = runs.play(rows)
        y_A, y_B, y_AB = np.split(_difference(played), [extent.samples, 2 * extent.samples])
        by_column = y_AB.reshape(len(few), extent.samples, len(watched))
        indices = sobol.indices(y_A, y_B, by_column, confidence=options.confidence, seed=seed)
        both = np.concatenate([y_A, y_B])
        variance = both.var(axis=0)
        by_chance = np.array([spread.variance(both[:, s]).mean() for s, spread in enumerate(spreads)])
        chance = np.divide(by_chance, variance, out=np.zeros_like(variance), where=variance > 0)
        write.indices(runs.store, indices, chosen, watched, np.minimum(chance, 1.0))
        write.worlds(runs.store, "worlds_sobol.csv", chosen, watched, every, rows, played)
        of_few = conclude(np.concatenate([at.A, at.B]), both, 1)
    write.conclusions(runs.store, watched, {"all": (found, of_all), "few": ([found[index] for index in few], of_few)})
    return Screened(runs.store.folder, watched, found, effects, tuple(few), indices, of_few, of_all)


def _difference(played: Floats) -> Floats:
    """The second option less the first, shape (worlds, outcomes)."""
    return np.asarray(played[:, 1] - played[:, 0])
