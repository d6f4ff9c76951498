"""What run, compare and sweep share: load, simulate with progress, report."""

from __future__ import annotations

from pathlib import Path

from sim.cli.arguments import Arguments
from sim.errors import StudyError
from sim.settings import Loaded, Typed
from sim.study import Study, run_study
from sim.study.variant import Variant


def typed(arguments: Arguments) -> Typed:
    """The arguments as the settings read them."""
    return Typed(arguments.overrides, arguments.desk, arguments.config_dir)


def say_notes(loaded: Loaded) -> None:
    """What the settings want the user to know."""
    import sys

    from sim.cli.console import safe

    for note in loaded.notes:
        print(f"note: {safe(note)}", file=sys.stderr)


def print_job(loaded: Loaded) -> int:
    """``--cfg job``: the settings as one YAML, which can be read again as a desk."""
    import yaml

    print(yaml.safe_dump(loaded.resolved, sort_keys=False, allow_unicode=True), end="")
    return 0


def simulate(loaded: Loaded, variants: tuple[Variant, ...]) -> Study:
    """Run or resume the study."""
    from sim.cli.progress import shown

    request = loaded.request
    with shown() as progress:
        return run_study(
            variants, request.study, request.compute, name=loaded.name, resolved=loaded.resolved, progress=progress
        )


def write_report(study: Study, loaded: Loaded) -> Path | None:
    """The report page of a finished study; None where none is wanted."""
    if not loaded.request.report.enabled:
        return None
    from sim.report import render

    try:
        return render(study.folder, loaded.request.report)
    except StudyError as error:
        raise StudyError(f"{error} (the tables are written: {study.folder})") from error
