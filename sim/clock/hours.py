"""Opening hours, and time that counts only while open."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import RootModel, model_serializer, model_validator

from sim.units import DAY_S, format_days, format_span, parse_days, parse_span

Spans = tuple[tuple[float, float], ...]


class OpenHours(RootModel[tuple[Spans, ...]]):
    """Spans of opening by weekday, half-open [start, end).

    Written as ``always``, ``"08:00-20:00"`` for every day, or ``{mon-fri: 08:00-20:00, sat:
    "09:00-12:00,13:00-16:00"}``; a day that is not named, or says ``closed``, is closed. A span over midnight belongs
    to the day it starts on.
    """

    model_config = {"frozen": True}

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, tuple | list):
            return value
        if isinstance(value, Mapping):
            week: list[Spans | None] = [None] * 7
            for days, spans in value.items():
                for day in parse_days(str(days)):
                    if week[day] is not None:
                        raise ValueError(f"{days!r} names a day that another line names too")
                    week[day] = _spans(spans)
            return tuple(day or () for day in week)
        return (_spans(value),) * 7

    @model_serializer(mode="plain")
    def _write(self) -> Any:
        by_spans: dict[Spans, list[int]] = {}
        for day, spans in enumerate(self.root):
            by_spans.setdefault(spans, []).append(day)
        written = {
            format_days(tuple(days)): ",".join(format_span(*span) for span in spans) or "closed"
            for spans, days in by_spans.items()
        }
        return written["daily"] if list(written) == ["daily"] else written

    @property
    def open_s_per_week(self) -> float:
        """Seconds open in an ordinary week."""
        return sum(end - start for spans in self.root for start, end in spans)


def _spans(value: Any) -> Spans:
    if not isinstance(value, str):
        raise ValueError('hours are written "08:00-20:30" (quoted), "always" or "closed"')
    if value.strip() == "closed":
        return ()
    if value.strip() == "always":
        return ((0.0, DAY_S),)
    spans = sorted(parse_span(part) for part in value.split(","))
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError("spans of one day overlap")
    return tuple(spans)


def business_seconds(openings: NDArray[np.float64], instants: NDArray[np.float64]) -> NDArray[np.float64]:
    """Open seconds before each instant, P(t); the open time between two instants is P(t2) - P(t1).

    ``openings`` has shape (n, 2): [start, end) of every opening of the horizon, in order, in seconds.
    """
    if not len(openings):
        return np.zeros_like(instants, dtype=float)
    edges = openings.ravel()
    counted = np.concatenate([[0.0], np.cumsum(openings[:, 1] - openings[:, 0])])
    at_edges = np.repeat(counted, 2)[1:-1]
    return np.asarray(np.interp(instants, edges, at_edges), dtype=float)


def after_business_seconds(
    openings: NDArray[np.float64], instants: NDArray[np.float64], open_s: NDArray[np.float64] | float
) -> NDArray[np.float64]:
    """The instant at which ``open_s`` open seconds have passed since each instant; infinity past the last opening."""
    counted = np.concatenate([[0.0], np.cumsum(openings[:, 1] - openings[:, 0])])
    goal = business_seconds(openings, instants) + open_s
    index = np.searchsorted(counted[1:], goal, side="left")
    reached = index < len(openings)
    index = np.minimum(index, max(len(openings) - 1, 0))
    due = openings[index, 0] + (goal - counted[index]) if len(openings) else np.full_like(instants, np.inf)
    return np.where(reached, np.maximum(due, instants), np.inf)
