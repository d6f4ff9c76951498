"""One run of a contender in a fresh process with the garbage collector off: its time, its memory, what it found.

``python -m benchmarks.fresh <contender> <seed> <case as JSON>`` prints the run as JSON.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.case import Case, Figures

WARM_UP_S = 600.0
"""How much of a case is played first, so that everything is imported when the clock starts."""


class Run(NamedTuple):
    """What one run took."""

    processor_s: float
    """time on the processor from the case's numbers to the record of its contacts; other programs do not count"""
    elapsed_s: float
    """time on the clock of the same"""
    peak_bytes: int
    """the most memory that the process had in use (resident)"""
    figures: Figures

    @property
    def contacts_per_s(self) -> float:
        """Contacts in a second of processor time."""
        return self.figures.contacts / self.processor_s


def run_fresh(contender: str, case: Case, seed: int) -> Run:
    """Run a contender in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.fresh", contender, str(seed), json.dumps(case)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False)
    if done.returncode:
        raise RuntimeError(f"{contender} failed on {case}:\n{done.stderr}")
    values = json.loads(done.stdout)
    return Run(**{**values, "figures": Figures(*values["figures"])})


def run_here(contender: str, case: Case, seed: int) -> Run:
    """Run a contender in this process: a short run to import everything, then the run that counts."""
    module: Any = import_module(f"benchmarks.contenders.{contender}")
    gc.disable()
    module.play(case.lasting(WARM_UP_S), seed)
    gc.collect()
    processor, clock = time.process_time(), time.perf_counter()
    record = module.play(case, seed)
    processor_s, elapsed_s = time.process_time() - processor, time.perf_counter() - clock
    peak = peak_bytes()
    return Run(processor_s, elapsed_s, peak, module.figures(record))


def peak_bytes() -> int:
    """The most memory that this process has had in use.

    On Linux by /proc, since there getrusage also counts what the parent had in use when it started this process.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    print(json.dumps(run_here(sys.argv[1], Case(*json.loads(sys.argv[3])), int(sys.argv[2]))._asdict()))
