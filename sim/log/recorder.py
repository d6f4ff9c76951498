"""The recorder: one call a step, each appending one row to a flat buffer of doubles.

A row-major buffer costs a fifth of appending to columns one by one; at the end it is cut into typed columns.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from sim.log.tables import CONTACTS, DUTY, SESSIONS, STATUSES, TICKETS, TOUCHES, Columns, Table


class Recorder:
    """Rows of contacts, touches and duties as they end, of tickets and statuses as they come."""

    def __init__(self) -> None:
        self._contacts = array("d")
        self._tickets = array("d")
        self._statuses = array("d")
        self._touches = array("d")
        self._sessions = array("d")
        self._duty = array("d")
        self.contact = self._contacts.extend
        """(issue, contact, ticket, queue, cause, outcome, entered_at, answered_at, ended_at), as in CONTACTS"""
        self.ticket = self._tickets.extend
        """(issue, ticket, channel, cause, follows, opened_at, replied_at), as in TICKETS"""
        self.status = self._statuses.extend
        """(issue, ticket, status, urgent, since), as in STATUSES; what is written ahead of time and never comes to pass
        is left out"""
        self.touch = self._touches.extend
        """(issue, contact, agent, queue, end, result, started_at, talk_s, hold_s, after_call_s, agent_s, ended_at), as
        in TOUCHES"""
        self.session = self._sessions.extend
        """(issue, channel, topic, end, solved, began_at, ended_at), as in SESSIONS"""
        self.duty = self._duty.extend
        """(agent, duty, paid, since, until), as in DUTY"""

    def replied(self, row: int, at: float) -> None:
        """The ticket written down in a row, counted from 0, has its first reply."""
        self._tickets[(row + 1) * len(TICKETS.columns) - 1] = at

    def last_at(self) -> float:
        """The last instant at which a contact or a touch that is written down began or ended; 0 if there is none."""
        return max(_last(CONTACTS, self._contacts), _last(TOUCHES, self._touches))

    def tables(self, until: float) -> dict[str, Columns]:
        """All tables as sorted typed columns, without statuses after an instant; the buffers are emptied."""
        statuses = _columns(STATUSES, self._statuses)
        known = np.asarray(statuses["since"]) <= until
        return {
            "contacts": _columns(CONTACTS, self._contacts),
            "tickets": _columns(TICKETS, self._tickets),
            "statuses": {name: column[known] for name, column in statuses.items()},
            "touches": _columns(TOUCHES, self._touches),
            "sessions": _columns(SESSIONS, self._sessions),
            "duty": _columns(DUTY, self._duty),
        }


def _last(table: Table, buffer: array[float]) -> float:
    rows = np.frombuffer(buffer, dtype=np.float64).reshape(-1, len(table.columns))
    instants = [index for index, name in enumerate(table.names) if name.endswith("_at")]
    return float(np.fmax.reduce(rows[:, instants], axis=None, initial=0.0))


def _columns(table: Table, buffer: array[float]) -> dict[str, NDArray[np.generic]]:
    rows = np.frombuffer(buffer, dtype=np.float64).reshape(-1, len(table.columns))
    place = {name: index for index, name in enumerate(table.names)}
    order = np.lexsort([rows[:, place[name]] for name in reversed(table.key)])
    out = {column.name: rows[order, index].astype(column.dtype) for index, column in enumerate(table.columns)}
    del rows
    del buffer[:]
    return out
