"""Where jobs run: here one after another, on the local cores (loky), or on a cluster (dask).

The only file that knows joblib and dask. Results come as they finish, in any order; the caller writes them down by
their name, so neither the back-end nor the number of workers changes a result. A worker that dies (killed, out of
memory) is not the end: what it had not finished is done again by fresh workers, at last one at a time.
"""

from __future__ import annotations

import os
import signal
import threading
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sim.errors import Fault, SettingsError, StudyError
from sim.study.options import Compute

ANSWERS_WITHIN_S = 60
"""How long a dask cluster may take until its first worker answers (assumed)."""

J = TypeVar("J")
R = TypeVar("R")

ATTEMPTS = 3
"""How often workers may die before a study gives up; the last attempt runs one job at a time, with all the memory."""


def run_jobs(jobs: Sequence[J], compute: Compute, work: Callable[[J], R]) -> Generator[tuple[int, R]]:
    """Yield (index of the job, its result) as jobs finish, in any order.

    Close the generator to stop early: jobs in hand are dropped and workers end. An exception of a job is raised here.
    Raises StudyError when workers die again and again, SettingsError where dask is wanted and not installed.
    """
    if workers(compute) == 1 or not jobs:  # a single worker has nobody to share with: it is this process
        for index, job in enumerate(jobs):
            yield index, work(job)
        return
    with _backend(compute):
        yield from _pooled(jobs, workers(compute), work)


def workers(compute: Compute) -> int:
    """How many jobs run at a time; 0 asks for all cores that this process may use, -1 is all that a cluster has."""
    if compute.backend == "serial":
        return 1
    if compute.backend == "dask":
        return -1
    if compute.workers:
        return compute.workers
    from joblib import cpu_count

    return max(1, int(cpu_count()))


def _pooled(jobs: Sequence[J], n_workers: int, work: Callable[[J], R]) -> Iterator[tuple[int, R]]:
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    left = dict(enumerate(jobs))
    for attempt in range(1, ATTEMPTS + 1):
        in_hand = "2 * n_jobs" if attempt < ATTEMPTS else 1
        try:
            with _results(list(left.items()), n_workers, in_hand, work) as results:
                for index, result in results:
                    del left[index]
                    yield index, result
            return
        except TerminatedWorkerError as broken:
            if attempt == ATTEMPTS:
                raise StudyError(
                    f"workers died {ATTEMPTS} times (is there memory enough for one replication?): "
                    f"{len(left)} of {len(jobs)} replications are not done; what is finished is kept"
                ) from broken


@contextmanager
def _results(
    jobs: Sequence[tuple[int, J]], n_workers: int, in_hand: str | int, work: Callable[[J], R]
) -> Iterator[Iterator[tuple[int, R]]]:
    """The results as they come; left early (Ctrl-C, an error of the caller), it stops the workers."""
    from joblib import Parallel, delayed

    # One job a batch: every finished replication reaches the disk at once.
    pool = Parallel(n_jobs=n_workers, return_as="generator_unordered", batch_size=1, pre_dispatch=in_hand)
    call = delayed(_in_worker)
    results = pool(call(os.getpid(), work, index, job) for index, job in jobs)
    try:
        yield results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that results were not used is what was wanted
            results.close()


def _in_worker(starter: int, work: Callable[[J], R], index: int, job: J) -> tuple[int, R]:
    """Run one job; Ctrl-C in a terminal reaches workers too, and is the business of the process that started them."""
    if os.getpid() != starter and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return index, work(job)


def _backend(compute: Compute) -> AbstractContextManager[Any]:
    return _dask(compute) if compute.backend == "dask" else _loky()


def _loky() -> AbstractContextManager[Any]:
    from joblib import parallel_config

    config: AbstractContextManager[Any] = parallel_config(backend="loky", inner_max_num_threads=1)
    return config


@contextmanager
def _dask(compute: Compute) -> Iterator[None]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise SettingsError(
            [Fault("compute.backend", "dask is not installed", "dask", 'pip install "supportsim[cluster]", or loky')]
        ) from None
    from joblib import parallel_config

    local = None
    if compute.scheduler is None:
        local = LocalCluster(n_workers=compute.workers or None, threads_per_worker=1, dashboard_address=None)
    where = compute.scheduler if local is None else local
    with local or nullcontext(), Client(where) as client, parallel_config(backend="dask"):
        # A worker that cannot import our code would keep its jobs for ever without a word.
        try:
            client.submit(_ready).result(timeout=ANSWERS_WITHIN_S)
        except TimeoutError:
            raise StudyError(
                f"no dask worker answered within {ANSWERS_WITHIN_S} s: has the cluster workers, "
                "and is this release of supportsim installed on them?"
            ) from None
        yield


def _ready() -> bool:
    return True
