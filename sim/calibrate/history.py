"""A recorded history as one table of contacts, in our words and on one clock.

Read → drop what the map says is no contact → read the stamps → mend by named rules → check their order → name outcomes.
Every fault of the file is told at once; every rule that was used is counted. Names of agents and customers are replaced
by numbers here, so that nothing read from a history can carry them further.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.column_map import STAMPS, ColumnMap, Label
from sim.calibrate.faults import SHOWN, FaultBook
from sim.calibrate.mend import mend
from sim.calibrate.one_clock import Instants, roll_over, to_one_clock
from sim.calibrate.read_table import RawTable, Text, read_table
from sim.calibrate.stamps import read_stamps
from sim.units import DAY_S

if TYPE_CHECKING:
    import pandas as pd

OFFERED = ("answered", "abandoned", "blocked", "unanswered", "open")
"""Outcomes of contacts that asked for an agent; who left in the menu never did."""


FURTHEST_S = 3660 * DAY_S
"""Creation further than this from the median of the file is a fault: no desk's history is that long."""


@dataclass(frozen=True, slots=True)
class History:
    """Contacts of a desk between two dates.

    ``contacts`` has one row a contact, in order of creation: ``line`` (of the file), the instants
    :data:`~sim.calibrate.column_map.STAMPS` in seconds since the local midnight of ``first_date`` (NaN = none),
    ``wait_s`` and ``handle_s`` (NaN = not seen), ``outcome``, ``channel``, ``topic``, ``priority``, ``agent`` and
    ``customer`` (numbers, −1 = unknown), ``day`` (0 = first date) and ``second_of_day`` (local wall clock of creation).
    """

    contacts: pd.DataFrame
    first_date: date
    n_days: int
    zone: str | None
    mapping: ColumnMap
    rows_read: int
    dropped: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)

    def date_of(self, day: int) -> date:
        """The calendar date of a day number."""
        return self.first_date + timedelta(days=int(day))

    def weekdays(self) -> NDArray[np.int64]:
        """The weekday (Monday 0) of each day, shape (n_days,)."""
        return (self.first_date.weekday() + np.arange(self.n_days)) % 7

    def offered(self) -> pd.DataFrame:
        """The contacts that asked for an agent."""
        return self.contacts[self.contacts["outcome"].isin(OFFERED)]

    def midnight_s(self, day: int) -> float:
        """Seconds from the first local midnight to that of ``day``: a whole number of days but for a clock change."""
        if self.zone is None:
            return day * DAY_S
        zone = ZoneInfo(self.zone)
        first, later = (datetime.combine(when, time(), zone) for when in (self.first_date, self.date_of(day)))
        return later.timestamp() - first.timestamp()

    def between(self, first_day: int, end_day: int) -> History:
        """The contacts created on the days ``first_day <= day < end_day``, with a clock that starts at the first."""
        inside = (self.contacts["day"] >= first_day) & (self.contacts["day"] < end_day)
        moved = self.contacts[inside].reset_index(drop=True)
        moved["day"] -= first_day
        for name in STAMPS:
            moved[name] -= self.midnight_s(first_day)
        days = min(end_day, self.n_days) - first_day
        return replace(self, contacts=moved, first_date=self.date_of(first_day), n_days=days)


def read_history(path: Path, mapping: ColumnMap) -> History:
    """The contacts in a CSV, TSV or .gz file, as ``mapping`` says.

    Raises
    ------
    sim.errors.HistoryError
        With every fault that the file has: kind, first rows and their number, values, rule and fix.
    """
    book = FaultBook(path.name)
    table = _without_dropped(read_table(path, mapping, book), mapping)
    stamps, readable = read_stamps(table, mapping, book)
    if mapping.rules.unparsable_dates == "drop" and not readable.all():
        table = table.keep(readable, "unparsable_dates")
        stamps, readable = read_stamps(table, mapping, book)
    mended: dict[str, int] = {}
    if mapping.rules.midnight == "roll_over":
        mended["midnight: roll_over"] = roll_over(stamps)
    outcome = _outcomes(table, {name: stamp.known for name, stamp in stamps.items()}, mapping, book)
    instants = to_one_clock(stamps, table, mapping, book)
    mended |= instants.rows_changed
    _far_dates(table, instants, book)
    kept, counts, dropped = mend(instants.seconds, outcome, readable, table, mapping, book)
    mended |= counts
    book.raise_if_any()
    for rule, count in dropped.items():
        table.dropped[rule] = table.dropped.get(rule, 0) + count
    if not kept.any():
        book.add("no_contacts", "no row of the file is a contact", "check the drop rules of the column map")
        book.raise_if_any()
    contacts = _contacts(table, instants, outcome, kept, mapping)
    return History(
        contacts=contacts,
        first_date=date(1970, 1, 1) + timedelta(seconds=instants.midnight_s),
        n_days=int(contacts["day"].max()) + 1,
        zone=instants.zone,
        mapping=mapping,
        rows_read=table.rows_read,
        dropped=table.dropped,
        mended={rule: count for rule, count in mended.items() if count},
    )


