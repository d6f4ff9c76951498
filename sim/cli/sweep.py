"""``supportsim sweep``: every point of a grid, and one tidy table."""

from __future__ import annotations

from sim.cli.arguments import Arguments
from sim.cli.outcome import print_sweep
from sim.cli.play import print_job, say_notes, simulate, typed
from sim.settings import load_grid
from sim.study.sweep import Grid, write_sweep


def run(arguments: Arguments) -> int:
    """Simulate every point, write ``sweep.csv``, and print the table of what decides."""
    loaded = load_grid(typed(arguments))
    if arguments.cfg:
        return print_job(loaded)
    say_notes(loaded)
    study = simulate(loaded, loaded.variants)
    write_sweep(study, Grid(loaded.axes, loaded.variants, loaded.points))
    print_sweep(study, loaded)
    if loaded.request.report.enabled:
        from sim.report import render_sweep

        for picture in render_sweep(study.folder, loaded.request.report):
            print(f"chart:  {picture}")
    return 0
