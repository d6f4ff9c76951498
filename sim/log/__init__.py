"""The log: what happened, in tables of columns."""

from sim.log.tables import (
    AGENTS,
    CONTACTS,
    DUTY,
    ISSUES,
    TABLES,
    TOUCHES,
    Column,
    Log,
    Outcome,
    Table,
    TouchEnd,
)
from sim.policy.duty import Duty
from sim.world.causes import Cause

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
