"""``supportsim show``: the settings, where each value came from, and the load against the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.arguments import Arguments
from sim.cli.console import print_table, safe
from sim.cli.play import print_job, typed
from sim.report.words import number, per_cent
from sim.settings import Loaded, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.cli.capacity import ChannelLoad, TeamLoad
    from sim.scenario import Scenario
    from sim.study.approvals_load import SupervisorsLoad


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
    from sim.cli.capacity import by_channel, by_team, of_supervisors

    scenario = loaded.request.scenario
    _load_by_channel(scenario, by_channel(scenario))
    print()
    teams = by_team(scenario)
    _load_by_team(teams)
    _places(scenario, teams)
    _load_of_supervisors(of_supervisors(scenario))


def _load_by_channel(scenario: Scenario, channels: Sequence[ChannelLoad]) -> None:
    """First contacts and what they bring; of a desk without tickets, first contacts alone."""
    further = scenario.world.resolution is not None
    head = ["channel", "issues", "handle time", "hours of work", "busiest: erlangs", "when"]
    counted = "first contacts, before anybody tries again"
    if further:
        head = ["channel", "first contacts", "come back", "further touches", "notices", "time of a touch", *head[3:]]
        counted = "first contacts and what they bring"
    rows = []
    for one in channels:
        brought = one.brings
        counts = [brought.returns, brought.further, brought.aside] if further else []
        numbers = [number(count) for count in (one.issues, *counts)]
        work = [f"{one.touch_s:.0f} s", number(one.work_h, 1), number(one.busiest_erlangs, 1), one.busiest_when]
        rows.append([one.channel, *numbers, *work])
    title = f"Offered load over {scenario.calendar.days} days ({counted})"
    print_table(head, rows, right=range(1, len(head) - 1), title=title)
    if further:
        print("come back: because it was not solved after all (recontacts, reopenings). further touches: after others")
        print("have acted, or because it is not done. notices: promises kept, and answers to whether it is solved.")
        print("Not known before a simulation: who tries again or gives up, and who asks where things stand.")
    if any(channel.kind == "chat" for channel in scenario.policy.channels.values()):
        print("chat: an agent's time with all slots in use; with fewer chats at once it is more.")


def _load_by_team(teams: Sequence[TeamLoad]) -> None:
    """Each team, and the desk as a whole where it has several."""
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
    work_h, on_queue_h = sum(one.work_h for one in teams), sum(one.on_queue_h for one in teams)
    if len(teams) > 1 and on_queue_h > 0:
        rows.append(["all", "", number(work_h, 1), number(on_queue_h, 1), per_cent(work_h / on_queue_h), "", ""])
    print_table(
        ["team", "channels", "hours of work", "hours on queue", "load", "busiest: load", "when"],
        rows,
        right=[2, 3, 4, 5],
        title="Load against capacity (work over hours on queue; above 100 % callers must give up or wait for ever)",
    )
    for one in teams:
        if one.unstaffed_h > 0.05:
            print(f"{one.team}: {number(one.unstaffed_h, 1)} h of work come while nobody with the skill is on queue")


def _places(scenario: Scenario, teams: Sequence[TeamLoad]) -> None:
    """How many hours on queue the occupancy aimed at takes where people come and go; nothing where they do not."""
    from sim.study.places_needed import places_needed

    found = [one for team in teams if (one := places_needed(scenario, team.team, team.work_h, team.on_queue_h))]
    if not found:
        return
    rows = [
        [
            one.team,
            per_cent(one.vacant),
            per_cent(one.training),
            number(one.needed_h, 1),
            number(one.planned_h, 1),
            f"{100 * (one.needed_h / one.planned_h - 1):+.0f} %" if one.planned_h > 0 else "",
        ]
        for one in found
    ]
    print()
    print_table(
        ["team", "places empty", "in training", "hours on queue needed", "planned", "more"],
        rows,
        right=range(1, 6),
        title=f"People who come and go (to keep {per_cent(found[0].aimed_at, 0)} of the time on queue as work)",
    )
    print("In the long run, at the usual rate of leaving; exhaustion makes more leave, as only a simulation tells.")


def _load_of_supervisors(found: SupervisorsLoad | None) -> None:
    """Requests and other duties against the hours of those who approve; nothing where nobody is asked."""
    if found is None:
        return
    hours = [number(hours, 1) for hours in (found.requests_h, found.duties_h, found.on_queue_h)]
    requests = [number(count, 1) for count in (found.on_hold_per_week, found.later_per_week)]
    print()
    print_table(
        ["who approves", "a week: on hold", "later", "hours of requests", "other duties", "hours on queue", "load"],
        [[", ".join(found.teams), *requests, *hours, per_cent(found.load)]],
        right=range(1, 7),
        title="What supervisors are asked to decide (needs that call for a concession above the agent's limit)",
    )
    print("on hold: customer and agent wait for the decision. later: the ticket waits, and an agent finishes it.")
    print("Both are part of the hours of work above; how long they wait for a supervisor is not known before.")
