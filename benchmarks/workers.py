"""How much faster two workers are than one, on the replications of a real study: the demo's desk and its options.

The same block of jobs is done by one worker and by two in turns, several times, and the shortest time of each counts:
what else the machine does can only make a block longer. "Two" is the study's own pool, warm: its processes run and
have imported everything.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from sim.settings import Typed, load
from sim.study.executors import run_jobs
from sim.study.job import Job, run_job
from sim.study.options import Compute

ONE, TWO = Compute(backend="serial"), Compute(backend="loky", workers=2)
AT_LEAST_S = 30.0
"""Of time with a single worker, over all blocks."""
BLOCKS = 5
SEED = 1


def workers_speedup(say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds with one worker and with two for the same jobs, block by block, and the shortest over the shortest."""
    variants = load(Typed(("experiment=demo",))).variants

    def jobs(rounds: int) -> list[Job]:
        return [Job(variant.scenario, replication, SEED) for replication in range(rounds) for variant in variants]

    _seconds(jobs(2), TWO)
    _seconds(jobs(1), ONE)
    block = jobs(_even(AT_LEAST_S / BLOCKS / _seconds(jobs(1), ONE)))
    one_s: list[float] = []
    two_s: list[float] = []
    while len(one_s) < BLOCKS or sum(one_s) < AT_LEAST_S:
        one_s.append(_seconds(block, ONE))
        two_s.append(_seconds(block, TWO))
        say(
            f"  block {len(one_s)}: {len(block)} replications, one worker {one_s[-1]:.1f} s, two {two_s[-1]:.1f} s "
            f"({one_s[-1] / two_s[-1]:.2f} x), load average {os.getloadavg()[0]:.2f}"
        )
    return {
        "one_worker_s": one_s,
        "two_workers_s": two_s,
        "speedup": min(one_s) / min(two_s),
        "replications_a_block": len(block),
        "load_average": os.getloadavg()[0],
    }


def _even(wanted: float) -> int:
    """At least as many rounds as wanted, and an even number of jobs, so that neither of two workers is left over."""
    return 2 * max(1, -(-int(wanted * 1.05 + 1) // 2))


def _seconds(jobs: Sequence[Job], compute: Compute) -> float:
    since = time.perf_counter()
    with closing(run_jobs(jobs, compute, run_job)) as results:
        for _ in results:
            pass
    return time.perf_counter() - since
