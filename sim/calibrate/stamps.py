"""Instants as they are written in a file: a wall clock, and an offset where one is given.

Full stamps, a date and a time of day in two columns, or a duration after another instant. Left out: any guess of the
order of day and month: what is not ISO 8601 needs its format in the map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.column_map import STAMPS, ColumnMap, Stamp
from sim.calibrate.faults import FaultBook
from sim.calibrate.read_table import RawTable, Text
from sim.units import HOUR_S, MINUTE_S

if TYPE_CHECKING:
    import pandas as pd

Seconds = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|\bUTC)$", re.IGNORECASE)
_ZULU = re.compile(r"\s*UTC$", re.IGNORECASE)
_UNIT_S = {"s": 1.0, "min": MINUTE_S, "h": HOUR_S}


@dataclass(frozen=True, slots=True)
class Written:
    """One column of stamps: its wall clock (s since 1970, NaN = none), its offset (s, NaN = naive), and its form."""

    name: str
    wall_s: Seconds
    offset_s: Seconds
    time_of_day: Mask

    @property
    def known(self) -> Mask:
        """Which rows have this instant."""
        return ~np.isnan(self.wall_s)


def read_stamps(table: RawTable, mapping: ColumnMap, book: FaultBook) -> tuple[dict[str, Written], Mask]:
    """Every stamp of the map, and which rows have all of theirs readable.

    A stamp with several places takes the first that is filled; a duration after another instant is added to it.
    """
    readable = np.ones(len(table.lines), dtype=np.bool_)
    found: dict[str, Written] = {}
    for name in STAMPS:
        wall = np.full(len(table.lines), np.nan)
        offset, clock = wall.copy(), np.zeros(len(table.lines), dtype=np.bool_)
        for place in mapping.stamps(name):
            if place.after is not None:
                base = found[place.after]
                further, bad = _durations(table.columns[str(place.column)], place)
                there, there_offset, there_clock = base.wall_s + further, base.offset_s, base.time_of_day
            else:
                there, there_offset, bad = _instants(table, place)
                there_clock = np.full(len(wall), place.time is not None)
            readable &= ~bad
            if mapping.rules.unparsable_dates is None:
                _report(table, place, bad, book)
            empty = np.isnan(wall)
            wall[empty], offset[empty], clock[empty] = there[empty], there_offset[empty], there_clock[empty]
        found[name] = Written(name, wall, offset, clock)
    return found, readable


def _report(table: RawTable, place: Stamp, bad: Mask, book: FaultBook) -> None:
    values = [" ".join(str(table.columns[name][row]) for name in place.columns) for row in np.flatnonzero(bad)[:20]]
    if place.after is not None:
        rule, fix = "not a duration (a number, zero or more)", "mend the file, or set rules.unparsable_dates: drop"
    elif place.format is not None:
        rule = f'not a date of the form "{place.format}"'
        fix = "correct the format in the column map, or set rules.unparsable_dates: drop"
    else:
        rule = "not an ISO date with a time of day (2024-03-01 09:30)"
        fix = 'set its format in the column map, such as "%d/%m/%Y %H:%M", or set rules.unparsable_dates: drop'
    book.add_rows("unparsable_date", table.lines[bad], values, f"{' and '.join(place.columns)}: {rule}", fix)


def _durations(text: Text, place: Stamp) -> tuple[Seconds, Mask]:
    """Seconds from numbers or h:mm:ss texts; NaN where the field is empty."""
    seconds = np.full(len(text), np.nan)
    bad = np.zeros(len(text), dtype=np.bool_)
    for row, value in enumerate(text):
        if value == "":
            continue
        try:
            parts = [float(part) for part in str(value).split(":")]
            number = parts[0] * _UNIT_S[place.unit]
            if len(parts) > 1:
                number = sum(part * size for part, size in zip(parts, (HOUR_S, MINUTE_S, 1.0), strict=False))
        except ValueError:
            number = np.nan
        bad[row] = not (0.0 <= number < 1e11)
        seconds[row] = np.nan if bad[row] else number
    return seconds, bad


def _instants(table: RawTable, place: Stamp) -> tuple[Seconds, Seconds, Mask]:
    """Wall clock, offset and unreadable rows of a full stamp or of a date and a time of day."""
    import pandas as pd

    if place.column is not None:
        text = table.columns[place.column]
        filled = text != ""
    else:
        day, hour = table.columns[str(place.date)], table.columns[str(place.time)]
        filled = hour != ""
        text = day + " " + hour
    wall, offset = np.full(len(text), np.nan), np.full(len(text), np.nan)
    bad = np.zeros(len(text), dtype=np.bool_)
    rows = np.flatnonzero(filled)
    if place.format is None:
        aware = np.array([_OFFSET.search(str(text[row])) is not None for row in rows], dtype=np.bool_)
        shaped = np.array([_ISO.match(str(text[row])) is not None for row in rows], dtype=np.bool_)
    else:
        aware = np.full(len(rows), "%z" in place.format)
        shaped = np.ones(len(rows), dtype=np.bool_)
    bad[rows[~shaped]] = True
    for group, is_aware in ((rows[shaped & ~aware], False), (rows[shaped & aware], True)):
        if not len(group):
            continue
        series = pd.Series([_ZULU.sub("Z", str(text[row])) for row in group], dtype=object)
        stamp = pd.to_datetime(series, format=place.format or "ISO8601", errors="coerce", utc=is_aware)
        missing = stamp.isna().to_numpy()
        bad[group[missing]] = True
        good = group[~missing]
        epoch = _epoch_s(stamp[~missing])
        if is_aware:
            offset[good] = [_offset_s(str(text[row])) for row in good]
        wall[good] = epoch + np.nan_to_num(offset[good])
    return wall, offset, bad


def _epoch_s(stamps: pd.Series[pd.Timestamp]) -> Seconds:
    import pandas as pd

    naive = stamps.dt.tz_localize(None) if stamps.dt.tz is not None else stamps
    return np.asarray((naive - pd.Timestamp(0)) / pd.Timedelta(seconds=1), dtype=np.float64)


def _offset_s(text: str) -> float:
    """Seconds east of Greenwich from the end of a stamp: "Z", "+02:00", "-0500"."""
    match = re.search(r"([+-])(\d{2}):?(\d{2})$", text)
    if match is None:
        return 0.0
    size = int(match[2]) * HOUR_S + int(match[3]) * MINUTE_S
    return size if match[1] == "+" else -size
