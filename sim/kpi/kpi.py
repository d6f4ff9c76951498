"""What a KPI is: its words, its unit, its formula, which way is better, and which rows it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"]
Kind = Literal["count", "ratio", "mean", "quantile", "time average"]
Scope = Literal[
    "contacts", "live", "chat", "async", "tickets", "bot", "self_service", "deflection", "tools", "concession", "anger",
    "flags", "people", "authority", "supervisor", "team_anger", "lives", "desk", "supervision",
]  # fmt: skip
"""Rows: by channel (``contacts``: all; ``live``: where the customer waits on the line, chats included; ``chat``;
``async``; ``tickets``: all channels of a desk that keeps tickets; ``bot``: those with a bot in front; ``self_service``:
all, if there is any; ``deflection``: those with either; ``concession``: all, where customers need concessions;
``anger``: all, where customers may be angry; ``flags``: those on which they are flagged for it), by team (``people``:
all; where customers need concessions, ``authority``: all, ``supervisor``: those that approve; ``team_anger``: where
customers may be angry; ``lives``: those of persons, where they learn, tire, wear out or leave), or for the desk only
(``desk``; ``tools``: if it has such a thing; ``supervision``: where customers need concessions and a team
approves)."""

WHERE_THERE = frozenset(
    {
        "bot",
        "self_service",
        "deflection",
        "tools",
        "concession",
        "anger",
        "flags",
        "authority",
        "supervisor",
        "team_anger",
        "lives",
        "supervision",
    }
)
"""Scopes that have rows only on a desk that has such a thing."""

CURRENCY = "currency"
"""Stands for the scenario's currency in a unit."""

SHORT_ABANDON_S = 5.0
"""Who gives up within this time hardly waited; the usual variant of abandonment leaves them out (model, KPI table)."""

TOO_BUSY = 0.85
"""Occupancy above which an hour counts as too busy (model, KPI table)."""

EXHAUSTED = 0.5
"""Exhaustion above which somebody counts as exhausted (assumed)."""

RAMPING_DAYS = 90.0
"""Tenure below which somebody counts as new (60 to 90 days to proficiency are usual)."""

SPIRAL_OCCUPANCY, SPIRAL_DAYS = 0.95, 5
"""A team with more occupancy than this on more days in a row than this may be in a death spiral (model, section 9)."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI: ``scope`` says which rows it has."""

    id: str
    name: str
    unit: str
    formula: str
    better: Better | None
    kind: Kind
    scope: Scope

    def unit_in(self, currency: str) -> str:
        """The unit with the scenario's currency in it."""
        return self.unit.replace(CURRENCY, currency)
