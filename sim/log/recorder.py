"""The recorder: one row a step, packed as doubles into a flat buffer for each table.

Packing a row costs a third of extending an array by it; at the end the buffer is cut into typed columns.
"""

from __future__ import annotations

from struct import Struct

import numpy as np
from numpy.typing import NDArray

from sim.log.tables import (
    CONCESSIONS,
    CONTACTS,
    DUTY,
    PEOPLE,
    SESSIONS,
    STATUSES,
    SUPERVISION,
    TICKETS,
    TOUCHES,
    Columns,
    Table,
)

DOUBLE = Struct("d")


class Rows:
    """The rows of one table: ``write(pack(...))`` appends one, its values in the order in which they are declared."""

    __slots__ = ("_buffer", "pack", "table", "write")

    def __init__(self, table: Table) -> None:
        self.table = table
        self._buffer = bytearray()
        self.pack = Struct(f"{len(table.columns)}d").pack
        self.write = self._buffer.extend

    def change_last(self, row: int, value: float) -> None:
        """Give the last column of a row, counted from 0, another value."""
        end = (row + 1) * 8 * len(self.table.columns)
        self._buffer[end - 8 : end] = DOUBLE.pack(value)

    def last_at(self) -> float:
        """The last instant in any column of instants; 0 if there is none."""
        instants = [index for index, name in enumerate(self.table.names) if name.endswith("_at")]
        return float(np.fmax.reduce(self._array()[:, instants], axis=None, initial=0.0))

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """The rows as sorted typed columns; they are gone from here."""
        rows, table = self._array(), self.table
        place = {name: index for index, name in enumerate(table.names)}
        order = np.lexsort([rows[:, place[name]] for name in reversed(table.key)])
        out = {column.name: rows[order, index].astype(column.dtype) for index, column in enumerate(table.columns)}
        del rows
        del self._buffer[:]
        return out

    def _array(self) -> NDArray[np.float64]:
        return np.frombuffer(self._buffer, dtype=np.float64).reshape(-1, len(self.table.columns))


class Recorder:
    """Rows of contacts, touches and duties as they end, of tickets, statuses and sessions as they come."""

    def __init__(self) -> None:
        self.contacts = Rows(CONTACTS)
        self.tickets = Rows(TICKETS)
        self.statuses = Rows(STATUSES)
        """what is written ahead of time and never comes to pass is left out at the end"""
        self.touches = Rows(TOUCHES)
        self.sessions = Rows(SESSIONS)
        self.concessions = Rows(CONCESSIONS)
        self.supervision = Rows(SUPERVISION)
        self.people = Rows(PEOPLE)
        self.duty = Rows(DUTY)

    def last_at(self) -> float:
        """The last instant of what is written down of contacts, touches and supervisors; 0 if there is none."""
        return max(self.contacts.last_at(), self.touches.last_at(), self.supervision.last_at())

    def tables(self, until: float) -> dict[str, Columns]:
        """All tables, without statuses after an instant; the rows are gone from here."""
        statuses = self.statuses.columns()
        known = np.asarray(statuses["since"]) <= until
        return {
            "contacts": self.contacts.columns(),
            "tickets": self.tickets.columns(),
            "statuses": {name: column[known] for name, column in statuses.items()},
            "touches": self.touches.columns(),
            "sessions": self.sessions.columns(),
            "concessions": self.concessions.columns(),
            "supervision": self.supervision.columns(),
            "people": self.people.columns(),
            "duty": self.duty.columns(),
        }
