"""Teams staffed by heads: their numbers on queue change at instants, and nobody is a person."""

from __future__ import annotations

from sim.scenario import Scenario
from sim.units import DAY_S


def head_steps(scenario: Scenario, team: str) -> list[tuple[float, int]]:
    """(instant, agents on queue) at the start and wherever a team's heads change."""
    calendar, heads = scenario.calendar, scenario.policy.heads[team]
    missing = scenario.start.missing.get(team, 0)
    out: list[tuple[float, int]] = []
    for day in range(calendar.days):
        steps = heads.on_queue.root[calendar.weekday(day)]
        if calendar.is_holiday(day):
            steps = ((0.0, 0.0),)
        for start, level in steps if steps[0][0] == 0.0 else ((0.0, 0.0), *steps):
            count = round(level * heads.times) + heads.plus if level > 0 else 0
            count = max(count - (missing if day == 0 else 0), 0)
            at = max(day * DAY_S + start, calendar.start_at)
            if out and out[-1][0] == at:
                out[-1] = (at, count)
            elif not out or out[-1][1] != count:
                out.append((at, count))
    return out
