"""A number that changes over the week in steps: a profile of calls, heads on duty, a multiplier of handle time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import RootModel, model_serializer, model_validator

from sim.units import DAY_S, format_days, format_time_of_day, parse_days, parse_time_of_day

Steps = tuple[tuple[float, float], ...]

SHOWN_ROWS = 20
"""Wrong rows of a table that an error names; the others are counted."""


class WeekCurve(RootModel[tuple[Steps, ...]]):
    """Piecewise constant over the seven weekdays.

    Written as one number, as ``{"08:00": 4, "12:00": 6, "20:00": 0}`` for every day, or by days as
    ``{mon-fri: {"08:00": 4, "20:00": 0}, sat: 2}``; a day that is not named is 0, and so is the time before a day's
    first step. Each step holds until the next one or midnight. A table has the columns day, time and value, one row a
    step; ``day`` may be left out where every day is alike.
    """

    model_config = {"frozen": True, "allow_inf_nan": False}

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if value == []:
            raise ValueError('a curve has at least one step, such as {"08:00": 4}')
        if isinstance(value, tuple | list):
            return _from_rows(value) if value and all(isinstance(row, Mapping) for row in value) else value
        if isinstance(value, Mapping) and value and all(_names_days(str(key)) for key in value):
            week: list[Steps] = [()] * 7
            for days, steps in value.items():
                for day in parse_days(str(days)):
                    if week[day]:
                        raise ValueError(f"{days!r} names a day that another line names too")
                    week[day] = _steps(steps)
            return tuple(day or ((0.0, 0.0),) for day in week)
        return (_steps(value),) * 7

    @model_serializer(mode="plain")
    def _write(self) -> Any:
        by_steps: dict[Steps, list[int]] = {}
        for day, steps in enumerate(self.root):
            by_steps.setdefault(steps, []).append(day)
        written = {
            format_days(tuple(days)): steps[0][1]
            if len(steps) == 1 and steps[0][0] == 0.0
            else {format_time_of_day(start): level for start, level in steps}
            for steps, days in by_steps.items()
        }
        return written["daily"] if list(written) == ["daily"] and not isinstance(written["daily"], dict) else written

    def at(self, weekday: int, second: float) -> float:
        """The level on a weekday (Monday 0) at a second after midnight."""
        level = 0.0
        for start, value in self.root[weekday]:
            if start > second:
                break
            level = value
        return level

    def sampled(self, interval_s: float) -> NDArray[np.float64]:
        """Shape (7, intervals a day): the mean level over each interval."""
        slots = round(DAY_S / interval_s)
        edges = np.arange(slots + 1) * interval_s
        return np.stack([np.diff(np.interp(edges, *_integral(steps))) / interval_s for steps in self.root])

    @property
    def lowest(self) -> float:
        """The least level of the week."""
        unwritten = [0.0] if any(steps[0][0] > 0 for steps in self.root) else []
        return min([level for steps in self.root for _, level in steps] + unwritten)

    @property
    def highest(self) -> float:
        """The greatest level of the week."""
        return max(level for steps in self.root for _, level in steps)


def _names_days(key: str) -> bool:
    return key[:1].isalpha()


def _steps(value: Any) -> Steps:
    if isinstance(value, Mapping):
        steps = sorted((parse_time_of_day(str(start)), _number(level)) for start, level in value.items())
        if not steps:
            raise ValueError('a curve has at least one step, such as {"08:00": 4}')
        return tuple(steps)
    return ((0.0, _number(value)),)


def _from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Steps, ...]:
    """The curve of a table; ``ValueError`` names every row that is wrong (the header of a table is row 1)."""
    week: list[dict[float, float]] = [{} for _ in range(7)]
    wrong: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            days, start, level = _row(row)
        except ValueError as error:
            wrong.append(f"row {number}: {error}")
            continue
        for day in days:
            if start in week[day]:
                wrong.append(f"row {number}: {format_days((day,))} {format_time_of_day(start)} stands there twice")
                break
            week[day][start] = level
    if wrong:
        more = f"; and {len(wrong) - SHOWN_ROWS} more rows" if len(wrong) > SHOWN_ROWS else ""
        raise ValueError("; ".join(wrong[:SHOWN_ROWS]) + more)
    return tuple(tuple(sorted(steps.items())) or ((0.0, 0.0),) for steps in week)


def _row(row: Mapping[str, Any]) -> tuple[tuple[int, ...], float, float]:
    unknown = [str(name) for name in row if name not in ("day", "time", "value")]
    missing = [name for name in ("time", "value") if name not in row]
    if unknown or missing:
        found = [f"no column {name}" for name in missing] + [f"unknown column {name}" for name in unknown]
        raise ValueError(", ".join(found) + " (the columns of a curve are day, time and value)")
    return parse_days(str(row.get("day", "daily"))), parse_time_of_day(str(row["time"])), _number(row["value"])


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    if not np.isfinite(value):
        raise ValueError(f"{value!r} is not a finite number")
    return float(value)


def _integral(steps: Steps) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    starts = np.array([0.0, *(start for start, _ in steps), DAY_S])
    levels = np.array([0.0, *(level for _, level in steps)])
    return starts, np.concatenate([[0.0], np.cumsum(levels * np.diff(starts))])
