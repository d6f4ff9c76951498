"""The found desk as scenarios to simulate: its world, its hours, and the heads that were there, week by week.

Heads of an interval are rarely whole numbers (breaks, arrivals and departures within it); simulated agents are. So the
curve steps every few minutes between the whole numbers around the mean, carrying the remainder on, and keeps the hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.find import Findings
from sim.calibrate.history import History
from sim.calibrate.tally import open_at, queue_entries
from sim.calibrate.world_found import plain_name, topics_of
from sim.clock import Calendar, OpenHours, WeekCurve
from sim.policy import Channel, Heads, Routing, Target, Team, Weights
from sim.scenario import Scenario
from sim.scenario.scenario import Policy, World
from sim.units import DAY_S
from sim.world import RecordedArrivals

Floats = NDArray[np.float64]

STEP_S = 600.0
"""Length of the steps between whole numbers of heads (assumed: about that of a short break)."""

TEAM = "desk"

TARGET_WITHIN_S = 20.0
"""The waiting time of the target that stands in, as a history does not say what was promised (assumed)."""


@dataclass(frozen=True, slots=True)
class Week:
    """Up to seven days of a history, as a scenario but for its heads; ``heads`` (days, m) were seen there."""

    first_day: int
    n_days: int
    scenario: Scenario
    heads: Floats
    open: NDArray[np.bool_]
    interval_s: float

    def with_availability(self, factor: float) -> Scenario:
        """The scenario in which ``factor`` of the presence was there for contacts."""
        curve = heads_curve(self.heads, self.open, self.scenario.calendar.weekday(0), self.interval_s, factor)
        policy = self.scenario.policy.model_copy(update={"heads": {TEAM: Heads(on_queue=curve)}})
        return self.scenario.model_copy(update={"policy": policy})


def weeks(
    findings: Findings, history: History, world: World, recorded: bool, within_s: float = TARGET_WITHIN_S
) -> Iterator[Week]:
    """The days of ``history``, at most seven at a time, in the world that was found (elsewhere, perhaps).

    ``recorded`` replays the contacts as they came; otherwise they are drawn from the world's profile. Heads are those
    present in ``history`` itself.

    Raises
    ------
    ValueError
        When nobody's presence was seen.
    """
    from sim.calibrate.presence import presence

    there = presence(history, next(iter(findings.channels.values())).profile.interval_s)
    if there is None:
        raise ValueError("the history shows nobody's presence, so its staffing cannot be simulated")
    for first in range(0, history.n_days, 7):
        days = min(7, history.n_days - first)
        start = history.date_of(first)
        arrivals = dict(world.arrivals)
        if recorded:
            arrivals |= {name: _recorded(history, findings, name, first, days) for name in findings.channels}
        scenario = Scenario(
            title=history.mapping.title,
            calendar=Calendar(start=start, days=days, interval=there.interval_s, at_end="drain"),
            world=world.model_copy(update={"arrivals": arrivals}),
            policy=policy_of(findings, within_s),
        )
        heads = there.heads[first : first + days]
        is_open = _open(findings, history, first, days, there.interval_s)
        yield Week(first, days, scenario, heads, is_open, there.interval_s)


def policy_of(findings: Findings, within_s: float = TARGET_WITHIN_S) -> Policy:
    """Channels with the hours found, one team for all of them, and mean heads of the whole presence."""
    channels = {
        name: Channel(kind="live", open=found.profile.hours) if found.live else Channel(kind="async")
        for name, found in findings.channels.items()
    }
    return Policy(
        channels=channels,
        teams={TEAM: Team(skills=dict.fromkeys(channels, 1.0))},
        heads={TEAM: Heads(on_queue=WeekCurve.model_validate(1.0))},
        targets={name: Target(share=0.8, within=within_s) for name, found in findings.channels.items() if found.live},
        routing=routing_of(findings, within_s),
    )


def routing_of(findings: Findings, within_s: float) -> Routing:
    """First come, first served, or what :mod:`sim.calibrate.turns` found, as a score of waiting time and class.

    Topics that are held back by H seconds have the class 2, and a class weighs as much as H seconds:
    score = waited / target − (H / target) × class. Only of a history of one channel, as scores compare all queues.
    """
    held = [(name, found.turns) for name, found in findings.channels.items() if found.turns is not None]
    if len(findings.channels) != 1 or not held or len(topics_of(findings.channels)) < 2:
        return Routing()
    name, found = held[0]
    return Routing(
        next_contact="score",
        priority={f"{name}/{plain_name(topic)}": 2 for topic in found.held_back},
        weights=Weights(priority=round(found.ahead_s / max(within_s, 1.0), 3), age=1.0),
    )


def heads_curve(
    heads: Floats, is_open: NDArray[np.bool_], first_weekday: int, interval_s: float, factor: float
) -> WeekCurve:
    """Whole heads in steps of :data:`STEP_S` whose running sum is that of ``factor`` × ``heads`` (days, m).

    n[k] = ⌊S[k] + ½⌋ − ⌊S[k−1] + ½⌋ with S the running sum over the steps of a day. Closed intervals have none; an open
    one has at least one agent whenever anybody was seen, lest a queue stand for an artefact of rounding.
    """
    parts = max(1, round(interval_s / STEP_S))
    week: list[tuple[tuple[float, float], ...]] = [((0.0, 0.0),)] * 7
    for day, row in enumerate(heads):
        level = np.repeat(np.where(is_open[day], row * factor, 0.0), parts)
        whole = np.diff(np.floor(np.cumsum(level) + 0.5), prepend=0.0)
        whole = np.where((level > 0.0) & (whole < 1.0), 1.0, whole)
        changes = np.flatnonzero(np.diff(whole, prepend=-1.0))
        steps = tuple((float(step * interval_s / parts), float(whole[step])) for step in changes)
        week[(first_weekday + day) % 7] = steps
    return WeekCurve(tuple(week))


def _recorded(history: History, findings: Findings, channel: str, first: int, days: int) -> RecordedArrivals:
    entries = queue_entries(history, channel)
    hours: OpenHours = findings.channels[channel].profile.hours
    entries = entries[open_at(hours, history, entries)]
    entries = entries[(entries >= first * DAY_S) & (entries < (first + days) * DAY_S)]
    origin = dt.datetime.combine(history.first_date, dt.time())
    return RecordedArrivals(at=tuple(origin + dt.timedelta(seconds=float(second)) for second in entries))


def _open(findings: Findings, history: History, first: int, days: int, interval_s: float) -> NDArray[np.bool_]:
    """Intervals in which any live channel is open, shape (days, m)."""
    slots = np.arange(round(days * DAY_S / interval_s), dtype=np.float64)
    middles = (slots + 0.5) * interval_s + first * DAY_S
    found = np.zeros(len(middles), dtype=np.bool_)
    for channel in findings.channels.values():
        if channel.live:
            found |= open_at(channel.profile.hours, history, middles)
    return found.reshape(days, -1)
