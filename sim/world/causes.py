"""Why a contact happens."""

from __future__ import annotations

from enum import IntEnum


class Cause(IntEnum):
    """Why a contact happened."""

    FIRST = 0
    REDIAL = 1
    BACKLOG = 2
