"""The hours of a week in quarters: when something is open or somebody there, and the words for them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.clock import OpenHours
from sim.units import DAY_S, WEEK_S, WEEKDAYS, format_span

STEP_S = 900.0
"""Hours are told to a quarter."""
STEPS = round(WEEK_S / STEP_S)
STEPS_A_DAY = round(DAY_S / STEP_S)
Week = NDArray[np.bool_]
"""Shape (steps a week,): whether something holds at the beginning of each quarter, from Monday at midnight."""


def open_steps(hours: OpenHours) -> Week:
    """When a channel is open; a span may go on after midnight."""
    return in_spans((day, *span) for day, spans in enumerate(hours.root) for span in spans)


def in_spans(spans: Iterable[tuple[int, float, float]]) -> Week:
    """When one of some spans (weekday, start, end) goes on, in seconds since the weekday's midnight."""
    there = np.zeros(STEPS, dtype=bool)
    for day, begins, ends in spans:
        there[(steps_within(begins, ends) + day * STEPS_A_DAY) % STEPS] = True
    return there


def steps_within(begins: float, ends: float) -> NDArray[np.int64]:
    """The numbers of the quarters that begin in [begins, ends), counted from the midnight that both count from."""
    return np.arange(np.ceil(begins / STEP_S), np.ceil(ends / STEP_S), dtype=np.int64)


def in_words(week: Week) -> str:
    """Such as ``Mon to Fri 18:00-20:00, Sat and Sun 08:00-12:00``; days that are alike stand together."""
    if week.all():
        return "at all hours"
    days_of: dict[str, list[int]] = {}
    for day, its in enumerate(week.reshape(7, STEPS_A_DAY)):
        edges = np.flatnonzero(np.diff(its, prepend=False, append=False)) * STEP_S
        if len(edges):
            spans = (format_span(begins, ends) for begins, ends in edges.reshape(-1, 2).tolist())
            days_of.setdefault(" and ".join(spans), []).append(day)
    return ", ".join(f"{_days(days)} {spans}" for spans, days in days_of.items())


def _days(days: list[int]) -> str:
    """Such as ``Mon to Fri``, ``Sat and Sun``, ``Mon, Wed and Fri``, ``daily``."""
    if len(days) == 7:
        return "daily"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = []
    for run in runs:
        first, *_, last = (WEEKDAYS[day].capitalize() for day in (run[0], run[-1]))
        names += [f"{first} to {last}"] if len(run) > 2 else [WEEKDAYS[day].capitalize() for day in run]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
