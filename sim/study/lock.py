"""One run at a time in a study's folder.

The lock belongs to the process and goes with it, however it ends, so none is left behind. On a file system without
locks a run goes on without: every file is written whole or not at all, so the worst is that work is done twice.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AGAIN_S = 0.2


@contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the folder's lock; while another run holds it, call ``waiting`` and look again."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _taken(descriptor):
            waiting()
            time.sleep(LOOK_AGAIN_S)
        yield
    finally:
        os.close(descriptor)  # closing gives the lock back


def _taken(descriptor: int) -> bool:
    """Try to take the lock; True too where the file system knows no locks."""
    try:
        import fcntl
    except ImportError:  # Windows has locks of another kind; see above for what is lost without
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
