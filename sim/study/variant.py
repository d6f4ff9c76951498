"""A variant: one option under consideration, as a whole scenario with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Variant:
    """A scenario with a name, a title for charts and tables, and why it is considered."""

    name: str
    scenario: Scenario
    title: str = ""
    because: str = ""

    @property
    def label(self) -> str:
        """What tables and charts call it."""
        return self.title or self.name
