"""``supportsim sensitivity``: which conclusions survive when the assumed coefficients move over their ranges."""

from __future__ import annotations

from dataclasses import replace

from sim.cli.arguments import Arguments
from sim.cli.console import plain, print_table
from sim.cli.play import print_job, say_notes, typed
from sim.errors import Fault, SettingsError
from sim.settings import load
from sim.study.sensitivity import Extent, run_screen

KEYS = tuple(Extent.__dataclass_fields__)
"""Settings of the verb: how much is played."""


def run(arguments: Arguments) -> int:
    """Say the budget, play, and print what survives, what overturns it, and where the page is."""
    arguments, extent = taken_out(arguments)
    loaded = load(typed(arguments))
    if arguments.cfg:
        return print_job(loaded)
    if len(loaded.variants) != 2:
        names = ",".join(variant.name for variant in loaded.variants) or "none"
        fix = "such as experiment=two_callers_saved, or variants=[baseline,two_more_callers]"
        raise SettingsError([Fault("variants", "a screen is of the difference of two", names, fix)])
    say_notes(loaded)
    from sim.cli.progress import shown

    base, other = loaded.variants
    with shown() as progress:
        found = run_screen(
            (base, other),
            extent,
            loaded.request.study,
            loaded.request.compute,
            name=loaded.name,
            say=lambda text: print(text, flush=True),
            progress=progress,
        )
    from sim.report.screen_folder import ScreenFolder, short

    screen = ScreenFolder(found.folder)
    rows = [
        [
            str(one["name"]),
            screen.told(row.difference, str(one["unit"])),
            f"{row.agrees:.0%}",
            screen.verdict(one["key"]),
        ]
        for one, row in ((one, screen.one(one["key"], "few")) for one in screen.outcomes)
    ]
    print()
    print_table(["conclusion", "as assumed", "same side (beyond chance)", "verdict"], rows, right=(1, 2))
    print()
    for text in (screen.headline(), *screen.sentences()):
        print(plain(text))
    if found.chosen:
        print(f"What matters most: {', '.join(short(found.coefficients[index].path) for index in found.chosen)}")
    print()
    if loaded.request.report.enabled:
        from sim.report.screen_page import render_screen

        print(f"report: {render_screen(found.folder, loaded.request.report)}")
    print(f"tables: {found.folder}")
    return 0


def taken_out(arguments: Arguments) -> tuple[Arguments, Extent]:
    """The arguments without the verb's own settings, and the extent that these name."""
    given = {text.partition("=")[0]: text.partition("=")[2].strip() for text in arguments.overrides}
    mine = {key: value for key, value in given.items() if key in KEYS}
    faults = [
        Fault(key, "a whole number", value, f"{key}={getattr(Extent(), key)} is the default")
        for key, value in mine.items()
        if not (value.isascii() and value.isdigit())
    ]
    if arguments.multirun:
        faults.append(Fault("-m", "one screen at a time, not a grid", "", "leave out -m"))
    if faults:
        raise SettingsError(faults)
    extent = Extent(**{key: int(value) for key, value in mine.items()})
    rest = tuple(text for text in arguments.overrides if text.partition("=")[0] not in KEYS)
    return replace(arguments, overrides=rest), extent
