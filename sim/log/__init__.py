"""The log: what happened, in tables of columns."""

from sim.log.kinds import End, Grant, Outcome, Request, RequestEnd, Result, SessionEnd, SessionKind, Status, TouchEnd
from sim.log.tables import (
    AGENTS,
    CONCESSIONS,
    CONTACTS,
    DUTY,
    ISSUES,
    PEOPLE,
    SESSIONS,
    STATUSES,
    SUPERVISION,
    TABLES,
    TICKETS,
    TOUCHES,
    Column,
    Log,
    Table,
)
from sim.policy.duty import Duty
from sim.world.causes import FAILURE_DEMAND, INBOUND, Cause

__all__ = [
    "AGENTS",
    "CONCESSIONS",
    "CONTACTS",
    "DUTY",
    "FAILURE_DEMAND",
    "INBOUND",
    "ISSUES",
    "PEOPLE",
    "SESSIONS",
    "STATUSES",
    "SUPERVISION",
    "TABLES",
    "TICKETS",
    "TOUCHES",
    "Cause",
    "Column",
    "Duty",
    "End",
    "Grant",
    "Log",
    "Outcome",
    "Request",
    "RequestEnd",
    "Result",
    "SessionEnd",
    "SessionKind",
    "Status",
    "Table",
    "TouchEnd",
]
