"""``supportsim run``: one desk as it is, or one variant of it."""

from __future__ import annotations

from sim.cli import trace
from sim.cli.arguments import Arguments
from sim.cli.outcome import print_one
from sim.cli.play import print_job, say_notes, simulate, typed, write_report
from sim.errors import Fault, SettingsError
from sim.settings import load
from sim.study.variant import Variant


def run(arguments: Arguments) -> int:
    """Simulate, and print what came out for each channel; with ``trace=``, the life of one issue instead."""
    arguments, issue = trace.taken_out(arguments)
    if arguments.multirun:
        from sim.cli import sweep

        return sweep.run(arguments)
    loaded = load(typed(arguments), written_out=False)
    if arguments.cfg:
        return print_job(loaded)
    if len(loaded.variants) > 1:
        names = ",".join(variant.name for variant in loaded.variants)
        raise SettingsError([Fault("variants", "run plays one", names, f"supportsim compare variants=[{names}]")])
    say_notes(loaded)
    scenario = loaded.request.scenario
    variants = loaded.variants or (Variant("baseline", scenario, scenario.title),)
    if issue is not None:
        return trace.run(variants[0].scenario, loaded.request.study.seed, issue)
    study = simulate(loaded, variants)
    page = write_report(study, loaded)
    print_one(study, variants[0], page, arguments)
    return 0
