"""``supportsim compare``: options on the same customers, and the cheapest that meets the target."""

from __future__ import annotations

from sim.cli.arguments import Arguments
from sim.cli.outcome import options_for, print_comparison
from sim.cli.play import print_job, say_notes, simulate, typed, write_report
from sim.errors import Fault, SettingsError
from sim.settings import load


def run(arguments: Arguments) -> int:
    """Simulate every option, and print the table, the answer, the report's path and what to try next."""
    if arguments.multirun:
        from sim.cli import sweep

        return sweep.run(arguments)
    loaded = load(typed(arguments))
    if arguments.cfg:
        return print_job(loaded)
    if len(loaded.variants) < 2:
        raise SettingsError(
            [
                Fault(
                    "variants",
                    "a comparison needs at least two",
                    ",".join(variant.name for variant in loaded.variants) or "none",
                    f"such as {options_for(loaded.request.scenario)}",
                )
            ]
        )
    say_notes(loaded)
    study = simulate(loaded, loaded.variants)
    page = write_report(study, loaded)
    print_comparison(study, loaded, page, arguments)
    return 0
