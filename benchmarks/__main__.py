"""Measure everything, print a table, write results/bench.json: ``python -m benchmarks``, about seven minutes."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.kernel import kernel
from benchmarks.memory import bytes_per_contact
from benchmarks.reference import reference
from benchmarks.scaling import agents_scaling
from benchmarks.table import table
from benchmarks.workers import workers_speedup
from benchmarks.year import year

RESULT = Path("results/bench.json")


def say(line: str) -> None:
    """A line of progress, at once."""
    print(line, flush=True)


def machine() -> dict[str, Any]:
    """Where the figures were measured."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "versions": {name: version(name) for name in ("simpy", "ciw", "salabim", "numpy")},
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def main() -> int:
    say(f"Takes about seven minutes; works best on an idle machine (load average now: {os.getloadavg()[0]:.2f}).")
    bench: dict[str, Any] = {"machine": machine(), "load_average_at_start": os.getloadavg()[0]}
    say("\nContacts per second")
    bench["kernel"] = kernel(say)
    say("\nThe reference desk, four weeks")
    bench["reference"] = reference(say)
    say("\nCost by number of agents")
    bench["agents_scaling"] = agents_scaling(say)
    say("\nMemory")
    bench["bytes_per_contact"] = bytes_per_contact()
    say(f"  {bench['bytes_per_contact']:.0f} bytes a contact")
    say("\nA year in one replication")
    bench["year"] = year(say)
    say("\nOne worker and two")
    bench["workers"] = workers_speedup(say)
    bench["workers_speedup"] = bench["workers"]["speedup"]
    if bench["workers"]["load_average"] > 2.3:  # two are ours
        say("  other programs used this machine meanwhile: two workers would do better without them")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(bench, indent=2) + "\n")
    say(f"\n{table(bench)}\n\nwritten to {RESULT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
