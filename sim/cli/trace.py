"""``supportsim run ... trace=<issue>``: one issue's life in replication 0, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.cli.arguments import Arguments
from sim.cli.console import plain
from sim.errors import Fault, SettingsError

if TYPE_CHECKING:
    from sim.log import Log
    from sim.scenario import Scenario

KEY = "trace"


def taken_out(arguments: Arguments) -> tuple[Arguments, str | None]:
    """The arguments without ``trace=``, and what it names; a grid has no single run to tell of."""
    mine = [text for text in arguments.overrides if text.partition("=")[0] == KEY]
    if not mine:
        return arguments, None
    value = mine[-1].partition("=")[2].strip()
    if arguments.multirun:
        raise SettingsError([Fault(KEY, "one run at a time, not a grid", value, "leave out -m")])
    return replace(arguments, overrides=tuple(text for text in arguments.overrides if text not in mine)), value


def run(scenario: Scenario, seed: int, issue: str) -> int:
    """Simulate replication 0 as the study would, and print what happened to the issue; nothing is written."""
    from sim.engine import simulate
    from sim.log.trace import lines
    from sim.study.job import collector_off

    with collector_off():
        log = simulate(scenario, seed, 0)
    for line in lines(log, _number(log, issue), scenario.calendar.start):
        print(plain(line))
    return 0


def _number(log: Log, typed: str) -> int:
    """The issue that is meant; ``SettingsError`` with the numbers that there are, and one worth reading."""
    from sim.log.trace import most_told

    issues = len(log.issues["issue"])
    if typed.isascii() and typed.isdigit() and int(typed) < issues:
        return int(typed)
    if not issues:
        raise SettingsError([Fault(KEY, "nobody came in replication 0, so there is no issue to follow", typed)])
    one = most_told(log)
    contacts = int((log.contacts["issue"] == one).sum())
    rule = f"replication 0 has the issues 0 to {issues - 1}" if issues > 1 else "replication 0 has issue 0 alone"
    fix = f"trace={one} has the most contacts, {contacts}"
    raise SettingsError([Fault(KEY, rule, typed or "nothing", fix)])
