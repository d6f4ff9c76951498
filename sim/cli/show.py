"""``supportsim show``: the settings, where each value came from, and the load against the people."""

from __future__ import annotations

from sim.cli.arguments import Arguments
from sim.cli.console import print_table, safe
from sim.cli.play import print_job, typed
from sim.report.words import number, per_cent
from sim.settings import Loaded, load


def run(arguments: Arguments) -> int:
    """Print settings with their origins, notes, variants, and the offered load."""
    loaded = load(typed(arguments))
    if arguments.cfg:
        return print_job(loaded)
    _settings(loaded, arguments.defaults)
    _variants(loaded)
    _load(loaded)
    return 0


def _settings(loaded: Loaded, with_defaults: bool) -> None:
    from sim.settings.origin import origins

    found = origins(loaded.request, loaded.merged)
    shown = [one for one in found if with_defaults or not one.is_default]
    rows = [[one.path, f"{one.value} {one.unit}".strip(), one.came_from] for one in shown]
    print_table(["setting", "value", "where it came from"], rows, title=f"{loaded.request.title or loaded.name}")
    hidden = len(found) - len(shown)
    if hidden:
        print(f"{hidden} more settings have their defaults: supportsim show --defaults, docs/parameters.md")
    for note in loaded.notes:
        print(f"note: {safe(note)}")
    print()


def _variants(loaded: Loaded) -> None:
    if not loaded.specs:
        return
    rows = [
        [name, spec.title, " ".join(spec.overrides) or "nothing changed", spec.because]
        for name, spec in loaded.specs.items()
    ]
    print_table(["variant", "title", "what it changes", "because"], rows)
    print()


def _load(loaded: Loaded) -> None:
    from sim.cli.capacity import by_channel, by_team

    scenario = loaded.request.scenario
    channels, teams = by_channel(scenario), by_team(scenario)
    rows = [
        [
            one.channel,
            number(one.issues),
            f"{one.handle_s:.0f} s",
            number(one.work_h, 1),
            number(one.busiest_erlangs, 1),
            one.busiest_when,
        ]
        for one in channels
    ]
    print_table(
        ["channel", "issues", "handle time", "hours of work", "busiest: erlangs", "when"],
        rows,
        right=[1, 2, 3, 4],
        title=f"Offered load over {scenario.calendar.days} days (first contacts, before anybody tries again)",
    )
    print()
    rows = [
        [
            one.team,
            ", ".join(one.channels),
            number(one.work_h, 1),
            number(one.on_queue_h, 1),
            per_cent(one.load),
            per_cent(one.busiest_load),
            one.busiest_when,
        ]
        for one in teams
    ]
    print_table(
        ["team", "channels", "hours of work", "hours on queue", "load", "busiest: load", "when"],
        rows,
        right=[2, 3, 4, 5],
        title="Load against capacity (work over hours on queue; above 100 % callers must give up or wait for ever)",
    )
    for one in teams:
        if one.unstaffed_h > 0.05:
            print(f"{one.team}: {number(one.unstaffed_h, 1)} h of work come while nobody with the skill is on queue")