def _without_dropped(table: RawTable, mapping: ColumnMap) -> RawTable:
    for name, rule in mapping.drop.items():
        table = table.keep(~np.isin(table.columns[rule.column].astype(str), rule.equals), name)
    return table


def _outcomes(table: RawTable, known: dict[str, NDArray[np.bool_]], mapping: ColumnMap, book: FaultBook) -> Text:
    """The outcome of each row: from its column, or from which stamps are filled."""
    rule = mapping.outcome
    outcome = np.full(len(table.lines), "open", dtype=np.object_)
    if rule.column is None:
        gone = known["ended_at"] | known["queue_left_at"]
        outcome[gone] = "abandoned" if mapping.nature == "calls" else "unanswered"
        outcome[known["answered_at"]] = "answered"
    else:
        text = table.columns[rule.column]
        for value in np.unique(text.astype(str)):
            rows = text == value
            if value in rule.values:
                outcome[rows] = rule.values[value]
            else:
                book.add_rows(
                    "unknown_outcome",
                    table.lines[rows],
                    [value],
                    f"{rule.column}: the column map does not say what this outcome means",
                    "add it to outcome.values, or drop these rows by a rule",
                )
    if rule.unqueued == "left_before_queue":
        outcome[(outcome == "abandoned") & ~known["queue_entered_at"]] = "left_before_queue"
    return outcome


def _far_dates(table: RawTable, instants: Instants, book: FaultBook) -> None:
    """A placeholder such as 1970-01-01 would make a history of decades of empty days."""
    wall_s = instants.wall_s
    if np.isnan(wall_s).all():
        return
    far = np.abs(wall_s - np.nanmedian(wall_s)) > FURTHEST_S
    values = [str(date(1970, 1, 1) + timedelta(seconds=float(second))) for second in wall_s[far][:SHOWN]]
    rule = "created over ten years before or after most others"
    book.add_rows("far_date", table.lines[far], values, rule, "drop these rows by a rule, or mend the file")


def _contacts(
    table: RawTable, instants: Instants, outcome: Text, kept: NDArray[np.bool_], mapping: ColumnMap
) -> pd.DataFrame:
    """The table of contacts in order of creation."""
    import pandas as pd

    rows = np.flatnonzero(kept)
    rows = rows[np.argsort(instants.seconds["created_at"][rows], kind="stable")]
    since_first_s = instants.wall_s[rows] - instants.midnight_s
    day = np.floor(since_first_s / DAY_S)
    at = {name: instants.seconds[name][rows] for name in STAMPS}
    entered, answered = at["queue_entered_at"], at["answered_at"]
    direct = np.where(np.isnan(at["offered_at"]), at["created_at"], at["offered_at"])
    asked = outcome[rows] != "left_before_queue"
    entered = np.where(np.isnan(entered) & asked, direct, entered)
    left = np.where(np.isnan(at["queue_left_at"]), answered, at["queue_left_at"])
    gone = outcome[rows] == "abandoned"
    left = np.where(np.isnan(left) & gone, at["ended_at"], left)
    at["queue_entered_at"], at["queue_left_at"] = entered, left
    seen = outcome[rows] == "answered" if mapping.nature == "calls" else np.zeros(len(rows), dtype=np.bool_)
    columns: dict[str, object] = {"line": table.lines[rows], **at}
    columns["wait_s"] = left - entered
    columns["handle_s"] = np.where(seen, at["ended_at"] - answered, np.nan)
    columns["outcome"] = outcome[rows].astype(str)
    for name in ("channel", "topic", "priority"):
        columns[name] = _named(table, mapping.labels().get(name), rows)
    for name in ("agent", "customer"):
        columns[name] = _numbered(table, mapping.labels().get(name), rows)
    columns["day"] = day.astype(np.int64)
    columns["second_of_day"] = since_first_s - day * DAY_S
    return pd.DataFrame(columns)


def _named(table: RawTable, label: Label | None, rows: NDArray[np.int64]) -> NDArray[np.str_]:
    """Our names of one column; "" where there is none."""
    if label is None:
        return np.full(len(rows), "")
    if label.column is None:
        return np.full(len(rows), str(label.always))
    text = table.columns[label.column][rows]
    return np.array(["" if value in label.missing else label.values.get(value, value) for value in text], dtype=np.str_)


def _numbered(table: RawTable, label: Label | None, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each name of one column in order of first appearance; −1 where there is none."""
    names = _named(table, label, rows)
    number: dict[str, int] = {}
    return np.array([-1 if name == "" else number.setdefault(str(name), len(number)) for name in names], dtype=np.int64)
