"""All instants of a history on one clock: elapsed seconds since the local midnight of its first date.

A stamp with an offset is an instant; one without is the wall clock of the desk, in the zone that the map declares.
A time that does not exist (the hour skipped in spring) is a fault; one that came twice (autumn) is a fault until the
map says which it is; so are stamps of different zones in one file. Durations across a clock change come out right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.column_map import STAMPS, ColumnMap
from sim.calibrate.faults import SHOWN, FaultBook
from sim.calibrate.read_table import RawTable
from sim.calibrate.stamps import Mask, Seconds, Written
from sim.units import DAY_S

_NAIVE = 1e9
"""Stands for "no offset" where offsets are counted."""


def roll_over(stamps: dict[str, Written]) -> int:
    """Move a bare time of day that falls over 12 h before the one it follows to the next date; the number of rows."""
    previous = stamps["created_at"].wall_s.copy()
    rolled = np.zeros(len(previous), dtype=np.bool_)
    for name in STAMPS[1:]:
        stamp = stamps[name]
        late = stamp.time_of_day & (stamp.wall_s < previous - DAY_S / 2)
        stamp.wall_s[late] += DAY_S
        rolled |= late
        previous = np.where(np.isnan(stamp.wall_s), previous, stamp.wall_s)
    return int(np.count_nonzero(rolled))


@dataclass(frozen=True, slots=True)
class Instants:
    """The stamps as seconds since the local midnight of the first date, and the local clock of creation."""

    seconds: dict[str, Seconds]
    wall_s: Seconds
    midnight_s: float
    zone: str | None
    rows_changed: dict[str, int]


def to_one_clock(stamps: dict[str, Written], table: RawTable, mapping: ColumnMap, book: FaultBook) -> Instants:
    """Elapsed seconds since the local midnight of the first date, and the wall clock of creation for profiles.

    Without a zone, naive stamps are taken as they stand, and stamps that share one offset keep it.
    """
    changed: dict[str, int] = {}
    mixed = _mixed_rows(stamps, mapping.zone)
    if mixed.any() and mapping.rules.time_zone == "convert":
        changed["time_zone: convert"] = int(np.count_nonzero(mixed))
    elif mixed.any():
        kinds = sorted({_offset_text(offset) for stamp in stamps.values() for offset in stamp.offset_s[stamp.known]})
        book.add_rows(
            "mixed_time_zones",
            table.lines[mixed],
            [_offset_text(offset) for offset in stamps["created_at"].offset_s[mixed][:SHOWN]],
            f"stamps of different zones in one file: {', '.join(kinds[:6])}",
            "export them in one zone, or set zone and rules.time_zone: convert in the column map",
        )
    created = stamps["created_at"]
    if mapping.zone is None:
        wall = {name: stamp.wall_s for name, stamp in stamps.items()}
        midnight = _midnight(wall["created_at"])
        seconds = {name: values - midnight for name, values in wall.items()}
        return Instants(seconds, created.wall_s, midnight, None, changed)
    utc = {name: _to_utc(stamp, table, mapping, book, changed) for name, stamp in stamps.items()}
    local = _to_wall(utc["created_at"], mapping.zone)
    midnight = _midnight(local)
    alone = Written("", np.array([midnight]), np.array([np.nan]), np.array([False]))
    start = _to_utc(alone, table, mapping, None, {})[0]
    seconds = {name: values - start for name, values in utc.items()}
    return Instants(seconds, local, midnight, mapping.zone, changed)


def _midnight(wall_s: Seconds) -> float:
    known = wall_s[~np.isnan(wall_s)]
    return float(np.floor(known.min() / DAY_S) * DAY_S) if len(known) else 0.0


def _offset_text(offset_s: float) -> str:
    if np.isnan(offset_s):
        return "no offset"
    sign, size = ("-" if offset_s < 0 else "+"), round(abs(offset_s))
    return f"{sign}{size // 3600:02d}:{size % 3600 // 60:02d}"


def _mixed_rows(stamps: dict[str, Written], zone: str | None) -> Mask:
    """Rows whose offset is not the file's usual one; none where all share one, or each has its zone's own."""
    rows = np.zeros(len(stamps["created_at"].wall_s), dtype=np.bool_)
    offsets = np.nan_to_num(np.concatenate([stamp.offset_s[stamp.known] for stamp in stamps.values()]), nan=_NAIVE)
    kinds, counts = np.unique(offsets, return_counts=True)
    if len(kinds) < 2 or (zone is not None and _NAIVE not in kinds and _all_own(stamps, zone)):
        return rows
    usual = kinds[int(np.argmax(counts))]
    for stamp in stamps.values():
        rows |= stamp.known & (np.nan_to_num(stamp.offset_s, nan=_NAIVE) != usual)
    return rows


def _all_own(stamps: dict[str, Written], zone: str) -> bool:
    """Whether every stamp carries the offset that the zone has at that instant (a change of the clock in a year)."""
    for stamp in stamps.values():
        utc = (stamp.wall_s - stamp.offset_s)[stamp.known]
        if np.any(_to_wall(utc, zone) - utc != stamp.offset_s[stamp.known]):
            return False
    return True


def _to_wall(utc_s: Seconds, zone: str) -> Seconds:
    import pandas as pd

    wall = np.full(len(utc_s), np.nan)
    known = ~np.isnan(utc_s)
    if known.any():
        index = pd.DatetimeIndex(pd.to_datetime(utc_s[known], unit="s", utc=True)).tz_convert(zone)
        wall[known] = ((index.tz_localize(None) - pd.Timestamp(0)) / pd.Timedelta(seconds=1)).to_numpy(dtype=np.float64)
    return wall


def _to_utc(
    stamp: Written, table: RawTable, mapping: ColumnMap, book: FaultBook | None, changed: dict[str, int]
) -> Seconds:
    """Seconds since 1970 in UTC; naive stamps are local, skipped and repeated hours are faults or follow the map."""
    import pandas as pd

    utc = stamp.wall_s - np.nan_to_num(stamp.offset_s)
    rows = np.flatnonzero(~np.isnan(stamp.wall_s) & np.isnan(stamp.offset_s))
    if not len(rows):
        return utc
    naive = pd.DatetimeIndex(pd.to_datetime(stamp.wall_s[rows], unit="s"))
    first = np.full(len(rows), mapping.rules.clock_change != "second")
    local = naive.tz_localize(mapping.zone, ambiguous=first, nonexistent="NaT")
    repeated = naive.tz_localize(mapping.zone, ambiguous="NaT", nonexistent="shift_forward")
    twice = np.asarray(repeated.isna(), dtype=np.bool_)
    skipped = np.asarray(local.isna(), dtype=np.bool_)
    if book is not None:
        _report_clock(rows[skipped], stamp, table, book, "skipped_hour", f"{mapping.zone} has no such time on that day")
        if mapping.rules.clock_change is None:
            rule = f"in {mapping.zone} this time came twice on that day"
            _report_clock(rows[twice], stamp, table, book, "repeated_hour", rule)
        elif twice.any():
            key = f"clock_change: {mapping.rules.clock_change}"
            changed[key] = max(changed.get(key, 0), int(np.count_nonzero(twice)))
    good = ~skipped
    instants = local[good].tz_convert("UTC").tz_localize(None)
    utc[rows[good]] = ((instants - pd.Timestamp(0)) / pd.Timedelta(seconds=1)).to_numpy(dtype=np.float64)
    return utc


def _report_clock(
    rows: NDArray[np.int64], stamp: Written, table: RawTable, book: FaultBook, kind: str, rule: str
) -> None:
    import pandas as pd

    values = [str(pd.Timestamp(stamp.wall_s[row], unit="s")) for row in rows[:SHOWN]]
    fix = "set rules.clock_change: first or second" if kind == "repeated_hour" else "declare the true zone"
    book.add_rows(kind, table.lines[rows], values, f"{stamp.name}: {rule}", fix)
