"""Hours at which customers are on the line and no supervisor is there to be asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.policy import Heads
from sim.scenario.checks.authority import may_ask
from sim.scenario.remarks.week import STEP_S, STEPS_A_DAY, Week, in_spans, in_words, open_steps, steps_within
from sim.scenario.scenario import Scenario
from sim.units import HOUR_S

THEN = {
    "hold": "who needs more than the agent may grant cannot hold then, as policy.authority.approval: hold would have "
    "it: the ticket is pending, and the decision comes later, when a supervisor is back",
    "by_wait": "who needs more than the agent may grant cannot hold then: the ticket is pending, and the decision "
    "comes later, when a supervisor is back",
    "later": "what the agent may not grant waits then, and the decision comes when a supervisor is back",
}
"""By ``policy.authority.approval``: what happens at those hours."""


def no_supervisor(scenario: Scenario) -> list[str]:
    """Which hours, by channels on which customers wait on the line; plans only, nobody late or absent."""
    policy = scenario.policy
    if not may_ask(scenario):
        return []
    lacking = ~on_shift(scenario)
    alike: dict[bytes, list[str]] = {}
    for name, channel in policy.channels.items():
        if channel.waits_on_line:
            alike.setdefault((open_steps(channel.open) & lacking).tobytes(), []).append(name)
    out = []
    for cells, names in alike.items():
        hours = np.frombuffer(cells, dtype=bool)
        count = np.count_nonzero(hours) * STEP_S / HOUR_S
        if count:
            are, some = "are" if len(names) > 1 else "is", "hour" if count == 1 else "hours"
            out.append(
                f"{_where(scenario)}: {_and(names)} {are} open for {count:g} {some} of the week in which no supervisor "
                f"is on shift ({in_words(hours)}); {THEN[policy.authority.approval]}"
            )
    return out


def on_shift(scenario: Scenario) -> Week:
    """When at least one agent of a team that approves is planned on shift, in an ordinary week.

    A roster has dates: a quarter counts where somebody works in it on every simulated date of its weekday; of weekdays
    that are not simulated nothing is known, and nothing is said.
    """
    policy = scenario.policy
    approving = {name for name, team in policy.teams.items() if team.approves}
    there = in_spans(
        (day, *shift.hours)
        for shift in policy.shifts.values()
        if shift.team in approving and shift.agents > 0
        for day in shift.days
    )
    for name, heads in policy.heads.items():
        if name in approving:
            there |= _by_heads(heads)
    if approving & set(policy.roster):
        there |= _by_roster(scenario, approving)
    return there


def _by_heads(heads: Heads) -> Week:
    """As the agents on queue are counted: times, rounded, plus; where nobody is named there is nobody."""
    weeks = [
        round(level * heads.times) + heads.plus > 0 if level > 0 else False
        for day in range(7)
        for level in (heads.on_queue.at(day, step * STEP_S) for step in range(STEPS_A_DAY))
    ]
    return np.array(weeks, dtype=bool)


def _by_roster(scenario: Scenario, approving: set[str]) -> Week:
    calendar = scenario.calendar
    steps: NDArray[np.bool_] = np.zeros((calendar.days, STEPS_A_DAY), dtype=bool)
    for name in approving & set(scenario.policy.roster):
        for row in scenario.policy.roster[name].rows:
            if row.activity == "work":
                mine = steps_within(*row.hours) + (row.date - calendar.start).days * STEPS_A_DAY
                steps.flat[mine[(mine >= 0) & (mine < steps.size)]] = True
    week = np.ones((7, STEPS_A_DAY), dtype=bool)
    for day in range(calendar.days):
        if not calendar.is_holiday(day):
            week[calendar.weekday(day)] &= steps[day]
    return week.ravel()


def _where(scenario: Scenario) -> str:
    """The settings that say when supervisors are there."""
    policy = scenario.policy
    approving = [name for name, team in policy.teams.items() if team.approves]
    paths = [f"policy.heads.{name}" for name in approving if name in policy.heads]
    paths += [f"policy.roster.{name}" for name in approving if name in policy.roster]
    paths += [f"policy.shifts.{name}" for name, shift in policy.shifts.items() if shift.team in approving]
    return _and(paths)


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
