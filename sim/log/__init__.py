"""The log: what happened, in tables of columns."""

from sim.log.tables import (
    AGENTS,
    CONTACTS,
    DUTY,
    ISSUES,
    TABLES,
    TOUCHES,
    Cause,
    Column,
    Duty,
    Log,
    Outcome,
    Table,
    TouchEnd,
)

__all__ = [
    "AGENTS",
    "CONTACTS",
    "DUTY",
    "ISSUES",
    "TABLES",
    "TOUCHES",
    "Cause",
    "Column",
    "Duty",
    "Log",
    "Outcome",
    "Table",
    "TouchEnd",
]
