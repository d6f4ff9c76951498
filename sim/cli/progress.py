"""How far a study is, with the time left: a bar in a terminal, one line now and then on a pipe's error stream."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.study import Progress

QUIET_S = 2.0
"""Nothing is said about what takes less than this."""

EVERY_S = 20.0
"""Seconds between two lines where no bar can be drawn."""

DOING = {
    "waiting": "waiting for another run in the same folder",
    "simulating": "simulating",
    "writing": "writing the tables",
}


@contextmanager
def shown() -> Iterator[Callable[[Progress], None]]:
    """A function to tell progress to."""
    if sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=None, left="")
    started = time.monotonic()
    on = False

    def tell(now: Progress) -> None:
        nonlocal on
        bar.update(task, description=DOING[now.doing], completed=now.done, total=now.total, left=time_left(judged(now)))
        if not on and time.monotonic() - started > QUIET_S:
            bar.start()
            on = True

    try:
        yield tell
    finally:
        if on:
            bar.stop()


def _lines() -> Callable[[Progress], None]:
    last = time.monotonic() + QUIET_S - EVERY_S

    def tell(now: Progress) -> None:
        nonlocal last
        if time.monotonic() - last < EVERY_S or now.doing == "writing":
            return
        last = time.monotonic()
        left = time_left(judged(now))
        print(
            f"{DOING[now.doing]}: {now.done} of {now.total} replications{f', {left}' if left else ''}", file=sys.stderr
        )

    return tell


def judged(now: Progress) -> float | None:
    """The time left, once enough is done to judge by: the first replication also bears the start of the workers."""
    return now.left_s if now.done - now.found >= max(4, now.total // 20) else None


def time_left(seconds: float | None) -> str:
    """``about 40 s left``, ``about 3 min left``; empty while nobody knows."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"about {max(round(seconds), 1)} s left"
    return f"about {round(seconds / 60)} min left" if seconds < 5400 else f"about {seconds / 3600:.1f} h left"
