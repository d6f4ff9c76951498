"""The log: what happened, in tables of columns."""

from sim.log.tables import (
    AGENTS,
    CONTACTS,
    DUTY,
    ISSUES,
    SESSIONS,
    STATUSES,
    TABLES,
    TICKETS,
    TOUCHES,
    Column,
    End,
    Log,
    Outcome,
    Result,
    SessionEnd,
    Status,
    Table,
    TouchEnd,
)
from sim.policy.duty import Duty
from sim.world.causes import FAILURE_DEMAND, INBOUND, Cause

__all__ = [
    "AGENTS",
    "CONTACTS",
    "DUTY",
    "FAILURE_DEMAND",
    "INBOUND",
    "ISSUES",
    "SESSIONS",
    "STATUSES",
    "TABLES",
    "TICKETS",
    "TOUCHES",
    "Cause",
    "Column",
    "Duty",
    "End",
    "Log",
    "Outcome",
    "Result",
    "SessionEnd",
    "Status",
    "Table",
    "TouchEnd",
]
