"""A crew whose people wear out, and a simulation that is made up: what coefficients do to it is known."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import cloudpickle
import numpy as np

from sim.scenario import Scenario
from sim.settings import Typed, load
from sim.study import Compute, StudyOptions, Variant
from sim.study.job import Done, Job
from sim.study.sensitivity import Coefficient, Extent, Screened, assumed, run_screen
from sim.study.sensitivity.outcomes import outcome_table, outcomes_of

# Workers cannot import this module by its name: a package in site-packages may be called `tests` too.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

SERIAL = Compute(backend="serial")
SMALL = Extent(trajectories=4, replications=2, samples=16, most=3)
PATHS = ("world.exhaustion.gain", "world.fatigue.rise", "world.departures.quits", "world.strain.rush")


@cache
def pair() -> tuple[Variant, Variant]:
    """Ten callers and eight, for a week."""
    first, second = load(Typed(("experiment=two_callers_saved", "calendar.days=7"))).variants
    return first, second


def heads(desk: Scenario) -> int:
    return sum(shift.agents for shift in desk.policy.shifts.values())


def made_up(job: Job) -> Done:
    """Fewer heads: always slower; cheaper unless quits are many; more exhausted by the gain; attrition is chance."""
    world, few = job.scenario.world, heads(job.scenario) < 10
    assert world.exhaustion is not None
    assert world.departures is not None
    rng = np.random.default_rng([job.seed, job.replication, few])
    noise = rng.normal(0.0, 0.001, 4)
    gain, quits = world.exhaustion.gain, world.departures.quits
    values = [
        0.8 - 0.15 * few,
        20.0 + few * 10.0 * (quits - 0.38),
        0.1 + few * 2.0 * gain,
        0.3,
    ]
    keys = [one.key for one in outcomes_of(job.scenario)]
    return Done({"outcomes": outcome_table(dict(zip(keys, np.array(values) + noise, strict=True)))})


def coefficients() -> tuple[Coefficient, ...]:
    """Four of the assumed ones: two matter in the made-up world, two do not."""
    return tuple(one for one in assumed(pair()[0].scenario) if one.path in PATHS)


def options(folder: Path) -> StudyOptions:
    return StudyOptions(replications=5, folder=str(folder), seed=3)


def screen(folder: Path, **more: object) -> Screened:
    """A small screen of the made-up world."""
    asked = {"extent": SMALL, "coefficients": coefficients(), "work": made_up, "compute": SERIAL, **more}
    extent, compute = asked.pop("extent"), asked.pop("compute")
    return run_screen(pair(), extent, options(folder), compute, name="crew", **asked)  # type: ignore[arg-type]
